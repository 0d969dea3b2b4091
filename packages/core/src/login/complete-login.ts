import type { LoginOptions, LoginProgress, LoginResult } from "../api/login.ts";
import { apiBaseOf } from "../connections/api-base.ts";
import { checkName, freeName } from "../connections/find.ts";
import { offerOf } from "../connections/hand-over.ts";
import { accountOf } from "../connections/status.ts";
import { loginLifetimeOf } from "../diagnose/lives.ts";
import { InputError, ProviderError } from "../errors.ts";
import type { Client, Login } from "../model.ts";
import { ClientAuthentication } from "../model.ts";
import { ownName } from "../names.ts";
import { identify } from "../oauth/userinfo.ts";
import { providerOf } from "../providers/index.ts";
import type { Fetch } from "../providers/provider.ts";
import { expiryOf } from "../refresh/complete-attempt.ts";
import { attemptTimes, dueAt } from "../refresh/schedule.ts";
import { effectiveRotation } from "../rotation.ts";
import type { Secret } from "../secret.ts";
import type { ConnectionState, OwnerLock } from "../store/store.ts";
import { abandonGrant, endGrant, isFinal } from "./abandon-grant.ts";
import { acquireUnlessBusy } from "./acquire-unless-busy.ts";
import { readLoginCallback, stateHashOf } from "./callback.ts";
import { exchangeCode } from "./exchange-code.ts";
import { loginSettings } from "./login-settings.ts";
import { type LoginOutcome, newAccessToken, newConnection } from "./new-connection.ts";
import type { LoginServices } from "./services.ts";
import { readGrant, readRefreshToken, type TokenGrant } from "./token-grant.ts";
import { endReplaced, type ReplacedLogin, replacedBy, type StoredLogin, verifyLogin } from "./verify.ts";

/** Callbacks of a login's caller during its completion. */
export type CompletionOptions = Partial<Pick<LoginOptions, "chooseName" | "onProgress">>;

/** The browser's response to a login. */
export interface LoginCallback {
  /** `state` of the login. A pasted code has none: its caller gives the `state` of the login that it waits for. */
  readonly state: string;
  /** Address of the redirect, or the text that the user pasted. */
  readonly text: string;
  /** Client with the secret that the user typed. Default: the stored one, which keeps its secret until a new one is accepted. */
  readonly client?: Client;
  /** Owner lock of the login, if the caller holds it. If the completion fails, the caller releases it. */
  readonly lock?: OwnerLock;
}

/**
 * Completes the login of a `state`, whichever process began it: claims it, exchanges the code and verifies the connection.
 * The listener, the paste and a web callback all call it; one of them gets the login.
 *
 * Throws, and leaves the login unclaimed: the error of a text without a code, and `login_timed_out` after the login's time
 * limit. Throws `login_gone` if no open login has this state, or another caller has claimed it.
 */
export async function completeLogin(
  services: LoginServices,
  { state, text, client: given, lock: held }: LoginCallback,
  options: CompletionOptions = {},
): Promise<LoginResult> {
  const { store, clock } = services;
  const stateHash = stateHashOf(state);
  const login = await store.logins.byState(stateHash);
  const client = given ?? (login && (await store.clients.read(login.clientId, login.clientVersion)));
  if (!login || !client) throw new InputError("login_gone");
  if (login.expiresAtMs <= clock.nowMs()) throw timedOut(login, client);
  const reading = readLoginCallback(text, login, client, state);
  if (reading.kind === "error") throw reading.error;
  // Take the lock, so that no other process removes or recovers the login; the process that began it may hold it already.
  const lock = held ?? (await acquireUnlessBusy(store, login.id));
  try {
    if (!(await store.logins.claim(stateHash))) throw new InputError("login_gone");
    const { answered, accepted } = await exchange(services, login, client, reading.code);
    return await completeAnswered(services, answered, accepted, { ...options, ...(lock && { lock }) });
  } catch (error) {
    if (held) throw error;
    if (isFinal(error)) lock?.releaseAndDelete();
    else lock?.release();
    throw error;
  }
}

