import type { Producible } from "../diagnosis.ts";
import { apiAfter, bare, exchangeAfter, refreshAfter, type Scene, told, toldAt } from "./scene.ts";

const minuteMs = 60_000;
const secret = "CANARY_client_secret_of_web";
const expiredToken = { status: 400, error: "invalid_grant", description: "expired access/refresh token" };
const expiredCode = { status: 400, error: "invalid_grant", description: "expired authorization code" };
const wrongSecret = { status: 400, error: "invalid_client", description: "invalid client credentials" };
const notInstalled = { error: "invalid_client", description: "app must be installed into org" };
const restricted = { status: 400, error: "invalid_grant", description: "ip restricted" };

/** The DIAGNOSES of Salesforce, each with what produces it. */
export const salesforceDiagnoses: readonly Producible<Scene>[] = [
  {
    symptom: "no refresh token: the app has not the scope",
    cause: 'app switch {"scopes":["api","id"]}',
    status: 200,
    produce: async (scene) => {
      scene.set({ scopes: ["api", "id"] });
      return await noRefreshToken(scene);
    },
  },
  {
    symptom: "no refresh token: the scope was not asked for",
    cause: "authorize with scope=api id",
    status: 200,
    produce: async (scene) => await noRefreshToken(scene, "api id"),
  },
  {
    symptom: "no refresh token: the policy",
    cause: 'app switch {"refreshTokenPolicy":"immediately"}',
    status: 200,
    produce: async (scene) => {
      scene.set({ refreshTokenPolicy: "immediately" });
      return await noRefreshToken(scene);
    },
  },
  {
    symptom: "a code that is too old",
    cause: "clock +16 minutes between callback and exchange",
    ...expiredCode,
    produce: async (scene) =>
      await exchangeAfter(scene.app(), () => scene.emulator.clock.advance(16 * minuteMs)),
  },
  {
    symptom: "a code that was used before",
    cause: "the same exchange again",
    ...expiredCode,
    produce: async (scene) => {
      const app = scene.app();
      const code = await app.code();
      await app.exchange(code);
      return told(await app.exchange(code));
    },
  },
  {
    symptom: "a code that was encoded twice",
    cause: "exchange with code=…%3D%3D, encoded once more",
    ...expiredCode,
    produce: async (scene) => {
      const app = scene.app();
      return told(await app.exchange(encodeURIComponent(await app.code())));
    },
  },
  {
    symptom: "a code at another host than its login",
    cause: "exchange at My Domain after a login at the login host",
    ...expiredCode,
    produce: async (scene) => told(await scene.app("myDomain").exchange(await scene.app().code())),
  },
  {
    symptom: "the code verifier is lost or wrong",
    cause: "exchange with another code_verifier",
    status: 400,
    error: "invalid_grant",
    description: "invalid code verifier",
    produce: async (scene) => {
      const app = scene.app();
      return told(await app.exchange(await app.code(), { code_verifier: "wrong" }));
    },
  },
  {
    symptom: "the app requires PKCE, the client sent no challenge",
    cause: "authorize without code_challenge (app switch requirePkce, the default)",
    status: 400,
    error: "invalid_request",
    description: "missing required code challenge",
    produce: async (scene) => await bare(scene.app(), { code_challenge: undefined }),
  },
  {
    symptom: "the callback is not the app's, at authorize",
    cause: "authorize with another redirect_uri",
    status: 400,
    error: "redirect_uri_mismatch",
    description: "redirect_uri must match configuration",
    produce: async (scene) => await bare(scene.app(), { redirect_uri: "http://localhost:9355/callback/" }),
  },
  {
    symptom: "the callback is not that of the login, at the token endpoint",
    cause: "exchange with another redirect_uri",
    status: 400,
    error: "redirect_uri_mismatch",
    description: "redirect_uri must match configuration",
    produce: async (scene) => {
      const app = scene.app();
      return told(await app.exchange(await app.code(), { redirect_uri: "http://localhost:9355/" }));
    },
  },
  {
    symptom: "an unknown consumer key, at authorize",
    cause: "authorize with another client_id",
    status: 400,
    error: "invalid_client_id",
    description: "client identifier invalid",
    produce: async (scene) => await bare(scene.app(), { client_id: "3MVG9unknown" }),
  },
  {
    symptom: "an unknown consumer key, at the token endpoint",
    cause: "exchange with another client_id",
    status: 400,
    error: "invalid_client_id",
    description: "client identifier invalid",
    produce: async (scene) => told(await scene.app("login", "3MVG9unknown").exchange("aPrx==")),
  },
  {
    symptom: "a wrong consumer secret",
    cause: "refresh with another client_secret",
    ...wrongSecret,
    produce: async (scene) => {
      const app = scene.app("login", "web");
      const code = await app.code();
      return told(await app.exchange(code, { client_secret: `${secret}\n` }));
    },
  },
  {
    symptom: "the consumer secret was rotated",
    cause: 'app switch {"clientSecret":"CANARY_new"}',
    ...wrongSecret,
    produce: async (scene) => {
      const app = scene.app("login", "web");
      const { body } = await app.exchange(await app.code(), { client_secret: secret });
      scene.emulator.setApp("web", { clientSecret: "CANARY_new" });
      return told(await app.refresh(body.refresh_token, { client_secret: secret }));
    },
  },
  {
    symptom: "no secret though the app requires one",
    cause: 'app switch {"requireSecretForRefreshTokenFlow":true}, refresh without it',
    ...wrongSecret,
    produce: async (scene) =>
      await refreshAfter(scene.app(), () => scene.set({ requireSecretForRefreshTokenFlow: true })),
  },
  {
    symptom: "the app is not installed in the org",
    cause: 'app switch {"installed":false}; the browser ends at RemoteAccessErrorPage.apexp',
    ...notInstalled,
    produce: async (scene) => {
      scene.set({ installed: false });
      return toldAt(await scene.app().callback());
    },
  },
  {
    symptom: "the app is blocked, at login",
    cause: 'app switch {"blocked":true}',
    error: "OAUTH_APP_BLOCKED",
    description: "this app is blocked by admin",
    produce: async (scene) => {
      scene.set({ blocked: true });
      return toldAt(await scene.app().callback());
    },
  },
  {
    symptom: "the app is blocked, at refresh",
    cause: 'app switch {"blocked":true} after the login',
    ...expiredToken,
    produce: async (scene) => await refreshAfter(scene.app(), () => scene.set({ blocked: true })),
  },
  {
    symptom: "users must be approved by the administrator, at login",
    cause: 'app switch {"permittedUsers":"admin_approved"}',
    error: "OAUTH_APP_ACCESS_DENIED",
    description: "user is not admin approved to access this app",
    produce: async (scene) => {
      scene.set({ permittedUsers: "admin_approved" });
      return toldAt(await scene.app().callback());
    },
  },
  {
    symptom: "users must be approved by the administrator, at refresh",
    cause: 'app switch {"permittedUsers":"admin_approved"} after the login',
    status: 400,
    error: "invalid_app_access",
    description: "user is not admin approved to access this app",
    produce: async (scene) =>
      await refreshAfter(scene.app(), () => scene.set({ permittedUsers: "admin_approved" })),
  },
  {
    symptom: "the user pressed Deny",
    cause: "Deny on the consent page",
    error: "access_denied",
    description: "end-user denied authorization",
    produce: async (scene) => toldAt(await scene.app().callback({}, { decision: "deny" })),
  },
  {
    symptom: "the refresh token was revoked",
    cause: 'POST /emulator/users/alice {"revoked":true}',
    ...expiredToken,
    produce: async (scene) =>
      await refreshAfter(scene.app(), () => {
        scene.emulator.revokeGrants("alice");
      }),
  },
  {
    symptom: "the refresh token was not used for too long",
    cause: 'app switch {"refreshTokenPolicy":{"idleSeconds":3600}}, clock +2 hours',
    ...expiredToken,
    produce: async (scene) => {
      scene.set({ refreshTokenPolicy: { idleSeconds: 3600 } });
      return await refreshAfter(scene.app(), () => scene.emulator.clock.advance(120 * minuteMs));
    },
  },
  {
    symptom: "a sixth approval ended the oldest",
    cause: "six logins of one user through one app, refresh of the first",
    ...expiredToken,
    produce: async (scene) =>
      await refreshAfter(scene.app(), async () => {
        for (let login = 0; login < 5; login += 1) {
          await scene.app().connect();
        }
      }),
  },
  {
    symptom: "a rotated refresh token is used again: first refresh works, second fails",
    cause: 'app switch {"rotation":"strict"}, the same token twice',
    ...expiredToken,
    produce: async (scene) => {
      scene.set({ rotation: "strict" });
      const app = scene.app();
      const { refresh_token: token } = await app.connect();
      await app.refresh(token);
      return told(await app.refresh(token));
    },
  },
  {
    symptom: "the refresh token at another org's host: works in production, fails in the sandbox",
    cause: "refresh at the test host",
    ...expiredToken,
    produce: async (scene) => {
      const { refresh_token: token } = await scene.app().connect();
      return told(await scene.app("test").refresh(token));
    },
  },
  {
    symptom: "two refreshes of one token at once",
    cause: 'fault {"fault":"hold"}, the same refresh again meanwhile',
    status: 400,
    error: "invalid_grant",
    description: "token request is already being processed",
    produce: async (scene) => {
      const { faults } = scene.emulator;
      const app = scene.app();
      const { refresh_token: token } = await app.connect();
      faults.arm({ fault: "hold" });
      const first = app.refresh(token);
      await faults.whenHeld();
      const second = await app.refresh(token);
      faults.release();
      await first;
      return told(second);
    },
  },
  {
    symptom: "the user was deactivated",
    cause: 'POST /emulator/users/alice {"blocked":true}',
    status: 400,
    error: "invalid_grant",
    description: "inactive user",
    produce: async (scene) => await refreshAfter(scene.app(), () => scene.emulator.setBlocked("alice", true)),
  },
  {
    symptom: "the org is locked, closed or suspended, at refresh",
    cause: 'POST /emulator/org {"active":false}',
    status: 400,
    error: "invalid_grant",
    description: "inactive organization",
    produce: async (scene) => await refreshAfter(scene.app(), () => scene.org({ active: false })),
  },
  {
    symptom: "the org is locked, closed or suspended, at login",
    cause: 'POST /emulator/org {"active":false}',
    error: "inactive_org",
    description: "organization is locked, closed, or suspended",
    produce: async (scene) => {
      await scene.org({ active: false });
      return toldAt(await scene.app().callback());
    },
  },
  {
    symptom: "the address is not allowed, at refresh",
    cause: 'app switch {"ipAllowed":false} after the login',
    ...restricted,
    produce: async (scene) => await refreshAfter(scene.app(), () => scene.set({ ipAllowed: false })),
  },
  {
    symptom: "the address is not allowed, at login",
    cause: 'app switch {"ipAllowed":false}',
    error: "invalid_grant",
    description: "IP restricted or invalid login hours",
    produce: async (scene) => {
      scene.set({ ipAllowed: false });
      return toldAt(await scene.app().callback());
    },
  },
  {
    symptom: 'the user is without "API Enabled", at the code exchange',
    cause: 'POST /emulator/org {"apiEnabled":false}',
    status: 400,
    error: "invalid_grant",
    description: "authentication failure",
    produce: async (scene) => await exchangeAfter(scene.app(), () => scene.org({ apiEnabled: false })),
  },
  {
    symptom: "client credentials at the login host",
    cause: "grant_type=client_credentials at the login host",
    status: 400,
    error: "invalid_grant",
    description: "request not supported on this domain",
    produce: async (scene) => await clientCredentials(scene, "login"),
  },
  {
    symptom: "client credentials without a Run-As user",
    cause: "grant_type=client_credentials at My Domain (app switch clientCredentialsUser is null)",
    status: 400,
    error: "invalid_grant",
    description: "no client credentials user enabled",
    produce: async (scene) => await clientCredentials(scene, "myDomain"),
  },
  {
    symptom: "client credentials without a scope that they can have",
    cause: 'app switch {"clientCredentialsUser":"alice","scopes":["web","refresh_token"]}',
    status: 400,
    error: "invalid_grant",
    description: "no valid scopes defined",
    produce: async (scene) => {
      scene.set({ clientCredentialsUser: "alice", scopes: ["web", "refresh_token"] }, "web");
      return await clientCredentials(scene, "myDomain");
    },
  },
  {
    symptom: "a JWT for a user who has not approved the app",
    cause: "JWT bearer grant before any login (app switch certificate)",
    status: 400,
    error: "invalid_grant",
    description: "user hasn't approved this consumer",
    produce: async (scene) => await scene.signed(),
  },
  {
    symptom: "a JWT with another audience",
    cause: "JWT bearer grant with aud = My Domain",
    status: 400,
    error: "invalid_grant",
    description: "Audience validation failed",
    produce: async (scene) => await scene.signed({ aud: scene.emulator.hosts.myDomain?.origin }),
  },
  {
    symptom: "a JWT that has expired, or is signed by another key (text unverified)",
    cause: "JWT bearer grant with exp in the past",
    status: 400,
    error: "invalid_grant",
    description: "invalid assertion",
    produce: async (scene) => await scene.signed({ exp: 1 }),
  },
  {
    symptom: "a JWT through an app without the refresh token scope",
    cause: 'app switch {"scopes":["api"]}, JWT bearer grant',
    status: 400,
    error: "invalid_request",
    description:
      "refresh_token scope is required and the connected app should be installed and preauthorized",
    produce: async (scene) => {
      scene.set({ scopes: ["api"] });
      return await scene.signed();
    },
  },
  {
    symptom: "the grant type is not enabled, or mistyped",
    cause: "grant_type=password",
    status: 400,
    error: "unsupported_grant_type",
    description: "grant type not supported",
    produce: async (scene) => told(await scene.app().token({ grant_type: "password" })),
  },
  {
    symptom: "a scope that the app has not",
    cause: "authorize with scope=api wave_api",
    error: "invalid_scope",
    description: "the requested scope is invalid, unknown, or malformed",
    produce: async (scene) => toldAt(await scene.app().callback({ scope: "api wave_api" })),
  },
  {
    symptom: "API: the session has expired",
    cause: "POST /emulator/expire",
    status: 401,
    body: '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]',
    produce: async (scene) =>
      await apiAfter(scene, () => {
        scene.emulator.expireAccessTokens();
      }),
  },
  {
    symptom: "API: the session is not valid for REST",
    cause: 'POST /emulator/org {"apiFailure":"session"}',
    status: 401,
    body: '[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]',
    produce: async (scene) => await apiAfter(scene, () => scene.org({ apiFailure: "session" })),
  },
  {
    symptom: "userinfo with a bad access token",
    cause: "POST /emulator/expire, then GET /services/oauth2/userinfo",
    status: 403,
    body: "Bad_OAuth_Token",
    produce: async (scene) =>
      await apiAfter(
        scene,
        () => {
          scene.emulator.expireAccessTokens();
        },
        "/services/oauth2/userinfo",
      ),
  },
  {
    symptom: "API: the daily quota is used up",
    cause: 'POST /emulator/org {"apiFailure":"limit"}',
    status: 403,
    body: '[{"message":"TotalRequests Limit exceeded.","errorCode":"REQUEST_LIMIT_EXCEEDED"}]',
    produce: async (scene) => await apiAfter(scene, () => scene.org({ apiFailure: "limit" })),
  },
  {
    symptom: "API: not enabled for the org or user",
    cause: 'POST /emulator/org {"apiEnabled":false}',
    status: 403,
    body: '[{"message":"API is not enabled for this Organization or Partner","errorCode":"API_DISABLED_FOR_ORG"}]',
    produce: async (scene) => await apiAfter(scene, () => scene.org({ apiEnabled: false })),
  },
  {
    symptom: "API: the server is unavailable",
    cause: 'POST /emulator/org {"apiFailure":"unavailable"}',
    status: 503,
    body: '"errorCode":"SERVER_UNAVAILABLE"',
    produce: async (scene) => await apiAfter(scene, () => scene.org({ apiFailure: "unavailable" })),
  },
  {
    symptom: "too many logins, at refresh (status and text unverified)",
    cause: 'POST /emulator/org {"loginRateExceeded":true}',
    status: 400,
    error: "invalid_grant",
    description: "login rate exceeded",
    produce: async (scene) => await refreshAfter(scene.app(), () => scene.org({ loginRateExceeded: true })),
  },
  {
    symptom: "too many logins, at login",
    cause: 'POST /emulator/org {"loginRateExceeded":true}',
    error: "rate_limit_exceeded",
    description: "number of logins exceeded",
    produce: async (scene) => {
      await scene.org({ loginRateExceeded: true });
      return toldAt(await scene.app().callback());
    },
  },
  {
    symptom: "HTML in a token response: maintenance, or a wrong host",
    cause: 'fault {"fault":"html"}',
    status: 200,
    body: "<!doctype html>",
    produce: async (scene) => {
      scene.emulator.faults.arm({ fault: "html" });
      const response = await scene.app().post("/services/oauth2/token", { grant_type: "refresh_token" });
      return { status: response.status, body: await response.text() };
    },
  },
  {
    symptom: "an ID token that is expired seconds after the login",
    cause: "authorize with openid; every ID token lives for 120 s",
    body: "120",
    produce: async (scene) => {
      scene.set({ scopes: ["api", "refresh_token", "openid"] });
      const { id_token: idToken = "" } = await scene.app().connect();
      const claims = JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString());
      return { body: String(claims.exp - claims.iat) };
    },
  },
  {
    symptom: "the callback is never called",
    cause: "as the rows above whose browser ends elsewhere",
    notApplicable: true,
  },
  {
    symptom: 'Login History shows "Failed: Token request is already being processed"',
    cause: "a page of Setup; the ledger shows both requests",
    notApplicable: true,
  },
  { symptom: "device flow", cause: "comes with the client's device flow", notApplicable: true },
];

async function noRefreshToken(scene: Scene, scope?: string) {
  const app = scene.app();
  const { body, status } = await app.exchange(await app.code({ scope }));
  if (body.refresh_token !== undefined || body.access_token === undefined)
    throw new Error("expected an access token alone");
  return { status };
}

async function clientCredentials(scene: Scene, host: "login" | "myDomain") {
  const form = { grant_type: "client_credentials", client_secret: secret };
  return told(await scene.app(host, "web").token(form));
}
