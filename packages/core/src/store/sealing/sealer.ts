import { StoreError } from "../../errors.ts";
import { Secret } from "../../secret.ts";
import type { Keyring, SealingContext } from "./keyring.ts";

/** A row as the database gives and takes it. */
export type Row = Readonly<Record<string, string | number | Uint8Array | null>>;

/**
 * Turns the secrets of rows into ciphertext and back: client.secret and .next_secret, connection.refresh_token,
 * access_token.token and .id_token, attempt.raw_answer, login.verifier, .nonce and .raw_answer.
 */
export class Sealer {
  readonly #keyring: Keyring;
  readonly #place: string;

  /** `place` is where the store is, for people. */
  constructor(keyring: Keyring, place: string) {
    this.#keyring = keyring;
    this.#place = place;
  }

  /** Seals a secret for its place. */
  seal(context: SealingContext, secret: Secret): Uint8Array {
    return this.#keyring.seal(context, secret.expose());
  }

  /** Opens when exposed; then throws `store_integrity` when the ciphertext was changed or moved. */
  secret(context: SealingContext, sealed: Uint8Array): Secret {
    return Secret.lazy(() => {
      const text = this.#keyring.open(context, sealed);
      if (text === undefined) throw new StoreError("store_integrity", { place: this.#place });
      return text;
    });
  }

  /** A keyed fingerprint of a secret. */
  fingerprint(secret: Secret): string {
    return this.#keyring.fingerprint(secret.expose());
  }
}

/**
 * An instant as the database keeps it: whole milliseconds. A fraction, or a token without an end, must not
 * stop the commit of a rotated token.
 */
export function toInteger(ms: number): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Math.round(ms)));
}

/** {@link toInteger}, where there may be none. */
export function toIntegerOrNull(ms: number | null): number | null {
  return ms === null ? null : toInteger(ms);
}
