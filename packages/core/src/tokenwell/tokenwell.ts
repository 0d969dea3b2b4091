import type {
  ConnectionStatus,
  FetchOptions,
  HandOver,
  ImportOptions,
  KnownApp,
  LoginOptions,
  LoginResult,
  Move,
  MoveOptions,
  OpenOptions,
  PendingLogin,
  Settings,
  TokenOptions,
  Tokenwell,
  TokenwellEvents,
  UpkeepResult,
} from "../api.ts";
import { causesIn, explained } from "../connections/explain.ts";
import { findConnection, namesIn } from "../connections/find.ts";
import { handOver } from "../connections/hand-over.ts";
import { moveApp } from "../connections/move.ts";
import type { Revoker } from "../connections/revoke.ts";
import { applySettings } from "../connections/settings.ts";
import { describeConnection, namedStates } from "../connections/status.ts";
import { keepUp } from "../connections/upkeep.ts";
import { waitUntilIdle } from "../connections/wait-until-idle.ts";
import { InputError, LoginNeededError, StoreError } from "../errors.ts";
import type { LoginServices, Logins } from "../login/begin.ts";
import { importToken } from "../login/import.ts";
import type { Client, TokenSet } from "../model.ts";
import { providerOf } from "../providers/index.ts";
import { nameOf } from "../refresh/decide.ts";
import { decodeClaims } from "../refresh/outcome.ts";
import type { Refresher, TokenRequest } from "../refresh/refresher.ts";
import { Secret } from "../secret.ts";
import { asCurrent, type CurrentToken } from "../store/sqlite/current.ts";
import type { ConnectionState, Store } from "../store/store.ts";
import type { Egress } from "../wire/egress.ts";
import { CopiedStorePrompt, isCopied } from "./copied-store-prompt.ts";
import { apiBaseOf, callApi, resolveAddress } from "./fetch.ts";
import { StatusEvents } from "./status-events.ts";
import type { TokenCache } from "./token-cache.ts";

/** What a `Tokenwell` is joined from. */
export interface Dependencies {
  readonly store: Store;
  readonly egress: Egress;
  readonly refresher: Refresher;
  readonly memory: TokenCache;
  readonly logins: Logins;
  readonly loginParts: LoginServices;
  readonly revoker: Revoker;
  readonly places: { readonly database: string; readonly key: string };
  readonly options: OpenOptions;
  readonly nowMs: () => number;
  /** The name that `TOKENWELL_CONNECTION` gives. */
  readonly defaultName: string | undefined;
}

const defaultMinTtlSeconds = 60;

/** Joins store, refresher and flows into the one object that callers see. */
export class DefaultTokenwell implements Tokenwell {
  readonly #parts: Dependencies;
  readonly #adoption: CopiedStorePrompt;
  readonly #watch = new StatusEvents();
  readonly #calls = new Set<Promise<unknown>>();
  #closing: Promise<void> | undefined;

  constructor(parts: Dependencies) {
    this.#parts = parts;
    this.#adoption = new CopiedStorePrompt(parts.store, parts.options.confirmOnlyCopy);
  }

  get pendingRefreshes(): readonly string[] {
    return this.#parts.refresher.pendingRefreshes;
  }

  async login(address: string, options: LoginOptions): Promise<PendingLogin> {
    return await this.#parts.logins.begin(address, options);
  }

