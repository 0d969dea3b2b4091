import { newConnection } from "../../src/login/new-connection.ts";
import type { Attempt, Client, Connection, ConnectionDetails } from "../../src/model.ts";
import { oidc } from "../../src/providers/oidc.ts";
import { completeAttempt } from "../../src/refresh/complete-attempt.ts";
import { type Decision, decide } from "../../src/refresh/decide.ts";
import { judge, type Observation, type Outcome } from "../../src/refresh/outcome.ts";
import { defaultDeadlines } from "../../src/refresh/schedule.ts";
import { Secret } from "../../src/secret.ts";
import type { Change, ConnectionState } from "../../src/store/store.ts";
import { sampleClient, sampleConnection } from "../support/samples.ts";
import { isAlive, type Row, type State, type Variant } from "./state.ts";

/*
 * The real transition functions, asked with what a process can read and nothing else: the rows, whether an attempt's
 * time is over, whether its owner's lock is held. Time is two instants: now, and long ago.
 */

const nowMs = 0;
const longAgoMs = -10_000_000;
const fingerprint = (secret: Secret): string => secret.expose();
const secretOf = (token: number): Secret => Secret.of(`t${token}`);
const tokenOf = (secret: Secret | null): number => (secret === null ? 0 : Number(secret.expose().slice(1)));

const clients: Readonly<Record<Variant["mode"], Client>> = {
  static: sampleClient({ provider: "oidc", rotationSeen: "static", lifetimes: {} }),
  strict: sampleClient({ provider: "oidc", rotationSeen: "strict", lifetimes: {} }),
  grace: sampleClient({ provider: "oidc", rotationSeen: "strict", overlapSeconds: 600, lifetimes: {} }),
};

/** Returns the state that a transaction reads; `closing` is the attempt that it closes. */
function familyOf(state: State, variant: Variant, closing?: Row): ConnectionState {
  const client = clients[variant.mode];
  const connection: Connection = sampleConnection(client, {
    id: "connection",
    tokenFamilyId: `f${state.family}`,
    generation: state.generation,
    refreshToken: state.token === 0 ? null : secretOf(state.token),
    subject: null,
    status: state.status === "gone" ? "revoked" : state.status,
    statusReason: state.status === "needs_login" ? "no_reason" : null,
    details: detailsOf(state, closing),
  });
  const attempts =
    variant.off === "attempt_row"
      ? []
      : state.rows.map((row, index) => attemptOf(row, index, { variant, isLate: state.late }));
  return {
    connection,
    client,
    accessTokens: [],
    attempts: attempts.filter(
      (row) => !["not_sent", "committed", "rejected"].includes(row.phase) || row.rawAnswer,
    ),
    presented: state.presented.map((token) => `t${token}`),
    schedule: { dueAtMs: 0, failures: 0 },
  };
}

/** Returns the stored refusals without a reason, as they matter to the attempt that closes now. */
function detailsOf({ count, generation, rows }: State, closing?: Row): ConnectionDetails {
  const attempts = rows.flatMap((row, index) =>
    row.refused && row.generation === generation ? [String(index)] : [],
  );
  if (attempts.length === 0) return {};
  return {
    unexplained: { count, attempts, drainedAtMs: closing?.afterDrain === false ? nowMs + 1 : longAgoMs },
  };
}

function attemptOf(
  row: Row,
  index: number,
  { variant, isLate }: { readonly variant: Variant; readonly isLate: boolean },
): Attempt {
  const isOver = row.drained || variant.off === "time";
  const kept = JSON.stringify({ access_token: "a", refresh_token: `t${row.kept}` });
  return {
    id: String(index),
    connectionId: "connection",
    tokenFamilyId: `f${row.family}`,
    baseGeneration: row.generation,
    audience: "",
    scope: "",
    clientVersion: 1,
    // With an overlap: so long ago that a sender that lives has had its time.
    createdAtMs: isOver || isLate ? longAgoMs : variant.mode === "grace" ? nowMs - 20_000 : nowMs,
    drainDeadlineMs: isOver ? longAgoMs : nowMs + 80_000,
    phase: row.phase,
    fingerprint: `t${row.presented}`,
    httpStatus: null,
    rawAnswer: row.kept === 0 ? null : Secret.of(kept),
    closedAtMs: null,
  };
}

/** What a process would do that needs an access token now. The lock of an attempt is held while its owner lives. */
export function decided(
  state: State,
  variant: Variant,
  force = false,
): { decision: Decision; change: Change | null } {
  const gone = state.rows.flatMap((row, index) =>
    variant.off === "silence" || !isAlive(row) ? [String(index)] : [],
  );
  const { change, result } = decide(familyOf(state, variant), {
    attemptId: "new",
    audience: "",
    minTtlMs: 0,
    force,
    deadOwners: new Set(gone),
    fingerprint,
    nowMs,
    deadlines: defaultDeadlines,
  });
  return { decision: result, change };
}