/** Builds the error of a login whose time limit has passed. */
export function timedOut({ createdAtMs, expiresAtMs }: Login, { provider, issuer }: Client): ProviderError {
  const minutes = Math.round((expiresAtMs - createdAtMs) / 60_000);
  return new ProviderError("login_timed_out", {
    minutes,
    provider: providerOf(provider).displayName(issuer),
  });
}

/** Exchanges the code of a claimed login and stores the response at once. */
export async function exchange(
  { store, egress, clock }: LoginServices,
  login: Login,
  client: Client,
  code: string,
): Promise<{ readonly answered: Login; readonly accepted: Client }> {
  const { method, secret } = client.authentication;
  const isKnown = method === "none" || client.acceptedAtMs !== null;
  const { resource } = login.settings.requested ?? {};
  const { answer, authMethod, isClientAccepted } = await exchangeCode({
    server: { ...client, tokenAuthMethods: login.settings.tokenAuthMethods ?? null },
    provider: providerOf(client.provider),
    client: { clientId: client.clientId, secret, authMethod: isKnown ? method : null },
    code,
    verifier: login.verifier,
    redirectUri: login.redirectUri,
    ...(resource !== undefined && { resource }),
    clock,
    send: (request) => egress.send(request),
  });
  const answered: Login = { ...login, phase: "answered", rawAnswer: answer };
  await store.logins.put(answered);
  const accepted: Client = {
    ...client,
    authentication: ClientAuthentication.of(authMethod, secret),
    requested: login.settings.requested ?? client.requested,
    acceptedAtMs: clock.nowMs(),
  };
  if (isClientAccepted) await store.clients.change(client, loginSettings(accepted));
  return { answered, accepted };
}

/** Judges an answered login, stores its connection, and verifies it with one refresh. Needs stored data only. */
export async function completeAnswered(
  services: LoginServices,
  login: Login,
  client: Client,
  options: CompletionOptions & { readonly lock?: OwnerLock } = {},
): Promise<LoginResult> {
  const { lock, onProgress } = options;
  const stored = await storeAnswered(services, login, client, options);
  onProgress?.({ kind: "stored" });
  const isTested = login.settings.test !== false;
  const id = isTested ? await verifyLogin(services, stored, onProgress) : stored.id;
  if (!isTested) await endReplaced(services, stored.replaced, stored.id);
  const state = await services.store.connections.read({ id });
  if (!state) throw new InputError("connection_gone");
  await services.onConnected?.(id);
  const result = resultOf(state);
  if (login.name === null) return { ...result, handOver: offerFor(services, state, lock) };
  lock?.releaseAndDelete();
  return result;
}

/**
 * Judges an answered login and stores its connection. If its account or its response does not fit, removes the login and
 * revokes what the provider has granted, because no connection owns it.
 */
async function storeAnswered(
  services: LoginServices,
  login: Login,
  client: Client,
  { chooseName, onProgress }: CompletionOptions,
): Promise<StoredLogin> {
  let subject: string | null = null;
  try {
    const outcome = await judge(services, login, client, onProgress);
    ({ subject } = outcome.who);
    const name = login.name === null ? null : await nameFor(services, { login, client, outcome, chooseName });
    return await storeLogin(services, { login, client, outcome, name });
  } catch (error) {
    if (!isFinal(error)) throw error;
    const refreshToken = refreshTokenIn(login, client);
    const explained = await abandonGrant(services, { client, refreshToken, subject }, error);
    await services.store.logins.remove(login.id);
    throw explained;
  }
}

/**
 * Removes an answered login whose refresh token was to be handed over, and revokes the token, which no one has received.
 * Throws a {@link WireError} if the provider cannot be reached to learn whose it is.
 */
export async function discardAnswered(services: LoginServices, login: Login, client: Client): Promise<void> {
  const outcome = await judge(services, login, client, undefined).catch((error: unknown) => {
    if (!isFinal(error)) throw error;
  });
  const refreshToken = refreshTokenIn(login, client);
  await endGrant(services, { client, refreshToken, subject: outcome?.who.subject ?? null });
  await services.store.logins.remove(login.id);
}

