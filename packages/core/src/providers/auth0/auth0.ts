import { InputError } from "../../errors.ts";
import { isLoopbackHost } from "../../loopback.ts";
import type { TextKey } from "../../text/en.ts";
import { sanitize } from "../../text/sanitize.ts";
import { matchesHost, readAddress } from "../address.ts";
import { defineProvider } from "../define-provider.ts";
import { oidc } from "../oidc.ts";
import {
  asName,
  type MissingRefreshTokenDiagnosis,
  type MissingRefreshTokenEvidence,
  scopesIn,
} from "../provider.ts";
import { auth0Refusals } from "./refusals.ts";
import { en } from "./text.en.ts";
import { ja } from "./text.ja.ts";

const offline = "offline_access";

/** Seconds after which a rotating app's login ends by default. @see https://auth0.com/docs/secure/tokens/refresh-tokens/configure-refresh-token-expiration */
const defaultMaxSeconds = 2_592_000;

/** The hosts of tenants, of every region. */
const tenantHosts = ["*.auth0.com"];

/**
 * Auth0: tenants of every region, and custom domains.
 *
 * @see https://auth0.com/docs/secure/tokens/refresh-tokens
 */
export const auth0 = defineProvider({
  id: "auth0",
  matches: tenantHosts,
  texts: { en, ja },
  authMethod: "client_secret_post",
  refusals: auth0Refusals,
  maxRefreshTokensPerUser: 200,
  siblingTokensStayValid: false,
  // The audience says which API a token is for, and most apps are made for one.
  asksForAudience: true,
  apiExample: null,
  hostFrom,
  endpointsAt: (issuer) => ({
    authorization: `${issuer}/authorize`,
    token: `${issuer}/oauth/token`,
    userinfo: `${issuer}/userinfo`,
  }),
  displayName: () => "Auth0",
  nameFor: (issuer) => {
    const { hostname } = new URL(issuer);
    return matchesHost(hostname, tenantHosts)
      ? asName(hostname.split(".")[0] ?? "", "auth0")
      : oidc.nameFor(issuer, null);
  },
  scopeFor: (_server, given) => scopesIn(given ?? "").join(" ") || `openid profile email ${offline}`,
  // Consent is not needed for a refresh token, and the policies of some tenants refuse a request for it.
  authorizeParameters: () => ({}),
  // An identifier need not be an address, but most are the API's own.
  apiOf: (audience, issuer) => (oidc.acceptsApi(audience, issuer) ? audience : null),
  // Every tenant has it; the endpoint of RP-initiated logout must be enabled.
  logoutAddress: ({ issuer }, { clientId, path, returnTo }) => {
    const url = new URL("/v2/logout", issuer);
    url.searchParams.set("client_id", clientId);
    // It returns no `state`, and does not compare the query.
    const back = new URL(returnTo);
    if (path !== null) back.searchParams.set("state", path);
    url.searchParams.set("returnTo", back.href);
    return url.href;
  },
  diagnoseMissingRefreshToken,
  assumedMaxLifetimeSeconds: (rotation) => (rotation === "static" ? null : defaultMaxSeconds),
});

/** Reads a domain, a page of it, or an address of the dashboard, which names region and tenant. */
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

/** Auth0 drops `offline_access` from the granted scopes, without an error, if the API forbids offline access. */
function diagnoseMissingRefreshToken({
  requestedScope,
  grantedScope,
  audience,
}: MissingRefreshTokenEvidence): MissingRefreshTokenDiagnosis<TextKey | keyof typeof en> {
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
