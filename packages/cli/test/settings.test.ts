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

test("set takes a new secret of the app: asked for, unseen, never from the command line", async () => {
  const { desk, sets } = deskWith([], { isTerminal: true });
  const running = desk.run(["set", "acme", "secret"]);
  await desk.sees("? New client secret");
  await desk.sees("› ");
  desk.enter("CANARY-new-secret");
  expect(await running).toBe(0);
  expect(sets[0]?.[1].clientSecret?.expose()).toBe("CANARY-new-secret");
  expect(desk.said).toContain("✓ acme: secret\n  Kept beside the present one until the provider accepts it.");
  expect(desk.said).not.toContain("CANARY");
});

test("set takes the secret from the environment where nobody can be asked, beside other settings", async () => {
  const { desk, sets } = deskWith([], { env: { TOKENWELL_CLIENT_SECRET: "CANARY-new-secret" } });
  expect(await desk.run(["set", "secret", "idle-life=30d", "--json"])).toBe(0);
  expect(sets[0]?.[0]).toBe(undefined);
  expect(sets[0]?.[1].idleLifeSeconds).toBe(30 * 86_400);
  expect(sets[0]?.[1].clientSecret?.expose()).toBe("CANARY-new-secret");
  expect(desk.out).toBe('{"name":"acme","also":[],"idleLifeSeconds":2592000}\n');
});

test.each([
  [["set", "acme", "secret"], "there is no terminal to ask on"],
  [["set", "acme", "secret=CANARY-new-secret"], "a secret does not belong on the command line"],
  [["set", "acme", "--client-secret", "CANARY-new-secret"], "a secret does not belong on the command line"],
])("%j is refused, and no secret is repeated", async (argv, sentence) => {
  const { desk, sets } = deskWith();
  expect([await desk.run(argv), sets]).toEqual([2, []]);
  expect(desk.said).toContain(sentence);
  expect(desk.said).not.toContain("CANARY");
});
