import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { auth0 } from "../../src/providers/auth0/auth0.ts";
import { oidc } from "../../src/providers/oidc.ts";
import type { Provider } from "../../src/providers/provider.ts";
import { salesforce } from "../../src/providers/salesforce/salesforce.ts";
import { judge, mayBeAboutClient, mayBeAboutScope, type Observation } from "../../src/refresh/outcome.ts";
import { exposed } from "../support/samples.ts";
import { jwt } from "../support/world.ts";

const expected = {
  clientId: "app",
  issuer: "https://idp.example",
  subject: "alice",
  requestedScope: "openid",
  presented: "rt1",
  nowMs: Date.UTC(2026, 10, 25),
  provider: oidc as Provider,
};

function answer(
  status: number,
  body: unknown,
  { retryAfter = null, complete = true }: { retryAfter?: string | null; complete?: boolean } = {},
): Observation {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = { get: (name: string) => (name === "retry-after" ? retryAfter : null) };
  return { kind: "answer", status, headers, body: text, complete };
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
    ["an error nobody knows", answer(400, said("teapot")), "unexplained"],
    ["an error nobody knows with 200", answer(200, said("teapot")), "unexplained"],
    ["an error nobody knows with 404", answer(404, said("teapot")), "unexplained"],
    ["an error nobody knows with 409", answer(409, said("teapot")), "ambiguous"],
    ["an error nobody knows with 500", answer(500, said("teapot")), "ambiguous"],
    ["an error nobody knows with 499", answer(499, said("teapot")), "unexplained"],
    ["an error whose name ends as a server error", answer(400, said("no_server_error")), "unexplained"],
    ["an error whose name begins as a server error", answer(400, said("server_error_7")), "unexplained"],
    ["a list of words with 200", answer(200, ["teapot"]), "ambiguous"],
    ["400 without a word", answer(400, ""), "unexplained"],
    ["400 with HTML", answer(400, "<html>"), "unexplained"],
    ["400 cut off", answer(400, '{"err', { complete: false }), "ambiguous"],
    ["403 without a word", answer(403, ""), "unexplained"],
    ["403 with the page of a firewall", answer(403, " <html>"), "ambiguous"],
    ["404 without a word", answer(404, ""), "ambiguous"],
    ["410 without a word", answer(410, ""), "unexplained"],
    ["422 without a word", answer(422, ""), "unexplained"],
    ["204", answer(204, ""), "ambiguous"],
    ["a server error said in OAuth's way", answer(500, said("server_error")), "ambiguous"],
    ["a server error that comes with 400", answer(400, said("SERVER_ERROR")), "ambiguous"],
    ["a pause that comes with 400", answer(400, said("temporarily_unavailable")), "ambiguous"],
    ["invalid_grant", answer(400, said("invalid_grant")), "dead"],
    ["invalid_grant with 403", answer(403, said("invalid_grant")), "dead"],
    ["invalid_grant with 200", answer(200, said("invalid_grant")), "dead"],
    ["access_denied", answer(403, said("access_denied")), "suspended"],
    ["invalid_client", answer(401, said("invalid_client")), "client"],
    ["unauthorized_client", answer(400, said("unauthorized_client")), "client"],
    ["401 without a word", answer(401, ""), "unexplained"],
    ["401 with an empty error", answer(401, said("")), "unexplained"],
    ["401 access_denied", answer(401, said("access_denied")), "client"],
    ["invalid_grant in a form", answer(400, "error=invalid_grant"), "dead"],
    ["invalid_token", answer(401, said("invalid_token")), "dead"],
    ["invalid_scope", answer(400, said("invalid_scope")), "unexplained"],
    ["invalid_request", answer(400, said("invalid_request")), "unexplained"],
    ["unsupported_grant_type", answer(400, said("unsupported_grant_type")), "client"],
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

describe("an answer with an access token", () => {
  const whole = { access_token: "a", token_type: "Bearer", scope: "api", expires_in: 60, id: 7 };
  const claims = { iss: expected.issuer, sub: "alice", aud: "app" };
  const judged = (fields: object, over: Partial<typeof expected> = {}): unknown =>
    exposed(judge(answer(200, fields), { ...expected, ...over }));
  const success = { kind: "success", refreshToken: null, distrust: null };
  const access = {
    token: "secret: a",
    tokenType: "Bearer",
    otherTokenType: null,
    idToken: null,
    scope: "api",
    expiresInSeconds: 60,
    instanceUrl: null,
    subject: null,
  };

  test("is told as it is", () => {
    expect(judged(whole)).toEqual({ ...success, access });
    const id_token = jwt(claims);
    expect(judged({ ...whole, id_token, refresh_token: "rt2" })).toEqual({
      ...success,
      refreshToken: "secret: rt2",
      access: { ...access, idToken: `secret: ${id_token}`, subject: "alice" },
    });
    expect(
      judged({ ...whole, instance_url: "https://acme.my.salesforce.com" }, { provider: salesforce }),
    ).toEqual({
      ...success,
      access: { ...access, instanceUrl: "https://acme.my.salesforce.com" },
    });
  });

  test.each([
    [undefined, "openid"],
    ["", "openid"],
    [7, "openid"],
    [" ", "openid"],
    ["api web", "api web"],
    [" api  web ", "api web"],
  ])("with scope %j: it has %s", (scope, granted) => {
    expect(judged({ ...whole, scope })).toMatchObject({ access: { scope: granted } });
  });

  test.each([
    [undefined, null],
    [0, null],
    [-5, null],
    [null, null],
    ["soon", null],
    ["60 s", null],
    ["about 60", null],
    ["", null],
    ["0", null],
    ["90", 90],
    [90, 90],
    [1.5, 1],
    [0.5, null],
    ["90.9", 90],
    [" 90 ", 90],
    [2 ** 63, 3_153_600_000],
  ])("with expires_in %j: it lives %s seconds", (expires_in, seconds) => {
    expect(judged({ ...whole, expires_in })).toMatchObject({ access: { expiresInSeconds: seconds } });
  });

  test.each([
    [{ token_type: "mac" }, "token_type", "mac"],
    [{ token_type: " DPoP" }, "token_type", "DPoP"],
    [{ token_type: "N_A" }, "token_type", "N_A"],
    [{ id_token: "no.jwt.x" }, "id_token", "unreadable"],
    [{ id_token: "x" }, "id_token", "unreadable"],
    [{ id_token: jwt({ ...claims, iss: "https://other.example" }) }, "id_token", "iss"],
    [{ id_token: jwt({ ...claims, aud: "other" }) }, "id_token", "aud"],
    [{ id_token: jwt({ ...claims, aud: ["other"] }) }, "id_token", "aud"],
    [{ id_token: jwt({ ...claims, sub: "mallory" }) }, "subject", "sub"],
    [{ id_token: jwt({ ...claims, sub: undefined }) }, "subject", "sub"],
    [{ access_token: undefined }, "not_an_answer", ""],
    [{ access_token: "" }, "not_an_answer", ""],
    [{ access_token: 7 }, "not_an_answer", ""],
  ])("and %j is withheld, and its refresh token is taken", (more, what, detail) => {
    expect(judged({ ...whole, refresh_token: "rt2", ...more })).toEqual({
      kind: "success",
      refreshToken: "secret: rt2",
      access: null,
      distrust: { what, detail },
    });
  });

  test.each([
    [{ id_token: jwt({ ...claims, aud: ["other", "app"] }) }, "alice"],
    [{ id_token: jwt({ ...claims, sub: "bob" }) }, null],
    [{ token_type: "bearer" }, "alice"],
    [{ token_type: undefined }, "alice"],
    [{ id_token: "" }, "alice"],
    [{ id_token: 7 }, "alice"],
  ])("and %j is handed out where its account is %s", (more, subject) => {
    const outcome = judge(answer(200, { ...whole, ...more }), { ...expected, subject });
    expect(outcome).toMatchObject({ distrust: null, access: {} });
  });

  test.each([
    [200, true],
    [201, true],
    [299, true],
    [199, false],
    [300, false],
    [400, false],
  ])("is one with status %i: %s", (status, isOne) => {
    expect(judge(answer(status, whole), expected).kind === "success").toBe(isOne);
  });
});

describe("what is said of an answer that is none", () => {
  const unexplained = (error: string, words: string) =>
    ({ kind: "unexplained", error, said: words, isAboutRequest: false }) as const;

  test.each([
    [
      { kind: "no_answer", reason: "reset" } as const,
      { kind: "ambiguous", reason: "reset", httpStatus: null },
    ],
    [answer(502, "<html>"), { kind: "ambiguous", reason: "unreadable", httpStatus: 502 }],
    [answer(200, '{"acc', { complete: false }), { kind: "ambiguous", reason: "truncated", httpStatus: 200 }],
    [answer(200, "null"), { kind: "ambiguous", reason: "unreadable", httpStatus: 200 }],
    [answer(200, '["access_token"]'), { kind: "ambiguous", reason: "unreadable", httpStatus: 200 }],
    [answer(400, { error: 7 }), unexplained("", "HTTP 400")],
    [answer(400, said("Teapot", "short")), unexplained("teapot", "Teapot: short")],
    [
      answer(400, said("invalid_scope", "scope is required")),
      { ...unexplained("invalid_scope", "invalid_scope: scope is required"), isAboutRequest: true },
    ],
    [answer(500, { error: "" }), { kind: "ambiguous", reason: "unreadable", httpStatus: 500 }],
    [answer(401, ""), unexplained("", "HTTP 401")],
    [answer(401, { error: "invalid_grant" }), { kind: "dead", said: "invalid_grant" }],
    [answer(400, { error: "invalid_grant", error_description: 7 }), { kind: "dead", said: "invalid_grant" }],
    [answer(400, said("invalid_grant", "gone")), { kind: "dead", said: "invalid_grant: gone" }],
    [answer(503, "", { retryAfter: " 7 " }), { kind: "busy", status: 503, retryAfterSeconds: 7 }],
    [answer(429, "", { retryAfter: "7 s" }), { kind: "busy", status: 429, retryAfterSeconds: 5 }],
    [answer(503, "", { retryAfter: "soon" }), { kind: "busy", status: 503, retryAfterSeconds: 5 }],
    [answer(429, "", { retryAfter: "a7" }), { kind: "busy", status: 429, retryAfterSeconds: 5 }],
    [answer(500, "", { retryAfter: "7" }), { kind: "ambiguous", reason: "unreadable", httpStatus: 500 }],
  ])("%j", (observation, outcome) => {
    expect(judge(observation, expected)).toEqual(outcome);
  });

  test("Salesforce's token that somebody else is replacing, and its limit", () => {
    const of = (status: number, error: string, description: string): unknown =>
      judge(answer(status, said(error, description)), { ...expected, provider: salesforce });
    expect(of(400, "invalid_grant", "token request is already being processed")).toEqual({
      kind: "ambiguous",
      reason: "in_progress",
      httpStatus: 400,
    });
    expect(of(400, "rate_limit_exceeded", "number of logins exceeded")).toMatchObject({
      kind: "busy",
      status: 400,
      retryAfterSeconds: 60,
    });
  });
});

describe("a second request in the same attempt", () => {
  const judged = (observation: Observation): [boolean, boolean] => {
    const outcome = judge(observation, expected);
    return [mayBeAboutClient(outcome, observation), mayBeAboutScope(outcome)];
  };

  test.each([
    [answer(401, said("invalid_client")), [true, false]],
    [answer(401, ""), [true, false]],
    [answer(403, ""), [true, false]],
    [answer(400, ""), [false, false]],
    [answer(401, said("teapot")), [false, false]],
    [answer(403, said("access_denied")), [false, false]],
    [answer(401, said("invalid_grant", "scope")), [false, false]],
    [answer(503, said("scope")), [false, false]],
    [answer(400, said("invalid_scope")), [false, true]],
    [answer(400, said("invalid_request", "scopes are missing")), [false, true]],
    [answer(400, said("invalid_request", "device is missing")), [false, false]],
    [{ kind: "no_answer", reason: "scope" } as const, [false, false]],
    [{ kind: "not_sent", reason: "scope" } as const, [false, false]],
  ] as const)("may help after %j: with another secret, with a scope: %j", (observation, right) => {
    expect(judged(observation)).toEqual(right);
  });
});

describe("judging", () => {
  test("never throws, whatever comes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 599 }), fc.oneof(fc.string(), fc.json()), (status, body) => {
        judge(answer(status, body), expected);
      }),
    );
  });
});
