import { once } from "node:events";
import { createServer } from "node:net";

/** Ports of one process of tests: to try one is to take it for a moment, which another process must not do. */
const ports = 1_000;
/** Below the ports that systems choose, so that no connection takes one. */
const first = 20_000 + (Number(process.env.VITEST_POOL_ID ?? process.pid) % 12) * ports;
/** Begins elsewhere in each process, for another run of the tests at the same time. */
let tried = process.pid;

/** Finds a port of this machine that no program listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + (tried % ports);
    tried += 1;
    const isFree = await Promise.all([listens("127.0.0.1", port), listens("::1", port)]);
    if (isFree.every(Boolean)) return port;
  }
}

/** Whether a server can listen there; an address that this machine lacks is as good as free. */
async function listens(host: string, port: number): Promise<boolean> {
  const server = createServer();
  const failure = once(server, "error").then(([error]) => error.code !== "EADDRINUSE");
  const success = once(server.listen({ host, port, exclusive: true }), "listening").then(() => true);
  const isFree = await Promise.race([success, failure]);
  success.catch(() => undefined);
  failure.catch(() => undefined);
  server.close();
  return isFree;
}
