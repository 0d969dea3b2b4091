import { hash, randomUUID } from "node:crypto";
import {
  type AccessToken,
  type Attempt,
  type BrowserLogin,
  type Client,
  ClientAuthentication,
  type Connection,
  type ConnectionOwner,
  type Login,
  type Session,
} from "../../src/model.ts";
import { ownName } from "../../src/names.ts";
import { Secret } from "../../src/secret.ts";
import type { ConnectionState, NewConnection, Store, StoreEvent } from "../../src/store/store.ts";

/** Every secret of a sample begins so; it must never be found in a file. */
export const canary = "CANARY-";

export const startMs = Date.UTC(2026, 8, 1);

export function secret(text: string): Secret {
  return Secret.of(canary + text);
}

export function sampleClient(over: Partial<Client> = {}): Client {
  return {
    id: randomUUID(),
    name: "acme-app",
    provider: "salesforce",
    version: 1,
    issuer: "https://login.example",
    endpoints: {
      authorization: "https://login.example/authorize",
      token: "https://login.example/token",
      revocation: "https://login.example/revoke",
    },
    clientId: "client-id",
    authentication: ClientAuthentication.of("client_secret_post", secret("client-secret")),
    redirectUri: "http://localhost:9355/callback",
    rotationSeen: null,
    overlapSeconds: null,
    lifetimes: { accessSeconds: 7200 },
    requested: {},
    nextAuthentication: null,
    breakerUntilMs: null,
    breakerReason: null,
    acceptedAtMs: startMs,
    behaviour: {},
    ...over,
  };
}

/** Owner of a connection that callers ask for by a name. */
export const named = (name: string): ConnectionOwner => ({ kind: "named", name });

/** Makes a connection that a login of the same id has created and that is not verified yet. */
export function samplePending(
  client: Client,
  replaces: string | null = null,
  over: Partial<Connection> = {},
): Connection {
  const id = randomUUID();
  return sampleConnection(client, { id, owner: { kind: "pending", loginId: id, replaces }, ...over });
}

export function sampleConnection(client: Client, over: Partial<Connection> = {}): Connection {
  return {
    id: randomUUID(),
    owner: named("acme"),
    clientId: client.id,
    clientVersion: client.version,
    grant: "refresh_token",
    tokenFamilyId: "family-1",
    generation: 1,
    refreshToken: secret("refresh-1"),
    issuer: client.issuer,
    subject: "005",
    scope: "api refresh_token",
    details: { account: "ada@acme.example", instanceUrl: "https://acme.example" },
    status: "ok",
    statusReason: null,
    statusSinceMs: startMs,
    refreshCount: 0,
    refreshedAtMs: null,
    ...over,
  };
}

export function sampleToken(connection: Connection, over: Partial<AccessToken> = {}): AccessToken {
  return {
    connectionId: connection.id,
    audience: "",
    generation: connection.generation,
    token: secret(`access-${connection.generation}`),
    tokenType: "Bearer",
    idToken: secret("id-token"),
    fingerprint: "0123456789abcdef",
    scope: "api",
    receivedAtMs: startMs,
    expiresAtMs: startMs + 7_200_000,
    expiresSource: "setting",
    rejectedAtMs: null,
    ...over,
  };
}

export function sampleAttempt(connection: Connection, over: Partial<Attempt> = {}): Attempt {
  return {
    id: randomUUID(),
    connectionId: connection.id,
    tokenFamilyId: connection.tokenFamilyId,
    baseGeneration: connection.generation,
    audience: "",
    scope: "",
    clientVersion: connection.clientVersion,
    createdAtMs: startMs,
    drainDeadlineMs: startMs + 80_000,
    phase: "open",
    fingerprint: "presented-1",
    httpStatus: null,
    rawAnswer: null,
    closedAtMs: null,
    ...over,
  };
}

export function sampleLogin(client: Client, over: Partial<Login> = {}): Login {
  return {
    id: randomUUID(),
    clientId: client.id,
    clientVersion: client.version,
    name: "acme",
    stateHash: randomUUID(),
    verifier: secret("verifier"),
    nonce: secret("nonce"),
    redirectUri: client.redirectUri,
    scope: "api refresh_token",
    audience: "",
    settings: {},
    createdAtMs: startMs,
    expiresAtMs: startMs + 600_000,
    phase: "open",
    rawAnswer: null,
    ...over,
  };
}

