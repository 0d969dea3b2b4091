import { type Context, Hono } from "hono";
import { consentPage } from "../../pages/consent.ts";
import { loginPage } from "../../pages/login.ts";
import { say } from "../../text/say.ts";
import {
  type AuthorizationRequest,
  isNonVerifiable,
  readAuthorizationRequest,
} from "./authorization-request.ts";
import type { Domain } from "./domain.ts";
import { confirmPage, type ErrorPage, secondFactorPage } from "./pages.ts";
import type { Grant } from "./refresh-tokens.ts";
import {
  browserIdOf,
  languageAt,
  redirectToCallback,
  redirectWithError,
  setBrowserCookie,
  show,
  showError,
} from "./replies.ts";
import type { Session, Transaction } from "./sessions.ts";

const loginPath = "/u/login";
const secondFactorPath = "/u/mfa-otp-challenge";
const consentPath = "/u/consent";
const confirmPath = "/u/confirm";
const resumePath = "/authorize/resume";

const noSession: ErrorPage = {
  reason: "auth0.oops.session",
  error: "invalid_request",
  description:
    "You may have pressed the back button, refreshed during login, opened too many login dialogs, or there is some issue with cookies, since we couldn't find your session.",
};

/**
 * The authorization endpoint of one domain and its pages.
 *
 * @see https://auth0.com/docs/authenticate/login/auth0-universal-login
 */
export class Authorize {
  readonly routes = new Hono();
  readonly #domain: Domain;
  readonly #onCode: (code: string) => void;

  constructor(domain: Domain, onCode: (code: string) => void) {
    this.#domain = domain;
    this.#onCode = onCode;
    const { routes } = this;
    routes.get("/authorize", (context) => this.#begin(context, new URL(context.req.url).searchParams));
    routes.post("/authorize", async (context) =>
      this.#begin(context, new URLSearchParams(await context.req.text())),
    );
    routes.get(resumePath, (context) =>
      this.#within(context, (transaction) => this.#continue(context, transaction)),
    );
    const pages = {
      [loginPath]: this.#login,
      [secondFactorPath]: this.#secondFactor,
      [consentPath]: this.#consent,
      [confirmPath]: this.#confirm,
    };
    for (const [path, page] of Object.entries(pages)) {
      routes.on(["GET", "POST"], path, (context) =>
        this.#within(context, (transaction) => page.call(this, context, transaction)),
      );
    }
  }

  #begin(context: Context, query: URLSearchParams): Response {
    const { host, sessions, tenant } = this.#domain;
    const read = readAuthorizationRequest(tenant, query);
    if ("page" in read) return showError(context, read.page, 403);
    if ("callback" in read) return redirectWithError(context, read.callback);
    const browser = browserIdOf(context, host) ?? sessions.newBrowserId();
    setBrowserCookie(context, host, browser);
    return this.#continue(context, sessions.begin(browser, read.request, tenant.clock.nowMs()));
  }

