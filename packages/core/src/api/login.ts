import type { Rotation } from "../model.ts";
import type { ProviderId } from "../providers/provider.ts";
import type { Secret } from "../secret.ts";
import type { Language } from "../text/say.ts";
import type { HandOver, LoginLifetime } from "./connection.ts";

/** Options of `Tokenwell.login()`. */
export interface LoginOptions {
  /** The provider type. Default: detected from the host, otherwise `oidc`. */
  readonly provider?: ProviderId;
  readonly clientId: string;
  /** `null` for a public client. */
  readonly clientSecret: Secret | null;
  /** The endpoints of a server without metadata. Default: those of its metadata, or of the last login with this client. */
  readonly endpoints?: GivenEndpoints;
  /** The connection's name. Default: the name that this account already has, otherwise one from the issuer's host. */
  readonly name?: string;
  /** The scopes, separated by spaces. Default: those that bring a refresh token and the account's name. */
  readonly scope?: string;
  /** The API that the access token is for, if the provider wants to know, as Auth0 does. */
  readonly audience?: string;
  /**
   * The protected resource that the tokens are for, by its address, as MCP demands: the login and each refresh name it.
   * Then `scope` is `""` by default, and `offline_access` is added if the server knows it.
   *
   * @see https://www.rfc-editor.org/rfc/rfc8707
   */
  readonly resource?: string;
  /**
   * The redirect URI as it is registered at the provider. Any but `http` on loopback with a port needs a paste.
   * Default: `http://localhost:9355/callback`.
   *
   * @see https://www.rfc-editor.org/rfc/rfc8252#section-7.3
   */
  readonly redirectUri?: string;
  /** The base URL of the API for `Tokenwell.fetch()`. Default: the provider's word, otherwise the issuer's origin. */
  readonly apiBase?: string;
  /** Whether `name` may go to another account than it has now. Default: `false`. */
  readonly replaceAccount?: boolean;
  /** Whether to return the refresh token for another program and keep nothing of it. Default: `false`. */
  readonly handOver?: boolean;
  /** Whether to refresh once after the login, which shows whether the client rotates. Default: `true`. */
  readonly test?: boolean;
  /** Asked if `name` belongs to another account. Resolve with another name, or `null` to stop. Default: stop. */
  readonly chooseName?: (taken: {
    readonly name: string;
    readonly owner: string;
    readonly account: string;
  }) => Promise<string | null>;
  /** Called after each step of the login. */
  readonly onProgress?: (progress: LoginProgress) => void;
  /** The language of the page in the browser tab if the browser asks for neither `en` nor `ja`. Default: `en`. */
  readonly language?: Language;
}

/** The endpoints of a plain OAuth 2.0 server, as its documentation names them. */
export interface GivenEndpoints {
  /** @see https://www.rfc-editor.org/rfc/rfc6749#section-3.1 */
  readonly authorization: string;
  /** @see https://www.rfc-editor.org/rfc/rfc6749#section-3.2 */
  readonly token: string;
  /** Default: none, `logout` cannot revoke. @see https://www.rfc-editor.org/rfc/rfc7009 */
  readonly revocation?: string;
  /** Default: none, the account's name is unknown. @see https://openid.net/specs/openid-connect-core-1_0.html#UserInfo */
  readonly userinfo?: string;
}

/** A step of a login that has just happened. */
export type LoginProgress =
  /** The user allowed access. `isNamed` is `false` if only the account's identifier is known, or not even that. */
  | { readonly kind: "allowed"; readonly account: string | null; readonly isNamed: boolean }
  | { readonly kind: "stored" }
  /** The test refresh succeeded. */
  | { readonly kind: "tested"; readonly rotation: Rotation };

/**
 * A login that waits for the user. The redirect reaches it in two ways, of which the first one counts:
 * {@link PendingLogin.listen} receives it on loopback, {@link PendingLogin.answer} takes what the user pastes.
 */
