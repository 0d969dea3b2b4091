import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auth0 } from "../../src/providers/auth0.ts";
import { oidc } from "../../src/providers/oidc.ts";
import { salesforce } from "../../src/providers/salesforce.ts";
import { judge, type Observation, readRefreshToken } from "../../src/refresh/outcome.ts";

const expected = {
  clientId: "app",
  issuer: "https://idp.example",
  subject: "alice",
  requestedScope: "openid",
  presented: "rt1",
  nowMs: Date.UTC(2026, 10, 25),
  provider: oidc,
};

function answer(
  status: number,
  body: unknown,
  over: Partial<Observation & { kind: "answer" }> = {},
): Observation {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { kind: "answer", status, retryAfter: null, body: text, complete: true, ...over };
}

const said = (error: string, description?: string): object => ({
  error,
  ...(description !== undefined && { error_description: description }),
});

describe("what an answer to a refresh means", () => {
  test.each([
    ["nothing left this machine", { kind: "not_sent", reason: "dns" }, "not_sent"],
    ["time-out after sending", { kind: "no_answer", reason: "timeout" }, "ambiguous"],
    ["429", answer(429, ""), "busy"],
    ["503 with Retry-After", answer(503, "", { retryAfter: "7" }), "busy"],
    ["503 without", answer(503, ""), "ambiguous"],
    ["500", answer(500, "oops"), "ambiguous"],
    ["502 with HTML", answer(502, "<html>"), "ambiguous"],
    ["200 with HTML", answer(200, "<html>"), "ambiguous"],
    ["200 with an empty object", answer(200, {}), "ambiguous"],
    ["200 with an array", answer(200, []), "ambiguous"],
    ["302", answer(302, ""), "ambiguous"],
    ["408", answer(408, ""), "ambiguous"],
    ["409", answer(409, ""), "ambiguous"],
    ["425", answer(425, ""), "ambiguous"],
    ["an error nobody knows", answer(400, said("teapot")), "ambiguous"],
    ["a server error said in OAuth's way", answer(500, said("server_error")), "ambiguous"],
    ["invalid_grant", answer(400, said("invalid_grant")), "dead"],
    ["invalid_grant with 403", answer(403, said("invalid_grant")), "dead"],
    ["invalid_grant with 200", answer(200, said("invalid_grant")), "dead"],
    ["access_denied", answer(403, said("access_denied")), "suspended"],
    ["invalid_client", answer(401, said("invalid_client")), "client"],
    ["unauthorized_client", answer(400, said("unauthorized_client")), "client"],
    ["401 without a word", answer(401, ""), "client"],
    ["invalid_scope", answer(400, said("invalid_scope")), "client"],
    ["mfa_required", answer(403, said("mfa_required")), "interaction"],
    ["a token", answer(200, { access_token: "a", token_type: "Bearer" }), "success"],
  ] as const)("%s", (_what, observation, kind) => {
    expect(judge(observation as Observation, expected).kind).toBe(kind);
  });

  test.each([
    ["expired access/refresh token", "dead"],
    ["inactive user", "suspended"],
    ["inactive organization", "suspended"],
    ["ip restricted", "suspended"],
    ["authentication failure", "suspended"],
    // Somebody else may be replacing it at this moment: no reason to send anybody to log in.
    ["token request is already being processed", "ambiguous"],
  ])("Salesforce's invalid_grant: %s is %s", (description, kind) => {
    const sent = answer(400, said("invalid_grant", description));
    expect(judge(sent, { ...expected, provider: salesforce }).kind).toBe(kind);
  });

  test.each([
    [400, "invalid_client_id", "client identifier invalid", "client"],
    [400, "invalid_app_access", "user is not admin approved to access this app", "suspended"],
    [400, "rate_limit_exceeded", "number of logins exceeded", "busy"],
  ])("Salesforce's %s %s: %s is %s", (status, error, description, kind) => {
    const sent = answer(status, said(error, description));
    expect(judge(sent, { ...expected, provider: salesforce }).kind).toBe(kind);
  });

  test.each([
    [403, "invalid_grant", "Unknown or invalid refresh token.", "dead"],
    [403, "invalid_grant", "The refresh_token was generated for a user who doesn't exist anymore.", "dead"],
    [401, "access_denied", "Unauthorized", "client"],
    [403, "access_denied", "user is blocked", "suspended"],
    [403, "access_denied", "whatever an Action says", "suspended"],
    [403, "unauthorized_client", "Grant type 'refresh_token' not allowed for the client.", "client"],
    [403, "mfa_required", "Multifactor authentication required", "interaction"],
    [429, "too_many_requests", "Rate limit exceeded.", "busy"],
  ])("Auth0's %s %s: %s is %s", (status, error, description, kind) => {
    const sent = answer(status, said(error, description));
    expect(judge(sent, { ...expected, provider: auth0 }).kind).toBe(kind);
  });

  test.each([
    ["the same", "005xx000001SwiUAAS", "success", null],
    ["another", "005xx000009SwiUAAS", "success", "subject"],
  ])("Salesforce's answer for %s user, told by its id", (_what, user, kind, what) => {
    const id = `https://login.salesforce.com/id/00Dxx0000001gPFEAY/${user}`;
    const outcome = judge(
      answer(200, { access_token: "a", token_type: "Bearer", id, refresh_token: "rt2" }),
      {
        ...expected,
        subject: "00Dxx0000001gPFEAY/005xx000001SwiUAAS",
        provider: salesforce,
      },
    );
    expect(outcome).toMatchObject({ kind, distrust: what === null ? null : { what } });
  });

  test("an API that Salesforce names elsewhere gets no token", () => {
    const fields = { access_token: "a", token_type: "Bearer", instance_url: "https://evil.example" };
    const outcome = judge(answer(200, fields), { ...expected, provider: salesforce });
    expect(outcome).toMatchObject({ access: { instanceUrl: null } });
  });

  test.each([
    ["7", 7],
    ["0", 1],
    ["999999", 3600],
    ["Wed, 25 Nov 2026 00:00:30 GMT", 30],
    ["nonsense", 5],
    [null, 5],
  ])("Retry-After %s is %s seconds", (retryAfter, seconds) => {
    expect(judge(answer(429, "", { retryAfter }), expected)).toMatchObject({ retryAfterSeconds: seconds });
  });

  test.each([
    ["absent", {}, null],
    ["empty", { refresh_token: "" }, null],
    ["not a string", { refresh_token: 7 }, null],
    ["null", { refresh_token: null }, null],
    ["the same", { refresh_token: "rt1" }, null],
    ["new", { refresh_token: "rt2" }, "rt2"],
  ])("a refresh token that is %s", (_what, more, token) => {
    const outcome = judge(answer(200, { access_token: "a", token_type: "bearer", ...more }), expected);
    expect(outcome).toMatchObject({ kind: "success", distrust: null });
    expect(outcome.kind === "success" ? (outcome.refreshToken?.expose() ?? null) : "?").toBe(token);
  });

  test("a control character in what the provider says reaches nobody", () => {
    const outcome = judge(answer(400, said("invalid_grant", "a\u001b[2Jb\nc")), expected);
    expect(outcome).toMatchObject({ said: "invalid_grant: a [2Jb c" });
  });
});

describe("the refresh token in an answer", () => {
  test("is found in whatever is cut off behind it, and never invented from what is cut off inside it", () => {
    const json = fc.record({ token: fc.string({ minLength: 1 }), before: fc.string(), after: fc.string() });
    fc.assert(
      fc.property(json, fc.nat(), ({ token, before, after }, at) => {
        const body = JSON.stringify({ before, refresh_token: token, after });
        const end = body.indexOf(`,"after"`, body.indexOf('"refresh_token"') + JSON.stringify(token).length);
        const cut = body.slice(0, at % (body.length + 1));
        const found = readRefreshToken(cut);
        if (cut.length >= end) expect(found).toBe(token);
        else expect(found).toBe(null);
      }),
    );
  });

  test("never makes judging throw, whatever comes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
        judge(answer(status, body), expected);
      }),
    );
  });
});
