import type { BrowserLogin, BrowserLoginResult } from "@tokenwell/core/sessions";
import type { SessionData } from "../api.ts";
import { addressOf, authAddress, homeAddress, homePathOf, type SessionContext } from "../context.ts";
import { readCookie } from "../cookie-names.ts";
import { removedCookie, sessionCookie } from "../cookies.ts";
import { type IncomingRequest, isPrefetch } from "../incoming-request.ts";
import { page } from "../pages/page.ts";
import { json, type Reply, redirect, setCookies } from "../reply.ts";
import type { RequestSession } from "../request-session.ts";
import { single } from "../return-to.ts";
import { isUnavailable, unavailable } from "../unavailable.ts";
import { browserHashOf } from "./login.ts";

/** Longest form that a callback may send, in bytes. */
const maxFormBytes = 64 * 1024;
/** Failures after which the session of the browser goes on. */
const stepUpFailures: ReadonlySet<string> = new Set(["not_recent", "other_user"]);

/** Completes a login. The browser is checked before anything is used up. */
export async function callbackRoute<Data extends SessionData>(
  context: SessionContext,
  request: IncomingRequest,
  session: RequestSession<Data>,
  query: URLSearchParams,
): Promise<Reply> {
  const { settings } = context;
  const method = settings.responseMode === "form_post" ? "POST" : "GET";
  if (request.method !== method) return json(405, { error: "method_not_allowed" }, [["allow", method]]);
  if (isPrefetch(request)) return json(401, { error: "login_required", reason: null });
  const read = method === "POST" ? await readForm(request) : query;
  if (!(read instanceof URLSearchParams)) return read;
  try {
    return await complete(context, request, session, read);
  } catch (error) {
    if (!isUnavailable(error)) throw error;
    const login = `${new URL(authAddress(settings, "/login")).pathname}?${new URLSearchParams({ returnTo: homePathOf(settings) })}`;
    return await unavailable(context, request, error, login);
  }
}

async function complete<Data extends SessionData>(
  context: SessionContext,
  request: IncomingRequest,
  session: RequestSession<Data>,
  parameters: URLSearchParams,
): Promise<Reply> {
  const { manager, settings } = context;
  const state = single(parameters, "state");
  const login = state === null ? undefined : await manager.findLogin(state);
  const { live } = session;
  if (state === null || login === undefined)
    // An old callback of a signed-in browser, as after the Back button: nothing to complete, and nothing wrong.
    return live ? redirectAfter(request, homeAddress(settings)) : await over(context, request);
  const secret = readCookie(request.header("cookie"), settings.cookies.login);
  const isSameSession = live?.browserHash === login.browserHash;
  const isSameBrowser =
    isSameSession || (secret !== undefined && browserHashOf(secret) === login.browserHash);
  if (!isSameBrowser) return await over(context, request);
  if (login.phase === "completed" && isSameSession)
    return redirectAfter(request, addressOf(settings, login.details.returnTo));
  const result = await manager.complete({
    login,
    state,
    text: `${authAddress(settings, "/callback")}?${parameters}`,
    userAgent: request.header("user-agent") ?? null,
    previous: live ?? null,
  });
  if (result === null) return await over(context, request, login.details.returnTo);
  return await answer(context, request, login, result);
}

async function answer(
  context: SessionContext,
  request: IncomingRequest,
  login: BrowserLogin,
  result: BrowserLoginResult & { readonly cookie: string },
): Promise<Reply> {
  const { manager, settings } = context;
  const { returnTo } = login.details;
  if (result.kind === "completed") {
    // Other open logins of this browser are bound to it by the session. A form of another site sends no session cookie.
    const isFormPost = settings.responseMode === "form_post";
    const isNeeded = isFormPost && (await manager.openLogins(login.browserHash)) > 0;
    // A session that a later login of this browser has replaced must not take the place of the later cookie.
    const isLive = result.session.endedAtMs === null;
    const cookies = isLive ? [sessionCookie(settings, result.cookie)] : [];
    if (!isNeeded) cookies.push(removedCookie(settings, "login"));
    return redirectAfter(request, addressOf(settings, returnTo), cookies);
  }
  const { code, facts } = result.failure;
  const isNeeded = (await manager.openLogins(login.browserHash)) > 0;
  const cookies = isNeeded ? [] : [removedCookie(settings, "login")];
  const isStepUp = stepUpFailures.has(code);
  const status = isStepUp ? 403 : code === "internal" ? 500 : 400;
  const kind = code === "not_recent" ? "not_recent" : "login_failed";
  return await page(context, request, { kind, status, code, facts, returnTo }, setCookies(cookies));
}

const redirectAfter = (request: IncomingRequest, location: string, cookies: readonly string[] = []): Reply =>
  redirect(request.method === "POST" ? 303 : 302, location, cookies);

/** Answers a callback that no open login of this browser fits. Repeats nothing of its query. */
const over = (context: SessionContext, request: IncomingRequest, returnTo?: string): Promise<Reply> =>
  page(context, request, {
    kind: "login_over",
    status: 400,
    code: "login_over",
    returnTo: returnTo ?? homePathOf(context.settings),
  });

/** Reads the form of a callback, or returns the answer that refuses it. */
export async function readForm(request: IncomingRequest): Promise<URLSearchParams | Reply> {
  const type = (request.header("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/x-www-form-urlencoded") return json(415, { error: "unsupported_media_type" });
  const text = await request.text(maxFormBytes);
  return text === null ? json(413, { error: "content_too_large" }) : new URLSearchParams(text);
}
