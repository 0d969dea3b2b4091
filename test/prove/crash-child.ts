/*
 * One process of ours as openTokenwell makes it, with decorators around store, egress and clock that stop it, kill it or
 * break a rule at a named place. Orders come as JSON in the first argument; then one line for each wish. What it says it
 * writes at once, so that nothing is lost when it dies.
 */
import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { systemClock } from "../../packages/core/src/clock.ts";
import { TokenwellError, WireError } from "../../packages/core/src/errors.ts";
import { Refresher } from "../../packages/core/src/refresh/refresher.ts";
import { places } from "../../packages/core/src/store/places.ts";
import { openSqlite } from "../../packages/core/src/store/sqlite.ts";
import type { ChangeOptions, Family, Step, Store } from "../../packages/core/src/store/store.ts";
import { Revoker } from "../../packages/core/src/tokenwell/revoke.ts";
import { type Egress, openEgress } from "../../packages/core/src/wire/egress.ts";
import { rulesOff } from "../../packages/core/test/simulation/spoiled.ts";
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
const where = places({ TOKENWELL_HOME: home }, process.platform, home);

let { clockOffsetMs = 0 } = orders;
let isDone = false;
/** Since the answer came and until it is judged. */
let isAnswered = false;

function say(line: FromChild): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

/** Says when this process stood still, since a run in which that happens is made again. */
let beatMs = performance.now();
setInterval(() => {
  const stalledMs = performance.now() - beatMs;
  if (stalledMs > longestStallMs(deadlines)) say({ stalledMs });
  beatMs = performance.now();
}, 20).unref();

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
let isSettling = false;
DatabaseSync.prototype.exec = function (sql) {
  exec.call(this, sql);
  if (this.location() === where.database) databases.add(this);
  if (sql !== "COMMIT" || !isSettling) return;
  isSettling = false;
  reach("F13");
};

/** `false`: not one more page. */
function leaveRoom(isRoom: boolean): void {
  for (const db of [...databases].filter(({ isOpen }) => isOpen))
    exec.call(db, `PRAGMA max_page_count = ${isRoom ? 4_294_967_294 : 1}`);
}

const clock = { ...systemClock, nowMs: () => systemClock.nowMs() + clockOffsetMs };

/** What a decision before a request says, and one after an answer. */
const isSend = (result: unknown): boolean => (result as { kind?: string } | null)?.kind === "send";
const isSettlement = (result: unknown): boolean =>
  (result as { settlement?: string } | null)?.settlement !== undefined;

function watched(store: Store): Store {
  const change = async <T>(
    id: string,
    step: (family: Family) => Step<T>,
    options?: ChangeOptions,
  ): Promise<T> => {
    const watchedStep = (family: Family): Step<T> => {
      const decided = step(family);
      if (isSend(decided.result)) reach("F2");
      isSettling = isSettlement(decided.result) && isAnswered;
      if (isSettling) reach("F12");
      return decided;
    };
    const result = await store.change(id, watchedStep, options);
    if (isSend(result)) reach("F3");
    if (isSettlement(result) && isAnswered) {
      reach("F14");
      if (site === "F11" && act === "kill") process.kill(process.pid, "SIGKILL");
      isAnswered = false;
    }
    return result;
  };
  return new Proxy(store, {
    get: (target, name) => {
      if (name === "change") return change;
      if (name === "hold")
        return (id: string) => {
          const hold = target.hold(id);
          reach("F1");
          return hold;
        };
      if (name === "family")
        return async (...key: Parameters<Store["family"]>) => {
          const family = await target.family(...key);
          return family && site === "F11" ? unjudgeable(family) : family;
        };
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });
}

/** A connection with which an answer cannot be judged. */
function unjudgeable(family: Family): Family {
  const { subject } = family.connection;
  const connection = Object.defineProperty({ ...family.connection }, "subject", {
    get: () => {
      if (!isAnswered || isDone) return subject;
      isDone = true;
      say({ at: "F11" });
      throw new TypeError("cannot be judged");
    },
  });
  return { ...family, connection };
}

function watchedEgress(egress: Egress): Egress {
  return {
    fetch: async (url, options) => {
      const answer = await egress.fetch(url, options);
      reach("F33");
      return answer;
    },
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

const sqlite = await openSqlite({ ...where, clock, busyTimeoutMs: 50 });
const store = watched(rule?.spoil?.(sqlite) ?? sqlite);
const egress = watchedEgress(openEgress({ clock, env: {} }));
const refresher = new Refresher({
  store,
  egress,
  clock,
  deadlines,
  random: Math.random,
  introspectExpiry: async () => null,
  // None of the providers of the proof can be asked.
  introspectRefreshToken: async () => null,
});

async function draw({ audience = "", force = false, waitMs = 15_000 }: Ask, id?: string): Promise<Got> {
  try {
    const request = { audience, force, minTtlMs: 60_000, patient: true };
    const waits = { waitMs, drainWaitMs: waitMs };
    const notice = ({ kind }: { kind: string }): void => say({ notice: kind });
    const [connection] = await store.connections();
    const { token } = await refresher.draw(id ?? connection?.id ?? "", { ...request, ...waits, notice });
    reach("F15");
    return { token: token.token.expose() };
  } catch (error) {
    return { code: codeOf(error) };
  }
}

async function logout(): Promise<Got> {
  try {
    const [connection] = await store.connections();
    const family = await store.family({ id: connection?.id ?? "" });
    if (family) await new Revoker({ store, egress, clock }).revoke(family, false);
    return { code: "logged_out" };
  } catch (error) {
    return { code: codeOf(error) };
  }
}

const codeOf = (error: unknown): string => (error instanceof TokenwellError ? error.code : String(error));

async function obey(line: ToChild): Promise<void> {
  if ("room" in line) leaveRoom(true);
  else if ("logout" in line) say({ got: [await logout()] });
  else {
    const everybody = line.ask.crowd ? (await store.connections()).slice(1) : [];
    for (const { id } of everybody) void draw(line.ask, id);
    const callers = Array.from({ length: line.ask.callers ?? 1 }, () => draw(line.ask));
    say({ got: await Promise.all(callers) });
  }
}

createInterface({ input: process.stdin })
  .on("line", (line) => void obey(JSON.parse(line)))
  .on("close", () => process.exit());
say({ ready: true });
