import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { HostName } from "../../hosts.ts";
import { consentPage } from "../../pages/consent.ts";
import { pageHeaders } from "../../pages/layout.ts";
import { loginPage } from "../../pages/login.ts";
import { type Language, languageOf, say } from "../../text/say.ts";
import {
  type AuthorizationRequest,
  type CallbackError,
  isNonVerifiable,
  readAuthorizationRequest,
} from "./authorization-request.ts";
import { confirmPage, type Oops, oopsPage } from "./pages.ts";
import type { Grant } from "./refresh-tokens.ts";
import { type Session, Sessions, type Transaction } from "./sessions.ts";
import type { Tenant } from "./tenant.ts";

const LOGIN_PATH = "/u/login";
const CONSENT_PATH = "/u/consent";
const CONFIRM_PATH = "/u/confirm";
const RESUME_PATH = "/authorize/resume";

const NO_SESSION: Oops = {
  reason: "auth0.oops.session",
  error: "invalid_request",
  description:
    "You may have pressed the back button, refreshed during login, opened too many login dialogs, or there is some issue with cookies, since we couldn't find your session.",
};

/**
 * The authorization endpoint of one domain, its pages and its logout.
 *
 * @see https://auth0.com/docs/authenticate/login/auth0-universal-login
 */
export class Authorize {
  readonly routes = new Hono();
  readonly #tenant: Tenant;
  readonly #host: HostName;
  readonly #sessions = new Sessions();
  readonly #onCode: (code: string) => void;

  constructor(tenant: Tenant, host: HostName, onCode: (code: string) => void) {
    this.#tenant = tenant;
    this.#host = host;
    this.#onCode = onCode;
    const { routes } = this;
    routes.get("/authorize", (context) => this.#begin(context, new URL(context.req.url).searchParams));
    routes.post("/authorize", async (context) =>
      this.#begin(context, new URLSearchParams(await context.req.text())),
    );
    routes.get(RESUME_PATH, (context) =>
      this.#within(context, (transaction) => this.#goOn(context, transaction)),
    );
    routes.on(["GET", "POST"], LOGIN_PATH, (context) =>
      this.#within(context, (it) => this.#login(context, it)),
    );
    routes.on(["GET", "POST"], CONSENT_PATH, (context) =>
      this.#within(context, (it) => this.#consent(context, it)),
    );
    routes.on(["GET", "POST"], CONFIRM_PATH, (context) =>
      this.#within(context, (it) => this.#confirm(context, it)),
    );
    routes.get("/v2/logout", (context) => this.#logOut(context, "returnTo"));
    routes.on(["GET", "POST"], "/oidc/logout", (context) =>
      this.#logOut(context, "post_logout_redirect_uri"),
    );
  }

  #begin(context: Context, query: URLSearchParams): Response {
    const read = readAuthorizationRequest(this.#tenant, query);
    if ("page" in read) return oops(context, read.page, 403);
    if ("callback" in read) return toCallback(context, read.callback);
    const browser = this.#browserOf(context) ?? this.#sessions.nameBrowser();
    setCookie(context, this.#cookieName(), browser, { httpOnly: true, path: "/", sameSite: "Lax" });
    return this.#goOn(context, this.#sessions.begin(browser, read.request, this.#tenant.clock.nowMs()));
  }

  /** The next page, or the way back to the app. */
  #goOn(context: Context, transaction: Transaction): Response {
    const { request } = transaction;
    const isSilent = request.prompt.has("none");
    transaction.session ??= this.#usableSession(transaction);
    const { session } = transaction;
    if (session === undefined) {
      return isSilent
        ? this.#fail(context, transaction, "login_required", "Login required")
        : pageOf(context, LOGIN_PATH, transaction);
    }
    if (this.#tenant.users.isBlocked(session.user)) {
      return this.#fail(context, transaction, "access_denied", "user is blocked");
    }
    if (!transaction.consented && this.#needsConsent(request, session)) {
      return isSilent
        ? this.#fail(context, transaction, "consent_required", "Consent required")
        : pageOf(context, CONSENT_PATH, transaction);
    }
    if (!transaction.shown && !request.app.skipConfirmation && isNonVerifiable(request.redirectUri)) {
      return isSilent
        ? this.#fail(context, transaction, "interaction_required", "Interaction required")
        : pageOf(context, CONFIRM_PATH, transaction);
    }
    return this.#finish(context, transaction, session);
  }

  #usableSession({ browser, request }: Transaction): Session | undefined {
    const nowMs = this.#tenant.clock.nowMs();
    const session = this.#sessions.session(browser, nowMs);
    if (session === undefined || request.prompt.has("login")) return undefined;
    const maxAgeMs = (request.maxAgeSeconds ?? Number.POSITIVE_INFINITY) * 1000;
    const exists = this.#tenant.users.bySubject(session.user.subject) !== undefined;
    return exists && nowMs - session.loggedInMs < maxAgeMs ? session : undefined;
  }

  #needsConsent(request: AuthorizationRequest, session: Session): boolean {
    if (request.prompt.has("consent")) return true;
    const mayBeSkipped = request.app.firstParty && (request.api?.skipConsent ?? true);
    return !mayBeSkipped && !this.#tenant.hasConsented(this.#grantOf(request, session));
  }

