import { describe, expect, it } from "vitest";
import { auth0 } from "../../src/providers/auth0/auth0.ts";
import { explanationOf } from "../../src/providers/refusal.ts";
import { hasText } from "../../src/providers/sentences.ts";

describe("the address of a tenant", () => {
  it.each([
    ["acme.jp.auth0.com", "https://acme.jp.auth0.com"],
    ["https://acme.us.auth0.com/", "https://acme.us.auth0.com"],
    ["acme.auth0.com", "https://acme.auth0.com"],
    ["https://acme.eu.auth0.com/authorize?client_id=x", "https://acme.eu.auth0.com"],
    ["login.acme.example", "https://login.acme.example"],
    ["https://manage.auth0.com/dashboard/jp/acme/applications", "https://acme.jp.auth0.com"],
    ["http://localhost:41873/", "http://localhost:41873"],
  ])("is read from %j as %s", (typed, host) => {
    expect(auth0.hostFrom(typed)).toBe(host);
  });

  it.each([
    ["acme", "invalid_address"],
    ["https://manage.auth0.com/", "invalid_address"],
    ["taro@acme.example", "invalid_address"],
    ["http://acme.jp.auth0.com", "insecure_address"],
  ])("cannot be read from %j: %s", (typed, code) => {
    expect(() => auth0.hostFrom(typed)).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    ["https://acme.jp.auth0.com/", "acme"],
    ["https://login.acme.example/", "acme"],
    ["http://localhost:9/", "localhost"],
  ])("%s gives a connection the default name %s", (issuer, name) => {
    expect(auth0.nameFor(issuer, null)).toBe(name);
  });
});

describe("a login at Auth0 without a refresh token", () => {
  const all = "openid profile email offline_access";
  const api = "https://api.acme.example";
  it.each([
    [all, "openid profile email", api, "why.auth0.api_forbids", "otherwise.auth0.grant"],
    [all, all, api, "why.auth0.grant_missing", "otherwise.auth0.api"],
    [all, all, "", "why.auth0.grant_missing", null],
    ["openid", "openid", api, "why.offline_not_asked", null],
  ])(
    "that requested %j and was granted %j for %j is explained by %s",
    (...[requestedScope, grantedScope, audience, why, alternative]) => {
      const ranking = auth0.diagnoseMissingRefreshToken({ requestedScope, grantedScope, audience });
      expect(ranking).toMatchObject({ cause: { why }, alternative: alternative });
    },
  );
});

describe("a refusal of Auth0", () => {
  it.each(auth0.refusals.flatMap(({ explained }) => (explained === undefined ? [] : [explained])))(
    "that is explained by %s has a cause and a remedy in the text table",
    (explained) => {
      expect([hasText(`why.${explained}`), hasText(`fix.${explained}`)]).toEqual([true, true]);
    },
  );

  it.each([
    [401, "access_denied", "Unauthorized", "why.auth0.wrong_secret"],
    [403, "access_denied", "Service not enabled within domain: https://x", "why.auth0.unknown_audience"],
    [403, "access_denied", "user is blocked", "why.auth0.user_blocked"],
    [
      403,
      "unauthorized_client",
      "Grant type 'refresh_token' not allowed for the client.",
      "why.auth0.grant_off",
    ],
    [403, "access_denied", "an Action's own words", undefined],
  ])("with HTTP %s %s %j is explained by %s", (status, error, description, why) => {
    expect(explanationOf(auth0, { error, description, status }).why).toBe(why);
  });
});

describe("the API of an audience", () => {
  it.each([
    ["https://api.acme.example", "https://api.acme.example"],
    ["https://api.acme.example/v2/", "https://api.acme.example/v2/"],
    ["urn:acme:api", null],
    ["acme-api", null],
    ["http://api.acme.example", null],
  ])("%s is found at %s", (audience, api) => {
    expect(auth0.apiOf(audience, "https://acme.jp.auth0.com/")).toBe(api);
  });
});

describe("a login at Auth0", () => {
  it("requests offline access, or else the scope that the user gave", () => {
    expect(auth0.scopeFor({ scopes: null }, undefined)).toBe("openid profile email offline_access");
    expect(auth0.scopeFor({ scopes: null }, " read:x  offline_access ")).toBe("read:x offline_access");
  });

  it("is assumed to live 30 days if the app rotates its refresh tokens", () => {
    expect(auth0.assumedMaxLifetimeSeconds("strict")).toBe(30 * 24 * 3600);
    expect(auth0.assumedMaxLifetimeSeconds("static")).toBe(null);
  });
});

describe("a logout at Auth0", () => {
  it("names the app and the address to return to, at the endpoint that every tenant has", () => {
    const server = {
      issuer: "https://acme.jp.auth0.com/",
      endSessionEndpoint: "https://acme.jp.auth0.com/oidc/logout",
    };
    const request = {
      clientId: "a b",
      idToken: "e.y.J",
      path: "/a?b=1",
      returnTo: "https://app.example/auth/signed-out",
    };
    expect(auth0.logoutAddress(server, request)).toBe(
      "https://acme.jp.auth0.com/v2/logout?client_id=a+b&returnTo=https%3A%2F%2Fapp.example%2Fauth%2Fsigned-out%3Fstate%3D%252Fa%253Fb%253D1",
    );
  });
});
