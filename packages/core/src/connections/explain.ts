import { causesOf, type LoginRecord, type NeedsLoginCause } from "../diagnose/needs-login.ts";
import { LoginNeededError } from "../errors.ts";
import type { Client, Connection } from "../model.ts";
import type { ConnectionEvent, ConnectionState, Store } from "../store/store.ts";

/** What our own records say about why a connection must log in. */
export async function causesIn(
  store: Store,
  { connection, client }: ConnectionState,
): Promise<readonly NeedsLoginCause[]> {
  if (connection.status !== "needs_login") return [];
  const events = await store.history("connected");
  const logins = events.filter((event) => isOfSame(event, connection, client));
  return causesOf({ connection, client, logins, connections: await store.connections() });
}

const isOfSame = (
  { detail }: ConnectionEvent & LoginRecord,
  { subject }: Connection,
  { id }: Client,
): boolean => detail.client === id && subject !== null && detail.subject === subject;

/** The error of a connection that must log in, with the reason that our records bear out. */
export function explained(error: LoginNeededError, causes: readonly NeedsLoginCause[]): LoginNeededError {
  const [cause] = causes;
  if (cause === undefined) return error;
  if (causes.length > 1)
    return new LoginNeededError(error.code, { ...error.facts, why: "why.several", count: causes.length });
  const next = cause.next === null ? {} : { next: cause.next };
  return new LoginNeededError(error.code, { ...error.facts, ...cause.facts, ...next, why: cause.why });
}
