import type { LedgerEntry } from "@tokenwell/emulator";
import type { KeyRotations } from "./key-rotations.ts";
import { type Ages, dueAfterMs, freshAges } from "./many-connections.ts";
import type { WorkingProcess } from "./working-process.ts";

/** Size of a proof of workers. */
export interface WorkPlan {
  readonly connections: number;
  /** Seconds for which the workers run. */
  readonly seconds: number;
  /** Seconds of life of each access token. */
  readonly lifeSeconds: number;
  readonly workers: number;
  /** Refreshes at a time of each worker. */
  readonly concurrency: number;
  /** Seconds between two kills, of one worker after the other; 0 for none. */
  readonly killEverySeconds: number;
  readonly rotation: "strict" | "static";
  /** Address of the store. Default: SQLite in a folder of its own. */
  readonly store?: string | undefined;
  /**
   * Ages of the access tokens at the start. `fresh`: none is due. `all`: all ages up to their end, as when no worker has run
   * for long, so that some tokens end within the time. `due`: each is due. Default: `fresh`.
   */
  readonly ages?: "fresh" | "all" | "due";
  /** Whether the keys of the store are replaced meanwhile, again and again, under kills of their own. Default: false. */
  readonly rotatesKeys?: boolean;
  /** Seconds after which the workers start, so that the ages hold however long it takes to make the connections. Default: 0. */
  readonly startAfterSeconds?: number;
}

/**
 * Returns the range of the ages of a plan. The oldest token lives long enough that what a killed worker has leased or sent
 * is free again before its end.
 */
export function agesOf({ ages = "fresh", lifeSeconds, rotation }: WorkPlan): Ages {
  const lifeMs = lifeSeconds * 1000;
  const oldestMs = lifeMs - (rotation === "strict" ? 120_000 : 45_000);
  if (ages === "fresh") return freshAges(lifeMs);
  return ages === "all" ? [0, oldestMs] : [Math.min(oldestMs, dueAfterMs(lifeMs, 0)), oldestMs];
}

/** What the workers did. */
export interface WorkProof {
  readonly refreshes: number;
  readonly kills: number;
  /** Refreshes that each worker has told of, over all its lives. */
  readonly shares: readonly number[];
  /** Refreshes a second of each worker while it was ready: a killed one starts again. */
  readonly rates: readonly number[];
  /** Refreshes a second of all workers, from the first refresh to the last. */
  readonly perSecond: number;
  /** Access tokens that were there at the start and whose end came within the time. */
  readonly ending: number;
  /** Connections that were refreshed at least once. */
  readonly renewed: number;
  /** Least seconds that an access token still had to live when its successor was issued. */
  readonly closestSeconds: number;
  /** Requests whose answer no worker has stored, since it was killed. */
  readonly unanswered: number;
  /** Attempts of which the store knows no outcome: at least the unanswered requests. */
  readonly unsettled: number;
  /** Families that ended since a killed worker had sent their token and nothing knows the answer. */
  readonly lost: number;
  /** Largest resident set of a worker in its first and in its last quarter, in bytes; of a worker that was not killed. */
  readonly memory: readonly [first: number, last: number];
  readonly failures: Readonly<Record<string, number>>;
  readonly keyRotations: KeyRotations | null;
  readonly statuses: Readonly<Record<string, number>>;
  /** Milliseconds that it took to make the connections. */
  readonly filledInMs: number;
  readonly violations: readonly string[];
}

/** What happened, as the ledger and the store have it. */
export interface Course {
  readonly begunMs: number;
  readonly endMs: number;
  readonly killsMs: readonly number[];
  readonly workers: readonly WorkingProcess[];
  readonly codes: readonly (number | null)[];
  /** Ends of the access tokens before the first refresh, by the grant. */
  readonly ends: ReadonlyMap<string, number>;
  /** Refreshes of the workers. */
  readonly entries: readonly LedgerEntry[];
  /** Refreshes that are stored. */
  readonly committed: number;
  readonly unsettled: number;
  readonly statuses: Readonly<Record<string, number>>;
  readonly filledInMs: number;
  readonly keyRotations: KeyRotations | null;
}

/** Milliseconds before a kill in which a request may be whose answer the killed worker has not stored. */
const inFlightMs = 5_000;
/** Milliseconds until a token may be sent again of which nothing knows the answer. */
const drainMs = 80_000;

/** Judges what the workers did. */
export function judge(plan: WorkPlan, course: Course): WorkProof {
  const { committed, ends, entries, filledInMs, killsMs, statuses, unsettled, workers } = course;
  const byGrant = Map.groupBy(entries, ({ grantId }) => grantId ?? "?");
  const lives = [...ends].map(([grant, endMs]) =>
    lifeOf(plan, course, { grant, endMs, entries: byGrant.get(grant) ?? [] }),
  );
  const lost = lives.filter(({ isLost }) => isLost).length;
  const refused = entries.filter(({ outcome }) => outcome === "refused").length;
  const unanswered = entries.length - refused - committed;
  const violations = [
    ...[...byGrant.keys()].filter((grant) => !ends.has(grant)).map((grant) => `${grant}: not one of ours`),
    ...lives.flatMap(({ wrong }) => wrong),
    ...(lost > killsMs.length * plan.concurrency ? [`${lost} families were lost`] : []),
    ...(unanswered < 0 || unanswered > Math.min(unsettled, killsMs.length * plan.concurrency)
      ? [
          `${entries.length} presentations, ${refused} refused, ${committed} refreshes are stored, ${unsettled} are unsettled`,
        ]
      : []),
    ...unevenShares(plan, workers),
    ...keysInTheWay(course),
    ...course.codes.filter((code) => code !== 0).map((code) => `a worker ended with ${code}`),
  ];
  return {
    ...{
      refreshes: entries.length,
      kills: killsMs.length,
      unanswered,
      unsettled,
      lost,
      statuses,
      filledInMs,
    },
    shares: workers.map(({ refreshed }) => refreshed),
    rates: workers.map(rateOf).map((rate) => Math.round(rate * 10) / 10),
    perSecond: perSecondOf(entries),
    ending: [...ends.values()].filter((endMs) => endMs <= course.endMs).length,
    renewed: byGrant.size,
    closestSeconds:
      lives.reduce((least, { closestMs }) => Math.min(least, closestMs), Number.POSITIVE_INFINITY) / 1000,
    memory: workers[0]?.memory ?? [0, 0],
    keyRotations: course.keyRotations,
    failures: countsOf(workers.flatMap((worker) => worker.failures)),
    violations,
  };
}

