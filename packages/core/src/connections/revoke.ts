import type { Clock } from "../clock.ts";
import { ProviderError } from "../errors.ts";
import { nameOf } from "../names.ts";
import { introspectToken } from "../oauth/introspection.ts";
import { type Revocation, revokeToken } from "../oauth/revocation.ts";
import { displayNameOf } from "../providers/index.ts";
import type { Secret } from "../secret.ts";
import type { ConnectionState, Store } from "../store/store.ts";
import type { Egress } from "../wire/egress.ts";
import { questionAbout } from "./token-question.ts";
import { waitUntilIdle } from "./wait-until-idle.ts";

/** Dependencies of a revocation. */
export interface RevocationServices {
  readonly store: Store;
  readonly egress: Egress;
  readonly clock: Clock;
}

/**
 * Revokes the refresh token at the provider, checks that it is inactive, then erases the connection. If the provider
 * does not confirm, the connection stays unchanged, so that the caller can try again. `local` only erases, and so does
 * the revocation of a connection whose token another program owns.
 */
export async function revoke(
  services: RevocationServices,
  state: ConnectionState,
  local: boolean,
): Promise<{ name: string; revoked: boolean }> {
  const { store, clock } = services;
  const { id, refreshToken, status } = state.connection;
  const facts = { name: nameOf(state.connection), provider: displayNameOf(state.client) };
  const isDead = status === "needs_login";
  const revoked = !local && (isDead || refreshToken !== null);
  if (revoked && isDead) await revokeRefused(services, state);
  else if (revoked) await revokeAtProvider(services, id, facts);
  const kind = revoked ? "logged_out" : "forgotten";
  await store.connections.remove(id, { kind, atMs: clock.nowMs(), detail: {} });
  return { name: facts.name, revoked };
}

/** Revokes a token that the provider refuses and that may live all the same. Best effort: failures are ignored. */
async function revokeRefused(services: RevocationServices, state: ConnectionState): Promise<void> {
  const { refreshToken } = state.connection;
  if (refreshToken) await revokeToken(questionAbout(services, state, refreshToken, "refresh_token"));
}

async function revokeAtProvider(
  services: RevocationServices,
  id: string,
  facts: Readonly<Record<"name" | "provider", string>>,
): Promise<void> {
  const { store, clock } = services;
  const before = await store.connections.update(id, ({ connection }) => ({
    change: { connection: { status: "revoking", statusSinceMs: clock.nowMs() } },
    result: connection.status === "revoking" ? ("ok" as const) : connection.status,
  }));
  try {
    const state = await waitUntilIdle(store, clock, id, facts.name);
    const token = state.connection.refreshToken;
    if (token) await confirm(services, state, token, facts);
  } catch (error) {
    // A refresh that has ended meanwhile may have changed it.
    await store.connections.update(id, ({ connection }) => ({
      change:
        connection.status === "revoking"
          ? { connection: { status: before, statusSinceMs: clock.nowMs() } }
          : null,
      result: undefined,
    }));
    throw error;
  }
}

async function confirm(
  services: RevocationServices,
  state: ConnectionState,
  token: Secret,
  facts: Readonly<Record<string, string>>,
): Promise<void> {
  const request = questionAbout(services, state, token, "refresh_token");
  const revocation = await revokeToken(request);
  if (revocation.kind === "unsupported") throw new ProviderError("no_revocation", facts);
  if (revocation.kind !== "revoked")
    throw new ProviderError("not_revoked", { ...facts, ...reasonOf(revocation) });
  // A provider may confirm without revoking: introspect the token if possible.
  const check = await introspectToken(request);
  if (check.kind === "active") throw new ProviderError("still_alive", facts);
}

function reasonOf(
  revocation: Exclude<Revocation, { kind: "revoked" | "unsupported" }>,
): Record<string, string | number> {
  if (revocation.kind === "refused") return { reason: "refused_with", said: revocation.said };
  return { reason: revocation.reason, status: revocation.status ?? 0 };
}
