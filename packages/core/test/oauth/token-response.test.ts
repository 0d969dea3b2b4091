import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isClientAccepted, readRefreshToken, readTokenResponse } from "../../src/oauth/token-response.ts";
import { auth0 } from "../../src/providers/auth0/auth0.ts";
import { oidc } from "../../src/providers/oidc.ts";
import type { Provider } from "../../src/providers/provider.ts";
import { salesforce } from "../../src/providers/salesforce/salesforce.ts";

const context = { provider: oidc as Provider, issuer: "https://idp.example", nowMs: Date.UTC(2026, 10, 25) };

function read(
  body: string,
  { status = 200, complete = true, headers = {}, provider = oidc }: Partial<Trial> = {},
) {
  const response = { status, headers: new Headers(headers), body, complete };
  return readTokenResponse(response, { ...context, provider });
}

interface Trial {
  readonly status: number;
  readonly complete: boolean;
  readonly headers: Readonly<Record<string, string>>;
  readonly provider: Provider;
}

/** The refresh token that is read in a body that was cut off. */
function refreshTokenOf(body: string): string | null {
  const response = read(body, { complete: false });
  return response.kind === "tokens" ? (response.refreshToken?.expose() ?? null) : null;
}

const parts = fc.record({ token: fc.string({ minLength: 1 }), before: fc.string(), after: fc.string() });

describe("the refresh token of a response that is cut off", () => {
  test("is read in JSON if the cut is behind it, and never if the cut is within it", () => {
    fc.assert(
      fc.property(parts, fc.nat(), ({ token, before, after }, at) => {
        const body = JSON.stringify({ before, refresh_token: token, after });
        const end = body.indexOf(`,"after"`, body.indexOf('"refresh_token"') + JSON.stringify(token).length);
        const cut = body.slice(0, at % (body.length + 1));
        const expected = cut.length >= end ? token : null;
        expect([refreshTokenOf(cut), readRefreshToken(cut)]).toEqual([expected, expected]);
      }),
    );
  });

  test("is read in a form if the cut is behind it, and never if the cut is within it", () => {
    fc.assert(
      fc.property(parts, fc.nat(), ({ token, before, after }, at) => {
        const body = String(new URLSearchParams({ before, refresh_token: token, after }));
        const cut = body.slice(0, at % (body.length + 1));
        const isWhole = cut.length > body.lastIndexOf("&after=");
        expect(refreshTokenOf(cut)).toBe(isWhole ? token : null);
        if (isWhole) expect(readRefreshToken(cut)).toBe(token);
      }),
    );
  });

  test("is read in a form that is whole, as its last parameter", () => {
    const body = "access_token=a&token_type=bearer&refresh_token=r%2B1";
    expect(readRefreshToken(body)).toBe("r+1");
    const response = read(body);
    expect(response.kind === "tokens" ? response.refreshToken?.expose() : null).toBe("r+1");
    expect(refreshTokenOf(body)).toBe(null);
  });
});

describe("Retry-After", () => {
  test.each([
    [{ "retry-after": "120" }, 120],
    [{ "retry-after": "Wed, 25 Nov 2026 00:00:30 GMT" }, 30],
    [{ "retry-after": "Fri, 01 Jan 2027 00:01:00 GMT", date: "Fri, 01 Jan 2027 00:00:00 GMT" }, 60],
    [{ "retry-after": "Tue, 24 Nov 2026 00:00:00 GMT" }, 0],
    [{ "retry-after": "soon" }, null],
    [{}, null],
  ])("of %j is read as %s seconds", (headers, retryAfterSeconds) => {
    expect(read("", { status: 429, headers })).toMatchObject({ means: "busy", retryAfterSeconds });
  });
});

