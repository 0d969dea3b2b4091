import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { fileURLToPath } from "node:url";
import { Words } from "./children.ts";

/** Where the browser that `$BROWSER` names reports the address that it was told to open. */
export class Desk {
  readonly #server: Server;
  readonly #asked = new Words();

  private constructor(server: Server) {
    this.#server = server;
    server.on("request", (request, response) => {
      request.setEncoding("utf8").on("data", (text: string) => this.#asked.add(text));
      request.on("end", () => {
        this.#asked.add("\n");
        response.end();
      });
    });
  }

  static async open(): Promise<Desk> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Desk(server);
  }

  /** What the command needs so that it opens its browser here. */
  get env(): Readonly<Record<string, string>> {
    const address = this.#server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const program = fileURLToPath(new URL("browser-command.cjs", import.meta.url));
    return { BROWSER: `${process.execPath} ${program}`, TEST_DESK_PORT: String(port) };
  }

  /** The address that was opened, as soon as there is one. */
  async opened(): Promise<string> {
    return (await this.#asked.matching(/^\S+$/m))[0];
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }
}
