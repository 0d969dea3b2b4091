import type { Hono } from "hono";
import type { HostContext, HostEnv } from "../../serving/hono.ts";
import type { TokenAnswer } from "../../serving/serve-token-requests.ts";
import { readTokenRequest, type TokenRequest } from "../../serving/token-request.ts";
import type { App } from "./apps.ts";
import { jsonType, salesforceHeaders } from "./discovery.ts";
import { revocationEncoding } from "./encodings.ts";
import type { Grant, Session } from "./grants.ts";
import { identityUrlOf, orgAt } from "./orgs.ts";
import type { State } from "./state.ts";

/**
 * Decides a request at the revocation endpoint, which requires no authentication. A refresh token is revoked with its
 * access tokens, an access token alone.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_revoke_token.htm&type=5
 */
export function revoke({ grants }: State, { parameters }: TokenRequest, { env }: HostContext): TokenAnswer {
  const { token } = parameters;
  if (token === undefined) return refusal("unsupported_token_type", "this token type is not supported");
  const org = orgAt(env.host);
  const grant = grants.grantOf(token);
  if (grant?.org === org && grant.refreshToken === token && grant.ended === undefined) {
    const grantRevoked = grants.end(grant, "revoked at the revocation endpoint");
    return { status: 200, headers: salesforceHeaders, grantId: grant.id, grantRevoked };
  }
  const session = grants.sessionOf(token);
  if (session?.org === org) {
    grants.endSession(session);
    return { status: 200, headers: salesforceHeaders };
  }
  const detail = grant === undefined ? "unknown token" : (grant.ended ?? "spent or of another org");
  return { ...refusal("invalid_token", "invalid token"), grantId: grant?.id, detail };
}

function refusal(error: string, description: string): TokenAnswer {
  const body = { error, error_description: description };
  return { status: 400, body, headers: salesforceHeaders, encoding: revocationEncoding };
}

/**
 * Serves the introspection endpoint. An app must authenticate and sees only its own tokens.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7662#section-2
 */
export function serveIntrospection(server: Hono<HostEnv>, state: State): void {
  server.post("/services/oauth2/introspect", async (context) => {
    const request = await readTokenRequest(context);
    const app = authenticated(state, request);
    const answer = (status: number, body: unknown) =>
      new Response(JSON.stringify(body), {
        status,
        headers: { ...salesforceHeaders, "content-type": jsonType },
      });
    if (app === undefined)
      return answer(401, { error: "invalid_client", error_description: "invalid client credentials" });
    return answer(200, introspected(state, app, request.parameters.token ?? ""));
  });
}

function introspected(state: State, app: App, token: string): Readonly<Record<string, unknown>> {
  const session = state.grants.sessionOf(token);
  const grant = state.grants.grantOf(token);
  if (session?.clientId === app.clientId) {
    const { endsMs, startedMs } = session;
    return { ...described(state, session, startedMs), token_type: "access_token", exp: seconds(endsMs) };
  }
  const isGood =
    grant?.clientId === app.clientId && grant.ended === undefined && grant.refreshToken === token;
  return isGood
    ? { ...described(state, grant, grant.approvedMs), token_type: "refresh_token" }
    : { active: false };
}

function described(
  { accounts, services }: State,
  { clientId, org, scopes, subject }: Session | Grant,
  sinceMs: number,
): Readonly<Record<string, unknown>> {
  const account = accounts.bySubject(subject);
  return {
    active: account !== undefined,
    scope: scopes.join(" "),
    client_id: clientId,
    username: account?.email,
    sub: identityUrlOf(services, org, subject),
    iat: seconds(sinceMs),
    nbf: seconds(sinceMs),
  };
}

function authenticated({ apps }: State, { basic, parameters }: TokenRequest): App | undefined {
  const app = apps.find(basic?.clientId ?? parameters.client_id);
  const sent = basic?.clientSecret ?? parameters.client_secret;
  return sent !== undefined && app?.clientSecret === sent ? app : undefined;
}

function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}
