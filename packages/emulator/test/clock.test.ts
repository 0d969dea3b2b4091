import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import type { LedgerEntry } from "../src/index.ts";
import { App } from "./app.ts";
import { main, preload, startProcess } from "./process.ts";

const hourMs = 3_600_000;

test("moved on by two hours, the access token is dead and the refresh token lives", async () => {
  const { issuer, advance, stop } = await startProcess({});
  try {
    const app = new App(issuer);
    const { access_token: accessToken, refresh_token: refreshToken } = await app.connect();
    expect(await app.hello(accessToken)).toBe(200);
    const realMs = Date.now();
    const moved = await advance(2 * hourMs);
    expect(moved.offsetMs).toBe(2 * hourMs);
    expect(Math.abs(moved.nowMs - realMs - 2 * hourMs)).toBeLessThan(60_000);
    expect(await app.hello(accessToken)).toBe(401);
    const refreshed = await app.refresh(refreshToken);
    expect(await app.hello(refreshed.body.access_token)).toBe(200);
    const claims = JSON.parse(
      Buffer.from(refreshed.body.id_token?.split(".")[1] ?? "", "base64url").toString(),
    );
    expect(Math.abs(claims.iat * 1000 - moved.nowMs)).toBeLessThan(60_000);
    const dated = await fetch(`${issuer}/jwks`);
    expect(Math.abs(Date.parse(dated.headers.get("date") ?? "") - moved.nowMs)).toBeLessThan(60_000);
  } finally {
    expect(await stop()).toBe(0);
  }
});

test("a refresh token dies of disuse, and of the end of its grant however much it is used", async () => {
  const { issuer, advance, stop } = await startProcess({ refreshTokenSeconds: 7200, grantSeconds: 10_000 });
  try {
    const app = new App(issuer);
    const used = await app.connect();
    const unused = await app.connect();
    await advance(1.5 * hourMs);
    const renewed = await app.refresh(used.refresh_token);
    expect(renewed.status).toBe(200);
    await advance(hourMs);
    expect((await app.refresh(unused.refresh_token)).body.error).toBe("invalid_grant");
    const last = await app.refresh(renewed.body.refresh_token);
    expect(last.status).toBe(200);
    await advance(0.5 * hourMs);
    expect((await app.refresh(last.body.refresh_token)).body.error).toBe("invalid_grant");
    const ledger: { entries: LedgerEntry[] } = JSON.parse(
      await (await fetch(`${issuer}/emulator/ledger`)).text(),
    );
    expect(ledger.entries.filter(({ outcome }) => outcome === "refused")).toMatchObject([
      { spent: false, detail: "refresh token is expired" },
      { spent: false, detail: "grant is expired" },
    ]);
  } finally {
    await stop();
  }
});

test("the preload moves Date and leaves its ways as they are", () => {
  const script = `
    const real = process.hrtime.bigint();
    const now = Date.now();
    class Later extends Date { kind() { return "later"; } }
    const fileDate = require("node:fs").statSync(".").mtime;
    console.log(JSON.stringify({
      now, made: new Date().getTime() - now < 1000, text: typeof Date(), year: new Date(Date()).getTime() - now < 2000,
      epoch: new Date(0).toISOString(), parts: new Date(2026, 0, 2).getDate(), utc: Date.UTC(1970, 0, 1),
      parse: Date.parse("1970-01-01T00:00:00Z"), name: Date.name, length: Date.length,
      own: new Date() instanceof Date, node: fileDate instanceof Date, constructor: new Date().constructor === Date,
      later: [new Later() instanceof Later, new Later().kind(), new Later().getTime() - now < 1000],
      invalid: Number.isNaN(new Date(undefined).getTime()), twice: new Date(new Date(5)).getTime(),
    }));`;
  const env = { ...process.env, TOKENWELL_EMULATOR_CLOCK_OFFSET_MS: String(hourMs), NODE_OPTIONS: "" };
  const output = execFileSync(process.execPath, ["--require", preload, "--require", preload, "-e", script], {
    env,
  });
  const { now, ...rest } = JSON.parse(output.toString());
  expect(Math.abs(now - Date.now() - hourMs)).toBeLessThan(60_000);
  expect(rest).toEqual({
    made: true,
    text: "string",
    year: true,
    epoch: "1970-01-01T00:00:00.000Z",
    parts: 2,
    utc: 0,
    parse: 0,
    name: "Date",
    length: 7,
    own: true,
    node: true,
    constructor: true,
    later: [true, "later", true],
    invalid: true,
    twice: 5,
  });
});

test("the command refuses options it does not know", () => {
  const run = () =>
    execFileSync(process.execPath, [main, "--json-options", '{"rotate":1}'], { stdio: "pipe" });
  expect(run).toThrow('emulator: "rotate" is not an option of the emulator.');
});
