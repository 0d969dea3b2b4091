/*
 * How a connection moves from store A to store B, so that a rotating token never has two owners. The states of A:
 *
 *   here ──release()──▶ on its way ──complete()──▶ gone
 *     ▲                     │
 *     └─────takeBack()──────┘
 *
 *   here        A uses the token.
 *   on its way  A has the token and does not use it: `released`, with `departure` in its details. B may have it.
 *   gone        A has erased the token.
 *
 * and of B (login/arrival.ts):
 *
 *   absent ──expect()──▶ expected ──accept()──▶ here ──one refresh──▶ proven
 *     ▲                     │                     │
 *     └──refuse(), expect() └── (a new ticket)    └──refused, not sent──▶ absent
 *
 * 1. A asks B to expect the connection. B stores a ticket, a login that only this call of `expect()` knows.
 * 2. A commits `on its way`. Only now the token leaves A.
 * 3. B stores token and connection in the transaction that takes the ticket. From here on B owns it.
 * 4. B refreshes once. The provider now knows a token that A never had.
 * 5. A erases its token.
 *
 * Killed before 2, nothing has happened. Killed later, A is `on its way`, and asks B again: each call of `expect()` or
 * `refuse()` removes the tickets of earlier calls, so that a token that still lies in a pipe is refused by B, and B's
 * answer stays true. If B has not got it, A sends it once more or takes it back; if B has it, A erases its own. If B has
 * let it go meanwhile, A erases it, too: B's history says so, even if its connection is gone.
 *
 * What neither side can know: whether the provider has processed the refresh of step 4, if B dies, or its answer is lost,
 * before B's commit. That is the case of every refresh (docs/concepts/refresh.md), and B settles it as such: A never sends
 * the token again.
 */
import { randomUUID } from "node:crypto";
import type { Departure } from "../api/transfer.ts";
import type { Clock } from "../clock.ts";
import { InputError, LoginNeededError, ProviderError, RetryLaterError, StoreError } from "../errors.ts";
import type { Client, Connection, ConnectionDetails, DepartureRecord } from "../model.ts";
import { nameOf } from "../names.ts";
import { displayNameOf } from "../providers/index.ts";
import { unsettledAttempts } from "../refresh/kept-answers.ts";
import { released } from "../refresh/refusals.ts";
import { Secret } from "../secret.ts";
import type { ConnectionState, OwnerLock, Store } from "../store/store.ts";
import { refuseWhatCannotLeave } from "./hand-over.ts";
import { abandonedAttempts } from "./wait-until-idle.ts";

/** What moves with a connection and is no secret. `details` of A that only A knows stay. */
export interface Manifest {
  /** Id of the transfer. */
  readonly id: string;
  readonly name: string;
  readonly client: Pick<
    Client,
    | "name"
    | "provider"
    | "issuer"
    | "endpoints"
    | "clientId"
    | "redirectUri"
    | "rotationSeen"
    | "overlapSeconds"
    | "lifetimes"
    | "requested"
    | "behaviour"
  >;
  readonly connection: Pick<Connection, "subject" | "scope"> & {
    readonly details: Pick<
      ConnectionDetails,
      "account" | "requested" | "connectedAtMs" | "instanceUrl" | "otherTokenType" | "apiBase"
    >;
  };
}

/** A departure that has begun. */
interface Begun {
  readonly store: Store;
  readonly clock: Clock;
  readonly state: ConnectionState;
  readonly record: Pick<DepartureRecord, "id" | "to">;
}

/** Begins or continues the departure of a connection. See {@link Transfers.depart}. */
export async function depart(
  store: Store,
  clock: Clock,
  state: ConnectionState,
  to: string,
): Promise<Departure> {
  const name = nameOf(state.connection);
  const { departure } = state.connection.details;
  const isLeaving = state.connection.status === "released" && departure !== undefined;
  if (isLeaving && departure.to !== to && state.connection.refreshToken)
    throw new InputError("on_its_way_elsewhere", { name, to: departure.to });
  if (isLeaving && departure.to !== to) throw released(state);
  const record = isLeaving ? departure : { id: randomUUID(), to };
  const lock = await acquire(store, record.id, name);
  try {
    if (!isLeaving) await refuseMaybeSpent(store, state);
  } catch (error) {
    lock.releaseAndDelete();
    throw error;
  }
  const begun = { store, clock, state, record };
  return {
    name,
    state: isLeaving ? (state.connection.refreshToken ? "on_its_way" : "gone") : "here",
    to: record.to,
    manifest: { ...manifestOf(record.id, state) },
    release: () => release(begun),
    complete: () => complete(begun),
    takeBack: () => takeBack(begun),
    close: () => lock.releaseAndDelete(),
  };
}

