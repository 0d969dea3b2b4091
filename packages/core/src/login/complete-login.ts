import type { LoginOptions, LoginResult } from "../api.ts";
import { checkName, freeName, namesIn } from "../connections/find.ts";
import { offerOf } from "../connections/hand-over.ts";
import { accountOf } from "../connections/status.ts";
import { InputError, LoginNeededError, ProviderError } from "../errors.ts";
import type { Client, Connection, Login } from "../model.ts";
import { revokeToken } from "../oauth/revocation.ts";
import { readGrant, readRefusal, type TokenGrant } from "../oauth/token-response.ts";
import { type Identity, identify } from "../oauth/userinfo.ts";
import { providerOf } from "../providers/index.ts";
import type { Fetch } from "../providers/provider.ts";
import { expiryOf } from "../refresh/complete-attempt.ts";
import { labelOf, nameOf } from "../refresh/decide.ts";
import { attemptTimes, dueAt } from "../refresh/schedule.ts";
import { effectiveRotation } from "../rotation.ts";
import type { Secret } from "../secret.ts";
import type { ConnectionState } from "../store/store.ts";
import type { LoginServices } from "./begin.ts";
import {
  type LoginOutcome,
  newAccessToken,
  newConnection,
  replaceConnection,
  verificationRefresh,
} from "./new-connection.ts";
import { resultOf } from "./result.ts";

/** What the end of a login needs of its options. */
export interface CompleteLoginOptions
  extends Partial<
    Pick<
      LoginOptions,
      "apiBase" | "audience" | "replaceAccount" | "scope" | "handOver" | "test" | "chooseName" | "onProgress"
    >
  > {
  /** Nobody gave the name: the one that this account already has goes before it. */
  readonly isDefaultName: boolean;
}

/** What a login was stored as. */
export interface StoredLogin {
  readonly id: string;
  /** The refresh token that it takes the place of, where a provider would count both. */
  readonly replaced: Secret | null;
  /** The connection of its name works, and stays until the new login has proven itself. */
  readonly isProvisional: boolean;
}

/** From the token endpoint's answer to a connection that has been tested. */
export class LoginCompletion {
  readonly #parts: LoginServices;
  readonly #fetch: Fetch;

  constructor(services: LoginServices) {
    this.#parts = services;
    this.#fetch = (url, init) => services.egress.fetch(url, init);
  }

  /** Judges an answered login, stores what it brought, and tries one refresh. */
  async complete(login: Login, client: Client, options: CompleteLoginOptions): Promise<LoginResult> {
    const provider = providerOf(client.provider);
    const answer = login.rawAnswer ?? login.verifier;
    const { nonce, scope } = login;
    const grant = await readGrant({
      server: client,
      provider,
      client,
      answer,
      nonce,
      scope,
      fetch: this.#fetch,
    });
    const who = await this.#identify(grant, client);
    const given = login.name === null ? null : this.#defaultName(login.name, client, grant, options);
    if (!grant.refreshToken) throw noRefreshToken(login, grant, client, given);
    const account = who.account ?? (who.subject === null ? "?" : provider.nameOfSubject(who.subject));
    options.onProgress?.({ kind: "allowed", account, isNamed: who.account !== null });
    const name = given === null ? null : await this.#chooseName(given, client, { ...who, account }, options);
    const { refreshToken } = grant;
    const stored = await this.#store(login, client, { grant, refreshToken, who, name, options });
    options.onProgress?.({ kind: "stored" });
    const id = options.test === false ? stored.id : await this.verify(stored, options);
    return await this.#result(id, options);
  }

  /**
   * Right after consent is the cheapest moment to lose a token, and it shows whether the app rotates. A login that
   * was stored beside a connection takes its place when it has proven itself, and not before. Returns the id that the
   * connection has then.
   */
  async verify(
    { id: newId, ...stored }: StoredLogin,
    options: Pick<CompleteLoginOptions, "onProgress">,
  ): Promise<string> {
    const { refresher } = this.#parts;
    const { state } = await refresher
      .getAccessToken(newId, verificationRefresh)
      .catch(async (error: unknown) => {
        throw stored.isProvisional ? await this.#discardRefused(newId, error) : error;
      });
    const { id, replaced } = stored.isProvisional ? await this.#takePlace(state) : { id: newId, ...stored };
    const { client } = state;
    if (replaced && providerOf(client.provider).revokesPreviousToken) {
      await this.#revoke(client, replaced);
      // The old login and the new one may share what has just been ended.
      await refresher.getAccessToken(id, verificationRefresh);
    }
    options.onProgress?.({ kind: "tested", rotation: effectiveRotation(client) });
    return id;
  }

