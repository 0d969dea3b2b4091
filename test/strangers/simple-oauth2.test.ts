import { AuthorizationCode } from "simple-oauth2";
import { expect, test } from "vitest";
import { allowedAt, outcomesOf, redirectUri, secret, startProvider } from "./clients.ts";
import type { Provider } from "./provider.ts";

// simple-oauth2 as it is: plain OAuth 2.0 without PKCE and ID tokens.
const paths = {
  salesforce: {
    tokenPath: "/services/oauth2/token",
    revokePath: "/services/oauth2/revoke",
    authorizePath: "/services/oauth2/authorize",
  },
  auth0: { tokenPath: "/oauth/token", revokePath: "/oauth/revoke", authorizePath: "/authorize" },
} as const;
const asked = {
  salesforce: { scope: "api refresh_token" },
  auth0: { scope: "offline_access", audience: "https://api.emulator.example" },
} as const;

async function connect(personality: "salesforce" | "auth0", rotation: "strict" | "static") {
  const provider = await startProvider({ personality, rotation });
  if (personality === "salesforce") await provider.setApp("web", { requirePkce: false });
  const oauth = new AuthorizationCode({
    client: { id: "web", secret },
    auth: { tokenHost: provider.issuer, ...paths[personality] },
    options: { authorizationMethod: "body" },
  });
  const url = oauth.authorizeURL({ redirect_uri: redirectUri, state: "s1", ...asked[personality] });
  const callback = await allowedAt(provider, url);
  expect(callback.searchParams.get("state")).toBe("s1");
  const code = callback.searchParams.get("code") ?? "";
  return { provider, token: await oauth.getToken({ code, redirect_uri: redirectUri }) };
}

const apiOf = (provider: Provider, personality: keyof typeof paths): string =>
  personality === "salesforce"
    ? `${provider.hosts.myDomain?.origin}/services/data/v60.0/limits`
    : `${provider.issuer}/api/hello`;

test.each(["salesforce", "auth0"] as const)(
  "it logs in at %s, refreshes three times with rotation, asks the API, and revokes, which it takes for a failure",
  async (personality) => {
    const connected = await connect(personality, "strict");
    const { provider } = connected;
    let { token } = connected;
    for (let round = 0; round < 3; round += 1) token = await token.refresh();
    const headers = { authorization: `Bearer ${token.token.access_token}` };
    expect((await fetch(apiOf(provider, personality), { headers })).status).toBe(200);
    // Both answer a revocation with 200 and nothing (RFC 7009 section 2.2), where it demands JSON.
    await expect(token.revoke("refresh_token")).rejects.toThrow("The content-type is not JSON compatible");
    await expect(token.refresh()).rejects.toThrow(personality === "auth0" ? "403" : "400");
    expect(await outcomesOf(provider)).toEqual([
      "code: exchanged",
      ...Array.from({ length: 3 }, () => "refresh: rotated"),
      "revocation: revoked",
      "refresh: refused",
    ]);
  },
);

test("without rotation it forgets the refresh token that no answer repeats, and never finds a token of Salesforce too old", async () => {
  const { provider, token } = await connect("salesforce", "static");
  const refreshed = await token.refresh();
  expect(refreshed.token.refresh_token).toBe(undefined);
  await provider.advance(3 * 3_600_000);
  // No expires_in, no end: the client cannot know.
  expect(refreshed.expired()).toBe(false);
});
