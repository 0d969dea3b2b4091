import { inspect } from "node:util";
import fc from "fast-check";
import { expect, test } from "vitest";
import { WireError } from "../../src/errors.ts";
import {
  describeExchange,
  type ExchangeOutcome,
  formatExchange,
  type TracedRequest,
} from "../../src/wire/trace.ts";

const target = new URL("https://acme.my.salesforce.com/services/oauth2/token");
const json = new Headers({ "content-type": "application/json" });

function answer(
  body: unknown,
  more: { status?: number; complete?: boolean; headers?: Headers } = {},
): ExchangeOutcome {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return {
    answer: {
      status: 200,
      headers: json,
      complete: true,
      durationMs: 412.4,
      body: Buffer.from(text),
      ...more,
    },
  };
}

function form(parameters: Record<string, string>): TracedRequest {
  return {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8" },
    body: new URLSearchParams(parameters).toString(),
  };
}

function lines(request: TracedRequest, outcome: ExchangeOutcome, url = target): string[] {
  return formatExchange(describeExchange(url, request, outcome));
}

test("a code exchange, as it would be pasted into a ticket", () => {
  const request = form({
    grant_type: "authorization_code",
    code: `aPrx${"M".repeat(84)}`,
    client_id: "3MVG9pRzAbCdEfGhIjKl",
    client_secret: "S".repeat(64),
    code_verifier: "V".repeat(43),
    redirect_uri: "http://localhost:9355/callback",
  });
  const outcome = answer({
    access_token: `00D5g${"A".repeat(107)}`,
    refresh_token: `5Aep${"R".repeat(83)}`,
    instance_url: "https://acme.my.salesforce.com",
    scope: "api refresh_token",
  });
  expect(lines(request, outcome)).toEqual([
    "→ POST https://acme.my.salesforce.com/services/oauth2/token",
    "    grant_type=authorization_code  code=aPrx…(88)  client_id=3MVG9pRz…",
    "    client_secret=…(64)  code_verifier=…(43)",
    "    redirect_uri=http://localhost:9355/callback",
    "← 200 in 412 ms",
    "    access_token=00D5…(112)  refresh_token=5Aep…(87)  (no expires_in)",
    '    instance_url=https://acme.my.salesforce.com  scope="api refresh_token"',
  ]);
});

test("an answer with its lifetime, an ID token, a signature and a field nobody knows", () => {
  const outcome = answer({
    access_token: "a".repeat(30),
    id_token: `eyJ${"x".repeat(820)}`,
    signature: "0".repeat(44),
    expires_in: 7200,
    token_type: "Bearer",
    sfdc_community: { url: "https://x", key: "secret" },
    active: true,
  });
  expect(lines({ method: "GET" }, outcome).slice(1)).toEqual([
    "← 200 in 412 ms",
    "    access_token=aaaa…(30)  id_token=…(823)  signature=…(44)  expires_in=7200",
    "    token_type=Bearer  sfdc_community=…(34)  active=true",
  ]);
});

test("short secrets show no prefix", () => {
  expect(lines(form({ refresh_token: "5Aep861KIwKdekr90KlxVVU", code: "" }), answer({}))[1]).toBe(
    "    code=…(0)  refresh_token=…(23)",
  );
});

test("authorization, query and media types", () => {
  const headers = { Authorization: `Basic ${Buffer.from("id:secret").toString("base64")}` };
  const url = new URL("https://a.example/x?access_token=12345678&scope=openid&state=abc#fragment");
  const outcome = answer("<html>secret</html>", {
    status: 502,
    headers: new Headers({ "content-type": "text/html" }),
  });
  expect(lines({ method: "GET", headers }, outcome, url)).toEqual([
    "→ GET https://a.example/x?access_token=…(8)&scope=openid&state=…(3)",
    "    authorization: Basic …(12)",
    "← 502 in 412 ms",
    "    (text/html, 19 bytes)",
  ]);
  expect(lines({ method: "GET", headers: { authorization: "secret" } }, answer(""))[1]).toBe(
    "    authorization: …(6)",
  );
  const xml = { method: "POST", headers: { "content-type": "text/xml; x=y" }, body: "<a/>" };
  expect(lines(xml, answer("", { headers: new Headers() })).slice(1)).toEqual([
    "    (text/xml, 4 bytes)",
    "← 200 in 412 ms",
  ]);
  expect(lines({ method: "POST", body: '{"client_secret":"12345"}' }, answer(""))[1]).toBe(
    "    client_secret=…(5)",
  );
});

