import { expect, test, vi } from "vitest";
import { Visitor } from "../src/visitor.ts";
import { App } from "./app.ts";
import { start } from "./starting.ts";

test("a login gives tokens that open the API and the userinfo endpoint", async () => {
  const { issuer } = await start();
  const app = new App(issuer);
  const callback = new URL(await new Visitor(issuer).authorize(app.authorizationUrl()));
  expect(callback.origin + callback.pathname).toBe("http://localhost:9355/callback");
  expect(callback.searchParams.get("state")).toBe("s1");
  expect(callback.searchParams.get("iss")).toBe(issuer);

  const { status, body } = await app.exchange(callback.searchParams.get("code") ?? "");
  expect(status).toBe(200);
  expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3600 });
  expect(body.scope).toBe("openid profile email offline_access api");
  const claims = JSON.parse(Buffer.from(body.id_token?.split(".")[1] ?? "", "base64url").toString());
  expect(claims).toMatchObject({ iss: issuer, aud: "demo", sub: "alice", email: "alice@emulator.example" });

  const headers = { authorization: `Bearer ${body.access_token}` };
  const hello = await fetch(`${issuer}/api/hello`, { headers });
  expect(await hello.json()).toMatchObject({ hello: "alice", client_id: "demo" });
  const userinfo = await fetch(`${issuer}/userinfo`, { headers });
  expect(await userinfo.json()).toMatchObject({ sub: "alice", email: "alice@emulator.example" });
});

test("every secret is recorded in full and begins with CANARY", async () => {
  const { issuer, record } = await start();
  const app = new App(issuer, "web");
  const basic = Buffer.from("web:CANARY_client_secret_of_web").toString("base64");
  const callback = new URL(await new Visitor(issuer).authorize(app.authorizationUrl()));
  const code = callback.searchParams.get("code") ?? "";
  const { body } = await app.exchange(code, { authorization: `Basic ${basic}` });
  const secrets = record.list();
  expect(secrets).toEqual(
    expect.arrayContaining([
      { kind: "authorization_code", value: code },
      { kind: "access_token", value: body.access_token },
      { kind: "refresh_token", value: body.refresh_token },
      { kind: "id_token", value: body.id_token },
      { kind: "code_verifier", value: app.verifier },
      { kind: "client_secret", value: "CANARY_client_secret_of_web" },
    ]),
  );
  const opaque = secrets.filter(({ kind }) => !["id_token", "code_verifier"].includes(kind));
  expect(opaque.filter(({ value }) => !value.startsWith("CANARY"))).toEqual([]);
});

test("Deny sends the app access_denied", async () => {
  const { issuer } = await start();
  const browser = new Visitor(issuer);
  const callback = new URL(await browser.authorize(new App(issuer).authorizationUrl(), { decision: "deny" }));
  expect(callback.searchParams.get("error")).toBe("access_denied");
  expect(callback.searchParams.get("code")).toBeNull();
});

test("a second use of a code is refused and ends what the first one gave", async () => {
  const { issuer, ledger } = await start();
  const app = new App(issuer);
  const callback = new URL(await new Visitor(issuer).authorize(app.authorizationUrl()));
  const code = callback.searchParams.get("code") ?? "";
  const { body } = await app.exchange(code);
  expect((await app.exchange(code)).body.error).toBe("invalid_grant");
  expect(await app.hello(body.access_token)).toBe(401);
  expect((await app.refresh(body.refresh_token)).body.error).toBe("invalid_grant");
  expect(ledger.list()[1]).toMatchObject({
    kind: "code",
    outcome: "refused",
    spent: true,
    grantRevoked: true,
  });
});

test("PKCE with S256 is required, of confidential clients too", async () => {
  const { issuer } = await start();
  for (const clientId of ["demo", "web"]) {
    const url = new App(issuer, clientId).authorizationUrl();
    url.searchParams.delete("code_challenge");
    url.searchParams.delete("code_challenge_method");
    const callback = new URL(await new Visitor(issuer).authorize(url));
    expect(callback.searchParams.get("error")).toBe("invalid_request");
    const plain = new App(issuer, clientId).authorizationUrl({ code_challenge_method: "plain" });
    const refused = new URL(await new Visitor(issuer).authorize(plain));
    expect(refused.searchParams.get("error")).toBe("invalid_request");
  }
});