/** The lock of a transfer, which the system frees when its process dies. */
async function acquire({ owners }: Store, id: string, name: string): Promise<OwnerLock> {
  try {
    return await owners.acquire(id);
  } catch (error) {
    if (!(error instanceof StoreError && error.code === "store_busy")) throw error;
    throw new RetryLaterError("move_under_way", 5, { name });
  }
}

/** Throws if the refresh token may be spent, is in use elsewhere, or is not here. */
async function refuseMaybeSpent(store: Store, state: ConnectionState): Promise<void> {
  refuse(state, await abandonedAttempts(store, state));
}

function refuse(state: ConnectionState, abandoned: ReadonlySet<string>): void {
  refuseWhatCannotLeave(state, abandoned);
  // Also one that does not rotate: only an unspent token can come back to where it was before.
  if (unsettledAttempts(state).length > 0)
    throw new ProviderError("hand_over_open", {
      name: nameOf(state.connection),
      provider: displayNameOf(state.client),
    });
}

function manifestOf(id: string, { client, connection }: ConnectionState): Manifest {
  const { name, provider, issuer, endpoints, clientId, redirectUri, rotationSeen } = client;
  const { overlapSeconds, lifetimes, requested, behaviour } = client;
  const { departure: _, arrival: __, ...details } = connection.details;
  return {
    id,
    name: nameOf(connection),
    client: {
      ...{ name, provider, issuer, endpoints, clientId, redirectUri, rotationSeen },
      ...{ overlapSeconds, lifetimes, requested, behaviour },
    },
    connection: {
      subject: connection.subject,
      scope: connection.scope,
      details: picked(details),
    },
  };
}

/** The details that are true wherever the connection is. */
function picked({
  account,
  requested,
  connectedAtMs,
  instanceUrl,
  otherTokenType,
  apiBase,
}: ConnectionDetails): Manifest["connection"]["details"] {
  return {
    ...(account !== undefined && { account }),
    ...(requested !== undefined && { requested }),
    ...(connectedAtMs !== undefined && { connectedAtMs }),
    ...(instanceUrl !== undefined && { instanceUrl }),
    ...(otherTokenType !== undefined && { otherTokenType }),
    ...(apiBase !== undefined && { apiBase }),
  };
}

/** Commits that the connection is on its way, and returns its secrets. */
async function release({ store, clock, state, record }: Begun): Promise<Secret> {
  const { id } = state.connection;
  const abandoned = await abandonedAttempts(store, state);
  const { connection, client } = await store.connections.update(id, (now) => {
    const { details, status, refreshToken } = now.connection;
    if (isOnItsWay(now, record)) return { change: null, result: now };
    refuse(now, abandoned);
    if (!refreshToken) throw new LoginNeededError("released", { name: nameOf(now.connection) });
    const departure: DepartureRecord = { ...record, before: status === "released" ? "ok" : status };
    const released = { status: "released", statusReason: null, statusSinceMs: clock.nowMs() } as const;
    return {
      change: { connection: { ...released, details: { ...details, departure } } },
      result: now,
    };
  });
  const { method, secret } = client.authentication;
  return Secret.of(
    JSON.stringify({
      refreshToken: connection.refreshToken?.expose(),
      authMethod: method,
      clientSecret: secret?.expose() ?? null,
    }),
  );
}

async function complete({ store, clock, state, record }: Begun): Promise<void> {
  await store.connections.update(state.connection.id, (now) => {
    if (!isOnItsWay(now, record)) return { change: null, result: undefined };
    return {
      change: {
        connection: { refreshToken: null },
        event: { kind: "handed_over", atMs: clock.nowMs(), detail: { move: record.id } },
      },
      result: undefined,
    };
  });
}

async function takeBack({ store, clock, state, record }: Begun): Promise<void> {
  await store.connections.update(state.connection.id, (now) => {
    const { departure, ...details } = now.connection.details;
    if (!isOnItsWay(now, record) || !departure) return { change: null, result: undefined };
    const back = { status: departure.before, statusSinceMs: clock.nowMs(), details };
    return { change: { connection: back }, result: undefined };
  });
}

/** Whether a connection is on its way by this transfer, and still has its token. */
function isOnItsWay({ connection }: ConnectionState, { id }: Pick<DepartureRecord, "id">): boolean {
  const { details, refreshToken, status } = connection;
  return status === "released" && refreshToken !== null && details.departure?.id === id;
}
