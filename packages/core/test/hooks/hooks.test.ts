import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import type { HookAction, HookEvent } from "../../src/model.ts";
import { Home } from "../tokenwell/home.ts";

const dayMs = 24 * 3_600_000;
const needsLogin = { code: "needs_login" };
const all: readonly HookEvent[] = ["needs-login", "expiring", "recovered"];

let home: Home;
let due: number;
const onHookDue = (): void => {
  due += 1;
};

beforeEach(async () => {
  home = await Home.make();
  due = 0;
});
afterEach(() => home.remove());

/** A program that appends its environment to a file, and its words. */
function recorder(after = ""): HookAction {
  const path = join(home.folder, "told");
  const code = `require("node:fs").appendFileSync(process.argv[1], JSON.stringify({ env: process.env, words: process.argv.slice(2) }) + "\\n"); ${after}`;
  return { kind: "run", command: [process.execPath, "-e", code, path, 'a "b" %PATH% $HOME', ""] };
}

interface Told {
  readonly env: Readonly<Record<string, string>>;
  readonly words: readonly string[];
}

function told(): readonly Told[] {
  const path = join(home.folder, "told");
  if (!existsSync(path)) return [];
  return readFileSync(path, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Told);
}

const events = (): readonly (string | undefined)[] => told().map(({ env }) => env.TOKENWELL_EVENT);

async function connected(env: Record<string, string> = {}): Promise<Tokenwell> {
  const tokenwell = await home.open({ onHookDue, env });
  await home.connect(tokenwell);
  return tokenwell;
}

async function broken(tokenwell: Tokenwell): Promise<void> {
  home.emulator.revokeGrants("alice");
  await expect(tokenwell.token(undefined, { refresh: true })).rejects.toMatchObject(needsLogin);
}

