// A store with many sessions, for the benchmarks. The first ones are written by the store's own tables, sealed and with their
// MACs, as the callback of a login writes them; only the transactions are larger. The others are copies of the rows of the first,
// each of a user of its own: they do not open, and nothing reads them.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { newAccessToken, newConnection } from "../packages/core/src/login/new-connection.ts";
import {
  type BrowserLogin,
  type Client,
  ClientAuthentication,
  type Login,
} from "../packages/core/src/model.ts";
import { Secret } from "../packages/core/src/secret.ts";
import { newSession } from "../packages/core/src/sessions/new-session.ts";
import { resolvePaths } from "../packages/core/src/store/paths.ts";
import { readKey } from "../packages/core/src/store/sealing/key-file.ts";
import { Keyring, kekOf, type WorkspaceRow } from "../packages/core/src/store/sealing/keyring.ts";
import { Sealer } from "../packages/core/src/store/sealing/sealer.ts";
import { Database } from "../packages/core/src/store/sqlite/database.ts";
import { dialectOf, runWork } from "../packages/core/src/store/sqlite/run.ts";
import { ClientTable } from "../packages/core/src/store/tables/client-table.ts";
import { ConnectionIndex } from "../packages/core/src/store/tables/connection-index.ts";
import { ConnectionReader } from "../packages/core/src/store/tables/connection-reader.ts";
import { ConnectionWriter } from "../packages/core/src/store/tables/connection-writer.ts";
import { LoginTable } from "../packages/core/src/store/tables/login-table.ts";
import { rowOfBrowserLogin } from "../packages/core/src/store/tables/rows/browser-logins.ts";
import { SessionTable } from "../packages/core/src/store/tables/session-table.ts";
import type { Sql } from "../packages/core/src/store/tables/sql.ts";

/** Identity of the app that is measured. Nothing asks its provider for anything. */
export const app = {
  issuer: "https://acme.eu.auth0.example",
  clientId: "bench-client-id-of-32-characters",
  baseUrl: "http://localhost:3000",
} as const;

const clientId = "bench";
/** Sessions of one transaction. */
const perTransaction = 5_000;

/** Returns the value of the cookie of a session, by its number. */
export const cookieOf = (index: number): string =>
  createHash("sha256").update(`session ${index}`).digest("base64url");

/** Returns the path of the database in a home folder. */
export const databaseOf = (home: string): string => pathsOf(home).database;

const pathsOf = (home: string) => resolvePaths({ TOKENWELL_HOME: home }, process.platform, home);

/** Sessions to add to a store: those with the numbers from `first` to before `end`. */
export interface AddedSessions {
  readonly appId: string;
  readonly first: number;
  readonly end: number;
  /** Those with a number below it are no copies. */
  readonly real: number;
}

/** Adds sessions to a store that exists. Each has a user of its own. */
export function addSessions(home: string, { appId, end, first, real }: AddedSessions): void {
  const database = new Database(databaseOf(home), 1_000);
  try {
    database.exec("PRAGMA journal_mode = wal; PRAGMA synchronous = 0; PRAGMA cache_size = -200000");
    const tables = openTables(database, keyringOf(home, database));
    if (first === 0) database.write(() => runWork(database, tables.clients.put(client)));
    for (let at = first; at < end; at += perTransaction)
      database.write(() => {
        const until = Math.min(end, at + perTransaction);
        for (let index = at; index < Math.min(until, real); index += 1)
          runWork(database, addSession(tables, appId, index));
        if (until > real) copySessions(database, Math.max(at, real), until);
      });
  } finally {
    database.close();
  }
}

/** Adds logins that browsers have begun: as many as a store keeps open. */
export function addOpenLogins(home: string, appId: string, count: number): void {
  const database = new Database(databaseOf(home), 1_000);
  try {
    const keyring = keyringOf(home, database);
    const { logins, sealer } = openTables(database, keyring);
    const nowMs = Date.now();
    database.write(() => {
      for (let index = 0; index < count; index += 1) {
        const login = loginOf(index, nowMs);
        runWork(database, logins.put(login));
        const row = rowOfBrowserLogin(browserLoginOf(login, appId, index), sealer);
        database.insert("browser_login", { ...row, workspace: keyring.workspaceId });
      }
    });
  } finally {
    database.close();
  }
}