describe("a refusal", () => {
  test.each([
    [200, { error: "bad_refresh_token", error_description: "incorrect or expired" }, "dead"],
    [200, { ok: false, error: "invalid_refresh_token" }, "dead"],
    [400, { error: "Invalid_Grant" }, "dead"],
    [400, { Error: "INVALID_GRANT", ErrorDescription: "expired" }, "dead"],
    [400, { error: { code: 400, message: "invalid_grant", status: "INVALID_ARGUMENT" } }, "dead"],
    [
      401,
      { errors: [{ errorType: "invalid_grant", message: "Refresh token invalid" }], success: false },
      "dead",
    ],
    [400, { errors: ["invalid_grant"] }, "dead"],
    [400, { errors: { code: "invalid_client" } }, "client"],
    [400, [{ errorCode: "invalid_grant", message: "expired" }], "dead"],
    [400, { status: "BAD_REFRESH_TOKEN", message: "missing or invalid refresh token" }, "dead"],
    [400, { code: "invalid_client", message: "invalid_grant" }, "client"],
    [400, { error: { type: "OAuthException", code: 190, message: "The session was ended." } }, null],
    [200, { error: "teapot" }, null],
  ] as const)("with status %i is read in %j", (status, body, means) => {
    expect(read(JSON.stringify(body), { status })).toMatchObject({ kind: "refusal", means });
  });

  test("quotes the code and what the provider says about it", () => {
    const body = { errors: [{ errorType: "invalid_grant", message: "Refresh token invalid" }] };
    expect(read(JSON.stringify(body), { status: 401 })).toMatchObject({
      error: "invalid_grant",
      description: "Refresh token invalid",
      said: "invalid_grant: Refresh token invalid",
    });
  });

  test.each([
    [200, { status: "ok" }],
    [200, {}],
    [404, { message: "No such page." }],
    [500, { message: "invalid_grant" }],
    [502, { status: "BAD_GATEWAY" }],
  ])("is not read with status %i in %j", (status, body) => {
    expect(read(JSON.stringify(body), { status })).toEqual({ kind: "unreadable" });
  });

  test("is read from any JSON without an exception", () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(200, 400, 401, 500), (body, status) => {
        expect(read(body, { status })).toHaveProperty("kind");
      }),
    );
  });
});

describe("a number of a response", () => {
  const numbers = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.bigInt({ min: -(10n ** 400n), max: 10n ** 400n }),
  );

  test("gives a date that is valid, whatever JSON number or digits it is", () => {
    fc.assert(
      fc.property(numbers, fc.boolean(), (number, isText) => {
        const expires = isText ? JSON.stringify(String(number)) : String(number);
        const response = read(`{"access_token":"a","token_type":"Bearer","expires_in":${expires}}`);
        if (response.kind !== "tokens") throw new TypeError(response.kind);
        const seconds = response.access?.expiresInSeconds ?? 1;
        expect(seconds).toBeGreaterThan(0);
        expect(new Date(context.nowMs + seconds * 1000).toISOString()).toMatch(/^2\d{3}-/);
      }),
    );
  });

  test("in Retry-After is at most a hundred years", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 400n }), (number) => {
        const response = read("", { status: 429, headers: { "retry-after": String(number) } });
        const seconds = response.kind === "refusal" ? response.retryAfterSeconds : null;
        expect(new Date(context.nowMs + Number(seconds) * 1000).toISOString()).toMatch(/^2\d{3}-/);
      }),
    );
  });
});

describe("an access token", () => {
  test.each([
    [undefined, ""],
    ["", ""],
    ["bearer ", null],
    ["BEARER", null],
    ["user", "user"],
    ["Bearer Token", "Bearer Token"],
  ])("of the type %j is used as Bearer, and its other type is %j", (token_type, otherTokenType) => {
    const body = JSON.stringify({ access_token: "a", token_type });
    expect(read(body)).toMatchObject({ access: { tokenType: "Bearer", otherTokenType } });
  });

  test.each(["DPoP", "dpop", "MAC", "pop", "N_A"])("of the type %s is withheld by name", (token_type) => {
    const body = JSON.stringify({ access_token: "a", token_type, refresh_token: "r" });
    expect(read(body)).toMatchObject({ access: null, distrust: { what: "token_type", detail: token_type } });
  });
});

describe("a client", () => {
  test.each([
    ["is accepted if tokens come", { access_token: "a" }, 200, oidc, "tokens", true],
    ["is accepted if the code is refused", { error: "invalid_grant" }, 400, oidc, "dead", true],
    ["is accepted if the account is stopped", { error: "access_denied" }, 403, auth0, "suspended", true],
    ["is refused by its code", { error: "invalid_client" }, 400, oidc, "client", false],
    ["is refused by its id", { error: "invalid_client_id" }, 400, salesforce, "client", false],
    [
      "is refused by Salesforce's own code",
      { error: "invalid_client_credentials" },
      400,
      salesforce,
      "client",
      false,
    ],
    ["is refused by 401 alone", {}, 401, oidc, "client", false],
    ["is refused by 401 access_denied", { error: "access_denied" }, 401, oidc, "client", false],
    ["is refused by Auth0's 401", { error: "access_denied" }, 401, auth0, "client", false],
    ["is not at fault if its scope is wrong", { error: "invalid_scope" }, 400, oidc, "configuration", false],
    ["is unknown if the provider is busy", { error: "too_many_requests" }, 429, auth0, "busy", false],
    ["is unknown after an unknown code", { error: "teapot" }, 400, oidc, null, false],
    ["is unknown after a page", {}, 500, oidc, "unreadable", false],
  ] as const)("%s", (...[, body, status, provider, means, isAccepted]) => {
    const response = read(JSON.stringify(body), { status, provider });
    expect(response.kind === "refusal" ? response.means : response.kind).toBe(means);
    expect(isClientAccepted(response)).toBe(isAccepted);
  });
});