  async import(address: string, options: ImportOptions): Promise<LoginResult> {
    return await importToken(this.#parts.loginParts, this.#parts.logins, address, options);
  }

  async handOver(name?: string): Promise<HandOver> {
    const { store, loginParts } = this.#parts;
    const state = await this.#find(name);
    const own = nameOf(state.connection);
    this.#forget(own);
    return await handOver(
      store,
      loginParts.clock,
      await waitUntilIdle(store, loginParts.clock, state.connection.id, own),
    );
  }

  async set(
    name: string | undefined,
    settings: Settings,
  ): Promise<{ readonly name: string; readonly also: readonly string[] }> {
    const { store, loginParts } = this.#parts;
    const state = await this.#find(name);
    const own = nameOf(state.connection);
    this.#forget(own);
    return { name: own, also: await applySettings(store, loginParts, state, settings) };
  }

  async move(name: string | undefined, address: string, options: MoveOptions = {}): Promise<Move | null> {
    const state = await this.#find(name);
    this.#forget(nameOf(state.connection));
    return await moveApp(this.#parts.loginParts, state, address, options);
  }

  async token(name?: string, options: TokenOptions = {}): Promise<TokenSet> {
    const minTtlMs = seconds("minTtlSeconds", options.minTtlSeconds ?? defaultMinTtlSeconds) * 1000;
    if (this.#closing) throw new StoreError("store_closed", { place: this.#parts.store.location });
    const remembered = options.refresh === true ? undefined : this.#parts.memory.get(name ?? "", minTtlMs);
    return remembered ?? (await this.#counted(this.#draw(name, minTtlMs, options.refresh === true)));
  }

  /** A call that `close()` waits for. */
  async #counted<T>(call: Promise<T>): Promise<T> {
    this.#calls.add(call);
    try {
      return await call;
    } finally {
      this.#calls.delete(call);
    }
  }

  async fetch(name: string | undefined, address: string, options: FetchOptions = {}): Promise<Response> {
    const { egress, refresher } = this.#parts;
    const { connection, client } = await this.#find(name);
    const own = nameOf(connection);
    const { accessToken, instanceUrl } = await this.token(own);
    const base = instanceUrl ?? apiBaseOf(connection, client);
    const target = resolveAddress(address, base, own, options.allowHosts ?? []);
    const response = await callApi(egress, target, accessToken, options);
    if (!(await isTokenRefused(response, client))) return response;
    // The API knows better than the clock. One refresh, one more try; then its answer is the answer.
    await refresher.reject(connection.id, "", Secret.of(accessToken));
    this.#forget(own);
    const fresh = await this.token(own, { minTtlSeconds: 0 });
    return fresh.accessToken === accessToken
      ? response
      : await callApi(egress, target, fresh.accessToken, options);
  }

  async names(): Promise<readonly string[]> {
    return await namesIn(this.#parts.store);
  }

  async status(
    name?: string,
    options: { readonly check?: boolean } = {},
  ): Promise<readonly ConnectionStatus[]> {
    const { store } = this.#parts;
    const names =
      name === undefined ? await namesIn(store) : [(await this.#find(name)).connection.name ?? name];
    // What a check finds wrong is in the store afterwards, and is told from there; but not what kept it from checking.
    if (options.check)
      for (const one of names)
        await this.token(one, { refresh: true }).catch((error: unknown) => {
          if (isCopied(error)) throw error;
        });
    const states = await namedStates(store, names);
    return await Promise.all(states.map((state) => this.#described(state)));
  }

  async #described(state: ConnectionState): Promise<ConnectionStatus> {
    const { store, places: paths, nowMs } = this.#parts;
    const [connections, causes] = [await store.connections(), await causesIn(store, state)];
    const status = describeConnection(state, { connections, places: paths, causes }, nowMs());
    this.#watch.see(state.connection.id, status, nowMs());
    return status;
  }

  on<E extends keyof TokenwellEvents>(event: E, listener: (event: TokenwellEvents[E]) => void): () => void {
    return this.#watch.on(event, listener);
  }

  /** Looks how the connection fares that a call was about, if anybody wants to know. */
  async #look(connectionId: string): Promise<void> {
    const { store, nowMs } = this.#parts;
    if (!this.#watch.isDue(connectionId, nowMs())) return;
    const state = await store.family({ id: connectionId });
    if (state) await this.#described(state);
  }

  async upkeep(options: { readonly adopt?: boolean } = {}): Promise<readonly UpkeepResult[]> {
    const { store, logins, nowMs } = this.#parts;
    if (options.adopt) store.witness?.confirmOnlyCopy();
    await logins.finishAnswered(undefined);
    const done: UpkeepResult[] = [];
    for (const state of await namedStates(store, await namesIn(store)))
      done.push(await keepUp(state, nowMs(), (name, how) => this.token(name, how)));
    await this.status();
    return done;
  }

  async revoke(
    name?: string,
    options: { readonly local?: boolean } = {},
  ): Promise<{ name: string; revoked: boolean }> {
    const state = await this.#find(name);
    this.#forget(nameOf(state.connection));
    return await this.#parts.revoker.revoke(state, options.local === true);
  }

  async apps(): Promise<readonly KnownApp[]> {
    return await this.#parts.logins.apps();
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      const { refresher, egress, store } = this.#parts;
      await Promise.allSettled(this.#calls);
      await refresher.whenIdle();
      await egress.close();
      await store.close();
    })();
    return this.#closing;
  }

  /** What this process remembers of a connection, under its name and as the only one. */
  #forget(name: string): void {
    this.#parts.memory.delete(name);
    this.#parts.memory.delete("");
  }

  /** The connection that is meant, after whatever an earlier process left unfinished of it has been finished. */
  async #find(name: string | undefined): Promise<ConnectionState> {
    const { store, logins, defaultName } = this.#parts;
    await logins.finishAnswered(name ?? defaultName);
    return await findConnection(store, name, defaultName);
  }

  /** With the reason that our records bear out, where only a login helps. */
  async #explained(id: string, error: unknown): Promise<unknown> {
    if (!(error instanceof LoginNeededError) || error.code !== "needs_login") return error;
    const state = await this.#parts.store.family({ id });
    return state ? explained(error, await causesIn(this.#parts.store, state)) : error;
  }

  async #draw(name: string | undefined, minTtlMs: number, force: boolean): Promise<TokenSet> {
    const { refresher, store, memory, options, defaultName } = this.#parts;
    const version = store.version();
    const wanted = name ?? (defaultName || undefined);
    const current = force ? undefined : await store.current(wanted, minTtlMs);
    if (current) {
      const tokenSet = toTokenSet(current);
      memory.put(name ?? "", tokenSet, version, current.dueAtMs);
      await this.#look(current.connectionId);
      return tokenSet;
    }
    const state = await this.#find(name);
    const request = requestOf(options, minTtlMs, force);
    const { id } = state.connection;
    const draw = () => refresher.getAccessToken({ state, version }, request);
    const result = await this.#adoption.through(draw).catch(async (error: unknown) => {
      await this.#look(id);
      throw await this.#explained(id, error);
    });
    await this.#look(id);
    return toTokenSet(asCurrent(result.state, result.token));
  }
}

/** Whether an API's answer asks for another access token. Its body is read only where it may say so. */
async function isTokenRefused(response: Response, client: Client): Promise<boolean> {
  const { status } = response;
  if (status !== 401 && status !== 403) return false;
  return providerOf(client.provider).isTokenRefused({ status, body: await response.clone().text() });
}

function requestOf(options: OpenOptions, minTtlMs: number, force: boolean): TokenRequest {
  const waitForCompletion = options.waitForCompletion === true;
  const waitMs = options.waitMs ?? (waitForCompletion ? 30_000 : 15_000);
  return {
    audience: "",
    minTtlMs,
    force,
    waitMs,
    drainWaitMs: waitForCompletion ? Math.max(waitMs, 90_000) : waitMs,
    waitForCompletion,
    ...(options.onWaiting && { onWaiting: options.onWaiting }),
  };
}

/** The public form of an access token. The ID token is opened when somebody looks at it: few do. */
function toTokenSet(token: CurrentToken): TokenSet {
  const { accessToken, tokenType, scope, expiresAtSource, instanceUrl } = token;
  const expiresAt = new Date(token.expiresAtMs);
  const api = instanceUrl === undefined ? null : { instanceUrl };
  const openIdToken = token.idToken;
  if (!openIdToken)
    return Object.freeze({ accessToken, tokenType, expiresAt, expiresAtSource, scope, ...api });
  let opened: string | undefined;
  const idToken = (): string | undefined => {
    opened ??= openIdToken();
    return opened;
  };
  return Object.freeze({
    accessToken,
    tokenType,
    expiresAt,
    expiresAtSource,
    scope,
    ...api,
    get idToken() {
      return idToken();
    },
    get claims() {
      const jwt = idToken();
      return jwt === undefined ? undefined : (decodeClaims(jwt) ?? undefined);
    },
  });
}

function seconds(option: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InputError("invalid_option", { option, given: String(value), takes: "0, 1, 2 …" });
}
