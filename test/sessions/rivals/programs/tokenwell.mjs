import { openSessions } from "@tokenwell/session";
import { requireFresh, requireLogin, requireRecentLogin, sessionErrors } from "@tokenwell/session/express";
import express from "express";
import { pages, serve, settings } from "./routes.mjs";

const { absoluteSeconds, extendAfterSeconds, idleSeconds, quietPaths, responseMode = "query" } = settings;

const sessions = await openSessions({
  issuer: settings.issuer,
  clientId: settings.clientId,
  clientSecret: settings.clientSecret,
  baseUrl: settings.baseUrl,
  audience: settings.audience,
  scope: settings.scope,
  provider: "auth0",
  home: settings.home,
  idleSeconds,
  absoluteSeconds,
  responseMode,
  ...(extendAfterSeconds === undefined ? {} : { extendAfterSeconds }),
  isActivity: ({ path }) => !quietPaths.includes(path),
  onProblem: (problem) => console.error(problem),
});

const kit = {
  guard: requireLogin(),
  claims: ({ session }) => session.claims,
  token: async ({ session }) => (await session.token()).accessToken,
  touch: ({ session }) => session.setData({ slow: true }),
  // Its own error handler answers.
  answersErrors: true,
  fresh: requireFresh({ withinSeconds: 60 }),
  recent: requireRecentLogin({ maxAgeSeconds: 300 }),
  async endOthers({ session: { id, user } }, response) {
    response.json({ ended: await sessions.endAll(user, { except: id }) });
  },
};

const root = express();
root.use(sessions.express());
serve(root, [pages(kit), sessionErrors()]);
