import type { SessionData } from "../api.ts";
import { addressOf, authAddress, homeAddress, homePathOf, type SessionContext } from "../context.ts";
import { removedCookie } from "../cookies.ts";
import { type IncomingRequest, isFromApp, isNavigation } from "../incoming-request.ts";
import { page } from "../pages/page.ts";
import { json, type Reply, redirect, setCookies } from "../reply.ts";
import type { RequestSession } from "../request-session.ts";
import { checkedReturnTo, single } from "../return-to.ts";
import { unavailable } from "../unavailable.ts";
import { readForm } from "./callback.ts";

/** Ends the session by a POST of the app's own page. A GET shows a button that posts. */
export async function logoutRoute<Data extends SessionData>(
  context: SessionContext,
  request: IncomingRequest,
  session: RequestSession<Data>,
  query: URLSearchParams,
): Promise<Reply> {
  if (session.failure) return await unavailable(context, request, session.failure);
  if (request.method === "GET") return await confirmation(context, request, session);
  if (request.method !== "POST") return json(405, { error: "method_not_allowed" }, [["allow", "GET, POST"]]);
  if (!isFromApp(request, context.settings.origins)) return json(403, { error: "cross_origin" });
  return await logOut(context, request, session, query);
}

async function confirmation<Data extends SessionData>(
  context: SessionContext,
  request: IncomingRequest,
  session: RequestSession<Data>,
): Promise<Reply> {
  if (!isNavigation(request, true)) return json(405, { error: "method_not_allowed" }, [["allow", "POST"]]);
  const kind = session.live ? "confirm_logout" : "signed_out";
  return await page(context, request, {
    kind,
    status: 200,
    code: "",
    returnTo: homePathOf(context.settings),
  });
}

async function logOut<Data extends SessionData>(
  context: SessionContext,
  request: IncomingRequest,
  session: RequestSession<Data>,
  query: URLSearchParams,
): Promise<Reply> {
  const { manager, settings } = context;
  const form = await readForm(request);
  const given =
    single(query, "returnTo") ?? (form instanceof URLSearchParams ? single(form, "returnTo") : null);
  const returnTo = checkedReturnTo(given, settings.baseUrl);
  const { live } = session;
  if (live) await manager.end(live.id, "logged_out");
  const isAtProvider = live !== undefined && settings.given.logoutAtProvider !== false;
  const atProvider = isAtProvider
    ? await manager.providerLogout(live, authAddress(settings, "/signed-out"), returnTo)
    : null;
  const here = returnTo === null ? authAddress(settings, "/signed-out") : addressOf(settings, returnTo);
  const cookies = [removedCookie(settings, "session"), removedCookie(settings, "login")];
  const isScript = (request.header("sec-fetch-mode") ?? "navigate") !== "navigate";
  // A script cannot follow a redirect to another site. It gets the address.
  const reply = isScript
    ? json(200, { location: atProvider ?? here }, setCookies(cookies))
    : redirect(303, atProvider ?? here, cookies);
  return { ...reply, headers: [...reply.headers, ["clear-site-data", '"cache"']] };
}

/** Shows that the user is signed out, or leads on to the path that the logout named: the provider returns it as `state`. */
export async function signedOutRoute(
  context: SessionContext,
  request: IncomingRequest,
  query: URLSearchParams,
): Promise<Reply> {
  const { settings } = context;
  if (request.method !== "GET") return json(405, { error: "method_not_allowed" }, [["allow", "GET"]]);
  const returnTo = checkedReturnTo(single(query, "state"), settings.baseUrl);
  if (returnTo !== null) return redirect(302, addressOf(settings, returnTo));
  return await page(context, request, {
    kind: "signed_out",
    status: 200,
    code: "",
    returnTo: homePathOf(settings),
  });
}

/** Says why the session of the request's cookie has ended, for pages that cannot answer so themselves. */
export async function endedRoute<Data extends SessionData>(
  context: SessionContext,
  request: IncomingRequest,
  session: RequestSession<Data>,
  query: URLSearchParams,
): Promise<Reply> {
  const { settings } = context;
  if (session.failure) return await unavailable(context, request, session.failure);
  if (session.live) return redirect(302, homeAddress(settings));
  // A router of the page fetches it before the browser opens it, and would use the reason up.
  if (!isNavigation(request, true)) return json(401, { error: "login_required", reason: session.endReason });
  const returnTo = checkedReturnTo(single(query, "returnTo"), settings.baseUrl) ?? homePathOf(settings);
  const cleared = session.isCookieOver ? [removedCookie(settings, "session")] : [];
  const code = session.endReason ?? "";
  return await page(
    context,
    request,
    { kind: "session_over", status: 401, code, returnTo },
    setCookies(cleared),
  );
}
