import { auth0 } from "../../lib/auth0.js";

/** Sensitive: only within 300 seconds of a login. */
export async function POST() {
  const session = await auth0.getSession();
  if (session === null) return Response.json({ error: "login_required" }, { status: 401 });
  const at = session.user.auth_time;
  if (at !== undefined && Date.now() / 1000 - at < 300) return new Response("password changed");
  return auth0.startInteractiveLogin({
    returnTo: "/settings",
    authorizationParameters: { max_age: 300, prompt: "login" },
  });
}
