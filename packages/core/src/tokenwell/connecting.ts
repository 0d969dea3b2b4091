import { randomUUID } from "node:crypto";
import { InputError, ProviderError } from "../errors.ts";
import { identify } from "../flows/identity.ts";
import { readGrant, readRefusal, type TokenGrant } from "../flows/token-answer.ts";
import type { AccessToken, Attempt, Client, Connection, Login } from "../model.ts";
import { oidc } from "../providers/oidc.ts";
import type { Fetch } from "../providers/provider.ts";
import { effectiveRotation } from "../refresh/protocol.ts";
import { attemptTimes, dueAt } from "../refresh/schedule.ts";
import { expiryOf } from "../refresh/settle.ts";
import type { Secret } from "../secret.ts";
import type { Connected, Family } from "../store/store.ts";
import type { HandOver, LoginOptions, LoginResult } from "./api.ts";
import { apiBaseOf } from "./fetch.ts";
import type { LoginParts } from "./login.ts";
import { checkName, namesIn } from "./names.ts";
import { accountOf } from "./status.ts";

/** What the end of a login needs of its options. */
export interface ConnectOptions
  extends Partial<
    Pick<
      LoginOptions,
      "apiBase" | "audience" | "replaceAccount" | "scope" | "handOver" | "test" | "chooseName" | "step"
    >
  > {
  /** Nobody gave the name: the one that this account already has goes before it. */
  readonly isDefaultName: boolean;
}

interface Account {
  readonly subject: string | null;
  readonly account: string;
}

/** From the token endpoint's answer to a connection that has been tested. */
export class Connecting {
  readonly #parts: LoginParts;
  readonly #fetch: Fetch;

  constructor(parts: LoginParts) {
    this.#parts = parts;
    this.#fetch = (url, init) => parts.egress.fetch(url, init);
  }

  /** Judges an answered login, stores what it brought, and tries one refresh. */
  async connect(login: Login, client: Client, options: ConnectOptions): Promise<LoginResult> {
    const label = oidc.label(client.issuer);
    const answer = login.rawAnswer ?? login.verifier;
    const { nonce, scope } = login;
    const grant = await readGrant({
      server: client,
      client,
      answer,
      nonce,
      scope,
      label,
      fetch: this.#fetch,
    });
    const who = await this.#identify(grant, client);
    if (!grant.refreshToken) throw noRefreshToken(login, grant, label);
    options.step?.({ kind: "allowed", account: who.account });
    const name = login.name === null ? null : await this.#chooseName(login.name, client, who, options);
    const id = await this.#store(login, client, {
      grant,
      refreshToken: grant.refreshToken,
      who,
      name,
      options,
    });
    options.step?.({ kind: "stored" });
    if (options.test !== false) await this.#test(id, options);
    return await this.#result(id, options);
  }

  async #identify(grant: TokenGrant, client: Client): Promise<Account> {
    const question = { server: client, provider: oidc, client, fetch: this.#fetch };
    const { subject, account } = await identify({
      ...question,
      accessToken: grant.accessToken,
      claims: grant.claims,
    });
    return { subject, account: account ?? subject ?? "?" };
  }

  /** The name for this account: its own of before, or the one given, if that belongs to nobody else. */
  async #chooseName(wanted: string, client: Client, who: Account, options: ConnectOptions): Promise<string> {
    const { store } = this.#parts;
    const connections = await store.connections();
    const isOwn = (row: Connection): boolean =>
      row.issuer === client.issuer && row.subject === who.subject && who.subject !== null;
    const before = connections.find((row) => row.name !== null && row.clientId === client.id && isOwn(row));
    let name = options.isDefaultName ? (before?.name ?? wanted) : wanted;
    for (;;) {
      const holder = connections.find((row) => row.name === name);
      if (!holder || isOwn(holder) || options.replaceAccount) return name;
      const facts = { name, owner: accountOf(holder), account: who.account };
      const other = await options.chooseName?.(facts);
      if (!other)
        throw new InputError(options.isDefaultName ? "name_taken" : "other_account", {
          ...facts,
          account: options.isDefaultName ? facts.owner : facts.account,
        });
      name = checkName(other);
    }
  }

  async #store(login: Login, client: Client, brought: Brought): Promise<string> {
    const { store, clock, deadlines, random } = this.#parts;
    let id = "";
    await store.connect(login.id, brought.name, (existing) => {
      const fingerprint = store.fingerprint(brought.grant.accessToken);
      const context = { client, login, existing, fingerprint, nowMs: clock.nowMs() };
      const accessToken = accessTokenOf(
        brought,
        context,
        expiryOf(brought.grant.expiresInSeconds, client, brought.grant.receivedAtMs, deadlines),
      );
      const { drainMs } = attemptTimes(deadlines, effectiveRotation(client), client.overlapSeconds);
      const connected = connectedOf(brought, context, accessToken, dueAt(accessToken, drainMs, random()));
      id = connected.connection.id;
      return connected;
    });
    return id;
  }

  /** Right after consent is the cheapest moment to lose a token, and it shows whether the app rotates. */
  async #test(id: string, options: ConnectOptions): Promise<void> {
    const request = { audience: "", minTtlMs: 0, force: true, waitMs: 30_000, drainWaitMs: 0, patient: true };
    const { family } = await this.#parts.refresher.draw(id, request);
    options.step?.({ kind: "tested", rotation: effectiveRotation(family.client) });
  }

  async #result(id: string, options: ConnectOptions): Promise<LoginResult> {
    const { store } = this.#parts;
    const family = await store.family({ id });
    if (!family) throw new InputError("connection_gone");
    const { connection, client } = family;
    return {
      name: connection.name,
      account: accountOf(connection),
      apiBase: apiBaseOf(connection, client),
      scope: connection.scope,
      rotation: effectiveRotation(client),
      ...(options.handOver && { handOver: this.#handOver(family, connection.refreshToken) }),
    };
  }

  #handOver({ connection, client }: Family, refreshToken: Secret | null): HandOver {
    const { store, clock } = this.#parts;
    if (!refreshToken) throw new InputError("connection_gone");
    return {
      refreshToken,
      clientId: client.clientId,
      clientSecret: client.secret,
      issuer: client.issuer,
      tokenEndpoint: client.endpoints.token,
      forget: () =>
        store.removeConnection(connection.id, { kind: "handed_over", atMs: clock.nowMs(), detail: {} }),
      keep: async () => {
        const name = await freeName(oidc.nameFor(client.issuer), await namesIn(store));
        await store.change(connection.id, () => ({ change: { connection: { name } }, result: undefined }));
        return name;
      },
    };
  }
}

