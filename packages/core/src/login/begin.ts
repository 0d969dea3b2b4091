import { randomUUID } from "node:crypto";
import type { KnownApp, LoginOptions, PendingLogin } from "../api/login.ts";
import { checkName } from "../connections/find.ts";
import { InputError, ProviderError } from "../errors.ts";
import { loopbackRedirectUri } from "../loopback.ts";
import { type Client, ClientAuthentication, type Login, type RequestedAccess } from "../model.ts";
import { type AuthorizationRequest, createAuthorizationRequest } from "../oauth/authorization-request.ts";
import { serverWithEndpoints } from "../oauth/given-endpoints.ts";
import { discover } from "../oauth/metadata.ts";
import { providerFor, providerOf } from "../providers/index.ts";
import type { Provider, ServerMetadata } from "../providers/provider.ts";
import type { OwnerLock } from "../store/store.ts";
import { stateHashOf } from "./callback.ts";
import { DefaultPendingLogin } from "./pending-login.ts";
import type { LoginServices } from "./services.ts";

/** Server of a login, its provider, and the stored client for the caller's client id. */
export interface LoginServer {
  readonly server: ServerMetadata;
  readonly provider: Provider;
  readonly known: Client | undefined;
}

/** Milliseconds after the expiry of an unfinished login until it is removed. */
const abandonedAfterMs = 24 * 3_600_000;
/** Maximum number of connection names that a known app lists. */
const maxUsers = 100;

/** Begins a login. Stores all its data first, so that the code can be exchanged even after a crash. */
export async function beginLogin(
  services: LoginServices,
  address: string,
  given: LoginOptions,
): Promise<PendingLogin> {
  await removeAbandoned(services);
  const requested = await requestedBefore(services, given.name);
  const { server, provider, known } = await findServer(services, address, { ...requested, ...given });
  const options = { ...requestedOfAny(known), ...requested, ...given };
  const redirectUri = readRedirectUri(options.redirectUri ?? loopbackRedirectUri());
  if (options.apiBase !== undefined) readApiBase(options.apiBase);
  const client = loginClient(server, provider, { ...options, redirectUri }, known);
  const request = await createAuthorizationRequest({
    server,
    provider,
    client,
    redirectUri,
    ...(options.scope !== undefined && { scope: options.scope }),
    ...(options.audience !== undefined && { audience: options.audience }),
    ...(options.resource !== undefined && { resource: options.resource }),
  });
  const login = newLogin({ server, provider, client, request, redirectUri, options }, services.clock.nowMs());
  const lock = await saveLogin(services, login, client, known);
  return new DefaultPendingLogin(services, { login, client, request, options, lock });
}

interface LoginRequest {
  readonly server: ServerMetadata;
  readonly provider: Provider;
  readonly client: Client;
  readonly request: AuthorizationRequest;
  readonly redirectUri: string;
  readonly options: LoginOptions;
}

function newLogin(
  { server, provider, client, request, redirectUri, options }: LoginRequest,
  nowMs: number,
): Login {
  const { scope, audience, resource, apiBase, replaceAccount, test } = options;
  const requested: RequestedAccess = {
    ...(scope !== undefined && { scope }),
    ...(audience !== undefined && { audience }),
    ...(resource !== undefined && { resource }),
    ...(apiBase !== undefined && { apiBase }),
  };
  return {
    id: randomUUID(),
    clientId: client.id,
    clientVersion: client.version,
    name: options.handOver ? null : (options.name ?? provider.nameFor(resource ?? server.issuer, null)),
    stateHash: stateHashOf(request.state),
    verifier: request.verifier,
    nonce: request.nonce,
    redirectUri,
    scope: request.scope,
    audience: audience ?? "",
    settings: {
      requested,
      isDefaultName: options.name === undefined,
      ...(replaceAccount !== undefined && { replaceAccount }),
      ...(test !== undefined && { test }),
      issRequired: server.issParameter,
      tokenAuthMethods: server.tokenAuthMethods,
    },
    createdAtMs: nowMs,
    expiresAtMs: nowMs + provider.authorizationCodeLifetimeSeconds * 1000,
    phase: "open",
    rawAnswer: null,
  };
}

/**
 * Discovers the server, or describes it by the given endpoints; picks its provider, and finds a stored client with this
 * client id.
 */
export async function findServer(
  { store, egress }: LoginServices,
  address: string,
  {
    provider: id,
    clientId,
    endpoints,
    resource,
  }: Pick<LoginOptions, "provider" | "clientId" | "endpoints" | "resource">,
): Promise<LoginServer> {
  const provider = providerFor(address, id);
  const host = address === "" ? provider.defaultHost : provider.hostFrom(address);
  if (host === null) throw new InputError("invalid_address", { given: address, kind: provider.id });
  const clients = (await store.clients.list()).filter((row) => row.clientId === clientId);
  const typed = host.replace(/\/+$/, "");
  const before = clients.find((row) => row.issuer === typed && row.endpoints.jwks === undefined);
  const server = endpoints
    ? serverWithEndpoints(host, endpoints)
    : await discover(
        host,
        (url, init) => egress.fetch(url, init),
        resource === undefined ? "oidc" : "oauth",
      ).catch((error: unknown) => {
        if (before && isWithoutMetadata(error)) return serverWithEndpoints(host, before.endpoints);
        throw error;
      });
  return { server, provider, known: clients.find(({ issuer }) => issuer === server.issuer) };
}

