import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { startEmulator } from "@tokenwell/emulator";
import { expect, test } from "vitest";
import { PostgresServer, statement } from "../../packages/core/test/support/postgres/server.ts";
import { Person } from "./person.ts";

// The roles of the guide to PostgreSQL, by its own SQL, on a server that waits for its disk.

const guide = readFileSync(join(import.meta.dirname, "../../docs/guides/postgresql.md"), "utf8");

/** The statements of the guide: those of the server, and those of the database. */
function statements(password: string): readonly (readonly string[])[] {
  const [, sql = ""] = /^```sql\n([\s\S]*?)^```$/m.exec(guide) ?? [];
  return sql
    .replaceAll("…", password)
    .split(/^--.*\n/m)
    .map((part) => part.split(";").filter((one) => one.trim() !== ""));
}

test("The application's role does all but make and change tables, which the owner's does once.", async () => {
  await using server = await PostgresServer.start();
  const password = randomBytes(12).toString("hex");
  const [first = [], second = []] = statements(password);
  expect([first.length, second.length]).toEqual([5, 3]);
  for (const sql of first) await server.admin(sql);
  for (const sql of second) await statement(server.adminUrl("tokenwell"), sql);

  const emulator = await startEmulator({});
  const person = await Person.at(emulator);
  const storeOf = (role: string) => `postgres://${role}:${password}@127.0.0.1:${server.port}/tokenwell`;
  const as = async (role: string, ...argv: readonly string[]) =>
    await person.run(argv, { env: { TOKENWELL_STORE: storeOf(role) } });
  const done = async (...argv: readonly string[]) => {
    const { code, stderr } = await as("tokenwell_app", ...argv);
    expect({ argv, code, stderr: code === 0 ? "" : stderr }).toEqual({ argv, code: 0, stderr: "" });
  };
  try {
    expect((await as("tokenwell_app", "status")).stderr).toContain("refuses this user");
    const { stdout } = await as("tokenwell_app", "doctor");
    expect(stdout).toContain("there are no tables yet, and tokenwell_app may not make them");
    expect((await as("tokenwell_owner", "status")).code).toBe(0);

    await done("doctor");
    await done("login", emulator.issuer, ...person.app, "--name", "acme");
    await done("token", "acme", "--refresh");
    await done("set", "acme", "idle-life=30d");
    await done("status");
    await done("upkeep");
    await done("keys", "rotate");
    await done("token", "acme", "--refresh");
    await done("store");
    const japanese = { LANG: "ja_JP.UTF-8", TOKENWELL_STORE: storeOf("tokenwell_app") };
    const said = await person.run(["doctor"], { env: japanese });
    expect(said.stdout).toContain("データベース");
    expect(said.stdout).not.toContain(password);
    await done("logout", "acme");
    const moved = await as("tokenwell_app", "store", "move", "file");
    expect(moved.stderr).toContain("refuses this user");
    expect(moved.stderr).not.toContain(password);
  } finally {
    await emulator.close();
    person.leave();
  }
});
