import type {
  AccessToken,
  Attempt,
  BrowserLogin,
  Client,
  Connection,
  ConnectionRef,
  ExpirySource,
  Hook,
  InstantMs,
  Login,
  Schedule,
  Session,
} from "../model.ts";
import type { Secret } from "../secret.ts";

/** Everything that a decision about one connection is made from, read in one transaction. */
export interface ConnectionState {
  readonly connection: Connection;
  readonly client: Client;
  readonly accessTokens: readonly AccessToken[];
  /** Unsettled attempts (open, superseded, ambiguous, abandoned) and attempts that keep a response, oldest first. */
  readonly attempts: readonly Attempt[];
  /** Fingerprints of the refresh tokens that this token family presented in its last 100 attempts, newest first. */
  readonly presented: readonly string[];
  readonly schedule: Schedule;
}

/** Change of a version of a client: what its ciphertexts are bound to stays. Members that are left out keep their values. */
export type ClientChange = Partial<Omit<Client, "id" | "version" | "issuer" | "endpoints" | "clientId">>;

/** Values that one transaction writes about one connection. Members that are left out keep their values. */
export interface Change {
  /**
   * Columns of the connection. If `generation` changes and `refreshToken` is left out, the store seals the present
   * refresh token again, so that no live row holds ciphertext of an older generation.
   */
  readonly connection?: Partial<Omit<Connection, "id" | "clientId" | "clientVersion">>;
  readonly client?: ClientChange;
  /** Access token to insert, or to replace the one of the same audience with. */
  readonly accessToken?: AccessToken;
  /** Attempts to insert, or to replace those of the same ids with. */
  readonly attempts?: readonly Attempt[];
  readonly schedule?: Schedule;
  readonly event?: StoreEvent;
}

/** One line of a connection's history. Holds nothing secret. */
export interface StoreEvent {
  readonly kind: string;
  readonly atMs: InstantMs;
  readonly detail: Readonly<Record<string, string | number | null>>;
}

/** Result of a decision: the change to write (`null` for none), and the caller's result. */
export interface Transition<T> {
  readonly change: Change | null;
  readonly result: T;
}

/** A connection as a login or an import creates it, or as a verified login replaces another one. */
export interface NewConnection {
  readonly connection: Connection;
  /** First access token; `null` if the refresh token came without one. */
  readonly accessToken: AccessToken | null;
  readonly schedule: Schedule;
  /** Attempts of an earlier token family whose phase changes. */
  readonly attempts?: readonly Attempt[];
  readonly event: StoreEvent;
  /** Whether its refresh token came from another program, so that a token that was here before is refused. */
  readonly isImported?: boolean;
  /** Session that owns it, which {@link Connections.create} inserts in the same transaction; absent for another owner. */
  readonly session?: Session;
}

/** Hints for an engine, which may ignore them. */
export interface UpdateHints {
  /**
   * Whether the transaction may begin at the end of this turn of the event loop, to be committed together with others.
   * Default: false; it begins in the tick of the call.
   */
  readonly allowGroupCommit?: boolean;
  /** Whether the change stores a response that may hold the only copy of a refresh token. Default: false. */
  readonly isResponse?: boolean;
  /** Id of an attempt that an earlier try may have settled: then it is a member of the state all the same. Default: none. */
  readonly mayHaveSettled?: string;
}

/** A login of one account through one client, as the history records it. */
export interface RecordedLogin {
  readonly connectionId: string;
  readonly atMs: InstantMs;
  /** Present name of that connection; `null` if it is gone or has none. */
  readonly name: string | null;
}

/** An account of a client. */
export interface ClientAccount {
  readonly clientId: string;
  readonly subject: string;
}

/**
 * Connections with their tokens, attempts and history. Each method is one transaction. A `decide` runs synchronously
 * inside it and must not wait; the store applies its whole change or nothing. The connection of a web session has no
 * history. For its life the store remembers each
 * refresh token that it has stored, except those of web sessions, which cannot be imported. It forgets a token that
 * leaves it unspent: one that is handed over, or whose connection is removed.
 */
