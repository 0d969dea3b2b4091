import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("work-child.mjs", import.meta.url));

/** Options of a {@link WorkingProcess}. */
export interface WorkingOptions {
  readonly home: string;
  /** Refreshes at a time. */
  readonly concurrency: number;
  /** Address of the store. Default: that of the home. */
  readonly store?: string | undefined;
  /** Number of refreshes after which it tells what memory it keeps. Default: it tells each second what it has. */
  readonly measureEvery?: number;
}

/** A worker process, which starts again after it was killed. */
export class WorkingProcess {
  refreshed = 0;
  readonly failures: string[] = [];
  /** Bytes that were kept after each `measureEvery` refreshes: of the heap with buffers, and of the resident set. */
  readonly kept: (readonly [heap: number, resident: number])[] = [];
  readonly #start: () => ChildProcess;
  #child: ChildProcess;
  #sets: number[] = [];
  #livedMs = 0;
  /** Instant since which the present process is ready; `undefined` if it is not. */
  #readyMs: number | undefined;
  /** Resolves when the present process listens for signals. */
  #ready = Promise.withResolvers<void>();

  constructor({ concurrency, home, measureEvery, store }: WorkingOptions) {
    this.#start = () => {
      const env = {
        ...process.env,
        TOKENWELL_HOME: home,
        CONCURRENCY: String(concurrency),
        ...(store !== undefined && { TOKENWELL_STORE: store }),
        ...(measureEvery !== undefined && { MEASURE_EVERY: String(measureEvery) }),
      };
      const child = spawn(process.execPath, ["--expose-gc", program], {
        env,
        stdio: ["ignore", "pipe", "inherit"],
      });
      this.#sets = [];
      this.#ready = Promise.withResolvers();
      createInterface({ input: child.stdout }).on("line", (line) => this.#read(line));
      return child;
    };
    this.#child = this.#start();
  }

  get memory(): readonly [first: number, last: number] {
    const quarter = Math.ceil(this.#sets.length / 4);
    return [Math.max(0, ...this.#sets.slice(0, quarter)), Math.max(0, ...this.#sets.slice(-quarter))];
  }

  /** Milliseconds for which it was ready, over all its lives. */
  get livedMs(): number {
    return this.#livedMs + (this.#readyMs === undefined ? 0 : Date.now() - this.#readyMs);
  }

  async kill(): Promise<void> {
    this.end();
    this.#pause();
    await once(this.#child, "close");
    this.#child = this.#start();
  }

  /** Ends it as a service is ended. Returns its exit code. */
  async stop(): Promise<number | null> {
    const closed = once(this.#child, "close") as Promise<[number | null]>;
    await Promise.race([this.#ready.promise, closed]);
    this.#pause();
    this.#child.kill("SIGTERM");
    const [code] = await closed;
    return code;
  }

  end(): void {
    this.#child.kill("SIGKILL");
  }

  /** Stops counting the time of a process that ends. */
  #pause(): void {
    this.#livedMs = this.livedMs;
    this.#readyMs = undefined;
  }

  #read(line: string): void {
    const [what, code = "", set = ""] = line.split(" ");
    if (what === "ready") {
      this.#readyMs = Date.now();
      this.#ready.resolve();
    } else if (what === "refreshed") this.refreshed += 1;
    else if (what === "kept") this.kept.push([Number(code), Number(set)]);
    else if (what === "memory") this.#sets.push(Number(set));
    else this.failures.push(code);
  }
}
