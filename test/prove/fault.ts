import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { CrashCell, Kind } from "./crash-cell.ts";
import type { CrashProcess } from "./crash-process.ts";
import { scaled } from "./deadlines.ts";
import type { End, Verdict } from "./oracle.ts";
import type { Act, Got, Orders, Site } from "./orders.ts";
import type { Held, Moment } from "./relay.ts";
import type { EngineName } from "./stores.ts";

const bin = fileURLToPath(new URL("../../packages/cli/bin/tokenwell.cjs", import.meta.url));

export type Rule = Orders["ruleOff"];

/** One fault: what is done, and what must come of it for each rotation. */
export interface Fault {
  /** As in the list of fault points of the protocol. */
  readonly point: string;
  readonly what: string;
  readonly does: (cell: CrashCell, ruleOff?: Rule) => Promise<void>;
  /** Most that it may cost if tokens rotate without overlap. Default: nothing is lost. */
  readonly strict?: End;
  /** Kinds and engines for which it means nothing, and why. */
  readonly not?: Partial<Record<Kind | EngineName, string>>;
  /** Whether a process stands still for so long that others on PostgreSQL must take it for gone. */
  readonly pauses?: true;
  /** The app. Default: the public one. */
  readonly clientId?: "web";
  /** What must be in the end, other than a login that works. */
  readonly judges?: (cell: CrashCell) => Promise<Verdict>;
}

export const orders = (ruleOff: Rule, more: Partial<Orders> = {}): Partial<Orders> => ({
  ...more,
  ...(ruleOff !== undefined && { ruleOff }),
});

export const hourMs = 3_600_000;
/** Longer than drain. */
const longMs = scaled(3_600);

/** Lets a process ask, and holds its exchange at a moment. */
export async function heldAt(
  cell: CrashCell,
  moment: Moment,
  more: Partial<Orders>,
): Promise<{
  readonly process: CrashProcess;
  readonly asked: Promise<Got | undefined>;
  readonly exchange: Held;
}> {
  const held = cell.relay.hold(moment);
  const process = await cell.start(more);
  const asked = process.ask();
  return { process, asked, exchange: await Promise.race([held, endsWithout(asked)]) };
}

/** Rejects when a refresh has ended without the exchange that is waited for, which would never come. */
export async function endsWithout(ended: Promise<unknown>): Promise<never> {
  await ended;
  throw new Error("the refresh ended without its exchange");
}

/** Describes a process that is killed at a named place of its own work. */
export function own(point: Site, what: string, strict: End = "kept"): Fault {
  return {
    point,
    what,
    strict,
    does: async (cell, ruleOff) => {
      const process = await cell.start(orders(ruleOff, { site: point, act: "kill" }));
      await process.ask();
      await process.gone;
    },
  };
}

/** Describes a process that is killed while its exchange is held, which then goes on or is dropped. */
export function killedAt(
  { point, what, strict }: Pick<Fault, "point" | "what" | "strict">,
  moment: Moment,
  then: "go" | "drop",
): Fault {
  return {
    point,
    what,
    ...(strict && { strict }),
    does: async (cell, ruleOff) => {
      const { exchange, process } = await heldAt(cell, moment, orders(ruleOff));
      await process.kill();
      exchange[then]();
    },
  };
}

/** Lets another process ask again and again for longer than drain while the first one stands still; then that one goes on. */
async function meanwhile(
  cell: CrashCell,
  stopped: CrashProcess,
  asked: Promise<unknown>,
  ruleOff: Rule,
): Promise<void> {
  const other = await cell.start(orders(ruleOff));
  const untilMs = Date.now() + longMs;
  while (Date.now() < untilMs) {
    await other.ask({ waitMs: 500 });
    await pause(50);
  }
  stopped.signal("SIGCONT");
  await asked;
}