export interface Connections {
  /** Reads one connection; `undefined` if there is none. */
  read(ref: ConnectionRef): Promise<ConnectionState | undefined>;
  /** Reads the connections of these names, in this order; names without a connection are left out. */
  readNamed(names: readonly string[]): Promise<readonly ConnectionState[]>;
  /** Lists the names of all connections, or of those of one client. Order: by code units. */
  names(filter?: { readonly clientId: string; readonly limit?: number }): Promise<readonly string[]>;
  /** Lists the ids of a client's connections, with or without a name. */
  ids(clientId: string): Promise<readonly string[]>;
  /** Counts the connections of an account whose login still counts against the provider's limit. */
  countLogins(account: ClientAccount): Promise<number>;
  /** Names of an account's connections, in order. */
  namesOfAccount(account: ClientAccount): Promise<readonly string[]>;
  /**
   * Reads, decides and writes in one transaction, which begins in the tick of the call if the store is free: a response
   * with a rotated token must not wait. Throws `connection_gone` if there is no such connection.
   */
  update<T>(id: string, decide: (state: ConnectionState) => Transition<T>, hints?: UpdateHints): Promise<T>;
  /**
   * Runs a change and rolls it back, to load and compile code and statements before the first real response must be
   * stored. A hint: an engine may do nothing. Never throws.
   */
  warmUp(id: string, decide: (state: ConnectionState) => Transition<unknown>): Promise<void>;
  /** Throws `store_full` if too little space is left to store the response to a request that spends a token. A hint. */
  ensureFreeSpace(): void;
  /**
   * Stores the connection of a login, inserting or replacing the one of that id, and removes the login; that of a
   * pending connection stays, `unverified`. `decide` gets the connection of that name, if there is one. Throws
   * `login_gone` if another process has completed the login, `store_conflict` if its session does not own it, and `token_kept` or `token_sent` if an imported refresh
   * token is or was in this store.
   */
  create(
    loginId: string,
    name: string | null,
    decide: (existing: ConnectionState | undefined) => NewConnection,
  ): Promise<void>;
  /**
   * Replaces one connection with another: `decide` gets both and returns the new state of the old one. The attempts and
   * history of the new one move to it; the new one and its login are removed. Throws `connection_gone` if one is gone.
   */
  replace(
    newId: string,
    id: string,
    decide: (verified: ConnectionState, existing: ConnectionState) => NewConnection,
  ): Promise<void>;
  /** Erases a connection with its tokens, attempts and login; its history stays. */
  remove(id: string, event: StoreEvent): Promise<void>;
  /**
   * Whether the history records that a connection of a client came to this store by a move, and was not returned. It may
   * be gone since.
   */
  hasArrived(move: { readonly clientId: string; readonly moveId: string }): Promise<boolean>;
  /** Lists every login of an account that the history records, oldest first. */
  recordedLogins(account: ClientAccount): Promise<readonly RecordedLogin[]>;
}

/** A live access token of a working connection, with the details that a caller needs to use it. */
export interface CurrentToken {
  readonly connectionId: string;
  readonly accessToken: string;
  readonly tokenType: string;
  readonly expiresAtMs: InstantMs;
  readonly expiresAtSource: ExpirySource;
  readonly dueAtMs: InstantMs;
  readonly scope: string;
  readonly instanceUrl: string | undefined;
  /** Opens the ID token; returns `undefined` if it does not open. `undefined` if there is none. */
  readonly idToken: (() => string | undefined) | undefined;
}

/** A {@link CurrentToken} as it was read from the store. */
export interface StampedToken extends CurrentToken {
  /** Value that changes with every column that decides whether and how this token is handed out. */
  readonly stamp: string;
}

/** Connection that has an access token: that of a name, the only one that has a name, or that of a session's id. */
export type TokenHolder = string | undefined | { readonly session: string };

/** Fast path to access tokens: one statement, no transaction, no decision. */
export interface AccessTokens {
  /**
   * Reads an access token if it may be handed out to a caller that needs it for `minTtlMs`. Returns `undefined`
   * otherwise. `audience` is by default `""`, the default one.
   */
  current(of: TokenHolder, minTtlMs: number, audience?: string): Promise<StampedToken | undefined>;
  /** Reads the stamp that {@link AccessTokens.current} would return now. Decrypts nothing. */
  stamp(of: TokenHolder, audience?: string): Promise<string | undefined>;
}

