import { inspect } from "node:util";

let watcher: ((value: string) => void) | undefined;

/** Calls `listener` with the value of each secret that is made or read from now on. There is one listener. */
export function watchSecrets(listener: (value: string) => void): void {
  watcher = listener;
}

/**
 * A string that never prints itself. `String(secret)`, `JSON.stringify` and `console.log` show `[secret]`; only
 * {@link Secret.expose} returns the value. A lazy secret is decrypted each time, so that no plaintext outlives its use.
 */
export class Secret {
  readonly #read: () => string;

  private constructor(read: () => string) {
    this.#read = read;
  }

  /** Wraps `value`. */
  static of(value: string): Secret {
    watcher?.(value);
    return new Secret(() => value);
  }

  /** Makes a secret whose value `read` returns (decrypts) each time it is exposed. `read` may throw. */
  static lazy(read: () => string): Secret {
    return new Secret(read);
  }

  /** Returns the value. A reviewer looks at each call. */
  expose(): string {
    const value = this.#read();
    watcher?.(value);
    return value;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return "[secret]";
  }

  [inspect.custom](): string {
    return "[secret]";
  }
}
