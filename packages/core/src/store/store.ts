import type { AccessToken, Attempt, Client, Connection, Login, Schedule } from "../model.ts";
import type { Secret } from "../secret.ts";
import type { CurrentToken } from "./sqlite/current.ts";
import type { Witness } from "./sqlite/witness.ts";

/** Everything that a decision about one connection is made from, read in one transaction. */
export interface ConnectionState {
  readonly connection: Connection;
  readonly client: Client;
  readonly accessTokens: readonly AccessToken[];
  /** Unsettled attempts (open, superseded, ambiguous, abandoned) and those that keep an answer, oldest first, of any family. */
  readonly attempts: readonly Attempt[];
  /**
   * Fingerprints of the refresh tokens that this family has presented in its last 100 attempts, newest first. May be read
   * from the store only when it is looked at, which must be in the same tick: few decisions need it.
   */
  readonly presented: readonly string[];
  readonly schedule: Schedule;
}

/** The settings of a client that may change while its connections are in use. */
type ChangeableClient =
  | "rotationSeen"
  | "breakerUntilMs"
  | "breakerReason"
  | "lifetimes"
  | "overlapSeconds"
  | "secret"
  | "nextSecret";

/** What one transaction writes about one connection. What is left out stays as it is. */
export interface Change {
  /**
   * Columns of the connection. When `generation` changes and `refreshToken` is left out, the store seals the
   * present refresh token anew, so that no live row holds ciphertext of an older generation.
   */
  readonly connection?: Partial<Omit<Connection, "id" | "clientId" | "clientVersion">>;
  readonly client?: Partial<Pick<Client, ChangeableClient>>;
  /** Inserted, or put in place of the one of the same audience. */
  readonly accessToken?: AccessToken;
  /** Inserted, or put in place of the one of the same id. */
  readonly attempts?: readonly Attempt[];
  readonly schedule?: Schedule;
  readonly event?: StoreEvent;
}

/** One line of the connection's history. Holds nothing secret. */
export interface StoreEvent {
  readonly kind: string;
  readonly atMs: number;
  readonly detail: Readonly<Record<string, string | number | null>>;
}

/** A line of the history of some connection, which may be gone. */
export interface ConnectionEvent extends StoreEvent {
  readonly connectionId: string;
}

/** How a change is made. */
export interface ChangeOptions {
  /**
   * It may begin at the end of this turn of the event loop, to be committed together with others. Default: it begins in
   * the tick of the call.
   */
  readonly allowGroupCommit?: boolean;
}

/** What a decision says: what to write (nothing: `null`) and what the caller gets. */
export interface Transition<T> {
  readonly change: Change | null;
  readonly result: T;
}

/** What a login brings into the store. */
export interface NewConnection {
  readonly connection: Connection;
  /** `null` for a refresh token that came without one. */
  readonly accessToken: AccessToken | null;
  readonly schedule: Schedule;
  /** Attempts of an earlier family whose phase this login changes. */
  readonly attempts?: readonly Attempt[];
  readonly event: StoreEvent;
}

/** An exclusive lock that a process holds as long as it lives; its death frees it, too. */
export interface OwnerLock {
  /** Lets go; another may take it. */
  release(): void;
  /** Lets go for good: nobody will ask for this id again, and nothing of it stays. */
  releaseAndDelete(): void;
}

/**
 * Where clients, connections and tokens rest, sealed. Each method is one transaction; secrets go in and come
 * out as {@link Secret}s, and out lazily: a ciphertext is opened when its secret is exposed.
 *
 * Implementations must run a `step` synchronously inside the transaction, apply its change or nothing, and
 * begin the transaction in the same tick as the call when the store is free: an answer with a rotated token
 * may wait for nothing. They throw {@link StoreError} (`store_busy` when another process holds the store
 * longer than the busy time-out, and then nothing was written).
 */
export interface Store {
  /** Random, made with the store; part of what each ciphertext is bound to. */
  readonly storeId: string;
  /** Where it is, for people: a path. */
  readonly location: string;
  /** Tells a copied or restored store, where there is one that can. */
  readonly witness?: Witness | undefined;