/** Registrations at providers. */
export interface Clients {
  /** Lists the newest version of each client, by name. */
  list(): Promise<readonly Client[]>;
  /** Reads one version of a client. */
  read(id: string, version: number): Promise<Client | undefined>;
  /**
   * Inserts or replaces a client. Throws `client_version_fixed` if issuer, endpoints or clientId of a version with
   * connections would change.
   */
  put(client: Client): Promise<void>;
  /** Changes a version of a client as it is now: refreshes change it, too. Does nothing if it is not there. */
  change(client: Pick<Client, "id" | "version">, change: ClientChange): Promise<void>;
  /**
   * Stores a new version of a client and moves all its connections to it, sealed for the new address, or changes
   * nothing. `decide` gets each connection and throws to refuse the move.
   */
  move(client: Client, decide: (state: ConnectionState) => StoreEvent): Promise<void>;
  /** Removes all versions of a client. Does nothing while a connection or login uses it. */
  remove(id: string): Promise<void>;
}

/** Logins that are not finished. */
export interface Logins {
  put(login: Login): Promise<void>;
  /** Finds the open login of an authorization request by the hash of its `state`. */
  byState(stateHash: string): Promise<Login | undefined>;
  /**
   * Claims the open login of this hash: erases the hash, so that each `state` works once. Returns `true` to one caller
   * if several claim it at the same time, and `false` to the others.
   */
  claim(stateHash: string): Promise<boolean>;
  /**
   * Lists the logins that are unfinished, oldest first: all but the open ones of browsers, which their
   * {@link BrowserLogins} own. Costs microseconds if there are none.
   */
  unfinished(): Promise<readonly Login[]>;
  /** Removes a login, if it has this phase (default: whatever its phase). A pending connection of it stays. */
  remove(id: string, phase?: Login["phase"]): Promise<void>;
}

/** Members of a session that may change. */
type ChangeableSession = Exclude<keyof Session, "id" | "app" | "issuer" | "subject" | "createdAtMs">;

/** Change of a session (`null` for none), and the caller's result. */
export interface SessionTransition<T> {
  readonly change: Partial<Pick<Session, ChangeableSession>> | null;
  readonly result: T;
}

/** An account at an app. */
export interface AppAccount {
  readonly app: string;
  readonly issuer: string;
  readonly subject: string;
}

/** Limits of a sweep. */
export interface SessionSweep {
  readonly app: string;
  readonly nowMs: InstantMs;
  /** Sessions without activity after this instant are over; `null` if they have no idle limit. */
  readonly idleSinceMs: InstantMs | null;
  /** Ended sessions whose end is before this instant, and that have nothing left to revoke, are removed, with their connections. */
  readonly endedBeforeMs: InstantMs;
  /** Most rows that one call handles. */
  readonly limit: number;
}

/** Sessions of web apps. Ended ones stay until a sweep removes them, so that their reason can be told. */
export interface Sessions {
  /**
   * Reads the session of a cookie, live or ended; `undefined` if there is none. One statement, no transaction. Returns
   * `known`, which was read before, if nothing of it has changed: to verify and open it again costs more than to read it.
   */
  byCookie(cookieHash: string, known?: Session): Promise<Session | undefined>;
  /** Reads a session by its id. */
  read(id: string): Promise<Session | undefined>;
  /** Reads, decides and writes in one transaction. Returns `undefined` if there is no such session. */
  update<T>(id: string, decide: (session: Session) => SessionTransition<T>): Promise<T | undefined>;
  /** Records the last activity of sessions, by id, in one transaction. Never sets an instant back; skips ended sessions. */
  touch(times: ReadonlyMap<string, InstantMs>): Promise<void>;
  /** Lists the live sessions of an account, oldest first. */
  ofAccount(account: AppAccount): Promise<readonly Session[]>;
  /** Lists the live sessions that began in the provider's session of this id, oldest first. */
  ofProviderSession(app: string, issuer: string, providerSessionId: string): Promise<readonly Session[]>;
  /**
   * Lists the live sessions whose login came from this browser, in the order in which they were stored: the clocks of two
   * machines do not tell it. One that is stored later is not seen before one that was stored earlier.
   */
  ofBrowser(app: string, browserHash: string): Promise<readonly Session[]>;
  /** Lists the ids of sessions whose idle or absolute time is over, but that have not ended, at most `limit`. */
  overdue(sweep: SessionSweep): Promise<readonly string[]>;
  /** Lists the ids of ended sessions whose grant is due to be revoked, the earliest first. */
  toRevoke(app: string, nowMs: InstantMs, limit: number): Promise<readonly string[]>;
  /** Whether a token was used before. */
  wasUsed(tokenHash: string): Promise<boolean>;
  /** Records that a token was used, until an instant. Returns `false` if it was used before. */
  useOnce(tokenHash: string, untilMs: InstantMs): Promise<boolean>;
  /**
   * Removes sessions that ended long ago, with their connections, and browser logins that may be removed, with their
   * logins unless these have an answer. Returns the number of sessions and browser logins that it removed: `limit` if there may be more.
   */
  removeOld(sweep: SessionSweep): Promise<number>;
}

