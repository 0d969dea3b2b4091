import type { Hono } from "hono";
import { getCookie } from "hono/cookie";
import type { Account } from "../../accounts.ts";
import { consentPage } from "../../pages/consent.ts";
import { errorPage, expiredPage } from "../../pages/error.ts";
import { html } from "../../pages/html.ts";
import { page } from "../../pages/layout.ts";
import { loginPage } from "../../pages/login.ts";
import type { HostContext, HostEnv } from "../../serving/hono.ts";
import { type Language, languageOf, say } from "../../text/say.ts";
import type { App } from "./apps.ts";
import type { Approval } from "./grants.ts";
import type { AuthorizationRequest } from "./logins.ts";
import {
  appErrorAddress,
  appErrorPath,
  callbackAddress,
  consentPath,
  cookieAt,
  redirect,
  show,
} from "./navigation.ts";
import { orgAt, pathAt } from "./orgs.ts";
import { requestedScopes } from "./scopes.ts";
import { isPermitted, type State } from "./state.ts";

/** One request at a page. */
interface PageVisit {
  readonly context: HostContext;
  readonly state: State;
  readonly language: Language;
}

/** A login in progress. */
interface OngoingLogin {
  readonly source: string;
  readonly request: AuthorizationRequest;
  readonly app: App;
}

/** Serves the login page, the consent page, and the page for an app that is not installed. */
export function servePages(server: Hono<HostEnv>, state: State): void {
  const visitOf = (context: HostContext): PageVisit => {
    const language = languageOf(context.req.header("accept-language"));
    return { context, state, language };
  };
  server.get("/", (context) => showLogin(visitOf(context)));
  server.post("/", (context) => submitLogin(visitOf(context)));
  server.get(consentPath, (context) => showConsent(visitOf(context)));
  server.post(consentPath, (context) => submitConsent(visitOf(context)));
  server.get(appErrorPath, (context) => {
    const description =
      "OAUTH_APPROVAL_ERROR_GENERIC : An unexpected error has occured during authentication. Please try again.";
    const { error = "invalid_client" } = context.req.query();
    return show(errorPage(visitOf(context).language, { error, description }));
  });
  server.get("/services/auth/idp/oidc/logout", (context) => logOut(visitOf(context)));
}

/** Shows the login page for any query: an app's callback may lead here. */
function showLogin({ context, language, state }: PageVisit): Response {
  const ongoing = ongoingAfterLogin(context, state);
  return show(
    loginPage(language, {
      action: addressOf(context),
      app: ongoing?.app.name ?? "Salesforce",
      name: ongoing?.request.loginHint ?? "",
      warning: undefined,
    }),
  );
}

async function submitLogin({ context, language, state }: PageVisit): Promise<Response> {
  const ongoing = ongoingAfterLogin(context, state);
  if (ongoing === undefined) return show(expiredPage(language), 400);
  const { login } = await context.req.parseBody();
  const name = typeof login === "string" ? login.trim() : "";
  const account = state.accounts.byName(name);
  if (name !== "" && !state.accounts.isBlocked(account)) {
    const { host } = ongoing.request;
    const sid = state.logins.logIn(account.subject);
    const cookie = `${cookieAt(host)}=${sid}; Path=/; HttpOnly; SameSite=Lax`;
    return redirect(context, state, `${pathAt(host)}${consentPath}?source=${ongoing.source}`, cookie);
  }
  const warning =
    name === "" ? say(language, "login.name_missing") : say(language, "login.blocked", { user: name });
  const view = { action: addressOf(context), app: ongoing.app.name, name, warning };
  return show(loginPage(language, view), 400);
}

function showConsent(visit: PageVisit): Response {
  const { context, language, state } = visit;
  const consent = consentRequestOf(visit);
  if (consent === undefined) return show(expiredPage(language), 400);
  const { account, app, approval, refusal, request } = consent;
  if (refusal !== undefined) return redirect(context, state, refusal);
  const isPreauthorized = app.switches.permittedUsers === "admin_approved";
  const isApproved = isPreauthorized || state.grants.hasApproved(approval);
  if (isApproved && !request.prompts.includes("consent")) return finish(visit, consent);
  if (request.immediate) {
    const words = { error: "immediate_unsuccessful", error_description: "user must approve" };
    return redirect(context, state, callbackAddress(state, request, words));
  }
  const view = { action: addressOf(context), app: app.name, user: account.email, scopes: approval.scopes };
  return show(consentPage(language, view));
}

