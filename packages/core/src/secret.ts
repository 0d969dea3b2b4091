import { inspect } from "node:util";

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
    return new Secret(() => value);
  }

  /** Makes a secret whose value `read` returns (decrypts) each time it is exposed. `read` may throw. */
  static lazy(read: () => string): Secret {
    return new Secret(read);
  }

  /** Returns the value. A reviewer looks at each call. */
  expose(): string {
    return this.#read();
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
