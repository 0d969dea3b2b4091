import type { Provider, RefusalKind, RefusalRule } from "./provider.ts";

/** A refusal of a provider, unchanged. */
export interface Refusal {
  readonly error: string;
  readonly description: string | null;
  readonly status: number | null;
}

/** The meanings of the standard codes. @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
const standard: Readonly<Record<string, RefusalKind>> = {
  invalid_grant: "dead",
  access_denied: "suspended",
  invalid_client: "client",
  unauthorized_client: "client",
  invalid_scope: "client",
  invalid_target: "client",
  invalid_request: "client",
  unsupported_grant_type: "client",
  mfa_required: "interaction",
  interaction_required: "interaction",
  login_required: "interaction",
  consent_required: "interaction",
};

/** Finds the provider's own rule for a refusal. */
export function ruleFor(provider: Provider, refusal: Refusal): RefusalRule | undefined {
  return provider.refusals.find(
    ({ error, description, status }) =>
      error.toLowerCase() === refusal.error.toLowerCase() &&
      (description === undefined || description.test(refusal.description ?? "")) &&
      (status === undefined || status === refusal.status),
  );
}

/** Returns the meaning of a refusal; `undefined` for an unknown code. */
export function kindOfRefusal(provider: Provider, refusal: Refusal): RefusalKind | undefined {
  const known = ruleFor(provider, refusal)?.kind;
  return known ?? (Object.hasOwn(standard, refusal.error) ? standard[refusal.error] : undefined);
}

/** Returns the parameters of sentences about a refusal: the provider, and the text keys of cause and remedy if a rule has them. */
export function explanationOf(provider: Provider, refusal: Refusal): Readonly<Record<string, string>> {
  const explained = ruleFor(provider, refusal)?.explained;
  return {
    kind: provider.id,
    ...(explained !== undefined && { why: `why.${explained}`, fix: `fix.${explained}` }),
  };
}
