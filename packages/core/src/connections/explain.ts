import type { ConnectionCause } from "../api/connection.ts";
import type { Ledger, RecordedCause, Trouble } from "../diagnose/ledger.ts";
import { lastUseMs, loginLifetimeOf } from "../diagnose/lives.ts";
import { LoginNeededError, ProviderError, type TokenwellError } from "../errors.ts";
import type { Connection, InstantMs } from "../model.ts";
import { displayNameOf, providerOf } from "../providers/index.ts";
import { breakerMs } from "../refresh/schedule.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import type { ConnectionState, Store } from "../store/store.ts";
import type { MessageParams } from "../text/say.ts";

/**
 * Finds the causes for which a connection does not work, the likeliest first: by the rules of `explain`, with the store's
 * records as evidence. None for a connection that works.
 */
export async function causesIn(store: Store, state: ConnectionState): Promise<readonly ConnectionCause[]> {
  const trouble = troubleOf(state);
  if (trouble === null) return [];
  // The rules are many, and of no use to a connection that works.
  const { recordedCauses } = await import("../diagnose/index.ts");
  return recordedCauses(await ledgerOf(store, state, trouble)).map((cause) => toCause(cause, state));
}

/** Returns the failure to explain; `null` if there is none, or if the status says all. */
function troubleOf({ connection, client, schedule }: ConnectionState): Trouble | null {
  const said = connection.details.providerError ?? "";
  const { failure } = connection.details;
  switch (connection.status) {
    case "needs_login":
      return { kind: connection.statusReason === "interaction" ? "person" : "token", said };
    case "suspended":
      return { kind: "account", said };
    case "ok":
    case "unsettled":
      if (client.breakerUntilMs !== null) return { kind: "client", said: client.breakerReason ?? "" };
      if (failure === undefined || schedule.failures === 0) return null;
      return {
        ...{ kind: "request", failure: failure.kind, reason: failure.reason, status: failure.httpStatus },
        said: failure.kind === "refused" ? said : "",
      };
    default:
      return null;
  }
}

async function ledgerOf(store: Store, state: ConnectionState, trouble: Trouble): Promise<Ledger> {
  const { attempts, connection, client } = state;
  const { details, subject } = connection;
  const isToken = trouble.kind === "token";
  const logins =
    !isToken || subject === null
      ? []
      : await store.connections.recordedLogins({ clientId: client.id, subject });
  const { until, untilSource, idleSeconds } = loginLifetimeOf(connection, client);
  const begunMs = details.connectedAtMs ?? null;
  return {
    provider: client.provider,
    issuer: client.issuer,
    trouble,
    sinceMs: sinceOf(state, trouble),
    lastMs: lastUseMs(connection),
    hasRefreshed: wasRefreshed(connection),
    begunMs,
    idleSeconds,
    maxSeconds: until === null || begunMs === null ? null : (until.getTime() - begunMs) / 1000,
    maxSource: untilSource,
    logins: logins.map((login) => ({ ...login, isOwn: login.connectionId === connection.id })),
    mostLogins: providerOf(client.provider).maxRefreshTokensPerUser,
    rotates: rotates(effectiveRotation(client)),
    overlapSeconds: client.overlapSeconds,
    lostMs: connection.statusReason === "rotation_lost" ? (details.lostAtMs ?? null) : null,
    isSenderDead: attempts.some(
      ({ createdAtMs, phase }) => createdAtMs === details.lostAtMs && phase === "abandoned",
    ),
    adoptedMs: details.adoptedAtMs ?? null,
    hasClientSecret: client.authentication.method !== "none",
    hasNextSecret: client.nextAuthentication !== null,
  };
}

function sinceOf({ connection, client }: ConnectionState, { kind }: Trouble): InstantMs {
  return kind === "client" && client.breakerUntilMs !== null
    ? client.breakerUntilMs - breakerMs
    : connection.statusSinceMs;
}

/** Whether a refresh of the present login has succeeded. */
const wasRefreshed = ({ refreshedAtMs, details }: Connection): boolean =>
  refreshedAtMs !== null && refreshedAtMs >= (details.connectedAtMs ?? 0);

function toCause(
  { cause, grounds, evidence, facts }: RecordedCause,
  { client }: ConnectionState,
): ConnectionCause {
  const { provider: kind, clientId } = client;
  const of = { kind, clientId, provider: displayNameOf(client) };
  return {
    cause,
    grounds,
    why: evidence === null ? null : `evidence.${evidence}`,
    next: evidence === "idle" ? "next.idle" : null,
    facts: { ...facts, ...of },
  };
}

/** The commands that mend a client which the provider refuses. */
const clientFixes: Readonly<Partial<Record<string, string>>> = {
  "evidence.secret_changed": "fix.new_secret",
  "evidence.secret_changed_twice": "fix.new_secret",
  "evidence.secret_missing": "fix.secret_missing_here",
  "evidence.unknown_client": "fix.app_gone",
};

/**
 * Adds to an error what the records tell: the likeliest cause and the next one, or the number of the others. Of a request
 * that failed the error itself says all.
 */
export function explained(error: TokenwellError, causes: readonly ConnectionCause[]): TokenwellError {
  const [first, second, ...more] = causes.filter(({ why }) => why !== null);
  if (first?.why == null) return error;
  if (error instanceof LoginNeededError && error.code === "needs_login") {
    const next = first.next === null ? {} : { next: first.next };
    const also = more.length > 0 ? { others: more.length + 1 } : alsoOf(second);
    return new LoginNeededError(error.code, {
      ...error.facts,
      ...first.facts,
      ...next,
      ...also,
      why: first.why,
    });
  }
  // The error names the cause; the records say since when.
  if (error.code === "suspended")
    return new ProviderError(error.code, { ...error.facts, ...first.facts, evidence: first.why });
  const fix = clientFixes[first.why];
  return error.code === "client_refused" && fix !== undefined
    ? new ProviderError(error.code, { ...error.facts, ...first.facts, why: first.why, fix })
    : error;
}

/** Returns the parameters of a second cause. Both may have one of the same name, so that its own have a prefix. */
function alsoOf(cause: ConnectionCause | undefined): MessageParams {
  if (cause?.why == null) return {};
  const own = Object.entries(cause.facts).map(([name, fact]) => [`also.${name}`, fact] as const);
  return { ...Object.fromEntries(own), also: cause.why };
}
