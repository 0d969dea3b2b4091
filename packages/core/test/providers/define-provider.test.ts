import { describe, expect, it } from "vitest";
import { matchesHost } from "../../src/providers/address.ts";
import { defineProvider } from "../../src/providers/define-provider.ts";
import { displayNameOf, providerAt, providerFor, providerOf, providers } from "../../src/providers/index.ts";
import { oidc } from "../../src/providers/oidc.ts";
import { explanationOf, kindOfRefusal } from "../../src/providers/refusal.ts";

/** A provider that Tokenwell does not have: the whole of its folder. */
const acme = defineProvider({
  id: "acme",
  matches: ["login.acme.example", "*.acme.example"],
  texts: {
    en: {
      "why.acme.frozen": "The account is frozen.",
      "fix.acme.frozen": "Acme Console > Accounts > the account: Thaw",
      "evidence.crowded_out.acme": "Acme keeps {most} logins of a user; {other}, {ago}, was one more.",
    },
    ja: {
      "why.acme.frozen": "アカウントが凍結されています。",
      "fix.acme.frozen": "Acme Console > Accounts > アカウント: Thaw",
      "evidence.crowded_out.acme": "Acme が保持するログインは {most} 件です。{other}({ago})で超えました。",
    },
  },
  displayName: () => "Acme",
  refusals: [{ error: "account_frozen", kind: "suspended", explained: "acme.frozen" }],
  maxRefreshTokensPerUser: 3,
});

describe("a defined provider", () => {
  it("has its own members, and the OpenID defaults for all others", () => {
    const { texts, id, matches, refusals, maxRefreshTokensPerUser, displayName, ...rest } = acme;
    const { texts: _, ...defaults } = oidc;
    expect(defaults).toMatchObject(rest);
    expect([id, maxRefreshTokensPerUser]).toEqual(["acme", 3]);
    expect(displayName("https://login.acme.example")).toBe("Acme");
    expect(acme.nameFor("https://login.acme.example", null)).toBe("acme");
    expect(acme.scopeFor({ scopes: null }, undefined)).toBe("openid profile email offline_access");
    expect([matches.length, refusals.length, Object.keys(texts.ja).length]).toEqual([2, 1, 3]);
  });

  it("explains its errors with its own sentences", () => {
    const refusal = { error: "account_frozen", description: null, status: 400 };
    expect(kindOfRefusal(acme, refusal)).toBe("suspended");
    expect(explanationOf(acme, refusal)).toEqual({
      kind: "acme",
      why: "why.acme.frozen",
      fix: "fix.acme.frozen",
    });
  });

  it("may refer to no sentence that neither it nor the library has", () => {
    // The compiler is the judge here: `npm run check` reports an expected error that is absent.
    // @ts-expect-error The library has no such sentence.
    defineProvider({ id: "acme", refusals: [{ error: "a", kind: "dead", explained: "acme.b" }] });
    const texts = { en: { "why.acme.a": "A" }, ja: { "why.acme.a": "あ" } };
    // @ts-expect-error A cause without a remedy explains nothing.
    defineProvider({ id: "acme", texts, refusals: [{ error: "a", kind: "dead", explained: "acme.a" }] });
    // @ts-expect-error The sentence is missing in Japanese.
    defineProvider({ id: "acme", texts: { en: { "why.acme.a": "A" }, ja: {} } });
  });
});

describe("a host pattern", () => {
  it.each([
    ["login.acme.example", "login.acme.example", true],
    ["LOGIN.acme.example", "login.acme.example", true],
    ["eu.login.acme.example", "login.acme.example", false],
    ["eu.acme.example", "*.acme.example", true],
    ["a.eu.acme.example", "*.acme.example", true],
    ["acme.example", "*.acme.example", false],
    ["notacme.example", "*.acme.example", false],
    ["eu.acme.example.evil.example", "*.acme.example", false],
  ])("compares %s with %s: %s", (hostname, pattern, isMatch) => {
    expect(matchesHost(hostname, [pattern])).toBe(isMatch);
  });
});

describe("the list of providers", () => {
  const ids = providers.map(({ id }) => id);

  it("has each id once", () => {
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each(ids)("finds %s by its id and by each of its hosts", (id) => {
    const provider = providerOf(id);
    expect(provider.id).toBe(id);
    for (const pattern of provider.matches)
      expect(providerAt(`https://${pattern.replace("*", "acme")}`)).toBe(provider);
  });

  it("finds a provider by the id that the caller gives, else by the host", () => {
    expect(providerFor("https://acme.my.salesforce.com", "oidc").id).toBe("oidc");
    expect(providerFor("https://acme.my.salesforce.com", undefined).id).toBe("salesforce");
    expect(providerAt("auth0.com").id).toBe("oidc");
  });

  it("refuses an unknown id of a caller, and names the known ones", () => {
    expect(() => providerFor("https://login.example.com", "okta\u001b[2J")).toThrow(
      expect.objectContaining({
        code: "invalid_option",
        facts: { option: "provider", given: "okta [2J", takes: ids.join(", ") },
      }),
    );
  });

  it("gives the OpenID defaults to a stored client of an unknown provider", () => {
    expect(providerOf("okta")).toBe(oidc);
    expect(providerOf("__proto__")).toBe(oidc);
    expect(displayNameOf({ provider: "okta", issuer: "https://acme.okta.com" })).toBe("acme.okta.com");
    expect(displayNameOf({ provider: "auth0", issuer: "https://acme.jp.auth0.com/" })).toBe("Auth0");
  });
});

describe("the extra members of a token response", () => {
  const instanceUrl = "https://acme.my.salesforce.com";
  const id = "https://login.salesforce.com/id/00Dxx0000001gPFEAY/005xx000001SwiUAAS";

  it.each([
    ["oidc", { instance_url: instanceUrl, id }, { apiBase: instanceUrl, identity: null }],
    ["auth0", { instance_url: "", id }, { apiBase: null, identity: null }],
    ["salesforce", { instance_url: instanceUrl, id }, { apiBase: instanceUrl, identity: id }],
    ["salesforce", { instance_url: 7, id: "" }, { apiBase: null, identity: null }],
  ])("are read as %s sends them: %j", (provider, response, extras) => {
    expect(providerOf(provider).readExtras(response)).toEqual(extras);
  });
});
