import type { LoginProgress } from "../api/login.ts";
import { questionAbout, type TokenOwner } from "../connections/token-question.ts";
import { LoginNeededError, ProviderError } from "../errors.ts";
import type { Client, Connection } from "../model.ts";
import { nameOf } from "../names.ts";
import { revokeToken } from "../oauth/revocation.ts";
import { displayNameOf, providerOf } from "../providers/index.ts";
import type { TokenRequest } from "../refresh/refresher.ts";
import { effectiveRotation } from "../rotation.ts";
import type { Secret } from "../secret.ts";
import type { ConnectionState } from "../store/store.ts";
import { abandonGrant, endGrant } from "./abandon-grant.ts";
import { replaceConnection } from "./new-connection.ts";
import type { LoginServices } from "./services.ts";

/** A login with a stored connection. */
export interface StoredLogin {
  /** Id of its connection. */
  readonly id: string;
  readonly replaced: ReplacedLogin | null;
  /** Whether the new connection is stored beside a working one of its name, which stays until it is verified. */
  readonly isProvisional: boolean;
}

/** A login whose connection a newer login has taken. */
export interface ReplacedLogin {
  readonly client: Client;
  readonly subject: string | null;
  readonly refreshToken: Secret;
  /** Whether the newer login is of the same account and client. */
  readonly isSameAccount: boolean;
}

/** Request of the refresh that verifies a new login. */
export const verificationRefresh: TokenRequest = {
  audience: "",
  minTtlMs: 0,
  force: true,
  waitMs: 30_000,
  drainWaitMs: 0,
  waitForCompletion: true,
  isNew: true,
};

/**
 * Verifies a login with one refresh, which also shows whether the app rotates: right after consent the loss of a token costs
 * least. A provisional login replaces the connection of its name once it is verified. Returns the connection's final id.
 */
export async function verifyLogin(
  services: LoginServices,
  login: StoredLogin,
  onProgress?: (progress: LoginProgress) => void,
): Promise<string> {
  const { refresher } = services;
  const { state } = await refresher
    .getAccessToken(login.id, verificationRefresh)
    .catch(async (error: unknown) => {
      throw login.isProvisional ? await discardRefused(services, login.id, error) : error;
    });
  const { id, replaced } = login.isProvisional ? await takePlace(services, state) : login;
  const { client } = state;
  const isEnded = await endReplaced(services, replaced, id);
  // The new login may share the session that the revocation has ended: verify it again.
  if (isEnded && replaced?.isSameAccount) await refresher.getAccessToken(id, verificationRefresh);
  onProgress?.({ kind: "tested", rotation: effectiveRotation(client) });
  return id;
}

/** Returns the login that a new connection replaces; `null` if its refresh token is dead or belongs to another program. */
export function replacedBy({ connection, client }: ConnectionState, after: Connection): ReplacedLogin | null {
  const { refreshToken, status, subject } = connection;
  if (!refreshToken || status === "needs_login" || status === "released" || status === "revoked") return null;
  const isOther = subject !== null && after.subject !== null && subject !== after.subject;
  const isSameAccount = client.id === after.clientId && !isOther;
  return { client, subject, refreshToken, isSameAccount };
}

/**
 * Revokes a replaced login: that of another account, because no connection owns it any more, and that of the same account
 * if the provider counts both. `connectionId` is the connection that took its place. Returns whether it is revoked. Best effort: a failure is ignored.
 */
export async function endReplaced(
  services: LoginServices,
  replaced: ReplacedLogin | null,
  connectionId: string,
): Promise<boolean> {
  if (!replaced) return false;
  const { client, isSameAccount, refreshToken, subject } = replaced;
  if (!isSameAccount) return (await endGrant(services, replaced)) === "revoked";
  if (subject === null || !providerOf(client.provider).revokesPreviousToken) return false;
  await revokePrevious(services, { client, connection: { id: connectionId } }, refreshToken);
  return true;
}

/**
 * Removes a provisional login that the provider refuses, and keeps the old connection. Keeps the login, too, if a later try
 * may verify it. Returns the error to throw.
 */
async function discardRefused(services: LoginServices, id: string, error: unknown): Promise<unknown> {
  const { clock, store } = services;
  if (!(error instanceof LoginNeededError || error instanceof ProviderError)) return error;
  const state = await store.connections.read({ id });
  await store.connections.remove(id, { kind: "refused", atMs: clock.nowMs(), detail: {} });
  if (!state) return error;
  const { client, connection } = state;
  if (error.code !== "needs_login") return await abandonGrant(services, { client, ...connection }, error);
  return new ProviderError("new_login_refused", {
    kind: client.provider,
    name: nameOf(connection),
    provider: displayNameOf(client),
    said: connection.details.providerError ?? "",
  });
}

async function takePlace(
  { clock, store }: LoginServices,
  { connection: { id, owner } }: ConnectionState,
): Promise<Pick<StoredLogin, "id" | "replaced">> {
  const name = owner.kind === "pending" ? owner.replaces : null;
  const existing = name === null ? undefined : await store.connections.read({ name });
  if (!existing) {
    const named = { kind: "named", name: name ?? id } as const;
    await store.connections.update(id, () => ({
      change: { connection: { owner: named } },
      result: undefined,
    }));
    return { id, replaced: null };
  }
  let replaced: ReplacedLogin | null = null;
  await store.connections.replace(id, existing.connection.id, (verified, before) => {
    replaced = replacedBy(before, verified.connection);
    return replaceConnection(verified, before, clock.nowMs());
  });
  return { id: existing.connection.id, replaced };
}

/** Revokes the replaced token so that it no longer counts against the provider's limit. Best effort: failures are ignored. */
async function revokePrevious(services: LoginServices, owner: TokenOwner, token: Secret): Promise<void> {
  await revokeToken(questionAbout(services, owner, token, "refresh_token")).catch(() => undefined);
}
