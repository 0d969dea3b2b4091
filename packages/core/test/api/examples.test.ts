import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../../../..");
const source = join(root, "packages/core/src");
const documented = [
  ...globSync(join(source, "api/*.ts")),
  join(source, "index.ts"),
  join(source, "tokenwell/open.ts"),
];

interface Example {
  /** The file and the documented member, as a file name. */
  readonly name: string;
  readonly code: string;
}

/** Finds the `@example` of each doc comment; the code ends at the next tag or with the comment. */
function examplesOf(file: string, text: string): Example[] {
  return [
    ...text.matchAll(/\/\*\*([\s\S]*?)\*\/\s*(?:export (?:async )?(?:interface|function) )?(\w*)/g),
  ].flatMap(([, comment = "", member]) =>
    comment
      .replaceAll(/^ *\* ?/gm, "")
      .split(/^(?=@\w)/m)
      .filter((tag) => tag.startsWith("@example"))
      .map((tag) => ({ name: `${basename(file, ".ts")}-${member}`, code: tag.slice("@example".length) })),
  );
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** Compiles examples as a user's modules in which `tokenwell` and `login` exist. Returns what the compiler prints. */
function compile(examples: readonly Example[]): string {
  const folder = mkdtempSync(join(tmpdir(), "tokenwell-examples-"));
  folders.push(folder);
  const index = join(root, "packages/core/dist/index.d.ts");
  const compilerOptions = {
    noEmit: true,
    composite: false,
    incremental: false,
    allowImportingTsExtensions: true,
    rewriteRelativeImportExtensions: false,
    typeRoots: [join(root, "node_modules/@types")],
    paths: { tokenwell: [index], "*": [join(root, "node_modules/*")] },
  };
  const config = { extends: join(root, "tsconfig.base.json"), compilerOptions, include: ["*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module" }));
  const given = 'declare const tokenwell: import("tokenwell").Tokenwell;\n';
  writeFileSync(
    join(folder, "given.d.ts"),
    `${given}declare const login: import("tokenwell").PendingLogin;\n`,
  );
  for (const [index, { name, code }] of examples.entries())
    writeFileSync(join(folder, `${name}-${index}.ts`), `${code}\nexport {};\n`);
  const { stdout } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", folder, "--pretty", "false"], {
    cwd: folder,
    encoding: "utf8",
  });
  return stdout;
}

/** The names of an interface's methods. */
function methodsOf(file: string, name: string): string[] {
  const text = readFileSync(join(source, file), "utf8");
  const [, body = ""] = new RegExp(`^export interface ${name} \\{\\n([\\s\\S]*?)^\\}`, "m").exec(text) ?? [];
  return [...body.matchAll(/^ {2}(\w+)(?:<.*>)?\(/gm)].map(([, method = ""]) => method);
}

describe("the examples of the public API", () => {
  const examples = documented.flatMap((file) => examplesOf(file, readFileSync(file, "utf8")));

  test.each([
    ["tokenwell", "Tokenwell", "token"],
    ["login", "PendingLogin", "answer"],
  ])("in api/%s.ts cover each method of %s once", (file, name, known) => {
    const methods = methodsOf(`api/${file}.ts`, name);
    expect(methods).toContain(known);
    const covered = examples.map((example) => example.name);
    expect(covered.filter((each) => each.startsWith(`${file}-`))).toEqual(
      methods.map((method) => `${file}-${method}`),
    );
  });

  test("compile, and would not with a method, an option or a result that does not exist", () => {
    const broken = [
      "await tokenwell.tokens();",
      'await tokenwell.token("acme", { minTtl: 1 });',
      "const { accesToken } = await tokenwell.token();",
    ];
    const text = broken.map(
      (code) => `/**
 * @example
 * ${code}
 */
export interface Broken {}
`,
    );
    const lines = compile([...examples, ...examplesOf("broken.ts", text.join("\n"))]).split("\n");
    const isExpected = (line: string) => line.startsWith("broken-");
    expect(lines.filter((line) => line !== "" && !isExpected(line))).toEqual([]);
    const printed = lines.filter(isExpected).join("\n");
    expect(printed).toMatch(/broken-Broken-\d+\.ts.* 'tokens'/);
    expect(printed).toMatch(/broken-Broken-\d+\.ts.* 'minTtl'/);
    expect(printed).toMatch(/broken-Broken-\d+\.ts.* 'accesToken'/);
  });
});
