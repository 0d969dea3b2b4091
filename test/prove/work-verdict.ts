import type { LedgerEntry } from "@tokenwell/emulator";
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
}

/** What the workers did. */
export interface WorkProof {
  readonly refreshes: number;
  readonly kills: number;
  /** Refreshes that each worker has told of, over all its lives. */
  readonly shares: readonly number[];
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
  const unanswered = entries.length - committed;
  const violations = [
    ...[...byGrant.keys()].filter((grant) => !ends.has(grant)).map((grant) => `${grant}: not one of ours`),
    ...lives.flatMap(({ wrong }) => wrong),
    ...(lost > killsMs.length * plan.concurrency ? [`${lost} families were lost`] : []),
    ...(unanswered < 0 || unanswered > Math.min(unsettled, killsMs.length * plan.concurrency)
      ? [`${entries.length} presentations, ${committed} refreshes are stored, ${unsettled} are unsettled`]
      : []),
    ...unevenShares(workers),
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
    renewed: byGrant.size,
    closestSeconds:
      lives.reduce((least, { closestMs }) => Math.min(least, closestMs), Number.POSITIVE_INFINITY) / 1000,
    memory: workers[0]?.memory ?? [0, 0],
    failures: countsOf(workers.flatMap((worker) => worker.failures)),
    violations,
  };
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

/** Returns the violation that work is not spread within a fifth; none if it is. */
function unevenShares(workers: readonly WorkingProcess[]): readonly string[] {
  const shares = workers.map(({ refreshed }) => refreshed);
  const even = shares.reduce((sum, share) => sum + share, 0) / shares.length;
  return shares.some((share) => Math.abs(share - even) > 0.2 * even)
    ? [`shares of ${shares.join(", ")}`]
    : [];
}

const countsOf = (words: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, of]) => [word, of.length]));
