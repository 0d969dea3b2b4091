import { LoginNeededError } from "@tokenwell/core";
import { isSufficient, type RequiredAuthentication } from "@tokenwell/core/sessions";
import type { SessionData } from "./api.ts";
import { addressOf, authAddress, homePathOf, type SessionContext, visiblePath } from "./context.ts";
import { removedCookie } from "./cookies.ts";
import { SessionError } from "./errors.ts";
import {
  type IncomingRequest,
  isFrame,
  isFromApp,
  isNavigation,
  isPrefetch,
  isUnsafe,
} from "./incoming-request.ts";
import { guardSeconds } from "./options.ts";
import { page } from "./pages/page.ts";
import { json, type Reply, redirect, setCookies } from "./reply.ts";
import type { RequestSession } from "./request-session.ts";
import { checkedReturnTo } from "./return-to.ts";
import { unavailable } from "./unavailable.ts";

/** Condition of a guard. */
export interface Requirement {
  /** Seconds within which the grant must have proven itself. Absent: it need not. */
  readonly withinSeconds?: number;
  /** Absent: any authentication is good. */
  readonly authentication?: RequiredAuthentication;
}

/** Builds the requirement of a grant that has proven itself within `withinSeconds`, at least 1. */
export const freshGrant = ({ withinSeconds }: { readonly withinSeconds: number }): Requirement => ({
  withinSeconds: guardSeconds("withinSeconds", withinSeconds, 1),
});

/** Builds the requirement of a recent login. */
export const recentLogin = ({
  acrValues,
  maxAgeSeconds,
}: {
  readonly maxAgeSeconds: number;
  readonly acrValues?: readonly string[];
}): Requirement => ({
  authentication: {
    maxAgeSeconds: guardSeconds("maxAgeSeconds", maxAgeSeconds, 30),
    ...(acrValues && { acrValues }),
  },
});

/** Least age of an authentication that a step-up for a session without a refresh token demands, in seconds. */
const leastStepUpSeconds = 60;

/** Whether a guard without a condition lets a request through: most requests, which need not wait for a promise. */
export const isOpenTo = <Data extends SessionData>(
  request: IncomingRequest,
  session: RequestSession<Data>,
  { authentication, withinSeconds }: Requirement,
): boolean =>
  withinSeconds === undefined &&
  authentication === undefined &&
  !isUnsafe(request) &&
  session.failure === undefined &&
  session.live !== undefined;

/** Returns the answer of a guard that does not let a request through; `null` if it does. */
export async function guard<Data extends SessionData>(
  context: SessionContext,
  request: IncomingRequest,
  session: RequestSession<Data>,
  { authentication, withinSeconds }: Requirement,
): Promise<Reply | null> {
  if (session.failure) return await unavailable(context, request, session.failure);
  if (isUnsafe(request) && !isFromApp(request, context.settings.origins))
    return json(403, { error: "cross_origin" });
  if (session.live === undefined) return await refuseAnonymous(context, request, session);
  if (withinSeconds !== undefined) {
    if (session.live.details.hasNoRefreshToken)
      return stepUpUnless(context, request, session, {
        maxAgeSeconds: Math.max(withinSeconds, leastStepUpSeconds),
      });
    try {
      await session.prove(withinSeconds);
    } catch (error) {
      if (error instanceof SessionError || error instanceof LoginNeededError)
        return await refuseAnonymous(context, request, session);
      return await unavailable(context, request, error);
    }
  }
  return authentication === undefined ? null : stepUpUnless(context, request, session, authentication);
}

