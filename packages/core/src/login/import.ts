import { randomUUID } from "node:crypto";
import type { ImportOptions, LoginResult } from "../api/login.ts";
import { checkName, freeName } from "../connections/find.ts";
import { InputError, LoginNeededError, ProviderError, RetryLaterError } from "../errors.ts";
import { loopbackRedirectUri } from "../loopback.ts";
import type { Client, Login } from "../model.ts";
import { decodeClaims } from "../oauth/id-token.ts";
import { identify } from "../oauth/userinfo.ts";
import { providerOf } from "../providers/index.ts";
import type { RefreshResult } from "../refresh/refresher.ts";
import { effectiveRotation } from "../rotation.ts";
import { Secret } from "../secret.ts";
import { findServer, loginClient, saveLogin } from "./begin.ts";
import { resultOf } from "./complete-login.ts";
import { loginSettings } from "./login-settings.ts";
import { newConnection } from "./new-connection.ts";
import type { LoginServices } from "./services.ts";
import { verificationRefresh } from "./verify.ts";

/**
 * Imports a refresh token of another program. Stores it first and then verifies it with one refresh under the full
 * protocol, so that a successor cannot be lost.
 */
export async function importToken(
  services: LoginServices,
  address: string,
  options: ImportOptions,
): Promise<LoginResult> {
  const { store, clock } = services;
  const { server, provider, known } = await findServer(services, address, options);
  const name =
    options.name === undefined
      ? await freeName(store, provider.nameFor(server.issuer, null))
      : checkName(options.name);
  const holder = (await store.connections.read({ name }))?.connection;
  if (holder && holder.status !== "needs_login" && holder.status !== "released")
    throw new InputError("name_taken", { name, account: holder.details.account ?? name });
  const redirectUri = known?.redirectUri ?? loopbackRedirectUri();
  const client = loginClient(server, provider, { ...options, redirectUri }, known);
  const login = ticketLogin(client, name, clock.nowMs());
  const lock = await saveLogin(services, login, client, known);
  try {
    if (known) await store.clients.change(client, loginSettings(client));
    const grant = { scope: "", instanceUrl: null, otherTokenType: null };
    const who = { subject: null, account: null };
    const { refreshToken, apiBase } = options;
    const requested = apiBase === undefined ? {} : { apiBase };
    await store.connections.create(login.id, name, (existing) => {
      const target = { client, loginId: login.id, name, existing, nowMs: clock.nowMs() };
      const created = newConnection({ grant, refreshToken, who, requested }, target, null, clock.nowMs());
      return { ...created, isImported: true };
    });
  } finally {
    lock.releaseAndDelete();
  }
  try {
    return await verify(services, { ...options, name }, client);
  } catch (error) {
    // Restore the known client: the caller's options may be wrong, and the app's other connections need the old ones.
    if (known) await store.clients.change(known, loginSettings(known));
    else await store.clients.remove(client.id);
    throw error;
  }
}

/** Builds a login that no callback completes, of an import or a move: the store needs one to create a connection. */
export function ticketLogin(client: Client, name: string, nowMs: number): Login {
  return {
    id: randomUUID(),
    clientId: client.id,
    clientVersion: client.version,
    name,
    stateHash: "",
    verifier: Secret.of(randomUUID()),
    nonce: Secret.of(randomUUID()),
    redirectUri: client.redirectUri,
    scope: "",
    audience: "",
    settings: {},
    createdAtMs: nowMs,
    expiresAtMs: nowMs + 60_000,
    phase: "open",
    rawAnswer: null,
  };
}

async function verify(
  services: LoginServices,
  { name, onProgress }: Pick<ImportOptions, "onProgress"> & { readonly name: string },
  client: Client,
): Promise<LoginResult> {
  const { store, clock, refresher } = services;
  const { connection } = (await store.connections.read({ name })) ?? {};
  if (!connection) throw new InputError("connection_gone");
  const { id } = connection;
  onProgress?.({ kind: "stored" });
  const refreshed = await refresher.getAccessToken(id, verificationRefresh).catch(async (error: unknown) => {
    if (!mayHaveRotated(error))
      await store.connections.remove(id, { kind: "refused", atMs: clock.nowMs(), detail: {} });
    throw refusalOf(error, client);
  });
  await store.clients.change(refreshed.state.client, { acceptedAtMs: clock.nowMs() });
  await nameAccount(services, refreshed);
  onProgress?.({ kind: "tested", rotation: effectiveRotation(refreshed.state.client) });
  const state = await store.connections.read({ id });
  if (!state) throw new InputError("connection_gone");
  return resultOf(state);
}

/** Whether a lost response may have rotated the token. Then the connection must stay, as the only record of it. */
const mayHaveRotated = (error: unknown): boolean =>
  error instanceof RetryLaterError && error.code !== "refresh_not_sent" && error.code !== "refresh_rejected";

function refusalOf(error: unknown, { provider: id, issuer }: Client): unknown {
  const provider = providerOf(id);
  const isRefused = error instanceof LoginNeededError && error.code === "needs_login";
  if (!isRefused) return error;
  const facts = { kind: id, provider: provider.displayName(issuer), said: error.facts.said ?? "" };
  return new ProviderError("import_refused", facts);
}

/** Records the account of an imported token, which its first response or the provider names. */
async function nameAccount(
  { store, egress }: LoginServices,
  { state: { client, connection }, token }: RefreshResult,
): Promise<void> {
  const provider = providerOf(client.provider);
  const claims = token.idToken === null ? null : decodeClaims(token.idToken.expose());
  const { subject } = connection;
  const id = subject === null ? null : provider.identityAddress(subject, { claims, id: null }, client.issuer);
  const { account } = await identify({
    server: client,
    provider,
    client,
    accessToken: token.token,
    answer: { claims, id },
    fetch: (url, init) => egress.fetch(url, init),
  });
  if (account === null) return;
  await store.connections.update(connection.id, (now) => ({
    change: {
      connection: { details: { ...now.connection.details, account } },
      event: {
        kind: "connected",
        atMs: now.connection.details.connectedAtMs ?? 0,
        detail: { generation: now.connection.generation, client: client.id, subject },
      },
    },
    result: undefined,
  }));
}
