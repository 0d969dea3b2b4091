import { execFile } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, test } from "vitest";
import { faultsIn, grammarPackages } from "../../snippets/grammars.ts";
import { repository } from "../children.ts";
import { startProvider } from "../clients.ts";
import { guideCode } from "../guide-code.ts";
import { Scene } from "../scene.ts";
import { type Installed, installOnce } from "./cache.ts";

// The code of docs/guides/salesforce-password.md for which a program must be installed.

const guide = "salesforce-password.md";
const cliVersion = "2.150.6";

async function npmInstall(folder: string, packages: readonly string[]): Promise<void> {
  const args = ["install", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"];
  await promisify(execFile)("npm", [...args, ...packages]);
}

let grammars: Installed;
let cli: Installed;

beforeAll(async () => {
  grammars = await installOnce("tree-sitter", (folder) => npmInstall(folder, grammarPackages));
  cli = await installOnce(`salesforce-cli-${cliVersion}`, (folder) =>
    npmInstall(folder, [`@salesforce/cli@${cliVersion}`]),
  );
});

test.for([
  ["simple-salesforce", "python"],
  ["restforce", "ruby"],
  ["Java", "java"],
  [".NET", "csharp"],
])("the code for %s is %s", async ([heading = "", language = ""], { skip }) => {
  if (grammars.folder === undefined) return skip(grammars.reason);
  for (const code of guideCode(guide, heading))
    expect(await faultsIn(code, language, join(grammars.folder, "node_modules"))).toEqual([]);
});

test("sf takes the token from its environment and queries with it", async ({ onTestFinished, skip }) => {
  if (cli.folder === undefined) return skip(cli.reason);
  const provider = await startProvider({ personality: "salesforce", rotation: "strict" });
  const scene = await Scene.open(provider);
  onTestFinished(() => scene.dispose());
  const app = ["--host", provider.issuer, "--client-id", "demo", "--public"];
  expect((await scene.loginAt(["salesforce", "acme", ...app])).ended.code).toBe(0);
  const { machine } = scene;
  const command = machine.commandLine([]).map((word) => `'${word}'`);
  const file = (name: string, text: string): string => {
    const path = join(machine.folder, name);
    writeFileSync(path, text);
    chmodSync(path, 0o755);
    return path;
  };
  file("tokenwell", `#!/bin/sh\nexec ${command.join(" ")} "$@"\n`);
  const program = join(cli.folder, "node_modules/@salesforce/cli/bin/run.js");
  file("sf", `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
  const [code = ""] = guideCode(guide, "sf, the Salesforce CLI");
  const origin = provider.hosts.myDomain?.origin ?? "";
  const script = file("report.sh", code.replace("https://acme.my.salesforce.com", origin));
  const ended = await machine.startOther("/bin/bash", ["-eu", script], {
    PATH: [machine.folder, "/usr/bin", "/bin"].join(delimiter),
    SF_USE_GENERIC_UNIX_KEYCHAIN: "true",
    SF_DISABLE_LOG_FILE: "true",
    SF_DISABLE_TELEMETRY: "true",
    SF_AUTOUPDATE_DISABLE: "true",
    SF_SKIP_NEW_VERSION_CHECK: "true",
    SF_DISABLE_DNS_CHECK: "true",
  }).ended;
  expect({ code: ended.code, text: ended.code === 0 ? "" : ended.stdout + ended.stderr }).toEqual({
    code: 0,
    text: "",
  });
  expect(ended.stdout).toMatch(/"totalSize": 3\b/);
});

test("sf has the commands and options that take the place of Data Loader's", async ({ skip }) => {
  if (cli.folder === undefined) return skip(cli.reason);
  const manifest = join(cli.folder, "node_modules/@salesforce/plugin-data/oclif.manifest.json");
  const { commands } = JSON.parse(readFileSync(manifest, "utf8")) as {
    readonly commands: Readonly<
      Record<string, { readonly flags: Readonly<Record<string, { required?: boolean }>> }>
    >;
  };
  const page = readFileSync(join(repository, "docs/guides", guide), "utf8");
  const lines = [...page.matchAll(/^\| `\w+` \| `sf (data \w+ bulk) (.*)` \|$/gm)];
  expect(lines).toHaveLength(5);
  for (const [, command = "", rest = ""] of lines) {
    const flags = commands[command.replaceAll(" ", ":")]?.flags ?? {};
    const given = [...rest.matchAll(/--([\w-]+)/g)].map(([, name = ""]) => name);
    expect(given.filter((name) => !Object.hasOwn(flags, name))).toEqual([]);
    const required = Object.entries(flags).flatMap(([name, flag]) => (flag.required ? name : []));
    expect(required.filter((name) => !given.includes(name) && name !== "result-format")).toEqual([]);
  }
});