  /** The old connection stays as it is; the new login stays beside it where a later try may prove it. */
  async #discardRefused(id: string, error: unknown): Promise<unknown> {
    const { clock, store } = this.#parts;
    if (!(error instanceof LoginNeededError || error instanceof ProviderError)) return error;
    const state = await store.family({ id });
    await store.removeConnection(id, { kind: "refused", atMs: clock.nowMs(), detail: {} });
    if (!state || error.code !== "needs_login") return error;
    const { client, connection } = state;
    return new ProviderError("new_login_refused", {
      kind: client.provider,
      name: nameOf(connection),
      provider: labelOf(state),
      said: connection.details.providerError ?? "",
    });
  }

  async #takePlace({ connection }: ConnectionState): Promise<Omit<StoredLogin, "isProvisional">> {
    const { clock, store } = this.#parts;
    const { id, details } = connection;
    const { replaces: name, ...rest } = details;
    const existing = name === undefined ? undefined : await store.family({ name });
    if (!existing) {
      const named = { connection: { name: name ?? null, details: rest } };
      await store.change(id, () => ({ change: named, result: undefined }));
      return { id, replaced: null };
    }
    let replaced: Secret | null = null;
    await store.replace(id, existing.connection.id, (proven, before) => {
      replaced = isSameLogin(before, proven.connection) ? before.connection.refreshToken : null;
      return replaceConnection(proven, before, clock.nowMs());
    });
    return { id: existing.connection.id, replaced };
  }

  /** A login host that many share says nothing of whose org it is: the answer does. */
  #defaultName(wanted: string, client: Client, grant: TokenGrant, options: CompleteLoginOptions): string {
    return options.isDefaultName
      ? providerOf(client.provider).nameFor(client.issuer, grant.instanceUrl)
      : wanted;
  }

  async #identify(grant: TokenGrant, client: Client): Promise<Identity> {
    return await identify({
      server: client,
      provider: providerOf(client.provider),
      client,
      accessToken: grant.accessToken,
      answer: { claims: grant.claims, id: grant.id },
      fetch: this.#fetch,
    });
  }

  /** The name for this account: its own of before, or the one given, if that belongs to nobody else. */
  async #chooseName(
    wanted: string,
    client: Client,
    who: { readonly subject: string | null; readonly account: string },
    options: CompleteLoginOptions,
  ): Promise<string> {
    const { store } = this.#parts;
    const connections = await store.connections();
    const isOwn = (row: Connection): boolean =>
      row.issuer === client.issuer && row.subject === who.subject && who.subject !== null;
    const before = connections.find((row) => row.name !== null && row.clientId === client.id && isOwn(row));
    let name = options.isDefaultName ? (before?.name ?? wanted) : wanted;
    for (;;) {
      const holder = connections.find((row) => row.name === name);
      if (!holder || isOwn(holder) || options.replaceAccount) return name;
      const held = await store.family({ id: holder.id });
      const facts = { name, owner: held ? accountOf(holder, held.client) : "?", account: who.account };
      const other = await options.chooseName?.(facts);
      if (!other)
        throw new InputError(options.isDefaultName ? "name_taken" : "other_account", {
          ...facts,
          account: options.isDefaultName ? facts.owner : facts.account,
        });
      name = checkName(other);
    }
  }

  async #store(
    login: Login,
    client: Client,
    outcome: LoginOutcome & { readonly grant: TokenGrant; readonly options: CompleteLoginOptions },
  ): Promise<StoredLogin> {
    const { store, clock, deadlines, random } = this.#parts;
    const { grant, name, options } = outcome;
    const before = name === null ? undefined : await store.family({ name });
    const isProvisional = options.test !== false && before !== undefined && isAtWork(before);
    let id = "";
    let replaced: Secret | null = null;
    await store.connect(login.id, isProvisional ? null : name, (named) => {
      const existing = isProvisional ? before : named;
      const target = { client, loginId: login.id, existing, isProvisional, nowMs: clock.nowMs() };
      const token = newAccessToken(grant, target, {
        fingerprint: store.fingerprint(grant.accessToken),
        ...expiryOf(grant.expiresInSeconds, client, grant.receivedAtMs, deadlines),
      });
      const { drainMs } = attemptTimes(deadlines, effectiveRotation(client), client.overlapSeconds);
      const created = newConnection(outcome, target, token, dueAt(token, drainMs, random()));
      id = created.connection.id;
      replaced =
        existing && isSameLogin(existing, created.connection) ? existing.connection.refreshToken : null;
      return created;
    });
    return { id, replaced, isProvisional };
  }

  /** Of the logins that a provider keeps it would go on taking one. Where it cannot be told, nothing is lost by it. */
  async #revoke(client: Client, token: Secret): Promise<void> {
    const question = { server: client, client, token, hint: "refresh_token", fetch: this.#fetch } as const;
    await revokeToken(question).catch(() => undefined);
  }

  async #result(id: string, options: CompleteLoginOptions): Promise<LoginResult> {
    const { store, clock } = this.#parts;
    const state = await store.family({ id });
    if (!state) throw new InputError("connection_gone");
    const result = resultOf(state);
    if (!options.handOver) return result;
    const { client, connection } = state;
    if (!connection.refreshToken) throw new InputError("connection_gone");
    const offer = offerOf(state, connection.refreshToken, {
      release: () => store.removeConnection(id, { kind: "handed_over", atMs: clock.nowMs(), detail: {} }),
      keep: async () => {
        const wanted = providerOf(client.provider).nameFor(
          client.issuer,
          connection.details.instanceUrl ?? null,
        );
        const name = freeName(wanted, await namesIn(store));
        await store.change(id, () => ({ change: { connection: { name } }, result: undefined }));
        return name;
      },
    });
    return { ...result, handOver: offer };
  }
}

/** Whether a connection works, as far as anybody knows. */
const isAtWork = ({ connection: { refreshToken, status } }: ConnectionState): boolean =>
  refreshToken !== null && (status === "ok" || status === "unsettled" || status === "suspended");

/** Whether a provider that counts logins would count both as one user's through one app. */
const isSameLogin = ({ connection, client }: ConnectionState, after: Connection): boolean =>
  client.id === after.clientId && connection.subject !== null && connection.subject === after.subject;

/** Whether an answer shows that the provider knows the client: it said anything but that it does not. */
export function isClientAccepted(answer: Secret): boolean {
  const { status, body } = JSON.parse(answer.expose()) as { status: number; body: string };
  const error = readRefusal({ body })?.error;
  return status < 300 ? error === undefined : error === "invalid_grant";
}

function noRefreshToken(login: Login, grant: TokenGrant, client: Client, name: string | null): ProviderError {
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
    name: name ?? label,
    why: cause.why,
    fix: cause.fix,
    ...(alternative !== null && { otherwise: alternative }),
  });
}
