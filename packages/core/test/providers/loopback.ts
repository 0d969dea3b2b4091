import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { WireError } from "../../src/errors.ts";
import type { Fetch } from "../../src/providers/provider.ts";

/** What a test answers with. */
export type Handler = (
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
) => void | Promise<void>;

/** A real HTTP server on this machine. */
export interface Loopback {
  readonly origin: string;
  /** Of every request, in order: method and path. */
  readonly requests: string[];
  close(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1. */
export async function openLoopback(handler: Handler): Promise<Loopback> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      void handler(request, response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(value));
}

/** Node's own fetch with the duties of the wire: no redirects, and a WireError when there is no answer. */
export const plainFetch: Fetch = async (url, options) => {
  try {
    return await fetch(url, { ...options, redirect: "manual", body: options.body ?? null });
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : "";
    const reason = code === "ENOTFOUND" || code === "EAI_AGAIN" ? "dns" : "refused";
    throw new WireError("unreachable", false, { host: new URL(url).host, reason });
  }
};
