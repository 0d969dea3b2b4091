import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Hono } from "hono";
import { getCookie } from "hono/cookie";
import type { HostContext, HostEnv } from "../../serving/hono.ts";
import { type App, isCallback } from "./apps.ts";
import type { AuthorizationRequest } from "./logins.ts";
import { callbackAddress, consentAddress, cookieAt, loginAddress, redirect } from "./navigation.ts";
import type { State } from "./state.ts";

type Query = Readonly<Record<string, string | undefined>>;
type Refusal = readonly [error: string, description: string];

/**
 * Serves the authorization endpoint. An error of the client or its callback is answered directly, without a redirect.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm&type=5
 */
export function serveAuthorization(server: Hono<HostEnv>, state: State): void {
  server.get("/services/oauth2/authorize", (context) => {
    const query: Query = context.req.query();
    const app = state.apps.find(query.client_id);
    if (app === undefined) return bareError(context, ["invalid_client_id", "client identifier invalid"]);
    const refusal = callbackRefusal(app, query) ?? pkceRefusal(app, query);
    return refusal === undefined
      ? begin(context, state, requestOf(context, query))
      : bareError(context, refusal);
  });
}

function begin(context: HostContext, state: State, request: AuthorizationRequest): Response {
  const { host, immediate, prompts, responseType } = request;
  if (responseType !== "code") {
    const words = { error: "unsupported_response_type", error_description: "response type not supported" };
    return redirect(context, state, callbackAddress(state, request, words));
  }
  const subject = state.logins.subjectOf(getCookie(context, cookieAt(host)));
  const mustLogIn = prompts.includes("login") || prompts.includes("select_account");
  const isKnown = subject !== undefined && state.accounts.bySubject(subject) !== undefined;
  if (isKnown && !mustLogIn)
    return redirect(context, state, consentAddress(host, state.logins.begin(request)));
  if (immediate) {
    const words = { error: "immediate_unsuccessful", error_description: "user must log in" };
    return redirect(context, state, callbackAddress(state, request, words));
  }
  return redirect(context, state, loginAddress(host, state.logins.begin(request)));
}

function callbackRefusal(app: App, { redirect_uri: redirectUri }: Query): Refusal | undefined {
  if (redirectUri === undefined) return ["redirect_uri_missing", "redirect_uri not provided"];
  return isCallback(app, redirectUri)
    ? undefined
    : ["redirect_uri_mismatch", "redirect_uri must match configuration"];
}

/** Checks PKCE. A missing method means S256, not `plain` as in RFC 7636 §4.3. */
function pkceRefusal({ switches }: App, query: Query): Refusal | undefined {
  if (query.code_challenge === undefined)
    return switches.requirePkce ? ["invalid_request", "missing required code challenge"] : undefined;
  const { code_challenge_method: method = "S256" } = query;
  return method === "S256" ? undefined : ["invalid_request", "code challenge method not supported"];
}

function requestOf({ env }: HostContext, query: Query): AuthorizationRequest {
  return {
    host: env.host,
    clientId: query.client_id ?? "",
    redirectUri: query.redirect_uri ?? "",
    responseType: query.response_type,
    scope: query.scope,
    state: query.state,
    nonce: query.nonce,
    codeChallenge: query.code_challenge,
    prompts: (query.prompt ?? "").split(" "),
    immediate: query.immediate === "true",
    loginHint: query.login_hint ?? "",
  };
}

/** Answers with a bare text without a content type, which browsers save as a file. */
function bareError({ env }: HostContext, [error, description]: Refusal): Response {
  const body = `error=${error}&error_description=${encodeURIComponent(description)}`;
  // Any other way adds a content type to a text.
  env.outgoing.writeHead(400, { "content-length": body.length }).end(body);
  return RESPONSE_ALREADY_SENT;
}
