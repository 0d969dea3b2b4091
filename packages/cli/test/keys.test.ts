import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openTokenwell } from "@tokenwell/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CliHarness } from "./support/cli-harness.ts";

let folder: string;
let env: Record<string, string>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tokenwell-keys-"));
  env = { TOKENWELL_HOME: folder };
  await (await openTokenwell({ env })).close();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(...argv: string[]) {
  const cli = new CliHarness({ env });
  return { code: await cli.run(["keys", ...argv]), stdout: cli.stdout, stderr: cli.stderr };
}

describe("tokenwell keys", () => {
  it("asks for a new passphrase twice, and makes one for Enter", async () => {
    const path = join(folder, "copy.txt");
    const cli = new CliHarness({ isTerminal: true, env });
    const running = cli.run(["keys", "backup", path]);
    await cli.waitFor("Passphrase");
    cli.enter();
    expect(await running).toBe(0);
    const [passphrase = ""] = /\b(?:[a-z2-9]{4}-){4}[a-z2-9]{4}\b/.exec(cli.stderr) ?? [];
    expect(passphrase).not.toBe("");
    if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o600);
    const key = join(folder, "config", "key");
    const before = readFileSync(key, "utf8");
    rmSync(key);
    const file = join(folder, "passphrase");
    writeFileSync(file, `${passphrase}\n`);
    expect(await run("restore", path, "--passphrase-file", file)).toMatchObject({ code: 0 });
    expect(readFileSync(key, "utf8")).toBe(before);
  });

  it("prints no key but for a bare backup, and never overwrites a copy", async () => {
    const key = readFileSync(join(folder, "config", "key"), "utf8").slice(16, 59);
    const path = join(folder, "copy.txt");
    for (const argv of [[], ["--check"], ["--json"], ["rotate"], ["use", "file"]])
      expect(JSON.stringify(await run(...argv))).not.toContain(key);
    expect((await run("backup", "-", "--bare")).stdout).toContain("tokenwell-key-1 ");
    expect(await run("backup", path, "--bare")).toMatchObject({ code: 0 });
    const copy = readFileSync(path, "utf8");
    expect(await run("backup", path, "--bare")).toMatchObject({ code: 2 });
    expect(readFileSync(path, "utf8")).toBe(copy);
  });

  it("keeps a key of the environment from the programs that a command starts", () => {
    const context = new CliHarness({ env: { TOKENWELL_KEY: "CANARY" } }).context(["status"]);
    expect(context.io.env).not.toHaveProperty("TOKENWELL_KEY");
    expect(context.storeEnv).toHaveProperty("TOKENWELL_KEY", "CANARY");
  });

  it("keeps the passwords of stores from them, but not which store it is", () => {
    const env = {
      TOKENWELL_STORE: "postgres://app:CANARY@db.example.com/tokenwell?schema=a",
      TOKENWELL_STORE_TO: "postgres://app:CANARY@[db/tokenwell",
    };
    const context = new CliHarness({ env }).context(["status"]);
    expect(JSON.stringify(context.io.env)).not.toContain("CANARY");
    expect(context.io.env).toMatchObject({
      TOKENWELL_STORE: "postgres://app@db.example.com/tokenwell?schema=a",
      TOKENWELL_STORE_TO: "postgres://",
    });
    expect(context.storeEnv).toMatchObject(env);
  });
});
