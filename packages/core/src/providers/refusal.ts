import type { Provider, RefusalKind, RefusalRule } from "./provider.ts";

/** A refusal of a provider, unchanged. */
export interface Refusal {
  /** The OAuth error code; `""` if the response has none. */
  readonly error: string;
  readonly description: string | null;
  readonly status: number | null;
}

/** The meanings of the standard codes. @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
const standard: Readonly<Record<string, RefusalKind>> = {
  invalid_grant: "dead",
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

/** Finds the provider's own rule for a refusal. */
function ruleFor(provider: Provider, refusal: Refusal): RefusalRule | undefined {
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
export function kindOfRefusal(provider: Provider, refusal: Refusal): RefusalKind | undefined {
  const known = ruleFor(provider, refusal)?.kind;
  if (known !== undefined) return known;
  const { error, status } = refusal;
  if (status === 401 && (error === "" || error === "access_denied")) return "client";
  return Object.hasOwn(standard, error) ? standard[error] : undefined;
}

/** Returns the parameters of sentences about a refusal: the provider, and a rule's text keys of cause and remedy. */
export function explanationOf(provider: Provider, refusal: Refusal): Readonly<Record<string, string>> {
  const explained = ruleFor(provider, refusal)?.explained;
  return {
    kind: provider.id,
    ...(explained !== undefined && { why: `why.${explained}`, fix: `fix.${explained}` }),
  };
}