export interface PendingLogin {
  /** The address to open in a browser. It holds no secret. */
  readonly url: string;
  readonly redirectUri: string;
  /** Whether `redirectUri` can be received on this machine. */
  readonly canListen: boolean;
  /** Seconds that the login waits for the redirect. */
  readonly waitSeconds: number;
  /** Whether the login has ended, with or without success. */
  readonly isOver: boolean;
  /**
   * Receives the browser's redirect on loopback, completes the login and shows the result in the tab. Returns the same
   * promise when called again.
   *
   * @returns the new connection
   * @throws InputError `port_taken`, `port_taken_by_login`, `port_forbidden`, `login_stopped`, and as {@link PendingLogin.answer}
   * @throws ProviderError `login_timed_out` after `waitSeconds`, and as {@link PendingLogin.answer}
   * @see https://www.rfc-editor.org/rfc/rfc8252#section-7.3
   *
   * @example
   * console.log(`Open ${login.url}`);
   * const { name, account } = await login.listen();
   * console.log(`${name} is connected as ${account}`);
   */
  listen(): Promise<LoginResult>;
  /**
   * Resolves when {@link PendingLogin.listen} has opened its port. Wait for it before you open the browser.
   *
   * @throws InputError `port_taken`, `port_taken_by_login`, `port_forbidden`
   *
   * @example
   * const result = login.listen();
   * await login.listening();
   * console.log(`Open ${login.url}`);
   * await result;
   */
  listening(): Promise<void>;
  /**
   * Completes the login with the pasted address that the browser ended on, in any shape: whole, without scheme, wrapped
   * over lines, or only its query. While `isOver` is `false` after an error, nothing is lost: call it again.
   *
   * @param pasted text from the user, not trusted
   * @returns the new connection
   * @throws InputError `paste_…` if the text cannot be used; `name_taken`, `other_account`, `login_stopped`; `login_gone` if
   *   another process has claimed or ended the login
   * @throws ProviderError `consent_denied`, `redirect_uri_unknown`, `authorization_refused` from the redirect;
   *   `login_timed_out` after `waitSeconds`;
   *   `wrong_secret`, `code_expired`, `token_refused`, `bad_token_answer`, `no_refresh_token` from the token endpoint;
   *   `new_login_refused` from the test refresh
   * @throws WireError if the token endpoint gives no response
   *
   * An error after the provider's response revokes what it granted; its fact `grant` says how that went: `grant.revoked`,
   * `grant.left`, or `grant.shared` if another connection here may depend on it.
   * @see https://www.rfc-editor.org/rfc/rfc9207#section-2.4
   *
   * @example
   * import { InputError } from "tokenwell";
   *
   * try {
   *   await login.answer("http://localhost:9355/callback?code=…&state=…");
   * } catch (error) {
   *   if (!(error instanceof InputError) || login.isOver) throw error;
   *   console.log(`${error.message}. Try again.`);
   * }
   */
  answer(pasted: string): Promise<LoginResult>;
  /**
   * Ends the login: deletes its verifier and closes the port. A login whose code is being exchanged goes on. Never
   * throws.
   *
   * @example
   * process.once("SIGINT", () => void login.cancel());
   */
  cancel(): Promise<void>;
}

/** The result of a login or an import. */
export interface LoginResult {
  /** The connection's name; `null` after a login with `handOver`. */
  readonly name: string | null;
  readonly provider: ProviderId;
  /** The account as the provider names it; `null` if it names none. */
  readonly account: string | null;
  readonly apiBase: string;
  /** The granted scopes, separated by spaces. */
  readonly scope: string;
  readonly rotation: Rotation;
  readonly lives: LoginLifetime;
  /** The refresh token for another program; only with the option `handOver`. */
  readonly handOver?: HandOver;
}

/** Options of `Tokenwell.import()`. */
export interface ImportOptions
  extends Pick<
    LoginOptions,
    "provider" | "clientId" | "clientSecret" | "endpoints" | "name" | "apiBase" | "onProgress"
  > {
  /** The refresh token of another program, which must not use it any more unless the client does not rotate. */
  readonly refreshToken: Secret;
}

/** An OAuth client that a provider has accepted before: a result of `Tokenwell.apps()`. */
export interface KnownApp {
  readonly provider: ProviderId;
  readonly clientId: string;
  readonly issuer: string;
  readonly clientSecret: Secret | null;
  readonly redirectUri: string;
  /** Names of its connections. */
  readonly usedBy: readonly string[];
}