async function submitConsent(visit: PageVisit): Promise<Response> {
  const { context, language, state } = visit;
  const consent = consentRequestOf(visit);
  if (consent === undefined) return show(expiredPage(language), 400);
  if (consent.refusal !== undefined) return redirect(context, state, consent.refusal);
  const { decision } = await context.req.parseBody();
  if (decision === "allow") return finish(visit, consent);
  state.logins.finish(consent.source);
  const words = { error: "access_denied", error_description: "end-user denied authorization" };
  return redirect(context, state, callbackAddress(state, consent.request, words));
}

function finish({ context, state }: PageVisit, { approval, request, source }: ConsentRequest): Response {
  state.logins.finish(source);
  const code = state.logins.issueCode(approval, request);
  state.services.record.note("authorization_code", code);
  return redirect(context, state, callbackAddress(state, request, { code }));
}

/** A login in progress with a known user. */
interface ConsentRequest extends OngoingLogin {
  readonly account: Account;
  readonly approval: Approval;
  /** The redirect if the login cannot be allowed. */
  readonly refusal: string | undefined;
}

function consentRequestOf({ context, state }: PageVisit): ConsentRequest | undefined {
  const { accounts, logins } = state;
  const ongoing = ongoingAt(state, context.req.query("source"), context);
  const subject = logins.subjectOf(getCookie(context, cookieAt(context.env.host)));
  const account = subject === undefined ? undefined : accounts.bySubject(subject);
  if (ongoing === undefined || account === undefined) return undefined;
  const { app, request } = ongoing;
  const org = orgAt(request.host);
  const scopes = requestedScopes(app, request.scope);
  const approval = { org, subject: account.subject, clientId: app.clientId, scopes: scopes ?? [] };
  const words = refusalOf(state, app, account);
  const refusal = words === undefined ? undefined : callbackAddress(state, request, words);
  const hasScopes = scopes !== undefined && scopes.length > 0;
  const isKnownThere = app.switches.installed || state.grants.hasApproved({ ...approval, scopes: [] });
  return {
    ...ongoing,
    account,
    approval,
    refusal:
      refusal ??
      (isKnownThere ? undefined : appErrorAddress(state, org)) ??
      (hasScopes ? undefined : callbackAddress(state, request, invalidScope)),
  };
}

const invalidScope = {
  error: "invalid_scope",
  error_description: "the requested scope is invalid, unknown, or malformed",
};

/** @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_flow_errors.htm&type=5 */
function refusalOf(state: State, app: App, account: Account): Readonly<Record<string, string>> | undefined {
  const { active, loginRateExceeded } = state.conditions.now;
  if (!active)
    return { error: "inactive_org", error_description: "organization is locked, closed, or suspended" };
  if (loginRateExceeded)
    return { error: "rate_limit_exceeded", error_description: "number of logins exceeded" };
  if (app.switches.blocked)
    return { error: "OAUTH_APP_BLOCKED", error_description: "this app is blocked by admin" };
  if (!app.switches.ipAllowed)
    return { error: "invalid_grant", error_description: "IP restricted or invalid login hours" };
  if (!isPermitted(state, app, account)) {
    const description = "user is not admin approved to access this app";
    return { error: "OAUTH_APP_ACCESS_DENIED", error_description: description };
  }
  return undefined;
}

function logOut({ context, language, state }: PageVisit): Response {
  const name = cookieAt(context.env.host);
  state.logins.logOut(getCookie(context, name));
  const goodbye = html`<p>${say(language, "logout.lead")}</p>`;
  return show(page(language, say(language, "logout.title"), goodbye));
}

function ongoingAfterLogin(context: HostContext, state: State): OngoingLogin | undefined {
  const startUrl = context.req.query("startURL") ?? "";
  const source = startUrl.startsWith("/")
    ? new URL(startUrl, "http://localhost").searchParams.get("source")
    : "";
  return ongoingAt(state, source ?? "", context);
}

function ongoingAt(
  { apps, logins }: State,
  source: string | undefined,
  { env }: HostContext,
): OngoingLogin | undefined {
  const request = logins.request(source);
  const app = apps.find(request?.clientId);
  const isHere = request?.host === env.host;
  return source === undefined || request === undefined || app === undefined || !isHere
    ? undefined
    : { source, request, app };
}

/** Returns the current path and query, the target of the form. */
function addressOf({ req }: HostContext): string {
  const { pathname, search } = new URL(req.url);
  return pathname + search;
}
