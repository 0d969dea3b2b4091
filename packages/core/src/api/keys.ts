import type { Secret } from "../secret.ts";

/** Kinds of places where the key of a store may be. */
export type KeyPlace = "file" | "keychain" | "env";

/** State of a store's key. Holds no secret. */
export interface KeyStatus {
  readonly place: KeyPlace;
  /** Path of a file, name of a variable, or entry of the keychain. */
  readonly location: string;
  /** Id of the key that the data needs, as 16 hexadecimal digits; `null` if it cannot be read, or there is none yet. */
  readonly id: string | null;
  /** Whether there is data that is sealed under the key. */
  readonly hasData: boolean;
  /** Error that forbids the use of the key; `null` if it fits the data. */
  readonly problem: Error | null;
  /** Path of a key file that holds a key, too, although the environment gives one, which comes first; else `null`. */
  readonly alsoIn: string | null;
}

/** Result of a move of the key. */
export interface KeyMove {
  /** Status after the move. */
  readonly status: KeyStatus;
  readonly from: { readonly place: KeyPlace; readonly location: string };
  /** Whether the key was somewhere else before. */
  readonly hasMoved: boolean;
  /** Whether the key is gone from its former place. */
  readonly isRemoved: boolean;
}

/** Result of {@link Keys.restore}. */
export interface KeyRestoration {
  readonly status: KeyStatus;
  /** Whether the key was there before, so that nothing was changed. */
  readonly wasThere: boolean;
  /** Path that another key was moved to, which does not fit the data; `null` if there was none. */
  readonly setAside: string | null;
}

/** Number of values under each key: ciphertexts, and MACs of rows. */
export interface KeyCounts {
  /** Values under the newest key. */
  readonly newest: number;
  /** Values under an earlier key: all of them until a rotation has passed them, then none. */
  readonly earlier: number;
  /** Rows that no key opens, since another program changed them. */
  readonly damaged: number;
}

/** Result of a look at every value. */
export interface KeyUse extends KeyCounts {
  /** Time since which the newest key is in use; `null` if it is older than this record. */
  readonly since: Date | null;
  /** Whether a rotation began and is not finished. */
  readonly isRotating: boolean;
}

/** Options of {@link Keys.rotate}. */
export interface RotateOptions {
  /** Whether the new key has reached every machine that uses the store. Default: `false`. */
  readonly isEverywhere?: boolean;
  /** Called after each transaction, with the number of rows that were sealed anew so far. */
  readonly onProgress?: (rows: number) => void;
}

/** Result of {@link Keys.rotate}. */
export interface KeyRotation {
  /**
   * `done`: every value is under the new key, and the old one is gone. `prepared`: the new key lies beside the old one and
   * must reach the other machines that use the store. `given`: as `done`, but the environment still gives the old key, too.
   */
  readonly result: "done" | "prepared" | "given";
  /** Whether it went on with a rotation that was interrupted. */
  readonly hasResumed: boolean;
  readonly use: KeyUse | null;
  readonly status: KeyStatus;
}

/** The key of a store: its place, and its copies. It is not needed to call the methods, but most of them read it. */
export interface Keys {
  /** Tells where the key is, and whether it fits the data. Changes nothing. */
  status(): Promise<KeyStatus>;
  /**
   * Moves the key to a place. It is read there and compared before it is removed from the former one. `env`: the
   * environment gives the key already, by `TOKENWELL_KEY_FILE` or `TOKENWELL_KEY`.
   *
   * @throws StoreError `key_…`, `keychain_…`, and the key has not moved; `store_busy` if another process moves it
   */
  use(place: KeyPlace): Promise<KeyMove>;
  /**
   * Writes a copy of the key, for a safe place. The copy and the data together open every secret, with a passphrase only
   * if the reader knows it.
   *
   * @throws StoreError `key_…`, `nothing_sealed` if there is no data yet
   */
  backup(passphrase: Secret | null): Promise<string>;
  /**
   * Puts a key back from its copy. Does nothing if the key is there.
   *
   * @throws StoreError `key_copy_invalid`, `passphrase_missing`, `passphrase_wrong`, `key_copy_wrong` if it is of
   *   other data, `nothing_sealed`, `key_fixed` if the environment gives another key. Nothing was changed then.
   */
  restore(copy: Secret, passphrase?: Secret): Promise<KeyRestoration>;
  /**
   * Reads every value of the store, and counts them by their key.
   *
   * @throws StoreError `key_…`, `keychain_…`, `store_…`
   */
  count(): Promise<KeyUse>;
  /**
   * Replaces the key-encryption key and the keys under it, and seals every value anew, while other processes use the
   * store. Goes on with a rotation that was interrupted. Earlier backups of the key do not open the data any more.
   *
   * @throws StoreError `key_…`, `keychain_…`, `store_…`: nothing is lost, and another call goes on; `key_fixed` if the
   *   environment gives only one key
   */
  rotate(options?: RotateOptions): Promise<KeyRotation>;
}