test("a truncated answer, and none", () => {
  expect(lines({ method: "GET" }, answer('{"access_token":"abc', { complete: false })).slice(1)).toEqual([
    "← 200 in 412 ms (cut off)",
    "    (application/json, 20 bytes)",
  ]);
  const timeout = new WireError("no_answer", true, { host: "a", reason: "timeout" });
  expect(lines({ method: "GET" }, { error: timeout, durationMs: 60_000 })[1]).toBe(
    "← no answer in 60000 ms (timeout)",
  );
  const dns = new WireError("unreachable", false, { host: "a", reason: "dns" });
  expect(lines({ method: "GET" }, { error: dns, durationMs: 3 })[1]).toBe("← not sent (dns)");
});

test("what the provider quotes of our secrets in its error is taken out", () => {
  const token = "5Aep861KIwKdekr90KlxVVUI47zdR6dOfh";
  const other = "zz8ZZ8zz8ZZ8zz8ZZ8zz8ZZ8zz8ZZ8zz8ZZ8zz8";
  const outcome = answer({
    error: "invalid_grant",
    error_description: `the token ${token} (\u001b[31m${encodeURIComponent("p/w+=word")}) or ${other}\nis\u202e bad`,
  });
  const [, sent, , got] = lines(form({ refresh_token: token, client_secret: "p/w+=word" }), outcome);
  expect(sent).toBe("    refresh_token=5Aep…(34)  client_secret=…(9)");
  expect(got).toBe("    error=invalid_grant");
  expect(lines(form({ refresh_token: token, client_secret: "p/w+=word" }), outcome)[4]).toBe(
    '    error_description="the token … ( [31m…) or …(39) is  bad"',
  );
});

test("ordinary long words and addresses stay readable", () => {
  const open = {
    error: "redirect_uri_mismatch_with_a_very_long_name",
    redirect_uri: "https://tokenwell.acme-corporation.example.com/callback/of/this/app?code=abcdefgh",
    instance_url: "https://my-long-tenant-name-2024.eu.auth0.example.com",
    id: "https://login.salesforce.com/id/00D5g000004aBcDEAU/0055g00000AbCdEAAV",
  };
  expect(lines({ method: "GET" }, answer(open)).slice(2)).toEqual([
    "    error=redirect_uri_mismatch_with_a_very_long_name",
    "    redirect_uri=https://tokenwell.acme-corporation.example.com/callback/of/this/app?…",
    "    instance_url=https://my-long-tenant-name-2024.eu.auth0.example.com",
    "    id=https://login.salesforce.com/id/00D5g000004aBcDEAU/0055g00000AbCdEAAV",
  ]);
});

test("lines end at 80 columns, Japanese counted double, and one long value stands alone", () => {
  const outcome = answer({
    error: "e".repeat(30),
    error_description: "更新".repeat(15),
    scope: "s ".repeat(150),
  });
  const [, , ...rest] = lines({ method: "GET" }, outcome);
  expect(rest.map((line) => line.slice(0, 12))).toEqual(["    error=ee", "    error_de", '    scope="s']);
  expect(rest[2]).toHaveLength(4 + 'scope=""'.length + 201);
});

test("a big answer is named in part", () => {
  const many = Object.fromEntries(Array.from({ length: 45 }, (_, index) => [`k${index}`, index]));
  expect(lines({ method: "GET" }, answer(many)).at(-1)).toMatch(/\(5 more\)$/);
});

test("no secret is in a trace, wherever it stands", () => {
  const secret = fc
    .string({ unit: "grapheme-ascii", minLength: 12, maxLength: 60 })
    .filter((text) => /^\S{12,}$/.test(text));
  const secretName = fc.constantFrom(
    "code",
    "client_secret",
    "refresh_token",
    "code_verifier",
    "password",
    "x",
  );
  const openName = fc.constantFrom(
    "error_description",
    "error",
    "scope",
    "redirect_uri",
    "id",
    "instance_url",
  );
  fc.assert(
    fc.property(secret, secretName, openName, fc.boolean(), (value, hidden, open, basic) => {
      const request = form({ [hidden]: value, client_id: "c" });
      const headers = basic
        ? { ...request.headers, authorization: `Basic ${Buffer.from(`c:${value}`).toString("base64")}` }
        : (request.headers ?? {});
      const url = new URL(`https://a.example/?${new URLSearchParams({ [hidden]: value, [open]: value })}`);
      const outcome = answer({ [open]: `bad: ${value}!`, access_token: value, nested: { deep: [value] } });
      const exchange = describeExchange(url, { ...request, headers }, outcome);
      // Up to four characters at the start may be seen; never more.
      const shown = `${inspect(exchange, { depth: 9 })}\n${JSON.stringify(exchange)}\n${formatExchange(exchange).join("\n")}`;
      for (const spelling of [
        value,
        encodeURIComponent(value),
        Buffer.from(`c:${value}`).toString("base64"),
      ]) {
        expect(shown).not.toContain(spelling);
      }
      expect(shown).not.toContain(value.slice(4));
    }),
    { numRuns: 300 },
  );
});
