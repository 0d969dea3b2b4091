import type { ErrorCode } from "../error-codes.ts";
import type { RefusalKind } from "../providers/provider.ts";
import type { AddressFact } from "./addresses.ts";
import type { SignalName } from "./signals.ts";

/** The providers whose errors are known beyond the standard. `oidc` is any other. */
export const providerNames = [
  ...["salesforce", "auth0", "google", "microsoft", "okta"],
  ...["github", "keycloak", "slack", "hubspot", "oidc"],
] as const;
export type ProviderName =
  | "salesforce"
  | "auth0"
  | "google"
  | "microsoft"
  | "okta"
  | "github"
  | "keycloak"
  | "slack"
  | "hubspot"
  | "oidc";

/** The steps of a login and of what follows it, in which an error may come. */
export const stages = [
  ...["authorize", "callback", "token-exchange", "refresh"],
  ...["api-call", "revoke", "network", "keychain"],
] as const;
export type Stage =
  | "authorize"
  | "callback"
  | "token-exchange"
  | "refresh"
  | "api-call"
  | "revoke"
  | "network"
  | "keychain";

/** The grants by which a token is requested. */
export type Grant =
  | "authorization_code"
  | "refresh_token"
  | "jwt_bearer"
  | "client_credentials"
  | "device_code"
  | "password"
  | "implicit"
  | "token_exchange";

/** Facts of a failure: from the pasted text, the hints of the user, and the words about the circumstances. */
export interface Facts {
  readonly provider: ProviderName | null;
  /** The code to show: one that is known, or one that cannot be a secret. */
  readonly code: string | null;
  /** Every code in the text, in lower case. */
  readonly codes: ReadonlySet<string>;
  readonly status: number | null;
  readonly stage: Stage | null;
  readonly grant: Grant | null;
  /** The pasted text without markup and encoding, in lower case. It may hold secrets and must not be printed. */
  readonly text: string;
  /** The text and the words about the circumstances, in lower case. It must not be printed either. */
  readonly words: string;
  readonly signals: ReadonlySet<SignalName>;
  /** Facts from the addresses and parameters in the text. */
  readonly addresses: ReadonlySet<AddressFact>;
  /** The end of the text keys of the provider's rule for this refusal; `null` if it has none. */
  readonly refusal: string | null;
  readonly kind: RefusalKind | null;
  /** The code of an error of ours. */
  readonly ownCode: ErrorCode | null;
  /** Weights by cause of what our own records say of it; a negative one speaks against it. Default: none. */
  readonly recorded?: ReadonlyMap<string, number>;
}
