import { generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { opened } from "./opened.ts";
import { parameters } from "./scene.ts";
import { type Answer, claimsIn, TenantApp } from "./tenant-app.ts";

const callback = "https://app.example/callback";
const api = "https://api.emulator.example";
const type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

function told({ body, status }: Answer) {
  return [status, body.error, body.error_description];
}

/** An app that signs, and the keys of an RSA and an elliptic curve. */
async function signing() {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const pem = (key: KeyObject) => key.export({ type: "spki", format: "pem" }).toString();
  const auth0 = {
    authMethod: "private_key_jwt",
    publicKey: pem(rsa.publicKey),
    grantTypes: ["client_credentials", "authorization_code", "refresh_token"],
    clientGrants: [api],
  };
  const scene = await opened({ clients: [{ clientId: "signer", redirectUris: [callback], auth0 }] });
  const { emulator, origin } = scene;
  const assertion = (claims: Readonly<Record<string, unknown>> = {}, key = rsa.privateKey, alg = "RS256") => {
    const iat = Math.floor(emulator.clock.nowMs() / 1000);
    const all = { iss: "signer", sub: "signer", aud: `${origin}/`, iat, exp: iat + 60, jti: randomUUID() };
    return new SignJWT({ ...all, ...claims }).setProtectedHeader({ alg }).sign(key);
  };
  const app = new TenantApp(origin, "", { redirectUri: callback });
  const ask = async (client_assertion: string, extra = {}) =>
    app.token({
      grant_type: "client_credentials",
      audience: api,
      client_assertion,
      client_assertion_type: type,
      ...extra,
    });
  return { ...scene, app, ask, assertion, ec, pem };
}

const good = [200, undefined, undefined];
const failed = [401, "invalid_client", "Client authentication failed"];

test("private_key_jwt: its audience is the issuer as one text, and it is good once and not for long", async () => {
  const { ask, assertion, ec, emulator, origin } = await signing();
  const once = await assertion();
  expect(told(await ask(once))).toEqual(good);
  expect(emulator.ledger.list().at(-1)).toMatchObject({ via: "private_key_jwt", kind: "other" });
  const seconds = Math.floor(emulator.clock.nowMs() / 1000);
  for (const [bad, detail] of [
    [once, "assertion was used before"],
    [await assertion({ aud: [`${origin}/`] }), "assertion for another audience"],
    [await assertion({ aud: `${origin}/oauth/token` }), "assertion for another audience"],
    [await assertion({ aud: origin }), "assertion for another audience"],
    [await assertion({ exp: seconds + 600 }), "assertion lives too long"],
    [await assertion({ exp: seconds - 60 }), "assertion"],
    [await assertion({ sub: "web" }), "assertion"],
    [await assertion({ jti: undefined }), "assertion"],
    [await assertion({}, ec.privateKey, "ES256"), "assertion"],
  ] as const) {
    expect(told(await ask(bad))).toEqual(failed);
    expect(emulator.ledger.list().at(-1)).toMatchObject({ detail });
  }
});

test("private_key_jwt: the key can be another one, for refreshes and revocations too", async () => {
  const { app, ask, assertion, control, ec, pem } = await signing();
  await control("apps/signer", { publicKey: pem(ec.publicKey) });
  const signed = async () => ({
    client_assertion: await assertion({}, ec.privateKey, "ES256"),
    client_assertion_type: type,
  });
  expect(told(await ask(await assertion()))).toEqual(failed);
  const code = await app.code({ client_id: "signer" });
  const { body } = await app.exchange(code, { client_id: "signer", ...(await signed()) });
  const refreshed = await app.refresh(body.refresh_token, await signed());
  expect(refreshed.status).toBe(200);
  const revocation = { token: String(refreshed.body.refresh_token), ...(await signed()) };
  const revoked = await fetch(`${app.origin}/oauth/revoke`, {
    method: "POST",
    body: new URLSearchParams(revocation),
  });
  expect(revoked.status).toBe(200);
  expect((await app.refresh(refreshed.body.refresh_token, await signed())).status).toBe(403);
});

test("private_key_jwt: needs a key, and an assertion of an app that does not sign is nothing", async () => {
  const { ask, assertion, control } = await signing();
  const refused = await control("apps/signer", { publicKey: null });
  expect(refused).toMatchObject({ error: expect.stringContaining("publicKey"), code: "invalid_option" });
  const asDemo = await assertion({ iss: "demo", sub: "demo" });
  expect(told(await ask(asDemo))).toEqual([401, "access_denied", "Unauthorized"]);
  const otherType = { client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:saml2-bearer" };
  expect(told(await ask(await assertion(), otherType))).toEqual([401, "access_denied", "Unauthorized"]);
});

test("client credentials: a token of the app for an API that it was granted, and no refresh token", async () => {
  const { emulator, origin } = await opened();
  const secret = { client_secret: "CANARY_client_secret_of_web" };
  const app = new TenantApp(origin, "web", secret);
  const ask = (audience: string, scope = "") =>
    app.token({ grant_type: "client_credentials", audience, scope });
  const notAllowed = "Grant type 'client_credentials' not allowed for the client.";
  expect(told(await ask(api))).toEqual([403, "unauthorized_client", notAllowed]);
  emulator.setApp("web", { grantTypes: ["client_credentials"] });
  const nowhere = "No audience parameter was provided, and no default audience has been configured";
  expect(told(await ask(""))).toEqual([403, "access_denied", nowhere]);
  const typo = `${api}/`;
  expect(told(await ask(typo))).toEqual([403, "access_denied", `Service not enabled within domain: ${typo}`]);
  const words = `Client is not authorized to access "${api}". You need to create a "client-grant" associated to this API. See: https://auth0.com/docs/api/v2#!/Client_Grants/post_client_grants`;
  expect(told(await ask(api))).toEqual([403, "access_denied", words]);
  emulator.setApp("web", { clientGrants: [api] });
  const { body } = await ask(api);
  expect(body).toEqual({
    access_token: expect.any(String),
    scope: "read:hello",
    expires_in: 86_400,
    token_type: "Bearer",
  });
  expect(claimsIn(body.access_token)).toMatchObject({
    iss: `${origin}/`,
    sub: "web@clients",
    aud: api,
    azp: "web",
    gty: "client-credentials",
  });
  expect((await app.get("/api/hello", body.access_token)).body).toMatchObject({ hello: "web@clients" });
  expect((await ask(api, "write:all")).body).not.toHaveProperty("scope");
});

test("an administrator rotates the secret, which nothing shows", async () => {
  const { emulator, origin } = await opened();
  const grant = { grant_type: "refresh_token", refresh_token: "v1.Mnothing" };
  const ask = async (client_secret: string) =>
    (await new TenantApp(origin, "web", { client_secret }).token(grant)).status;
  emulator.setApp("web", { clientSecret: "CANARY_new" });
  expect([await ask("CANARY_client_secret_of_web"), await ask("CANARY_new")]).toEqual([401, 403]);
  expect(await (await fetch(`${origin}/emulator/apps`)).text()).not.toContain("CANARY_new");
  expect(() => emulator.setApp("web", { clientSecret: 1 })).toThrow('"clientSecret" of the app "web"');
});

test("Refresh Token Revocation Deletes Grant: all of the same user, app and API die, and consent is asked for", async () => {
  const { app, browser, control } = await opened();
  const opaque = await app.connect({ audience: "" });
  const bob = await app.connect({}, "bob");
  const [first, second, third] = [await app.connect(), await app.connect(), await app.connect()];
  await app.revoke(first.refresh_token);
  expect((await app.refresh(second.refresh_token)).status).toBe(200);
  await control("tenant", { revocationDeletesGrant: true });
  await app.revoke(third.refresh_token);
  const answers = [opaque, bob, await app.connect()].map(({ refresh_token: token }) => app.refresh(token));
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200, 200]);
  expect((await app.refresh(second.refresh_token)).status).toBe(403);
  expect(await control("tenant", { apis: [] })).toMatchObject({ code: "invalid_option" });

  await control("apps/demo", { firstParty: false });
  const allowed = await browser.authorize(app.authorizationUrl());
  const { body } = await app.exchange(parameters(allowed).code ?? "");
  expect((await browser.open(app.authorizationUrl())).url.pathname).toBe("/u/confirm");
  await app.revoke(body.refresh_token);
  expect((await browser.open(app.authorizationUrl())).url.pathname).toBe("/u/consent");
});

test("the grant of a user is deleted: his refresh tokens end in server_error, until he logs in again", async () => {
  const { app, control } = await opened();
  const [{ refresh_token: token }, bob] = [await app.connect(), await app.connect({}, "bob")];
  expect(await control("user-grants/alice")).toEqual({ name: "alice", deleted: 1 });
  const words = "Grant not found, cannot refresh access token";
  expect(told(await app.refresh(token))).toEqual([403, "server_error", words]);
  expect((await app.refresh(bob.refresh_token)).status).toBe(200);
  expect((await app.refresh((await app.connect()).refresh_token)).status).toBe(200);
});