/** Returns what was wrong with the rotations of the keys: values that are left, and refreshes that failed meanwhile. */
function keysInTheWay({ keyRotations, workers }: Course): readonly string[] {
  if (keyRotations === null) return [];
  // A login that a kill has lost is no failure of a rotation, and is counted.
  const failures = workers.flatMap((worker) => worker.failures).filter((code) => code !== "needs_login");
  return [
    ...(keyRotations.left > 0 ? [`${keyRotations.left} values are not under the newest key`] : []),
    ...(keyRotations.done === 0 ? ["no rotation of the keys was completed"] : []),
    ...failures.map((code) => `a refresh failed while the keys were replaced: ${code}`),
  ];
}

interface Life {
  readonly isLost: boolean;
  /** Least milliseconds that an access token still had to live when its successor was issued. */
  readonly closestMs: number;
  readonly wrong: readonly string[];
}

interface Refreshed {
  readonly grant: string;
  /** End of the access token before the first refresh. */
  readonly endMs: number;
  readonly entries: readonly LedgerEntry[];
}

/** Follows the access tokens of one connection. */
function lifeOf(
  { lifeSeconds, rotation }: WorkPlan,
  { endMs: stoppedMs, killsMs }: Course,
  { endMs, entries, grant }: Refreshed,
): Life {
  const wasInFlight = ({ atMs }: LedgerEntry): boolean =>
    killsMs.some((killedMs) => killedMs >= atMs - 1_000 && killedMs - atMs < inFlightMs);
  const again = entries.find(({ spent }) => spent);
  const first = again && entries.find(({ fingerprint }) => fingerprint === again.fingerprint);
  const isLastChance = first && wasInFlight(first) && again.atMs - first.atMs >= drainMs;
  const last = entries.at(-1);
  const waitsForDrain = rotation === "strict" && last !== undefined && wasInFlight(last);
  const isLost = isLastChance === true;
  const renewals = entries.filter(({ outcome }) => outcome !== "refused").map(({ atMs }) => atMs);
  const untilMs = [endMs, ...renewals.map((atMs) => atMs + lifeSeconds * 1000)];
  const closestMs = Math.min(...renewals.map((atMs, index) => (untilMs[index] ?? 0) - atMs));
  const isLate = closestMs < 0 || (stoppedMs > (untilMs.at(-1) ?? 0) && !isLost && !waitsForDrain);
  return {
    isLost,
    closestMs,
    wrong: [
      ...(again && !isLost ? [`${grant}: a token was presented twice`] : []),
      ...(isLate && !isLost
        ? [`${grant}: an access token was not renewed before its end, ${entries.length} refreshes`]
        : []),
    ],
  };
}

/** Refreshes a second of a worker while it was ready. */
const rateOf = ({ livedMs, refreshed }: WorkingProcess): number => refreshed / Math.max(1, livedMs / 1000);

function perSecondOf(entries: readonly LedgerEntry[]): number {
  const [first, last] = [entries[0]?.atMs ?? 0, entries.at(-1)?.atMs ?? 0];
  return last > first ? Math.round((entries.length / (last - first)) * 10_000) / 10 : 0;
}

/** Share of its part by which the work of a worker may differ. */
const tolerance = 0.2;
/** Standard deviations of a count that only chance makes up. */
const chance = 4;

/**
 * Returns the violation that work is not spread within a fifth; none if it is. A worker that was killed more often has had
 * less time, so refreshes a second of life are compared. Chance alone makes a count of n, which comes in batches of b, differ
 * by the root of n × b: a few refreshes tell nothing. A busy worker leases when a quarter of its room is free.
 */
function unevenShares({ concurrency }: WorkPlan, workers: readonly WorkingProcess[]): readonly string[] {
  const batch = Math.ceil(concurrency / 4);
  const refreshed = workers.reduce((sum, worker) => sum + worker.refreshed, 0);
  const livedMs = workers.reduce((sum, worker) => sum + worker.livedMs, 0);
  const isUneven = (worker: WorkingProcess): boolean => {
    const expected = (refreshed * worker.livedMs) / livedMs;
    const difference = Math.abs(worker.refreshed - expected);
    return difference > tolerance * expected && difference > chance * Math.sqrt(expected * batch);
  };
  const uneven = workers.flatMap((worker) => (isUneven(worker) ? [worker.refreshed] : []));
  const seconds = workers.map((worker) => Math.round(worker.livedMs / 1000));
  return uneven.length === 0
    ? []
    : [
        `shares of ${workers.map((worker) => worker.refreshed).join(", ")} in ${seconds.join(", ")} s of life`,
      ];
}

const countsOf = (words: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, of]) => [word, of.length]));
