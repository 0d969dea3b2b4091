import { isLoopbackHost } from "../loopback.ts";
import type { TextKey } from "../text/en.ts";
import { sanitize } from "../text/sanitize.ts";
import { judgeAddress } from "./address.ts";
import { asName, type Cause, type Members, type Provider, scopesIn } from "./provider.ts";

const offline = "offline_access";
const defaultScopes = ["openid", "profile", "email", offline];

/** First labels of hosts that name the service, not its owner. */
const genericLabels = new Set(
  "accounts api auth authn connect iam id identity idp keycloak login mcp oauth oauth2 oidc openid secure signin sso www".split(
    " ",
  ),
);

/**
 * Any OpenID provider, found by discovery. The defaults of every other provider.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#OfflineAccess
 */
export const oidc: Provider<TextKey> = {
  id: "oidc",
  matches: [],
  texts: { en: {}, ja: {} },
  defaultHost: null,
  // Metadata does not have it. RFC 6749 section 4.1.2 recommends ten minutes at most.
  authorizationCodeLifetimeSeconds: 600,
  authMethod: null,
  refusals: [],
  maxRefreshTokensPerUser: null,
  siblingTokensStayValid: true,
  introspectsRefreshTokens: false,
  // Several servers end the whole grant when one of its tokens is revoked, the new login included.
  revokesPreviousToken: false,
  asksForAudience: false,
  apiExample: "/…",
  handOverMembers: { issuer: "issuer", tokenEndpoint: "tokenEndpoint", apiBase: "apiBase" },
  // Discovery reads it and compares it with the issuer in the metadata.
  hostFrom: (typed) => typed,
  endpointsAt: () => null,
  displayName: (issuer) => new URL(issuer).host,
  nameFor: (issuer) => nameFor(issuer),
  scopeFor: (server, given) => {
    const asked = given === undefined ? [] : scopesIn(given);
    if (asked.length > 0) return asked.join(" ");
    const { scopes } = server;
    // Many servers grant offline_access without listing it; openid makes the request OpenID Connect.
    const always = (scope: string) => scope === "openid" || scope === offline;
    return defaultScopes
      .filter((scope) => always(scope) || scopes === null || scopes.includes(scope))
      .join(" ");
  },
  // OpenID Connect Core section 11: without it a server must ignore offline_access.
  authorizeParameters: (scope): Readonly<Record<string, string>> =>
    scopesIn(scope).includes(offline) ? { prompt: "consent" } : {},
  readExtras: ({ instance_url: apiBase }) => ({
    // Salesforce behind a host that no pattern matches answers with one, too.
    apiBase: typeof apiBase === "string" && apiBase !== "" ? apiBase : null,
    identity: null,
  }),
  subjectFrom: ({ claims }) => (typeof claims?.sub === "string" ? claims.sub : null),
  nameOfSubject: (subject) => subject,
  organisationOf: () => null,
  identityAddress: () => null,
  accountFrom: (claims) => firstText(claims, ["email", "preferred_username", "name", "sub"]),
  acceptsApi: (address, issuer) => {
    const url = URL.parse(address);
    return url !== null && judgeAddress(url, new URL(issuer)) === "allowed";
  },
  apiOf: () => null,
  isTokenRefused: ({ status }) => status === 401,
  logoutAddress: ({ endSessionEndpoint }, { clientId, idToken, path, returnTo }) => {
    if (endSessionEndpoint === null) return null;
    const url = new URL(endSessionEndpoint);
    url.searchParams.set("client_id", clientId);
    if (idToken !== null) url.searchParams.set("id_token_hint", idToken);
    url.searchParams.set("post_logout_redirect_uri", returnTo);
    // Providers compare the address exactly, so the path cannot be in its query.
    if (path !== null) url.searchParams.set("state", path);
    return url.href;
  },
  diagnoseMissingRefreshToken: ({ requestedScope, grantedScope }) => {
    const allowGrant: Cause<TextKey> = {
      why: "why.granted_yet_none",
      fix: "fix.allow_refresh_grant",
      facts: {},
    };
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

/** Returns the first of some claims that has a text, fit for a sentence; `null` if none has. */
export function firstText(claims: Members, names: readonly string[]): string | null {
  for (const name of names) {
    const claim = Object.hasOwn(claims, name) ? claims[name] : undefined;
    const text = typeof claim === "string" ? sanitize(claim) : "";
    if (text !== "") return text;
  }
  return null;
}

/** Names a connection: `https://login.example.com` → `example`, `https://acme.okta.com` → `acme`, loopback → `localhost`. */
function nameFor(issuer: string): string {
  const { hostname } = new URL(issuer);
  if (isLoopbackHost(hostname)) return "localhost";
  const labels = hostname.split(".");
  const isNumber = /^[\d.]+$/.test(hostname);
  const telling = labels.slice(0, -1).find((label) => !genericLabels.has(label)) ?? hostname;
  return asName(isNumber ? hostname : telling, "oidc");
}
