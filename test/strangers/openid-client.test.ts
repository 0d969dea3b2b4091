import * as client from "openid-client";
import { expect, test } from "vitest";
import { allowedAt, outcomesOf, redirectUri, secret, startProvider } from "./clients.ts";

// openid-client as it is: a certified client, which checks everything that it is told.
test.each([
  ["salesforce", "openid api refresh_token", {}],
  ["auth0", "openid offline_access read:hello", { audience: "https://api.emulator.example" }],
] as const)(
  "it logs in at %s, refreshes three times with rotation, asks the API, and logs out",
  async (personality, scope, more) => {
    const clients = [
      {
        clientId: "web",
        clientSecret: secret,
        redirectUris: [redirectUri],
        ...(personality === "salesforce" && { salesforce: { scopes: ["openid", "api", "refresh_token"] } }),
      },
    ];
    const provider = await startProvider({ personality, rotation: "strict", tls: true, clients });
    const config = await client.discovery(new URL(provider.issuer), "web", secret);
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      ...more,
    });
    let tokens: client.TokenEndpointResponse & client.TokenEndpointResponseHelpers =
      await client.authorizationCodeGrant(config, await allowedAt(provider, url), {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
      });
    const { sub } = tokens.claims() ?? {};
    const presented: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      presented.push(tokens.refresh_token ?? "");
      tokens = await client.refreshTokenGrant(config, tokens.refresh_token ?? "");
      expect(tokens.claims()?.sub).toBe(sub);
      expect(await client.fetchUserInfo(config, tokens.access_token, sub ?? "")).toMatchObject({ sub });
    }
    expect(new Set(presented).size).toBe(3);
    const api =
      personality === "salesforce"
        ? `${String(tokens.instance_url)}/services/data/v60.0/limits`
        : `${provider.issuer}/api/hello`;
    const answer = await client.fetchProtectedResource(config, tokens.access_token, new URL(api), "GET");
    expect(answer.status).toBe(200);
    await client.tokenRevocation(config, tokens.refresh_token ?? "");
    await expect(client.refreshTokenGrant(config, tokens.refresh_token ?? "")).rejects.toMatchObject({
      error: "invalid_grant",
    });
    expect(await outcomesOf(provider)).toEqual([
      "code: exchanged",
      ...Array.from({ length: 3 }, () => "refresh: rotated"),
      "revocation: revoked",
      "refresh: refused",
    ]);
    const logout = client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token ?? "" });
    expect((await fetch(logout, { redirect: "manual" })).status).toBe(200);
  },
);
