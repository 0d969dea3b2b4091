import * as oauth from "oauth4webapi";
import { expect, test } from "vitest";
import { Visitor } from "../src/visitor.ts";
import { start } from "./starting.ts";

const insecure = { [oauth.allowInsecureRequests]: true };

test("oauth4webapi agrees: discovery, code with PKCE and nonce, userinfo, refresh, introspection, revocation", async () => {
  const emulator = await start();
  const issuer = new URL(emulator.issuer);
  const client: oauth.Client = { client_id: "web" };
  const auth = oauth.ClientSecretBasic("CANARY_client_secret_of_web");
  const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, insecure));

  const [verifier, state, nonce] = [oauth.generateRandomCodeVerifier(), oauth.generateRandomState(), "n1"];
  const redirectUri = "http://localhost:9355/callback";
  const url = new URL(as.authorization_endpoint ?? "");
  url.search = new URLSearchParams({
    client_id: "web",
    response_type: "code",
    redirect_uri: redirectUri,
    scope: "openid email offline_access",
    prompt: "consent",
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  }).toString();
  const callback = new URL(await new Visitor(emulator.issuer).authorize(url));
  const parameters = oauth.validateAuthResponse(as, client, callback, state);
  const exchange = await oauth.authorizationCodeGrantRequest(
    as,
    client,
    auth,
    parameters,
    redirectUri,
    verifier,
    insecure,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, exchange, { expectedNonce: nonce });
  await oauth.validateApplicationLevelSignature(as, exchange, insecure);

  const userinfo = await oauth.userInfoRequest(as, client, tokens.access_token, insecure);
  const claims = await oauth.processUserInfoResponse(as, client, "alice", userinfo);
  expect(claims.email).toBe("alice@emulator.example");

  const refresh = await oauth.refreshTokenGrantRequest(
    as,
    client,
    auth,
    tokens.refresh_token ?? "",
    insecure,
  );
  const refreshed = await oauth.processRefreshTokenResponse(as, client, refresh);
  expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);

  const introspect = async () => {
    const asked = await oauth.introspectionRequest(as, client, auth, refreshed.access_token, insecure);
    return oauth.processIntrospectionResponse(as, client, asked);
  };
  expect(await introspect()).toMatchObject({ active: true, sub: "alice", token_type: "Bearer" });
  const revocation = await oauth.revocationRequest(as, client, auth, refreshed.refresh_token ?? "", insecure);
  await oauth.processRevocationResponse(revocation);
  expect(await introspect()).toEqual({ active: false });
});
