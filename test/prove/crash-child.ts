/*
 * One process of ours as openTokenwell makes it, with decorators around store, egress and clock that stop it, kill it or
 * break a rule at a named place. Orders come as JSON in the first argument; then one line for each wish. What it says it
 * writes at once, so that nothing is lost when it dies.
 */
import fs from "node:fs";
import { flushCompileCache, syncBuiltinESMExports } from "node:module";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { systemClock } from "../../packages/core/src/clock.ts";
import { revoke } from "../../packages/core/src/connections/revoke.ts";
import { TokenwellError, WireError } from "../../packages/core/src/errors.ts";
import { silentObserver } from "../../packages/core/src/observer.ts";
import { recoverAnswers } from "../../packages/core/src/refresh/recover-answers.ts";
import { Refresher } from "../../packages/core/src/refresh/refresher.ts";
import { resolvePaths } from "../../packages/core/src/store/paths.ts";
import { openPostgres } from "../../packages/core/src/store/postgres/store.ts";
import { openSqlite } from "../../packages/core/src/store/sqlite/store.ts";
import type { ConnectionState, Store, Transition, UpdateHints } from "../../packages/core/src/store/store.ts";
import { type Egress, openEgress } from "../../packages/core/src/wire/egress.ts";
import { rulesOff } from "../../packages/core/test/simulation/spoiled.ts";
import { overriding } from "../../packages/core/test/support/overriding.ts";
import {
  type Ask,
  type FromChild,
  type Got,
  longestStallMs,
  type Orders,
  type Site,
  type ToChild,
} from "./orders.ts";

const orders: Orders = JSON.parse(process.argv[2] ?? "{}");
const { act, deadlines, home, ruleOff, site, stepMs = 0 } = orders;
const rule = ruleOff === undefined ? undefined : rulesOff[ruleOff];
const where = resolvePaths({ TOKENWELL_HOME: home }, process.platform, home);

const { writeSync: writeLine } = fs;
let { clockOffsetMs = 0 } = orders;
let isDone = false;
/** Since the answer came and until it is judged. */
let isAnswered = false;

function say(line: FromChild): void {
  writeLine(1, `${JSON.stringify(line)}\n`);
}

/** Says when this process stood still, since a run in which that happens is made again. */
let beatMs = performance.now();
function beat(): void {
  const stalledMs = performance.now() - beatMs;
  if (stalledMs > longestStallMs(deadlines)) say({ stalledMs });
  beatMs = performance.now();
}
setInterval(beat, 20).unref();

/** Here the child does what it was told, if this is where. */
function reach(here: Site): void {
  if (here !== site || isDone) return;
  isDone = true;
  say({ at: here });
  if (act === "kill") process.kill(process.pid, "SIGKILL");
  if (act === "stop" || act === "sleep") process.kill(process.pid, "SIGSTOP");
  if (act === "step" || act === "sleep") clockOffsetMs += stepMs;
  if (act === "full") leaveRoom(false);
  if (act === "stall") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stepMs);
}

/** The database, to be filled up, and the place right after a commit, of which the process does not know yet. */
const databases = new Set<DatabaseSync>();
const { exec } = DatabaseSync.prototype;
let isSending = false;
let isSettling = false;
DatabaseSync.prototype.exec = function (sql) {
  exec.call(this, sql);
  if (this.location() === where.database) databases.add(this);
  if (sql !== "COMMIT" || !isSettling) return;
  isSettling = false;
  reach("F13");
};

/** The same on PostgreSQL, and the place right before: connections of the driver whose transaction works on a connection of ours. */
const working = new WeakSet<pg.Client>();
const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (this: pg.Client, ...words: Parameters<typeof query>) {
  const [said] = words as readonly unknown[];
  const text = typeof said === "string" ? said : ((said as { text?: string }).text ?? "");
  if (/\bFOR UPDATE OF\b/.test(text)) working.add(this);
  const isOurs = text.endsWith("COMMIT") && working.delete(this);
  if (isOurs && isSending) reach("commit 1");
  if (isOurs && isSettling) reach("commit 2");
  const answer = query.apply(this, words) as unknown as Promise<unknown>;
  if (isOurs && isSettling)
    return answer.then((result) => {
      isSettling = false;
      reach("F13");
      return result;
    });
  return answer;
} as typeof query;

/** The spool, which alone waits for the disk or removes files where the store is not in the home. */
const { fsyncSync, unlinkSync } = fs;
let waits = 0;
if (orders.postgres) {
  fs.writeSync = ((...words: Parameters<typeof writeLine>) => {
    reach("F16 write");
    return writeLine(...words);
  }) as typeof writeLine;
  fs.fsyncSync = (file) => {
    reach("F16 fsync");
    fsyncSync(file);
    waits += 1;
    // The file, and then its folder.
    if (waits === 2) reach("F16 kept");
  };
  fs.unlinkSync = (path) => {
    reach("F17");
    unlinkSync(path);
  };
  syncBuiltinESMExports();
}

/** `false`: not one more page. */
function leaveRoom(isRoom: boolean): void {
  for (const db of [...databases].filter(({ isOpen }) => isOpen))
    exec.call(db, `PRAGMA max_page_count = ${isRoom ? 4_294_967_294 : 1}`);
}

const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + clockOffsetMs };

