import type { Provider, RefusalKind, RefusalRule } from "./provider.ts";

/** A refusal of a provider, unchanged. */
export interface Refusal {
  /** The OAuth error code; `""` if the response has none. */
  readonly error: string;
  readonly description: string | null;
  readonly status: number | null;
}

/**
 * The meanings of the standard codes, and of codes that several providers send instead of `invalid_grant`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
const standard: Readonly<Record<string, RefusalKind>> = {
  invalid_grant: "dead",
  bad_refresh_token: "dead",
  invalid_refresh_token: "dead",
  refresh_token_expired: "dead",
  expired_refresh_token: "dead",
  invalid_token: "dead",
  token_revoked: "dead",
  token_expired: "dead",
  access_denied: "suspended",
  invalid_client: "client",
  invalid_client_id: "client",
  unauthorized_client: "client",
  invalid_scope: "configuration",
  invalid_target: "configuration",
  invalid_request: "configuration",
  unsupported_grant_type: "configuration",
  mfa_required: "interaction",
  interaction_required: "interaction",
  login_required: "interaction",
  consent_required: "interaction",
};

/** Every code of {@link standard}. */
export const standardCodes: readonly string[] = Object.keys(standard);

/** Finds the provider's own rule for a refusal. */
export function ruleFor(provider: Pick<Provider, "refusals">, refusal: Refusal): RefusalRule | undefined {
  return provider.refusals.find(
    ({ error, description, status }) =>
      error.toLowerCase() === refusal.error.toLowerCase() &&
      (description === undefined || description.test(refusal.description ?? "")) &&
      (status === undefined || status === refusal.status),
  );
}

/**
 * Returns the meaning of a refusal; `undefined` for an unknown code. This is the only rule for "the client is refused":
 * the provider's own codes, the standard codes, and a 401 without a code or with `access_denied`.
 */
export function kindOfRefusal(
  provider: Pick<Provider, "refusals">,
  refusal: Refusal,
): RefusalKind | undefined {
  const known = ruleFor(provider, refusal)?.kind;
  if (known !== undefined) return known;
  const { error, status } = refusal;
  if (status === 401 && (error === "" || error.toLowerCase() === "access_denied")) return "client";
  const code = error.toLowerCase();
  return Object.hasOwn(standard, code) ? standard[code] : undefined;
}

/** Returns the parameters of sentences about a refusal: the provider, and a rule's text keys of cause and remedy. */
export function explanationOf(provider: Provider, refusal: Refusal): Readonly<Record<string, string>> {
  const explained = ruleFor(provider, refusal)?.explained;
  return {
    kind: provider.id,
    ...(explained !== undefined && { why: `why.${explained}`, fix: `fix.${explained}` }),
  };
}