/** Limits of the number of open browser logins of one app. */
export interface BrowserLoginLimits {
  readonly perBrowser: number;
  readonly total: number;
}

/** Logins that browsers began. */
export interface BrowserLogins {
  /**
   * Stores a new browser login and the {@link Login} that it shares its id with, and removes the open ones of the app
   * that were put first, beyond the limits, together with their logins.
   */
  put(browserLogin: BrowserLogin, login: Login, limits: BrowserLoginLimits): Promise<void>;
  /** Finds a browser login, whatever its phase, by the hash of its `state`. */
  byState(stateHash: string): Promise<BrowserLogin | undefined>;
  /** Counts the open logins of a browser. */
  countOpen(app: string, browserHash: string): Promise<number>;
  /** Moves a login from one phase to another. Returns `true` to one caller, and `false` if it has another phase. */
  advance(
    id: string,
    from: BrowserLogin["phase"],
    change: Partial<Pick<BrowserLogin, "phase" | "removeAtMs" | "details">>,
  ): Promise<boolean>;
}

/** The hooks of a connection after a decision (`null`: as they were), a line of its history, and the caller's result. */
export interface HookTransition<T> {
  readonly hooks: readonly Hook[] | null;
  readonly event?: StoreEvent;
  readonly result: T;
}

/** What the user wants done at events of connections with a name. They end with their connection. */
export interface Hooks {
  /** Lists the hooks of a connection, by event. One statement, no transaction. */
  of(connectionId: string): Promise<readonly Hook[]>;
  /** Lists the ids of connections with a hook that is due. */
  due(): Promise<readonly string[]>;
  /**
   * Reads a connection with its hooks, decides and writes the hooks in one transaction. Returns `undefined` if there is
   * no such connection.
   */
  update<T>(
    connectionId: string,
    decide: (state: ConnectionState, hooks: readonly Hook[]) => HookTransition<T>,
  ): Promise<T | undefined>;
}

/** Connection that a worker has taken from the queue. Until the lease ends, no other worker gets it. */
export interface Lease {
  readonly connectionId: string;
  readonly clientId: string;
  /** Instant at which its refresh was due. */
  readonly dueAtMs: InstantMs;
  /** End of the lease, by which the store recognises it. */
  readonly untilMs: InstantMs;
}

/** Request of a worker for work. */
export interface LeaseRequest {
  readonly nowMs: InstantMs;
  /** End of the leases. A connection that nothing is stored about until then comes back. */
  readonly untilMs: InstantMs;
  readonly limit: number;
  /** Ids of clients whose connections stay in the queue. */
  readonly exceptClients: readonly string[];
}

/** Work that waits. */
export interface QueueDepth {
  /** Number of connections that are due and not leased. */
  readonly due: number;
  /** Instant of the next one, which has passed if one is due; `null` if the queue is empty. */
  readonly nextAtMs: InstantMs | null;
}

/**
 * The connections that workers refresh, by the instant of their next turn. A connection is in the queue as long as
 * `isQueued` in `rules.ts` says so. Each schedule that is stored sets its turn; a lease and a pause move only the turn,
 * so that they change nothing for a caller.
 */
export interface Queue {
  /** Leases connections whose turn has come, the longest overdue first. Several workers never get the same one. */
  lease(request: LeaseRequest): Promise<readonly Lease[]>;
  /** Moves the turns of leased connections to an instant. Skips one that was scheduled or leased since. */
  postpone(leases: readonly Lease[], atMs: InstantMs): Promise<void>;
  /** Reads the instant of the next turn; `null` if the queue is empty. */
  nextAtMs(): Promise<InstantMs | null>;
  /** Counts the connections whose turn has come. Reads each entry of theirs: for a gauge, not for each refresh. */
  depth(nowMs: InstantMs): Promise<QueueDepth>;
}

/** When upkeep ran. */
export interface Upkeeps {
  /** Reads the instant of the last run; `null` if there was none. */
  last(): Promise<InstantMs | null>;
  /** Records a run. */
  record(atMs: InstantMs): Promise<void>;
}

