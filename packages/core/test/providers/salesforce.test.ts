import { describe, expect, it } from "vitest";
import { TokenwellError } from "../../src/errors.ts";
import { providerAt } from "../../src/providers/index.ts";
import { explanationOf } from "../../src/providers/refusal.ts";
import { salesforce } from "../../src/providers/salesforce/salesforce.ts";
import { hasText } from "../../src/providers/sentences.ts";

describe("the address of an org", () => {
  it.each([
    ["login.salesforce.com", "https://login.salesforce.com"],
    ["test.salesforce.com", "https://test.salesforce.com"],
    ["https://login.salesforce.com/?locale=jp", "https://login.salesforce.com"],
    ["acme.my.salesforce.com", "https://acme.my.salesforce.com"],
    ["https://ACME.my.salesforce.com/", "https://acme.my.salesforce.com"],
    ["acme.my.salesforce.com.", "https://acme.my.salesforce.com"],
    ["acme", "https://acme.my.salesforce.com"],
    ["acme--dev", "https://acme--dev.my.salesforce.com"],
    ["acme.lightning.force.com", "https://acme.my.salesforce.com"],
    ["https://acme.lightning.force.com/lightning/page/home", "https://acme.my.salesforce.com"],
    [
      "https://acme--dev.sandbox.lightning.force.com/one/one.app",
      "https://acme--dev.sandbox.my.salesforce.com",
    ],
    ["acme-dev-ed.develop.lightning.force.com", "https://acme-dev-ed.develop.my.salesforce.com"],
    [
      "https://acme.my.salesforce-setup.com/lightning/setup/SetupOneHome/home",
      "https://acme.my.salesforce.com",
    ],
    ["acme--dev.sandbox.my.salesforce-setup.com", "https://acme--dev.sandbox.my.salesforce.com"],
    ["https://acme--c.vf.force.com/apex/Page", "https://acme.my.salesforce.com"],
    ["https://acme--dev--c.sandbox.vf.force.com/apex/P", "https://acme--dev.sandbox.my.salesforce.com"],
    ["https://acme--dev.sandbox.my.salesforce.com/setup/x", "https://acme--dev.sandbox.my.salesforce.com"],
    ["https://acme.my.site.com/AppCentral/s/login/?a=b", "https://acme.my.site.com/AppCentral"],
    ["acme.my.site.com/AppCentral", "https://acme.my.site.com/AppCentral"],
    ["https://acme.my.site.com/", "https://acme.my.site.com"],
    ["https://acme.force.com/partners/login", "https://acme.force.com/partners"],
    ["https://community.acme.example/portal/s/", "https://community.acme.example/portal"],
    ["https://acme.my.sfcrmproducts.cn", "https://acme.my.sfcrmproducts.cn"],
    ["http://localhost:41873", "http://localhost:41873"],
    ["http://localhost:41873/portal/services/oauth2/token", "http://localhost:41873/portal"],
  ])("is read from %j as %s", (typed, host) => {
    expect(salesforce.hostFrom(typed)).toBe(host);
  });

  it.each([
    ["", "invalid_address"],
    ["taro@acme.example", "invalid_address"],
    ["00D5g000004aBcD!AQ4AQ", "invalid_address"],
    ["https://user:pass@acme.my.salesforce.com", "invalid_address"],
    ["http://acme.my.salesforce.com", "insecure_address"],
  ])("cannot be read from %j: %s", (typed, code) => {
    expect(() => salesforce.hostFrom(typed)).toThrow(expect.objectContaining({ code }));
  });

  it("is quoted in errors without its password and query", () => {
    const typed = "https://a:sekret@acme.my.salesforce.com/?sid=00Dsekret";
    try {
      salesforce.hostFrom(typed);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(TokenwellError);
      expect(JSON.stringify((error as TokenwellError).facts)).not.toContain("sekret");
    }
  });

  it.each([
    ["https://acme.my.salesforce.com", "salesforce"],
    ["acme.lightning.force.com", "salesforce"],
    ["acme.jp.auth0.com", "auth0"],
    ["https://login.example.com", "oidc"],
    ["https://salesforce.com.evil.example", "oidc"],
  ])("tells that the provider of %s is %s", (address, id) => {
    expect(providerAt(address).id).toBe(id);
  });
});

