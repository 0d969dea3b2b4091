import { format } from "node:util";

const methods = ["debug", "error", "info", "log", "trace", "warn"] as const;

/** What is logged in this process while it listens. */
export class Console {
  text = "";
  readonly #restore: (() => void)[] = [];

  /** Begins to listen. Nothing is printed until {@link end}. */
  static listen(): Console {
    const listening = new Console();
    for (const method of methods) {
      const original = console[method];
      console[method] = (...words: unknown[]) => {
        listening.text += `${format(...words)}\n`;
      };
      listening.#restore.push(() => {
        console[method] = original;
      });
    }
    return listening;
  }

  end(): void {
    for (const restore of this.#restore.splice(0)) restore();
  }
}