/** Describes a process that stands still for longer than drain at a place of its own work. */
export function stoppedAt(point: Site, act: Act = "stop"): Fault {
  return {
    point,
    what: act === "sleep" ? "asleep, wall clock goes on" : "stopped",
    pauses: true,
    does: async (cell, ruleOff) => {
      const stopped = await cell.start(orders(ruleOff, { site: point, act, stepMs: hourMs }));
      const asked = stopped.ask();
      await stopped.at();
      // One machine: the clock went on for all.
      if (act === "sleep") cell.clockOffsetMs = hourMs;
      await meanwhile(cell, stopped, asked, ruleOff);
    },
  };
}

/** Describes a process that stands still for longer than drain while its exchange goes on without it. */
export function stoppedWhile(point: string, moment: Moment): Fault {
  return {
    point,
    what: "stopped",
    pauses: true,
    does: async (cell, ruleOff) => {
      const { asked, exchange, process } = await heldAt(cell, moment, orders(ruleOff));
      process.signal("SIGSTOP");
      exchange.go();
      await meanwhile(cell, process, asked, ruleOff);
    },
  };
}

/** Describes an answer that rotates the token and has a defect of some other kind. */
export function defect(what: string, rewrite: (answer: string) => string): Fault {
  return {
    point: "defect",
    what,
    not: { static: "nothing rotates" },
    does: async (cell, ruleOff) => {
      cell.relay.rewrite = rewrite;
      const process = await cell.start(orders(ruleOff));
      await process.ask();
      cell.relay.rewrite = (answer) => answer;
      await process.kill();
    },
  };
}

/** Gives an answer an access token for which the database must grow. */
export const longer = (answer: string): string =>
  withBody(answer, (body) => body.replace(/"access_token":\s*"/, (start) => `${start}${"x".repeat(20_000)}`));

/** Changes the body of an answer, and its length in the head. */
function withBody(answer: string, change: (body: string) => string): string {
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  const changed = change(body);
  return `${head.replace(/(content-length: )\d+/i, `$1${changed.length}`)}\r\n\r\n${changed}`;
}

/** Cuts an answer off behind its refresh token, which stays whole. */
export function cutBehindRefreshToken(answer: string): string {
  const at = /"refresh_token":\s*"[^"]+"/.exec(answer);
  return at === null ? answer : answer.slice(0, at.index + at[0].length);
}

/** Refreshes in a process whose wall clock is set by `stepMs` right before the write. */
export async function stepped(cell: CrashCell, ruleOff: Rule, stepMs: number): Promise<void> {
  const process = await cell.start(orders(ruleOff, { site: "F4", act: "step", stepMs }));
  cell.clockOffsetMs = stepMs;
  await process.ask({ force: true });
  await process.kill();
}

/** Describes the command itself, told to stop in the middle of its own attempt. */
export function told(what: string, tell: (command: ChildProcess) => void): Fault {
  return {
    point: "F28",
    what: `the command, ${what} in its own attempt`,
    does: async (cell) => {
      const held = cell.relay.hold("answer");
      const command = spawn(process.execPath, [bin, "token"], {
        env: {
          ...{ PATH: "/usr/bin:/bin", TOKENWELL_HOME: cell.home, HOME: cell.home },
          ...(cell.place.url !== undefined && { TOKENWELL_STORE: cell.place.url }),
        },
        stdio: ["ignore", "pipe", "ignore"],
      });
      const ended = once(command, "exit");
      const exchange = await Promise.race([held, endsWithout(ended)]);
      tell(command);
      exchange.go();
      await ended;
    },
  };
}

/** Throws if something happened more or less often than expected. */
export function expectExactly(expected: number, seen: number, what: string): void {
  if (seen !== expected) throw new Error(`${seen} ${what}, expected ${expected}`);
}

/** Whether a fault means something for a kind on an engine. */
export const applies = ({ not = {} }: Fault, kind: Kind, engine: EngineName): boolean =>
  not[kind] === undefined && not[engine] === undefined;
