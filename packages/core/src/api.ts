import type { Clock } from "./clock.ts";
import type { LoginLifetime } from "./diagnose/lives.ts";
import type { NeedsLoginCause } from "./diagnose/needs-login.ts";
import type { AuthMethod, ExpirySource, Rotation, Status, StatusReason, TokenSet } from "./model.ts";
import type { ProviderId } from "./providers/provider.ts";
import type { WaitNotice } from "./refresh/refresher.ts";
import type { Secret } from "./secret.ts";
import type { Language } from "./text/say.ts";
import type { Exchange } from "./wire/trace.ts";

/** How `openTokenwell()` opens. Without any of these it opens what the command uses. */
export interface OpenOptions {
  /** One folder for everything, instead of the platform's usual ones. Default: `TOKENWELL_HOME`. */
  readonly home?: string;
  /** The environment for folders, proxies and `TOKENWELL_CONNECTION`. Default: `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Time. Default: the machine's own. */
  readonly clock?: Clock;
  /** For a process that ends after one call: waits for its own requests however long they take. Default: false. */
  readonly waitForCompletion?: boolean;
  /** How long `token()` waits for another program's refresh, in milliseconds. Default: 15,000 (patient: 30,000). */
  readonly waitMs?: number;
  /** Told when a call takes long, and why. */
  readonly onWaiting?: (notice: WaitNotice) => void;
  /**
   * Asked once, before a rotating token of a copied or restored store would be sent: whether no other copy is in use any
   * more. Default: nobody is asked, and `token()` throws `store_copied` or `store_restored`.
   */
  readonly confirmOnlyCopy?: (error: Error) => Promise<boolean>;
  /** Told of each request to a provider and its answer, redacted. */
  readonly trace?: (exchange: Exchange) => void;
}

/** What `token()` takes. */
export interface TokenOptions {
  /** The access token must live at least so many seconds. Default: 60. */
  readonly minTtlSeconds?: number;
  /** Refresh once though the token is fine, which tests the refresh token. Default: false. */
  readonly refresh?: boolean;
}

/** What `login()` takes. */
export interface LoginOptions {
  /** Whose ways apply. Default: by the host; `oidc` where that does not tell. */
  readonly provider?: ProviderId;
  readonly clientId: string;
  /** `null` for a public client. */
  readonly clientSecret: Secret | null;
  /** The connection's name. Default: from the issuer's host, or the name that this account already has. */
  readonly name?: string;
  /** Default: what a refresh token needs. */
  readonly scope?: string;
  /** The API that the token is for, where the provider wants to know. */
  readonly audience?: string;
  /** Default: `http://localhost:9355/callback`. Anything that is not loopback can only be pasted. */
  readonly redirectUri?: string;
  /** Where the API is, for `fetch()`. Default: the issuer's own origin. */
  readonly apiBase?: string;
  /** Give the name to whoever logs in, though it belongs to another account. Default: false. */
  readonly replaceAccount?: boolean;
  /** Hand the refresh token over: nothing is kept of it. Default: false. */
  readonly handOver?: boolean;
  /** One test refresh after the login, which shows whether the app rotates. Default: true. */
  readonly test?: boolean;
  /** Called when the name belongs to another account; gives another name, or `null` to stop. Default: stop. */
  readonly chooseName?: (taken: {
    readonly name: string;
    readonly owner: string;
    readonly account: string;
  }) => Promise<string | null>;
  /** Told of each step when it has happened. */
  readonly onProgress?: (onProgress: LoginProgress) => void;
  /** The language of the browser tab where the browser names none. Default: `en`. */
  readonly language?: Language;
}

/** What has happened in a login. */
export type LoginProgress =
  /** `isNamed`: the account is a name or an address; otherwise all that is known of it is its identifier. */
  | { readonly kind: "allowed"; readonly account: string; readonly isNamed: boolean }
  | { readonly kind: "stored" }
  | { readonly kind: "tested"; readonly rotation: Rotation };

/** A login that waits for a person. */
export interface PendingLogin {
  /** The address to open in a browser. */
  readonly url: string;
  readonly redirectUri: string;
  /** Whether the redirect can come back to this machine by itself. */
  readonly canListen: boolean;
  /** How long an answer may take, in seconds. */
  readonly waitSeconds: number;
  /** Whether it has ended, well or not. */
  readonly isOver: boolean;
  /**
   * Waits for the browser's redirect, finishes the login with it and then answers the tab with the true result.
   * Throws as `answer` does, and `port_taken`. Returns the same promise when called again.
   */
  listen(): Promise<LoginResult>;
  /** Resolves when `listen()` has opened its port, so that nobody is sent to a browser in vain. Throws `port_taken`. */
  listening(): Promise<void>;
  /**
   * Finishes the login with what a person pasted: the address that the browser ended on, in any shape.
   * Throws `InputError` with a `paste_…` code when it is not usable, and `ProviderError` for the text of a provider's
   * error page: nothing is lost as long as `isOver` is false, call again with better. Otherwise the login has ended;
   * nothing is kept then but the app, if the provider has accepted it.
   */
  answer(pasted: string): Promise<LoginResult>;
  /** Ends it: no connection, code or verifier is left behind. Never throws. */
  cancel(): Promise<void>;
}

