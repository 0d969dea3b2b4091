import type { HostName } from "../../serving/hosts.ts";
import type { TokenAnswer } from "../../serving/serve-token-requests.ts";
import type { Parameters } from "../../serving/token-request.ts";
import { scopesOf } from "./issuance.ts";
import { refusal } from "./refusals.ts";
import type { App } from "./registration.ts";
import type { Tenant } from "./tenant.ts";
import type { Tokens } from "./tokens.ts";

/**
 * Answers a request for the app's own access token. There is never a refresh token.
 *
 * @see https://auth0.com/docs/get-started/authentication-and-authorization-flow/client-credentials-flow
 */
export function answerClientCredentials(
  tenant: Tenant,
  tokens: Tokens,
  { app, host, parameters }: { readonly app: App; readonly host: HostName; readonly parameters: Parameters },
): TokenAnswer {
  const { audience, scope } = parameters;
  if (audience === undefined) {
    const description = "No audience parameter was provided, and no default audience has been configured";
    return refusal(403, "access_denied", description);
  }
  const api = tenant.api(audience);
  if (api === undefined)
    return refusal(403, "access_denied", `Service not enabled within domain: ${audience}`);
  if (!app.clientGrants.includes(audience)) {
    const description = `Client is not authorized to access "${audience}". You need to create a "client-grant" associated to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants`;
    return refusal(403, "access_denied", description);
  }
  const requested = scopesOf(scope);
  const scopes = requested.length === 0 ? api.scopes : api.scopes.filter((each) => requested.includes(each));
  const subject = `${app.clientId}@clients`;
  return {
    status: 200,
    body: { ...(scopes.length === 0 ? {} : { scope: scopes.join(" ") }) },
    complete: async (body) => {
      const grant = { clientId: app.clientId, subject, audience, scopes, host };
      const { expiresIn, value } = await tokens.accessToken(grant, api, "client-credentials");
      return { access_token: value, ...body, expires_in: expiresIn, token_type: "Bearer" };
    },
  };
}
