/*
 * The receiving side of a move between two stores: store B of connections/departure.ts, which has the states and why they
 * are safe.
 */
import { randomUUID } from "node:crypto";
import type { Accepted, ArrivalState } from "../api/transfer.ts";
import type { Manifest } from "../connections/departure.ts";
import { InputError, LoginNeededError, RetryLaterError } from "../errors.ts";
import { type AuthMethod, type Client, ClientAuthentication } from "../model.ts";
import { Secret } from "../secret.ts";
import type { ConnectionState, NewConnection, Store } from "../store/store.ts";
import { saveLogin } from "./begin.ts";
import { ticketLogin } from "./import.ts";
import { loginSettings } from "./login-settings.ts";
import { newConnection } from "./new-connection.ts";
import { readManifest } from "./read-manifest.ts";
import type { LoginServices } from "./services.ts";
import { verificationRefresh } from "./verify.ts";

/** Milliseconds until a ticket that nothing used may be removed. */
const ticketLifeMs = 10 * 60_000;

/** Prepares to accept a connection. See {@link Transfers.expect}. */
export async function expectArrival(services: LoginServices, given: unknown): Promise<ArrivalState> {
  const manifest = readManifest(given);
  const { known, place } = await placeOf(services, manifest);
  if (place.state === "here")
    return { state: "here", verify: () => verify(services, place.id, manifest, undefined) };
  if (place.state === "gone") return { state: "gone" };
  const { name } = manifest;
  const holder = (await services.store.connections.read({ name }))?.connection;
  if (holder && holder.status !== "needs_login" && holder.status !== "released")
    throw new InputError("name_taken", { name, account: holder.details.account ?? name });
  const client = known ?? newClient(manifest);
  const nowMs = services.clock.nowMs();
  const ticket = {
    ...ticketLogin(client, name, nowMs),
    settings: { arrivalId: manifest.id },
    expiresAtMs: nowMs + ticketLifeMs,
  };
  const lock = await saveLogin(services, ticket, client, known);
  return {
    state: "expected",
    accept: async (parcel) => {
      try {
        const id = await storeArrived(services, { manifest, client, ticketId: ticket.id, parcel });
        return await verify(services, id, manifest, known);
      } finally {
        lock.releaseAndDelete();
      }
    },
  };
}

/** Refuses a connection that has not arrived. See {@link Transfers.refuse}. */
export async function refuseArrival(
  services: LoginServices,
  given: unknown,
): Promise<{ readonly state: "absent" | "here" | "gone" }> {
  const { state } = (await placeOf(services, readManifest(given))).place;
  return { state };
}

type Place = { readonly state: "here"; readonly id: string } | { readonly state: "absent" | "gone" };

/**
 * Finds out whether the connection of a transfer is in this store. Removes the tickets of earlier calls first, so that the
 * answer cannot change: a token that still comes for one of them is refused.
 */
async function placeOf(
  { store }: LoginServices,
  { id, name, client }: Manifest,
): Promise<{ readonly known: Client | undefined; readonly place: Place }> {
  for (const ticket of await store.logins.unfinished())
    if (ticket.settings.arrivalId === id) await store.logins.remove(ticket.id);
  const known = (await store.clients.list()).find(
    ({ clientId, issuer }) => clientId === client.clientId && issuer === client.issuer,
  );
  const state = await store.connections.read({ name });
  if (state?.connection.details.arrival?.id === id)
    return { known, place: { state: "here", id: state.connection.id } };
  const isGone = known && (await store.connections.hasArrived({ clientId: known.id, moveId: id }));
  return { known, place: { state: isGone ? "gone" : "absent" } };
}

function newClient({ client }: Manifest): Client {
  return {
    ...client,
    id: randomUUID(),
    version: 1,
    authentication: ClientAuthentication.of("none", null),
    nextAuthentication: null,
    breakerUntilMs: null,
    breakerReason: null,
    acceptedAtMs: null,
  };
}

interface Parcel {
  readonly manifest: Manifest;
  readonly client: Client;
  readonly ticketId: string;
  readonly parcel: Secret;
}

