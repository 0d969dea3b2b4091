/** Answer of the sessions to a request, whatever the framework. */
export interface Reply {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** Headers of every answer of ours. */
const always = [
  ["cache-control", "no-store"],
  ["x-content-type-options", "nosniff"],
] as const;

/** Builds a redirect. 302 after a GET, 303 after a POST: neither repeats a body. */
export const redirect = (status: 302 | 303, location: string, cookies: readonly string[] = []): Reply => ({
  status,
  headers: [...always, ["location", location], ...setCookies(cookies)],
  body: "",
});

/** Builds an answer for a program. */
export const json = (
  status: number,
  body: Readonly<Record<string, unknown>>,
  headers: Reply["headers"] = [],
): Reply => ({
  status,
  headers: [...always, ["content-type", "application/json"], ...headers],
  body: JSON.stringify(body),
});

/**
 * Builds a page. Its policy forbids everything but its own style. The referrer policy keeps the address from other sites,
 * and still lets the browser name the origin when the form of the page is sent.
 */
export const html = (status: number, body: string, headers: Reply["headers"] = []): Reply => ({
  status,
  headers: [
    ...always,
    ["content-type", "text/html; charset=utf-8"],
    [
      "content-security-policy",
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
    ],
    ["referrer-policy", "same-origin"],
    ["cross-origin-opener-policy", "same-origin"],
    ["x-frame-options", "DENY"],
    ...headers,
  ],
  body,
});

/** Builds the headers that set cookies. */
export const setCookies = (cookies: readonly string[]): Reply["headers"] =>
  cookies.map((cookie) => ["set-cookie", cookie] as const);

/** Converts a reply to a web-standard response. */
export function toResponse({ body, headers, status }: Reply): Response {
  // Given at once: a body alone would get the type of plain text, and another one would be added to that.
  return new Response(body === "" ? null : body, { status, headers: headers.map(([...pair]) => pair) });
}
