import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../strangers/children.ts";

const run = promisify(execFile);

/** A command line. */
export type Command = readonly [program: string, ...words: string[]];

/** What runs the snippets of one language. */
export interface Toolchain {
  /** The language of the snippets. */
  readonly id: string;
  /** The programs and files that it needs. */
  readonly needs: readonly string[];
  /** Those that it needs to send a secret in the header. */
  readonly needsForBasic?: readonly string[];
  /** The packages of Debian that have them; absent: none does. */
  readonly debian?: readonly string[];
  /** Whether it starts within a moment, because it compiles nothing. */
  readonly isQuick?: boolean;
  /** The older software of Debian that stands in for the current one, and what is changed for it. */
  readonly instead?: { readonly en: string; readonly ja: string };
  /** Prepares a folder with the files of all steps. Default: nothing is to be done. */
  readonly prepare?: (folder: string, files: readonly string[], surroundings: Surroundings) => Promise<void>;
  readonly command: (file: string, surroundings: Surroundings) => Command;
  /** Variables besides those that tell every program of the authority. */
  readonly env?: (surroundings: Surroundings) => Readonly<Record<string, string>>;
}

/** Where a toolchain works. */
export interface Surroundings {
  readonly folder: string;
  /** The certificate of the emulator's authority. */
  readonly caFile: string;
}

const quick = { isQuick: true } as const;
const javaStore = "trust.p12";
const javaJars = ["okhttp.jar", "okio.jar", "kotlin-stdlib.jar"].map((jar) => join("/usr/share/java", jar));
const withoutExtension = (file: string): string => file.replace(/\.\w+$/, "");

/** Writes the authority in the form that Java reads. */
async function makeJavaStore(folder: string, caFile: string): Promise<void> {
  const words = ["-importcert", "-noprompt", "-alias", "emulator", "-file", caFile, "-storetype", "PKCS12"];
  await run("keytool", [...words, "-keystore", join(folder, javaStore), "-storepass", "changeit"]);
}

const javaEnv = ({ folder }: Surroundings): Readonly<Record<string, string>> => ({
  JAVA_TOOL_OPTIONS: `-Djavax.net.ssl.trustStore=${join(folder, javaStore)} -Djavax.net.ssl.trustStorePassword=changeit`,
});

