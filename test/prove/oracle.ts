import { setTimeout as pause } from "node:timers/promises";
import { fingerprintOf, type LedgerEntry } from "@tokenwell/emulator";
import { Secret } from "../../packages/core/src/secret.ts";
import { type CrashCell, overlapSeconds } from "./crash-cell.ts";
import type { CrashProcess } from "./crash-process.ts";
import { scaled, shortDeadlines } from "./deadlines.ts";
import type { Got } from "./orders.ts";

/** `lost`: a login, to a fault between the provider's commit and our first durable one, where tokens rotate without overlap. */
export type End = "kept" | "lost";

/** What the provider's ledger and the database say together, after a fault. */
export interface Verdict {
  readonly end: End;
  readonly violations: readonly string[];
  readonly presentations: number;
  /** Tokens that had to be tried though they might be spent: nobody could hold another. */
  readonly lastChances: number;
  /** Whether no client could make it safe: refresh.md §7. Default: false. */
  readonly isUnsafe?: boolean;
}

/** Longer than any wait of the protocol where it is shortened, and than what is left of one that is not. */
const patienceMs = scaled(60_000);

/**
 * Lets another process ask, as any caller would, and then once more by force: only a token that lives survives that. Then the
 * ledger is joined with the database. `expected` is left out where either end is possible. `unsafe`: so it is, and another
 * process had the successor of a token that was shown again: `refresh.md` §7.
 */
export async function judge(cell: CrashCell, expected?: End | "unsafe"): Promise<Verdict> {
  const process = await cell.start();
  const first = await untilDecided(process);
  let end: End = "token" in first ? "kept" : "lost";
  if (end === "kept") {
    const again = await untilDecided(process, true);
    if (!("token" in again)) end = "lost";
  }
  await process.kill();
  const isUnsafe = expected === "unsafe";
  const violations = [
    ...(await stateViolations(cell, { first, end, isUnsafe })),
    ...(await ledgerViolations(cell, isUnsafe)),
  ];
  if (expected !== undefined && !isUnsafe && end !== expected)
    violations.push(`${end}, expected ${expected}: ${JSON.stringify(first)}`);
  const { length: presentations } = cell.presentations();
  return { end, violations, presentations, lastChances: endings(cell).length, isUnsafe };
}

/** A caller comes again while it is told to come again later, and no longer than all waits together. */
async function untilDecided(process: CrashProcess, force = false): Promise<Got> {
  const untilMs = Date.now() + patienceMs;
  const passing = /^(refresh_|store_busy)/;
  for (;;) {
    const got = (await process.ask({ force })) ?? { code: "died" };
    if ("token" in got || !passing.test(got.code)) return got;
    if (Date.now() > untilMs) return { code: `still ${got.code}` };
    await pause(100);
  }
}

/** The end has its right name, nothing is left open, and what is stored is never nothing. */
async function stateViolations(
  { provider, store }: CrashCell,
  { first, end, isUnsafe }: { readonly first: Got; readonly end: End; readonly isUnsafe: boolean },
): Promise<readonly string[]> {
  const violations: string[] = [];
  const { attempts = [], connection } = (await store.connections.read({ id: "n1" })) ?? {};
  // A database that has forgotten the attempt cannot tell.
  const names = isUnsafe ? ["rotation_lost", "provider_revoked"] : ["rotation_lost"];
  if (end === "lost" && !names.includes(connection?.statusReason ?? ""))
    violations.push(`lost, but called ${connection?.statusReason} (${JSON.stringify(first)})`);
  if (end === "lost" && provider.kind !== "strict") violations.push("nothing could be lost, and is");
  if (end === "kept" && connection?.refreshToken == null) violations.push("no refresh token is stored");
  if (attempts.some(({ phase }) => phase === "open")) violations.push("an attempt is still open");
  return violations;
}

/** Presentations that ended the whole family. */
export const endings = (cell: CrashCell): readonly LedgerEntry[] =>
  cell.presentations().filter(({ spent, outcome }) => spent && outcome === "refused");

/** No token twice, unless its rotation allows it or drain has passed; no family ended whose successor we had stored. */
export async function ledgerViolations(cell: CrashCell, isUnsafe = false): Promise<readonly string[]> {
  const violations: string[] = [];
  // Where the app itself is refused, nobody looked at its token.
  const all = cell.presentations().filter(({ error }) => error !== "invalid_client");
  for (const [index, entry] of all.entries()) {
    const before = all.slice(0, index).filter((one) => one.fingerprint === entry.fingerprint);
    const last = before.at(-1);
    if (last && !mayFollow(cell, before[0] ?? last, last, entry))
      violations.push(`${entry.fingerprint} was shown again after ${entry.atMs - last.atMs} ms`);
  }
  // The one who had it was cut off, stood still, or the database has forgotten it.
  for (const entry of isUnsafe ? [] : endings(cell))
    if (await wasStored(cell, entry))
      violations.push(`${entry.fingerprint} ended a family that we could still have used`);
  return violations;
}

function mayFollow(
  { provider }: CrashCell,
  first: LedgerEntry,
  last: LedgerEntry,
  entry: LedgerEntry,
): boolean {
  if (provider.kind === "static") return true;
  if (provider.kind === "grace" && entry.atMs < first.atMs + overlapSeconds * 1000) return true;
  // From its arrival: the row is older, and drain runs from there.
  return entry.atMs - last.atMs >= shortDeadlines.deliveryMs;
}

/** Whether the token that replaced this one had been committed when this one was shown again. */
async function wasStored(
  { place, provider, store }: CrashCell,
  { atMs, fingerprint }: LedgerEntry,
): Promise<boolean> {
  const token = provider.emulator.record
    .list()
    .find(({ kind, value }) => kind === "refresh_token" && fingerprintOf(value) === fingerprint);
  return await place.wasCommitted(store.fingerprint(Secret.of(token?.value ?? "")), atMs);
}
