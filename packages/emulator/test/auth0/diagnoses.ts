import { Visitor } from "../../src/visitor.ts";
import type { Observed, Producible } from "../diagnosis.ts";
import { challenged, parameters, type Scene, told, toldAt, toldOn } from "./scene.ts";
import { claimsIn, TenantApp } from "./tenant-app.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const api = "https://api.emulator.example";
const multiFactor = "http://schemas.openid.net/pape/policies/2007/06/multi-factor";
const wrongCode = { status: 403, error: "invalid_grant", description: "Invalid authorization code" };
const wrongVerifier = { status: 403, error: "invalid_grant", description: "Failed to verify code verifier" };
const deadToken = { status: 403, error: "invalid_grant", description: "Unknown or invalid refresh token." };
const unauthorized = { status: 401, error: "access_denied", description: "Unauthorized" };
const failedAssertion = { status: 401, error: "invalid_client", description: "Client authentication failed" };
const lostSession = {
  status: 400,
  error: "invalid_request",
  description:
    "You may have pressed the back button, refreshed during login, opened too many login dialogs, or there is some issue with cookies, since we couldn't find your session.",
};
const invalidToken = (words: string) => ({
  status: 401,
  body: `Bearer realm="api", error="invalid_token", error_description="${words}"`,
});

/** The DIAGNOSES of Auth0, each with what produces it. */
export const auth0Diagnoses: readonly Producible<Scene>[] = [
  {
    symptom: "no refresh token: it was not asked for",
    cause: "authorize without offline_access",
    status: 200,
    produce: async (scene) => await noRefreshToken(scene, { scope: "openid read:hello" }),
  },
  {
    symptom: 'no refresh token: "Allow Offline Access" of the API is off',
    cause: `POST /emulator/apis {"identifier":"${api}","allowOfflineAccess":false}`,
    status: 200,
    produce: async (scene) => {
      await scene.setApi({ allowOfflineAccess: false });
      return await noRefreshToken(scene);
    },
  },
  {
    symptom: "no refresh token: the app has not the grant",
    cause: 'app switch {"grantTypes":["authorization_code"]}',
    status: 200,
    produce: async (scene) => {
      scene.set({ grantTypes: ["authorization_code"] });
      return await noRefreshToken(scene);
    },
  },
  {
    symptom: "no refresh token: a single-page app that does not rotate",
    cause: 'app switch {"kind":"spa","rotating":false}',
    status: 200,
    produce: async (scene) => {
      scene.set({ kind: "spa", rotating: false });
      return await noRefreshToken(scene);
    },
  },
  {
    symptom: "Oops!, Callback URL mismatch: the browser stays on Auth0's page",
    cause: "authorize with another redirect_uri",
    status: 403,
    error: "unauthorized_client",
    description:
      "Callback URL mismatch. http://localhost:9355/callback/ is not in the list of allowed callback URLs",
    produce: async ({ app, browser }) =>
      toldOn(await browser.open(app.authorizationUrl({ redirect_uri: "http://localhost:9355/callback/" }))),
  },
  {
    symptom: "a code that was used before",
    cause: "the same exchange again",
    ...wrongCode,
    produce: async ({ app }) => {
      const code = await app.code();
      await app.exchange(code);
      return told(await app.exchange(code));
    },
  },
  {
    symptom: "a code that is too old",
    cause: "clock +10 minutes between callback and exchange",
    ...wrongCode,
    produce: async ({ app, emulator }) => {
      const code = await app.code();
      emulator.clock.advance(600_000);
      return told(await app.exchange(code));
    },
  },
  {
    symptom: "a code with another redirect_uri than that of the login",
    cause: "exchange with another redirect_uri",
    ...wrongCode,
    produce: async ({ app }) =>
      told(await app.exchange(await app.code(), { redirect_uri: "http://localhost:9356/callback" })),
  },
  {
    symptom: "a code of another app",
    cause: "exchange by the app web",
    ...wrongCode,
    produce: async (scene) => told(await scene.web().exchange(await scene.app.code())),
  },
  {
    symptom: "a code at another domain than its login",
    cause: "exchange at the host custom",
    ...wrongCode,
    produce: async ({ app, custom }) => told(await new TenantApp(custom).exchange(await app.code())),
  },
  {
    symptom: "the code verifier is wrong: two tabs, or PKCE that a proxy added",
    cause: "exchange with another code_verifier",
    ...wrongVerifier,
    produce: async ({ app }) => told(await app.exchange(await app.code(), { code_verifier: "x".repeat(43) })),
  },
  {
    symptom: "the code verifier is lost",
    cause: "exchange without code_verifier",
    ...wrongVerifier,
    produce: async ({ app }) => told(await app.exchange(await app.code(), { code_verifier: "" })),
  },
  {
    symptom: "the refresh token was revoked",
    cause: 'POST /emulator/users/alice {"revoked":true}',
    ...deadToken,
    produce: async (scene) => await scene.refreshAfter(() => scene.emulator.revokeGrants("alice")),
  },
  {
    symptom: "a rotated refresh token is used again: works once, the next refresh fails",
    cause: "the same token twice (the ledger says reused)",
    ...deadToken,
    produce: async ({ app }) => {
      const { refresh_token: token } = await app.connect();
      await app.refresh(token);
      return told(await app.refresh(token));
    },
  },
  {
    symptom: "two refreshes of one token at once, and then neither answer works",
    cause: "the same refresh twice in parallel, then one with the new token",
    ...deadToken,
    produce: async ({ app }) => {
      const { refresh_token: token } = await app.connect();
      const both = await Promise.all([app.refresh(token), app.refresh(token)]);
      const won = both.find(({ status }) => status === 200);
      return told(await app.refresh(won?.body.refresh_token));
    },
  },
  {
    symptom: "more than 200 refresh tokens of one user for one app",
    cause: "201 logins, refresh of the first",
    ...deadToken,
    produce: async (scene) => {
      scene.set({ skipConfirmation: true });
      return await scene.refreshAfter(async () => {
        const { app, browser } = scene;
        for (let login = 0; login < 200; login += 1) {
          const { code = "" } = parameters(await browser.authorize(app.authorizationUrl()));
          await app.exchange(code);
        }
      });
    },
  },
  {
    symptom: "the refresh token of another app",
    cause: "refresh by the app web",
    ...deadToken,
    produce: async (scene) => {
      const { refresh_token: token } = await scene.app.connect();
      return told(await scene.web().refresh(token));
    },
  },
  {
    symptom: "the refresh token at another domain than its login",
    cause: "refresh at the host custom",
    ...deadToken,
    produce: async ({ app, custom }) => {
      const { refresh_token: token } = await app.connect();
      return told(await new TenantApp(custom).refresh(token));
    },
  },
  {
    symptom: "rotation was switched, and another login refreshed first",
    cause: 'app switch {"rotating":false}, then a refresh of another login of the same user',
    ...deadToken,
    produce: async (scene) => {
      const other = await scene.app.connect();
      return await scene.refreshAfter(async () => {
        scene.set({ rotating: false });
        await scene.app.refresh(other.refresh_token);
      });
    },
  },
  {
    symptom: "refresh tokens die every 30 days although they are used daily",
    cause: "30 days with a refresh each (app switch absoluteSeconds, the default)",
    ...deadToken,
    produce: async ({ app, emulator }) => {
      let { refresh_token: token } = await app.connect();
      for (let day = 1; day < 30; day += 1) {
        emulator.clock.advance(dayMs);
        token = (await app.refresh(token)).body.refresh_token;
      }
      emulator.clock.advance(dayMs);
      return told(await app.refresh(token));
    },
  },
  {
    symptom: "the refresh token dies after a quiet period",
    cause: 'app switch {"idleSeconds":3600}, clock +1 hour',
    ...deadToken,
    produce: async (scene) => {
      scene.set({ idleSeconds: 3600 });
      return await scene.refreshAfter(() => scene.emulator.clock.advance(hourMs));
    },
  },
  {
    symptom: "the refresh token was evicted without a word",
    cause: 'fault {"fault":"evict"} at the exchange',
    ...deadToken,
    produce: async ({ app, emulator }) => {
      emulator.faults.arm({ fault: "evict" });
      return told(await app.refresh((await app.connect()).refresh_token));
    },
  },
  {
    symptom: "the user was deleted",
    cause: "DELETE /emulator/users/alice",
    status: 403,
    error: "invalid_grant",
    description: "The refresh_token was generated for a user who doesn't exist anymore.",
    produce: async (scene) => await scene.refreshAfter(() => scene.control("users/alice")),
  },
  {
    symptom: "the user is blocked, at refresh",
    cause: 'POST /emulator/users/alice {"blocked":true}',
    status: 403,
    error: "access_denied",
    description: "user is blocked",
    produce: async (scene) => await scene.refreshAfter(() => scene.emulator.setBlocked("alice", true)),
  },
  {
    symptom: "the grant type is not ticked",
    cause: 'app switch {"grantTypes":["authorization_code"]} after the login',
    status: 403,
    error: "unauthorized_client",
    description: "Grant type 'refresh_token' not allowed for the client.",
    produce: async (scene) =>
      await scene.refreshAfter(() => scene.set({ grantTypes: ["authorization_code"] })),
  },
  {
    symptom: "a wrong secret",
    cause: "refresh with another client_secret",
    ...unauthorized,
    produce: async (scene) => told(await scene.web("CANARY_wrong").refresh("v1.Mnothing")),
  },
  {
    symptom: "the secret was rotated",
    cause: 'app switch {"clientSecret":"CANARY_new"}',
    ...unauthorized,
    produce: async (scene) => {
      const app = scene.web();
      const { refresh_token: token } = await app.connect();
      scene.set({ clientSecret: "CANARY_new" }, "web");
      return told(await app.refresh(token));
    },
  },
  {
    symptom: "another way to authenticate than the app's",
    cause: 'app switch {"authMethod":"client_secret_basic"}, refresh with the secret in the body',
    ...unauthorized,
    produce: async (scene) => {
      scene.set({ authMethod: "client_secret_basic" }, "web");
      return told(await scene.web().refresh("v1.Mnothing"));
    },
  },
  {
    symptom: "the app is of another tenant",
    cause: "refresh with another client_id",
    ...unauthorized,
    produce: async ({ origin }) => told(await new TenantApp(origin, "elsewhere").refresh("v1.Mnothing")),
  },
  {
    symptom: "an assertion whose audience is a list (text of the description unverified)",
    cause: 'app switch {"authMethod":"private_key_jwt"}, aud = ["https://DOMAIN/"]',
    ...failedAssertion,
    produce: async (scene) => await scene.signed({ aud: [`${scene.origin}/`] }),
  },
  {
    symptom: "an assertion whose audience is the token endpoint (text of the description unverified)",
    cause: 'app switch {"authMethod":"private_key_jwt"}, aud = "https://DOMAIN/oauth/token"',
    ...failedAssertion,
    produce: async (scene) => await scene.signed({ aud: `${scene.origin}/oauth/token` }),
  },
  {
    symptom: "an assertion of a clock that is wrong (text of the description unverified)",
    cause: 'app switch {"authMethod":"private_key_jwt"}, exp in the past',
    ...failedAssertion,
    produce: async (scene) => await scene.signed({ exp: 1 }),
  },
  {
    symptom: "the audience is mistyped, at the token endpoint",
    cause: "client credentials with the audience and one more slash",
    status: 403,
    error: "access_denied",
    description: `Service not enabled within domain: ${api}/`,
    produce: async (scene) => await clientCredentials(scene, `${api}/`),
  },
  {
    symptom: "the audience is mistyped, at login (text unverified)",
    cause: "authorize with the audience and one more slash",
    error: "access_denied",
    description: `Service not found: ${api}/`,
    produce: async (scene) => await scene.again({ audience: `${api}/` }),
  },
  {
    symptom: "an app without a client grant for the API",
    cause: "client credentials (app switch clientGrants is [])",
    status: 403,
    error: "access_denied",
    description: `Client is not authorized to access "${api}". You need to create a "client-grant" associated to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants`,
    produce: async (scene) => await clientCredentials(scene, api),
  },
  {
    symptom: "an Action denies, at login",
    cause: 'app switch {"denyLogin":"Not on Sundays."}',
    error: "access_denied",
    description: "Not on Sundays.",
    produce: async (scene) => {
      scene.set({ denyLogin: "Not on Sundays." });
      return toldAt(await scene.browser.authorize(scene.app.authorizationUrl()));
    },
  },
  {
    symptom: "an Action denies, at refresh",
    cause: 'app switch {"denyRefresh":"Not at night."}',
    status: 403,
    error: "access_denied",
    description: "Not at night.",
    produce: async (scene) => await scene.refreshAfter(() => scene.set({ denyRefresh: "Not at night." })),
  },
  {
    symptom: "the person refuses",
    cause: "authorize with prompt=consent, Deny on the consent page",
    error: "access_denied",
    produce: async ({ app, browser }) =>
      toldAt(await browser.authorize(app.authorizationUrl({ prompt: "consent" }), { decision: "deny" })),
  },
  {
    symptom: "a second factor is asked for at refresh",
    cause: 'app switch {"mfaOnRefresh":true}',
    status: 403,
    error: "mfa_required",
    description: "Multifactor authentication required",
    produce: async (scene) => await scene.refreshAfter(() => scene.set({ mfaOnRefresh: true })),
  },
  {
    symptom: "prompt=none without a session: it ended",
    cause: "DELETE /emulator/sessions/alice",
    error: "login_required",
    description: "Login required",
    produce: async (scene) => {
      await scene.browser.authorize(scene.app.authorizationUrl());
      await scene.control("sessions/alice");
      return await scene.again({ prompt: "none" });
    },
  },
  {
    symptom: "prompt=none where consent is needed",
    cause: `POST /emulator/apis {"identifier":"${api}","skipConsent":false}`,
    error: "consent_required",
    description: "Consent required",
    produce: async (scene) => {
      await scene.browser.authorize(scene.app.authorizationUrl());
      await scene.setApi({ skipConsent: false });
      return await scene.again({ prompt: "none" });
    },
  },
  {
    symptom: "prompt=none where a second factor is needed (text unverified)",
    cause: "authorize with prompt=none and acr_values of multi-factor",
    error: "interaction_required",
    description: "Multifactor authentication required",
    produce: async (scene) => {
      await scene.browser.authorize(scene.app.authorizationUrl());
      return await scene.again({ prompt: "none", acr_values: multiFactor });
    },
  },
  {
    symptom: "prompt=none where a loopback callback is to be confirmed (text unverified)",
    cause: "authorize with prompt=none (app switch skipConfirmation is false)",
    error: "interaction_required",
    description: "Interaction required",
    produce: async (scene) => {
      await scene.browser.authorize(scene.app.authorizationUrl());
      return await scene.again({ prompt: "none" });
    },
  },
  {
    symptom: "the login took longer than an hour",
    cause: "clock +1 hour on the login page",
    ...lostSession,
    produce: async ({ app, browser, emulator }) => {
      const { url } = await browser.open(app.authorizationUrl());
      emulator.clock.advance(hourMs);
      return toldOn(await browser.submit(url, { login: "alice" }));
    },
  },
  {
    symptom: "the cookies of the login are gone",
    cause: "the login page in another browser",
    ...lostSession,
    produce: async ({ app, browser, origin }) => {
      const { url } = await browser.open(app.authorizationUrl());
      return toldOn(await new Visitor(origin).open(url));
    },
  },
  {
    symptom: "the access token is opaque, and the API refuses it",
    cause: "authorize without audience",
    ...invalidToken("Invalid Compact JWS"),
    produce: async ({ app }) => {
      const { access_token: token } = await app.connect({ audience: "" });
      return challenged(await app.get("/api/hello", token));
    },
  },
  {
    symptom: "API: the access token has expired",
    cause: "POST /emulator/expire, or the clock",
    ...invalidToken("'exp' claim timestamp check failed"),
    produce: async ({ app, emulator }) => {
      const { access_token: token } = await app.connect();
      emulator.expireAccessTokens();
      return challenged(await app.get("/api/hello", token));
    },
  },
  {
    symptom: "API: the token is for another API",
    cause: "a second API, and its token at /api/hello",
    ...invalidToken("unexpected 'aud' value"),
    produce: async ({ app, control }) => {
      await control("apis", { identifier: "https://other.example" });
      const { access_token: token } = await app.connect({ audience: "https://other.example" });
      return challenged(await app.get("/api/hello", token));
    },
  },
  {
    symptom: "API: the token is of the tenant's other domain",
    cause: "a token of the host tenant at /api/hello of the host custom",
    ...invalidToken("unexpected 'iss' value"),
    produce: async ({ app, custom }) => {
      const { access_token: token } = await app.connect();
      return challenged(await new TenantApp(custom).get("/api/hello", token));
    },
  },
  {
    symptom: "API: there is no token",
    cause: "GET /api/hello without a header",
    status: 401,
    body: 'Bearer realm="api"',
    produce: async ({ app }) => challenged(await app.get("/api/hello")),
  },
  {
    symptom: "API: a token in two places",
    cause: "GET /api/hello with a header and ?access_token=",
    status: 400,
    body: 'Bearer realm="api", error="invalid_request", error_description="More than one method used for authentication"',
    produce: async ({ app }) => {
      const { access_token: token } = await app.connect();
      return challenged(await app.get(`/api/hello?access_token=${token}`, token));
    },
  },
  {
    symptom: "API: the scope was not granted",
    cause: "GET /api/hello?scope=write:hello",
    status: 403,
    body: 'Bearer realm="api", error="insufficient_scope", error_description="Insufficient Scope", scope="write:hello"',
    produce: async ({ app }) => {
      const { access_token: token } = await app.connect();
      return challenged(await app.get("/api/hello?scope=write:hello", token));
    },
  },
  {
    symptom: "the ID token is of another issuer than the one that was asked",
    cause: 'fault {"fault":"wrong-issuer"}, or a login at the host custom',
    body: "https://another-issuer.emulator.example/",
    produce: async ({ app, emulator }) => {
      const code = await app.code();
      emulator.faults.arm({ fault: "wrong-issuer" });
      return { body: String(claimsIn((await app.exchange(code)).body.id_token).iss) };
    },
  },
  {
    symptom: "there is no ID token",
    cause: "authorize without openid",
    status: 200,
    produce: async ({ app }) => {
      const { body, status } = await app.exchange(await app.code({ scope: "offline_access read:hello" }));
      return { status: body.id_token === undefined ? status : 0 };
    },
  },
  {
    symptom: "too many requests for the tenant",
    cause: 'app switch {"rateLimited":"tenant"}',
    status: 429,
    error: "too_many_requests",
    description:
      "Too many requests. Check the X-RateLimit-Limit, X-RateLimit-Remaining and X-RateLimit-Reset headers.",
    produce: async (scene) => await scene.refreshAfter(() => scene.set({ rateLimited: "tenant" })),
  },
  {
    symptom: "too many requests for the app",
    cause: 'app switch {"rateLimited":"app"}',
    status: 429,
    error: "too_many_requests",
    description: "Rate limit exceeded.",
    produce: async (scene) => await scene.refreshAfter(() => scene.set({ rateLimited: "app" })),
  },
  {
    symptom: "the user's grant was deleted (status unverified)",
    cause: "DELETE /emulator/user-grants/alice",
    status: 403,
    error: "server_error",
    description: "Grant not found, cannot refresh access token",
    produce: async (scene) => await scene.refreshAfter(() => scene.control("user-grants/alice")),
  },
  {
    symptom: "a logout does not stop refreshes",
    cause: "/v2/logout, then a refresh",
    status: 200,
    produce: async ({ app, browser, origin }) => {
      const { code = "" } = parameters(await browser.authorize(app.authorizationUrl()));
      const { body } = await app.exchange(code);
      await browser.open(`${origin}/v2/logout?client_id=demo`);
      const { url } = await browser.open(app.authorizationUrl());
      if (url.pathname !== "/u/login") throw new Error("expected nobody to be logged in");
      return told(await app.refresh(body.refresh_token));
    },
  },
  {
    symptom: "the logout lands on an error: its address is not allowed",
    cause: "/oidc/logout with a post_logout_redirect_uri that is not in the app switch logoutUrls",
    status: 400,
    error: "invalid_request",
    description:
      'The "post_logout_redirect_uri" querystring parameter "https://app.emulator.example/bye" is not defined as a valid URL in "Allowed Logout URLs".',
    produce: async ({ browser, origin }) => {
      const address = "https://app.emulator.example/bye";
      const url = `${origin}/oidc/logout?client_id=demo&post_logout_redirect_uri=${address}`;
      return toldOn(await browser.open(url));
    },
  },
  ...[
    [
      "no refresh token: implicit flow, or a wrong audience",
      "the client's request: the emulator knows codes only, and answers a wrong audience as above",
    ],
    ["the user of a refresh token was unlinked", "linking of accounts is not played"],
    [
      "login_required: third-party cookies are blocked, or the custom domain is not used",
      "the client's browser",
    ],
    [
      "an error that never reaches the callback",
      "a mismatch is the row above; third-party strict mode comes with the client's feature",
    ],
    ["use_dpop_nonce", "DPoP comes with the client's feature"],
    [
      "a wrong audience after a multi-resource refresh",
      "multi-resource refresh tokens come with the client's feature",
    ],
    ["the Token Vault exchange answers 401", "the Token Vault comes with the client's feature"],
    ["unauthorized_client for a tpc_… client", "third-party strict mode comes with the client's feature"],
    [
      "no ID token, and userinfo fails, for a tpc_… client",
      "third-party strict mode comes with the client's feature",
    ],
    ["parameter organization is invalid", "organizations come with the client's feature"],
    [
      "expired_token once, then invalid_grant, while a device polls",
      "the device flow comes with the client's feature",
    ],
    [
      "claims vanished when Rules and Hooks stopped",
      "Rules and Hooks are gone; what an Action does is a switch",
    ],
    ["the TLS handshake fails since old ciphers are gone", "the client's TLS library"],
  ].map(([symptom = "", cause = ""]) => ({ symptom, cause, notApplicable: true as const })),
];

/** A login that gives an access token alone. */
async function noRefreshToken(
  { app }: Scene,
  extra: Readonly<Record<string, string>> = {},
): Promise<Observed> {
  const { body, status } = await app.exchange(await app.code(extra));
  if (body.refresh_token !== undefined || body.access_token === undefined)
    throw new Error("expected an access token alone");
  return { status };
}

async function clientCredentials(scene: Scene, audience: string): Promise<Observed> {
  scene.set({ grantTypes: ["client_credentials"] }, "web");
  return told(await scene.web().token({ grant_type: "client_credentials", audience }));
}
