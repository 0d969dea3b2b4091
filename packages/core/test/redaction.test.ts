import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hideSecrets } from "../src/redaction.ts";
import { Secret } from "../src/secret.ts";

describe("hideSecrets()", () => {
  test("removes a secret that was made, one that was read, and a value that it was given", () => {
    const earlier = Secret.lazy(() => "decrypted-refresh-token");
    const hide = hideSecrets(["password of a database"]);
    Secret.of("an-access-token-1234");
    expect(hide("decrypted-refresh-token")).toBe("decrypted-refresh-token");
    earlier.expose();
    const text = "got an-access-token-1234, had decrypted-refresh-token, at password of a database!";
    expect(hide(text)).toBe("got …, had …, at …!");
  });

  test.each([
    ["JSON", 'CANARY "quoted" \\ and more', (value: string) => JSON.stringify({ value }), '{"value":"…"}'],
    [
      "an address",
      "CANARY+/= &more",
      (value: string) => `x?t=${encodeURIComponent(value)}&y=1`,
      /^x\?t=…(&y=1)?$/,
    ],
    ["a word", "CANARY-eight", (value: string) => `(${value})`, /^\(…\)?$/],
  ])("removes it within %s", (_where, value, write, left) => {
    const hide = hideSecrets();
    Secret.of(value);
    expect(hide(write(value))).toEqual(left instanceof RegExp ? expect.stringMatching(left) : left);
  });

  test("removes one that is cut off, up to the end of the word", () => {
    const hide = hideSecrets();
    Secret.of("CANARY_refresh_token_which_is_long");
    expect(hide('{"said":"CANARY_refresh_token_wh","code":7}')).toBe('{"said":"…","code":7}');
  });

  test("leaves every text without a secret as it is, and what is too short to be one", () => {
    const hide = hideSecrets();
    Secret.of("short");
    for (let index = 0; index < 2_000; index += 1) Secret.of(randomBytes(24).toString("base64url"));
    const lines = Array.from({ length: 200 }, () => `short ${randomBytes(90).toString("base64url")}`);
    expect(lines.map(hide)).toEqual(lines);
  });

  test("forgets no secret that is in use, however many come and go", () => {
    const hide = hideSecrets();
    const kept = Secret.of("a-secret-in-use-0001");
    for (let index = 0; index < 20_000; index += 1) {
      Secret.of(randomBytes(24).toString("base64url"));
      if (index % 4_000 === 0) kept.expose();
    }
    expect(hide(`<${kept.expose()}>`)).toBe("<…>");
  });
});
