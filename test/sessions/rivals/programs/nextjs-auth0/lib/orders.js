import { createHash } from "node:crypto";
import { auth0, settings } from "./auth0.js";

/** Calls the provider's API as an app calls its own. Returns what the page shows. */
export async function order(token) {
  const answer = await fetch(`${settings.issuer}/api/hello`, {
    headers: { authorization: `Bearer ${token}` },
    cache: "no-store",
  });
  return { token: createHash("sha256").update(token).digest("hex").slice(0, 12), api: answer.status };
}

/** A refused grant needs a login; anything else is over soon. All apps of the comparison do it alike. */
export function failure(error) {
  const isRefused = ["missing_session", "missing_refresh_token", "session_expired"].includes(error.code);
  if (isRefused || ["invalid_grant", "access_denied"].includes(error.cause?.code))
    return Response.json({ error: "login_required", code: error.code }, { status: 401 });
  return Response.json(
    { error: "temporarily_unavailable", code: error.code },
    { status: 503, headers: { "retry-after": "5" } },
  );
}

/** Answers with an order, or says why there is none. */
export const answerOrder = auth0.withApiAuthRequired(async () => {
  try {
    const { token } = await auth0.getAccessToken();
    return Response.json(await order(token));
  } catch (error) {
    return failure(error);
  }
});
