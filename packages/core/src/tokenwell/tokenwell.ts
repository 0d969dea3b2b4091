import type { ClientDescription, ClientTarget } from "../api/client.ts";
import type {
  ConnectionStatus,
  HandOver,
  Move,
  MoveOptions,
  Settings,
  UpkeepResult,
} from "../api/connection.ts";
import type { TokenwellEvents } from "../api/events.ts";
import type { FetchOptions } from "../api/fetch.ts";
import type { HookReport } from "../api/hooks.ts";
import type { ImportOptions, KnownApp, LoginOptions, LoginResult, PendingLogin } from "../api/login.ts";
import type { OpenOptions } from "../api/open.ts";
import type { ProtectedResource, RegistrationOptions } from "../api/resource.ts";
import type { TokenOptions, TokenSet } from "../api/token.ts";
import type { Tokenwell } from "../api/tokenwell.ts";
import type { Transfers } from "../api/transfer.ts";
import type { WorkOptions, WorkSummary } from "../api/work.ts";
import { apiBaseOf } from "../connections/api-base.ts";
import { depart } from "../connections/departure.ts";
import { causesIn, explained } from "../connections/explain.ts";
import { findConnection, namesIn } from "../connections/find.ts";
import { handOver } from "../connections/hand-over.ts";
import { moveApp } from "../connections/move.ts";
import { revoke } from "../connections/revoke.ts";
import { applySettings } from "../connections/settings.ts";
import { type StatusPaths, StatusReader } from "../connections/status.ts";
import { keepUp } from "../connections/upkeep.ts";
import { waitUntilIdle } from "../connections/wait-until-idle.ts";
import { type ErrorCode, InputError, StoreError, TokenwellError } from "../errors.ts";
import { runHooks } from "../hooks/run.ts";
import { setHook } from "../hooks/settings.ts";
import { HookWatch } from "../hooks/watch.ts";
import { expectArrival, refuseArrival } from "../login/arrival.ts";
import { beginLogin, knownApps } from "../login/begin.ts";
import { describeClient } from "../login/describe-client.ts";
import { discoverResource, registerAt } from "../login/discover-resource.ts";
import { importToken } from "../login/import.ts";
import { recoverLogins } from "../login/recover.ts";
import type { LoginServices } from "../login/services.ts";
import type { Client, HookAction, HookEvent } from "../model.ts";
import { nameOf } from "../names.ts";
import { providerOf } from "../providers/index.ts";
import type { TokenRequest } from "../refresh/refresher.ts";
import { Secret } from "../secret.ts";
import { currentTokenOf } from "../store/rules.ts";
import type { ConnectionState } from "../store/store.ts";
import type { Language } from "../text/say.ts";
import { adoptStore, CopiedStorePrompt, isCopied } from "./copied-store-prompt.ts";
import { callApi, resolveAddress } from "./fetch.ts";
import { StatusEvents } from "./status-events.ts";
import { TokenCache } from "./token-cache.ts";
import { toTokenSet } from "./token-set.ts";
import { work } from "./work.ts";

/** Dependencies of a {@link DefaultTokenwell}. */
export interface Dependencies {
  readonly services: LoginServices;
  readonly paths: StatusPaths;
  readonly options: OpenOptions;
  /** Value of `TOKENWELL_CONNECTION`. */
  readonly defaultName: string | undefined;
  /** Environment of this process, of which hooks get a part. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

const defaultMinTtlSeconds = 60;
/** The errors of a connection to which the records add something. */
const explainedCodes: ReadonlySet<ErrorCode> = new Set(["needs_login", "client_refused", "suspended"]);
/** Characters of a refusal that are read: a refusal with `stream` may never end. */
const maxRefusalLength = 65_536;
/** Number of connections that a status reads at once. */
const pageSize = 200;

/** Combines store, refresher, connections and logins into the public object. */
export class DefaultTokenwell implements Tokenwell {
  readonly #services: LoginServices;
  readonly #dependencies: Dependencies;
  readonly #cache: TokenCache;
  readonly #prompt: CopiedStorePrompt;
  readonly #events = new StatusEvents();
  /** Finds events for hooks; `undefined` if the caller asks for none. */
  readonly #watch: HookWatch | undefined;
  readonly #calls = new Set<Promise<unknown>>();
  readonly #ending = new AbortController();
  #closing: Promise<void> | undefined;

