import { createHash, randomBytes } from "node:crypto";
import { InputError } from "@tokenwell/core";
import type { BrowserLoginRequest } from "@tokenwell/core/sessions";
import type { SessionData } from "../api.ts";
import { authAddress, homePathOf, type SessionContext } from "../context.ts";
import { readCookie } from "../cookie-names.ts";
import { loginCookie } from "../cookies.ts";
import { type IncomingRequest, isNavigation } from "../incoming-request.ts";
import { page } from "../pages/page.ts";
import { json, type Reply, redirect } from "../reply.ts";
import type { RequestSession } from "../request-session.ts";
import { checkedReturnTo, single } from "../return-to.ts";
import { unavailable } from "../unavailable.ts";

/** Parameters of the authorization request that a link to the login may set. */
const passed = ["login_hint", "screen_hint", "ui_locales"] as const;

/** Parameter of an address that a visitor of another name was sent to: a proxy may always name the app differently. */
const moved = "moved";

/** Begins a login, if a user looks at the answer: a fetch, a prefetch, a frame or a bot changes nothing. */
export async function loginRoute<Data extends SessionData>(
  context: SessionContext,
  request: IncomingRequest,
  session: RequestSession<Data>,
  query: URLSearchParams,
): Promise<Reply> {
  const { settings } = context;
  if (!isNavigation(request, true)) return json(401, { error: "login_required", reason: null });
  if (isOtherName(request, settings.baseUrl) && !query.has(moved)) {
    query.set(moved, "1");
    return redirect(302, `${authAddress(settings, "/login")}?${query}`);
  }
  const returnTo = checkedReturnTo(single(query, "returnTo"), settings.baseUrl);
  const secret = await browserSecret(context, request);
  try {
    const address = await context.manager.begin({
      browserHash: browserHashOf(secret),
      returnTo: returnTo ?? homePathOf(settings),
      ...demandsOf(context, session, query),
      parameters: parametersOf(context, query),
    });
    return redirect(302, address, [loginCookie(settings, secret)]);
  } catch (error) {
    if (!(error instanceof InputError)) return await unavailable(context, request, error, request.target);
    context.manager.report(error);
    const { code } = error;
    return await page(context, request, {
      kind: "login_failed",
      status: 500,
      code,
      returnTo: returnTo ?? homePathOf(settings),
    });
  }
}

/** Hashes the secret in the login cookie. */
export const browserHashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** Returns the browser's secret if a login of it is open, so that two tabs can log in; or else a new one. */
async function browserSecret(
  { manager, settings }: SessionContext,
  request: IncomingRequest,
): Promise<string> {
  const known = readCookie(request.header("cookie"), settings.cookies.login);
  const isOpen = known !== undefined && (await manager.openLogins(browserHashOf(known))) > 0;
  return isOpen ? known : randomBytes(32).toString("base64url");
}

type Demands = Pick<BrowserLoginRequest, "previousSessionId" | "stepUp" | "acrValues">;

/**
 * Reads what the login demands of its user. A link can demand something for a step-up only: in the place of what the app
 * demands of every login it could let a user in with less.
 */
function demandsOf<Data extends SessionData>(
  { settings }: SessionContext,
  session: RequestSession<Data>,
  query: URLSearchParams,
): Demands {
  const maxAge = single(query, "max_age");
  const live = session.failure ? undefined : session.live;
  const isStepUp = maxAge !== null && live !== undefined;
  const asked = isStepUp ? (single(query, "acr_values") ?? "").split(" ").filter(Boolean).slice(0, 10) : [];
  const acrValues = asked.length > 0 ? asked : settings.given.acrValues;
  return {
    ...(acrValues !== undefined && { acrValues }),
    ...(live !== undefined && { previousSessionId: live.id }),
    ...(isStepUp && {
      stepUp: {
        sessionId: live.id,
        ...(/^\d{1,8}$/.test(maxAge) && { maxAgeSeconds: Number(maxAge) }),
      },
    }),
  };
}

function parametersOf({ settings }: SessionContext, query: URLSearchParams): Record<string, string> {
  const parameters: Record<string, string> = { ...settings.given.authorizationParameters };
  if (settings.responseMode === "form_post") parameters.response_mode = "form_post";
  for (const name of passed) {
    const value = single(query, name);
    if (value !== null && value !== "") parameters[name] = value.slice(0, 200);
  }
  return parameters;
}

/**
 * Whether the visitor uses another name of the site, such as that with `www.`: its cookies would not come with the
 * callback. The header decides nothing else, and no address is made from it.
 */
function isOtherName(request: IncomingRequest, { hostname }: URL): boolean {
  const host =
    (request.header("x-forwarded-host") ?? request.header("host") ?? "").split(",")[0]?.trim() ?? "";
  const asked = URL.parse(`http://${host}`)?.hostname ?? hostname;
  return asked !== hostname && (asked.endsWith(`.${hostname}`) || hostname.endsWith(`.${asked}`));
}
