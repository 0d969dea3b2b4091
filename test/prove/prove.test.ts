import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seeded } from "../../packages/core/test/simulation/scheduler.ts";
import { chaos } from "./chaos.ts";
import { type Kind, kinds, ProofProvider } from "./crash-cell.ts";
import { shortDeadlines } from "./deadlines.ts";
import { diskTroubles, runDisk } from "./disk.ts";
import type { Fault } from "./fault.ts";
import { longLived } from "./long-lived.ts";
import { faults, runCell } from "./matrix.ts";
import { longestStallMs, type Orders } from "./orders.ts";
import { inUndisturbedCell, longestMs, undisturbed } from "./pulse.ts";
import { randomKills } from "./random-kills.ts";
import { rulesMissed, violationsWithout } from "./rules-off.ts";

/*
 * The short form of npm run prove: real processes, killed, stopped, cut off; real SQLite; a real provider. What comes of it
 * is read from the provider's ledger and the database.
 */

/** Cells of the whole proof that are too near to another one to be part of every run of the tests. */
const leftOut: ReadonlySet<string> = new Set([
  "F1 killed before transaction 1",
  "F2 killed inside transaction 1",
  "F6 killed when all is written, and it never arrives",
  "F6 killed when all is written, and it arrives",
  "F8 killed after the headers of the answer",
  "F9 killed inside the body of the answer",
  "F14 killed before the memory knew",
  "F15 killed before it was handed out",
  "F4 stopped",
  "F6 stopped",
  "F8 stopped",
  "F9 stopped",
  "F12 stopped",
  "F26 the keys are replaced after a process died with its attempt open",
  "F30 wall clock an hour back, right before the write",
  "F28 the command, SIGTERM in its own attempt",
  "F28 the command, SIGHUP in its own attempt",
  "F28 the command, its output closed in its own attempt",
  "defect status 201",
  "defect content type text/html",
  "defect a token type that needs a key",
]);
const titleOf = ({ point, what }: Fault): string => `${point} ${what}`;
const short = faults.filter((fault) => !leftOut.has(titleOf(fault)));

/** The kind in which a fault costs most, where it means something. */
const kindOf = (fault: Fault): Kind => (fault.not?.strict === undefined ? "strict" : "grace");

const providers = new Map<Kind, ProofProvider>();
beforeAll(async () => {
  for (const kind of kinds) providers.set(kind, await ProofProvider.open(kind));
});
afterAll(async () => {
  for (const provider of providers.values()) await provider.close();
});

const providerOf = (kind: Kind): ProofProvider => {
  const provider = providers.get(kind);
  if (provider === undefined) throw new TypeError(kind);
  return provider;
};

/* Neighbours that are concurrent share the processor: one group does not wait for the last test of another. */
describe.concurrent("a fault costs what it must and nothing more", () => {
  test.each(short.map((fault) => [titleOf(fault), fault] as const))("%s", async (_name, fault) => {
    expect((await runCell(providerOf(kindOf(fault)), fault)).violations).toEqual([]);
  });
});

describe.concurrent("where a fault could cost a login, nothing is lost with an overlap or without rotation", () => {
  const costly = faults
    .filter(({ point }) => ["F7", "F23"].includes(point))
    .filter(({ strict }) => strict === "lost");
  test.each(
    costly.flatMap((fault) =>
      (["grace", "static"] as const).map((kind) => [`${kind} ${fault.point}`, kind, fault] as const),
    ),
  )("%s", async (_name, kind, fault) => {
    expect(await runCell(providerOf(kind), fault)).toMatchObject({ end: "kept", violations: [] });
  });
});

describe.concurrent("where an answer without a new token is committed together with others, the same holds", () => {
  const storing = faults.filter(({ point }) => ["F13", "F20"].includes(point));
  test.each(storing.map((fault) => [`static ${fault.point}`, fault] as const))("%s", async (_name, fault) => {
    expect(await runCell(providerOf("static"), fault)).toMatchObject({ end: "kept", violations: [] });
  });
});

/* A check that cannot fail proves nothing. Each other rule is missed in the simulation, and here in the whole proof. */
describe.concurrent("a rule that is not kept is noticed", () => {
  const rules = ["attempt before request", "drain is silence"];
  const missed = rulesMissed.filter(({ rule }) => rules.includes(rule));
  test.each(missed.map((one) => [one.rule, one] as const))("%s", async (_rule, one) => {
    expect((await violationsWithout(providerOf(one.kind), one)).length).toBeGreaterThan(0);
  });
});

describe.concurrent("whatever happens when", () => {
  test.each(["strict", "grace"] as const)("%s: kills at random times", async (kind) => {
    const verdicts = await randomKills(providerOf(kind), 2, seeded(7));
    expect(verdicts.flatMap(({ violations }) => violations)).toEqual([]);
  });

  test.each(["strict"] as const)(
    "%s: kills among many refreshes, whose answers are stored together",
    async (kind) => {
      const verdicts = await randomKills(providerOf(kind), 1, seeded(11), { isCrowd: true });
      expect(verdicts.flatMap(({ violations }) => violations)).toEqual([]);
    },
  );

  test.each(["strict"] as const)("%s: a line that cuts, delays and swallows", async (kind) => {
    expect((await chaos(providerOf(kind), seeded(2))).violations).toEqual([]);
  });
});

test("each cell that the short form leaves out is one of the whole proof", () => {
  expect(faults.length - short.length).toBe(leftOut.size);
});

test("a run in which the machine stood still is made again, whatever came of it", async () => {
  let runs = 0;
  const outcome = undisturbed(async () => {
    runs += 1;
    await pause(20);
    if (runs < 3) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2 * longestMs);
    await pause(20);
    if (runs === 1) throw new TypeError("disturbed");
    return runs;
  });
  expect(await outcome).toBeGreaterThanOrEqual(3);
});

test("a run in which a process of the cell stood still is made again", async () => {
  const stalls: Partial<Orders> = {
    site: "F15",
    act: "stall",
    stepMs: 2 * longestStallMs(shortDeadlines),
  };
  let runs = 0;
  await inUndisturbedCell(providerOf("static"), async (cell) => {
    runs += 1;
    await (await cell.start(runs === 1 ? stalls : {})).ask();
  });
  expect(runs).toBeGreaterThan(1);
});

describe("a store that cannot be written is noticed before a token is spent", () => {
  for (const trouble of diskTroubles)
    test.skipIf(trouble.missing !== null)(trouble.what, async () => {
      expect((await runDisk(providerOf("strict"), trouble)).violations).toEqual([]);
    });
});

test("processes that live long present the refresh token once at each expiry", async () => {
  expect(await longLived({ processes: 4, expiries: 5 })).toEqual({ presentations: 5, violations: [] });
});
