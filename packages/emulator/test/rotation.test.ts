import { expect, test } from "vitest";
import { fingerprintOf } from "../src/index.ts";
import { Visitor } from "../src/visitor.ts";
import { App } from "./app.ts";
import { start } from "./starting.ts";

test("strict: each use replaces the token, and a spent one ends the grant with all its tokens", async () => {
  const { issuer, ledger } = await start();
  const app = new App(issuer);
  const first = await app.connect();
  const second = await app.refresh(first.refresh_token);
  expect(second.status).toBe(200);
  expect(second.body.refresh_token).not.toBe(first.refresh_token);

  const again = await app.refresh(first.refresh_token);
  expect(again).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  expect((await app.refresh(second.body.refresh_token)).body.error).toBe("invalid_grant");
  expect(await app.hello(second.body.access_token)).toBe(401);

  const spent = fingerprintOf(first.refresh_token ?? "");
  const newest = fingerprintOf(second.body.refresh_token ?? "");
  expect(ledger.refreshes()).toMatchObject([
    { fingerprint: spent, outcome: "rotated", spent: false, issued: newest, clientId: "demo", via: "none" },
    { fingerprint: spent, outcome: "refused", spent: true, error: "invalid_grant", grantRevoked: true },
    { fingerprint: newest, outcome: "refused", spent: false, error: "invalid_grant", grantRevoked: false },
  ]);
  expect(ledger.summary()).toMatchObject({
    codes: 1,
    refreshes: 3,
    refreshed: 1,
    refused: 2,
    spent: 1,
    mostPresentations: 2,
    grantsRevoked: 1,
  });
  expect(JSON.stringify(ledger.list())).not.toContain("CANARY");
});

test("strict: of 8 uses at the same moment one is answered and the grant is gone", async () => {
  const { issuer, ledger } = await start();
  const app = new App(issuer);
  const { refresh_token: token } = await app.connect();
  const answers = await Promise.all(Array.from({ length: 8 }, () => app.refresh(token)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(ledger.summary()).toMatchObject({ refreshes: 8, refreshed: 1, spent: 7, grantsRevoked: 1 });
});

test("static: the same token for ever", async () => {
  const { issuer, ledger } = await start({ rotation: "static" });
  const app = new App(issuer);
  const { refresh_token: token } = await app.connect();
  expect((await app.refresh(token)).body.refresh_token).toBe(token);
  expect((await app.refresh(token)).body.refresh_token).toBe(token);
  expect(ledger.refreshes()).toMatchObject([
    { outcome: "same", spent: false },
    { outcome: "same", spent: false },
  ]);
});

test("a client can rotate in another way than the emulator", async () => {
  const clients = [
    { clientId: "mine", redirectUris: ["http://localhost:9355/callback"], rotation: "static" },
  ] as const;
  const { issuer } = await start({ clients });
  const app = new App(issuer, "mine");
  const { refresh_token: token } = await app.connect();
  expect((await app.refresh(token)).body.refresh_token).toBe(token);
});

test("two consents of the same person in the same browser are two grants", async () => {
  const { issuer } = await start();
  const browser = new Visitor(issuer);
  const app = new App(issuer);
  const connect = async () => {
    const callback = new URL(await browser.authorize(app.authorizationUrl()));
    return (await app.exchange(callback.searchParams.get("code") ?? "")).body;
  };
  const first = await connect();
  const second = await connect();
  await app.revoke(first.refresh_token);
  expect((await app.refresh(first.refresh_token)).status).toBe(400);
  expect((await app.refresh(second.refresh_token)).status).toBe(200);
});

test("revoking a refresh token ends its access tokens", async () => {
  const { issuer, ledger } = await start();
  const app = new App(issuer);
  const { access_token: accessToken, refresh_token: refreshToken } = await app.connect();
  expect(await app.hello(accessToken)).toBe(200);
  expect((await app.revoke(refreshToken)).status).toBe(200);
  expect(await app.hello(accessToken)).toBe(401);
  expect(ledger.list().at(-1)).toMatchObject({ kind: "revocation", outcome: "revoked", grantRevoked: true });
});

test("revoking an access token ends its refresh token", async () => {
  const { issuer } = await start();
  const app = new App(issuer);
  const { access_token: accessToken, refresh_token: refreshToken } = await app.connect();
  await app.revoke(accessToken);
  expect((await app.refresh(refreshToken)).body.error).toBe("invalid_grant");
});

test("without prompt=consent offline_access is dropped and no refresh token comes", async () => {
  const { issuer } = await start();
  const app = new App(issuer);
  const url = app.authorizationUrl();
  url.searchParams.delete("prompt");
  const callback = new URL(await new Visitor(issuer).authorize(url));
  const { body } = await app.exchange(callback.searchParams.get("code") ?? "");
  expect(body.scope).toBe("openid profile email api");
  expect(body).not.toHaveProperty("refresh_token");
});

test("refresh tokens can be withheld although offline_access was granted", async () => {
  const { issuer } = await start({ refreshTokens: false });
  const body = await new App(issuer).connect();
  expect(body.scope).toContain("offline_access");
  expect(body).not.toHaveProperty("refresh_token");
});

test("an administrator revokes all that a user granted, and nobody else's", async () => {
  const { issuer, revokeGrants } = await start();
  const app = new App(issuer);
  const [alice, bob] = [await app.connect("alice"), await app.connect("bob")];
  expect(revokeGrants("alice")).toBe(1);
  expect((await app.refresh(alice.refresh_token)).body.error).toBe("invalid_grant");
  expect(await app.hello(alice.access_token)).toBe(401);
  expect((await app.refresh(bob.refresh_token)).status).toBe(200);
});

test("a blocked user's tokens are dead until he is let in again", async () => {
  const { issuer, setBlocked } = await start();
  const app = new App(issuer);
  const { access_token: accessToken, refresh_token: refreshToken } = await app.connect();
  setBlocked("alice", true);
  expect(await app.hello(accessToken)).toBe(401);
  expect((await app.refresh(refreshToken)).body.error).toBe("invalid_grant");
  const login = await new Visitor(issuer).open(app.authorizationUrl());
  expect((await new Visitor(issuer).submit(login.url, { login: "alice" })).status).toBe(400);
  setBlocked("alice", false);
  expect((await app.refresh(refreshToken)).status).toBe(200);
});