test("a wrong verifier is refused", async () => {
  const { issuer } = await start();
  const app = new App(issuer);
  const callback = new URL(await new Visitor(issuer).authorize(app.authorizationUrl()));
  const other = new App(issuer);
  expect((await other.exchange(callback.searchParams.get("code") ?? "")).body.error).toBe("invalid_grant");
});

test("implicit and password grants do not exist", async () => {
  const { issuer } = await start();
  const app = new App(issuer);
  const implicit = new URL(
    await new Visitor(issuer).authorize(app.authorizationUrl({ response_type: "token" })),
  );
  expect(implicit.hash).toContain("error=unsupported_response_type");
  const password = await app.token({ grant_type: "password", username: "alice", password: "x" });
  expect(password.body.error).toBe("unsupported_grant_type");
});

test("a native client's loopback redirect URI may have any port, a web client's may not", async () => {
  const { issuer } = await start();
  for (const uri of [
    "http://localhost:51234/callback",
    "http://127.0.0.1:1/callback",
    "http://[::1]:8/callback",
  ]) {
    const callback = new URL(
      await new Visitor(issuer).authorize(new App(issuer, "demo", uri).authorizationUrl()),
    );
    expect(callback.searchParams.get("code")).toContain("CANARY_code_");
  }
  for (const [client, uri] of [
    ["web", "http://localhost:51234/callback"],
    ["demo", "http://localhost:9355/other"],
  ] as const) {
    const visit = await new Visitor(issuer).open(new App(issuer, client, uri).authorizationUrl());
    expect(visit.status).toBe(400);
    expect(visit.text).toContain("invalid_redirect_uri");
  }
});

test("redirect URIs that nobody can listen on can be registered", async () => {
  const redirectUris = ["https://login.example.com/", "com.example.app:/cb", "http://localhost"];
  const { issuer } = await start({ clients: [{ clientId: "mine", redirectUris }] });
  for (const uri of redirectUris) {
    const callback = new URL(
      await new Visitor(issuer).authorize(new App(issuer, "mine", uri).authorizationUrl()),
    );
    expect(callback.searchParams.get("code")).toContain("CANARY_code_");
  }
});

test("web takes its secret either way, web-basic and web-post each only one way", async () => {
  const { issuer } = await start();
  const answers = async (clientId: string) => {
    const app = new App(issuer, clientId);
    const secret = `CANARY_client_secret_of_${clientId}`;
    const form = { grant_type: "refresh_token", refresh_token: "none" };
    const authorization = `Basic ${Buffer.from(`${clientId}:${secret}`).toString("base64")}`;
    const basic = await app.token(form, { authorization });
    const post = await app.token({ ...form, client_secret: secret });
    const wrong = await app.token({ ...form, client_secret: "wrong" });
    return [basic, post, wrong].map(({ body }) => body.error);
  };
  expect(await answers("web")).toEqual(["invalid_grant", "invalid_grant", "invalid_client"]);
  expect(await answers("web-basic")).toEqual(["invalid_grant", "invalid_client", "invalid_client"]);
  expect(await answers("web-post")).toEqual(["invalid_client", "invalid_grant", "invalid_client"]);
});

test("discovery leaves out what it is told to", async () => {
  const { issuer } = await start({
    discoveryWithout: ["code_challenge_methods_supported"],
    revocation: false,
  });
  const found = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  expect(found).toMatchObject({ issuer, authorization_response_iss_parameter_supported: true });
  expect(found).not.toHaveProperty("code_challenge_methods_supported");
  expect(found).not.toHaveProperty("revocation_endpoint");
});

test("name and address can be left to the userinfo endpoint", async () => {
  const { issuer } = await start({ idTokenClaims: false });
  const { id_token: idToken } = await new App(issuer).connect("bob");
  const claims = JSON.parse(Buffer.from(idToken?.split(".")[1] ?? "", "base64url").toString());
  expect(claims.sub).toBe("bob");
  expect(claims).not.toHaveProperty("email");
});

test("nothing is printed", async () => {
  const printed = (["log", "info", "warn", "error"] as const).map((name) => vi.spyOn(console, name));
  const { issuer } = await start();
  const app = new App(issuer);
  await app.refresh((await app.connect()).refresh_token);
  await app.revoke("unknown");
  expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([]);
  vi.restoreAllMocks();
});
