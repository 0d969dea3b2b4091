import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { EmulatorError } from "../errors.ts";
import type { RequestHandler } from "./http.ts";
import type { ServerCertificate } from "./tls.ts";

const maxAttempts = 20;

/** The two listeners of one port, 127.0.0.1 and ::1. */
export interface Loopback {
  readonly port: number;
  /** Breaks every connection and stops listening. */
  close(): Promise<void>;
}

/**
 * Listens on both loopback addresses at the same port, and on no other address. If the machine has no IPv6, it listens
 * on 127.0.0.1 alone.
 *
 * @param port 0: any port that is free on both addresses.
 * @param tls Absent: plain http.
 * @throws {EmulatorError} `no_loopback`
 */
export async function listenOnLoopback(
  port: number,
  handler: RequestHandler,
  tls?: ServerCertificate,
): Promise<Loopback> {
  let failure: unknown;
  // A port may be free on one address and taken on the other.
  for (let attempt = 0; attempt < (port === 0 ? maxAttempts : 1); attempt += 1) {
    try {
      return await listenOnBoth(port, handler, tls);
    } catch (cause) {
      failure = cause;
    }
  }
  throw new EmulatorError(
    "no_loopback",
    `Port ${port} cannot be taken on this machine's loopback addresses.`,
    {
      cause: failure,
    },
  );
}

async function listenOnBoth(
  port: number,
  handler: RequestHandler,
  tls: ServerCertificate | undefined,
): Promise<Loopback> {
  const first = await listen("127.0.0.1", port, newServer(handler, tls));
  const taken = (first.address() as AddressInfo).port;
  const servers = [first];
  try {
    servers.push(await listen("::1", taken, newServer(handler, tls)));
  } catch (cause) {
    if (!lacksIpv6(cause)) {
      await stop(first);
      throw cause;
    }
  }
  return {
    port: taken,
    close: async () => {
      await Promise.all(servers.map(stop));
    },
  };
}

function newServer(handler: RequestHandler, tls: ServerCertificate | undefined): Server {
  const listener: RequestHandler = (request, response) => {
    void answer(handler, request, response);
  };
  return tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
}

async function listen(host: string, port: number, server: Server): Promise<Server> {
  server.listen({ host, port, ipv6Only: true });
  await once(server, "listening");
  return server;
}

async function answer(
  handler: RequestHandler,
  ...[request, response]: Parameters<RequestHandler>
): Promise<void> {
  try {
    await handler(request, response);
  } catch (cause) {
    // Many tests disconnect in the middle of a request on purpose, so ignore that.
    if (!request.errored && !response.destroyed) {
      console.error(cause);
      response.destroy();
    }
  }
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

function lacksIpv6(cause: unknown): boolean {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  return code === "EADDRNOTAVAIL" || code === "EAFNOSUPPORT";
}
