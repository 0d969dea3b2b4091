/** What a key is checked against, before it may open or replace anything. */
export interface KeyCheck {
  readonly storeId: string;
  /** Ciphertext of a constant under the store's key-encryption key. */
  readonly value: Uint8Array;
}
