import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { seeded } from "../../packages/core/test/simulation/scheduler.ts";
import { chaos } from "./chaos.ts";
import { shortDeadlines } from "./deadlines.ts";
import { diskTroubles, runDisk } from "./disk.ts";
import { longLived } from "./long-lived.ts";
import { faults, runCell } from "./matrix.ts";
import { longestStallMs, type Orders } from "./orders.ts";
import { inUndisturbedCell, longestMs, undisturbed } from "./pulse.ts";
import { randomKills } from "./random-kills.ts";
import { rulesMissed, violationsWithout } from "./rules-off.ts";
import { type Kind, kinds, Stage } from "./stage.ts";

/*
 * The short form of npm run prove: real processes, killed, stopped, cut off; real SQLite; a real provider. What comes of it
 * is read from the provider's ledger and the database.
 */

/** The kind in which a fault costs most, where it means something. */
const kindOf = (fault: (typeof faults)[number]): Kind =>
  fault.not?.strict === undefined ? "strict" : "grace";

const stages = new Map<Kind, Stage>();
beforeAll(async () => {
  for (const kind of kinds) stages.set(kind, await Stage.open(kind));
});
afterAll(async () => {
  for (const stage of stages.values()) await stage.close();
});

const stageOf = (kind: Kind): Stage => {
  const stage = stages.get(kind);
  if (stage === undefined) throw new TypeError(kind);
  return stage;
};

describe("a fault costs what it must and nothing more", () => {
  test.concurrent.each(faults.map((fault) => [`${fault.point} ${fault.what}`, fault] as const))(
    "%s",
    async (_name, fault) => {
      expect((await runCell(stageOf(kindOf(fault)), fault)).violations).toEqual([]);
    },
    60_000,
  );
});

describe("where a fault could cost a login, nothing is lost with an overlap or without rotation", () => {
  const costly = faults.filter(({ not, strict }) => strict === "lost" && not === undefined);
  test.concurrent.each(
    costly.flatMap((fault) =>
      (["grace", "static"] as const).map((kind) => [`${kind} ${fault.point}`, kind, fault] as const),
    ),
  )("%s", async (_name, kind, fault) => {
    expect(await runCell(stageOf(kind), fault)).toMatchObject({ end: "kept", violations: [] });
  });
});

describe("where an answer without a new token is committed together with others, the same holds", () => {
  const storing = faults.filter(({ point }) => ["F13", "F14", "F20"].includes(point));
  test.concurrent.each(storing.map((fault) => [`static ${fault.point}`, fault] as const))(
    "%s",
    async (_name, fault) => {
      expect(await runCell(stageOf("static"), fault)).toMatchObject({ end: "kept", violations: [] });
    },
  );
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
  expect(await outcome).toBe(3);
});

test("a run in which a process of the cell stood still is made again", async () => {
  const stalls: Partial<Orders> = {
    site: "F15",
    act: "stall",
    stepMs: 2 * longestStallMs(shortDeadlines),
  };
  let runs = 0;
  await inUndisturbedCell(stageOf("static"), async (cell) => {
    runs += 1;
    await (await cell.start(runs === 1 ? stalls : {})).ask();
  });
  expect(runs).toBeGreaterThan(1);
});

/* A check that cannot fail proves nothing. */
describe("a rule that is not kept is noticed", () => {
  test.concurrent.each(rulesMissed.map((missed) => [missed.rule, missed] as const))(
    "%s",
    async (_rule, missed) => {
      expect((await violationsWithout(stageOf(missed.kind), missed)).length).toBeGreaterThan(0);
    },
  );
});

describe("whatever happens when", () => {
  test.concurrent.each(kinds)("%s: kills at random times", async (kind) => {
    const verdicts = await randomKills(stageOf(kind), 4, seeded(7));
    expect(verdicts.flatMap(({ violations }) => violations)).toEqual([]);
  });

  test.concurrent.each(["strict", "grace"] as const)(
    "%s: kills among many refreshes, whose answers are stored together",
    async (kind) => {
      const verdicts = await randomKills(stageOf(kind), 2, seeded(11), true);
      expect(verdicts.flatMap(({ violations }) => violations)).toEqual([]);
    },
  );

  test.concurrent.each(["strict", "grace"] as const)(
    "%s: a line that cuts, delays and swallows",
    async (kind) => {
      expect((await chaos(stageOf(kind), seeded(2))).violations).toEqual([]);
    },
  );
});

describe("a store that cannot be written is noticed before a token is spent", () => {
  for (const trouble of diskTroubles)
    test.skipIf(trouble.missing !== null)(trouble.what, async () => {
      expect((await runDisk(stageOf("strict"), trouble)).violations).toEqual([]);
    });
});

test("processes that live long present the refresh token once at each expiry", async () => {
  expect(await longLived({ processes: 6, expiries: 10 })).toEqual({ presentations: 10, violations: [] });
});
