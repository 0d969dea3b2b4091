import type { LoginProgress } from "../api/login.ts";
import { questionAbout, type TokenOwner } from "../connections/token-question.ts";
import { LoginNeededError, ProviderError } from "../errors.ts";
import type { Connection } from "../model.ts";
import { nameOf } from "../names.ts";
import { revokeToken } from "../oauth/revocation.ts";
import { displayNameOf, providerOf } from "../providers/index.ts";
import type { TokenRequest } from "../refresh/refresher.ts";
import { effectiveRotation } from "../rotation.ts";
import type { Secret } from "../secret.ts";
import type { ConnectionState } from "../store/store.ts";
import { replaceConnection } from "./new-connection.ts";
import type { LoginServices } from "./services.ts";

/** A login with a stored connection. */
export interface StoredLogin {
  /** Id of its connection. */
  readonly id: string;
  /** Refresh token that it replaces, if the provider would count both logins. */
  readonly replaced: Secret | null;
  /** Whether the new connection is stored beside a working one of its name, which stays until it is verified. */
  readonly isProvisional: boolean;
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
  if (replaced && providerOf(client.provider).revokesPreviousToken) {
    await revokePrevious(services, { client, connection: { id } }, replaced);
    // The new login may share the session that the revocation has ended: verify it again.
    await refresher.getAccessToken(id, verificationRefresh);
  }
  onProgress?.({ kind: "tested", rotation: effectiveRotation(client) });
  return id;
}

/** Whether both connections are logins of one user through one app, which a provider may limit. */
export const isSameLogin = ({ connection, client }: ConnectionState, after: Connection): boolean =>
  client.id === after.clientId && connection.subject !== null && connection.subject === after.subject;

/**
 * Removes a provisional login that the provider refuses, and keeps the old connection. Keeps the login, too, if a later try
 * may verify it. Returns the error to throw.
 */
async function discardRefused({ clock, store }: LoginServices, id: string, error: unknown): Promise<unknown> {
  if (!(error instanceof LoginNeededError || error instanceof ProviderError)) return error;
  const state = await store.connections.read({ id });
  await store.connections.remove(id, { kind: "refused", atMs: clock.nowMs(), detail: {} });
  if (!state || error.code !== "needs_login") return error;
  const { client, connection } = state;
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
  let replaced: Secret | null = null;
  await store.connections.replace(id, existing.connection.id, (verified, before) => {
    replaced = isSameLogin(before, verified.connection) ? before.connection.refreshToken : null;
    return replaceConnection(verified, before, clock.nowMs());
  });
  return { id: existing.connection.id, replaced };
}

/** Revokes the replaced token so that it no longer counts against the provider's limit. Best effort: failures are ignored. */
async function revokePrevious(services: LoginServices, owner: TokenOwner, token: Secret): Promise<void> {
  await revokeToken(questionAbout(services, owner, token, "refresh_token")).catch(() => undefined);
}