  clients(): Promise<readonly Client[]>;
  /** Inserts or replaces a client. Throws `client_version_fixed` when issuer, endpoints or clientId of a version with connections would change. */
  putClient(client: Client): Promise<void>;
  /**
   * Puts a new version of a client and moves all its connections to it: what is sealed for the old address is sealed
   * for the new one, all of it or nothing. `step` sees each connection as it is, and throws where it must stay.
   */
  moveClient(client: Client, decide: (state: ConnectionState) => StoreEvent): Promise<void>;
  /** Removes a client, all versions of it. Does nothing while a connection or login uses it. */
  removeClient(clientId: string): Promise<void>;

  connections(): Promise<readonly Connection[]>;
  /** By id, or by name. `undefined` when there is none. */
  family(key: { readonly id: string } | { readonly name: string }): Promise<ConnectionState | undefined>;
  /**
   * The short way to an access token: that of the connection of this name, or of the only one that has a name, if it
   * may be handed out to a caller who needs it for `minTtlMs` without looking any further. `undefined` otherwise.
   */
  current(name: string | undefined, minTtlMs: number): Promise<CurrentToken | undefined>;
  /** One transaction of reading, deciding and writing. Throws `connection_gone` when there is no such connection. */
  change<T>(
    connectionId: string,
    step: (before: ConnectionState) => Transition<T>,
    options?: ChangeOptions,
  ): Promise<T>;
  /**
   * Does a change and takes it back: what the first real one would load, compile and prepare is ready then, when a
   * token that exists nowhere else waits to be stored. Never throws.
   */
  warmUp(connectionId: string, step: (family: ConnectionState) => Transition<unknown>): Promise<void>;
  /**
   * Stores what a login brought (inserting, or replacing the connection of that id) and removes the login, in one
   * transaction: a login connects once. `step` gets the connection of that name, if there is one. Throws
   * `login_gone` when there is no such login any more.
   */
  connect(
    loginId: string,
    name: string | null,
    step: (existing: ConnectionState | undefined) => NewConnection,
  ): Promise<void>;
  /**
   * Puts one connection in the place of another: `step` gets both and says what the other one becomes; the attempts and
   * the history of the first go over to it, and the first is gone. Throws `connection_gone` where one is missing.
   */
  replace(
    newId: string,
    connectionId: string,
    step: (proven: ConnectionState, existing: ConnectionState) => NewConnection,
  ): Promise<void>;
  /** Erases a connection with its tokens and attempts; its history stays. */
  removeConnection(connectionId: string, event: StoreEvent): Promise<void>;
  /** The history of a connection, oldest first. */
  events(connectionId: string): Promise<readonly StoreEvent[]>;
  /** All lines of one kind other than `refreshed`, of all connections that were ever here, oldest first. */
  history(kind: string): Promise<readonly ConnectionEvent[]>;

  /**
   * Whether there is a login, or a connection without a name: something that an earlier process may have left
   * unfinished. Cheap, for it is asked before each refresh.
   */
  hasUnfinished(): Promise<boolean>;
  putLogin(login: Login): Promise<void>;
  logins(): Promise<readonly Login[]>;
  removeLogin(loginId: string): Promise<void>;

  /** A keyed fingerprint (HMAC) of a secret: equal secrets, equal fingerprints; says nothing else. */
  fingerprint(secret: Secret): string;
  /** Throws `store_full` where little room is left: the answer to a request that spends a token must find some. */
  ensureFreeSpace(): void;
  /** Changes whenever anything was committed, by this process or another. Costs microseconds. */
  version(): number;
  /** Takes the owner lock of an attempt or login. Throws `store_busy` when another holds it. */
  acquireLock(id: string): OwnerLock;
  /** Whether a living process holds the owner lock of this attempt or login. */
  isLocked(id: string): boolean;
  close(): Promise<void>;
}