/** Whether an answer shows that the provider knows the client: it said anything but that it does not. */
export function isClientAccepted(answer: Secret): boolean {
  const { status, body } = JSON.parse(answer.expose()) as { status: number; body: string };
  const error = readRefusal({ body })?.error;
  return status < 300 ? error === undefined : error === "invalid_grant";
}

interface Brought {
  readonly grant: TokenGrant;
  readonly refreshToken: Secret;
  readonly who: Account;
  readonly name: string | null;
  readonly options: ConnectOptions;
}

interface Context {
  readonly client: Client;
  readonly login: Login;
  readonly existing: Family | undefined;
  readonly fingerprint: string;
  readonly nowMs: number;
}

function accessTokenOf(
  { grant }: Brought,
  { existing, login, fingerprint }: Context,
  expiry: Pick<AccessToken, "expiresAtMs" | "expiresSource">,
): AccessToken {
  return {
    connectionId: existing?.connection.id ?? login.id,
    audience: "",
    generation: (existing?.connection.generation ?? 0) + 1,
    token: grant.accessToken,
    tokenType: grant.tokenType,
    idToken: grant.idToken,
    fingerprint,
    scope: grant.scope,
    receivedAtMs: grant.receivedAtMs,
    rejectedAtMs: null,
    ...expiry,
  };
}

function connectedOf(
  brought: Brought,
  context: Context,
  accessToken: AccessToken,
  dueAtMs: number,
): Connected {
  const { grant, who, name, options, refreshToken } = brought;
  const { client, existing, nowMs } = context;
  const { sid, auth_time: authTime } = grant.claims ?? {};
  const before = existing?.connection;
  const apiBase = options.apiBase ?? before?.facts.apiBase;
  const { scope, audience } = options;
  const asked = { ...(scope !== undefined && { scope }), ...(audience !== undefined && { audience }) };
  const connection: Connection = {
    id: accessToken.connectionId,
    name,
    clientId: client.id,
    clientVersion: client.version,
    grant: "refresh_token",
    family: randomUUID(),
    generation: accessToken.generation,
    refreshToken,
    issuer: client.issuer,
    subject: who.subject,
    sid: typeof sid === "string" ? sid : null,
    authTimeSeconds: typeof authTime === "number" ? authTime : null,
    scope: grant.scope,
    facts: {
      account: who.account,
      ...(grant.instanceUrl !== null && { instanceUrl: grant.instanceUrl }),
      ...(apiBase !== undefined && { apiBase }),
      ...(scope !== undefined || audience !== undefined ? { asked } : {}),
    },
    idleExpiresAtMs: null,
    absoluteExpiresAtMs: null,
    status: "ok",
    statusReason: null,
    statusSinceMs: nowMs,
    refreshCount: before?.refreshCount ?? 0,
    refreshedAtMs: before?.refreshedAtMs ?? null,
  };
  // An attempt of the old family keeps its right to write, which no longer reaches this connection.
  const superseded = (existing?.attempts ?? [])
    .filter((row) => row.phase === "open")
    .map((row): Attempt => ({ ...row, phase: "superseded" }));
  return {
    connection,
    accessToken,
    schedule: { dueAtMs, failures: 0 },
    attempts: superseded,
    event: {
      kind: before ? "connected_again" : "connected",
      atMs: nowMs,
      detail: { generation: connection.generation },
    },
  };
}

function noRefreshToken(login: Login, grant: TokenGrant, provider: string): ProviderError {
  const [cause] = oidc.noRefreshToken({ requestedScope: login.scope, grantedScope: grant.scope });
  const facts = { provider, name: login.name ?? provider, why: cause.why, fix: cause.fix };
  return new ProviderError("no_refresh_token", { ...facts, ...cause.facts });
}

async function freeName(wanted: string, names: readonly string[]): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted}-${number}`;
    if (!names.includes(name)) return name;
  }
}
