import { expect, test } from "vitest";
import type { Emulator, EmulatorOptions } from "../src/index.ts";
import { TenantApp } from "./auth0/tenant-app.ts";
import { SalesforceApp } from "./salesforce/app.ts";
import { start } from "./starting.ts";

const noon = Date.UTC(2026, 0, 1, 12);

/** Two logins, a rotation, a token that is used again, a wrong code and an hour between them. */
const scripts = {
  salesforce: async (emulator: Emulator) => {
    const app = new SalesforceApp(emulator);
    const [alice] = [await app.connect(), await app.connect({ login: "bob" })];
    await app.refresh(alice.refresh_token);
    emulator.clock.advance(3_600_000);
    await app.refresh(alice.refresh_token);
    await app.exchange("wrong");
  },
  auth0: async (emulator: Emulator) => {
    const app = new TenantApp(emulator.issuer);
    const [alice] = [await app.connect(), await app.connect({}, "bob")];
    await app.refresh(alice.refresh_token);
    emulator.clock.advance(3_600_000);
    await app.refresh(alice.refresh_token);
    await app.exchange("wrong");
  },
};

const personalities = ["salesforce", "auth0"] as const;

async function run(personality: (typeof personalities)[number], options: EmulatorOptions) {
  const emulator = await start({ personality, ...options });
  await scripts[personality](emulator);
  const opaque = emulator.record.list().filter(({ kind }) => kind === "refresh_token");
  return { ledger: JSON.stringify(emulator.ledger.list()), opaque, entries: emulator.ledger.list() };
}

test.each(personalities)("%s: the same seed and the same calls, the same ledger", async (personality) => {
  const options = { seed: 7, startMs: noon };
  const [first, second] = [await run(personality, options), await run(personality, options)];
  expect(second.ledger).toBe(first.ledger);
  expect(second.opaque).toEqual(first.opaque);
  expect(first.entries.map(({ atMs, outcome }) => [atMs - noon, outcome])).toEqual([
    [0, "exchanged"],
    [0, "exchanged"],
    [0, "rotated"],
    [3_600_000, "refused"],
    [3_600_000, "refused"],
  ]);
  const other = await run(personality, { seed: 8, startMs: noon });
  expect(other.ledger).not.toBe(first.ledger);
});

test.each(personalities)("%s: without a seed nothing repeats", async (personality) => {
  const [first, second] = [
    await run(personality, { startMs: noon }),
    await run(personality, { startMs: noon }),
  ];
  const values = new Set([...first.opaque, ...second.opaque].map(({ value }) => value));
  expect(values.size).toBe(first.opaque.length + second.opaque.length);
});

test("two emulators of one process have clocks of their own, without the preload", async () => {
  const [moved, other] = [
    await start({ personality: "salesforce" }),
    await start({ personality: "salesforce" }),
  ];
  moved.clock.advance(60_000);
  expect([moved.clock.offsetMs(), other.clock.offsetMs()]).toEqual([60_000, 0]);
  const dated = await fetch(`${moved.issuer}/id/keys`);
  expect(Date.parse(dated.headers.get("date") ?? "") - Date.now()).toBeGreaterThan(50_000);
});

test("seed and startMs must be whole numbers, and oidc has neither", async () => {
  await expect(start({ personality: "auth0", seed: -1 })).rejects.toThrow(
    '"seed" must be a whole number from 0.',
  );
  await expect(start({ personality: "auth0", startMs: 0.5 })).rejects.toThrow('"startMs" must be');
  await expect(start({ personality: "auth0", startMs: 1e15 })).rejects.toThrow("to the year 9999");
  await expect(start({ seed: 1 })).rejects.toThrow('"oidc" has no "seed".');
  const { clock } = await start({ personality: "auth0", startMs: noon });
  expect(() => clock.advance(0.5)).toThrow('"advanceMs" must be a whole number');
  for (const ms of [-noon - 1, Number.MAX_SAFE_INTEGER]) {
    expect(() => clock.advance(ms)).toThrow("from the year 1970 to the year 9999");
  }
  clock.advance(-noon);
  expect(clock.nowMs()).toBe(0);
});