describe("the default name of a connection", () => {
  it.each([
    ["https://login.salesforce.com", "https://acme.my.salesforce.com", "acme"],
    ["https://test.salesforce.com", "https://acme--dev.sandbox.my.salesforce.com", "acme--dev"],
    ["https://acme.my.salesforce.com", null, "acme"],
    ["https://login.salesforce.com", null, "salesforce"],
    ["http://localhost:1", "http://localhost:2", "localhost"],
  ])("at %s with the API at %s is %s", (issuer, instanceUrl, name) => {
    expect(salesforce.nameFor(issuer, instanceUrl)).toBe(name);
  });
});

describe("the identity of a Salesforce account", () => {
  const id = "https://login.salesforce.com/id/00Dxx0000001gPFEAY/005xx000001SwiUAAS";

  it("is read from the identity URL in the response or the ID token, in its short and its long form", () => {
    const subject = "00Dxx0000001gPFEAY/005xx000001SwiUAAS";
    expect(salesforce.subjectFrom({ id, claims: null })).toBe(subject);
    expect(salesforce.subjectFrom({ id: null, claims: { sub: id } })).toBe(subject);
    expect(salesforce.subjectFrom({ id: "https://a/id/00Dxx0000001gPF/005xx000001SwiU", claims: null })).toBe(
      subject,
    );
    expect(salesforce.subjectFrom({ id: null, claims: { sub: "alice" } })).toBe(null);
    expect(salesforce.nameOfSubject(subject)).toBe("005xx000001SwiU");
    expect(salesforce.organisationOf(subject)).toBe("00Dxx0000001gPFEAY");
  });

  it("is never asked for at an identity URL on another host", () => {
    const issuer = "https://login.salesforce.com";
    const elsewhere = { id: id.replace("login.salesforce.com", "evil.example"), claims: null };
    expect(salesforce.identityAddress("00D/005", { id, claims: null }, issuer)).toBe(id);
    expect(salesforce.identityAddress("00D/005", elsewhere, issuer)).toBe(`${issuer}/id/00D/005`);
  });

  it.each([
    ["https://acme.my.salesforce.com", true],
    ["https://acme.my.site.com/x", true],
    ["https://evil.example", false],
    ["http://acme.my.salesforce.com", false],
    ["https://localhost:1", false],
    ["https://salesforce.com.evil.example", false],
    ["nonsense", false],
  ])("lets the API at %s have the token: %s", (address, isAccepted) => {
    expect(salesforce.acceptsApi(address, "https://login.salesforce.com")).toBe(isAccepted);
  });

  it.each([
    [401, '[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]', true],
    [
      401,
      '[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]',
      false,
    ],
    [401, '[{"message":"Connected app is not attached to Agent"}]', false],
    [403, "Bad_OAuth_Token", true],
    [403, '[{"errorCode":"REQUEST_LIMIT_EXCEEDED"}]', false],
    [500, "", false],
  ])("takes HTTP %s %s as a refusal of the token: %s", (status, body, isRefused) => {
    expect(salesforce.isTokenRefused({ status, body })).toBe(isRefused);
  });
});

describe("a login at Salesforce without a refresh token", () => {
  it.each([
    ["", "api", "why.salesforce.no_scope", "otherwise.salesforce.policy"],
    ["full refresh_token", "full", "why.salesforce.no_scope", "otherwise.salesforce.policy"],
    ["", "api refresh_token", "why.salesforce.policy", "otherwise.salesforce.scope"],
    ["api offline_access", "api offline_access", "why.salesforce.policy", "otherwise.salesforce.scope"],
    ["full", "full", "why.salesforce.not_asked", "otherwise.salesforce.scope"],
  ])(
    "that requested %j and was granted %j is explained by %s",
    (requestedScope, grantedScope, why, alternative) => {
      const ranking = salesforce.diagnoseMissingRefreshToken({ requestedScope, grantedScope, audience: "" });
      expect(ranking).toMatchObject({ cause: { why }, alternative: alternative });
    },
  );
});

describe("a refusal of Salesforce", () => {
  it.each(salesforce.refusals.flatMap(({ explained }) => (explained === undefined ? [] : [explained])))(
    "that is explained by %s has a cause and a remedy in the text table",
    (explained) => {
      expect([hasText(`why.${explained}`), hasText(`fix.${explained}`)]).toEqual([true, true]);
    },
  );

  it("distinguishes an app that is not installed from a wrong secret, though both are invalid_client", () => {
    const why = (description: string): string | undefined =>
      explanationOf(salesforce, { error: "invalid_client", description, status: 400 }).why;
    expect(why("app must be installed into org")).toBe("why.salesforce.not_installed");
    expect(why("invalid client credentials")).toBe("why.salesforce.wrong_secret");
  });
});
