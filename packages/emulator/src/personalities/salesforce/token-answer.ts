import { createHmac } from "node:crypto";
import type { HostName } from "../../serving/hosts.ts";
import type { TokenAnswer } from "../../serving/serve-token-requests.ts";
import type { TokenRequest } from "../../serving/token-request.ts";
import type { App } from "./apps.ts";
import type { Grant, Session } from "./grants.ts";
import { identityUrlOf, instanceUrlOf } from "./orgs.ts";
import { isPermitted, type State } from "./state.ts";

/** A token request of an authenticated app. */
export interface AuthenticatedRequest {
  readonly app: App;
  readonly host: HostName;
  readonly parameters: TokenRequest["parameters"];
}

/** Creates an error response in Salesforce's words. `detail` is for the ledger only. */
export function refusal(error: string, description: string, detail?: string): TokenAnswer {
  return { status: 400, body: { error, error_description: description }, detail };
}

/** Returns the refusal that applies to the org or to this user; `undefined` if none does. */
export function refusalFor(state: State, app: App, subject: string): TokenAnswer | undefined {
  const { active, loginRateExceeded } = state.conditions.now;
  if (loginRateExceeded) return refusal("invalid_grant", "login rate exceeded");
  if (!active) return refusal("invalid_grant", "inactive organization");
  if (!app.switches.ipAllowed) return refusal("invalid_grant", "ip restricted");
  const account = state.accounts.bySubject(subject);
  if (account === undefined) return refusal("invalid_grant", "inactive user");
  return isPermitted(state, app, account)
    ? undefined
    : refusal("invalid_app_access", "user is not admin approved to access this app");
}

/** Returns the members of every token response. All are strings, and there is no `expires_in`. */
export function membersOf(
  { services }: State,
  grant: Grant,
  session: Session,
): Readonly<Record<string, string>> {
  return {
    access_token: session.accessToken,
    scope: grant.scopes.join(" "),
    instance_url: instanceUrlOf(services, grant.org),
    id: identityUrlOf(services, grant.org, grant.subject),
    token_type: "Bearer",
  };
}

/**
 * Returns the time of a response, signed with the app's secret.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm&type=5
 */
export function signatureOf(
  { services }: State,
  { clientSecret = "" }: App,
  id: string,
): Readonly<Record<string, string>> {
  const issuedAt = String(services.clock.nowMs());
  const signature = createHmac("sha256", clientSecret).update(`${id}${issuedAt}`).digest("base64");
  return { signature, issued_at: issuedAt };
}
