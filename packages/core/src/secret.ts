import { inspect } from "node:util";

/**
 * A string that never prints itself. `String(secret)`, `JSON.stringify` and `console.log` show `[secret]`;
 * only {@link Secret.expose} gives the value. A lazy secret is decrypted each time it is exposed, so that
 * no plaintext lives longer than its use.
 */
export class Secret {
  readonly #read: () => string;

  private constructor(read: () => string) {
    this.#read = read;
  }

  /** A secret that holds `value`. */
  static of(value: string): Secret {
    return new Secret(() => value);
  }

  /** A secret whose value is read (decrypted) when it is exposed. `read` may throw. */
  static lazy(read: () => string): Secret {
    return new Secret(read);
  }

  /** The value itself. Each call stands where a reviewer looks. */
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
