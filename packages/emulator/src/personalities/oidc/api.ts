import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody, sendJson, urlOf } from "../../serving/http.ts";

const echoedHeaders = ["accept", "content-type", "content-length", "user-agent", "x-request-id"];

/** The subject, client and scope of a valid access token. */
export interface Bearer {
  readonly subject: string;
  readonly clientId: string;
  readonly scope: string;
}

/** Finds the bearer of an access token. Resolves with `undefined` if the token is unknown, expired or revoked. */
export type BearerOf = (accessToken: string) => Promise<Bearer | undefined>;

/**
 * Serves the protected API under /api/: `hello` accepts a valid access token, `echo` returns the request, and
 * `redirect` redirects the caller.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
export async function answerApi(
  bearerOf: BearerOf,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = urlOf(request);
  const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const bearer = token === undefined ? undefined : await bearerOf(token);
  switch (url.pathname) {
    case "/api/hello":
      hello(response, bearer, request.headers.authorization !== undefined);
      break;
    case "/api/echo":
      sendJson(response, 200, {
        method: request.method,
        path: request.url,
        authorization: authorizationSeen(request, bearer),
        headers: shownHeaders(request),
        body: await readBody(request),
      });
      break;
    case "/api/redirect":
      response.writeHead(302, {
        location: url.searchParams.get("to") ?? "/api/hello",
        "content-length": "0",
      });
      response.end();
      break;
    default:
      sendJson(response, 404, {
        error: "not_found",
        error_description: "The API has hello, echo and redirect.",
      });
  }
}

function hello(response: ServerResponse, bearer: Bearer | undefined, hadHeader: boolean): void {
  if (bearer !== undefined) {
    sendJson(response, 200, { hello: bearer.subject, client_id: bearer.clientId, scope: bearer.scope });
    return;
  }
  // RFC 6750 §3.1: a request without a token receives the scheme and no error code.
  const error = hadHeader
    ? ', error="invalid_token", error_description="The access token is not valid."'
    : "";
  sendJson(
    response,
    401,
    { error: hadHeader ? "invalid_token" : "unauthorized" },
    { "www-authenticate": `Bearer realm="emulator"${error}` },
  );
}

function authorizationSeen(
  request: IncomingMessage,
  bearer: Bearer | undefined,
): "absent" | "valid" | "invalid" {
  if (request.headers.authorization === undefined) return "absent";
  return bearer === undefined ? "invalid" : "valid";
}

function shownHeaders(request: IncomingMessage): Record<string, unknown> {
  return Object.fromEntries(echoedHeaders.map((name) => [name, request.headers[name]]));
}
