import { describe, expect, test } from "vitest";
import { parseTokenCommand, printToken } from "../src/fast-path.ts";
import { forms } from "../src/forms/forms.ts";

const usual = { name: undefined, minTtlSeconds: 60, json: false, id: false };

describe("what the short way serves", () => {
  test.each([
    [["token"], {}],
    [["token", "acme"], { name: "acme" }],
    [["token", "acme", "--json"], { name: "acme", json: true }],
    [["token", "--json", "acme"], { name: "acme", json: true }],
    [["token", "--id"], { id: true }],
    [["token", "--min-ttl", "5m"], { minTtlSeconds: 300 }],
    [["token", "--min-ttl=1h", "acme"], { name: "acme", minTtlSeconds: 3600 }],
    [["token", "--min-ttl", "0"], { minTtlSeconds: 0 }],
    [["token", "acme", "--as", "header"], { name: "acme", form: forms.header, user: undefined }],
    [["token", "--as=json"], { form: forms.json, user: undefined }],
    [["token", "--as", "xoauth2", "--user=taro"], { form: forms.xoauth2, user: "taro" }],
  ])("The fast path serves %j", (argv, differs) => {
    expect(parseTokenCommand(argv, {})).toEqual({ ...usual, ...differs });
  });

  test("The fast path serves the connection in the environment, unless the command line names one", () => {
    const env = { TOKENWELL_CONNECTION: "acme" };
    expect(parseTokenCommand(["token"], env)).toEqual({ ...usual, name: "acme" });
    expect(parseTokenCommand(["token", "other"], env)).toEqual({ ...usual, name: "other" });
    expect(parseTokenCommand(["token"], { TOKENWELL_CONNECTION: "" })).toEqual(usual);
  });
});

describe("what goes the long way", () => {
  test.each([
    [[]],
    [["status"]],
    [["--json", "token"]],
    [["token", "a", "b"]],
    [["token", ""]],
    [["token", "--refresh"]],
    [["token", "--wait", "5"]],
    [["token", "--verbose"]],
    [["token", "--lang", "ja"]],
    [["token", "--help"]],
    [["token", "-h"]],
    [["token", "--min-ttl"]],
    [["token", "--min-ttl", "soon"]],
    [["token", "--min-ttl=soon", "acme"]],
    [["token", "--"]],
    [["token", "--as"]],
    [["token", "--as", "yaml"]],
    [["token", "--as", "xoauth2"]],
    [["token", "--as", "header", "--user", "taro"]],
    [["token", "--user", "taro"]],
    [["token", "--as", "header", "--json"]],
    [["token", "--as", "header", "--id"]],
    [["token", "--as", "git-credential"]],
    [["token", "--as", "git-credential", "--user", "taro"]],
  ])("The fast path leaves %j to the slow path", (argv) => {
    expect(parseTokenCommand(argv, {})).toBeUndefined();
  });
});

describe("a token", () => {
  const token = {
    idToken: "id-token",
    expiresAtSource: "introspected",
    scope: "api refresh_token",
    accessToken: "access-token",
    expiresAtMs: Date.UTC(2026, 10, 22, 12, 48, 0, 999),
    instanceUrl: "https://acme.my.salesforce.com",
    tokenType: "Bearer",
  };
  const asJson =
    '{"accessToken":"access-token","tokenType":"Bearer","instanceUrl":"https://acme.my.salesforce.com",' +
    '"scope":"api refresh_token","expiresAt":"2026-11-22T12:48:00Z","expiresAtSource":"introspected"';

  test("A token alone is one line", () => {
    expect(printToken(token, { json: false, id: false })).toBe("access-token\n");
    expect(printToken(token, { json: false, id: true })).toBe("id-token\n");
  });

  test("A token as JSON has a fixed order of fields, whole seconds, and the ID token only if requested", () => {
    expect(printToken(token, { json: true, id: false })).toBe(`${asJson}}\n`);
    expect(printToken(token, { json: true, id: true })).toBe(`${asJson},"idToken":"id-token"}\n`);
  });

  test("A token as JSON leaves out missing fields", () => {
    const bare = { ...token, instanceUrl: undefined };
    expect(printToken(bare, { json: true, id: false })).not.toContain("instanceUrl");
  });

  test("No line is printed if the ID token is requested and missing", () => {
    expect(printToken({ ...token, idToken: undefined }, { json: true, id: true })).toBeUndefined();
  });
});