describe("a hook", () => {
  test("runs once when the login must be renewed, and once when it works again", async () => {
    const tokenwell = await connected();
    await tokenwell.setHook(undefined, all, recorder());
    expect(await tokenwell.runHooks()).toEqual([]);
    await broken(tokenwell);
    await expect(tokenwell.token(undefined, { refresh: true })).rejects.toMatchObject(needsLogin);
    expect(await tokenwell.runHooks()).toEqual([
      { name: "localhost", event: "needs-login", end: { kind: "exit", code: 0 } },
    ]);
    await tokenwell.status();
    expect(await tokenwell.runHooks()).toEqual([]);
    await home.connect(tokenwell);
    await tokenwell.runHooks();
    await tokenwell.runHooks();
    expect(events()).toEqual(["needs-login", "recovered"]);
    await broken(tokenwell);
    await tokenwell.runHooks();
    expect(events()).toEqual(["needs-login", "recovered", "needs-login"]);
  });

  test("gets the event in its environment, its words as they are, and no secret", async () => {
    const tokenwell = await connected({
      PATH: process.env.PATH ?? "",
      TOKENWELL_CLIENT_SECRET: "CANARY-secret",
      ACCESS_TOKEN: "CANARY-token",
      HTTPS_PROXY: "http://me:CANARY-proxy@proxy.example:3128",
      NO_PROXY: "localhost",
    });
    const { accessToken } = await tokenwell.token();
    await tokenwell.setHook(undefined, ["needs-login"], recorder(), { language: "ja" });
    await broken(tokenwell);
    await tokenwell.runHooks();
    const [{ env, words } = { env: {}, words: [] }] = told();
    expect(words).toEqual(['a "b" %PATH% $HOME', ""]);
    expect(env).toMatchObject({
      TOKENWELL_EVENT: "needs-login",
      TOKENWELL_CONNECTION: "localhost",
      TOKENWELL_REASON: "provider_revoked",
      TOKENWELL_WHY: expect.stringContaining("localhost は再ログインが必要です"),
      TOKENWELL_RENEW: "tokenwell renew localhost",
      TOKENWELL_HOME: home.folder,
      NO_PROXY: "localhost",
    });
    const line = JSON.stringify(env);
    for (const secret of ["CANARY", accessToken]) expect(line).not.toContain(secret);
  });

  test("is a notification of the desktop that is there when it happens, or says that there is none", async () => {
    const shown = join(home.folder, "shown");
    const send = join(home.folder, "notify-send");
    const env = { PATH: home.folder, DBUS_SESSION_BUS_ADDRESS: "unix:path=/run/bus" };
    const tokenwell = await connected(env);
    await tokenwell.setHook(undefined, ["needs-login", "recovered"], { kind: "notify" });
    await broken(tokenwell);
    expect(await tokenwell.runHooks()).toMatchObject([{ end: { kind: "not_started", why: "no_desktop" } }]);
    const script = `for each; do echo "$each"; done > '${shown}'; echo "$DBUS_SESSION_BUS_ADDRESS" >> '${shown}'`;
    writeFileSync(send, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
    await home.connect(tokenwell);
    expect(await tokenwell.runHooks()).toMatchObject([
      { event: "recovered", end: { kind: "exit", code: 0 } },
    ]);
    expect(readFileSync(shown, "utf8").split("\n").slice(2, 6)).toEqual([
      "--",
      "Tokenwell: localhost",
      "localhost works again",
      "unix:path=/run/bus",
    ]);
  });

  test("tells the two warnings before the end of a login, and an idle one", async () => {
    const tokenwell = await connected();
    await tokenwell.setHook(undefined, ["expiring"], recorder());
    await tokenwell.set(undefined, { maxLifeSeconds: 30 * 86_400 });
    for (const days of [15, 2, 9, 1, 1]) {
      home.clock.advance(days * dayMs);
      await tokenwell.token();
      await tokenwell.runHooks();
    }
    const until = told().map(({ env }) => [env.TOKENWELL_REASON, env.TOKENWELL_UNTIL?.slice(0, 10)]);
    const end = new Date(home.clock.nowMs() + 2 * dayMs).toISOString().slice(0, 10);
    expect(until).toEqual([
      ["max_life", end],
      ["max_life", end],
    ]);
    await tokenwell.set(undefined, { maxLifeSeconds: null, idleLifeSeconds: 4 * 86_400 });
    home.clock.advance(3 * dayMs);
    await tokenwell.status();
    await tokenwell.runHooks();
    expect(told().at(-1)?.env).toMatchObject({
      TOKENWELL_REASON: "idle_life",
      TOKENWELL_RENEW: "tokenwell upkeep",
    });
  });

  test("runs once although several processes look at once and all want to run it", async () => {
    const tokenwell = await connected();
    await tokenwell.setHook(undefined, ["needs-login"], recorder());
    const others = await Promise.all(Array.from({ length: 5 }, () => home.open({ onHookDue })));
    await broken(tokenwell);
    await Promise.all(others.map((other) => other.status()));
    const reports = await Promise.all([tokenwell, ...others].map((each) => each.runHooks()));
    expect(reports.flat()).toHaveLength(1);
    expect(events()).toEqual(["needs-login"]);
  });

  test("is run by another process if the one that saw the event died before", async () => {
    const tokenwell = await connected();
    await tokenwell.setHook(undefined, ["needs-login"], recorder());
    await broken(tokenwell);
    await tokenwell.close();
    const next = await home.open({ onHookDue });
    due = 0;
    await next.upkeep();
    expect(due).toBe(1);
    await next.runHooks();
    expect(events()).toEqual(["needs-login"]);
  });

  test("is found by upkeep if the process that met the failure looks for no events", async () => {
    const tokenwell = await connected();
    await tokenwell.setHook(undefined, ["needs-login"], recorder());
    const library = await home.open();
    await broken(library);
    expect([due, await library.runHooks()]).toEqual([0, []]);
    await tokenwell.upkeep();
    await tokenwell.runHooks();
    expect(events()).toEqual(["needs-login"]);
  });

  test("leaves a line in the history of its connection, and its last end in the status", async () => {
    const tokenwell = await connected();
    await tokenwell.setHook(undefined, ["needs-login"], recorder());
    await broken(tokenwell);
    await tokenwell.runHooks();
    const db = new DatabaseSync(join(home.folder, "data", "tokenwell.db"));
    const ends = db.prepare("SELECT detail FROM event WHERE kind = 'hook'").all();
    db.close();
    expect(ends.map(({ detail }) => JSON.parse(String(detail)))).toEqual([
      { event: "needs-login", action: "run", reason: "provider_revoked", end: "exit", code: 0 },
    ]);
    const [{ hooks } = { hooks: [] }] = await tokenwell.status();
    expect(hooks).toMatchObject([
      { due: false, last: { reason: "provider_revoked", end: { kind: "exit", code: 0 } } },
    ]);
  });

  test("is not told any more if the login was renewed before it could run", async () => {
    const tokenwell = await connected();
    await tokenwell.setHook(undefined, ["needs-login", "recovered"], recorder());
    await broken(tokenwell);
    await home.connect(tokenwell);
    await tokenwell.runHooks();
    expect(events()).toEqual(["recovered"]);
  });

  test("that is set while the login is broken tells only of what follows", async () => {
    const tokenwell = await connected();
    await broken(tokenwell);
    await tokenwell.setHook(undefined, all, recorder());
    await tokenwell.status();
    expect(await tokenwell.runHooks()).toEqual([]);
    await home.connect(tokenwell);
    await tokenwell.runHooks();
    expect(events()).toEqual(["recovered"]);
  });

  test("is gone once it is removed", async () => {
    const tokenwell = await connected();
    await tokenwell.setHook(undefined, all, recorder());
    await tokenwell.setHook(undefined, ["needs-login"], null);
    await broken(tokenwell);
    await tokenwell.runHooks();
    expect(told()).toEqual([]);
    const [{ hooks } = { hooks: [] }] = await tokenwell.status();
    expect(hooks.map(({ event }) => event)).toEqual(["expiring", "recovered"]);
  });
});

describe("a hook that fails", () => {
  test.each([
    ["exits with 3", () => recorder("process.exit(3)"), { kind: "exit", code: 3 }],
    [
      "is killed",
      () => recorder("process.kill(process.pid, 'SIGKILL')"),
      { kind: "signal", signal: "SIGKILL" },
    ],
    [
      "is not there",
      (): HookAction => ({ kind: "run", command: [join(home.folder, "nothing here")] }),
      { kind: "not_started", why: "ENOENT" },
    ],
    [
      "is no program",
      (): HookAction => {
        const path = join(home.folder, "plain");
        writeFileSync(path, "text");
        return { kind: "run", command: [path] };
      },
      { kind: "not_started", why: "EACCES" },
    ],
  ] as const)("because it %s is recorded, and fails nothing else", async (_, action, end) => {
    const tokenwell = await connected();
    await tokenwell.setHook(undefined, ["needs-login"], action());
    await tokenwell.setHook(undefined, ["recovered"], recorder());
    await broken(tokenwell);
    expect(await tokenwell.runHooks()).toMatchObject([{ end }]);
    const [{ hooks } = { hooks: [] }] = await tokenwell.status();
    expect(hooks.find(({ event }) => event === "needs-login")?.last?.end).toEqual(end);
    await home.connect(tokenwell);
    await tokenwell.runHooks();
    expect(events().at(-1)).toBe("recovered");
  });

  test("because it hangs holds up no token, and is ended with its children after a minute", async () => {
    const tokenwell = await connected();
    const hang = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)";
    await tokenwell.setHook(undefined, ["needs-login"], recorder(hang));
    await broken(tokenwell);
    const running = tokenwell.runHooks();
    while (told().length === 0) await delay(20);
    const other = await home.open({ onHookDue });
    await other.upkeep();
    expect(await other.runHooks()).toEqual([]);
    await home.connect(tokenwell);
    expect((await tokenwell.token()).accessToken).not.toBe("");
    const [{ hooks } = { hooks: [] }] = await tokenwell.status();
    expect(hooks).toMatchObject([{ due: false, last: { end: null } }]);
    home.clock.advance(60_000);
    await delay(50);
    home.clock.advance(5_000);
    expect(await running).toMatchObject([{ end: { kind: "timeout" } }]);
  });

  test("because its row was changed fails no call for a token, and status tells", async () => {
    const tokenwell = await connected();
    await tokenwell.setHook(undefined, ["needs-login"], recorder());
    const db = new DatabaseSync(join(home.folder, "data", "tokenwell.db"));
    db.exec(`UPDATE hook SET action = '{"kind":"run","command":["evil"]}'`);
    db.close();
    expect((await tokenwell.token(undefined, { refresh: true })).accessToken).not.toBe("");
    await broken(tokenwell);
    await expect(tokenwell.status()).rejects.toMatchObject({ code: "store_integrity" });
    await home.connect(tokenwell);
    expect((await tokenwell.token()).accessToken).not.toBe("");
  });
});