/** What the answer of an attempt changes. `generation` off: it is written whatever the store holds now. */
export function settled(state: State, index: number, outcome: Outcome, variant: Variant): Change | null {
  const row = state.rows[index];
  if (row === undefined) return null;
  const attempt = attemptOf(row, index, { variant, isLate: state.late });
  const before = familyOf(state, variant, row);
  const seen =
    variant.off === "generation"
      ? {
          ...before,
          connection: {
            ...before.connection,
            tokenFamilyId: attempt.tokenFamilyId,
            generation: row.generation,
          },
        }
      : before;
  return completeAttempt(seen, {
    attempt,
    outcome,
    rawAnswer: Secret.of(bodyOf(row)),
    httpStatus: 200,
    nextAuthentication: null,
    namesScope: false,
    fingerprint,
    nowMs,
    jitter: 0.5,
    deadlines: defaultDeadlines,
  }).change;
}

/** A whole answer, or one that is cut off right behind its refresh token. */
function bodyOf(row: Row): string {
  const body = JSON.stringify({ refresh_token: `t${row.answer}`, access_token: "a", token_type: "Bearer" });
  return row.spoiled ? body.slice(0, body.indexOf(",") + 1) : body;
}

/** What an answer means, as the real judge has it. `rotation_first` off: one that is cut off is thrown away. */
export function judged(row: Row, { mute, off }: Variant): Outcome {
  if (row.spoiled && off === "rotation_first") return { kind: "dead", said: "" };
  const isMute = row.owner === "muted" || (row.owner === "refused" && mute);
  if (isMute && off === "no_reason") return { kind: "ambiguous", reason: "unreadable", httpStatus: 400 };
  const status = row.owner === "answered" ? 200 : 400;
  const body = isMute ? "" : row.owner === "refused" ? '{"error":"invalid_grant"}' : bodyOf(row);
  const answer: Observation = {
    kind: "answer",
    status,
    headers: new Headers(),
    body,
    complete: !row.spoiled,
  };
  return judge(answer, {
    clientId: "c",
    issuer: "https://idp.example",
    subject: null,
    requestedScope: "",
    presented: `t${row.presented}`,
    nowMs,
    provider: oidc,
  });
}

/** Writes a change, as the stores do. New attempts come last. */
export function apply(state: State, change: Change | null): void {
  if (change === null) return;
  const { connection } = change;
  if (connection) {
    if (connection.tokenFamilyId !== undefined) state.family = Number(connection.tokenFamilyId.slice(1));
    if (connection.generation !== undefined) state.generation = connection.generation;
    if (connection.refreshToken !== undefined) state.token = tokenOf(connection.refreshToken);
    if (connection.status !== undefined) state.status = connection.status as State["status"];
  }
  for (const attempt of change.attempts ?? []) writeAttempt(state, attempt);
  if (!connection?.details) return;
  const { attempts = [], count = 0 } = connection.details.unexplained ?? {};
  state.count = count;
  for (const id of attempts) {
    const row = state.rows[Number(id)];
    if (row !== undefined) row.refused = true;
  }
}

function writeAttempt(state: State, attempt: Attempt): void {
  const row = state.rows[Number(attempt.id)];
  const kept = attempt.rawAnswer === null ? 0 : Number(/"t(\d+)"/.exec(attempt.rawAnswer.expose())?.[1] ?? 0);
  if (row !== undefined) {
    row.phase = attempt.phase;
    row.kept = kept;
    // Whoever closes an attempt without an answer gives it time to drain anew.
    if (attempt.phase === "ambiguous" && attempt.drainDeadlineMs > nowMs) row.drained = false;
    return;
  }
  state.rows.push({
    family: Number(attempt.tokenFamilyId.slice(1)),
    generation: attempt.baseGeneration,
    phase: attempt.phase,
    owner: "inserted",
    wire: "",
    drained: false,
    early: !state.late,
    presented: state.token,
    answer: 0,
    spoiled: false,
    kept: 0,
    refused: false,
    afterDrain: !state.rows.some(
      ({ drained, generation, refused }) => refused && !drained && generation === state.generation,
    ),
  });
}

/** A second login of the same name. */
export function loggedIn(state: State, variant: Variant, token: number): void {
  const existing = familyOf(state, variant);
  const created = newConnection(
    {
      grant: { scope: "", instanceUrl: null, otherTokenType: null },
      refreshToken: secretOf(token),
      who: { subject: null, account: null },
      requested: {},
    },
    { client: clients[variant.mode], loginId: "login", name: "acme", existing, nowMs },
    null,
    nowMs,
  );
  apply(state, { attempts: created.attempts ?? [] });
  state.family = 1;
  state.generation = created.connection.generation;
  state.token = token;
  state.status = "ok";
  state.late = false;
  state.count = 0;
  state.presented = [];
}
