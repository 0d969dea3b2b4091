import type { TextKey } from "../text/en.ts";
import type { Provider } from "./provider.ts";

/**
 * What a refusal means for a refresh token.
 *
 * - `dead`: it will never work again
 * - `client`: the app's id or secret is refused, before the token is looked at
 * - `configuration`: the app may not make this request; the token is not looked at either
 * - `suspended`: the account is stopped, the token is good
 * - `interaction`: a person must confirm something
 * - `in_progress`: another request with the same token is being processed
 * - `busy`: too many requests, the token was not looked at
 */
export type RefusalKind =
  | "dead"
  | "client"
  | "configuration"
  | "suspended"
  | "interaction"
  | "in_progress"
  | "busy";

/** One thing that a provider says no with: how it is recognised, what it means, and what to do about it. */
export interface RefusalRule {
  /** The `error`, exactly. */
  readonly error: string;
  /** Where several things have the same `error`. */
  readonly description?: RegExp;
  readonly status?: number;
  readonly kind: RefusalKind;
  /** The end of the text keys `why.<…>` and `fix.<…>`; left out where the code itself says it all. */
  readonly explained?: Explained;
}

/** The ends of the text keys that have both a `why.` and a `fix.`. */
export type Explained = ExplainedBy<TextKey>;
type ExplainedBy<Key> = Key extends `why.${infer Why}` ? (`fix.${Why}` extends TextKey ? Why : never) : never;

/** A refusal as it came. */
export interface Refusal {
  /** The OAuth error code; `""` if the response has none. */
  readonly error: string;
  readonly description: string | null;
  readonly status: number | null;
}

/** The standard codes. @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
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

/** The provider's own rule for a refusal. */
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

/** The facts that sentences about a refusal need: why and what to do, where that is known. */
export function explanationOf(provider: Provider, refusal: Refusal): Readonly<Record<string, string>> {
  const explained = ruleFor(provider, refusal)?.explained;
  return {
    kind: provider.id,
    ...(explained !== undefined && { why: `why.${explained}`, fix: `fix.${explained}` }),
  };
}
