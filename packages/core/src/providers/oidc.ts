import { isLoopbackHost } from "../loopback.ts";
import { sanitize } from "../text/sanitize.ts";
import { judgeAddress } from "./address.ts";
import { asName } from "./names.ts";
import type { Cause, Provider } from "./provider.ts";
import { scopesIn } from "./scopes.ts";

const offline = "offline_access";
const defaultScopes = ["openid", "profile", "email", offline];

/** First labels of hosts that say what the host does, not whose it is. */
const genericLabels = new Set(
  "accounts auth authn connect iam id identity idp keycloak login oauth oauth2 oidc openid secure signin sso www".split(
    " ",
  ),
);

/**
 * Any provider that describes itself.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess
 */
export const oidc: Provider = {
  id: "oidc",
  // Not told by any metadata. RFC 6749 section 4.1.2 recommends ten minutes at most.
  authorizationCodeLifetimeSeconds: 600,
  defaultHost: null,
  authMethod: null,
  refusals: [],
  maxRefreshTokensPerUser: null,
  siblingTokensStayValid: true,
  introspectsRefreshTokens: false,
  // Several servers end the whole grant when one of its tokens is revoked, the new login with it.
  revokesPreviousToken: false,
  // Read by discovery, which compares it with what the server calls itself.
  hostFrom: (typed) => typed,
  displayName: (issuer) => new URL(issuer).host,
  nameFor: (issuer) => nameFor(issuer),
  scopeFor: (server, given) => {
    const asked = given === undefined ? [] : scopesIn(given);
    if (asked.length > 0) return asked.join(" ");
    const { scopes } = server;
    // Many servers grant offline_access without listing it; openid is what makes it OpenID.
    const always = (scope: string) => scope === "openid" || scope === offline;
    return defaultScopes
      .filter((scope) => always(scope) || scopes === null || scopes.includes(scope))
      .join(" ");
  },
  // OpenID Connect Core section 11: without it a server must ignore offline_access.
  authorizeParameters: (scope): Readonly<Record<string, string>> =>
    scopesIn(scope).includes(offline) ? { prompt: "consent" } : {},
  subjectFrom: ({ claims }) => (typeof claims?.sub === "string" ? claims.sub : null),
  nameOfSubject: (subject) => subject,
  organisationOf: () => null,
  identityAddress: () => null,
  accountFrom: (claims) => {
    for (const name of ["email", "preferred_username", "name", "sub"]) {
      const claim = Object.hasOwn(claims, name) ? claims[name] : undefined;
      const account = typeof claim === "string" ? sanitize(claim) : "";
      if (account !== "") return account;
    }
    return null;
  },
  acceptsApi: (address, issuer) => {
    const url = URL.parse(address);
    return url !== null && judgeAddress(url, new URL(issuer)) === "allowed";
  },
  apiOf: () => null,
  isTokenRefused: ({ status }) => status === 401,
  diagnoseMissingRefreshToken: ({ requestedScope, grantedScope }) => {
    const allowGrant: Cause = { why: "why.granted_yet_none", fix: "fix.allow_refresh_grant", facts: {} };
    if (scopesIn(grantedScope).includes(offline)) return { cause: allowGrant, alternative: null };
    if (!scopesIn(requestedScope).includes(offline)) {
      return {
        cause: { why: "why.offline_not_asked", fix: "fix.ask_offline", facts: {} },
        alternative: null,
      };
    }
    const facts = { scope: sanitize(grantedScope) };
    return {
      cause: { why: "why.scope_not_granted", fix: "fix.allow_offline", facts },
      alternative: "otherwise.refresh_grant",
    };
  },
  assumedMaxLifetimeSeconds: () => null,
};

/** `https://login.example.com` → `example`, `https://acme.okta.com` → `acme`, this machine → `localhost`. */
function nameFor(issuer: string): string {
  const { hostname } = new URL(issuer);
  if (isLoopbackHost(hostname)) return "localhost";
  const labels = hostname.split(".");
  const isNumber = /^[\d.]+$/.test(hostname);
  const telling = labels.slice(0, -1).find((label) => !genericLabels.has(label)) ?? hostname;
  return asName(isNumber ? hostname : telling, "oidc");
}