  /** Redirects to the next page, or back to the app. */
  #continue(context: Context, transaction: Transaction): Response {
    const { request } = transaction;
    const isSilent = request.prompt.has("none");
    transaction.session ??= this.#usableSession(transaction);
    const { session } = transaction;
    if (session === undefined) {
      return isSilent
        ? this.#fail(context, transaction, "login_required", "Login required")
        : pageOf(context, loginPath, transaction);
    }
    const denial = this.#denialOf(request, session);
    if (denial !== undefined) return this.#fail(context, transaction, ...denial);
    if (request.acr !== undefined && !transaction.verified) {
      return isSilent
        ? this.#fail(context, transaction, "interaction_required", "Multifactor authentication required")
        : pageOf(context, secondFactorPath, transaction);
    }
    if (!transaction.consented && this.#needsConsent(request, session)) {
      return isSilent
        ? this.#fail(context, transaction, "consent_required", "Consent required")
        : pageOf(context, consentPath, transaction);
    }
    if (!transaction.shown && !request.app.skipConfirmation && isNonVerifiable(request.redirectUri)) {
      return isSilent
        ? this.#fail(context, transaction, "interaction_required", "Interaction required")
        : pageOf(context, confirmPath, transaction);
    }
    return this.#finish(context, transaction, session);
  }

  /** Returns the error of a login that is denied: the user is blocked, an Action denies it, or every login fails. */
  #denialOf(
    { app }: AuthorizationRequest,
    { user }: Session,
  ): readonly [error: string, description: string | undefined] | undefined {
    const { tenant } = this.#domain;
    if (tenant.users.isBlocked(user)) return ["access_denied", "user is blocked"];
    const { denyLogin = null, loginError = null } = tenant.app(app.clientId) ?? {};
    if (loginError !== null) return [loginError, denyLogin ?? undefined];
    return denyLogin === null ? undefined : ["access_denied", denyLogin];
  }

  #usableSession({ browser, request }: Transaction): Session | undefined {
    const { sessions, tenant } = this.#domain;
    const nowMs = tenant.clock.nowMs();
    const session = sessions.session(browser, nowMs);
    if (session === undefined) return undefined;
    if (tenant.app(request.app.clientId)?.ignoresStepUp) return session;
    if (request.prompt.has("login")) return undefined;
    const maxAgeMs = (request.maxAgeSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    const exists = tenant.users.bySubject(session.user.subject) !== undefined;
    return exists && nowMs - session.loggedInMs < maxAgeMs ? session : undefined;
  }

  #needsConsent(request: AuthorizationRequest, session: Session): boolean {
    if (request.prompt.has("consent")) return true;
    const mayBeSkipped = request.app.firstParty && (request.api?.skipConsent ?? true);
    return !mayBeSkipped && !this.#domain.tenant.hasConsented(this.#grantOf(request, session));
  }

  #finish(context: Context, transaction: Transaction, session: Session): Response {
    const { request } = transaction;
    const tellsAuthTime = request.maxAgeSeconds !== undefined || request.prompt.has("login");
    const code = this.#domain.tenant.issueCode({
      grant: this.#grantOf(request, session),
      login: {
        nonce: request.nonce,
        sid: session.sid,
        acr: request.acr,
        authTime: tellsAuthTime ? Math.floor(session.loggedInMs / 1000) : undefined,
      },
      requestedScope: request.requestedScope,
      redirectUri: request.redirectUri,
      challenge: request.challenge,
    });
    this.#onCode(code);
    session.clientIds.add(request.app.clientId);
    this.#domain.sessions.end(transaction);
    return redirectToCallback(context, request, { code });
  }

  #grantOf({ api, app, scopes }: AuthorizationRequest, { user }: Session): Grant {
    return {
      clientId: app.clientId,
      subject: user.subject,
      audience: api?.identifier,
      scopes,
      host: this.#domain.host,
    };
  }

  #fail(
    context: Context,
    transaction: Transaction,
    error: string,
    description: string | undefined,
  ): Response {
    this.#domain.sessions.end(transaction);
    return redirectWithError(context, { ...transaction.request, error, description });
  }

  async #login(context: Context, transaction: Transaction): Promise<Response> {
    const { app, loginHint } = transaction.request;
    const action = `${loginPath}?state=${transaction.id}`;
    const language = languageAt(context);
    const view = { action, app: app.name, name: loginHint, warning: undefined };
    if (context.req.method === "GET") return show(context, loginPage(language, view));
    const name = new URLSearchParams(await context.req.text()).get("login")?.trim() ?? "";
    if (name === "") {
      return show(
        context,
        loginPage(language, { ...view, name, warning: say(language, "login.name_missing") }),
        400,
      );
    }
    const { sessions, tenant } = this.#domain;
    const user = tenant.users.byName(name);
    transaction.session = sessions.logIn(transaction.browser, user, tenant.clock.nowMs());
    transaction.shown = true;
    return pageOf(context, resumePath, transaction);
  }

  async #secondFactor(context: Context, transaction: Transaction): Promise<Response> {
    const language = languageAt(context);
    const view = {
      action: `${secondFactorPath}?state=${transaction.id}`,
      app: transaction.request.app.name,
    };
    if (context.req.method === "GET")
      return show(context, secondFactorPage(language, { ...view, warning: false }));
    const code = new URLSearchParams(await context.req.text()).get("code")?.trim() ?? "";
    if (code === "") return show(context, secondFactorPage(language, { ...view, warning: true }), 400);
    transaction.verified = true;
    transaction.shown = true;
    return pageOf(context, resumePath, transaction);
  }

  async #consent(context: Context, transaction: Transaction): Promise<Response> {
    const { request, session } = transaction;
    if (session === undefined) return showError(context, noSession, 400);
    const action = `${consentPath}?state=${transaction.id}`;
    if (context.req.method === "GET") {
      const view = { action, app: request.app.name, user: session.user.email, scopes: request.scopes };
      return show(context, consentPage(languageAt(context), view));
    }
    // Auth0 sends no description here.
    if (!(await isAllowed(context))) return this.#fail(context, transaction, "access_denied", undefined);
    this.#domain.tenant.rememberConsent(this.#grantOf(request, session));
    transaction.consented = true;
    transaction.shown = true;
    return pageOf(context, resumePath, transaction);
  }

  async #confirm(context: Context, transaction: Transaction): Promise<Response> {
    const { app, redirectUri } = transaction.request;
    const action = `${confirmPath}?state=${transaction.id}`;
    if (context.req.method === "GET")
      return show(context, confirmPage(languageAt(context), { action, app: app.name, address: redirectUri }));
    if (!(await isAllowed(context))) return this.#fail(context, transaction, "access_denied", undefined);
    transaction.shown = true;
    return pageOf(context, resumePath, transaction);
  }

  #within(
    context: Context,
    visit: (transaction: Transaction) => Response | Promise<Response>,
  ): Response | Promise<Response> {
    const { host, sessions, tenant } = this.#domain;
    const browser = browserIdOf(context, host);
    const found = sessions.transaction(context.req.query("state"), browser, tenant.clock.nowMs());
    return found === undefined ? showError(context, noSession, 400) : visit(found);
  }
}

async function isAllowed(context: Context): Promise<boolean> {
  return new URLSearchParams(await context.req.text()).get("decision") === "allow";
}

function pageOf(context: Context, path: string, { id }: Transaction): Response {
  return context.redirect(`${path}?state=${id}`, 302);
}