/** What a login brought. */
export interface LoginResult {
  /** The connection's name; `null` when handed over. */
  readonly name: string | null;
  readonly provider: ProviderId;
  readonly account: string;
  readonly apiBase: string;
  readonly scope: string;
  readonly rotation: Rotation;
  /** How long the login lives. */
  readonly lives: LoginLifetime;
  /** Only with `handOver`: what a form asks for. */
  readonly handOver?: HandOver;
}

/** A refresh token that leaves us. */
export interface HandOver {
  readonly refreshToken: Secret;
  readonly clientId: string;
  readonly clientSecret: Secret | null;
  readonly issuer: string;
  readonly tokenEndpoint: string;
  /** Where the API is, where the provider said so. */
  readonly instanceUrl: string | null;
  /** Unless it is `static` or `sliding`, only one program may use the token. */
  readonly rotation: Rotation;
  /** Call when the receiver has it: a token that has one owner is forgotten here. */
  release(): Promise<void>;
  /** Call when the receiver did not get it: it stays, or becomes, a connection. Returns the name. */
  keep(): Promise<string>;
}

/** What `import()` takes besides the refresh token. */
export interface ImportOptions
  extends Pick<LoginOptions, "provider" | "clientId" | "clientSecret" | "name" | "apiBase" | "onProgress"> {
  /** As the app's other program got it. From now on it is ours: a rotating token has one owner. */
  readonly refreshToken: Secret;
}

/**
 * What you know of an app and no provider tells a client; times in seconds, and `null` takes one back. It holds for all
 * connections of the app. Nothing is sent to the provider.
 */
export interface Settings {
  /** A login ends so long after it, however often it is used. */
  readonly maxLifeSeconds?: number | null;
  /** A refresh token ends after so long without use. */
  readonly idleLifeSeconds?: number | null;
  /** An access token lives so long, where the provider does not say. */
  readonly accessLifeSeconds?: number | null;
  /** A refresh token that was replaced works for so long after. From 25 s on it is made use of. */
  readonly overlapSeconds?: number | null;
  /**
   * The secret that the app has now, or will have. Both are kept until the provider refuses the present one and accepts
   * this one at a refresh.
   */
  readonly clientSecret?: Secret;
}

/** An app and its connections go to another address. */
export interface Move {
  readonly name: string;
  /** Names of the other connections of the app. */
  readonly also: readonly string[];
  /** The hosts that get refresh tokens, until now and from now on. */
  readonly from: string;
  readonly to: string;
}

/** How an app is moved. */
export interface MoveOptions {
  /**
   * Asked where nothing tells that the new address is the same provider: refresh tokens will be sent there. Default: then
   * `host_elsewhere` is thrown.
   */
  readonly isSameProvider?: (move: Move) => Promise<boolean>;
}

/** An app that was used here before. */
export interface KnownApp {
  readonly provider: ProviderId;
  readonly clientId: string;
  readonly issuer: string;
  readonly clientSecret: Secret | null;
  readonly redirectUri: string;
  /** Names of the connections that use it. */
  readonly usedBy: readonly string[];
}

/** How a connection stands. Nothing secret. */
export interface ConnectionStatus {
  readonly name: string;
  readonly provider: ProviderId;
  readonly issuer: string;
  readonly account: string;
  /** The organisation that the account belongs to; `null` where there is no such thing. */
  readonly organisation: string | null;
  readonly status: Status;
  readonly reason: StatusReason | null;
  readonly statusSince: Date;
  readonly scope: string;
  readonly apiBase: string;
  readonly app: {
    readonly clientId: string;
    readonly authMethod: AuthMethod;
    /** Other connections of the same app. */
    readonly also: readonly string[];
  };
  readonly access: {
    readonly expiresAt: Date;
    readonly expiresAtSource: ExpirySource;
    readonly rejected: boolean;
  } | null;
  readonly refresh: {
    readonly count: number;
    readonly last: Date | null;
    readonly rotation: Rotation;
    readonly rotationSource: "measured" | "setting" | "assumed";
    readonly overlapSeconds: number | null;
  };
  /** How long the login lives. */
  readonly lives: LoginLifetime;
  /** Logins of this user through this app that were made here, and how many the provider keeps; `null`: not known. */
  readonly logins: { readonly count: number; readonly most: number } | null;
  /** What stands in the way, as the next `token()` would say; `null` when nothing does. */
  readonly problem: Error | null;
  /** Why it must log in, as far as our own records tell; several where several fit. */
  readonly causes: readonly NeedsLoginCause[];
  readonly stored: string;
  readonly key: string;
}

/** What became of one connection in `upkeep()`. */
export interface UpkeepResult {
  readonly name: string;
  /** `not_due`: nothing had to be done. */
  readonly outcome: "refreshed" | "not_due" | "failed";
  /** Why it failed, as `token()` would say. */
  readonly problem: Error | null;
}

