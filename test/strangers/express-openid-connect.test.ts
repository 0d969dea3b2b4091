import { Visitor } from "@tokenwell/emulator";
import { auth, type ConfigParams, requiresAuth } from "express-openid-connect";
import { expect, test } from "vitest";
import { openExpress, outcomesOf, secret, startProvider } from "./clients.ts";

// express-openid-connect as it is, Auth0's own middleware: sessions in a cookie, refresh when the app asks, logout at Auth0.

/** What the app knows of itself and of Auth0. */
function configured(issuerBaseURL: string, baseURL: string): ConfigParams {
  return {
    issuerBaseURL,
    baseURL,
    clientID: "web",
    clientSecret: secret,
    secret: "a secret for the cookie of a test, long enough",
    authRequired: false,
    authorizationParams: {
      response_type: "code",
      scope: "openid profile email offline_access read:hello",
      audience: "https://api.emulator.example",
    },
  };
}

test("it logs in, refreshes three times with rotation, calls the API, and logs out at both", async () => {
  const { app, origin } = await openExpress();
  const clients = [
    {
      clientId: "web",
      clientSecret: secret,
      redirectUris: [`${origin}/callback`],
      // What this client does unless it is told otherwise.
      authMethod: "client_secret_basic" as const,
    },
  ];
  const provider = await startProvider({ personality: "auth0", rotation: "strict", tls: true, clients });
  app.use(auth({ ...configured(provider.issuer, origin), idpLogout: true }));
  app.get("/hello", requiresAuth(), async (request, response) => {
    let token = request.oidc.accessToken;
    if (token?.isExpired()) token = (await token.refresh()) as typeof token;
    const headers = { authorization: `Bearer ${token?.access_token}` };
    response.json(await (await fetch(`${provider.issuer}/api/hello`, { headers })).json());
  });
  app.get("/refresh", requiresAuth(), async (request, response) => {
    await request.oidc.accessToken?.refresh();
    response.json(request.oidc.user);
  });
  const visitor = new Visitor([origin, provider.issuer]);
  const asked = await visitor.open(`${origin}/login`);
  let home = await visitor.submit(asked.url, { login: "alice", password: "any" });
  if (home.text.includes('id="allow"')) home = await visitor.submit(home.url, { decision: "allow" });
  expect(home.url.pathname).toBe("/");
  for (let round = 0; round < 3; round += 1) {
    const { status, text } = await visitor.open(`${origin}/refresh`);
    expect([status, JSON.parse(text)]).toMatchObject([200, { email: "alice@emulator.example" }]);
  }
  const { text } = await visitor.open(`${origin}/hello`);
  expect(JSON.parse(text)).toMatchObject({ hello: expect.stringMatching(/^auth0\|/) });
  expect(await outcomesOf(provider)).toEqual([
    "code: exchanged",
    ...Array.from({ length: 3 }, () => "refresh: rotated"),
  ]);
  // Whoever has a session at Auth0 is not asked.
  expect((await visitor.open(`${origin}/login`)).text).not.toContain('id="login"');
  expect((await visitor.open(`${origin}/logout`)).url.href).toBe(`${origin}/`);
  // Logged out there, too: who comes back is asked again.
  expect((await visitor.open(`${origin}/login`)).text).toContain('id="login"');
});

test("when an administrator ends the session at Auth0, it is told and finds the logout token good", async () => {
  const { app, origin } = await openExpress();
  const client = {
    clientId: "web",
    clientSecret: secret,
    redirectUris: [`${origin}/callback`],
    authMethod: "client_secret_basic" as const,
    auth0: { backchannelLogoutUri: `${origin}/backchannel-logout` },
  };
  const provider = await startProvider({ personality: "auth0", tls: true, clients: [client] });
  const told = Promise.withResolvers<Readonly<Record<string, unknown>>>();
  const backchannelLogout = {
    onLogoutToken: async (token: object) => told.resolve({ ...token }),
    isLoggedOut: false as const,
  };
  app.use(auth({ ...configured(provider.issuer, origin), backchannelLogout }));
  app.get("/sid", requiresAuth(), (request, response) => {
    response.json(request.oidc.idTokenClaims);
  });
  const visitor = new Visitor([origin, provider.issuer]);
  await visitor.submit((await visitor.open(`${origin}/login`)).url, { login: "alice" });
  const { sid, sub } = JSON.parse((await visitor.open(`${origin}/sid`)).text);
  await fetch(`${provider.issuer}/emulator/sessions/alice`, { method: "DELETE" });
  expect(await told.promise).toMatchObject({ sid, sub, aud: "web", iss: `${provider.issuer}/` });
});
