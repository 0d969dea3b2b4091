import type { Clock } from "../clock.ts";
import { ProviderError } from "../errors.ts";
import { introspectToken, type Revocation, revokeToken } from "../oauth/revocation.ts";
import { labelOf } from "../refresh/decide.ts";
import type { Secret } from "../secret.ts";
import type { ConnectionState, Store } from "../store/store.ts";
import type { Egress } from "../wire/egress.ts";
import { waitUntilIdle } from "./wait-until-idle.ts";

interface RevokerDependencies {
  readonly store: Store;
  readonly egress: Egress;
  readonly clock: Clock;
}

/** How connections end. */
export class Revoker {
  readonly #parts: RevokerDependencies;

  constructor(parts: RevokerDependencies) {
    this.#parts = parts;
  }

  /**
   * Revokes the refresh token, checks that it is dead, then erases the connection. Where the provider does not
   * confirm, the connection stays as it was, so that it can be tried again.
   */
  async revoke(state: ConnectionState, local: boolean): Promise<{ name: string; revoked: boolean }> {
    const { store, clock } = this.#parts;
    const { id, name } = state.connection;
    const facts = { name: name ?? id, provider: labelOf(state) };
    if (!local && state.connection.status !== "needs_login") await this.#revokeThere(id, facts);
    await store.removeConnection(id, {
      kind: local ? "forgotten" : "logged_out",
      atMs: clock.nowMs(),
      detail: {},
    });
    return { name: facts.name, revoked: !local };
  }

  async #revokeThere(id: string, facts: Readonly<Record<"name" | "provider", string>>): Promise<void> {
    const { store, clock } = this.#parts;
    const before = await store.change(id, ({ connection }) => ({
      change: { connection: { status: "revoking", statusSinceMs: clock.nowMs() } },
      result: connection.status === "revoking" ? ("ok" as const) : connection.status,
    }));
    try {
      const state = await waitUntilIdle(store, clock, id, facts.name);
      const token = state.connection.refreshToken;
      if (token) await this.#confirm(state, token, facts);
    } catch (error) {
      await store.change(id, () => ({
        change: { connection: { status: before, statusSinceMs: clock.nowMs() } },
        result: undefined,
      }));
      throw error;
    }
  }

  async #confirm(
    state: ConnectionState,
    token: Secret,
    facts: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { client } = state;
    const question = {
      server: client,
      client,
      token,
      hint: "refresh_token",
      fetch: (url: string, init: Parameters<Egress["fetch"]>[1]) => this.#parts.egress.fetch(url, init),
    } as const;
    const revocation = await revokeToken(question);
    if (revocation.kind === "unsupported") throw new ProviderError("no_revocation", facts);
    if (revocation.kind !== "revoked")
      throw new ProviderError("not_revoked", { ...facts, ...reasonOf(revocation) });
    // A provider may say yes and do nothing. Where it can be asked, it is.
    const check = await introspectToken(question);
    if (check.kind === "active") throw new ProviderError("still_alive", facts);
  }
}

function reasonOf(
  revocation: Exclude<Revocation, { kind: "revoked" | "unsupported" }>,
): Record<string, string | number> {
  if (revocation.kind === "refused") return { reason: "refused_with", said: revocation.said };
  return { reason: revocation.reason, status: revocation.status ?? 0 };
}
