import { isLoopbackHost } from "../loopback.ts";
import { sanitize } from "../text/sanitize.ts";
import { judgeAddress } from "./address.ts";
import { asName } from "./names.ts";
import type {
  AnswerIdentity,
  MissingRefreshTokenDiagnosis,
  MissingRefreshTokenEvidence,
  Provider,
} from "./provider.ts";
import { isSalesforceHost, salesforceHost } from "./salesforce-host.ts";
import { salesforceRefusals } from "./salesforce-refusals.ts";
import { scopesIn } from "./scopes.ts";

/** Either of the two lets an app have a refresh token; `full` does not. */
const offline = ["refresh_token", "offline_access"];

/** 401s of the API that tell of a policy, not of a token: a refresh brings the same answer again. */
const notTheToken = /not valid for use with the REST API|Connected app is not attached to Agent/i;

/**
 * Salesforce: production and sandbox orgs, their My Domains and their Experience Cloud sites.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm&type=5
 */
export const salesforce: Provider = {
  id: "salesforce",
  defaultHost: "https://login.salesforce.com",
  authorizationCodeLifetimeSeconds: 15 * 60,
  authMethod: "client_secret_post",
  refusals: salesforceRefusals,
  maxRefreshTokensPerUser: 5,
  siblingTokensStayValid: false,
  introspectsRefreshTokens: true,
  revokesPreviousToken: true,
  hostFrom: salesforceHost,
  displayName: () => "Salesforce",
  nameFor: (issuer, instanceUrl) => {
    const { hostname } = new URL(instanceUrl ?? issuer);
    if (isLoopbackHost(hostname)) return "localhost";
    const [label = ""] = hostname.split(".");
    return asName(label === "login" || label === "test" ? "salesforce" : label, "salesforce");
  },
  // Left out, the scopes of the app apply: they are what its owner chose.
  scopeFor: (_server, given) => scopesIn(given ?? "").join(" "),
  authorizeParameters: () => ({}),
  subjectFrom: (answer) => {
    const [org, user] = idsIn(answer) ?? [];
    return org === undefined || user === undefined ? null : `${longId(org)}/${longId(user)}`;
  },
  // Of 18 characters the last three only repeat which of the others are capitals.
  nameOfSubject: (subject) => subject.split("/")[1]?.slice(0, 15) ?? subject,
  organisationOf: (subject) => subject.split("/")[0] ?? null,
  identityAddress: (subject, { id }, issuer) =>
    id !== null && salesforce.acceptsApi(id, issuer) ? id : `${issuer.replace(/\/$/, "")}/id/${subject}`,
  accountFrom: (claims) => {
    for (const name of ["username", "preferred_username", "email"]) {
      const claim = Object.hasOwn(claims, name) ? claims[name] : undefined;
      const account = typeof claim === "string" ? sanitize(claim) : "";
      if (account !== "") return account;
    }
    return null;
  },
  acceptsApi: (address, issuer) => {
    const url = URL.parse(address);
    if (!url || judgeAddress(url, new URL(issuer)) !== "allowed") return false;
    return (
      isSalesforceHost(url.hostname) || isLoopbackHost(url.hostname) || url.origin === new URL(issuer).origin
    );
  },
  apiOf: () => null,
  isTokenRefused: ({ status, body }) =>
    status === 401 ? !notTheToken.test(body) : status === 403 && body.trim() === "Bad_OAuth_Token",
  diagnoseMissingRefreshToken: rank,
  assumedMaxLifetimeSeconds: () => null,
};

/**
 * Organisation and user of an identity URL, which is the answer's `id` and an ID token's `sub` alike.
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
 * An identifier in its long form, so that both forms of it are equal: each of the last three characters tells which of
 * five are capitals.
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

/** The granted scope decides: an app without the scope cannot have one; with it, its policy forbids it. */
function rank({ requestedScope, grantedScope }: MissingRefreshTokenEvidence): MissingRefreshTokenDiagnosis {
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