/** Reads the refresh token of an answered login; `null` if it has none. */
export const refreshTokenIn = ({ rawAnswer }: Login, client: Client): Secret | null =>
  rawAnswer === null
    ? null
    : readRefreshToken(rawAnswer, { provider: providerOf(client.provider), server: client });

/** Outcome of a login with a trusted response. */
interface JudgedLogin extends LoginOutcome {
  readonly grant: TokenGrant;
  /** Name of the account in messages; `null` if it is unknown. */
  readonly account: string | null;
}

async function judge(
  { egress }: LoginServices,
  login: Login,
  client: Client,
  onProgress: ((progress: LoginProgress) => void) | undefined,
): Promise<JudgedLogin> {
  const provider = providerOf(client.provider);
  const fetch: Fetch = (url, init) => egress.fetch(url, init);
  const answer = login.rawAnswer ?? login.verifier;
  const { nonce, scope } = login;
  const grant = await readGrant({ server: client, provider, client, answer, nonce, scope, fetch });
  const { accessToken, claims, id, refreshToken } = grant;
  const who = await identify({
    server: client,
    provider,
    client,
    accessToken,
    answer: { claims, id },
    fetch,
  });
  if (!refreshToken) throw noRefreshToken(login, grant, client);
  const account = who.account ?? (who.subject === null ? null : provider.nameOfSubject(who.subject));
  onProgress?.({ kind: "allowed", account, isNamed: who.account !== null });
  return { grant, refreshToken, who, account, requested: login.settings.requested ?? {} };
}

/** Whether the caller left the name open. For logins of earlier versions: whether the name is the provider's default. */
const isDefaultName = ({ name, settings }: Login, { issuer, provider }: Client): boolean =>
  settings.isDefaultName ?? name === providerOf(provider).nameFor(issuer, null);

/** Returns the wanted name of a connection. The default depends on the response, because orgs may share a login host. */
function wantedName(login: Login, client: Client, instanceUrl: string | null): string {
  const isOpen = login.name === null || isDefaultName(login, client);
  const resource = resourceOf(login);
  if (isOpen && resource === undefined)
    return providerOf(client.provider).nameFor(client.issuer, instanceUrl);
  return login.name ?? providerOf(client.provider).nameFor(resource ?? client.issuer, null);
}

const resourceOf = ({ settings }: Login): string | undefined => settings.requested?.resource;

/** Chooses the name of a connection: the account's existing one, or the wanted one if it belongs to no other account. */
async function nameFor(
  { store }: LoginServices,
  {
    login,
    client,
    outcome,
    chooseName,
  }: {
    readonly login: Login;
    readonly client: Client;
    readonly outcome: JudgedLogin;
    readonly chooseName: LoginOptions["chooseName"];
  },
): Promise<string> {
  const { subject } = outcome.who;
  const { replaceAccount } = login.settings;
  const account = { client, subject, resource: resourceOf(login) };
  const wanted = wantedName(login, client, outcome.grant.instanceUrl);
  const isDefault = isDefaultName(login, client);
  // An account has a connection for each resource.
  const [before] =
    subject === null || account.resource !== undefined
      ? []
      : await store.connections.namesOfAccount({ clientId: client.id, subject });
  let name = isDefault ? (before ?? wanted) : wanted;
  for (;;) {
    const holder = await store.connections.read({ name });
    if (!holder || replaceAccount || isAccountOf(holder, account)) return name;
    // An account without a name is told by its app.
    const owner = accountOf(holder.connection, holder.client) ?? holder.client.clientId;
    const facts = { name, owner, account: outcome.account ?? client.clientId };
    const other = await chooseName?.(facts);
    if (!other)
      throw new InputError(isDefault ? "name_taken" : "other_account", {
        ...facts,
        account: isDefault ? facts.owner : facts.account,
      });
    name = checkName(other);
  }
}

/**
 * Whether a connection is of this account and resource. Few servers of resources name the account: then the resource
 * alone counts.
 */
