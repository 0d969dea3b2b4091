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
