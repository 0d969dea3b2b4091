import type { Socket } from "node:net";
import type { Client } from "undici";
import type { Dial } from "./connector.ts";
import { wireFailure } from "./failure.ts";

const maxHeaderBytes = 65_536;
/** Shorter than the idle time of any server we know; a longer one is used where the server promises it. */
const keepAliveMs = 4_000;

/** One connection to one origin and the client that speaks HTTP/1.1 on it: one request at a time. */
export interface PooledConnection {
  readonly origin: string;
  readonly client: Client;
  /** The socket that the client has now. */
  readonly socket: Socket | null;
  /** Readies the lane for one request: at most one connection may be opened for it. */
  arm(): void;
  /** Closes the connection, or stops opening it. */
  destroy(): Promise<void>;
}

/**
 * Makes a lane. The client retries nothing, follows nothing and has no deadlines of its own; with one client per
 * connection it is known which socket a request goes out on.
 */
export function openPooledConnection(ClientClass: typeof Client, target: URL, dial: Dial): PooledConnection {
  const stop = new AbortController();
  let socket: Socket | null = null;
  let dialsLeft = 0;

  const client = new ClientClass(target.origin, {
    connect: (_options, callback) => {
      // The client dials again by itself when a new connection dies before its first use. Once is enough.
      if (dialsLeft <= 0) {
        callback(wireFailure(false, target.host, "reset"), null);
        return;
      }
      dialsLeft -= 1;
      dial(target, stop.signal).then(
        (opened) => {
          socket = opened;
          callback(null, opened);
        },
        (error) => callback(error, null),
      );
    },
    pipelining: 1,
    allowH2: false,
    useMilo: false,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: keepAliveMs,
    maxHeaderSize: maxHeaderBytes,
  });

  return {
    origin: target.origin,
    client,
    get socket() {
      return socket;
    },
    arm() {
      dialsLeft = 1;
    },
    async destroy() {
      stop.abort();
      socket?.destroy();
      await client.destroy();
    },
  };
}
