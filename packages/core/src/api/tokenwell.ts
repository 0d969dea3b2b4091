import type { HookAction, HookEvent } from "../model.ts";
import type { Secret } from "../secret.ts";
import type { Language } from "../text/say.ts";
import type { ClientDescription, ClientTarget } from "./client.ts";
import type { ConnectionStatus, HandOver, Move, MoveOptions, Settings, UpkeepResult } from "./connection.ts";
import type { TokenwellEvents } from "./events.ts";
import type { FetchOptions } from "./fetch.ts";
import type { HookReport } from "./hooks.ts";
import type { ImportOptions, KnownApp, LoginOptions, LoginResult, PendingLogin } from "./login.ts";
import type { ProtectedResource, RegistrationOptions } from "./resource.ts";
import type { TokenOptions, TokenSet } from "./token.ts";
import type { Transfers } from "./transfer.ts";
import type { WorkOptions, WorkSummary } from "./work.ts";

/**
 * The object that answers "give me a valid access token". Any number of processes may use one store at the same time:
 * a refresh token is sent once, and the other processes get the result. Close the object when done.
 *
 * A method that takes a `name` uses, without it, the connection that `TOKENWELL_CONNECTION` names, otherwise the only
 * one. Besides what it lists, such a method throws `InputError` (`which_connection`, `unknown_connection`,
 * `unknown_connection_did_you_mean`) and `LoginNeededError` (`nothing_connected`). Every method throws `StoreError` if
 * the store cannot be used; then nothing was changed.
 */