/** What a decision before a request says, and one after an answer. */
const isSend = (result: unknown): boolean => (result as { kind?: string } | null)?.kind === "send";
const isSettlement = (result: unknown): boolean => (result as { after?: object } | null)?.after !== undefined;

function watched(store: Store): Store {
  const change = async <T>(
    id: string,
    decide: (state: ConnectionState) => Transition<T>,
    options?: UpdateHints,
  ): Promise<T> => {
    const watchedStep = (before: ConnectionState): Transition<T> => {
      const decided = decide(before);
      isSending = isSend(decided.result);
      if (isSending) reach("F2");
      isSettling = isSettlement(decided.result) && isAnswered;
      if (isSettling) reach("F12");
      return decided;
    };
    const result = await store.connections.update(id, watchedStep, options);
    if (isSend(result)) reach("F3");
    if (isSettlement(result) && isAnswered) {
      reach("F14");
      if (site === "F11" && act === "kill") process.kill(process.pid, "SIGKILL");
      isAnswered = false;
    }
    return result;
  };
  return overriding(store, {
    connections: {
      update: change,
      read: async (ref) => {
        const state = await store.connections.read(ref);
        return state && site === "F11" ? unjudgeable(state) : state;
      },
    },
    owners: {
      acquire: async (id, options) => {
        const lock = await store.owners.acquire(id, options);
        reach("F1");
        return lock;
      },
    },
  });
}

/** A connection with which an answer cannot be judged. */
function unjudgeable(state: ConnectionState): ConnectionState {
  const { subject } = state.connection;
  const connection = Object.defineProperty({ ...state.connection }, "subject", {
    get: () => {
      if (!isAnswered || isDone) return subject;
      isDone = true;
      say({ at: "F11" });
      throw new TypeError("cannot be judged");
    },
  });
  return { ...state, connection };
}

function watchedEgress(egress: Egress): Egress {
  return {
    fetch: async (url, options) => {
      const answer = await egress.fetch(url, options);
      reach("F33");
      return answer;
    },
    stream: (request) => egress.stream(request),
    prepare: () => egress.prepare(),
    close: () => egress.close(),
    send: async (request) => {
      const beforeWrite = (): void => {
        reach("F4");
        request.beforeWrite?.();
      };
      const answer = await egress.send({ ...request, beforeWrite });
      isAnswered = true;
      reach("F10");
      if (rule?.discardsCutOff && !answer.complete)
        throw new WireError("no_answer", true, { host: "localhost", reason: "reset" });
      return answer;
    },
  };
}

const opened = orders.postgres
  ? await openPostgres({ spool: where.spool, ...orders.postgres, key: where.key, clock })
  : await openSqlite({ ...where, clock, busyTimeoutMs: 50 });
const store = watched(rule?.spoil?.(opened) ?? opened);
await recoverAnswers({ clock, store });
const egress = watchedEgress(openEgress({ clock, env: {} }));
const refresher = new Refresher({
  store,
  egress,
  clock,
  deadlines,
  observer: silentObserver,
  random: Math.random,
  introspectExpiry: async () => null,
  // None of the providers of the proof can be asked.
  introspectRefreshToken: async () => null,
});

/** Reads the first connection by name, which is the one in question. */
async function first(): Promise<ConnectionState | undefined> {
  const [name = ""] = await store.connections.names();
  return await store.connections.read({ name });
}

async function draw(
  { audience = "", force = false, waitMs = 15_000, drainWaitMs = waitMs }: Ask,
  id: string,
): Promise<Got> {
  try {
    const request = { audience, force, minTtlMs: 60_000, waitForCompletion: true };
    const waits = { waitMs, drainWaitMs };
    const notice = ({ kind }: { kind: string }): void => say({ notice: kind });
    const { token } = await refresher.getAccessToken(id, {
      ...request,
      ...waits,
      onWaiting: notice,
    });
    reach("F15");
    return { token: token.token.expose() };
  } catch (error) {
    return { code: codeOf(error) };
  }
}

async function logout(): Promise<Got> {
  try {
    const state = await first();
    if (state) await revoke({ store, egress, clock }, state, false);
    return { code: "logged_out" };
  } catch (error) {
    return { code: codeOf(error) };
  }
}

const codeOf = (error: unknown): string => (error instanceof TokenwellError ? error.code : String(error));

/** Says what each caller got. A test that has it may kill this process, so a stall is said before. */
function answer(got: readonly Got[]): void {
  beat();
  say({ got });
}

async function obey(line: ToChild): Promise<void> {
  if ("room" in line) leaveRoom(true);
  else if ("logout" in line) answer([await logout()]);
  else answer(await askAll(line.ask).catch((error) => [{ code: codeOf(error) }]));
}

async function askAll(ask: Ask): Promise<readonly Got[]> {
  const [name = "", ...others] = await store.connections.names();
  const id = (await store.connections.read({ name }))?.connection.id ?? "";
  const crowd = ask.crowd ? await store.connections.readNamed(others) : [];
  for (const { connection } of crowd) void draw(ask, connection.id);
  return await Promise.all(Array.from({ length: ask.callers ?? 1 }, () => draw(ask, id)));
}

createInterface({ input: process.stdin })
  .on("line", (line) => void obey(JSON.parse(line)))
  .on("close", () => process.exit());
// Node keeps what it compiled when a process exits, and this one is killed.
flushCompileCache();
say({ ready: true });