/** An exclusive lock that a process holds while it lives; the system frees it when the process dies. */
export interface OwnerLock {
  /** Releases the lock; another process may take it. */
  release(): void;
  /** Releases the lock and deletes its file, if it has one: the id is not used again. */
  releaseAndDelete(): void;
}

/** Owner locks, which show that the process of an attempt or login lives. Called before a transaction, never in one. */
export interface Owners {
  /**
   * Takes the owner lock of an attempt or login. Throws `store_busy` if another process holds it. `isNew`: whether it is
   * an attempt that this process is going to store.
   */
  acquire(id: string, options?: { readonly isNew?: boolean }): Promise<OwnerLock>;
  /** Returns those of `ids` whose owner lock a living process holds. */
  alive(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Returns those of `ids` that count as alive, but whose process has missed signs of life: most likely it is gone, and time
   * alone will tell.
   */
  silent(ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Value that changes with every input of a decision about one connection. */
export type Stamp = string;

/** Options of {@link Changes.wait}. */
export interface WaitOptions {
  readonly timeoutMs: number;
  /** Milliseconds that the caller has waited before this call. An engine that polls slows down with it. Default: 0. */
  readonly waitedMs?: number;
  readonly signal?: AbortSignal;
}

/** Detection of changes by this process and others. */
export interface Changes {
  /**
   * Returns a number that changes whenever anything may have been committed, by this process or another. Costs
   * microseconds; `null` if the engine cannot tell so cheaply.
   */
  version(): number | null;
  /** Number of rows that this handle has written. Costs nothing. */
  ownWrites(): number;
  /** Reads the stamp of a connection. Read it before the connection, so that a commit after it ends a wait. */
  stamp(ref: ConnectionRef): Promise<Stamp>;
  /** Waits until the stamp differs from `since`, or `timeoutMs` have passed. Returns whether it differs. */
  wait(ref: ConnectionRef, since: Stamp, options: WaitOptions): Promise<boolean>;
}

/** Response to a refresh that the store did not take when it came. */
export interface SpooledAnswer {
  /** The attempt as it was sent: a database that takes over after a failure may not have it. */
  readonly attempt: Attempt;
  readonly httpStatus: number | null;
  readonly rawAnswer: Secret;
}

/** Place on this machine for responses that the store cannot take, sealed: each may be the only copy of a refresh token. */
export interface Spool {
  /** Keeps a response. It is durable when this returns. */
  keep(answer: SpooledAnswer): void;
  /** Drops a response that the store has taken; does nothing if it is not there. */
  drop(attemptId: string): void;
  /** Lists what is kept, also by processes that live. */
  kept(): readonly SpooledAnswer[];
}

/** Kind of evidence: `restored`, an earlier state of this store, or `copied`, a copy of a store used elsewhere. */
export type CopyEvidence = "restored" | "copied";

/** Detector of a store that is a copy or an earlier state of itself. */
export interface CopyDetector {
  /** Returns the evidence; `null` if there is none. It stays until {@link CopyDetector.confirmOnlyCopy}. */
  findEvidence(): CopyEvidence | null;
  /** Records the committed rotations. Never throws. */
  recordRotations(): void;
  /** Records that this is the only copy in use. */
  confirmOnlyCopy(): void;
}

/**
 * Clients, connections and tokens at rest, sealed. Secrets pass as {@link Secret}s; one that was read is decrypted when
 * it is exposed.
 *
 * Every method throws `StoreError`: `store_busy` if another process holds the store longer than the busy time-out. The
 * store is unchanged then.
 */
export interface Store {
  /** Path or address of the store, for sentences. */
  readonly location: string;
  readonly connections: Connections;
  readonly accessTokens: AccessTokens;
  readonly clients: Clients;
  readonly logins: Logins;
  readonly sessions: Sessions;
  readonly browserLogins: BrowserLogins;
  readonly hooks: Hooks;
  readonly queue: Queue;
  readonly upkeeps: Upkeeps;
  readonly owners: Owners;
  readonly changes: Changes;
  /** Absent if the store is on this machine: then nothing comes between. */
  readonly spool?: Spool | undefined;
  /** Absent if the store cannot detect copies. */
  readonly copies?: CopyDetector | undefined;
  /** Computes a keyed fingerprint (HMAC) of a secret: equal secrets have equal fingerprints. */
  fingerprint(secret: Secret): string;
  /** Derives a secret of 43 characters from a text, under a key of the store: the same for equal texts. */
  deriveSecret(text: string): Secret;
  close(): Promise<void>;
}
