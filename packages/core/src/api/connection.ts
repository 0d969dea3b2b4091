import type { AuthMethod, ExpirySource, Rotation, Status, StatusReason } from "../model.ts";
import type { SentenceKey } from "../providers/index.ts";
import type { ProviderId } from "../providers/provider.ts";
import type { Secret } from "../secret.ts";
import type { MessageParams } from "../text/say.ts";
import type { HookStatus } from "./hooks.ts";

/** The state of a connection: the result of `Tokenwell.status()`. Holds no secret. */
export interface ConnectionStatus {
  readonly name: string;
  readonly provider: ProviderId;
  readonly issuer: string;
  /** The account as the provider names it: an e-mail address, a user name, otherwise its identifier; `null` if none is known. */
  readonly account: string | null;
  /** The identifier of the account's organisation; `null` if the provider has none. */
  readonly organisation: string | null;
  readonly status: Status;
  /** Why the connection left `ok`; `null` if it did not. */
  readonly reason: StatusReason | null;
  readonly statusSince: Date;
  /** The granted scopes, separated by spaces. */
  readonly scope: string;
  /** The base URL that `Tokenwell.fetch()` resolves addresses against. */
  readonly apiBase: string;
  /** The OAuth client. */
  readonly app: {
    readonly clientId: string;
    readonly authMethod: AuthMethod;
    /** Names of the other connections of this client. */
    readonly also: readonly string[];
  };
  /** The stored access token; `null` if there is none. */
  readonly access: {
    readonly expiresAt: Date;
    readonly expiresAtSource: ExpirySource;
    /** Whether the API rejected it. */
    readonly rejected: boolean;
    /** The token type that the provider names, which is used as Bearer, `""` for none; `null` if it names Bearer. */
    readonly otherTokenType: string | null;
  } | null;
  readonly refresh: {
    /** Refreshes since the first login. */
    readonly count: number;
    readonly last: Date | null;
    /** Whether the last try failed; the access token may still live. */
    readonly failing: boolean;
    readonly rotation: Rotation;
    readonly rotationSource: "measured" | "assumed";
    /** Seconds that a replaced refresh token still works; `null` if not set. */
    readonly overlapSeconds: number | null;
  };
  readonly lives: LoginLifetime;
  /**
   * Logins of this user through this client in this store, and the number that the provider keeps; `null` if the
   * provider has no known limit.
   */
  readonly logins: { readonly count: number; readonly most: number } | null;
  /** The error that the next `token()` would throw, or that `check` met; `null` if there is none. */
  readonly problem: Error | null;
  /** Possible causes if it does not work, the likeliest first: by the rules of `explain` and this store's records. */
  readonly causes: readonly ConnectionCause[];
  /** What is done at events of this connection. */
  readonly hooks: readonly HookStatus[];
  /** The path of the database. */
  readonly stored: string;
  /** The path of the key file. */
  readonly key: string;
}

/** The lifetime of a login. No provider tells it to a client, so it is a setting or an assumption. */
export interface LoginLifetime {
  /** The end, however often the login is used; `null` if it lives until it is revoked. */
  readonly until: Date | null;
  readonly untilSource: "setting" | "assumed";
  /** Seconds without use after which the login ends, from `set()`; `null` if not set. */
  readonly idleSeconds: number | null;
  /** The end if the login is not used before. */
  readonly idleUntil: Date | null;
  /** The latest time for the next use: half of the idle lifetime. `Tokenwell.upkeep()` refreshes from then on. */
  readonly keepAliveAt: Date | null;
}

/** One possible cause for which a connection does not work. */
export interface ConnectionCause {
  /** The name of the cause, as `explain` uses it. */
  readonly cause: string;
  /**
   * Grounds of the cause: this store's records (`measured`), a setting of the user (`setting`), the provider's default
   * (`assumed`), or nothing but the provider's answer (`none`).
   */
  readonly grounds: "measured" | "setting" | "assumed" | "none";
  /** The text key of what the records show; `null` with `none`. `sayFor()` turns it into a sentence. */
  readonly why: Extract<SentenceKey, `evidence.${string}`> | null;
  /** The text key of a way to avoid it next time; `null` if the caller cannot avoid it. */
  readonly next: Extract<SentenceKey, `next.${string}`> | null;
  /** Values for the `{placeholders}` of both sentences. Instants are milliseconds, in members that end in `Ms`. */
  readonly facts: MessageParams;
}

/**
 * Settings of an OAuth client that no provider tells: lifetimes in seconds, from the client's pages at the provider.
 * `null` deletes a setting. They apply to every connection of the client and are never sent to the provider.
 */
export interface Settings {
  /** Maximum lifetime of a login in seconds, however often it is used. */
  readonly maxLifeSeconds?: number | null;
  /** Seconds without use after which a refresh token ends. */
  readonly idleLifeSeconds?: number | null;
  /** Lifetime of an access token in seconds, for a provider that sends no `expires_in`. */
  readonly accessLifeSeconds?: number | null;
  /**
   * Seconds that a refresh token works after a newer one replaced it: the "overlap" or "leeway" of the provider. It is
   * used from 25 s on.
   */
  readonly overlapSeconds?: number | null;
  /**
   * The client's new secret. The present one is kept, too, until the provider refuses it and accepts this one, so the
   * secret can be set here before or after it changes at the provider.
   */
  readonly clientSecret?: Secret;
}

/** A move of an OAuth client to another address, with every connection of it: the result of `Tokenwell.move()`. */
export interface Move {
  readonly name: string;
  /** Names of the other connections of the client. */
  readonly also: readonly string[];
  /** The host that received refresh tokens until now. */
  readonly from: string;
  /** The host that receives them from now on. */
  readonly to: string;
}

/** Options of `Tokenwell.move()`. */
export interface MoveOptions {
  /**
   * Asked if nothing shows that the new address is the same provider: refresh tokens will be sent there. `false` leaves
   * everything as it is. Default: `move()` throws `host_elsewhere`.
   */
  readonly isSameProvider?: (move: Move) => Promise<boolean>;
}

/** A refresh token for another program: the result of `Tokenwell.handOver()`, and of a login with `handOver`. */
export interface HandOver {
  readonly refreshToken: Secret;
  readonly clientId: string;
  readonly clientSecret: Secret | null;
  readonly issuer: string;
  readonly tokenEndpoint: string;
  /** The base URL of the API if the provider named it. */
  readonly instanceUrl: string | null;
  /** The base URL of the API, as `Tokenwell.fetch()` uses it. */
  readonly apiBase: string;
  /** Only `static` and `sliding` let two programs use the refresh token. */
  readonly rotation: Rotation;
  /** Confirms that the other program has the refresh token. One that rotates is deleted here. */
  release(): Promise<void>;
  /** Takes the refresh token back if the other program did not get it. Resolves with the connection's name. */
  keep(): Promise<string>;
}

/** The result of `Tokenwell.upkeep()` for one connection. */
export interface UpkeepResult {
  readonly name: string;
  /** `not_due` if the connection needed no refresh; `failed` also if no refresh can help, such as `needs_login`. */
  readonly outcome: "refreshed" | "not_due" | "failed";
  /** The error of `failed`, as `token()` would throw it; otherwise `null`. */
  readonly problem: Error | null;
}
