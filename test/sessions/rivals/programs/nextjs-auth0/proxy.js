import { NextResponse } from "next/server";
import { auth0, settings } from "./lib/auth0.js";

/**
 * The proxy of README.md. Two more patterns of EXAMPLES.md when the test asks for them: an app in which every page needs
 * a login, and "Optimizing Token Refresh in Middleware".
 */
export async function proxy(request) {
  const response = await auth0.middleware(request);
  const { pathname } = request.nextUrl;
  if (pathname.startsWith("/auth")) return response;
  if (settings.allProtected && (await auth0.getSession(request)) === null)
    return NextResponse.redirect(new URL("/auth/login", request.nextUrl.origin));
  if (settings.refreshInProxy && pathname === "/orders") {
    const session = await auth0.getSession(request);
    if (session !== null && session.tokenSet.expiresAt - Date.now() / 1000 < 5)
      await auth0.getAccessToken(request, response, { refresh: true });
  }
  return response;
}

export const config = {
  matcher: ["/((?!_next/static|_next/image|favicon.ico|sitemap.xml|robots.txt).*)"],
};