/** What `on()` tells, by the name of the event. */
export interface TokenwellEvents {
  /** Only a person can mend it: it must log in, its account is stopped, or its app is refused. */
  readonly broken: { readonly name: string; readonly status: Status; readonly problem: Error };
  /** It works again. */
  readonly recovered: { readonly name: string };
  /**
   * It will end at `at`: 14 and 3 days before the end that no use puts off (`max_life`), and when half of its idle life
   * has passed without use (`idle_life`). `source`: how we know.
   */
  readonly expiring: {
    readonly name: string;
    readonly at: Date;
    readonly why: "max_life" | "idle_life";
    readonly source: "setting" | "assumed";
  };
}

/** What `fetch()` takes besides what the web's `fetch` takes. */
export interface FetchOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Hosts besides the connection's own API that may have its token. */
  readonly allowHosts?: readonly string[];
  readonly signal?: AbortSignal;
}

/**
 * The object that answers "give me a valid access token". Safe to use from any number of processes at once;
 * close it when done. `name` may be left out while there is one connection, or where `TOKENWELL_CONNECTION` names one.
 *
 * Every method throws `InputError`, `LoginNeededError`, `RetryLaterError`, `ProviderError` or `StoreError`.
 */
export interface Tokenwell {
  /**
   * Begins a login at a provider: the address of an issuer, an org or a tenant, as its documents or its users write
   * it. `""` is the provider's usual one, where it has such a thing.
   */
  login(address: string, options: LoginOptions): Promise<PendingLogin>;
  /**
   * Takes over a refresh token that another program got, proves it with one refresh and keeps it as a connection.
   * Where it is refused nothing is kept. Throws as `login` does, and `name_taken` and `import_refused`.
   */
  import(address: string, options: ImportOptions): Promise<LoginResult>;
  /**
   * Hands a connection's refresh token over. Unless it is static, nobody here uses it from then on: call `release()`
   * when the receiver has it, `keep()` when he did not get it.
   */
  handOver(name?: string): Promise<HandOver>;
  /** Writes settings of a connection's app; returns the names of the other connections that they hold for. */
  set(
    name: string | undefined,
    settings: Settings,
  ): Promise<{ readonly name: string; readonly also: readonly string[] }>;
  /**
   * Moves a connection's app, with all connections of it, to another address of the same provider, such as from
   * `login.salesforce.com` to a My Domain. Only the provider's description is asked for; `status(name, { check: true })`
   * then tells whether the address is right. Waits for a refresh under way. `null` where `isSameProvider` says no.
   */
  move(name: string | undefined, address: string, options?: MoveOptions): Promise<Move | null>;
  /** A valid access token and what is needed to use it; refreshed if need be. */
  token(name?: string, options?: TokenOptions): Promise<TokenSet>;
  /**
   * Calls the connection's API with its access token; after a 401 refreshes once and asks once more.
   * `address` is relative to the API, or an absolute one there; the token goes nowhere else.
   */
  fetch(name: string | undefined, address: string, options?: FetchOptions): Promise<Response>;
  /** Returns the names of all connections, in order. */
  names(): Promise<readonly string[]>;
  /** How a connection stands, or all of them. `check` refreshes once before. */
  status(name?: string, options?: { readonly check?: boolean }): Promise<readonly ConnectionStatus[]>;
  /**
   * Refreshes once what would end for want of use, and settles what an earlier process left open: for cron or systemd.
   * Never throws for one connection: what is wrong with it is in its outcome. `adopt` says first that no other copy of
   * the store is in use any more: it ends `store_copied` and `store_restored`.
   */
  upkeep(options?: { readonly adopt?: boolean }): Promise<readonly UpkeepResult[]>;
  /**
   * Calls `listener` when a connection breaks, recovers or is about to end; returns what ends that. Each is told once in
   * a process, also when another process met it: it is looked for at the calls of this object, at most once a minute for
   * each connection, never by a timer. A listener that throws fails nobody: its error becomes a process warning.
   *
   * @example
   * tokenwell.on("broken", ({ name, problem }) => alert(`${name}: ${problem.message}`));
   */
  on<E extends keyof TokenwellEvents>(event: E, listener: (event: TokenwellEvents[E]) => void): () => void;
  /** Revokes the refresh token at the provider, checks that it is dead, then erases the connection. `local` only erases. */
  revoke(
    name?: string,
    options?: { readonly local?: boolean },
  ): Promise<{ readonly name: string; readonly revoked: boolean }>;
  /** Apps that a provider has accepted before, the one used last first. */
  apps(): Promise<readonly KnownApp[]>;
  /** Names of connections whose own refresh is under way in this process: to be killed now could cost their login. */
  readonly pendingRefreshes: readonly string[];
  /** Waits for the calls of `token()` and the own requests under way, then closes the store. Later calls throw `store_closed`. */
  close(): Promise<void>;
}
