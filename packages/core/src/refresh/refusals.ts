import {
  InputError,
  LoginNeededError,
  ProviderError,
  RetryLaterError,
  type TokenwellError,
} from "../errors.ts";
import type { InstantMs } from "../model.ts";
import { nameOf } from "../names.ts";
import { displayNameOf, providerOf } from "../providers/index.ts";
import { explanationOf } from "../providers/refusal.ts";
import type { ConnectionState } from "../store/store.ts";
import type { MessageParams } from "../text/say.ts";

/** Builds the error for a caller during the pause after a failed refresh. */
export function failureError(state: ConnectionState, seconds: number): TokenwellError {
  const { failure } = state.connection.details;
  const name = nameOf(state.connection);
  if (state.connection.status === "suspended") return suspended(state);
  const host = new URL(state.client.endpoints.token).host;
  const facts = {
    name,
    host,
    provider: displayNameOf(state.client),
    reason: failure?.reason ?? "timeout",
    status: failure?.httpStatus ?? 0,
    ...(failure?.kind === "refused" && refusalFacts(state, state.connection.details.providerError ?? "")),
  };
  const codes = {
    not_sent: "refresh_not_sent",
    busy: "refresh_rejected",
    unanswered: "refresh_unanswered",
    refused: "refresh_refused",
  } as const;
  return new RetryLaterError(codes[failure?.kind ?? "unanswered"], seconds, facts);
}

/** Builds the error of the last refresh of a connection, which failed. */
export function lastFailure(state: ConnectionState, nowMs: InstantMs): TokenwellError {
  if (state.connection.status === "needs_login") return needsLogin(state);
  const refused = refuseByStatus(state);
  if (refused) return refused;
  if ((state.client.breakerUntilMs ?? 0) > nowMs) return clientRefused(state);
  return failureError(state, Math.max(1, Math.ceil((state.schedule.dueAtMs - nowMs) / 1000)));
}

/** Builds the error for a connection that has ended or is quarantined; `null` if it is neither. */
export function refuseByStatus(state: ConnectionState): TokenwellError | null {
  const { connection } = state;
  const facts = {
    kind: state.client.provider,
    name: nameOf(connection),
    provider: displayNameOf(state.client),
  };
  switch (connection.status) {
    case "quarantined":
      return new LoginNeededError("quarantined", facts);
    case "revoking":
    case "revoked":
      return new InputError("revoked", facts);
    case "released":
      return released(state);
    default:
      return null;
  }
}

/** Builds the error for a connection whose refresh token has another owner, or is on its way to one. */
export function released({ client, connection }: ConnectionState): TokenwellError {
  const { details, refreshToken, statusSinceMs } = connection;
  const facts = {
    kind: client.provider,
    name: nameOf(connection),
    provider: displayNameOf(client),
    lastMs: statusSinceMs,
  };
  if (!details.departure) return new LoginNeededError("released", facts);
  const moved = { ...facts, to: details.departure.to };
  return refreshToken ? new RetryLaterError("on_its_way", 60, moved) : new LoginNeededError("moved", moved);
}

/** Builds the error for a connection that must log in, with the reason that the last outcome gives. */
export function needsLogin(state: ConnectionState): TokenwellError {
  const { connection } = state;
  const why = connection.statusReason ?? "provider_revoked";
  return new LoginNeededError("needs_login", {
    kind: state.client.provider,
    name: nameOf(connection),
    provider: displayNameOf(state.client),
    said: connection.details.providerError ?? "invalid_grant",
    reason: why,
    lastMs: connection.refreshedAtMs ?? connection.statusSinceMs,
    ...(why === "rotation_lost" && {
      how: "reason.no_answer",
      lostMs: connection.details.lostAtMs ?? connection.statusSinceMs,
    }),
  });
}

function suspended(state: ConnectionState): TokenwellError {
  return new ProviderError("suspended", refusalFacts(state, state.connection.details.providerError ?? ""));
}

/** Builds the error for a client that the provider refuses. */
export function clientRefused(state: ConnectionState): TokenwellError {
  return new ProviderError("client_refused", refusalFacts(state, state.client.breakerReason ?? ""));
}

/** Collects the provider's words and the known remedy. */
function refusalFacts(state: ConnectionState, said: string): MessageParams {
  const [error = "", ...description] = said.split(": ");
  const refused = { error, description: description.join(": "), status: null };
  return {
    ...explanationOf(providerOf(state.client.provider), refused),
    name: nameOf(state.connection),
    provider: displayNameOf(state.client),
    said,
  };
}
