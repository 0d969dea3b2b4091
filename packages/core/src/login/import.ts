import { randomUUID } from "node:crypto";
import type { ImportOptions, LoginResult } from "../api.ts";
import { checkName, freeName, namesIn } from "../connections/find.ts";
import { InputError, LoginNeededError, ProviderError, RetryLaterError } from "../errors.ts";
import { loopbackRedirectUri } from "../loopback.ts";
import type { Client, Login } from "../model.ts";
import { identify } from "../oauth/userinfo.ts";
import { providerOf } from "../providers/index.ts";
import { decodeClaims } from "../refresh/outcome.ts";
import type { RefreshResult } from "../refresh/refresher.ts";
import { effectiveRotation } from "../rotation.ts";
import { Secret } from "../secret.ts";
import { clientOf, type LoginServices, type Logins } from "./begin.ts";
import { newConnection, verificationRefresh } from "./new-connection.ts";
import { resultOf } from "./result.ts";

/**
 * Takes over a refresh token that another program got. It is stored first and then proven by one refresh under the
 * full protocol: if it rotates, its successor is ours.
 */
export async function importToken(
  services: LoginServices,
  logins: Logins,
  address: string,
  options: ImportOptions,
): Promise<LoginResult> {
  const { store, clock } = services;
  const { server, provider, known } = await logins.find(address, options);
  const names = await namesIn(store);
  const name =
    options.name === undefined
      ? freeName(provider.nameFor(server.issuer, null), names)
      : checkName(options.name);
  const holder = names.includes(name) ? await store.family({ name }) : undefined;
  if (holder && holder.connection.status !== "needs_login" && holder.connection.status !== "released")
    throw new InputError("name_taken", { name, account: holder.connection.details.account ?? name });
  const redirectUri = known?.redirectUri ?? loopbackRedirectUri();
  const client = clientOf(server, provider, { ...options, redirectUri }, known);
  const login = loginFor(client, name, clock.nowMs());
  const lock = await logins.keep(login, client, known);
  try {
    if (known) await store.putClient(client);
    const grant = { claims: null, scope: "", instanceUrl: null };
    const who = { subject: null, account: null };
    const { refreshToken, apiBase } = options;
    const asked = apiBase === undefined ? {} : { apiBase };
    await store.connect(login.id, name, (existing) =>
      newConnection(
        { grant, refreshToken, who, name, options: asked },
        { client, loginId: login.id, existing, nowMs: clock.nowMs() },
        null,
        clock.nowMs(),
      ),
    );
  } finally {
    lock.releaseAndDelete();
  }
  try {
    return await verify(services, { ...options, name }, client);
  } catch (error) {
    // What was typed now may be wrong: the app's other connections go on with what worked.
    if (known) await store.putClient(known);
    else await store.removeClient(client.id);
    throw error;
  }
}

/** A login whose browser was somebody else's: only its place in the store is needed. */
function loginFor(client: Client, name: string, nowMs: number): Login {
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
  const { connection } = (await store.family({ name })) ?? {};
  if (!connection) throw new InputError("connection_gone");
  const { id } = connection;
  onProgress?.({ kind: "stored" });
  const result = await refresher.getAccessToken(id, verificationRefresh).catch(async (error: unknown) => {
    if (!isProven(error))
      await store.removeConnection(id, { kind: "refused", atMs: clock.nowMs(), detail: {} });
    throw refusalOf(error, client);
  });
  await store.putClient({ ...result.state.client, acceptedAtMs: clock.nowMs() });
  await nameAccount(services, result);
  onProgress?.({ kind: "tested", rotation: effectiveRotation(result.state.client) });
  const state = await store.family({ id });
  if (!state) throw new InputError("connection_gone");
  return resultOf(state);
}

/** After an answer that was lost the token may have rotated: then what is in the store is the one trace of it. */
const isProven = (error: unknown): boolean =>
  error instanceof RetryLaterError && error.code !== "refresh_not_sent" && error.code !== "refresh_rejected";

function refusalOf(error: unknown, { provider: id, issuer }: Client): unknown {
  const provider = providerOf(id);
  const isRefused = error instanceof LoginNeededError && error.code === "needs_login";
  if (!isRefused) return error;
  const facts = { kind: id, provider: provider.displayName(issuer), said: error.facts.said ?? "" };
  return new ProviderError("import_refused", facts);
}

/** Says whose token it was, as the first answer tells. */
async function nameAccount({ store, egress }: LoginServices, { state, token }: RefreshResult): Promise<void> {
  const { client, connection } = state;
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
  await store.change(connection.id, (now) => ({
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
