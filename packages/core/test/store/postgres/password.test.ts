import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { findPassword } from "../../../src/store/postgres/password.ts";
import { openPostgres } from "../../../src/store/postgres/store.ts";
import { freshDatabase } from "../../support/postgres/database.ts";
import { Line } from "../../support/postgres/line.ts";

const folder = mkdtempSync(join(tmpdir(), "tokenwell-pgpass-"));
const file = join(folder, "pgpass");
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  vi.stubEnv("PGPASSFILE", file);
  vi.stubEnv("PGPASSWORD", "");
});
afterEach(() => vi.unstubAllEnvs());

function write(...lines: string[]): void {
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
}

describe("a password that the address does not have", () => {
  const login = { host: "db.example.com", port: 5432, database: "tokenwell", user: "app" };
  const found = (env: Readonly<Record<string, string>> = {}) =>
    findPassword(login, "db", { PGPASSFILE: file, ...env });

  test.each([
    [["db.example.com:5432:tokenwell:app:secret"], "secret"],
    [["# db.example.com:5432:tokenwell:app:old", "", "*:*:*:*:any"], "any"],
    [["other:*:*:*:a", "*:6543:*:*:b", "*:*:else:*:c", "*:*:*:else:d", "*:*:*:app:e", "*:*:*:*:f"], "e"],
    [["db.example.com:5432:tokenwell:app:a\\:b\\\\c"], "a:b\\c"],
    [["db.example.com:5432:tokenwell:app:"], undefined],
    [["db.example.com:5432"], undefined],
    [[], undefined],
  ])("comes from the line that fits it first: %j", (lines, expected) => {
    write(...lines);
    if (expected === undefined) expect(found).toThrow(expect.objectContaining({ code: "store_no_password" }));
    else expect(found()).toBe(expected);
  });

  test("comes from PGPASSWORD before any file", () => {
    write("*:*:*:*:of the file");
    expect(found({ PGPASSWORD: "of the variable" })).toBe("of the variable");
  });

  test("is for localhost, too, if the server is reached by a socket of this machine", () => {
    write("localhost:*:*:*:secret");
    expect(findPassword({ ...login, host: "/run/postgresql" }, "db", { PGPASSFILE: file })).toBe("secret");
  });

  test.skipIf(process.platform === "win32")("is not taken from a file that others can read", () => {
    write("*:*:*:*:secret");
    chmodSync(file, 0o640);
    expect(found).toThrow(expect.objectContaining({ code: "store_password_file", facts: { path: file } }));
    rmSync(file);
  });
});

test("An address whose password has a percent sign that stands for itself is refused, and not quoted.", async () => {
  const url = "postgres://app:100%CANARY@db.example.com/tokenwell";
  const opened = openPostgres({ url, key: join(folder, "key"), clock: systemClock });
  await expect(opened).rejects.toMatchObject({ code: "store_address", facts: { part: "password: %" } });
  await expect(opened).rejects.not.toThrow("CANARY");
});

describe("a server that asks for a password", () => {
  test("is left at once if there is none, and reached as soon as the file has it", async () => {
    await using database = await freshDatabase();
    const line = await Line.open(Number(new URL(database.url).port));
    onTestFinished(() => line.close());
    const url = new URL(line.url(database.url));
    const { password } = url;
    url.password = "";
    const open = () => openPostgres({ url: url.href, key: join(folder, "key"), clock: systemClock });
    write("");
    const place = `postgres://${url.host}${url.pathname}`;
    await expect(open()).rejects.toMatchObject({ code: "store_no_password", facts: { place } });
    // The server's own limit is a minute.
    await vi.waitFor(() => expect(line.connections).toBe(0));
    write(`${url.hostname}:${url.port}:*:${url.username}:${password}`);
    const warned = vi.fn();
    process.on("warning", warned);
    const store = await open();
    expect(line.connections).toBeGreaterThan(0);
    await store.close();
    process.off("warning", warned);
    expect(warned).not.toHaveBeenCalled();
  });
});
