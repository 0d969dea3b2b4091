import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge, type Observation, readRefreshToken } from "../../src/refresh/outcome.ts";

const expected = {
  clientId: "app",
  issuer: "https://idp.example",
  subject: "alice",
  requestedScope: "openid",
  presented: "rt1",
  nowMs: Date.UTC(2026, 10, 25),
  suspends: (said: string) => said.includes("inactive"),
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
    [
      "invalid_grant that means a stopped account",
      answer(400, said("invalid_grant", "inactive user")),
      "suspended",
    ],
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
