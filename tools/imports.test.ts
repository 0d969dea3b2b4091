import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// A check that cannot fail proves nothing: the rules of biome.json, on files that break them.
const root = join(import.meta.dirname, "..");
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tokenwell-imports-"));
  copyFileSync(join(root, "biome.json"), join(folder, "biome.json"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function lint(path: string, code: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, code);
  const words = ["lint", "--vcs-enabled=false", "--colors=off", "--max-diagnostics=50", file];
  const { stdout, stderr } = spawnSync(join(root, "node_modules/.bin/biome"), words, {
    cwd: folder,
    encoding: "utf8",
  });
  rmSync(file);
  return stdout + stderr;
}

const core = "packages/core/src";

describe("the check of import directions", () => {
  test.each([
    [`${core}/model.ts`, "./store/store.ts"],
    [`${core}/text/say.ts`, "../wire/egress.ts"],
    [`${core}/providers/oidc.ts`, "../wire/egress.ts"],
    [`${core}/wire/egress.ts`, "../store/store.ts"],
    [`${core}/store/sqlite.ts`, "../refresh/protocol.ts"],
    [`${core}/flows/callback.ts`, "../store/store.ts"],
    [`${core}/flows/callback.ts`, "../refresh/protocol.ts"],
    [`${core}/refresh/settle.ts`, "../flows/callback.ts"],
    [`${core}/diagnose/lives.ts`, "../refresh/protocol.ts"],
    [`${core}/diagnose/lives.ts`, "node:fs"],
    [`${core}/refresh/settle.ts`, "../diagnose/lives.ts"],
    [`${core}/refresh/settle.ts`, "../tokenwell/open.ts"],
    ["packages/cli/src/run.ts", "../../core/src/index.ts"],
    ["packages/cli/src/run.ts", "@tokenwell/core/dist/index.js"],
    ["packages/emulator/src/index.ts", "@tokenwell/core"],
    ["packages/emulator/src/index.ts", "tokenwell"],
  ])("finds that %s may not import %s", (path, forbidden) => {
    expect(lint(path, `export * from "${forbidden}";\n`)).toContain("noRestrictedImports");
  });

  test.each([
    [`${core}/flows/identity.ts`, "../providers/oidc.ts"],
    [`${core}/refresh/redeem.ts`, "../wire/egress.ts"],
    [`${core}/tokenwell/open.ts`, "../store/sqlite.ts"],
    ["packages/cli/src/run.ts", "@tokenwell/core"],
  ])("lets %s import %s", (path, allowed) => {
    expect(lint(path, `export * from "${allowed}";\n`)).not.toContain("noRestrictedImports");
  });

  test("finds a promise that floats", () => {
    const code = "async function work(): Promise<void> {\n  await Promise.resolve();\n}\nwork();\n";
    expect(lint(`${core}/clock.ts`, code)).toContain("noFloatingPromises");
  });
});