/** Returns the answer to a request without a live session: the login, the page that says why it ended, or 401. */
export async function refuseAnonymous<Data extends SessionData>(
  context: SessionContext,
  request: IncomingRequest,
  session: RequestSession<Data>,
): Promise<Reply> {
  const { settings } = context;
  const { endReason } = session;
  const returnTo = returnToOf(context, request);
  const cleared = session.isCookieOver ? [removedCookie(settings, "session")] : [];
  if (isNavigation(request)) {
    const isExplained = endReason !== null && endReason !== "logged_out" && endReason !== "replaced";
    if (isExplained && request.method === "GET")
      return await page(
        context,
        request,
        { kind: "session_over", status: 401, code: endReason, returnTo },
        setCookies(cleared),
      );
    const login = `${authAddress(settings, "/login")}?${new URLSearchParams({ returnTo })}`;
    return redirect(isUnsafe(request) ? 303 : 302, login, cleared);
  }
  if (isFrame(request))
    return await page(
      context,
      request,
      { kind: "session_over", status: 401, code: endReason ?? "", returnTo },
      setCookies(cleared),
    );
  // The router of a page fetches it before the browser opens it, and the cookie tells the page why the session is over.
  const isRouter = request.header("rsc") !== undefined || isPrefetch(request);
  return json(401, { error: "login_required", reason: endReason }, setCookies(isRouter ? [] : cleared));
}

/** Asks the user to authenticate again, unless the session's own authentication is sufficient. */
function stepUpUnless<Data extends SessionData>(
  context: SessionContext,
  request: IncomingRequest,
  session: RequestSession<Data>,
  required: RequiredAuthentication,
): Reply | null {
  const address = stepUpAddress(context, session, required, returnToOf(context, request));
  if (address === null) return null;
  const { acrValues, maxAgeSeconds } = required;
  return isNavigation(request)
    ? redirect(isUnsafe(request) ? 303 : 302, address)
    : json(401, {
        error: "recent_login_required",
        max_age: maxAgeSeconds ?? null,
        acr_values: acrValues ?? null,
      });
}

/**
 * Returns the address of a login that asks the user of a session to authenticate again; `null` if the session's own
 * authentication is sufficient, or there is no live session.
 */
export function stepUpAddress<Data extends SessionData>(
  { manager, settings }: SessionContext,
  { live }: RequestSession<Data>,
  required: RequiredAuthentication,
  returnTo: string,
): string | null {
  if (live === undefined) return null;
  const { acr, amr } = live.details;
  const has = {
    authenticatedAtMs: live.authenticatedAtMs,
    ...(acr !== undefined && { acr }),
    ...(amr !== undefined && { amr }),
  };
  if (isSufficient(has, required, manager.clock.nowMs())) return null;
  const { acrValues, maxAgeSeconds } = required;
  const parameters = new URLSearchParams({ returnTo, max_age: String(maxAgeSeconds ?? "") });
  if (acrValues !== undefined) parameters.set("acr_values", acrValues.join(" "));
  return `${authAddress(settings, "/login")}?${parameters}`;
}

/**
 * Returns the path to return to after a login: that of the request, or that of the page whose form it is. A form is never
 * sent again by itself.
 */
function returnToOf({ settings }: SessionContext, request: IncomingRequest): string {
  const { baseUrl } = settings;
  if (!isUnsafe(request)) {
    const path = checkedReturnTo(visiblePath(settings, request.target), baseUrl);
    return path ?? homePathOf(settings);
  }
  const referer = URL.parse(request.header("referer") ?? "");
  const isOwn = referer !== null && addressOf(settings, "") === referer.origin;
  return (isOwn && checkedReturnTo(`${referer.pathname}${referer.search}`, baseUrl)) || homePathOf(settings);
}

/**
 * Returns the `Cache-Control` of an answer behind a guard: that of the app if it keeps the answer out of shared caches, or
 * else `private, no-store`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9111#section-5.2.2
 */
export function guardedCacheControl(given: string | null | undefined): string {
  // `private="name"` keeps only that field out of shared caches.
  const directives = (given ?? "").split(",").map((directive) => directive.trim().toLowerCase());
  const isPrivate = directives.includes("private") || directives.includes("no-store");
  const isShared = directives.some((directive) => /^(?:public|s-maxage)\b/.test(directive));
  return given && isPrivate && !isShared ? given : "private, no-store";
}
