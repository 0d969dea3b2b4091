import { InputError } from "../errors.ts";
import { isLoopbackHost } from "../loopback.ts";
import { sanitize } from "../text/sanitize.ts";
import { readAddress } from "./address.ts";
import { auth0Refusals } from "./auth0-refusals.ts";
import { asName } from "./names.ts";
import { oidc } from "./oidc.ts";
import type { MissingRefreshTokenDiagnosis, MissingRefreshTokenEvidence, Provider } from "./provider.ts";
import { scopesIn } from "./scopes.ts";

const offline = "offline_access";

/** What Auth0 sets for a rotating app unless its owner changes it. @see https://auth0.com/docs/secure/tokens/refresh-tokens/configure-refresh-token-expiration */
const defaultMaxSeconds = 2_592_000;

/** Whether a host is a tenant's own, of any region. */
export const isAuth0Host = (hostname: string): boolean => /\.auth0\.com$/i.test(hostname);

/**
 * Auth0: tenants of every region, and custom domains.
 *
 * @see https://auth0.com/docs/secure/tokens/refresh-tokens
 */
export const auth0: Provider = {
  id: "auth0",
  defaultHost: null,
  // Not documented; RFC 6749 section 4.1.2 recommends ten minutes at most.
  authorizationCodeLifetimeSeconds: 600,
  authMethod: "client_secret_post",
  refusals: auth0Refusals,
  maxRefreshTokensPerUser: 200,
  siblingTokensStayValid: false,
  introspectsRefreshTokens: false,
  // To revoke one token may delete the whole grant there, the new login with it.
  revokesPreviousToken: false,
  hostFrom,
  displayName: () => "Auth0",
  nameFor: (issuer) => {
    const { hostname } = new URL(issuer);
    if (isLoopbackHost(hostname)) return "localhost";
    return isAuth0Host(hostname) ? asName(hostname.split(".")[0] ?? "", "auth0") : oidc.nameFor(issuer, null);
  },
  scopeFor: (_server, given) => scopesIn(given ?? "").join(" ") || `openid profile email ${offline}`,
  // Consent is not needed for a refresh token, and asking for it is refused by some tenants' policies.
  authorizeParameters: () => ({}),
  subjectFrom: oidc.subjectFrom,
  nameOfSubject: oidc.nameOfSubject,
  organisationOf: oidc.organisationOf,
  identityAddress: oidc.identityAddress,
  accountFrom: oidc.accountFrom,
  acceptsApi: oidc.acceptsApi,
  // An identifier need not be an address, but most are their API's own.
  apiOf: (audience, issuer) => (oidc.acceptsApi(audience, issuer) ? audience : null),
  isTokenRefused: oidc.isTokenRefused,
  diagnoseMissingRefreshToken: rank,
  assumedMaxLifetimeSeconds: (rotation) => (rotation === "static" ? null : defaultMaxSeconds),
};

/** A domain, a page of it, or the address of the dashboard, which names region and tenant. */
function hostFrom(typed: string): string {
  const { url, given } = readAddress(typed, "auth0");
  if (isLoopbackHost(url.hostname)) return url.origin;
  if (url.hostname === "manage.auth0.com") {
    const [, region, tenant] = /^\/dashboard\/([a-z0-9-]+)\/([a-z0-9_-]+)/.exec(url.pathname) ?? [];
    if (region === undefined || tenant === undefined)
      throw new InputError("invalid_address", { given, kind: "auth0" });
    return `https://${tenant}.${region}.auth0.com`;
  }
  if (!url.hostname.includes(".") || url.hostname === "auth0.com")
    throw new InputError("invalid_address", { given, kind: "auth0" });
  return `https://${url.host.replace(/\.$/, "")}`;
}

/** Where the API forbids offline access, Auth0 drops `offline_access` from the granted scopes without a word. */
function rank({
  requestedScope,
  grantedScope,
  audience,
}: MissingRefreshTokenEvidence): MissingRefreshTokenDiagnosis {
  if (!scopesIn(requestedScope).includes(offline)) {
    return {
      cause: { why: "why.offline_not_asked", fix: "fix.ask_offline", facts: {} },
      alternative: null,
    };
  }
  const isDropped = !scopesIn(grantedScope).includes(offline);
  if (isDropped && audience !== "") {
    return {
      cause: {
        why: "why.auth0.api_forbids",
        fix: "fix.auth0.api_forbids",
        facts: { audience: sanitize(audience) },
      },
      alternative: "otherwise.auth0.grant",
    };
  }
  return {
    cause: { why: "why.auth0.grant_missing", fix: "fix.auth0.grant_missing", facts: {} },
    alternative: audience === "" ? null : "otherwise.auth0.api",
  };
}
