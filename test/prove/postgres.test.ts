import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { freshDatabase } from "../../packages/core/test/support/postgres/database.ts";
import { type Kind, kinds, ProofProvider } from "./crash-cell.ts";
import { faults, runCell } from "./matrix.ts";
import type { Verdict } from "./oracle.ts";
import { postgresFaults, runPostgresFault } from "./postgres-faults.ts";
import { postgres } from "./stores.ts";

/* The short form of npm run prove -- postgres: what differs most from SQLite. */

let url = "";
const providers = new Map<Kind, ProofProvider>();
beforeAll(async () => {
  const opening = kinds.map(async (kind) => void providers.set(kind, await ProofProvider.open(kind)));
  await Promise.all([freshDatabase().then((database) => (url = database.url)), ...opening]);
});
afterAll(async () => {
  for (const provider of providers.values()) await provider.close();
});

const providerOf = (kind: Kind): ProofProvider => {
  const provider = providers.get(kind);
  if (provider === undefined) throw new TypeError(kind);
  return provider;
};

function named<F extends { readonly point: string; readonly what: string }>(
  all: readonly F[],
  title: string,
): F {
  const found = all.find(({ point, what }) => `${point} ${what}` === title);
  if (found === undefined) throw new TypeError(title);
  return found;
}

describe.concurrent("On PostgreSQL a fault costs what it must and nothing more", () => {
  test.each([
    ["strict", "F7 killed when the provider has decided"],
    ["grace", "F12 killed inside transaction 2"],
    ["static", "F3 killed when it was committed"],
    ["strict", "F31 4 processes with 250 callers each: one request"],
  ] as const)("%s: %s", async (kind, title) => {
    const verdict = await runCell(providerOf(kind), named(faults, title), { engine: postgres(url) });
    expect(verdict.violations).toEqual([]);
  });

  test.each([
    ["strict", "F13 transaction 2: commit sent, reply lost"],
    ["strict", "F17 spool replayed, killed before its file is removed, replayed again by two at once"],
  ] as const)("%s: %s", async (kind, title): Promise<void> => {
    const verdict: Verdict = await runPostgresFault(providerOf(kind), named(postgresFaults, title), url);
    expect(verdict).toMatchObject({ end: "kept", violations: [] });
  });
});
