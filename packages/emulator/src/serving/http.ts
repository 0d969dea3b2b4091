import type { IncomingMessage, ServerResponse } from "node:http";

/** Handles a request and ends the response. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Reads the whole body as text. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** Parses the path and query of a request, with an arbitrary host. Without a path it is the root. */
export function urlOf({ url = "" }: IncomingMessage): URL {
  return new URL(url.startsWith("/") ? `http://localhost${url}` : "http://localhost/");
}

/** Answers with JSON that must not be stored. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    ...headers,
  });
  response.end(`${JSON.stringify(body)}\n`);
}
