import type { Settings } from "@tokenwell/core";
import { expect, test } from "vitest";
import { Desk, type DeskOptions } from "./desk.ts";
import { pretendTokenwell } from "./pretend.ts";

interface Asked {
  readonly desk: Desk;
  readonly sets: (readonly [string | undefined, Settings])[];
}

function deskWith(also: readonly string[] = [], options: DeskOptions = {}): Asked {
  const sets: Asked["sets"] = [];
  const set = async (name: string | undefined, settings: Settings) => {
    sets.push([name, settings]);
    return { name: name ?? "acme", also };
  };
  return { desk: new Desk({ tokenwell: pretendTokenwell({ set }), ...options }), sets };
}

test("set writes lives in seconds, and says which other connections share the app", async () => {
  const { desk, sets } = deskWith(["acme-bot", "acme-eu"]);
  expect(
    await desk.run(["set", "acme", "max-life=365d", "idle-life=30d", "access-life=2h", "overlap=30s"]),
  ).toBe(0);
  expect(sets).toEqual([
    [
      "acme",
      {
        maxLifeSeconds: 365 * 86_400,
        idleLifeSeconds: 30 * 86_400,
        accessLifeSeconds: 7200,
        overlapSeconds: 30,
      },
    ],
  ]);
  expect(desk.said).toBe(
    "✓ acme: max-life=365d idle-life=30d access-life=2h overlap=30s\n  It holds for the app, so for acme-bot acme-eu too.\n",
  );
  expect(desk.out).toBe("");
});

test("set needs no name while there is one connection, and takes a setting back", async () => {
  const { desk, sets } = deskWith();
  expect(await desk.run(["set", "max-life=none", "--json"])).toBe(0);
  expect(sets).toEqual([[undefined, { maxLifeSeconds: null }]]);
  expect(desk.out).toBe('{"name":"acme","also":[],"maxLifeSeconds":null}\n');
});

test.each([
  [["set"], "which setting?"],
  [["set", "acme"], "which setting?"],
  [["set", "acme", "max-lif=1d"], "no setting max-lif; did you mean max-life?"],
  [["set", "acme", "colour=red"], "no setting colour"],
  [["set", "acme", "max-life"], 'max-life cannot be ""'],
  [["set", "acme", "max-life="], 'max-life cannot be ""'],
  [["set", "acme", "max-life=soon"], "max-life cannot be soon"],
  [["set", "acme", "max-life=0"], "max-life cannot be 0"],
])("%j is refused with exit code 2, and nothing is set", async (argv, sentence) => {
  const { desk, sets } = deskWith();
  const code = await desk.run(argv);
  expect([code, sets]).toEqual([2, []]);
  expect(desk.said).toContain(sentence);
});
