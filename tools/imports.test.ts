import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

// A check that cannot fail proves nothing: the rules of biome.json, on files that break them.
const root = join(import.meta.dirname, "..");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tokenwell-imports-"));
  copyFileSync(join(root, "biome.json"), join(folder, "biome.json"));
});
afterEach(() => rmSync(join(folder, "packages"), { recursive: true, force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

/** Lints files of these contents and returns what Biome prints. */
function lint(files: Readonly<Record<string, string>>): string {
  for (const [path, code] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
  const words = ["lint", "--vcs-enabled=false", "--colors=off", "--max-diagnostics=200", folder];
  const { stdout, stderr } = spawnSync(join(root, "node_modules/.bin/biome"), words, {
    cwd: folder,
    encoding: "utf8",
  });
  return stdout + stderr;
}

type Import = readonly [file: string, imported: string];

/** Lints all these imports at once, one on each line of their files, and returns those that are refused. */
function refused(imports: readonly Import[]): readonly Import[] {
  const files = Map.groupBy(imports, ([file]) => file);
  const code = [...files].map(([file, lines]): [string, string] => [
    file,
    lines.map(([, imported]) => `export * from "${imported}";\n`).join(""),
  ]);
  const output = lint(Object.fromEntries(code));
  return [...output.matchAll(/^(\S+):(\d+):\d+ lint\/style\/noRestrictedImports/gm)].flatMap(
    ([, path, line]) => {
      const [, lines = []] = [...files].find(([file]) => path?.endsWith(file)) ?? [];
      return lines.slice(Number(line) - 1, Number(line));
    },
  );
}

const core = "packages/core/src";

/** The rooms of the library from the lowest to the highest; those in one line do not know each other, but as named. */
const forbidden: readonly Import[] = [
  [`${core}/model.ts`, "./store/store.ts"],
  [`${core}/text/say.ts`, "../errors.ts"],
  [`${core}/providers/oidc.ts`, "../oauth/metadata.ts"],
  [`${core}/providers/auth0/auth0.ts`, "../../wire/egress.ts"],
  [`${core}/providers/auth0/auth0.ts`, "../salesforce/salesforce.ts"],
  [`${core}/providers/new-provider/new-provider.ts`, "../auth0/auth0.ts"],
  [`${core}/api/tokenwell.ts`, "../tokenwell/open.ts"],
  [`${core}/wire/egress.ts`, "../store/store.ts"],
  [`${core}/wire/loopback-server/listener.ts`, "../../login/begin.ts"],
  [`${core}/oauth/callback.ts`, "../store/store.ts"],
  [`${core}/oauth/token-request.ts`, "../wire/egress.ts"],
  [`${core}/store/store.ts`, "./sqlite/store.ts"],
  [`${core}/store/store.ts`, "./new-engine/store.ts"],
  [`${core}/store/sealing/envelope.ts`, "../sqlite/database.ts"],
  [`${core}/store/sealing/envelope.ts`, "../new-engine/database.ts"],
  [`${core}/store/tables/table-store.ts`, "../sqlite/database.ts"],
  [`${core}/store/tables/table-store.ts`, "../../wire/egress.ts"],
  [`${core}/store/sealing/envelope.ts`, "../tables/sql.ts"],
  [`${core}/store/sqlite/store.ts`, "../new-engine/store.ts"],
  [`${core}/store/new-engine/store.ts`, "../sqlite/store.ts"],
  [`${core}/store/new-engine/store.ts`, "../../wire/egress.ts"],
  [`${core}/store/new-engine/rows/clients.ts`, "../../sqlite/rows/clients.ts"],
  [`${core}/store/sqlite/store.ts`, "../../refresh/decide.ts"],
  [`${core}/store/tables/rows/clients.ts`, "../../../providers/index.ts"],
  [`${core}/diagnose/lives.ts`, "../refresh/decide.ts"],
  [`${core}/diagnose/lives.ts`, "node:fs"],
  [`${core}/diagnose/causes/index.ts`, "../../providers/index.ts"],
  [`${core}/diagnose/causes/index.ts`, "node:fs"],
  [`${core}/telemetry/open-telemetry.ts`, "../refresh/refresher.ts"],
  [`${core}/telemetry/open-telemetry.ts`, "../store/store.ts"],
  [`${core}/refresh/attempt.ts`, "../telemetry/open-telemetry.ts"],
  [`${core}/refresh/refresher.ts`, "../connections/find.ts"],
  [`${core}/refresh/refresher.ts`, "../store/sqlite/store.ts"],
  [`${core}/connections/find.ts`, "../store/new-engine/store.ts"],
  [`${core}/login/begin.ts`, "../store/new-engine/store.ts"],
  [`${core}/connections/status.ts`, "../login/begin.ts"],
  [`${core}/connections/status.ts`, "../hooks/run.ts"],
  [`${core}/hooks/run.ts`, "../wire/egress.ts"],
  [`${core}/hooks/run.ts`, "../store/sqlite/store.ts"],
  [`${core}/hooks/run.ts`, "../tokenwell/open.ts"],
  [`${core}/login/begin.ts`, "../tokenwell/open.ts"],
  [`${core}/work/worker.ts`, "../login/recover.ts"],
  [`${core}/work/worker.ts`, "../store/sqlite/store.ts"],
  [`${core}/tokenwell/tokenwell.ts`, "../sessions/manager.ts"],
  [`${core}/tokenwell/doctor/examine.ts`, "../../sessions/manager.ts"],
  [`${core}/sessions/manager.ts`, "../index.ts"],
  ["packages/session/src/guards.ts", "../../core/src/index.ts"],
  ["packages/session/src/guards.ts", "@tokenwell/core/dist/sessions/manager.js"],
  ["packages/session/src/guards.ts", "@tokenwell/emulator"],
  ["packages/cli/src/run.ts", "../../core/src/index.ts"],
  ["packages/cli/src/run.ts", "@tokenwell/core/dist/index.js"],
  ["packages/cli/src/forms/header.ts", "../output.ts"],
  ["packages/cli/src/forms/header.ts", "@tokenwell/core"],
  ["packages/cli/src/forms/header.ts", "node:fs"],
  ["packages/cli/src/tools/msmtp.ts", "../use/values.ts"],
  ["packages/cli/src/tools/msmtp.ts", "@tokenwell/core"],
  ["packages/cli/src/tools/msmtp.ts", "node:fs"],
  ["packages/cli/src/use/values.ts", "../commands/use.ts"],
  ["packages/emulator/src/index.ts", "@tokenwell/core"],
  ["packages/emulator/src/index.ts", "tokenwell"],
];

/** Imports that go the right way. */
const allowed: readonly Import[] = [
  [`${core}/providers/auth0/auth0.ts`, "../../text/sanitize.ts"],
  [`${core}/providers/auth0/auth0.ts`, "../../errors.ts"],
  [`${core}/providers/auth0/auth0.ts`, "../define-provider.ts"],
  [`${core}/oauth/userinfo.ts`, "../providers/oidc.ts"],
  [`${core}/store/sealing/envelope.ts`, "../../secret.ts"],
  [`${core}/store/sealing/envelope.ts`, "../store.ts"],
  [`${core}/store/sqlite/store.ts`, "./schema/migrate.ts"],
  [`${core}/store/new-engine/store.ts`, "../../errors.ts"],
  [`${core}/store/new-engine/store.ts`, "../sealing/sealer.ts"],
  [`${core}/store/new-engine/rows/clients.ts`, "../../sealing/sealer.ts"],
  [`${core}/store/new-engine/rows/clients.ts`, "../../../model.ts"],
  [`${core}/store/new-engine/rows/clients.ts`, "../columns.ts"],
  [`${core}/refresh/redeem.ts`, "../wire/egress.ts"],
  [`${core}/refresh/attempt.ts`, "../observer.ts"],
  [`${core}/tokenwell/open.ts`, "../store/sqlite/store.ts"],
  ["packages/cli/src/run.ts", "@tokenwell/core"],
  ["packages/cli/src/forms/header.ts", "./form.ts"],
  ["packages/cli/src/tools/msmtp.ts", "node:path"],
  ["packages/cli/src/tools/tool.ts", "../text/en.ts"],
  ["packages/cli/src/use/values.ts", "../tools/index.ts"],
];

describe("the check of import directions", () => {
  let found: readonly Import[];
  beforeAll(() => {
    found = refused([...forbidden, ...allowed]);
  });

  test.each(forbidden)("finds that %s may not import %s", (...line) => {
    expect(found).toContainEqual(line);
  });

  test("has a rule for each folder of the library", () => {
    const folders = readdirSync(join(root, core), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ parentPath, name }) => relative(root, join(parentPath, name)));
    const index = (from: string) => relative(join(root, from), join(root, core, "index.ts"));
    const files = folders.map((from) => [`${from}/new.ts`, `export * from "${index(from)}";\n`]);
    const output = lint(Object.fromEntries(files));
    const without = folders.filter((from) => !output.includes(`${from}/new.ts`));
    expect(without, "Add these folders to the rules of biome.json").toEqual([]);
  });

  test("finds a type and a dynamic import, too", () => {
    const file = `${core}/oauth/callback.ts`;
    const type = `import type { Store } from "../store/store.ts";\nexport type Kept = Store;\n`;
    expect(lint({ [file]: type })).toContain("noRestrictedImports");
    const dynamic = `export const load = async () => await import("../store/store.ts");\n`;
    expect(lint({ [file]: dynamic })).toContain("noRestrictedImports");
  });

  test.each(allowed)("lets %s import %s", (...line) => {
    expect(found).not.toContainEqual(line);
  });

  test.each([
    ["values", 'import { b } from "./b.ts";\nexport const a = () => b;\n'],
    ["types", 'import type { B } from "./b.ts";\nexport type A = B | 1;\nexport const a = 1;\n'],
    ["import()", 'export const a = async () => (await import("./b.ts")).b;\n'],
  ])("finds a circle of %s", (_what, code) => {
    const back = 'import { a } from "./a.ts";\nexport const b = () => a;\nexport type B = 1;\n';
    const files = { [`${core}/refresh/a.ts`]: code, [`${core}/refresh/b.ts`]: back };
    expect(lint(files)).toContain("noImportCycles");
  });

  test("finds a promise that floats", () => {
    const code = "async function work(): Promise<void> {\n  await Promise.resolve();\n}\nwork();\n";
    expect(lint({ [`${core}/clock.ts`]: code })).toContain("noFloatingPromises");
  });
});
