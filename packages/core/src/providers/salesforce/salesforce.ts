import { isLoopbackHost } from "../../loopback.ts";
import type { TextKey } from "../../text/en.ts";
import { sanitize } from "../../text/sanitize.ts";
import { judgeAddress } from "../address.ts";
import { defineProvider } from "../define-provider.ts";
import { firstText, oidc } from "../oidc.ts";
import {
  type AnswerIdentity,
  asName,
  type MissingRefreshTokenDiagnosis,
  type MissingRefreshTokenEvidence,
  scopesIn,
} from "../provider.ts";
import { isSalesforceHost, salesforceHost, salesforceHosts } from "./host.ts";
import { salesforceRefusals } from "./refusals.ts";
import { en } from "./text.en.ts";
import { ja } from "./text.ja.ts";

/** The scopes that give an app a refresh token, either of them; `full` does not. */
const offline = ["refresh_token", "offline_access"];

/** 401s of the API that a policy causes, not the token: the same response follows a refresh. */
const notTheToken = /not valid for use with the REST API|Connected app is not attached to Agent/i;

/**
 * Salesforce: production and sandbox orgs, their My Domains and their Experience Cloud sites.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm&type=5
 */
export const salesforce = defineProvider({
  id: "salesforce",
  matches: salesforceHosts,
  texts: { en, ja },
  defaultHost: "https://login.salesforce.com",
  authorizationCodeLifetimeSeconds: 15 * 60,
  authMethod: "client_secret_post",
  refusals: salesforceRefusals,
  maxRefreshTokensPerUser: 5,
  siblingTokensStayValid: false,
  introspectsRefreshTokens: true,
  revokesPreviousToken: true,
  apiExample: "/services/data/",
  handOverMembers: { loginUrl: "issuer", instanceUrl: "instanceUrl" },
  hostFrom: salesforceHost,
  endpointsAt: (issuer) => ({
    authorization: `${issuer}/services/oauth2/authorize`,
    token: `${issuer}/services/oauth2/token`,
    userinfo: `${issuer}/services/oauth2/userinfo`,
  }),
  displayName: () => "Salesforce",
  nameFor: (issuer, instanceUrl) => {
    const { hostname } = new URL(instanceUrl ?? issuer);
    if (isLoopbackHost(hostname)) return "localhost";
    const [label = ""] = hostname.split(".");
    return asName(label === "login" || label === "test" ? "salesforce" : label, "salesforce");
  },
  // Without a scope in the request, the scopes of the app apply, which its owner chose.
  scopeFor: (_server, given) => scopesIn(given ?? "").join(" "),
  authorizeParameters: () => ({}),
  readExtras: (response) => ({
    ...oidc.readExtras(response),
    identity: typeof response.id === "string" && response.id !== "" ? response.id : null,
  }),
  subjectFrom: (answer) => {
    const [org, user] = idsIn(answer) ?? [];
    return org === undefined || user === undefined ? null : `${longId(org)}/${longId(user)}`;
  },
  // The last three of 18 characters only encode which of the others are capitals.
  nameOfSubject: (subject) => subject.split("/")[1]?.slice(0, 15) ?? subject,
  organisationOf: (subject) => subject.split("/")[0] ?? null,
  identityAddress: (subject, { id }, issuer) =>
    id !== null && acceptsApi(id, issuer) ? id : `${issuer.replace(/\/$/, "")}/id/${subject}`,
  accountFrom: (claims) => firstText(claims, ["username", "preferred_username", "email"]),
  acceptsApi,
  isTokenRefused: ({ status, body }) =>
    status === 401 ? !notTheToken.test(body) : status === 403 && body.trim() === "Bad_OAuth_Token",
  diagnoseMissingRefreshToken,
});

/** Whether `address` is on a host of Salesforce, of the issuer, or of this machine if the issuer is. */
function acceptsApi(address: string, issuer: string): boolean {
  const url = URL.parse(address);
  if (!url || judgeAddress(url, new URL(issuer)) !== "allowed") return false;
  return (
    isSalesforceHost(url.hostname) || isLoopbackHost(url.hostname) || url.origin === new URL(issuer).origin
  );
}

/**
 * Returns the organisation and the user of an identity URL: the response's `id`, or else the `sub` of the ID token.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_openid.htm&type=5
 */
function idsIn({ id, claims }: AnswerIdentity): readonly [org: string, user: string] | null {
  const address = id ?? claims?.sub;
  const found = /\/id\/(00D\w{12,15})\/(005\w{12,15})(?:[/?#]|$)/.exec(
    typeof address === "string" ? address : "",
  );
  return found?.[1] !== undefined && found[2] !== undefined ? [found[1], found[2]] : null;
}

/**
 * Returns the long form of an identifier, so that both forms compare equal: each of the last three characters encodes
 * which of five are capitals.
 *
 * @see https://help.salesforce.com/s/articleView?id=000385585&type=1
 */
function longId(id: string): string {
  if (id.length !== 15) return id;
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
  const suffix = [0, 5, 10].map((start) => {
    const capitals = Array.from(id.slice(start, start + 5), (character) => /[A-Z]/.test(character));
    return letters[capitals.reduce((bits, isCapital, index) => bits + (isCapital ? 2 ** index : 0), 0)];
  });
  return id + suffix.join("");
}

/** The granted scope decides: without an offline scope the app lacks it; with one, the app's policy ended the token. */
function diagnoseMissingRefreshToken({
  requestedScope,
  grantedScope,
}: MissingRefreshTokenEvidence): MissingRefreshTokenDiagnosis<TextKey | keyof typeof en> {
  const has = (scope: string): boolean => scopesIn(scope).some((name) => offline.includes(name));
  if (requestedScope !== "" && !has(requestedScope)) {
    return {
      cause: { why: "why.salesforce.not_asked", fix: "fix.salesforce.not_asked", facts: {} },
      alternative: "otherwise.salesforce.scope",
    };
  }
  if (has(grantedScope)) {
    return {
      cause: { why: "why.salesforce.policy", fix: "fix.salesforce.policy", facts: {} },
      alternative: "otherwise.salesforce.scope",
    };
  }
  const facts = { scope: sanitize(grantedScope) };
  return {
    cause: { why: "why.salesforce.no_scope", fix: "fix.salesforce.no_scope", facts },
    alternative: "otherwise.salesforce.policy",
  };
}
