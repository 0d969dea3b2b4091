import type { HandOver } from "../api/connection.ts";
import type { Clock } from "../clock.ts";
import { InputError, LoginNeededError, ProviderError, RetryLaterError } from "../errors.ts";
import type { Status } from "../model.ts";
import { nameOf } from "../names.ts";
import { displayNameOf } from "../providers/index.ts";
import { unsettledAttempts } from "../refresh/kept-answers.ts";
import { needsLogin, released } from "../refresh/refusals.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import type { Secret } from "../secret.ts";
import type { ConnectionState, Store } from "../store/store.ts";
import { apiBaseOf } from "./api-base.ts";
import { abandonedAttempts, isRefreshing } from "./wait-until-idle.ts";

/** Builds the hand-over of a refresh token, with everything that its receiver needs. */
export function offerOf(
  { client, connection }: ConnectionState,
  refreshToken: Secret,
  end: Pick<HandOver, "release" | "keep">,
): HandOver {
  return {
    refreshToken,
    clientId: client.clientId,
    clientSecret: client.authentication.secret,
    issuer: client.issuer,
    tokenEndpoint: client.endpoints.token,
    instanceUrl: connection.details.instanceUrl ?? null,
    apiBase: apiBaseOf(connection, client),
    rotation: effectiveRotation(client),
    ...end,
  };
}

/**
 * Hands over the refresh token of a connection. A rotating token has one owner: from this call on no process uses it
 * here, and `release` erases it; a static one stays in use. Throws if the token may be spent or is no longer here.
 */
export async function handOver(store: Store, clock: Clock, found: ConnectionState): Promise<HandOver> {
  const { id } = found.connection;
  const abandoned = await abandonedAttempts(store, found);
  const { state, before, isExclusive } = await store.connections.update(id, (now) => {
    refuseWhatCannotLeave(now, abandoned);
    const released = { status: "released", statusReason: null, statusSinceMs: clock.nowMs() } as const;
    const isExclusive = rotates(effectiveRotation(now.client));
    return {
      change: isExclusive ? { connection: released } : null,
      result: { state: now, before: now.connection.status, isExclusive },
    };
  });
  const { refreshToken } = state.connection;
  if (!refreshToken) throw needsLogin(state);
  return offerOf(state, refreshToken, {
    release: async () => {
      if (isExclusive) await forget(store, clock, id);
    },
    keep: async () => {
      if (isExclusive) await putBack(store, clock, id, before);
      return nameOf(state.connection);
    },
  });
}

/** Throws the reason why a refresh token cannot leave this store now. */
export function refuseWhatCannotLeave(state: ConnectionState, abandoned: ReadonlySet<string>): void {
  const { connection, client } = state;
  const facts = { name: nameOf(connection), provider: displayNameOf(client) };
  switch (connection.status) {
    case "needs_login":
      throw needsLogin(state);
    case "quarantined":
      throw new LoginNeededError("quarantined", facts);
    case "revoking":
    case "revoked":
      throw new InputError("revoked", facts);
    case "released":
      // The token is still here if the process died before `release`: hand it over again.
      if (connection.refreshToken && !connection.details.departure) break;
      throw released(state);
    default:
  }
  if (isRefreshing(state, abandoned)) throw new RetryLaterError("refresh_waiting", 5, facts);
  if (rotates(effectiveRotation(client)) && unsettledAttempts(state).length > 0)
    throw new ProviderError("hand_over_open", facts);
}

async function forget(store: Store, clock: Clock, id: string): Promise<void> {
  await store.connections.update(id, ({ connection }) => ({
    change: isReleased(connection)
      ? {
          connection: { refreshToken: null },
          event: { kind: "handed_over", atMs: clock.nowMs(), detail: {} },
        }
      : null,
    result: undefined,
  }));
}

async function putBack(store: Store, clock: Clock, id: string, before: Status): Promise<void> {
  await store.connections.update(id, ({ connection }) => ({
    change: isReleased(connection) ? { connection: { status: before, statusSinceMs: clock.nowMs() } } : null,
    result: undefined,
  }));
}

/** Whether the token of a hand-over is still here. A new login may have brought another one meanwhile. */
const isReleased = ({ refreshToken, status }: ConnectionState["connection"]): boolean =>
  status === "released" && refreshToken !== null;
