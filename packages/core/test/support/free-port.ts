import { once } from "node:events";
import { createServer } from "node:net";

/** Below the ports that systems choose, so that no connection takes one; each process of tests has a hundred. */
let nextPort = 20_000 + (process.pid % 100) * 100;

/** Finds a port of this machine that no program listens on. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = nextPort;
    nextPort += 1;
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