function isAccountOf(
  { connection }: ConnectionState,
  {
    client,
    subject,
    resource,
  }: {
    readonly client: Client;
    readonly subject: string | null;
    readonly resource: string | undefined;
  },
): boolean {
  const isSame = connection.issuer === client.issuer && connection.subject === subject;
  const isKnown = subject !== null || resource !== undefined;
  return isSame && isKnown && connection.details.requested?.resource === resource;
}

async function storeLogin(
  { store, clock, deadlines, random }: LoginServices,
  {
    login,
    client,
    outcome,
    name,
  }: {
    readonly login: Login;
    readonly client: Client;
    readonly outcome: JudgedLogin;
    readonly name: string | null;
  },
): Promise<StoredLogin> {
  const { grant } = outcome;
  const before = name === null ? undefined : await store.connections.read({ name });
  const isProvisional = login.settings.test !== false && before !== undefined && isWorking(before);
  let id = "";
  let replaced: ReplacedLogin | null = null;
  await store.connections.create(login.id, isProvisional ? null : name, (named) => {
    const existing = isProvisional ? before : named;
    const target = { client, loginId: login.id, name, existing, isProvisional, nowMs: clock.nowMs() };
    const token = newAccessToken(grant, target, {
      fingerprint: store.fingerprint(grant.accessToken),
      ...expiryOf(grant.expiresInSeconds, client, grant.receivedAtMs, deadlines),
    });
    const { drainMs } = attemptTimes(deadlines, effectiveRotation(client), client.overlapSeconds);
    const dueAtMs = dueAt(token, drainMs, random(), client.lifetimes.idleSeconds);
    const created = newConnection(outcome, target, token, dueAtMs);
    id = created.connection.id;
    replaced = existing && !isProvisional ? replacedBy(existing, created.connection) : null;
    return created;
  });
  return { id, replaced, isProvisional };
}

/** Whether a connection works, by its stored status. */
const isWorking = ({ connection: { refreshToken, status } }: ConnectionState): boolean =>
  refreshToken !== null && (status === "ok" || status === "unsettled" || status === "suspended");

/** Describes the connection that a login or an import created, from its current state. */
export function resultOf({ connection, client }: ConnectionState): LoginResult {
  return {
    name: ownName(connection),
    provider: providerOf(client.provider).id,
    account: accountOf(connection, client),
    apiBase: apiBaseOf(connection, client),
    scope: connection.scope,
    rotation: effectiveRotation(client),
    lives: loginLifetimeOf(connection, client),
  };
}

function offerFor(
  { store, clock }: LoginServices,
  state: ConnectionState,
  lock: OwnerLock | undefined,
): ReturnType<typeof offerOf> {
  const { client, connection } = state;
  const { id, refreshToken } = connection;
  if (!refreshToken) throw new InputError("connection_gone");
  return offerOf(state, refreshToken, {
    release: async () => {
      await store.connections.remove(id, { kind: "handed_over", atMs: clock.nowMs(), detail: {} });
      lock?.releaseAndDelete();
    },
    keep: async () => {
      const instanceUrl = connection.details.instanceUrl ?? null;
      const name = await freeName(store, providerOf(client.provider).nameFor(client.issuer, instanceUrl));
      const owner = { kind: "named", name } as const;
      await store.connections.update(id, () => ({ change: { connection: { owner } }, result: undefined }));
      lock?.releaseAndDelete();
      return name;
    },
  });
}

function noRefreshToken(login: Login, grant: TokenGrant, client: Client): ProviderError {
  const provider = providerOf(client.provider);
  const { cause, alternative } = provider.diagnoseMissingRefreshToken({
    requestedScope: login.scope,
    grantedScope: grant.scope,
    audience: login.audience,
  });
  const label = provider.displayName(client.issuer);
  return new ProviderError("no_refresh_token", {
    ...cause.facts,
    kind: provider.id,
    provider: label,
    name: login.name === null ? label : wantedName(login, client, grant.instanceUrl),
    why: cause.why,
    fix: cause.fix,
    ...(alternative !== null && { otherwise: alternative }),
  });
}
