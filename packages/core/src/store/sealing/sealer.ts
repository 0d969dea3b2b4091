import { StoreError } from "../../errors.ts";
import { Secret } from "../../secret.ts";
import type { Keyring, SealingContext } from "./keyring.ts";
import type { Row } from "./row.ts";
import type { MacColumns } from "./row-mac.ts";

/**
 * Converts secrets to ciphertext and back. Sealed columns: client.authentication and .next_authentication,
 * connection.refresh_token, access_token.token and .id_token, attempt.raw_answer, login.verifier, .nonce and
 * .raw_answer, session.id_token.
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
    this.#keyring.note(sealed);
    return Secret.lazy(() => {
      const text = this.#keyring.open(context, sealed);
      if (text === undefined) throw new StoreError("store_integrity", { place: this.#place });
      return text;
    });
  }

  /** Computes the MAC of a row. */
  mac(columns: MacColumns, row: Row): Uint8Array {
    return this.#keyring.mac(columns, row);
  }

  /** Throws `store_integrity` if a row was changed by another program. */
  verify(columns: MacColumns, row: Row): void {
    if (!this.#keyring.isAuthentic(columns, row))
      throw new StoreError("store_integrity", { place: this.#place });
  }

  /** Computes the keyed fingerprint of a secret. */
  fingerprint(secret: Secret): string {
    return this.#keyring.fingerprint(secret.expose());
  }
}
