import { afterEach, expect, test, vi } from "vitest";
import { start } from "../starting.ts";
import { type Answer, TenantApp } from "./tenant-app.ts";

afterEach(() => vi.useRealTimers());

const otherApi = "https://other.example";

async function tenant() {
  const auth0 = { apis: [{ identifier: otherApi, accessTokenSeconds: 60, scopes: ["write:all"] }] };
  const { hosts } = await start({ personality: "auth0", auth0 });
  return {
    app: new TenantApp(hosts.tenant?.origin ?? ""),
    custom: new TenantApp(hosts.custom?.origin ?? ""),
  };
}

function challenge({ headers, status }: Answer): readonly [number, string | null] {
  return [status, headers.get("www-authenticate")];
}

function invalid(reason: string): readonly [number, string] {
  return [401, `Bearer realm="api", error="invalid_token", error_description="${reason}"`];
}

test("a protected API answers as Auth0's verifier for Node makes it answer", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const { app, custom } = await tenant();
  const { access_token: token } = await app.connect();
  const other = await app.connect({ audience: otherApi, scope: "openid write:all" });
  const path = `/api/${encodeURIComponent(otherApi)}/hello`;

  const welcome = await app.get("/api/hello?scope=read:hello", token);
  expect(welcome).toMatchObject({
    status: 200,
    body: { client_id: "demo", hello: expect.stringMatching(/^auth0\|/) },
  });
  expect((await app.get(path, other.access_token)).status).toBe(200);
  expect(challenge(await app.get("/api/hello"))).toEqual([401, 'Bearer realm="api"']);
  expect(challenge(await app.get("/api/hello", "none"))).toEqual(invalid("Invalid Compact JWS"));
  expect(challenge(await app.get("/api/hello", `${String(token).slice(0, -8)}AAAAAAAA`))).toEqual(
    invalid("signature verification failed"),
  );
  expect(challenge(await app.get("/api/hello", other.access_token))).toEqual(
    invalid("unexpected 'aud' value"),
  );
  expect(challenge(await custom.get("/api/hello", token))).toEqual(invalid("unexpected 'iss' value"));
  expect(challenge(await app.get("/api/hello?scope=write:all", token))).toEqual([
    403,
    'Bearer realm="api", error="insufficient_scope", error_description="Insufficient Scope", scope="write:all"',
  ]);
  vi.setSystemTime(Date.now() + 66_000);
  expect(challenge(await app.get(path, other.access_token))).toEqual(
    invalid("'exp' claim timestamp check failed"),
  );
});

test("the token may be in the header, the query or a form, and in one of them alone", async () => {
  const { app } = await tenant();
  const { access_token: token } = await app.connect();
  const inQuery = `/api/hello?access_token=${token}`;
  expect((await app.get(inQuery)).status).toBe(200);
  const form = { method: "POST", body: new URLSearchParams({ access_token: String(token) }) };
  expect((await fetch(`${app.origin}/api/hello`, form)).status).toBe(200);
  const twice = await fetch(`${app.origin}${inQuery}`, form);
  expect([twice.status, await twice.json()]).toEqual([
    400,
    { error: "invalid_request", error_description: "More than one method used for authentication" },
  ]);
  expect(challenge(await app.get(inQuery, token))).toEqual([
    400,
    'Bearer realm="api", error="invalid_request", error_description="More than one method used for authentication"',
  ]);
  expect((await app.get(inQuery.replace("hello", "echo"), token)).body.authorization).toBe("invalid");
});

test("echo says what arrived, and redirect sends the caller on", async () => {
  const { app, custom } = await tenant();
  const { access_token: token } = await app.connect();
  expect((await app.get("/api/echo?x=1", token)).body).toMatchObject({
    path: "/api/echo?x=1",
    authorization: "valid",
  });
  expect((await app.get("/api/echo", "none")).body).toMatchObject({ authorization: "invalid" });
  expect((await app.get(`/api/redirect?to=${custom.origin}/api/echo`, token)).body).toMatchObject({
    authorization: "absent",
  });
});
