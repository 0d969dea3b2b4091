import type { Socket } from "node:net";
import type { Client } from "undici";
import type { Dial } from "./connector.ts";
import { wireFailure } from "./failure.ts";

const maxHeaderBytes = 65_536;
/** Milliseconds that an idle connection is kept: less than any known server's limit, more if the server allows it. */
const keepAliveMs = 4_000;

/** One connection to one origin with its HTTP/1.1 client: one request at a time. */
export interface PooledConnection {
  readonly origin: string;
  readonly client: Client;
  /** The client's present socket. */
  readonly socket: Socket | null;
  /** Prepares one request: allows the client to open at most one socket for it. */
  arm(): void;
  /** Closes the connection, also while it opens. */
  destroy(): Promise<void>;
}

/**
 * Creates a connection that opens with its first request. Its client retries nothing, follows no redirect and has no
 * deadlines. One client for each connection shows which socket carries a request.
 */
export function openPooledConnection(ClientClass: typeof Client, target: URL, dial: Dial): PooledConnection {
  const stop = new AbortController();
  let socket: Socket | null = null;
  let dialsLeft = 0;

  const client = new ClientClass(target.origin, {
    connect: (_options, callback) => {
      // The client would open another socket if the first one dies unused.
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
