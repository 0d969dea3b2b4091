import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { bundled } from "../../packages/core/test/support/bundle.ts";
import { compiled } from "../strangers/children.ts";
import type { Ask, FromChild, Got, Orders, ToChild } from "./orders.ts";

const child = await bundled(new URL("crash-child.ts", import.meta.url));

/** What the system does not let a process do, and what is noticed of it. */
export interface CrashProcessOptions {
  /** Called when it stood still, unless a test stopped it. */
  readonly onStall?: () => void;
  /** No file may grow beyond so many blocks of 512 bytes. */
  readonly fileBlocks?: number;
  /** Its writes and its waits for the disk are written down in this file, by strace. */
  readonly trace?: string;
}

/** What strace writes down: who waits for the disk, and what is written where. */
const traced = ["-f", "-qq", "-e", "trace=fsync,fdatasync,write,writev", "-s", "60"];

/** A real process of ours that a cell of the matrix lets live or die. */
export class CrashProcess {
  readonly gone: Promise<void>;
  isAlive = true;
  readonly #child: ChildProcess;
  readonly #lines: FromChild[] = [];
  #wake = Promise.withResolvers<void>();
  /** Whether it stands still as ordered. */
  #isStopped: boolean;

  constructor(orders: Orders, { fileBlocks, onStall, trace }: CrashProcessOptions = {}) {
    this.#isStopped = orders.act === "stop" || orders.act === "sleep";
    const own = [process.execPath, child, JSON.stringify(orders)];
    const words = trace === undefined ? own : ["strace", ...traced, "-o", trace, ...own];
    // The shell sets the limit and then becomes the process.
    const limited = ["/bin/sh", "-c", `ulimit -f ${fileBlocks}; exec "$@"`, "sh", ...words];
    const [file = "", ...args] = fileBlocks === undefined ? words : limited;
    this.#child = spawn(file, args, {
      stdio: ["pipe", "pipe", "inherit"],
      env: { PATH: "/usr/bin:/bin", ...compiled },
    });
    this.#child.stdin?.on("error", () => undefined);
    this.gone = once(this.#child, "exit").then(() => {
      this.isAlive = false;
      this.#woken();
    });
    if (this.#child.stdout)
      createInterface({ input: this.#child.stdout }).on("line", (line) => {
        const said: FromChild = JSON.parse(line);
        if (!("stalledMs" in said)) this.#lines.push(said);
        else if (!this.#isStopped) onStall?.();
        this.#woken();
      });
  }

  /** Resolves when it can be asked. */
  async ready(): Promise<void> {
    await this.#next((line) => "ready" in line);
  }

  /** Resolves when it is where it was told to do something. */
  async at(): Promise<void> {
    await this.#next((line) => "at" in line);
  }

  /** Resolves when it says that it noticed this. */
  async noticed(what: string): Promise<void> {
    await this.#next((line) => "notice" in line && line.notice === what);
  }

  /** Asks for a token; `undefined` where it died before it had an answer. */
  async ask(ask: Ask = {}): Promise<Got | undefined> {
    return (await this.askAll(ask))?.[0];
  }

  /** Asks as many callers as are named. */
  async askAll(ask: Ask): Promise<readonly Got[] | undefined> {
    this.tell({ ask });
    return await this.#got();
  }

  async logout(): Promise<Got | undefined> {
    this.tell({ logout: true });
    return (await this.#got())?.[0];
  }

  tell(line: ToChild): void {
    this.#child.stdin?.write(`${JSON.stringify(line)}\n`);
  }

  signal(signal: NodeJS.Signals): void {
    if (signal === "SIGSTOP") this.#isStopped = true;
    this.#child.kill(signal);
  }

  async kill(): Promise<void> {
    this.signal("SIGKILL");
    await this.gone;
  }

  async #got(): Promise<readonly Got[] | undefined> {
    const line = await this.#next((one) => "got" in one);
    return line && "got" in line ? line.got : undefined;
  }

  /** Takes the first line of a kind; `undefined`: none came before it died. */
  async #next(isWanted: (line: FromChild) => boolean): Promise<FromChild | undefined> {
    for (;;) {
      const index = this.#lines.findIndex(isWanted);
      if (index >= 0) return this.#lines.splice(index, 1)[0];
      if (!this.isAlive) return undefined;
      await this.#wake.promise;
    }
  }

  #woken(): void {
    const { resolve } = this.#wake;
    this.#wake = Promise.withResolvers();
    resolve();
  }
}
