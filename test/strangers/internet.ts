import { once } from "node:events";
import { readFileSync } from "node:fs";
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  request as sendRequest,
} from "node:http";
import { createServer as createSecureServer, type Server as SecureServer } from "node:https";
import { type AddressInfo, connect, type Socket } from "node:net";
import { fileURLToPath } from "node:url";
import { EnvHttpProxyAgent, getGlobalDispatcher, setGlobalDispatcher } from "undici";

const file = (name: string): string => fileURLToPath(new URL(`tls/${name}`, import.meta.url));

/** What trusts the hosts of {@link Internet}. */
export const testAuthority = file("test-ca.pem");

/**
 * The hosts of the providers, as the command and a browser reach them: by their real names, over TLS, through a
 * proxy. Behind each stands a port of this machine. Other names do not exist; nothing leaves the machine.
 */
export class Internet {
  readonly #proxy: Server;
  readonly #front: SecureServer;
  readonly #sockets = new Set<Socket>();

  private constructor(ports: ReadonlyMap<string, number>) {
    const options = {
      key: readFileSync(file("test-front-key.pem")),
      cert: readFileSync(file("test-front.pem")),
    };
    this.#front = createSecureServer(options, (request, response) => forward(ports, request, response));
    this.#proxy = createServer((_request, response) => response.writeHead(400).end());
    this.#proxy.on("connect", (request: IncomingMessage, socket: Socket) => {
      const { hostname, port } = new URL(`https://${request.url}`);
      const isLocal = hostname === "localhost";
      if (!isLocal && !ports.has(hostname)) {
        socket.end("HTTP/1.1 502 No such host\r\n\r\n");
        return;
      }
      this.#join(socket, connect(isLocal ? Number(port) : portOf(this.#front), "localhost"));
    });
  }

  /** `hosts`: names, and the ports of this machine that stand behind them. */
  static async open(hosts: Readonly<Record<string, number>>): Promise<Internet> {
    const internet = new Internet(new Map(Object.entries(hosts)));
    for (const server of [internet.#front, internet.#proxy]) {
      server.listen(0, "localhost");
      await once(server, "listening");
    }
    return internet;
  }

  get proxy(): string {
    return `http://localhost:${portOf(this.#proxy)}`;
  }

  /** What a program needs in its environment to get there. */
  get env(): Readonly<Record<string, string>> {
    return { HTTPS_PROXY: this.proxy, NO_PROXY: "localhost", NODE_EXTRA_CA_CERTS: testAuthority };
  }

  /** Lets the `fetch` of this process go the same way, until the returned function is called. */
  enter(): () => void {
    const before = getGlobalDispatcher();
    const ca = readFileSync(testAuthority, "utf8");
    setGlobalDispatcher(
      new EnvHttpProxyAgent({ httpsProxy: this.proxy, noProxy: "localhost", requestTls: { ca } }),
    );
    return () => setGlobalDispatcher(before);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    for (const server of [this.#front, this.#proxy]) {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    }
  }

  #join(client: Socket, upstream: Socket): void {
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket);
      socket.once("close", () => {
        this.#sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
      socket.on("error", () => undefined);
    }
    upstream.once("connect", () => {
      client.write("HTTP/1.1 200 OK\r\n\r\n");
      client.pipe(upstream).pipe(client);
    });
  }
}

/** The provider on this machine knows itself by its loopback name only. */
function forward(
  ports: ReadonlyMap<string, number>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const port = ports.get((request.headers.host ?? "").replace(/:\d+$/, ""));
  const headers = { ...request.headers, host: `localhost:${port}` };
  const options = { host: "localhost", port, path: request.url, method: request.method, headers };
  const upstream = sendRequest(options, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  // What the provider breaks off, the client sees broken off.
  upstream.on("error", () => response.destroy());
  request.pipe(upstream);
}

function portOf(server: Server | SecureServer): number {
  return (server.address() as AddressInfo).port;
}