const isWithoutMetadata = (error: unknown): boolean =>
  error instanceof ProviderError && (error.code === "no_discovery" || error.code === "not_json");

/** Stores a login and its client. A known client keeps its settings until the provider accepts the new ones. */
export async function saveLogin(
  { store }: LoginServices,
  login: Login,
  client: Client,
  known: Client | undefined,
): Promise<OwnerLock> {
  const lock = await store.owners.acquire(login.id);
  try {
    if (!known || known.version !== client.version)
      await store.clients.put({ ...client, acceptedAtMs: null });
    await store.logins.put(login);
    return lock;
  } catch (error) {
    lock.releaseAndDelete();
    throw error;
  }
}

/** Returns the access that any login through a client requests by default. What is for one resource is for no other. */
function requestedOfAny(client: Client | undefined): RequestedAccess {
  return client?.requested.resource === undefined ? (client?.requested ?? {}) : {};
}

/** Returns the access that the connection of this name requested before: the default of its next login. */
async function requestedBefore({ store }: LoginServices, name: string | undefined): Promise<RequestedAccess> {
  if (name === undefined) return {};
  const state = await store.connections.read({ name: checkName(name) });
  return state?.connection.details.requested ?? {};
}

/** Removes open logins whose process has died, logins that expired a day ago, and clients that no provider has accepted. */
async function removeAbandoned({ store, clock }: LoginServices): Promise<void> {
  const logins = await store.logins.unfinished();
  const alive = await store.owners.alive(logins.map(({ id }) => id));
  for (const { id, phase, expiresAtMs } of logins) {
    const isLeft = phase === "open" && !alive.has(id);
    const isOld = phase !== "unverified" && expiresAtMs + abandonedAfterMs < clock.nowMs();
    // Not one that was answered meanwhile.
    if (isLeft || isOld) await store.logins.remove(id, phase);
  }
  for (const client of await store.clients.list())
    if (client.acceptedAtMs === null) await store.clients.remove(client.id);
}

/** Lists the apps that a provider has accepted before, the latest first. */
export async function knownApps({ store }: LoginServices): Promise<readonly KnownApp[]> {
  const accepted = (await store.clients.list())
    .filter((client) => client.acceptedAtMs !== null)
    .sort((a, b) => (b.acceptedAtMs ?? 0) - (a.acceptedAtMs ?? 0));
  return await Promise.all(
    accepted.map(async (client) => ({
      provider: providerOf(client.provider).id,
      clientId: client.clientId,
      issuer: client.issuer,
      clientSecret: client.authentication.secret,
      redirectUri: client.redirectUri,
      usedBy: await store.connections.names({ clientId: client.id, limit: maxUsers }),
    })),
  );
}

/** Builds the client of a login: the known settings, overridden by the caller's options. */
export function loginClient(
  server: ServerMetadata,
  provider: Provider,
  given: Pick<LoginOptions, "clientId" | "clientSecret"> & { readonly redirectUri: string },
  known: Client | undefined,
): Client {
  const { issuer, endpoints } = server;
  const { clientSecret: secret } = given;
  const moved = known !== undefined && JSON.stringify(known.endpoints) !== JSON.stringify(endpoints);
  const usual = provider.authMethod ?? "client_secret_basic";
  const method = known?.authentication.secret ? known.authentication.method : usual;
  return {
    id: known?.id ?? randomUUID(),
    name: known?.name ?? provider.nameFor(issuer, null),
    provider: provider.id,
    version: known ? known.version + (moved ? 1 : 0) : 1,
    issuer,
    endpoints,
    clientId: given.clientId,
    authentication: ClientAuthentication.of(secret === null ? "none" : method, secret),
    nextAuthentication: null,
    redirectUri: given.redirectUri,
    rotationSeen: known?.rotationSeen ?? null,
    overlapSeconds: known?.overlapSeconds ?? null,
    lifetimes: known?.lifetimes ?? {},
    requested: known?.requested ?? {},
    breakerUntilMs: null,
    breakerReason: null,
    acceptedAtMs: known?.acceptedAtMs ?? null,
    behaviour: (!moved && known?.behaviour) || {},
  };
}

function readRedirectUri(given: string): string {
  const url = URL.parse(given);
  if (url?.hash !== "") {
    const takes = "https://login.example.com/, http://localhost:9355/callback";
    throw new InputError("invalid_option", { option: "--callback", given: given.slice(0, 80), takes });
  }
  return given;
}

function readApiBase(given: string): void {
  const url = URL.parse(given);
  if (url?.username !== "" || url.password !== "" || url.search !== "")
    throw new InputError("invalid_option", {
      option: "--api",
      given: given.slice(0, 80),
      takes: "https://api.example.com/",
    });
}
