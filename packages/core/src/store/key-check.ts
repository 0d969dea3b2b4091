/** Evidence that a key is that of a store, checked before the key may open or replace anything. */
export interface KeyCheck {
  readonly storeId: string;
  /** Ciphertext of a constant under the store's key-encryption key. */
  readonly value: Uint8Array;
}
