import type { AttemptPhase } from "../../src/model.ts";

/** What a variant explores: how the provider rotates, how many faults there may be, and which rule is switched off. */
export interface Variant {
  readonly mode: "static" | "grace" | "strict";
  /** Each resend within the overlap gives one more successor instead of the same. */
  readonly fork: boolean;
  /** Processes that have an attempt under way at once, and attempts that are looked at together. */
  readonly processes: number;
  readonly rows: number;
  /** Where a run ends well: so many generations. */
  readonly generations: number;
  readonly kills: number;
  readonly losses: number;
  readonly logins: number;
  readonly logouts: number;
  /** Answers that cannot be trusted but for their new refresh token. */
  readonly spoiled: number;
  /** The provider gives no reason when it refuses a token. */
  readonly mute: boolean;
  /** Refusals without a reason that do not look at the token. */
  readonly mutes: number;
  readonly off: Rule | null;
}

/** The rules of the protocol that can be switched off, to see that the check notices. */
export type Rule =
  | "attempt_row"
  | "generation"
  | "late_answer"
  | "time"
  | "silence"
  | "rotation_first"
  | "no_reason";

/** An attempt, and what is true of its owner and its request, which nobody can read. */
export interface Row {
  family: number;
  generation: number;
  phase: AttemptPhase;
  /** Its owner: has inserted it, waits, has an answer, a refusal, one without a reason, is done, is dead. */
  owner: "inserted" | "waits" | "answered" | "refused" | "muted" | "done" | "dead";
  /** What is on its way. */
  wire: "" | "request" | "answer" | "refusal" | "mute";
  /** Nothing of its request can arrive any more, as the clock tells. */
  drained: boolean;
  /** Sent so early that a resend within the overlap can still rely on it. */
  early: boolean;
  presented: number;
  /** The refresh token in the answer under way or at hand; 0: none. */
  answer: number;
  spoiled: boolean;
  /** That of the answer that the store keeps. */
  kept: number;
  /** It was refused without a reason, and the store knows it. */
  refused: boolean;
  /** It began when all that were refused without a reason before it were drained. */
  afterDrain: boolean;
}

/** The provider's side of a family. */
export interface Issued {
  revoked: boolean;
  /** The token that was replaced last, while it still works. */
  previous: number;
  /** The successor that a resend gets again. */
  successor: number;
}

/** Everything. Tokens are numbers; 0 is none. */
export interface State {
  generation: number;
  family: number;
  token: number;
  status: "ok" | "unsettled" | "needs_login" | "revoking" | "gone";
  /** The overlap of the present generation's first attempt is nearly over. */
  late: boolean;
  kills: number;
  losses: number;
  logins: number;
  logouts: number;
  spoiled: number;
  mutes: number;
  /** Refusals of the present token in a row that had no reason. */
  count: number;
  /** A fault has happened: what follows may cost a login. */
  hurt: boolean;
  issued: [Issued, Issued];
  live: number[];
  /** Tokens that this family has presented and that somebody may still hold. */
  presented: number[];
  rows: Row[];
}

const nothingIssued = (): Issued => ({ revoked: false, previous: 0, successor: 0 });

/** A connection right after its login. */
export function begun(variant: Variant): State {
  const { kills, losses, logins, logouts, mutes, spoiled } = variant;
  return {
    ...{ generation: 1, family: 0, token: 1, status: "ok", late: false, hurt: false },
    ...{ kills, losses, logins, logouts, spoiled, mutes, count: 0 },
    issued: [nothingIssued(), nothingIssued()],
    live: [1],
    presented: [],
    rows: [],
  };
}

/** A copy that may be changed. */
export function copyOf(state: State): State {
  return {
    ...state,
    issued: [{ ...state.issued[0] }, { ...state.issued[1] }],
    live: [...state.live],
    presented: [...state.presented],
    rows: state.rows.map((row) => ({ ...row })),
  };
}

export const isAlive = (row: Row): boolean => row.owner !== "done" && row.owner !== "dead";

const unsettled: readonly AttemptPhase[] = ["open", "superseded", "ambiguous", "abandoned"];

/** Whether the store would still show the attempt to a decision, or somebody is still at it. */
function matters(row: Row, state: State): boolean {
  if (isAlive(row) || row.wire === "request" || row.phase === "open") return true;
  if (row.family !== state.family) return false;
  if (row.kept !== 0) return true;
  return unsettled.includes(row.phase) && (!row.drained || row.generation === state.generation);
}

/** Forgets what no longer matters, names tokens by their first use, and gives a key: equal states, equal keys. */
export function normalised(state: State): string {
  state.rows = state.rows.filter((row) => matters(row, state));
  for (const row of state.rows) {
    if (row.owner !== "inserted" && row.wire !== "request") row.presented = 0;
    if (row.owner !== "answered" && row.wire !== "answer") row.answer = 0;
    if (row.generation !== state.generation) row.refused = false;
    if (!isAlive(row)) row.afterDrain = true;
  }
  mergeSilent(state);
  renameTokens(state);
  return JSON.stringify([
    ...Object.values({ ...state, rows: 0 }),
    state.rows.map((row) => Object.values(row)),
  ]);
}

/** Attempts that are over and may have spent the token: one stands for all of them. */
function mergeSilent(state: State): void {
  const seen = new Set<string>();
  state.rows = state.rows.filter((row) => {
    if (isAlive(row) || row.wire === "request" || row.phase === "open" || row.kept !== 0 || !row.drained)
      return true;
    const key = `${row.family} ${row.generation} ${row.phase} ${row.early} ${row.refused}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function renameTokens(state: State): void {
  const names = new Map<number, number>([[0, 0]]);
  const name = (token: number): number => {
    if (!names.has(token)) names.set(token, names.size);
    return names.get(token) ?? 0;
  };
  state.token = name(state.token);
  for (const row of state.rows) {
    row.presented = name(row.presented);
    row.answer = name(row.answer);
    row.kept = name(row.kept);
  }
  for (const issued of state.issued) {
    issued.previous = names.get(issued.previous) ?? 0;
    issued.successor = issued.previous === 0 ? 0 : (names.get(issued.successor) ?? 0);
  }
  const known = (tokens: readonly number[]): number[] =>
    tokens.flatMap((token) => names.get(token) ?? []).sort((one, other) => one - other);
  state.live = known(state.live);
  state.presented = known(state.presented);
}

/** A name that no token has. */
export function newToken({ live, rows, token, presented }: State): number {
  const used = [
    token,
    ...live,
    ...presented,
    ...rows.flatMap((row) => [row.presented, row.answer, row.kept]),
  ];
  return Math.max(...used) + 1;
}
