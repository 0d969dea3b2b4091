import { Auth, createActionURL, setEnvDefaults } from "@auth/core";
import { ExpressAuth, getSession } from "@auth/express";
import Auth0 from "@auth/express/providers/auth0";
import express from "express";
import { pages, serve, settings } from "./routes.mjs";

// As express.authjs.dev and the guide "Refresh Token Rotation" of authjs.dev say: the JWT strategy, and a jwt callback
// that refreshes. Two things beyond them: the session callback hands the access token and claims on, which a page needs;
// and the app hands on the cookie of the session, as next-auth does in Next.js. `getSession` of @auth/express, which the
// documentation shows, drops it, and with it every rotated refresh token (setting `documentedSession`).

const { pathname } = new URL(settings.baseUrl);
const below = pathname.replace(/\/$/, "");
const formPostCookies = {
  state: { options: { httpOnly: true, sameSite: "none", secure: true, path: "/" } },
  pkceCodeVerifier: { options: { httpOnly: true, sameSite: "none", secure: true, path: "/" } },
};

const configuration = {
  basePath: `${below}/auth`,
  trustHost: true,
  secret: "0".repeat(64),
  session: { strategy: "jwt", maxAge: settings.idleSeconds },
  ...(settings.formPost ? { cookies: formPostCookies } : {}),
  providers: [
    Auth0({
      issuer: `${settings.issuer}/`,
      clientId: settings.clientId,
      clientSecret: settings.clientSecret,
      client: { token_endpoint_auth_method: "client_secret_post" },
      authorization: {
        params: {
          scope: settings.scope,
          audience: settings.audience,
          ...(settings.formPost ? { response_mode: "form_post" } : {}),
        },
      },
    }),
  ],
  callbacks: {
    async jwt({ token, account, profile }) {
      if (account) {
        return {
          ...token,
          access_token: account.access_token,
          expires_at: account.expires_at,
          refresh_token: account.refresh_token,
          sub: profile.sub,
          groups: profile.groups,
        };
      }
      if (Date.now() < token.expires_at * 1000) return token;
      if (!token.refresh_token) throw new TypeError("Missing refresh_token");
      try {
        const response = await fetch(`${settings.issuer}/oauth/token`, {
          method: "POST",
          body: new URLSearchParams({
            client_id: settings.clientId,
            client_secret: settings.clientSecret,
            grant_type: "refresh_token",
            refresh_token: token.refresh_token,
          }),
        });
        const tokensOrError = await response.json();
        if (!response.ok) throw tokensOrError;
        return {
          ...token,
          access_token: tokensOrError.access_token,
          expires_at: Math.floor(Date.now() / 1000 + tokensOrError.expires_in),
          refresh_token: tokensOrError.refresh_token ?? token.refresh_token,
        };
      } catch (error) {
        console.error("Error refreshing access_token", error);
        token.error = "RefreshTokenError";
        return token;
      }
    },
    async session({ session, token }) {
      session.error = token.error;
      session.accessToken = token.access_token;
      session.claims = { sub: token.sub, name: token.name, email: token.email, groups: token.groups };
      return session;
    },
  },
};

/** `getSession` of @auth/express, but for the cookie of the answer, which it hands on. */
async function readSession(request, response) {
  if (settings.documentedSession) return getSession(request, configuration);
  setEnvDefaults(process.env, configuration, true);
  const url = createActionURL(
    "session",
    request.protocol,
    new Headers(request.headers),
    process.env,
    configuration,
  );
  const answer = await Auth(
    new Request(url, { headers: { cookie: request.headers.cookie ?? "" } }),
    configuration,
  );
  for (const cookie of answer.headers.getSetCookie()) response.append("set-cookie", cookie);
  const session = await answer.json();
  return session && Object.keys(session).length > 0 ? session : null;
}

const noStepUp = (_request, response) => response.sendStatus(404);

const kit = {
  guard(request, response, next) {
    const { session } = response.locals;
    if (session?.user) return next();
    response.redirect(`${below}/auth/signin?callbackUrl=${encodeURIComponent(request.originalUrl)}`);
  },
  claims: (request) => request.res.locals.session?.claims ?? null,
  async token(request) {
    const { session } = request.res.locals;
    if (session.error === "RefreshTokenError") throw new Error("RefreshTokenError");
    return session.accessToken;
  },
  // "Force sign in to obtain a new set of access and refresh tokens": the guide has one error for all that went wrong.
  isRefused: (error) => error.message === "RefreshTokenError",
  fresh: noStepUp,
  recent: noStepUp,
};

const root = express();
root.set("trust proxy", true);
const router = express.Router();
router.use("/auth", ExpressAuth(configuration));
router.use(async (request, response, next) => {
  try {
    response.locals.session = await readSession(request, response);
    next();
  } catch (error) {
    next(error);
  }
});
router.use(pages(kit));
serve(root, router);
