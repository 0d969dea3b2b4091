import fc from "fast-check";

/** Hints, understood or not. */
export const anyHints = fc.record(
  {
    provider: fc.oneof(fc.constantFrom("salesforce", "auth0", "google", "oidc"), fc.string()),
    stage: fc.oneof(fc.constantFrom("refresh", "api-call", "network", "callback"), fc.string()),
    grant: fc.string(),
    status: fc.oneof(fc.integer(), fc.string()),
    context: fc.string({ unit: "binary" }),
  },
  { requiredKeys: [] },
);

/** Pieces of real messages, of which texts are put together. */
const pieces = fc.constantFrom(
  ...[
    '{"error":"',
    '","error_description":"',
    "invalid_grant",
    "refresh_token",
    "error=",
    "&",
    "%3D",
    "%",
    "+",
  ],
  ...[
    "<html>",
    "<",
    "&amp;",
    "access_token=",
    "Bearer ",
    "HTTP/1.1 400 ",
    "AADSTS",
    "state ",
    "code ",
    "\\u0026",
  ],
  ...[
    "no ",
    "refresh ",
    "second ",
    "not ",
    " at ",
    "tokenwell: ",
    "\u001b[31m",
    "\n",
    '"',
    "'",
    "[",
    "](",
    ": ",
  ],
);

/** Any text, of which parts look like messages. */
export const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 400 }),
  fc.array(fc.oneof(pieces, fc.string({ maxLength: 12 })), { maxLength: 200 }).map((parts) => parts.join("")),
  fc.tuple(pieces, fc.nat(3000)).map(([piece, times]) => piece.repeat(times)),
);

/** Secret as providers and people make them. */
export const anySecret = fc.stringMatching(/^[A-Za-z0-9._~+/!-]{12,60}$/);

/** What stands before and after a secret in a text. */
export const aroundSecret = fc.constantFrom<readonly [string, string]>(
  ["access_token=", "&x=1"],
  ['{"refresh_token":"', '"}'],
  ["Authorization: Bearer ", ""],
  ["Cookie: sid=", "; path=/"],
  ["client_secret: '", "'"],
  ["https://app.example/cb?code=", "&state=1"],
  ["assertion=eyJhbGciOiJSUzI1NiJ9.", ""],
  ['{"error":"', '"}'],
  ["error=", ""],
  ["(", ")"],
  ["", ": invalid_grant"],
  ["tokenwell: ", " must log in again"],
);