/** Returns the SHA-256 of a text, in hex: the hash of a cookie, a browser's secret or a state. */
export const hashOf = (text: string): string => hash("sha256", text, "hex");

export function sampleSession(over: Partial<Session> = {}): Session {
  const id = over.id ?? randomUUID();
  return {
    id,
    app: "app-1",
    cookieHash: hashOf(`cookie of ${id}`),
    browserHash: hashOf(`browser of ${id}`),
    issuer: "https://login.example",
    subject: "auth0|ada",
    providerSessionId: `sid-${id}`,
    authenticatedAtMs: startMs - 5_000,
    idToken: secret(`id-token of ${id}`),
    createdAtMs: startMs,
    touchedAtMs: startMs,
    extendedAtMs: startMs,
    expiresAtMs: startMs + 604_800_000,
    endedAtMs: null,
    endReason: null,
    revokeAtMs: null,
    details: { acr: "urn:example:mfa", amr: ["pwd", "otp"], userAgent: "Browser/1.0" },
    data: { theme: "dark", basket: [1, 2] },
    ...over,
  };
}

/** Makes a session that has ended and has nothing left to revoke. */
export const endedSession = (endedAtMs: number, over: Partial<Session> = {}): Session =>
  sampleSession({ endedAtMs, endReason: "logged_out", idToken: null, ...over });

export function sampleBrowserLogin(over: Partial<BrowserLogin> = {}): BrowserLogin {
  const id = over.id ?? randomUUID();
  return {
    id,
    app: "app-1",
    stateHash: hashOf(`state of ${id}`),
    browserHash: hashOf("browser"),
    createdAtMs: startMs,
    expiresAtMs: startMs + 600_000,
    removeAtMs: startMs + 3_600_000,
    phase: "open",
    details: { returnTo: "/orders?page=2#top" },
    ...over,
  };
}

/** Returns the login that a browser login shares its id and state with. */
export const loginOfBrowser = (
  client: Client,
  { id, stateHash }: BrowserLogin,
  over: Partial<Login> = {},
): Login => sampleLogin(client, { id, stateHash, settings: { sessionId: `session of ${id}` }, ...over });

export function sampleEvent(kind = "connected"): StoreEvent {
  return { kind, atMs: startMs, detail: { generation: 1, reason: null } };
}

export function connectedWith(connection: Connection, over: Partial<NewConnection> = {}): NewConnection {
  return {
    connection,
    accessToken: sampleToken(connection),
    schedule: { dueAtMs: startMs + 3_600_000, failures: 0 },
    event: sampleEvent(),
    ...over,
  };
}

/** Connects as a login of the newest client does, which is put before. */
export async function connectAs(
  store: Store,
  name: string | null,
  decide: (existing: ConnectionState | undefined) => NewConnection,
  loginId: string = randomUUID(),
): Promise<void> {
  const [client] = await store.clients.list();
  if (!client) throw new TypeError("no client");
  const login = sampleLogin(client, { id: loginId });
  await store.logins.put(login);
  await store.connections.create(login.id, name, decide);
}

/** Stores a connection as the login that it belongs to does. */
export async function connect(store: Store, connection: Connection): Promise<void> {
  const { owner } = connection;
  const loginId = owner.kind === "pending" ? owner.loginId : randomUUID();
  await connectAs(store, ownName(connection), () => connectedWith(connection), loginId);
}

/** Stores a session with its connection, as the login of a browser does. Returns the connection. */
export async function connectSession(
  store: Store,
  client: Client,
  session: Session = sampleSession(),
): Promise<Connection> {
  const owner: ConnectionOwner = { kind: "session", id: session.id };
  const connection = sampleConnection(client, { owner, subject: session.subject });
  await connectAs(store, null, () => connectedWith(connection, { session }), connection.id);
  return connection;
}

/** Puts one client and one connection of it. */
export async function withConnection(
  store: Store,
  over: Partial<Connection> = {},
): Promise<{ client: Client; connection: Connection }> {
  const client = sampleClient();
  await store.clients.put(client);
  const connection = sampleConnection(client, over);
  await connect(store, connection);
  return { client, connection };
}

/** Returns the model with its secrets exposed, so that it can be compared. */
export function exposed(value: unknown): unknown {
  if (value instanceof Secret) return `secret: ${value.expose()}`;
  if (value instanceof ClientAuthentication) return exposed({ method: value.method, secret: value.secret });
  if (Array.isArray(value)) return value.map(exposed);
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, exposed(part)]));
  }
  return value;
}