  constructor(dependencies: Dependencies) {
    const { services, options } = dependencies;
    const { onHookDue } = options;
    this.#watch = onHookDue && new HookWatch(services, onHookDue);
    this.#services = { ...services, onConnected: (id) => this.#look(id) };
    this.#dependencies = dependencies;
    this.#cache = new TokenCache(services.store, services.clock);
    this.#prompt = new CopiedStorePrompt(services.store, services.clock, options.confirmOnlyCopy);
  }

  get transfers(): Transfers {
    const { store, clock } = this.#services;
    return {
      depart: async (name, to) => {
        const { connection } = await this.#find(name);
        const own = nameOf(connection);
        this.#forget(own);
        return await depart(store, clock, await waitUntilIdle(store, clock, connection.id, own), to);
      },
      expect: (manifest) => expectArrival(this.#services, manifest),
      refuse: (manifest) => refuseArrival(this.#services, manifest),
    };
  }

  get pendingRefreshes(): readonly string[] {
    return this.#services.refresher.pendingRefreshes;
  }

  async login(address: string, options: LoginOptions): Promise<PendingLogin> {
    return await beginLogin(this.#services, address, options);
  }

  async import(address: string, options: ImportOptions): Promise<LoginResult> {
    return await importToken(this.#services, address, options);
  }

  async handOver(name?: string): Promise<HandOver> {
    const { store, clock } = this.#services;
    const { connection } = await this.#find(name);
    const own = nameOf(connection);
    this.#forget(own);
    return await handOver(store, clock, await waitUntilIdle(store, clock, connection.id, own));
  }

  async set(
    name: string | undefined,
    settings: Settings,
  ): Promise<{ readonly name: string; readonly also: readonly string[] }> {
    const state = await this.#find(name);
    const own = nameOf(state.connection);
    this.#forget(own);
    return { name: own, also: await applySettings(this.#services.store, this.#services, state, settings) };
  }

  async move(name: string | undefined, address: string, options: MoveOptions = {}): Promise<Move | null> {
    const state = await this.#find(name);
    this.#forget(nameOf(state.connection));
    return await moveApp(this.#services, state, address, options);
  }

  async token(name?: string, options: TokenOptions = {}): Promise<TokenSet> {
    const minTtlMs = seconds("minTtlSeconds", options.minTtlSeconds ?? defaultMinTtlSeconds) * 1000;
    if (this.#closing) throw new StoreError("store_closed", { place: this.#services.store.location });
    const force = options.refresh === true;
    const remembered = force ? undefined : this.#cache.get(name ?? "", minTtlMs);
    if (remembered === undefined) return await this.#counted(this.#token(name, minTtlMs, force));
    this.#services.observer.tokenHandedOut("memory");
    return remembered;
  }

  /** Registers a call, so that `close()` waits for it. */
  async #counted<T>(call: Promise<T>): Promise<T> {
    this.#calls.add(call);
    try {
      return await call;
    } finally {
      this.#calls.delete(call);
    }
  }

  async fetch(name: string | undefined, address: string, options: FetchOptions = {}): Promise<Response> {
    const { egress, refresher } = this.#services;
    const { connection, client } = await this.#find(name);
    const own = nameOf(connection);
    const { accessToken, instanceUrl } = await this.token(own);
    const isForResource = connection.details.requested?.resource !== undefined;
    const base = (isForResource ? undefined : instanceUrl) ?? apiBaseOf(connection, client);
    const target = resolveAddress(address, base, own, options.allowHosts ?? []);
    const response = await callApi(egress, target, accessToken, options);
    if (!(await isTokenRefused(response, client))) return response;
    // The API rejects the token, whatever its expiry says. Refresh once, retry once, and return that response.
    await refresher.reject(connection.id, "", Secret.of(accessToken));
    this.#forget(own);
    const fresh = await this.token(own, { minTtlSeconds: 0 });
    if (fresh.accessToken === accessToken) return response;
    await response.body?.cancel();
    return await callApi(egress, target, fresh.accessToken, options);
  }

  async names(): Promise<readonly string[]> {
    return await namesIn(this.#services.store);
  }

  async status(
    name?: string,
    options: { readonly check?: boolean } = {},
  ): Promise<readonly ConnectionStatus[]> {
    const all: ConnectionStatus[] = [];
    for await (const status of this.eachStatus(name, options)) all.push(status);
    return all;
  }

  async *eachStatus(
    name?: string,
    options: { readonly check?: boolean } = {},
  ): AsyncGenerator<ConnectionStatus, void, undefined> {
    const { store } = this.#services;
    const names = name === undefined ? await namesIn(store) : [nameOf((await this.#find(name)).connection)];
    const failures = await this.#check(options.check ? names : []);
    const reader = new StatusReader(store, this.#dependencies.paths);
    for (let start = 0; start < names.length; start += pageSize)
      for (const state of await store.connections.readNamed(names.slice(start, start + pageSize)))
        yield withFailure(await this.#describe(state, reader), failures);
  }

  /** Refreshes connections and returns the error of each one that could not be refreshed. */
  async #check(names: readonly string[]): Promise<ReadonlyMap<string, Error>> {
    const failures = new Map<string, Error>();
    for (const name of names)
      await this.token(name, { refresh: true }).catch((error: unknown) => {
        if (isCopied(error) || !(error instanceof Error)) throw error;
        failures.set(name, error);
      });
    return failures;
  }

  async #describe(
    state: ConnectionState,
    reader = new StatusReader(this.#services.store, this.#dependencies.paths),
  ): Promise<ConnectionStatus> {
    const nowMs = this.#services.clock.nowMs();
    const status = await reader.describe(state, nowMs);
    this.#events.observe(state.connection.id, status, nowMs);
    await this.#look(state.connection.id);
    return status;
  }

  on<E extends keyof TokenwellEvents>(event: E, listener: (event: TokenwellEvents[E]) => void): () => void {
    return this.#events.on(event, listener);
  }

  async setHook(
    name: string | undefined,
    events: readonly HookEvent[],
    action: HookAction | null,
    { language = "en" }: { readonly language?: Language } = {},
  ): Promise<{ readonly name: string }> {
    const { connection } = await this.#find(name);
    await setHook(this.#services.store, connection.id, events, { action, language });
    return { name: nameOf(connection) };
  }

  async runHooks(): Promise<readonly HookReport[]> {
    const { store, clock } = this.#services;
    return await this.#counted(runHooks({ store, clock, env: this.#dependencies.env }));
  }

  async lastUpkeep(): Promise<Date | null> {
    const lastMs = await this.#services.store.upkeeps.last();
    return lastMs === null ? null : new Date(lastMs);
  }

  /** Looks for events of a connection that its hooks wait for. What fails here is found again, so it fails no call. */
  async #look(connectionId: string): Promise<void> {
    await this.#watch?.look(connectionId).catch(() => undefined);
  }

  /** Emits the events of the connection of a call, if a check is due. */
  async #emitIfChanged(connectionId: string): Promise<void> {
    const { store, clock } = this.#services;
    await this.#watch?.lookIfDue(connectionId).catch(() => undefined);
    if (!this.#events.isDue(connectionId, clock.nowMs())) return;
    const state = await store.connections.read({ id: connectionId });
    if (state) await this.#describe(state);
  }

  async upkeep(options: { readonly adopt?: boolean } = {}): Promise<readonly UpkeepResult[]> {
    const { store, clock } = this.#services;
    if (options.adopt) await adoptStore(store, clock.nowMs());
    await recoverLogins(this.#services);
    const done: UpkeepResult[] = [];
    const names = await namesIn(store);
    for (let start = 0; start < names.length; start += pageSize)
      for (const state of await store.connections.readNamed(names.slice(start, start + pageSize))) {
        done.push(await keepUp(state, clock.nowMs(), (name, how) => this.token(name, how)));
      }
    // Also finds the events of connections that needed no refresh.
    const statuses = new Map((await this.status()).map((one) => [one.name, one]));
    await store.upkeeps.record(clock.nowMs());
    return done.map((result) => withProblem(result, statuses.get(result.name)));
  }

  async work(options: WorkOptions = {}): Promise<WorkSummary> {
    const { refresher, store } = this.#services;
    if (this.#closing) throw new StoreError("store_closed", { place: store.location });
    return await this.#counted(
      work(this.#services, options, {
        ending: this.#ending.signal,
        onHookDue: this.#dependencies.options.onHookDue,
        refresh: (...request) => this.#prompt.through(() => refresher.refresh(...request)),
        afterRefresh: async (id) => {
          await this.#look(id);
          await this.#emitIfChanged(id).catch(() => undefined);
        },
      }),
    );
  }

  async revoke(
    name?: string,
    options: { readonly local?: boolean } = {},
  ): Promise<{ name: string; revoked: boolean }> {
    const state = await this.#find(name);
    this.#forget(nameOf(state.connection));
    return await revoke(this.#services, state, options.local === true);
  }

  async apps(): Promise<readonly KnownApp[]> {
    return await knownApps(this.#services);
  }

  async describeClient(target: ClientTarget): Promise<ClientDescription> {
    return await describeClient(this.#services, target);
  }

  async protectedResource(address: string): Promise<ProtectedResource | null> {
    return await discoverResource(this.#services, address);
  }

  async register(issuer: string, options: RegistrationOptions): ReturnType<Tokenwell["register"]> {
    return await registerAt(this.#services, issuer, options);
  }

  async record(name: string, line: Parameters<Tokenwell["record"]>[1]): Promise<void> {
    const { store, clock } = this.#services;
    const { connection } = await this.#find(name);
    const event = { ...line, atMs: clock.nowMs() };
    await store.connections.update(connection.id, () => ({ change: { event }, result: undefined }));
  }

  close(): Promise<void> {
    this.#closing ??= (async () => {
      const { refresher, egress, store } = this.#services;
      this.#ending.abort("closed");
      await Promise.allSettled(this.#calls);
      await refresher.whenIdle();
      await egress.close();
      await store.close();
    })();
    return this.#closing;
  }

  /** Drops the cached token of a connection, under its name and as that of the only connection. */
  #forget(name: string): void {
    this.#cache.delete(name);
    this.#cache.delete("");
  }

  async #find(name: string | undefined): Promise<ConnectionState> {
    return await findConnection(this.#services.store, name, this.#dependencies.defaultName);
  }

  /** Adds the recorded causes to the error of a connection. */
  async #explained(id: string, error: unknown): Promise<unknown> {
    if (!(error instanceof TokenwellError)) return error;
    if (!explainedCodes.has(error.code)) return error;
    const { store } = this.#services;
    const state = await store.connections.read({ id });
    return state ? explained(error, await causesIn(store, state)) : error;
  }

  async #token(name: string | undefined, minTtlMs: number, force: boolean): Promise<TokenSet> {
    const { observer, refresher, store } = this.#services;
    const { options, defaultName } = this.#dependencies;
    const wanted = name ?? (defaultName || undefined);
    const remembered = force ? undefined : await this.#cache.revalidate(name ?? "", wanted, minTtlMs);
    if (remembered) {
      observer.tokenHandedOut("memory");
      await this.#emitIfChanged(remembered.connectionId);
      return remembered.tokenSet;
    }
    const seen = this.#cache.look();
    const current = force ? undefined : await store.accessTokens.current(wanted, minTtlMs);
    if (current) {
      const tokenSet = toTokenSet(current);
      this.#cache.put(name ?? "", tokenSet, current, seen);
      observer.tokenHandedOut("store");
      await this.#emitIfChanged(current.connectionId);
      return tokenSet;
    }
    const state = await this.#find(name);
    const { id } = state.connection;
    const request = requestOf(options, minTtlMs, force);
    const refresh = () => refresher.getAccessToken({ state, version: seen.version }, request);
    const result = await this.#prompt.through(refresh).catch(async (error: unknown) => {
      observer.tokenRefused(error instanceof TokenwellError ? error.code : "internal");
      await this.#look(id);
      await this.#emitIfChanged(id);
      throw await this.#explained(id, error);
    });
    observer.tokenHandedOut(result.state === state ? "store" : "refresh");
    await this.#emitIfChanged(id);
    return toTokenSet(currentTokenOf(result.state, result.token));
  }
}

/** Reports the failure of a check that the store does not show, because the access token is still live. */
function withFailure(status: ConnectionStatus, failures: ReadonlyMap<string, Error>): ConnectionStatus {
  return { ...status, problem: status.problem ?? failures.get(status.name) ?? null };
}

/** Reports a connection that no refresh can keep alive. One that was handed over is no problem: the user wished it. */
function withProblem(result: UpkeepResult, status: ConnectionStatus | undefined): UpkeepResult {
  const { problem = null } = status ?? {};
  if (result.outcome !== "not_due" || problem === null || status?.status === "released") return result;
  return { ...result, outcome: "failed", problem };
}

/** Whether an API's response asks for another access token. Reads the start of the body only if it may say so. */
async function isTokenRefused(response: Response, client: Client): Promise<boolean> {
  const { status } = response;
  if (status !== 401 && status !== 403) return false;
  const decoder = new TextDecoder();
  let body = "";
  for await (const chunk of response.clone().body ?? []) {
    body += decoder.decode(chunk, { stream: true });
    if (body.length > maxRefusalLength) break;
  }
  return providerOf(client.provider).isTokenRefused({ status, body });
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

function seconds(option: string, value: number): number {
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InputError("invalid_option", { option, given: String(value), takes: "0, 1, 2 …" });
}
