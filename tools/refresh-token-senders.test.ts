import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const src = join(import.meta.dirname, "../packages/core/src");

/** Paths of the library's files in which a pattern occurs. */
function filesWith(pattern: RegExp): readonly string[] {
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".ts"),
  );
  return files.filter((path) => pattern.test(readFileSync(join(src, path), "utf8"))).toSorted();
}

// A provider that sees a spent refresh token again ends the login, so each one passes through the locks of refresh/.
// Logins and imports verify a refresh token by that path, too.
test.each([
  ["makes an attempt", /\bsendRefreshRequest\b/, ["refresh/attempt.ts", "refresh/redeem.ts"]],
  ["redeems a refresh token", /kind: "refresh_token"/, ["oauth/token-request.ts", "refresh/redeem.ts"]],
  [
    "redeems anything",
    /(?<!\/)\brequestToken\b/,
    ["login/exchange-code.ts", "oauth/token-request.ts", "refresh/redeem.ts"],
  ],
  ["asks a token endpoint", /TokenEndpointRequest|GrantRequest/, ["oauth/token-request.ts"]],
])("No other file of the library %s", (_, pattern, files) => {
  expect(filesWith(pattern)).toEqual(files);
});
