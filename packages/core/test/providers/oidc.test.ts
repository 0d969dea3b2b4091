import { describe, expect, it } from "vitest";
import { oidc } from "../../src/providers/oidc.ts";
import { formatProviderError, sanitize } from "../../src/text/sanitize.ts";

describe("the OpenID provider", () => {
  it.each([
    [null, undefined, "openid profile email offline_access"],
    [["openid", "email"], undefined, "openid email offline_access"],
    [[], undefined, "openid offline_access"],
    [["api"], undefined, "openid offline_access"],
    [["openid"], " api  openid ", "api openid"],
    [null, " ", "openid profile email offline_access"],
  ])("that lists the scopes %j gets, when the user gives %j, a request for %j", (scopes, given, wanted) => {
    expect(oidc.scopeFor({ scopes }, given)).toBe(wanted);
  });

  it("gets a request for consent whenever offline_access is requested", () => {
    expect(oidc.authorizeParameters("openid offline_access")).toEqual({ prompt: "consent" });
    expect(oidc.authorizeParameters("openid offline_access_not")).toEqual({});
  });

  it.each([
    ["https://acme.okta.com", "acme"],
    ["https://login.example.com/realms/acme", "example"],
    ["https://auth.id.acme.co.jp", "acme"],
    ["https://example.com", "example"],
    ["https://login.com", "login.com"],
    ["http://localhost:41873", "localhost"],
    ["http://127.0.0.1:9/x", "localhost"],
    ["http://[::1]:9", "localhost"],
    ["https://10.0.0.1", "10.0.0.1"],
    ["https://[2001:db8::1]", "2001-db8-1-"],
    ["https://日本.example", "xn--wgv71a"],
    [`https://${"a".repeat(63)}.example`, "a".repeat(63)],
  ])("at %s gives a connection the valid default name %s", (issuer, name) => {
    expect(oidc.nameFor(issuer, null)).toBe(name);
    expect(name).toMatch(/^[A-Za-z0-9][\w.-]{0,62}$/);
  });

  it.each([
    [{ sub: "1", name: "Taro", preferred_username: "taro", email: "taro@acme.example" }, "taro@acme.example"],
    [{ sub: "1", name: "Taro", preferred_username: "taro", email: "" }, "taro"],
    [{ sub: "1", name: "Taro\u001b[2J\u202E" }, "Taro [2J"],
    [{ sub: "1", email: 7 }, "1"],
    [{}, null],
    [JSON.parse('{"__proto__":{"email":"x"}}'), null],
  ])("finds in the claims %j the account %s", (claims, account) => {
    expect(oidc.accountFrom(claims)).toBe(account);
  });

  it.each([
    ["openid", "openid", "why.offline_not_asked", null],
    ["openid offline_access", "openid", "why.scope_not_granted", "otherwise.refresh_grant"],
    ["openid offline_access", "openid offline_access", "why.granted_yet_none", null],
  ])(
    "that got a request for %j and granted %j without a refresh token is explained by %s",
    (requestedScope, grantedScope, why, alternative) => {
      const ranking = oidc.diagnoseMissingRefreshToken({ requestedScope, grantedScope, audience: "" });
      expect(ranking).toMatchObject({ cause: { why }, alternative: alternative });
    },
  );

  it("is called by its host in sentences", () => {
    expect(oidc.displayName("https://login.example.com:8443/realms/acme")).toBe("login.example.com:8443");
  });
});

describe("a logout at an OpenID provider", () => {
  const request = {
    clientId: "app",
    idToken: "e.y.J",
    path: null,
    returnTo: "https://app.example/auth/signed-out",
  };
  const server = { issuer: "https://idp.example", endSessionEndpoint: "https://idp.example/end?tenant=1" };

  it("names the session by its last ID token, and keeps the endpoint's own query", () => {
    const url = new URL(oidc.logoutAddress(server, request) ?? "");
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: "1",
      client_id: "app",
      id_token_hint: "e.y.J",
      post_logout_redirect_uri: "https://app.example/auth/signed-out",
    });
  });

  it("carries the path to go on to as its state, because providers compare the whole address", () => {
    const url = new URL(oidc.logoutAddress(server, { ...request, path: "/a?b=1" }) ?? "");
    expect(url.searchParams.get("post_logout_redirect_uri")).toBe(request.returnTo);
    expect(url.searchParams.get("state")).toBe("/a?b=1");
  });

  it("is not possible if the metadata has no endpoint for it", () => {
    expect(oidc.logoutAddress({ ...server, endSessionEndpoint: null }, request)).toBeNull();
  });
});

describe("a quotation of a provider", () => {
  it("is one line of at most 200 characters, without control and invisible characters", () => {
    expect(formatProviderError("invalid_grant", "a\r\nb\u001b]0;x\u0007\u200B\u202Ec")).toBe(
      "invalid_grant: a b ]0;x c",
    );
    expect(formatProviderError("invalid_grant", "")).toBe("invalid_grant");
    expect(Array.from(sanitize("あ😀".repeat(5000)))).toHaveLength(200);
    expect(sanitize("\ud800")).toBe("");
  });
});
