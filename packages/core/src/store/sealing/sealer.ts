import { StoreError } from "../../errors.ts";
import { Secret } from "../../secret.ts";
import type { Keyring, SealingContext } from "./keyring.ts";

/** A row of the database. */
export type Row = Readonly<Record<string, string | number | Uint8Array | null>>;

/**
 * Converts secrets to ciphertext and back. Sealed columns: client.authentication and .next_authentication,
 * connection.refresh_token, access_token.token and .id_token, attempt.raw_answer, login.verifier, .nonce and
 * .raw_answer.
 */
export class Sealer {
  readonly #keyring: Keyring;
  readonly #place: string;

  /** `place` is the location of the store, for error messages. */
  constructor(keyring: Keyring, place: string) {
    this.#keyring = keyring;
    this.#place = place;
  }

  /** Seals a secret for its context. */
  seal(context: SealingContext, secret: Secret): Uint8Array {
    return this.#keyring.seal(context, secret.expose());
  }

  /** Returns a secret that is decrypted when exposed, which throws `store_integrity` if it was changed or moved. */
  secret(context: SealingContext, sealed: Uint8Array): Secret {
    return Secret.lazy(() => {
      const text = this.#keyring.open(context, sealed);
      if (text === undefined) throw new StoreError("store_integrity", { place: this.#place });
      return text;
    });
  }

  /** Computes the keyed fingerprint of a secret. */
  fingerprint(secret: Secret): string {
    return this.#keyring.fingerprint(secret.expose());
  }
}

/**
 * Converts an instant to whole milliseconds, as the database stores it. A fraction or an infinite expiry must not stop
 * the commit of a rotated token.
 */
export function toInteger(ms: number): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.round(ms)));
}

/** Like {@link toInteger}, for an instant that may be `null`. */
export function toIntegerOrNull(ms: number | null): number | null {
  return ms === null ? null : toInteger(ms);
}
