import type { Account } from "../../accounts.ts";
import type { Services } from "../../personality.ts";
import type { HostName } from "../../serving/hosts.ts";
import type { TokenAnswer } from "../../serving/serve-token-requests.ts";
import { isTimely, namedIssuer, type SignedClaims } from "./assertions.ts";
import type { Grant } from "./grants.ts";
import { issuerAt, orgAt } from "./orgs.ts";
import { asksToRefresh } from "./scopes.ts";
import { isPermitted, type State } from "./state.ts";
import { type AuthenticatedRequest, membersOf, refusal, refusalFor, signatureOf } from "./token-answer.ts";

/**
 * Answers the JWT bearer grant. Like client credentials, it yields an access token and never a refresh token.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm&type=5
 */
export function answerJwtBearer(
  state: State,
  presented: AuthenticatedRequest,
  claims: SignedClaims,
): TokenAnswer {
  const { app, host } = presented;
  if (claims === undefined || namedIssuer(presented.parameters.assertion) !== app.clientId)
    return refusal("invalid_grant", "invalid assertion");
  const { services } = state;
  if (!audiencesAt(services, host).some((audience) => audience === claims.aud))
    return refusal("invalid_grant", "Audience validation failed");
  if (!isTimely(claims, services.clock.nowMs()))
    return refusal("invalid_grant", "invalid assertion", "expired");
  if (!asksToRefresh(app.switches.scopes)) {
    const words =
      "refresh_token scope is required and the connected app should be installed and preauthorized";
    return refusal("invalid_request", words);
  }
  const account = state.accounts.list().find(({ email }) => email === claims.sub);
  if (account === undefined || !isPreauthorized(state, presented, account))
    return refusal("invalid_grant", "user hasn't approved this consumer");
  const denial = refusalFor(state, app, account.subject);
  if (denial !== undefined) return denial;
  const grant = grantFor(state, presented, { subject: account.subject, scopes: app.switches.scopes });
  return { status: 200, body: membersOf(state, grant, state.grants.openSession(grant)), grantId: grant.id };
}

/**
 * Answers the client credentials grant. It works only at the org's My Domain, as the user that an administrator chose.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_client_credentials_flow.htm&type=5
 */
export function answerClientCredentials(state: State, presented: AuthenticatedRequest): TokenAnswer {
  const { app, host } = presented;
  if (orgAt(host).myDomainHost !== host)
    return refusal("invalid_grant", "request not supported on this domain");
  const { clientCredentialsUser } = app.switches;
  if (clientCredentialsUser === null) return refusal("invalid_grant", "no client credentials user enabled");
  const scopes = app.switches.scopes.filter(
    (scope) => scope !== "web" && scope !== "full" && !asksToRefresh([scope]),
  );
  if (scopes.length === 0) return refusal("invalid_grant", "no valid scopes defined");
  const { subject } = state.accounts.byName(clientCredentialsUser);
  const denial = refusalFor(state, { ...app, switches: { ...app.switches, permittedUsers: "all" } }, subject);
  if (denial !== undefined) return denial;
  const grant = grantFor(state, presented, { subject, scopes });
  const members = membersOf(state, grant, state.grants.openSession(grant));
  return {
    status: 200,
    body: { ...members, ...signatureOf(state, app, members.id ?? "") },
    grantId: grant.id,
  };
}

/** Returns the accepted audiences: the login host, also by the name of the real one, which clients have built in. */
function audiencesAt(services: Services, host: HostName): readonly string[] {
  if (host === "site") return [issuerAt(services, host)];
  const { loginHost } = orgAt(host);
  return [services.originOf(loginHost), `https://${loginHost}.salesforce.com`];
}

/** Whether the administrator approved the app for the user, or the user approved it before. */
function isPreauthorized(state: State, { app, host }: AuthenticatedRequest, account: Account): boolean {
  if (app.switches.permittedUsers === "admin_approved") return isPermitted(state, app, account);
  const { subject } = account;
  return state.grants.hasApproved({ org: orgAt(host), subject, clientId: app.clientId, scopes: [] });
}

/** Returns the approval for a server flow: one for each user, app and scopes, without a refresh token. */
function grantFor(
  { grants }: State,
  { app, host }: AuthenticatedRequest,
  who: { readonly subject: string; readonly scopes: readonly string[] },
): Grant {
  return grants.serverGrant({ ...who, org: orgAt(host), clientId: app.clientId }, host);
}
