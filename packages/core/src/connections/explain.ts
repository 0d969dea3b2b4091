import type { NeedsLoginCause } from "../api/connection.ts";
import { causesOf } from "../diagnose/needs-login.ts";
import { LoginNeededError } from "../errors.ts";
import type { ConnectionState, Store } from "../store/store.ts";

/** Finds the causes for which a connection must log in, from the store's records. */
export async function causesIn(
  store: Store,
  { connection, client }: ConnectionState,
): Promise<readonly NeedsLoginCause[]> {
  if (connection.status !== "needs_login") return [];
  const { subject } = connection;
  const logins =
    subject === null ? [] : await store.connections.recordedLogins({ clientId: client.id, subject });
  return causesOf({ connection, client, logins });
}

/** Adds the cause, or the number of possible causes, to the error of a connection that must log in. */
export function explained(error: LoginNeededError, causes: readonly NeedsLoginCause[]): LoginNeededError {
  const [cause] = causes;
  if (cause === undefined) return error;
  if (causes.length > 1)
    return new LoginNeededError(error.code, { ...error.facts, why: "why.several", count: causes.length });
  const next = cause.next === null ? {} : { next: cause.next };
  return new LoginNeededError(error.code, { ...error.facts, ...cause.facts, ...next, why: cause.why });
}