function keyringOf(home: string, database: Database): Keyring {
  const read = readKey(pathsOf(home).key);
  const store = database.get<{ store_id: string }>("SELECT store_id FROM store");
  const workspace = database.get<WorkspaceRow>("SELECT id, name, key_id, key FROM workspace");
  const keyring =
    read.refused === undefined &&
    read.kind === "keys" &&
    store &&
    workspace &&
    Keyring.of(kekOf(read.keys[0] ?? new Uint8Array(0)), store.store_id, workspace);
  if (!keyring) throw new TypeError("the key opens the store that it was made for");
  return keyring;
}

function openTables(database: Database, keyring: Keyring) {
  const sealer = new Sealer(keyring, database.location);
  const { location } = database;
  const services = { sealer, workspace: keyring.workspaceId, location, dialect: dialectOf(database) };
  const clients = new ClientTable(services);
  const logins = new LoginTable(services, clients);
  const sessions = new SessionTable(services);
  const index = new ConnectionIndex(services);
  const reader = new ConnectionReader(services, clients);
  return {
    clients,
    connections: new ConnectionWriter(services, { clients, index, logins, reader, sessions }),
    logins,
    sealer,
  };
}

const client: Client = {
  id: clientId,
  name: "acme",
  provider: "auth0",
  version: 1,
  issuer: app.issuer,
  endpoints: {
    authorization: `${app.issuer}/authorize`,
    token: `${app.issuer}/oauth/token`,
    revocation: `${app.issuer}/oauth/revoke`,
  },
  clientId: app.clientId,
  authentication: ClientAuthentication.of("client_secret_post", Secret.of("secret of the bench")),
  nextAuthentication: null,
  redirectUri: `${app.baseUrl}/auth/callback`,
  rotationSeen: "strict",
  overlapSeconds: null,
  lifetimes: {},
  requested: {},
  breakerUntilMs: null,
  breakerReason: null,
  acceptedAtMs: 1,
  behaviour: {},
};

const scope = "openid profile email offline_access";

/** Adds what a login adds: an access token and an ID token of 1 kB each, and a refresh token of 40 characters. */
function* addSession(
  { connections, logins, sealer }: ReturnType<typeof openTables>,
  appId: string,
  index: number,
): Sql<void> {
  const nowMs = Date.now();
  const login = loginOf(index, nowMs);
  const claims = claimsOf(index, nowMs);
  const session = newSession(
    {
      login: browserLoginOf(login, appId, index),
      cookieHash: hexOf(`${appId} ${cookieOf(index)}`),
      userAgent:
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
      absoluteMs: 604_800_000,
      previous: null,
      issuer: app.issuer,
      grant: { idToken: Secret.of(jwtOf(claims)), refreshToken: Secret.of("refresh") },
      claims,
      nowMs,
    },
    login,
  );
  const grant = {
    accessToken: Secret.of(jwtOf({ ...claims, aud: "https://api.example.com/" })),
    refreshToken: Secret.of(randomBytes(30).toString("base64url")),
    idToken: session.idToken,
    tokenType: "Bearer" as const,
    otherTokenType: null,
    instanceUrl: null,
    scope,
    expiresInSeconds: 86_400,
    receivedAtMs: nowMs,
    id: null,
    claims,
  };
  const target = { client, loginId: login.id, name: null, existing: undefined, sessionId: session.id, nowMs };
  const token = newAccessToken(grant, target, {
    fingerprint: sealer.fingerprint(grant.accessToken),
    expiresAtMs: nowMs + 86_400_000,
    expiresSource: "answer",
  });
  const who = { subject: claims.sub, account: null };
  const created = newConnection(
    { grant, refreshToken: grant.refreshToken, who, requested: {} },
    target,
    token,
    nowMs + 80_000_000,
  );
  yield* logins.put(login);
  yield* connections.create(login.id, { ...created, session }, nowMs);
}

