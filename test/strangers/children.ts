import type { ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const repository = fileURLToPath(new URL("../../", import.meta.url));

/** What moves the `Date` of a Node process. */
export const preload = `${repository}packages/emulator/preload.cjs`;

/** An environment in which a Node process takes compiled code from earlier processes. */
export const compiled = { NODE_COMPILE_CACHE: `${repository}node_modules/.cache/compiled` };

const killers = new Set<() => void>();

/** Whatever a test starts must not outlive the process that ran the test, however that ended. */
export function adopt(kill: () => void): () => void {
  killers.add(kill);
  return () => killers.delete(kill);
}

/** {@link adopt} for a child of `node:child_process`. */
export function adoptChild(child: ChildProcess): void {
  const release = adopt(() => child.kill("SIGKILL"));
  child.once("exit", release);
}

process.once("exit", () => {
  for (const kill of killers) kill();
});

/** Text that grows, and whoever waits for something in it. */
export class Words {
  /** All that came. */
  raw = "";
  readonly #read: (raw: string) => string;
  readonly #watchers = new Set<() => void>();
  #ended = false;

  /** `read`: what of it counts as text. Default: all. */
  constructor(read: (raw: string) => string = (raw) => raw) {
    this.#read = read;
  }

  get text(): string {
    return this.#read(this.raw);
  }

  add(more: string): void {
    this.raw += more;
    this.#wake();
  }

  /** Nothing more comes. */
  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** Resolves with the match as soon as it is there; rejects when the text has ended without it. */
  async matching(pattern: RegExp, from = 0): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.text.slice(from));
      if (match !== null) return match;
      if (this.#ended) throw new Error(`${pattern} never came. What came:\n${this.text.slice(from)}`);
      await new Promise<void>((resolve) => this.#watchers.add(resolve));
    }
  }

  #wake(): void {
    const watchers = [...this.#watchers];
    this.#watchers.clear();
    for (const watcher of watchers) watcher();
  }
}
