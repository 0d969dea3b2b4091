import { LoginNeededError, ProviderError } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { describeError } from "../src/error-text.ts";
import { withLikeliestCause } from "../src/likeliest-cause.ts";
import { coreError } from "./support/sample-errors.ts";

async function told(error: Error, language: "en" | "ja" = "en"): Promise<string> {
  const shown = await withLikeliestCause(error, language);
  return [...describeError(shown, { language, nowMs: 0, command: "tokenwell renew acme" }).details].join(
    "\n",
  );
}

describe("an error that quotes the provider gets the likeliest cause of explain", () => {
  test.each([
    [
      coreError("authorization_refused", {
        said: "unauthorized_client: Client is not authorized for PKCE-less flow, code_challenge required",
      }),
      "why   The app or the provider requires PKCE, and the request has no code_challenge.",
    ],
    [
      coreError("token_refused", { kind: "auth0", said: "access_denied: Service not found: https://api" }),
      "why   ",
    ],
    [
      coreError("import_refused", {
        said: "invalid_grant: Token reuse detected, refresh token already used",
      }),
      "why   The app rotates refresh tokens",
    ],
    [
      coreError("bad_token_answer", { what: "trust.id_token", detail: "exp" }),
      "why   The clock of the machine that checks the token",
    ],
  ])("%s", async (error, expected) => {
    const text = await told(error);
    expect(text).toContain(expected);
    expect(text).toMatch(/^fix {3}\S/m);
    expect(await told(error, "ja")).toMatch(/^原因 {2}.*[\u3040-\u30ff]/m);
  });

  test("and the doctor if a clock is wrong", async () => {
    const wrong = coreError("bad_token_answer", { what: "trust.id_token", detail: "iat" });
    expect(await told(wrong)).toContain("tokenwell doctor");
  });

  test.each([
    ["a cause of its own", coreError("token_refused", { why: "why.idle", fix: "fix.allow_offline" })],
    ["no words but the code", coreError("import_refused", { said: "invalid_grant" })],
    ["another kind", new LoginNeededError("nothing_connected")],
    [
      "a claim that is not about time",
      coreError("bad_token_answer", { what: "trust.id_token", detail: "aud" }),
    ],
    ["nothing of the provider's", new ProviderError("rejected_by_api", { name: "acme" })],
  ])("but not one with %s", async (_, error) => {
    expect(await withLikeliestCause(error, "en")).toBe(error);
  });
});
