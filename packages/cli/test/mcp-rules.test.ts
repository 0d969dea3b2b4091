import { describe, expect, test } from "vitest";
import { isAllowed, readRule, resolvePath } from "../src/mcp/agent/rules.ts";

const base = "https://api.acme.example/v1";

describe("resolvePath()", () => {
  test.each([
    ["/orders", "https://api.acme.example/v1/orders", "/orders"],
    ["/orders?q=a%2Fb&n=..", "https://api.acme.example/v1/orders?q=a%2Fb&n=..", "/orders"],
    ["/caf%C3%A9/a b", "https://api.acme.example/v1/caf%C3%A9/a%20b", "/café/a b"],
    ["/%63rm/x", "https://api.acme.example/v1/%63rm/x", "/crm/x"],
  ])("%s is %s, judged as %s", (path, address, judged) => {
    expect(resolvePath(path, base)).toEqual({ address, path: judged });
  });

  test.each([
    ...[
      "orders",
      "https://evil.example/x",
      "//evil.example/x",
      "/\\evil.example/x",
      "/../admin",
      "/a/../../x",
    ],
    ...[
      "/a/./b",
      "/a/..",
      "/%2e%2e/admin",
      "/a%2Fb",
      "/a%5cb",
      "/%252e%252e/x",
      "/a%252Fb",
      "/a\n/b",
      "/a%00",
    ],
    ...["/a#b", "/a;x=1/b", "/%zz", ""],
  ])("%j is refused, because servers read it in several ways or it leaves the API", (path) => {
    expect(resolvePath(path, base)).toBeNull();
  });
});

describe("isAllowed()", () => {
  const rules = ["POST /crm/*", "delete /crm/notes/7"]
    .map((text) => readRule(text))
    .filter((rule) => rule !== null);

  test.each([
    ["GET", "/anything", true],
    ["HEAD", "/anything", true],
    ["POST", "/crm/notes", true],
    ["POST", "/crm", false],
    ["POST", "/crmx/notes", false],
    ["POST", "/other/crm/notes", false],
    ["DELETE", "/crm/notes/7", true],
    ["DELETE", "/crm/notes/77", false],
    ["PUT", "/crm/notes", false],
  ])("%s %s: %j", (method, path, allowed) => {
    expect(isAllowed(method, path, rules)).toBe(allowed);
  });

  test.each(["POST", "/crm", "TRACE /x", "POST crm", "POST /a b", "", "* /x"])("%j is no rule", (text) => {
    expect(readRule(text)).toBeNull();
  });

  test("a point in a pattern is a point", () => {
    expect(isAllowed("POST", "/aXb", [{ method: "POST", pattern: "/a.b" }])).toBe(false);
  });
});
