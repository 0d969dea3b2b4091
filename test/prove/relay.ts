import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/**
 * A place on an exchange's way. `request`: all of it has left the client, and nothing has reached the provider. `answer`: the
 * provider has decided and answered, and nothing of that has reached the client. `headers`, `body`: so much has, of the body
 * one half.
 */
export type Moment = "request" | "answer" | "headers" | "body";

/** An exchange that stands still. */
export interface Held {
  /** It goes on, though nobody may wait for it any more. */
  go(): void;
  /** The rest of it never arrives. */
  drop(): void;
}

/** What becomes of one exchange. Everything is where it breaks, as parts of the whole from 0 to 1; nothing: all is well. */
export interface Fate {
  readonly refused?: boolean;
  readonly requestCutAt?: number;
  readonly answerCutAt?: number;
  readonly answerLost?: boolean;
  readonly delayMs?: number;
  /** The answer comes in so many pieces. */
  readonly pieces?: number;
}

/** A TCP relay between us and a provider: it holds exchanges, breaks them, and passes on what it does not touch. */
export class Relay {
  readonly port: number;
  /** What becomes of the next exchange. */
  fate: () => Fate = () => ({});
  /** Changes an answer on its way. */
  rewrite: (answer: string) => string = (answer) => answer;
  /** What reached a client that still listened. */
  readonly delivered: string[] = [];
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #sockets = new Set<Socket>();
  #wanted: { readonly moment: Moment; readonly reached: PromiseWithResolvers<Held> } | null = null;

  private constructor(server: Server, targetPort: number) {
    this.#server = server;
    this.#targetPort = targetPort;
    this.port = (server.address() as { port: number }).port;
    server.on("connection", (client) => void this.#serve(this.#kept(client)));
  }

  static async open(targetPort: number): Promise<Relay> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    return new Relay(server, targetPort);
  }

  /** Resolves as soon as the next exchange has come so far; there it stands still. */
  hold(moment: Moment): Promise<Held> {
    const reached = Promise.withResolvers<Held>();
    this.#wanted = { moment, reached };
    return reached.promise;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #kept(socket: Socket): Socket {
    this.#sockets.add(socket);
    return socket.on("error", () => undefined).on("close", () => this.#sockets.delete(socket));
  }

  /** One exchange after the other on one connection. */
  async #serve(client: Socket): Promise<void> {
    for (;;) {
      const sent = await whole(client);
      if (sent === undefined) return;
      // The provider answers to its own name only.
      const request = Buffer.from(sent.toString().replace(`:${this.port}`, `:${this.#targetPort}`));
      const isOver = await this.#exchange(client, request, this.fate());
      if (isOver) return void client.destroy();
    }
  }

  async #exchange(client: Socket, request: Buffer, fate: Fate): Promise<boolean> {
    if (fate.refused) return true;
    if (!(await this.#passes("request"))) return true;
    if (fate.delayMs !== undefined) await pause(fate.delayMs);
    const raw = await this.#ask(cut(request, fate.requestCutAt), fate.requestCutAt === undefined);
    if (raw === undefined || !(await this.#passes("answer")) || fate.answerLost) return true;
    const text = this.rewrite(raw.toString());
    const answer = cut(Buffer.from(text), fate.answerCutAt);
    const head = answer.indexOf("\r\n\r\n") + 4;
    client.write(answer.subarray(0, head));
    if (!(await this.#passes("headers"))) return true;
    const half = head + Math.floor((answer.length - head) / 2);
    client.write(answer.subarray(head, half));
    if (!(await this.#passes("body"))) return true;
    const step = Math.ceil((answer.length - half) / (fate.pieces ?? 1)) || 1;
    for (let at = half; at < answer.length; at += step) {
      client.write(answer.subarray(at, at + step));
      if (fate.pieces !== undefined) await pause(5);
    }
    if (client.writable) this.delivered.push(answer.toString());
    return fate.answerCutAt !== undefined || !isWhole(answer);
  }

  /** The provider's whole answer; `undefined` where it gives none. */
  async #ask(request: Buffer, isWhole: boolean): Promise<Buffer | undefined> {
    const upstream = this.#kept(connect(this.#targetPort, "127.0.0.1"));
    if (isWhole) upstream.write(request);
    else upstream.end(request);
    const answer = await whole(upstream);
    upstream.destroy();
    return answer;
  }

  async #passes(moment: Moment): Promise<boolean> {
    const wanted = this.#wanted;
    if (wanted?.moment !== moment) return true;
    this.#wanted = null;
    return await new Promise<boolean>((resolve) =>
      wanted.reached.resolve({ go: () => resolve(true), drop: () => resolve(false) }),
    );
  }
}

const cut = (bytes: Buffer, at: number | undefined): Buffer =>
  at === undefined ? bytes : bytes.subarray(0, Math.floor(at * bytes.length));

/** One whole HTTP/1.1 message; `undefined` where the connection ends before. */
async function whole(socket: Socket): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  return await new Promise((resolve) => {
    const done = (message: Buffer | undefined): void => {
      socket.off("data", take).off("close", none).off("end", none);
      resolve(message);
    };
    const none = (): void => done(undefined);
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      const message = Buffer.concat(chunks);
      if (isWhole(message)) done(message);
    };
    socket.on("data", take).on("close", none).on("end", none);
    if (socket.destroyed) none();
  });
}

function isWhole(message: Buffer): boolean {
  const end = message.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const head = message.subarray(0, end).toString().toLowerCase();
  const length = /^content-length: (\d+)$/m.exec(head)?.[1];
  if (length !== undefined) return message.length >= end + 4 + Number(length);
  return !head.includes("transfer-encoding: chunked") || message.subarray(-5).toString() === "0\r\n\r\n";
}