/** Stores token and connection in the transaction that takes the ticket. Returns the connection's id. */
async function storeArrived(
  { store, clock }: LoginServices,
  { manifest, client, ticketId, parcel }: Parcel,
): Promise<string> {
  const { refreshToken, authentication } = readParcel(parcel);
  const { name } = manifest;
  await store.clients.change(client, { authentication });
  const holder = await store.connections.read({ name });
  if (holder) await forgetOwnCopy(store, holder, refreshToken);
  let id = "";
  await store.connections.create(ticketId, name, (existing) => {
    const { subject, scope, details } = manifest.connection;
    const grant = {
      scope,
      instanceUrl: details.instanceUrl ?? null,
      otherTokenType: details.otherTokenType ?? null,
    };
    const { apiBase } = details;
    const requested = { ...details.requested, ...(apiBase !== undefined && { apiBase }) };
    const who = { subject, account: details.account ?? null };
    const nowMs = clock.nowMs();
    const target = { client, loginId: ticketId, name, existing, nowMs };
    const created = newConnection({ grant, refreshToken, who, requested }, target, null, nowMs);
    id = created.connection.id;
    return arrived(created, manifest);
  });
  return id;
}

function arrived(created: NewConnection, { id, connection: { details } }: Manifest): NewConnection {
  const { connection, event } = created;
  const { generation } = connection;
  const { connectedAtMs } = details;
  return {
    ...created,
    connection: {
      ...connection,
      details: {
        ...connection.details,
        // The login is as old as it was: its end depends on it.
        ...(connectedAtMs !== undefined && { connectedAtMs }),
        arrival: { id, generation },
      },
    },
    event: { ...event, detail: { ...event.detail, move: id } },
    isImported: true,
  };
}

/**
 * Erases a released token that comes back as it was: the other store has it, and has not sent it. Without this the store
 * would refuse it as a token that was here before.
 */
async function forgetOwnCopy(
  store: Store,
  { connection }: ConnectionState,
  refreshToken: Secret,
): Promise<void> {
  const { id, refreshToken: own, status } = connection;
  if (status !== "released" || own === null) return;
  if (store.fingerprint(own) !== store.fingerprint(refreshToken)) return;
  await store.connections.update(id, (now) => ({
    change: now.connection.status === "released" ? { connection: { refreshToken: null } } : null,
    result: undefined,
  }));
}

function readParcel(parcel: Secret): {
  readonly refreshToken: Secret;
  readonly authentication: ClientAuthentication;
} {
  const { refreshToken, authMethod, clientSecret } = membersOf(parcel.expose());
  const methods: readonly unknown[] = ["none", "client_secret_basic", "client_secret_post"];
  const isSecret = clientSecret === null || typeof clientSecret === "string";
  if (typeof refreshToken !== "string" || refreshToken === "" || !methods.includes(authMethod) || !isSecret)
    throw new InputError("invalid_manifest", { what: "token" });
  const secret = clientSecret === null ? null : Secret.of(clientSecret);
  return {
    refreshToken: Secret.of(refreshToken),
    authentication: ClientAuthentication.of(secret === null ? "none" : (authMethod as AuthMethod), secret),
  };
}

function membersOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/**
 * Proves a connection that has arrived by one refresh, unless one has succeeded since. Removes it if the provider has not
 * spent its token: then the other store may use it again. `known` is the client as it was before.
 */
async function verify(
  { store, clock, refresher }: LoginServices,
  id: string,
  manifest: Manifest,
  known: Client | undefined,
): Promise<Accepted> {
  const { connection } = (await store.connections.read({ id })) ?? {};
  if (!connection) throw new InputError("connection_gone");
  if (connection.generation > (connection.details.arrival?.generation ?? 0)) return { result: "proven" };
  try {
    const { state } = await refresher.getAccessToken(id, verificationRefresh);
    await store.clients.change(state.client, { acceptedAtMs: clock.nowMs() });
    return { result: "proven" };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (mayBeSpent(error)) return { result: "kept", problem: error };
    const detail = { move: manifest.id };
    await store.connections.remove(id, { kind: "returned", atMs: clock.nowMs(), detail });
    const client = await store.clients.read(connection.clientId, connection.clientVersion);
    if (known) await store.clients.change(known, loginSettings(known));
    else if (client?.acceptedAtMs === null) await store.clients.remove(client.id);
    return { result: "returned", problem: error };
  }
}

/** Whether the provider may have spent the token. Then only this store may go on with it. */
function mayBeSpent(error: Error): boolean {
  if (error instanceof LoginNeededError) return error.facts.reason !== "provider_revoked";
  if (!(error instanceof RetryLaterError)) return false;
  return error.code !== "refresh_not_sent" && error.code !== "refresh_rejected";
}
