import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo, type Server, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { expect } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { type EgressOptions, openEgress } from "../../src/wire/egress.ts";

/** The test authority and what it signed: see tls/README.md. */
export const testCa = read("test-ca.pem");
export const testServerTls = { key: read("test-server-key.pem"), cert: read("test-server.pem") };

const opened: { close(): Promise<unknown> }[] = [];

/** Closes everything that the helpers of this file opened. For `afterEach`. */
export async function closeAll(): Promise<void> {
  await Promise.all(opened.splice(0).map((each) => each.close()));
}

/** An egress with the machine's clock and no proxy, closed by {@link closeAll}. */
export function egressWith(options: Partial<EgressOptions> = {}) {
  const egress = openEgress({ clock: systemClock, env: {}, ...options });
  opened.push(egress);
  return egress;
}

/** A server that counts what reaches it. */
export interface Raw {
  readonly port: number;
  readonly sockets: Socket[];
  /** What came in, one entry for each chunk that the system delivered, over all connections. */
  readonly chunks: string[];
}

/** A TCP server that does with each chunk what the test says. */
export async function rawServer(
  onChunk: (socket: Socket, chunk: string) => void,
  onConnection: (socket: Socket) => void = () => {},
  host = "127.0.0.1",
): Promise<Raw> {
  const raw: Raw = { port: 0, sockets: [], chunks: [] };
  const server = net.createServer((socket) => {
    raw.sockets.push(socket);
    socket.on("error", () => {});
    onConnection(socket);
    socket.on("data", (data) => {
      raw.chunks.push(data.toString("latin1"));
      onChunk(socket, data.toString("latin1"));
    });
  });
  const port = await start(server, host, raw.sockets);
  return Object.assign(raw, { port });
}

/** An http server. */
export async function httpServer(handle: http.RequestListener): Promise<{ readonly port: number }> {
  return { port: await start(http.createServer(handle), "127.0.0.1") };
}

/** An https server with the test certificate; counts its TLS connections. */
export async function httpsServer(
  handle: http.RequestListener,
): Promise<{ port: number; connections: number }> {
  const server = https.createServer(testServerTls, handle);
  const counter = { port: 0, connections: 0 };
  server.on("secureConnection", () => {
    counter.connections += 1;
  });
  server.on("tlsClientError", () => {});
  counter.port = await start(server, "127.0.0.1");
  return counter;
}

/** A CONNECT proxy that leads every tunnel to one local port. */
export async function connectProxy(options: { to: number; status?: number; secure?: boolean }) {
  const seen: { authority: string; authorization: string | undefined }[] = [];
  const plain: string[] = [];
  const server = options.secure ? https.createServer(testServerTls) : http.createServer();
  const sockets: Duplex[] = [];
  server.on("request", (request: http.IncomingMessage, response: http.ServerResponse) => {
    plain.push(request.url ?? "");
    response.writeHead(500).end();
  });
  server.on("connect", (request: http.IncomingMessage, socket: Duplex, head: Buffer) => {
    seen.push({ authority: request.url ?? "", authorization: request.headers["proxy-authorization"] });
    sockets.push(socket);
    socket.on("error", () => {});
    if (options.status !== undefined) {
      socket.end(`HTTP/1.1 ${options.status} No\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    const target = net.connect(options.to, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      target.write(head);
      target.pipe(socket).pipe(target);
    });
    sockets.push(target);
    target.on("error", () => socket.destroy());
    socket.on("close", () => target.destroy());
  });
  return { port: await start(server, "127.0.0.1", sockets), seen, plain };
}

/** A whole answer as it stands on the wire. */
export function answerText(body: string, head = "HTTP/1.1 200 OK\r\nContent-Type: application/json"): string {
  return `${head}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail("did not reject"),
    (error: unknown) => error,
  );
}

async function start(server: Server, host: string, sockets: readonly Duplex[] = []): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, resolve);
  });
  opened.push({
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        if (server instanceof http.Server || server instanceof https.Server) server.closeAllConnections();
        server.close(resolve);
      }),
  });
  return (server.address() as AddressInfo).port;
}

function read(name: string): string {
  return readFileSync(new URL(`./tls/${name}`, import.meta.url), "utf8");
}
