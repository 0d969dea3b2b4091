import type { IncomingMessage, ServerResponse } from "node:http";
import type { IncomingRequest } from "./incoming-request.ts";
import type { Reply } from "./reply.ts";

/** A request of Node.js or of a framework that adds to it: Express keeps the whole path and a parsed body. */
type NodeRequest = IncomingMessage & { readonly originalUrl?: string; readonly body?: unknown };

/** Adapts a request of Node.js. */
export class IncomingNodeRequest implements IncomingRequest {
  readonly #request: NodeRequest;

  constructor(request: IncomingMessage) {
    this.#request = request;
  }

  get method(): string {
    return this.#request.method ?? "GET";
  }

  get target(): string {
    return this.#request.originalUrl ?? this.#request.url ?? "/";
  }

  header(name: string): string | undefined {
    const value = this.#request.headers[name];
    return Array.isArray(value) ? value.join(", ") : value;
  }

  async text(maxBytes: number): Promise<string | null> {
    const { body } = this.#request;
    // A body parser of the app has read it already.
    if (typeof body === "string") return body.length > maxBytes ? null : body;
    if (Buffer.isBuffer(body)) return body.length > maxBytes ? null : body.toString("utf8");
    if (typeof body === "object" && body !== null) return formOf(body);
    if (Number(this.header("content-length") ?? 0) > maxBytes) return null;
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of this.#request) {
      bytes += chunk.length;
      if (bytes > maxBytes) return null;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
  }
}

/** Adapts a request of Node.js. */
export const incomingOfNode = (request: IncomingMessage): IncomingRequest => new IncomingNodeRequest(request);

function formOf(body: object): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body))
    for (const each of [value].flat()) if (typeof each === "string") form.append(name, each);
  return form.toString();
}

/** Sends a reply. Closes the connection if it leaves a part of the body unread. */
export function sendReply(response: ServerResponse, { body, headers, status }: Reply): void {
  response.statusCode = status;
  for (const [name, value] of headers) {
    if (name === "set-cookie") response.appendHeader(name, value);
    else response.setHeader(name, value);
  }
  if (!response.req.complete) response.setHeader("connection", "close");
  response.end(body);
}
