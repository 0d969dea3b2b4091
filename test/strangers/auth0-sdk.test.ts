import { AuthApiError, AuthenticationClient, UserInfoClient } from "auth0";
import { expect, test } from "vitest";
import { allowedAt, outcomesOf, redirectUri, secret, startProvider } from "./clients.ts";
import type { Provider } from "./provider.ts";

// Auth0's own SDK for Node as it is. It speaks https only.
async function startTenant() {
  const tenant = await startProvider({ personality: "auth0", tls: true });
  const domain = tenant.host;
  const sdk = new AuthenticationClient({ domain, clientId: "web", clientSecret: secret });
  return { tenant, sdk, domain };
}

async function codeFor(tenant: Provider): Promise<string> {
  const url = new URL("/authorize", tenant.issuer);
  url.search = new URLSearchParams({
    client_id: "web",
    response_type: "code",
    redirect_uri: redirectUri,
    scope: "openid email offline_access",
    audience: "https://api.emulator.example",
    nonce: "n1",
  }).toString();
  return (await allowedAt(tenant, url)).searchParams.get("code") ?? "";
}

test("the auth0 SDK: code exchange with its ID token check, three refreshes, API, revocation, reuse", async () => {
  const { domain, sdk, tenant } = await startTenant();
  const code = await codeFor(tenant);
  let { data: tokens } = await sdk.oauth.authorizationCodeGrant(
    { code, redirect_uri: redirectUri },
    { idTokenValidateOptions: { nonce: "n1" } },
  );
  const seen = new Set([tokens.refresh_token]);
  for (let round = 0; round < 3; round += 1) {
    ({ data: tokens } = await sdk.oauth.refreshTokenGrant({ refresh_token: tokens.refresh_token ?? "" }));
    seen.add(tokens.refresh_token);
  }
  expect(seen.size).toBe(4);
  const { data: user } = await new UserInfoClient({ domain }).getUserInfo(tokens.access_token);
  expect(user).toMatchObject({ email: "alice@emulator.example" });
  const headers = { authorization: `Bearer ${tokens.access_token}` };
  expect((await fetch(`${tenant.issuer}/api/hello`, { headers })).status).toBe(200);
  await sdk.oauth.revokeRefreshToken({ token: tokens.refresh_token ?? "" });
  const dead = await sdk.oauth
    .refreshTokenGrant({ refresh_token: tokens.refresh_token ?? "" })
    .catch((cause: unknown) => cause);
  expect(dead).toBeInstanceOf(AuthApiError);
  expect(dead).toMatchObject({
    statusCode: 403,
    error: "invalid_grant",
    error_description: "Unknown or invalid refresh token.",
  });
  expect(await outcomesOf(tenant)).toEqual([
    "code: exchanged",
    ...Array.from({ length: 3 }, () => "refresh: rotated"),
    "revocation: revoked",
    "refresh: refused",
  ]);
  const ways = new Set((await tenant.entries()).map(({ via }) => via));
  expect([...ways]).toEqual(["client_secret_post"]);
});
