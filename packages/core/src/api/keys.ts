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
   * @throws StoreError `key_copy_invalid`, `passphrase_missing`, `passphrase_wrong`, `key_wrong` if it is the key of
   *   other data, `nothing_sealed`, `key_fixed` if the environment gives another key. Nothing was changed then.
   */
  restore(copy: Secret, passphrase?: Secret): Promise<KeyRestoration>;
}