export interface Tokenwell {
  /**
   * Starts a login with the authorization code flow and PKCE. It waits in memory and in the store until the redirect
   * arrives; complete it with {@link PendingLogin.listen} or {@link PendingLogin.answer}.
   *
   * @param address the URL or host of the issuer, org or tenant as the provider's documentation or the browser shows
   *   it; `""` for the provider's default host
   * @returns the login, with the address to open in a browser
   * @throws InputError `invalid_address`, `insecure_address`, `unknown_issuer`, `issuer_mismatch`, `invalid_name`,
   *   `invalid_option`
   * @throws ProviderError `no_discovery`, `not_json`, `metadata_incomplete`, `endpoint_on_this_machine`
   * @throws WireError if the provider gives no response
   * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1
   * @see https://www.rfc-editor.org/rfc/rfc7636
   *
   * @example
   * import { Secret } from "tokenwell";
   *
   * const login = await tokenwell.login("https://login.example.com", {
   *   clientId: "my-app",
   *   clientSecret: Secret.of(process.env.CLIENT_SECRET ?? ""),
   *   name: "acme",
   * });
   * console.log(`Open ${login.url}`);
   * const { account } = await login.listen();
   */
  login(address: string, options: LoginOptions): Promise<PendingLogin>;
  /**
   * Takes over a refresh token from another program: refreshes once and keeps the token as a connection. If the
   * provider refuses it, nothing is kept.
   *
   * @param address as for {@link Tokenwell.login}
   * @returns the new connection
   * @throws InputError `name_taken`, `token_kept`, `token_sent`, and as {@link Tokenwell.login}
   * @throws ProviderError `import_refused`, and as {@link Tokenwell.login}
   * @throws RetryLaterError if the refresh got no response; the connection is kept if the token may have been replaced
   * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
   *
   * @example
   * import { readFile } from "node:fs/promises";
   * import { Secret } from "tokenwell";
   *
   * await tokenwell.import("acme.my.salesforce.com", {
   *   clientId: "my-app",
   *   clientSecret: null,
   *   refreshToken: Secret.of((await readFile("refresh-token", "utf8")).trim()),
   * });
   */
  import(address: string, options: ImportOptions): Promise<LoginResult>;
  /**
   * Hands the refresh token of a connection to another program. Unless it is static, this store stops using it at once:
   * call {@link HandOver.release} when the other program has it, {@link HandOver.keep} if it does not get it.
   *
   * @throws LoginNeededError `needs_login`, `quarantined`, `released`
   * @throws InputError `revoked`
   * @throws RetryLaterError `refresh_waiting` while a refresh is under way
   * @throws ProviderError `hand_over_open` if the last refresh got no response
   *
   * @example
   * import { writeFile } from "node:fs/promises";
   *
   * const { refreshToken, release } = await tokenwell.handOver("acme");
   * await writeFile("refresh-token", refreshToken.expose(), { mode: 0o600 });
   * await release();
   */
  handOver(name?: string): Promise<HandOver>;
  /**
   * Saves settings of a connection's client. The provider is not asked.
   *
   * @param settings times in seconds; `null` deletes a setting
   * @returns the connection's name, and the names of the client's other connections, which get the settings, too
   * @throws InputError `invalid_option`; `no_client_secret` for a new secret of a public client
   *
   * @example
   * const { also } = await tokenwell.set("acme", { idleLifeSeconds: 30 * 24 * 3600 });
   */
  set(
    name: string | undefined,
    settings: Settings,
  ): Promise<{ readonly name: string; readonly also: readonly string[] }>;
  /**
   * Moves a connection's client, with every connection of it, to another address of the same provider, such as from
   * `login.salesforce.com` to a My Domain. Reads the new metadata and waits for a refresh under way; sends no token.
   * Check the result with `status(name, { check: true })`.
   *
   * @param address as for {@link Tokenwell.login}
   * @returns the move; `null` if `isSameProvider` resolved with `false`
   * @throws InputError `host_elsewhere`, and as {@link Tokenwell.login}
   * @throws RetryLaterError `refresh_waiting` if a refresh does not end
   *
   * @example
   * const move = await tokenwell.move("acme", "acme.my.salesforce.com");
   */
  move(name: string | undefined, address: string, options?: MoveOptions): Promise<Move | null>;
  /**
   * Returns a valid access token, from memory or from the store. Refreshes it if it expires within `minTtlSeconds`;
   * calls at the same time, in any number of processes, share one refresh. If a refresh fails while the access token is
   * still valid, that token is returned.
   *
   * @throws LoginNeededError `needs_login` if the provider refuses the refresh token; `quarantined`, `released`
   * @throws RetryLaterError `refresh_not_sent`, `refresh_rejected`, `refresh_refused`, `refresh_unanswered`,
   *   `refresh_waiting`, `refresh_floor`: wait `retryAfterSeconds`
   * @throws ProviderError `suspended`, `client_refused`, `bad_token_answer`, `rejected_by_api`
   * @throws InputError `revoked`, `invalid_option`
   * @throws StoreError `store_copied`, `store_restored` (see {@link OpenOptions.confirmOnlyCopy}); `store_closed`
   * @see https://www.rfc-editor.org/rfc/rfc6749#section-6
   * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
   *
   * @example
   * const { accessToken, expiresAt } = await tokenwell.token("acme", { minTtlSeconds: 300 });
   * console.log(`valid until ${expiresAt.toISOString()}`);
   */
  token(name?: string, options?: TokenOptions): Promise<TokenSet>;
  /**
   * Calls the connection's API with its access token. After a response that rejects the token (usually 401), refreshes
   * once and sends the request once more. Follows up to five redirects, without the token once they leave the API.
   *
   * @param address relative to the API's base URL, or absolute on the same origin or on one of `allowHosts`
   * @returns the response, whatever its status; without `stream` at most 256 MiB, within 10 minutes
   * @throws InputError `foreign_host`, `insecure_host`, `invalid_address`
   * @throws WireError if the API gives no response
   * @throws as {@link Tokenwell.token}
   * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
   *
   * @example
   * const response = await tokenwell.fetch("acme", "/services/data/v65.0/limits");
   * console.log(await response.json());
   */
  fetch(name: string | undefined, address: string, options?: FetchOptions): Promise<Response>;
  /**
   * Lists the names of all connections in order.
   *
   * @example
   * if (!(await tokenwell.names()).includes("acme")) throw new Error("log in first: tokenwell login salesforce acme");
   */
  names(): Promise<readonly string[]>;
  /**
   * Describes one connection, or all of them in the order of their names. Reads the store only; with `check` it
   * refreshes each connection first, and the error of a failed refresh is the `problem` of its connection.
   *
   * @example
   * for (const { name, status, problem } of await tokenwell.status())
   *   console.log(name, status, problem?.message ?? "");
   */
  status(name?: string, options?: { readonly check?: boolean }): Promise<readonly ConnectionStatus[]>;
  /**
   * Describes the same connections one by one, so that a large store need not be held in memory.
   *
   * @example
   * for await (const { name, problem } of tokenwell.eachStatus())
   *   if (problem) console.log(name, problem.message);
   */
  eachStatus(
    name?: string,
    options?: { readonly check?: boolean },
  ): AsyncGenerator<ConnectionStatus, void, undefined>;
  /**
   * Refreshes each connection whose refresh token would end for lack of use, and completes what an earlier process left
   * unfinished. Run it daily from cron or systemd. The failure of one connection is in its result; it stops no other.
   *
   * @param options `adopt`: first confirm that no other copy of the store is in use, which ends `store_copied` and
   *   `store_restored`
   *
   * @example
   * const results = await tokenwell.upkeep();
   * if (results.some(({ outcome }) => outcome === "failed")) process.exitCode = 1;
   */
  upkeep(options?: { readonly adopt?: boolean }): Promise<readonly UpkeepResult[]>;
  /**
   * Refreshes connections as they become due, until `signal` aborts: {@link Tokenwell.token} then always finds a live
   * access token, and no login ends for lack of use. Any number of workers, on any number of machines, share the work
   * of one store; each connection is refreshed by one of them, and one that is killed leaves its work to the others. It
   * also does what {@link Tokenwell.upkeep} does. The failure of one connection is passed to `onResult`; it stops no
   * other.
   *
   * @returns the number of refreshes, after the last one has ended
   * @throws InputError `invalid_option` for a concurrency that is no positive integer
   * @throws StoreError `store_copied`, `store_restored` (see {@link OpenOptions.confirmOnlyCopy}), and what no later try
   *   can mend
   *
   * @example
   * const ending = new AbortController();
   * process.once("SIGTERM", () => ending.abort());
   * const { refreshed, failed } = await tokenwell.work({ signal: ending.signal });
   * console.log(`${refreshed} refreshes, ${failed} failed`);
   */
  work(options?: WorkOptions): Promise<WorkSummary>;
  /**
   * Calls `listener` when a connection breaks, recovers or is about to end; once in a process for each occasion, also
   * if another process noticed it first. There is no timer: this object looks during its own calls, at most once a
   * minute for each connection. An error that a listener throws becomes a process warning.
   *
   * @returns a function that removes the listener
   *
   * @example
   * const off = tokenwell.on("broken", ({ name, problem }) => {
   *   console.error(`${name}: ${problem.message}`);
   * });
   * off();
   */
  on<E extends keyof TokenwellEvents>(event: E, listener: (event: TokenwellEvents[E]) => void): () => void;
  /**
   * Sets what is done at events of a connection: a program, which gets the event in its environment, or a notification on
   * the desktop. It is done once for each event, whichever process finds it. `null` removes it.
   *
   * @param language that of the sentence which the action tells. Default: `en`
   * @returns the connection's name
   * @throws InputError `invalid_option` for a program without a name
   *
   * @example
   * await tokenwell.setHook("acme", ["needs-login"], { kind: "run", command: ["/usr/local/bin/page-me"] });
   */
  setHook(
    name: string | undefined,
    events: readonly HookEvent[],
    action: HookAction | null,
    options?: { readonly language?: Language },
  ): Promise<{ readonly name: string }>;
  /**
   * Starts the action of each hook that is due, whichever process found its event, and waits until all have ended: a
   * program is ended after a minute. One action that fails or hangs stops no other.
   *
   * @example
   * import { openTokenwell, type Tokenwell } from "tokenwell";
   *
   * const watching: Tokenwell = await openTokenwell({ onHookDue: () => void watching.runHooks() });
   * await watching.close();
   */
  runHooks(): Promise<readonly HookReport[]>;
  /**
   * Returns when {@link Tokenwell.upkeep} last ran on this store; `null` if never.
   *
   * @example
   * const last = await tokenwell.lastUpkeep();
   * if (last === null) console.log("nothing keeps idle logins alive");
   */
  lastUpkeep(): Promise<Date | null>;
  /**
   * Logs a connection out: revokes its refresh token at the provider, checks that it no longer works if the provider
   * offers introspection, and deletes the connection. If the provider does not confirm, the connection stays.
   *
   * @param options `local`: delete the connection without asking the provider
   * @returns the connection's name; `revoked` is `false` with `local`, and if another program owns the refresh token
   * @throws ProviderError `not_revoked`, `still_alive`, `no_revocation`
   * @throws RetryLaterError `refresh_waiting` if a refresh does not end
   * @see https://www.rfc-editor.org/rfc/rfc7009#section-2
   * @see https://www.rfc-editor.org/rfc/rfc7662#section-2
   *
   * @example
   * const { revoked } = await tokenwell.revoke("acme");
   */
  revoke(
    name?: string,
    options?: { readonly local?: boolean },
  ): Promise<{ readonly name: string; readonly revoked: boolean }>;
  /**
   * Lists the OAuth clients that a provider has accepted, the most recently accepted first.
   *
   * @example
   * const [latest] = await tokenwell.apps();
   * console.log(latest?.clientId, latest?.usedBy);
   */
  apps(): Promise<readonly KnownApp[]>;
  /**
   * Describes the requests of a client, for a program that does without this library. Reads the store for a
   * connection; for an address it reads the provider's metadata, unless every server of the provider has the same
   * paths. Nothing is stored.
   *
   * @throws InputError, ProviderError, WireError as {@link Tokenwell.login} for an address
   *
   * @example
   * const { tokenEndpoint, clientId } = await tokenwell.describeClient({ name: "acme" });
   */
  describeClient(target: ClientTarget): Promise<ClientDescription>;
  /**
   * Finds the authorization server of a protected resource, such as an MCP server, as MCP's clients do. Nothing is stored.
   *
   * @param address the address of the resource
   * @returns what a login needs; `null` if the address does not describe itself as a protected resource
   * @throws ProviderError `resource_mismatch`, and as {@link Tokenwell.login}
   * @throws InputError as {@link Tokenwell.login}
   * @see https://www.rfc-editor.org/rfc/rfc9728
   *
   * @example
   * const found = await tokenwell.protectedResource("https://mcp.example.com/mcp");
   * console.log(found?.issuer, found?.scope);
   */
  protectedResource(address: string): Promise<ProtectedResource | null>;
  /**
   * Registers a client at an authorization server that allows it to anybody. Nothing is stored until a login succeeds.
   *
   * @param issuer the address of the authorization server
   * @returns the client for {@link Tokenwell.login}
   * @throws ProviderError `registration_refused`, and as {@link Tokenwell.login}
   * @see https://www.rfc-editor.org/rfc/rfc7591
   *
   * @example
   * const redirectUri = "http://localhost:9355/callback";
   * const client = await tokenwell.register("https://login.example.com", { redirectUri });
   * await tokenwell.login("https://login.example.com", { ...client, redirectUri });
   */
  register(
    issuer: string,
    options: RegistrationOptions,
  ): Promise<{ readonly clientId: string; readonly clientSecret: Secret | null }>;
  /**
   * Adds a line to the history of a connection, such as a call that a program makes for a person. Waits until it is
   * stored.
   *
   * @param line the kind of the event, and details of it without secrets
   *
   * @example
   * await tokenwell.record("acme", { kind: "agent_request", detail: { method: "GET", path: "/orders" } });
   */
  record(
    name: string,
    line: { readonly kind: string; readonly detail: Readonly<Record<string, string | number | null>> },
  ): Promise<void>;
  /** Moves connections to other stores, and accepts them from there. */
  readonly transfers: Transfers;
  /** Names of the connections that this process is refreshing. To end the process now could cost their logins. */
  readonly pendingRefreshes: readonly string[];
  /**
   * Waits for pending calls of {@link Tokenwell.token} and for refreshes under way, then closes the store. Later calls
   * throw `store_closed`. Never throws for a failed refresh.
   *
   * @example
   * process.once("SIGTERM", () => void tokenwell.close());
   */
  close(): Promise<void>;
}
