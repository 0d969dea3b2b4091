import { StoreError } from "../../errors.ts";
import type { KeyCheck } from "../key-check.ts";
import type { GivenKey } from "../paths.ts";
import { createKey, type KeyRead, readGivenKey, readKey, replaceKey } from "./key-file.ts";
import { formatKeyText, parseKeyText } from "./key-text.ts";
import { KeychainEntry } from "./keychain.ts";
import { type Kek, kekOf, matchesCheckValue } from "./keyring.ts";

/** Kinds of places where the key-encryption key of a store may be. */
export type KeyPlace = "file" | "keychain" | "env";

/**
 * Place where the key-encryption key of a store is. A service that wraps keys (KMS) is one more: its key file would name
 * the key there and hold the wrapped bytes, which `read()` sends to it. So reading may take a request, and happens when a
 * store is opened, or its keys have changed.
 */
export interface KeySource {
  readonly place: KeyPlace;
  /** Path, variable or entry, for sentences. */
  readonly location: string;
  /** Returns the keys: one, or two while a rotation replaces the first by the second. Throws `key_…`, `keychain_…`. */
  read(): Promise<readonly Uint8Array[]>;
  /**
   * Replaces the keys, all at once; durable when it returns. `null` if the place cannot be written: the environment.
   */
  readonly write: ((keys: readonly Uint8Array[]) => Promise<void>) | null;
  /** Removes the keys from this place, after they were proven readable at another one. */
  remove(): Promise<void>;
}

/** Paths and variables that tell where a key is. */
export interface KeyPaths {
  /** Path of the key file: it has the key, or names the place where it is. */
  readonly key: string;
  /** Key of the environment, which comes first. */
  readonly givenKey?: GivenKey | undefined;
}

/** Returns where the key of a store is, by its environment and its key file. Throws `key_…` if that cannot be told. */
export function keySourceOf({ key: path, givenKey }: KeyPaths): KeySource {
  if (givenKey !== undefined) return givenSource(givenKey);
  const read = readKey(path);
  if (read.refused !== undefined) return refusedSource(path, read);
  if (read.kind === "env") throw new StoreError("key_not_given", { path });
  return read.kind === "keys" ? fileSource(path) : keychainSource(read.account);
}

/**
 * Reads the key-encryption keys of a store, newest last. Creates a key file if there is neither data nor a key. `place` is
 * the location of the store, for error messages.
 */
export async function readKeks(
  paths: KeyPaths,
  { place, mayCreate }: { readonly place: string; readonly mayCreate: boolean },
): Promise<readonly Kek[]> {
  const made = mayCreate && paths.givenKey === undefined ? createKey(paths.key) : undefined;
  if (made?.refused !== undefined) throw new StoreError(made.refused, { ...made.facts, place });
  return (await readKeys(paths, place)).map(kekOf);
}

/**
 * Returns the key that made the check value of a store; the newest if there is no store. `facts`: the places of key and
 * store. Throws `key_wrong` if none did.
 */
export function fittingKek(
  keks: readonly Kek[],
  check: KeyCheck | undefined,
  facts: { readonly path: string; readonly place: string },
): Kek {
  const kek =
    check === undefined
      ? keks.at(-1)
      : keks.find((each) => matchesCheckValue(each, check.storeId, check.value));
  if (kek === undefined) throw new StoreError("key_wrong", facts);
  return kek;
}

/** Reads the keys of a store. Errors name the store's location. */
export async function readKeys(paths: KeyPaths, place: string): Promise<readonly Uint8Array[]> {
  try {
    return await keySourceOf(paths).read();
  } catch (error) {
    throw error instanceof StoreError
      ? new StoreError(error.code, { ...error.facts, place }, error.cause)
      : error;
  }
}

/** Returns a file of keys, which need not exist. */
export const fileSource = (path: string): KeySource => ({
  place: "file",
  location: path,
  read: async () => keysOf(readKey(path), path),
  write: async (keys) => {
    const refusal = replaceKey(path, { kind: "keys", keys });
    if (refusal !== undefined) throw new StoreError(refusal.refused, refusal.facts);
  },
  // The pointer to the new place has replaced them.
  remove: async () => undefined,
});

const givenSource = (given: GivenKey): KeySource => {
  const location = "file" in given ? given.file : "TOKENWELL_KEY";
  return {
    place: "env",
    location,
    read: async () => keysOf(readGivenKey(given), location),
    write: null,
    remove: async () => undefined,
  };
};

/** Returns an entry of the keychain, which need not exist. */
export const keychainSource = (account: string): KeySource => ({
  place: "keychain",
  location: `tokenwell/${account}`,
  read: async () => {
    const content = await (await KeychainEntry.of(account)).read();
    if (content === null) throw new StoreError("key_not_in_keychain", { account });
    const text = parseKeyText(content);
    if (text?.kind !== "keys") throw new StoreError("key_invalid", { path: `tokenwell/${account}` });
    return text.keys;
  },
  write: async (keys) => (await KeychainEntry.of(account)).write(formatKeyText({ kind: "keys", keys })),
  remove: async () => (await KeychainEntry.of(account)).remove(),
});

/** Returns a place whose reading throws why it is refused. */
const refusedSource = (path: string, read: KeyRead): KeySource => ({
  ...fileSource(path),
  read: async () => keysOf(read, path),
});

function keysOf(read: KeyRead, path: string): readonly Uint8Array[] {
  if (read.refused !== undefined) throw new StoreError(read.refused, { ...read.facts });
  if (read.kind !== "keys") throw new StoreError("key_invalid", { path });
  return read.keys;
}
