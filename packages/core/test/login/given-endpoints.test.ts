import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { GivenEndpoints, LoginOptions } from "../../src/api/login.ts";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { Secret } from "../../src/secret.ts";
import { openTokenwell } from "../../src/tokenwell/open.ts";
import { type Loopback, openLoopback, sendJson } from "../providers/loopback.ts";

let server: Loopback;
let folder: string;
let tokenwell: Tokenwell;
let endpoints: GivenEndpoints;
let account: object;

/** A server of plain OAuth 2.0: no metadata, no ID token. */
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tokenwell-"));
  account = { id: 7, login: "alice" };
  let count = 0;
  server = await openLoopback((request, response) => {
    const { pathname } = new URL(request.url ?? "", server.origin);
    if (pathname === "/oauth/token") {
      count += 1;
      const tokens = { access_token: `at-${count}`, refresh_token: `rt-${count}`, expires_in: 3600 };
      return sendJson(response, 200, { token_type: "bearer", ...tokens });
    }
    if (pathname === "/oauth/revoke") return sendJson(response, 200, {});
    if (pathname === "/api/me") return sendJson(response, 200, account);
    return sendJson(response, 404, {});
  });
  const { origin } = server;
  endpoints = { authorization: `${origin}/oauth/authorize`, token: `${origin}/oauth/token` };
  tokenwell = await openTokenwell({ home: folder, env: {} });
});

afterEach(async () => {
  await tokenwell.close();
  await server.close();
  await rm(folder, { recursive: true });
});

const app = { clientId: "app", clientSecret: null } as const;

/** Logs in and returns the address that the user opens. */
async function login(options: Partial<LoginOptions> = {}): Promise<URL> {
  const pending = await tokenwell.login(server.origin, { ...app, name: "acme", ...options });
  const url = new URL(pending.url);
  const back = new URLSearchParams({
    code: "a-code-of-16-bytes",
    state: url.searchParams.get("state") ?? "",
  });
  try {
    await pending.answer(`${pending.redirectUri}?${back}`);
  } finally {
    await pending.cancel();
  }
  return url;
}

describe("a login at a server without metadata", () => {
  test("works at the endpoints that the user gave, with the scope that the user named and no other", async () => {
    const url = await login({ endpoints, scope: "repo" });
    expect(`${url.origin}${url.pathname}`).toBe(endpoints.authorization);
    expect(url.searchParams.get("scope")).toBe("repo");
    expect((await tokenwell.token("acme")).accessToken).toBe("at-2");
    expect((await tokenwell.token("acme", { refresh: true })).accessToken).toBe("at-3");
    const { searchParams } = await login({ endpoints, name: "other", clientId: "another" });
    expect(searchParams.get("scope")).toBe(null);
  });

  test.each([
    [{ id: 7, login: "alice" }, "alice"],
    [{ id: "u7", email: "alice@example.com" }, "alice@example.com"],
    [{ sub: "u7" }, "u7"],
  ])("names the account that %j describes", async (answer, name) => {
    account = answer;
    await login({ endpoints: { ...endpoints, userinfo: `${server.origin}/api/me` } });
    expect(await tokenwell.status("acme")).toMatchObject([{ account: name }]);
  });

  test("is revoked at the address that the user gave", async () => {
    await login({ endpoints: { ...endpoints, revocation: `${server.origin}/oauth/revoke` } });
    expect(await tokenwell.revoke("acme")).toMatchObject({ revoked: true });
    expect(server.requests).toContain("POST /oauth/revoke");
  });

  test("works again without the endpoints, which the app remembers", async () => {
    await login({ endpoints: { ...endpoints, userinfo: `${server.origin}/api/me` } });
    await login();
    expect((await tokenwell.token("acme")).accessToken).toBe("at-4");
  });

  test("fails without the endpoints if no app remembers them", async () => {
    await expect(login()).rejects.toMatchObject({ code: "no_discovery" });
    await login({ endpoints });
    await expect(login({ clientId: "another" })).rejects.toMatchObject({ code: "no_discovery" });
  });

  test("imports a refresh token of another program", async () => {
    await tokenwell.import(server.origin, {
      ...app,
      endpoints,
      name: "acme",
      refreshToken: Secret.of("rt-foreign"),
    });
    expect((await tokenwell.token("acme")).accessToken).toBe("at-1");
  });

  test.each([
    ["no address", "oauth/token", { code: "invalid_option", facts: { option: "--token-url" } }],
    ["a password in it", "https://a:b@idp.example/token", { code: "invalid_option" }],
    ["a fragment", "https://idp.example/token#x", { code: "invalid_option" }],
    ["plain http", "http://idp.example/token", { code: "insecure_address" }],
  ])("is refused with %s as the token endpoint", async (_what, token, error) => {
    await expect(login({ endpoints: { ...endpoints, token } })).rejects.toMatchObject(error);
  });
});
