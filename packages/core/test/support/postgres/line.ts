import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** Both ends of one connection. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

/** `open`: all passes. `mute`: requests pass, answers wait. `stalled`: all waits. `cut`: no connection lives or begins. */
type State = "open" | "mute" | "stalled" | "cut";

/**
 * A TCP line to a port of this machine that can break, for protocols without exchanges that a proxy could see. For HTTP,
 * `test/prove/relay.ts` breaks single exchanges.
 */
export class Line {
  readonly port: number;
  #targetPort: number;
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #state: State = "open";

  private constructor(server: Server, targetPort: number) {
    this.#server = server;
    this.#targetPort = targetPort;
    this.port = (server.address() as { port: number }).port;
    server.on("connection", (client) => this.#join(client));
  }

  static async open(targetPort: number): Promise<Line> {
    const server = createServer({ allowHalfOpen: true }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Line(server, targetPort);
  }

  /** Number of connections that live. */
  get connections(): number {
    return this.#pairs.size;
  }

  /** The same address, by this line. */
  url(url: string): string {
    return url.replace(/:\d+(?=\/)/, `:${this.port}`);
  }

  /** Holds everything, as a network does that loses every packet: neither side notices. What waits comes after `heal`. */
  stall(): void {
    this.#become("stalled");
  }

  /** Holds answers only: the server does what it is asked, and its caller does not hear of it. */
  mute(): void {
    this.#become("mute");
  }

  /** Ends all connections at once, with what waits in them, and refuses new ones. */
  cut(): void {
    this.#become("cut");
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  /** Leads to another port from now on, as an address does that a failover moves. */
  moveTo(targetPort: number): void {
    const before = this.#state;
    this.cut();
    this.#targetPort = targetPort;
    this.#become(before);
  }

  heal(): void {
    this.#become("open");
  }

  async close(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #become(state: State): void {
    this.#state = state;
    for (const pair of this.#pairs) this.#flow(pair);
  }

  #join(client: Socket): void {
    if (this.#state === "cut") return void client.on("error", () => undefined).resetAndDestroy();
    const server = connect({ port: this.#targetPort, host: "127.0.0.1", allowHalfOpen: true });
    const pair: Pair = { client, server };
    this.#pairs.add(pair);
    this.#pass(pair, client, server);
    this.#pass(pair, server, client);
    this.#flow(pair);
  }

  #pass(pair: Pair, from: Socket, to: Socket): void {
    from.on("data", (bytes) => {
      if (!to.write(bytes)) from.pause();
    });
    to.on("drain", () => this.#flow(pair));
    from.on("end", () => to.end());
    from.on("error", () => undefined);
    from.on("close", () => {
      this.#pairs.delete(pair);
      to.destroySoon();
    });
  }

  #flow({ client, server }: Pair): void {
    if (this.#state === "open" || this.#state === "mute") client.resume();
    else client.pause();
    if (this.#state === "open") server.resume();
    else server.pause();
  }
}
