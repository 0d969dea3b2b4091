import type { IncomingMessage, ServerResponse } from "node:http";

/** What one part of the emulator does with a request. It must end the response. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** The whole body as text. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** The path and query of a request, on a host of no meaning; the root where there is no path. */
export function urlOf({ url = "" }: IncomingMessage): URL {
  return new URL(url.startsWith("/") ? `http://localhost${url}` : "http://localhost/");
}

/** Answers with JSON that nobody stores. */
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
