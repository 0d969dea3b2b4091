import { type Context, Hono } from "hono";
import { say } from "../../text/say.ts";
import type { Domain } from "./domain.ts";
import { type ErrorPage, logoutPage, notePage } from "./pages.ts";
import { allowsLogoutTo, listsLogoutUrl } from "./registration.ts";
import { browserIdOf, languageAt, redirect, show, showError } from "./replies.ts";
import type { Session } from "./sessions.ts";

/** A valid logout request. */
interface LogoutRequest {
  /** The address to which the browser is redirected. */
  readonly address: string | undefined;
  readonly state: string | undefined;
  /** The id of the session that the request names. */
  readonly sid: string | undefined;
  /** The subject that the request names. */
  readonly sub: string | undefined;
}

type Parameters = Readonly<Record<string, string>>;

const logoutPath = "/oidc/logout";

/**
 * Serves the logout endpoints of a domain. They end the browser's session; refresh tokens live on.
 *
 * @see https://auth0.com/docs/authenticate/login/logout/log-users-out-of-auth0
 */
export function logoutRoutes(domain: Domain): Hono {
  const routes = new Hono();
  routes.get("/v2/logout", (context) => plainLogout(context, domain));
  routes.get(logoutPath, (context) => oidcLogout(context, domain, { parameters: context.req.query() }));
  routes.post(logoutPath, async (context) => {
    // Only a form of this page decides: the browser does not send the cookie with a form of another site.
    const { decision, ...form } = Object.fromEntries(new URLSearchParams(await context.req.text()));
    return oidcLogout(context, domain, { parameters: { ...context.req.query(), ...form }, decision });
  });
  return routes;
}

function plainLogout(context: Context, domain: Domain): Response {
  const { client_id: clientId, returnTo } = context.req.query();
  const app = domain.tenant.app(clientId);
  const address = returnTo ?? app?.logoutUrls[0];
  domain.sessions.logOut(browserIdOf(context, domain.host));
  if (address === undefined) return context.text("OK");
  const isListed =
    app === undefined
      ? listsLogoutUrl(domain.tenant.options.logoutUrls, address)
      : allowsLogoutTo(app, address, listsLogoutUrl);
  return isListed ? redirect(context, address, {}) : showError(context, notListed("returnTo", address), 400);
}

/**
 * Ends the session at once if the request names it. Otherwise asks the user first.
 *
 * @see https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout
 */
async function oidcLogout(
  context: Context,
  domain: Domain,
  { decision, parameters }: { readonly parameters: Parameters; readonly decision?: string | undefined },
): Promise<Response> {
  const read = await readLogoutRequest(domain, parameters);
  if ("reason" in read) return showError(context, read, 400);
  const { host, sessions, tenant } = domain;
  const language = languageAt(context);
  const browser = browserIdOf(context, host);
  const session = sessions.session(browser, tenant.clock.nowMs());
  if (session !== undefined && !namesSession(read, session) && decision !== "allow") {
    if (decision === "deny") {
      const stays = say(language, "consent.account", { user: session.user.email });
      return show(context, notePage(language, say(language, "auth0.logout.kept"), stays));
    }
    const fields = Object.entries(parameters);
    return show(context, logoutPage(language, { action: logoutPath, fields, user: session.user.email }));
  }
  sessions.logOut(browser);
  return read.address === undefined
    ? show(context, notePage(language, say(language, "logout.title"), say(language, "logout.lead")))
    : redirect(context, read.address, { state: read.state });
}

async function readLogoutRequest(
  { host, tenant, tokens }: Domain,
  parameters: Parameters,
): Promise<LogoutRequest | ErrorPage> {
  const { client_id: clientId, id_token_hint: idToken, logout_hint: sid, state } = parameters;
  const hint = idToken === undefined ? undefined : await tokens.readIdToken(host, idToken);
  if (idToken !== undefined && hint === undefined) return contradiction("Invalid id_token_hint");
  if (clientId !== undefined && tenant.app(clientId) === undefined) {
    return {
      reason: "auth0.oops.client",
      error: "invalid_request",
      description: `Unknown client: ${clientId}`,
    };
  }
  if (hint !== undefined && clientId !== undefined && hint.aud !== clientId)
    return contradiction("client_id does not match the aud claim of id_token_hint");
  if (hint?.sid !== undefined && sid !== undefined && hint.sid !== sid)
    return contradiction("logout_hint does not match the sid claim of id_token_hint");
  const app = tenant.app(clientId ?? hint?.aud);
  const requested = parameters.post_logout_redirect_uri;
  const isListed = (address: string) =>
    tenant.options.logoutUrls.includes(address) || (app !== undefined && allowsLogoutTo(app, address));
  if (requested !== undefined && !isListed(requested))
    return notListed("post_logout_redirect_uri", requested);
  const address = requested ?? (clientId === undefined ? undefined : app?.logoutUrls[0]);
  return { address, state, sid: sid ?? hint?.sid, sub: hint?.sub };
}

/** Whether a request names this session. An ID token from a refresh has no `sid`, so compare the subject. */
function namesSession({ sid, sub }: LogoutRequest, session: Session): boolean {
  return sid === undefined ? sub === session.user.subject : sid === session.sid;
}

function contradiction(description: string): ErrorPage {
  return { reason: "auth0.oops.logout_hint", error: "invalid_request", description };
}

function notListed(parameter: string, address: string): ErrorPage {
  const description = `The "${parameter}" querystring parameter "${address}" is not defined as a valid URL in "Allowed Logout URLs".`;
  return { reason: "auth0.oops.logout", error: "invalid_request", description };
}