/** The compiler of Mono knows neither statements and functions outside a class nor a `using` for the rest of a block. */
async function compileForMono(folder: string, files: readonly string[]): Promise<void> {
  for (const file of files) {
    const code = await readFile(join(folder, file), "utf8");
    const usings = code.match(/^using [\w.]+;$/gm) ?? [];
    const rest = code.replace(/^using [\w.]+;$/gm, "").replaceAll("using var ", "var ");
    const functions = rest.search(/^string \w+\(/m);
    const isAsync = rest.includes("await ");
    const body = `static ${isAsync ? "async System.Threading.Tasks.Task Run" : "void Main"}() {\n${rest.slice(0, functions)}}\n`;
    const main = isAsync ? `${body}static void Main() => Run().GetAwaiter().GetResult();\n` : body;
    const methods = rest.slice(functions).replace(/^string \w+\(/gm, (head) => `static ${head}`);
    await writeFile(join(folder, file), `${usings.join("\n")}\nclass P {\n${main}${methods}}\n`);
    const words = [
      "-langversion:latest",
      "-r:System.Net.Http.dll",
      `-out:${withoutExtension(file)}.exe`,
      file,
    ];
    await run("mcs", words, { cwd: folder });
  }
}

/** The compiled crates of all trials: they take minutes. */
const rustTarget = join(repository, "node_modules/.cache/snippets-rust");

/** Compiles each step as a program of one package, offline, with Debian's crates. */
async function buildRust(folder: string, files: readonly string[]): Promise<void> {
  await mkdir(join(folder, ".cargo"));
  await mkdir(join(folder, "src", "bin"), { recursive: true });
  for (const file of files) await rename(join(folder, file), join(folder, "src", "bin", file));
  await writeFile(
    join(folder, ".cargo", "config.toml"),
    '[source.crates-io]\nreplace-with = "debian"\n[source.debian]\ndirectory = "/usr/share/cargo/registry"\n',
  );
  await writeFile(
    join(folder, "Cargo.toml"),
    `[package]\nname = "snippets"\nversion = "0.0.0"\nedition = "2021"\n[dependencies]\nrand = "0.8"\nsha2 = "0.10"\nreqwest = "0.11"\ntokio = { version = "1", features = ["macros", "rt-multi-thread"] }\n`,
  );
  await run("cargo", ["build", "--offline", "--quiet"], {
    cwd: folder,
    maxBuffer: 1 << 24,
    env: { ...process.env, CARGO_TARGET_DIR: rustTarget },
  });
}

async function buildKotlin(
  folder: string,
  files: readonly string[],
  { caFile }: Surroundings,
): Promise<void> {
  await makeJavaStore(folder, caFile);
  for (const file of files) {
    const path = join(folder, file);
    // Since OkHttp 4 the body is a property.
    await writeFile(path, (await readFile(path, "utf8")).replace("response.body?", "response.body()?"));
    const words = ["-classpath", javaJars.join(delimiter), "-d", `${withoutExtension(file)}-classes`, file];
    await run("kotlinc", words, { cwd: folder, maxBuffer: 1 << 24 });
  }
}

async function linkModules(folder: string): Promise<void> {
  await symlink(join(repository, "node_modules"), join(folder, "node_modules"));
}

/** Every language of snippets, and what runs it. */
export const toolchains: readonly Toolchain[] = [
  {
    ...quick,
    id: "curl",
    needs: ["bash", "curl", "openssl"],
    needsForBasic: ["jq"],
    debian: ["curl", "openssl", "jq"],
    command: (file) => ["bash", file],
  },
  { ...quick, id: "javascript", needs: [], command: (file) => [process.execPath, file] },
  { ...quick, id: "axios", needs: [], prepare: linkModules, command: (file) => [process.execPath, file] },
  { ...quick, id: "python", needs: ["python3"], debian: ["python3"], command: (file) => ["python3", file] },
  {
    ...quick,
    id: "php",
    needs: ["php"],
    debian: ["php-cli", "php-curl"],
    command: (file, { caFile }) => ["php", "-d", `curl.cainfo=${caFile}`, file],
  },
  { ...quick, id: "ruby", needs: ["ruby"], debian: ["ruby"], command: (file) => ["ruby", file] },
  { ...quick, id: "powershell", needs: ["pwsh"], command: (file) => ["pwsh", "-NoProfile", "-File", file] },
  { id: "go", needs: ["go"], debian: ["golang-go"], command: (file) => ["go", "run", file] },
  {
    id: "java",
    needs: ["java", "keytool"],
    debian: ["default-jdk-headless"],
    prepare: (folder, _files, { caFile }) => makeJavaStore(folder, caFile),
    command: (file) => ["java", file],
    env: javaEnv,
  },
  {
    id: "csharp",
    needs: ["mcs", "mono", "cert-sync"],
    debian: ["mono-mcs", "libmono-system-net-http4.0-cil", "ca-certificates-mono"],
    instead: {
      en: "Mono 6 for .NET (the statements in a class)",
      ja: ".NET の代わりに Mono 6(文をクラスに入れたもの)",
    },
    prepare: async (folder, files, { caFile }) => {
      await compileForMono(folder, files);
      await run("cert-sync", ["--quiet", "--user", caFile], { env: { ...process.env, HOME: folder } });
    },
    command: (file) => ["mono", `${withoutExtension(file)}.exe`],
    env: ({ folder }) => ({ HOME: folder }),
  },
  {
    id: "kotlin",
    needs: ["kotlinc", "java", "keytool", ...javaJars],
    debian: ["kotlin", "libokhttp-java", "default-jdk-headless"],
    instead: {
      en: "Kotlin 1.3 and OkHttp 3.13 (`response.body()`)",
      ja: "Kotlin 1.3 と OkHttp 3.13(`response.body()` としたもの)",
    },
    prepare: buildKotlin,
    command: (file) => [
      "java",
      "-classpath",
      [`${withoutExtension(file)}-classes`, ...javaJars].join(delimiter),
      `${file[0]?.toUpperCase()}${withoutExtension(file).slice(1)}Kt`,
    ],
    env: javaEnv,
  },
  {
    id: "rust",
    needs: ["cargo", "/usr/share/cargo/registry/reqwest-0.11.13"],
    debian: ["cargo", "librust-reqwest-dev", "librust-tokio-dev", "librust-sha2-dev", "librust-rand-dev"],
    instead: { en: "reqwest 0.11 and rand 0.8", ja: "reqwest 0.11 と rand 0.8" },
    prepare: buildRust,
    command: (file) => [join(rustTarget, "debug", withoutExtension(file))],
  },
  {
    id: "objective-c",
    needs: ["/System/Library/Frameworks/Foundation.framework"],
    command: (file) => [`./${file}`],
  },
  { id: "swift", needs: ["swiftc"], command: (file) => ["swift", file] },
];

/** Returns the first program or file that is missing; `undefined` if all are there. */
export function missingOf({ needs }: Pick<Toolchain, "needs">): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return needs.find((need) => {
    const paths = need.startsWith("/") ? [need] : folders.map((folder) => join(folder, need));
    return !paths.some((path) => existsSync(path));
  });
}
