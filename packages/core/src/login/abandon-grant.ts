import { questionAbout } from "../connections/token-question.ts";
import { InputError, LoginNeededError, ProviderError } from "../errors.ts";
import type { Client } from "../model.ts";
import { revokeToken } from "../oauth/revocation.ts";
import { displayNameOf } from "../providers/index.ts";
import type { Secret } from "../secret.ts";
import type { LoginServices } from "./services.ts";

/** A grant that no connection of this store owns. */
export interface AbandonedGrant {
  readonly client: Client;
  /** `null`: the response has none, so nothing lasts at the provider. */
  readonly refreshToken: Secret | null;
  /** `null` if the account is not known. */
  readonly subject: string | null;
}

/** Classes of the errors that end a login. After any other error a later process may complete it. */
const finalErrors = [InputError, ProviderError, LoginNeededError] as const;

/** Whether the error ends the login. */
export const isFinal = (error: unknown): boolean => finalErrors.some((kind) => error instanceof kind);

/**
 * Revokes the grant of a login that ends with an error, and returns the error with what became of the grant, as the text
 * key `grant.*` in the fact `grant`.
 */
export async function abandonGrant(
  services: LoginServices,
  grant: AbandonedGrant,
  error: unknown,
): Promise<unknown> {
  const end = await endGrant(services, grant);
  const Kind = finalErrors.find((kind) => error instanceof kind);
  if (end === null || !Kind || !(error instanceof Kind)) return error;
  const facts = { provider: displayNameOf(grant.client), ...error.facts, grant: `grant.${end}` };
  return new Kind(error.code, facts, error.cause);
}

/**
 * Revokes a grant that no connection owns. Returns what became of it; `null` if there is nothing to revoke. A grant may be
 * one with that of another login of the same account: some servers end all of them together, or issue one refresh token
 * for all. So nothing is revoked while a connection here may be such a login.
 */
export async function endGrant(
  services: LoginServices,
  { client, refreshToken, subject }: AbandonedGrant,
): Promise<"revoked" | "left" | "shared" | null> {
  if (!refreshToken) return null;
  const { store } = services;
  const others =
    subject === null
      ? (await store.connections.ids(client.id)).length
      : await store.connections.countLogins({ clientId: client.id, subject });
  if (others > 0) return "shared";
  const owner = { client, connection: null };
  const { kind } = await revokeToken(questionAbout(services, owner, refreshToken, "refresh_token"));
  return kind === "revoked" ? "revoked" : "left";
}
