import { expect, test } from "vitest";
import { givesRefreshToken, grantedScopes, scopesOf } from "../../src/personalities/auth0/issuance.ts";
import type { Auth0App } from "../../src/personalities/auth0/options.ts";
import {
  changeApp,
  defaultApi,
  registerApi,
  registerApp,
} from "../../src/personalities/auth0/registration.ts";

const online = registerApi({ identifier: "https://online.example", allowOfflineAccess: false });
const app = (auth0: Auth0App) => registerApp({ clientId: "mine", redirectUris: [], auth0 }, "strict");
const offline = ["openid", "offline_access"];

test("offline_access is dropped without a word where the API does not allow it", () => {
  expect(grantedScopes(offline, defaultApi)).toEqual(offline);
  expect(grantedScopes(offline, undefined)).toEqual(offline);
  expect(grantedScopes(offline, online)).toEqual(["openid"]);
});

test("only scopes that the API knows are granted", () => {
  const asked = scopesOf("openid read:hello read:hello write:all");
  expect(grantedScopes(asked, defaultApi)).toEqual(["openid", "read:hello"]);
  expect(grantedScopes(asked, undefined)).toEqual(["openid"]);
  expect(scopesOf(undefined)).toEqual([]);
});

test("a refresh token needs scope and grant, and an app for the browser rotation too", () => {
  expect(givesRefreshToken(app({}), offline)).toBe(true);
  expect(givesRefreshToken(app({}), ["openid"])).toBe(false);
  expect(givesRefreshToken(app({ grantTypes: ["authorization_code"] }), offline)).toBe(false);
  expect(givesRefreshToken(app({ kind: "spa" }), offline)).toBe(true);
  expect(givesRefreshToken(app({ kind: "spa", rotating: false }), offline)).toBe(false);
});

test("an app is public without a secret and confidential with one", () => {
  const confidential = registerApp({ clientId: "web", clientSecret: "CANARY", redirectUris: [] }, "static");
  expect(app({})).toMatchObject({ kind: "native", authMethod: "none", rotating: true, name: "mine" });
  expect(confidential).toMatchObject({
    kind: "regular_web",
    authMethod: "client_secret_post",
    rotating: false,
  });
});

test.each([
  [{ rotate: true }, '"rotate" is not a setting of the app "mine".'],
  [{ rotating: 1 }, '"rotating" of the app "mine" must be true or false.'],
  [{ kind: "desktop" }, '"kind" of the app "mine" must be "regular_web" or "native" or "spa".'],
  [
    { absoluteSeconds: 31_557_601 },
    "must be a whole number of seconds, at least 1 and at most 31557600, or null.",
  ],
  [{ overlapSeconds: -1 }, "must be a whole number of seconds, at least 0."],
  [{ authMethod: "client_secret_post" }, 'The app "mine" has no secret, so its "authMethod" is "none".'],
])("the setting %j is refused with a sentence", (changes, sentence) => {
  expect(() => changeApp(app({}), changes)).toThrow(sentence);
});

test("an API can be changed, and not into nonsense", () => {
  expect(registerApi({ scopes: ["a"] }, online)).toMatchObject({
    identifier: "https://online.example",
    scopes: ["a"],
  });
  expect(() => registerApi({ identifier: "" })).toThrow('"identifier" of an API must be a text.');
  expect(() => registerApi({ accessTokenSeconds: 2_592_001 })).toThrow("at least 1 and at most 2592000");
});