/** Copies the session that was added first, with its connection: from number `first` to before `end`. */
function copySessions(database: Database, first: number, end: number): void {
  const id = database.get<{ id: string }>("SELECT id FROM session ORDER BY rowid LIMIT 1")?.id ?? "";
  // Random at its head, as ids are.
  const ownId = "printf('%08x-%d', (number * 2654435761) & 0xffffffff, number)";
  const of = "(SELECT id FROM connection WHERE owner <> 'named' AND owner = 'session' AND owner_id = :id)";
  const own = { mac: "randomblob(32)", subject: "'copy|' || number" };
  const hashes = { cookie_hash: "randomblob(32)", browser_hash: "randomblob(32)" };
  const parts: readonly (readonly [table: string, condition: string, values: Columns])[] = [
    [
      "session",
      "session.id = :id",
      { ...own, ...hashes, id: ownId, provider_session: "hex(randomblob(16))" },
    ],
    [
      "connection",
      `connection.id = ${of}`,
      { ...own, id: ownId, owner_id: ownId, token_family: "hex(randomblob(16))" },
    ],
    ["access_token", `connection = ${of}`, { mac: own.mac, connection: ownId }],
    ["schedule", `connection = ${of}`, { connection: ownId }],
  ];
  for (const [table, condition, values] of parts) {
    const columns = database.all<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`);
    database.run(
      `WITH RECURSIVE copy (number) AS (SELECT :first UNION ALL SELECT number + 1 FROM copy WHERE number + 1 < :end)
         INSERT INTO ${table} SELECT ${columns.map(({ name }) => values[name] ?? name)} FROM copy, ${table} WHERE ${condition}`,
      { first, end, id },
    );
  }
}

type Columns = Readonly<Record<string, string>>;

const hexOf = (text: string): string => createHash("sha256").update(text).digest("hex");

const browserLoginOf = (login: Login, appId: string, index: number): BrowserLogin => ({
  id: login.id,
  app: appId,
  stateHash: login.stateHash,
  browserHash: hexOf(`browser ${index}`),
  createdAtMs: login.createdAtMs,
  expiresAtMs: login.expiresAtMs,
  removeAtMs: login.expiresAtMs,
  phase: "open",
  details: { returnTo: "/" },
});

function loginOf(index: number, nowMs: number): Login {
  return {
    id: randomUUID(),
    clientId,
    clientVersion: 1,
    name: null,
    stateHash: hexOf(`state ${index}`),
    verifier: Secret.of("verifier"),
    nonce: Secret.of("nonce"),
    redirectUri: client.redirectUri,
    scope,
    audience: "",
    settings: { sessionId: randomUUID() },
    createdAtMs: nowMs,
    expiresAtMs: nowMs + 3_600_000,
    phase: "open",
    rawAnswer: null,
  };
}

const claimsOf = (index: number, nowMs: number) => ({
  iss: `${app.issuer}/`,
  aud: app.clientId,
  sub: `auth0|${index.toString(16).padStart(24, "0")}`,
  sid: hexOf(`sid ${index}`).slice(0, 32),
  name: `User ${index}`,
  nickname: `user${index}`,
  email: `user${index}@example.com`,
  email_verified: true,
  picture: `https://pictures.example.com/avatars/${index}.png`,
  auth_time: Math.floor(nowMs / 1000),
  iat: Math.floor(nowMs / 1000),
  exp: Math.floor(nowMs / 1000) + 36_000,
});

/** Makes a token of 1,024 characters, unsigned: nothing that is measured checks signatures. */
function jwtOf(claims: object): string {
  const head = `${encoded({ alg: "RS256", typ: "JWT", kid: "key-1" })}.${encoded(claims)}.`;
  return head.padEnd(1_024, "s");
}

const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