  #finish(context: Context, transaction: Transaction, session: Session): Response {
    const { request } = transaction;
    const tellsAuthTime = request.maxAgeSeconds !== undefined || request.prompt.has("login");
    const code = this.#tenant.issueCode({
      grant: this.#grantOf(request, session),
      login: {
        nonce: request.nonce,
        sid: session.sid,
        authTime: tellsAuthTime ? Math.floor(session.loggedInMs / 1000) : undefined,
      },
      requestedScope: request.requestedScope,
      redirectUri: request.redirectUri,
      challenge: request.challenge,
    });
    this.#onCode(code);
    this.#sessions.end(transaction);
    return redirect(context, request.redirectUri, { code, state: request.state });
  }

  #grantOf({ api, app, scopes }: AuthorizationRequest, { user }: Session): Grant {
    return {
      clientId: app.clientId,
      subject: user.subject,
      audience: api?.identifier,
      scopes,
      host: this.#host,
    };
  }

  #fail(
    context: Context,
    transaction: Transaction,
    error: string,
    description: string | undefined,
  ): Response {
    const { redirectUri, state } = transaction.request;
    this.#sessions.end(transaction);
    return toCallback(context, { redirectUri, state, error, description });
  }

  async #login(context: Context, transaction: Transaction): Promise<Response> {
    const { app, loginHint } = transaction.request;
    const action = `${LOGIN_PATH}?state=${transaction.id}`;
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
    const user = this.#tenant.users.byName(name);
    transaction.session = this.#sessions.logIn(transaction.browser, user, this.#tenant.clock.nowMs());
    transaction.shown = true;
    return pageOf(context, RESUME_PATH, transaction);
  }

  async #consent(context: Context, transaction: Transaction): Promise<Response> {
    const { request, session } = transaction;
    if (session === undefined) return oops(context, NO_SESSION, 400);
    const action = `${CONSENT_PATH}?state=${transaction.id}`;
    if (context.req.method === "GET") {
      const view = { action, app: request.app.name, user: session.user.email, scopes: request.scopes };
      return show(context, consentPage(languageAt(context), view));
    }
    // Auth0 sends no description here.
    if (!(await isAllowed(context))) return this.#fail(context, transaction, "access_denied", undefined);
    this.#tenant.rememberConsent(this.#grantOf(request, session));
    transaction.consented = true;
    transaction.shown = true;
    return pageOf(context, RESUME_PATH, transaction);
  }

  async #confirm(context: Context, transaction: Transaction): Promise<Response> {
    const { app, redirectUri } = transaction.request;
    const action = `${CONFIRM_PATH}?state=${transaction.id}`;
    if (context.req.method === "GET") {
      return show(context, confirmPage(languageAt(context), { action, app: app.name, address: redirectUri }));
    }
    if (!(await isAllowed(context))) return this.#fail(context, transaction, "access_denied", undefined);
    transaction.shown = true;
    return pageOf(context, RESUME_PATH, transaction);
  }

  /**
   * Ends the session of the browser. Refresh tokens live on.
   *
   * @see https://auth0.com/docs/authenticate/login/logout/log-users-out-of-auth0
   */
  #logOut(context: Context, name: string): Response {
    this.#sessions.logOut(this.#browserOf(context));
    const address = context.req.query(name);
    if (address === undefined) return context.text("OK");
    const origin = URL.parse(address)?.origin;
    const isKnown = this.#tenant
      .apps()
      .some(({ redirectUris }) => redirectUris.some((uri) => URL.parse(uri)?.origin === origin));
    if (!isKnown) {
      const description = `The "${name}" parameter is not a valid URL`;
      return oops(context, { reason: "auth0.oops.logout", error: "invalid_request", description }, 400);
    }
    return redirect(context, address, { state: context.req.query("state") });
  }

  #within(
    context: Context,
    visit: (transaction: Transaction) => Response | Promise<Response>,
  ): Response | Promise<Response> {
    const nowMs = this.#tenant.clock.nowMs();
    const found = this.#sessions.transaction(context.req.query("state"), this.#browserOf(context), nowMs);
    return found === undefined ? oops(context, NO_SESSION, 400) : visit(found);
  }

  #browserOf(context: Context): string | undefined {
    return getCookie(context, this.#cookieName());
  }

  /** Browsers share cookies between the ports of localhost, so each domain needs a name of its own. */
  #cookieName(): string {
    return `auth0_${this.#host}`;
  }
}

async function isAllowed(context: Context): Promise<boolean> {
  return new URLSearchParams(await context.req.text()).get("decision") === "allow";
}

function languageAt(context: Context): Language {
  return languageOf(context.req.header("accept-language"));
}

function pageOf(context: Context, path: string, { id }: Transaction): Response {
  return context.redirect(`${path}?state=${id}`, 302);
}

function toCallback(context: Context, { redirectUri, state, error, description }: CallbackError): Response {
  return redirect(context, redirectUri, { error, error_description: description, state });
}

function redirect(
  context: Context,
  address: string,
  parameters: Readonly<Record<string, string | undefined>>,
): Response {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return context.redirect(url.href, 302);
}

function oops(context: Context, view: Oops, status: 400 | 403): Response {
  return show(context, oopsPage(languageAt(context), view), status);
}

function show(context: Context, markup: string, status: 200 | 400 | 403 = 200): Response {
  return context.html(markup, status, pageHeaders);
}
