import type express from "express";
import passport from "passport";
import Strategy from "passport-oauth2";
import { expect, test } from "vitest";
import { allowedAt, openExpress, outcomesOf, secret, startProvider } from "./clients.ts";
import type { Provider } from "./provider.ts";

// passport-oauth2 as it is, in an Express application: login with state and PKCE. It gets tokens and leaves them to the app.
interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

const asked = {
  salesforce: {
    authorize: "/services/oauth2/authorize",
    token: "/services/oauth2/token",
    scope: ["api", "refresh_token"],
  },
  auth0: { authorize: "/authorize", token: "/oauth/token", scope: ["openid", "email", "offline_access"] },
} as const;

type Personality = keyof typeof asked;

type Done = (error: null, user: Tokens) => void;

/** `/login` sends to the provider, `/callback` shows what came of it. */
function protect(
  app: express.Express,
  options: Omit<Strategy.StrategyOptions, "clientID" | "clientSecret">,
): Strategy {
  const verify = (accessToken: string, refreshToken: string, _profile: unknown, done: Done): void =>
    done(null, { accessToken, refreshToken });
  const proof = { state: true, pkce: true };
  const strategy = new Strategy(
    { ...options, ...proof, clientID: "web", clientSecret: secret } as Strategy.StrategyOptions,
    verify,
  );
  // One browser, one session.
  const session = {};
  app.use((request, _response, next) => {
    Object.assign(request, { session });
    next();
  });
  const login = new passport.Passport()
    .use("provider", strategy)
    .authenticate("provider", { session: false });
  app.get("/login", login);
  app.get("/callback", login, (request, response) => {
    response.json(request.user);
  });
  return strategy;
}

test.each(["salesforce", "auth0"] as const)(
  "it logs in at %s; its OAuth object refreshes three times with rotation and asks the API",
  async (personality) => {
    const { app, origin } = await openExpress();
    const callbackURL = `${origin}/callback`;
    const clients = [{ clientId: "web", clientSecret: secret, redirectUris: [callbackURL] }];
    const provider = await startProvider({ personality, rotation: "strict", clients });
    const { authorize, scope, token } = asked[personality];
    const strategy = protect(app, {
      authorizationURL: `${provider.issuer}${authorize}`,
      tokenURL: `${provider.issuer}${token}`,
      callbackURL,
      scope: [...scope],
    });
    const sentTo = (await fetch(`${origin}/login`, { redirect: "manual" })).headers.get("location") ?? "";
    expect(new URL(sentTo).searchParams.get("code_challenge_method")).toBe("S256");
    let tokens = (await (await fetch(await allowedAt(provider, sentTo))).json()) as Tokens;
    for (let round = 0; round < 3; round += 1) tokens = await refreshed(strategy, tokens.refreshToken);
    expect(await outcomesOf(provider)).toEqual([
      "code: exchanged",
      ...Array.from({ length: 3 }, () => "refresh: rotated"),
    ]);
    expect(await read(strategy, protectedOf(provider, personality), tokens.accessToken)).toContain("alice");
  },
);

const protectedOf = (provider: Provider, personality: Personality): string =>
  personality === "salesforce"
    ? `${provider.hosts.myDomain?.origin}/services/data/v60.0/query?q=SELECT+Username+FROM+User`
    : `${provider.issuer}/userinfo`;

/** The OAuth object of a strategy is what `passport-oauth2-refresh` and the like use. */
const oauthOf = (strategy: Strategy): OAuth => (strategy as unknown as { readonly _oauth2: OAuth })._oauth2;

interface OAuth {
  getOAuthAccessToken(
    code: string,
    parameters: Readonly<Record<string, string>>,
    done: (error: unknown, accessToken: string, refreshToken: string) => void,
  ): void;
  useAuthorizationHeaderforGET(use: boolean): void;
  get(url: string, accessToken: string, done: (error: unknown, body: string) => void): void;
}

function refreshed(strategy: Strategy, refreshToken: string): Promise<Tokens> {
  return new Promise((resolve, reject) => {
    oauthOf(strategy).getOAuthAccessToken(
      refreshToken,
      { grant_type: "refresh_token" },
      (error, accessToken, next) =>
        error ? reject(new Error(JSON.stringify(error))) : resolve({ accessToken, refreshToken: next }),
    );
  });
}

function read(strategy: Strategy, url: string, accessToken: string): Promise<string> {
  const oauth = oauthOf(strategy);
  oauth.useAuthorizationHeaderforGET(true);
  return new Promise((resolve, reject) => {
    oauth.get(url, accessToken, (error, body) =>
      error ? reject(new Error(JSON.stringify(error))) : resolve(body),
    );
  });
}
