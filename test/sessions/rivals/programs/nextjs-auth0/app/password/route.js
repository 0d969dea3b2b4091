import { auth0, settings } from "../../lib/auth0.js";

/** Sensitive: only within 300 seconds of a login. */
export async function POST() {
  const session = await auth0.getSession();
  if (session === null) return Response.json({ error: "login_required" }, { status: 401 });
  const at = session.user.auth_time;
  const ageSeconds = typeof at === "number" ? Date.now() / 1000 - at : Number.NaN;
  if (ageSeconds > -60 && ageSeconds < 300) return new Response("password changed");
  // "The second option is through the query parameters to the /auth/login endpoint".
  return Response.redirect(`${settings.baseUrl}/auth/login?returnTo=/settings&max_age=300&prompt=login`, 303);
}
