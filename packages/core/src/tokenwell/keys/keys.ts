import { existsSync, linkSync } from "node:fs";
import type {
  KeyMove,
  KeyPlace,
  KeyRestoration,
  KeyRotation,
  KeyStatus,
  Keys,
  KeyUse,
  RotateOptions,
} from "../../api/keys.ts";
import type { Clock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import type { Secret } from "../../secret.ts";
import type { KeyCheck } from "../../store/key-check.ts";
import type { Paths } from "../../store/paths.ts";
import { readKeyCopy, writeKeyCopy } from "../../store/sealing/key-copy.ts";
import { createKey, readKey, replaceKey } from "../../store/sealing/key-file.ts";
import {
  fileSource,
  type KeyPaths,
  type KeySource,
  keychainSource,
  keySourceOf,
  readKeys,
} from "../../store/sealing/key-source.ts";
import type { KeyText } from "../../store/sealing/key-text.ts";
import { type Kek, kekOf, matchesCheckValue } from "../../store/sealing/keyring.ts";
import { Locks } from "../../store/sqlite/locks.ts";
import { type InstallationOptions, installationOf } from "../installation.ts";
import { type KeyedStore, keyedStore } from "./keyed-store.ts";
import { kekInUse, rotate, useOf } from "./rotate.ts";

/** Options of {@link openKeys}. */
export type KeysOptions = InstallationOptions;

/**
 * Returns the key of the store that the command `tokenwell` uses. Reads nothing yet, and keeps nothing open.
 *
 * @example
 * const { place, problem } = await openKeys().status();
 */
export function openKeys(options: KeysOptions = {}): Keys {
  const { clock, paths, url } = installationOf(options);
  return new StoreKeys({ paths, clock, store: () => keyedStore(paths, clock, url) });
}

interface Dependencies {
  readonly paths: Paths;
  readonly clock: Clock;
  readonly store: () => Promise<KeyedStore>;
}

/** A store, and what its key is checked against; `undefined` if there is no data. */
interface Look {
  readonly location: string;
  readonly check: KeyCheck | undefined;
}

/** Owner lock of the process that changes where the key is. Attempts have UUIDs. */
const lockId = "0";

class StoreKeys implements Keys {
  readonly #paths: Paths;
  readonly #clock: Clock;
  readonly #store: () => Promise<KeyedStore>;

  constructor({ paths, clock, store }: Dependencies) {
    this.#paths = paths;
    this.#clock = clock;
    this.#store = store;
  }

  async status(): Promise<KeyStatus> {
    const { location, check } = await this.#look();
    const { key: path, givenKey } = this.#paths;
    const alsoIn =
      givenKey !== undefined && readKey(path).refused === undefined && !this.#isLeftToEnv() ? path : null;
    const place = { ...placeOf(this.#paths), hasData: check !== undefined, alsoIn };
    try {
      const keys = await readKeys(this.#paths, location);
      const key = fitting(keys, check, { path: place.location, place: location });
      return { ...place, id: idOf(key), problem: null };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      // The first login makes the key together with the data.
      const isUnmade = error.code === "key_missing" && check === undefined && givenKey === undefined;
      return { ...place, id: null, problem: isUnmade ? null : error };
    }
  }

  async use(place: KeyPlace): Promise<KeyMove> {
    return await this.#alone(async () => {
      const { location, check } = await this.#look();
      if (check === undefined && this.#paths.givenKey === undefined) createKey(this.#paths.key);
      const present = this.#present();
      const keys = await readKeys(present, location);
      const from = keySourceOf(present);
      fitting(keys, check, { path: from.location, place: location });
      const before = { from: { place: from.place, location: from.location } };
      if (from.place === place)
        return { ...before, hasMoved: false, isRemoved: true, status: await this.status() };
      await this.#moveTo(place, keys, { location, check });
      const isRemoved = await from.remove().then(
        () => true,
        () => false,
      );
      return { ...before, hasMoved: true, isRemoved, status: await this.status() };
    });
  }

  async backup(passphrase: Secret | null): Promise<string> {
    const { location, check } = await this.#look();
    if (check === undefined) throw new StoreError("nothing_sealed", { place: location });
    const keys = await readKeys(this.#paths, location);
    const key = fitting(keys, check, { path: placeOf(this.#paths).location, place: location });
    const madeAt = new Date(this.#clock.nowMs());
    const { storeId } = check;
    return await writeKeyCopy(key, { storeId, madeAt, passphrase: passphrase?.expose() ?? null });
  }

  async restore(copy: Secret, passphrase?: Secret): Promise<KeyRestoration> {
    const { givenKey } = this.#paths;
    const { location: place, check } = await this.#look();
    if (check === undefined) throw new StoreError("nothing_sealed", { place });
    const read = readKeyCopy(copy.expose());
    if (read === undefined) throw new StoreError("key_copy_invalid");
    const wrong = () => new StoreError("key_copy_wrong", { place });
    if (read.storeId !== undefined && read.storeId !== check.storeId) throw wrong();
    const key = await read.open(passphrase?.expose());
    if (!fits(key, check)) throw wrong();
    return await this.#alone(async () => {
      const before = await this.status();
      if (before.problem === null) return { status: before, wasThere: true, setAside: null };
      if (givenKey !== undefined) throw new StoreError("key_fixed", { path: placeOf(this.#paths).location });
      const setAside = await this.#putBack(key);
      return { status: await this.status(), wasThere: false, setAside };
    });
  }

  async count(): Promise<KeyUse> {
    const store = await this.#store();
    const rotation = await store.rotation();
    try {
      const keks = (await readKeys(this.#paths, store.location)).map(kekOf);
      return await useOf(rotation, await kekInUse(rotation, keks));
    } finally {
      await rotation.close();
    }
  }

  async rotate(options: RotateOptions = {}): Promise<KeyRotation> {
    const store = await this.#store();
    const place = store.location;
    if ((await store.check()) === undefined) throw new StoreError("nothing_sealed", { place });
    return await this.#alone(async () => {
      const rotation = await store.rotation();
      try {
        const done = await rotate({ rotation, paths: this.#paths, place }, options);
        return { ...done, status: await this.status() };
      } finally {
        await rotation.close();
      }
    });
  }

  /** Writes the key to the place that the key file names, or to the key file. Returns the path of another key's file. */
  async #putBack(key: Uint8Array): Promise<string | null> {
    const { key: path } = this.#paths;
    const read = readKey(path);
    if (read.refused === undefined && read.kind === "keychain") {
      await keychainSource(read.account).write?.([key]);
      return null;
    }
    const setAside = read.refused === undefined && read.kind === "keys" ? linkAside(path) : null;
    await fileSource(path).write?.([key]);
    return setAside;
  }

  async #moveTo(place: KeyPlace, keys: readonly Uint8Array[], { location, check }: Look): Promise<void> {
    const { key: path, givenKey } = this.#paths;
    if (place === "file") {
      await fileSource(path).write?.(keys);
      await prove(fileSource(path), keys, location);
      return;
    }
    if (place === "env") {
      if (givenKey === undefined) throw new StoreError("key_not_given", { path });
      await prove(keySourceOf(this.#paths), keys, location);
      this.#point({ kind: "env" });
      return;
    }
    const account = check?.storeId ?? crypto.randomUUID();
    const keychain = keychainSource(account);
    await keychain.write?.(keys);
    await prove(keychain, keys, location);
    this.#point({ kind: "keychain", account });
  }

  /** Replaces the key in the key file by the place where it is now. */
  #point(text: KeyText): void {
    const refusal = replaceKey(this.#paths.key, text);
    if (refusal !== undefined) throw new StoreError(refusal.refused, { ...refusal.facts });
  }

  /** Returns the place that the key file names, if it names one, whatever the environment gives. */
  #present(): KeyPaths {
    const { key, givenKey } = this.#paths;
    const isInFile = readKey(key).refused === undefined && !this.#isLeftToEnv();
    return isInFile ? { key } : { key, givenKey };
  }

  #isLeftToEnv(): boolean {
    const read = readKey(this.#paths.key);
    return read.refused === undefined && read.kind === "env";
  }

  async #look(): Promise<Look> {
    const store = await this.#store();
    return { location: store.location, check: await store.check() };
  }

  /** Runs `work` while no other process changes where the key is. Throws `store_busy` if one does. */
  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const lock = new Locks(this.#paths.locks).acquire(lockId);
    try {
      return await work();
    } finally {
      lock.release();
    }
  }
}

/** Returns the key that fits the data; if there is no data, the newest. Throws `key_wrong` if none fits. */
function fitting(
  keys: readonly Uint8Array[],
  check: KeyCheck | undefined,
  facts: { readonly path: string; readonly place: string },
): Uint8Array {
  const key = check === undefined ? keys.at(-1) : keys.find((each) => fits(each, check));
  if (key === undefined) throw new StoreError("key_wrong", facts);
  return key;
}

const copyOf = (key: Uint8Array): Kek => kekOf(Uint8Array.from(key));
const idOf = (key: Uint8Array): string => Buffer.from(copyOf(key).id()).toString("hex");
const fits = (key: Uint8Array, { storeId, value }: KeyCheck): boolean =>
  matchesCheckValue(copyOf(key), storeId, value);

/** Reads the keys at a place and compares them. Throws `key_unproven` if they differ. */
async function prove(source: KeySource, keys: readonly Uint8Array[], place: string): Promise<void> {
  const there = await source.read();
  const isSame =
    there.length === keys.length && keys.every((key, at) => Buffer.compare(key, there[at] ?? key) === 0);
  if (!isSame) throw new StoreError("key_unproven", { path: source.location, place });
}

/** Returns the place that the environment or the key file names. */
function placeOf({ key: path, givenKey }: Paths): { readonly place: KeyPlace; readonly location: string } {
  if (givenKey !== undefined)
    return { place: "env", location: "file" in givenKey ? givenKey.file : "TOKENWELL_KEY" };
  const read = readKey(path);
  if (read.refused !== undefined || read.kind === "keys") return { place: "file", location: path };
  return read.kind === "env"
    ? { place: "env", location: "TOKENWELL_KEY_FILE" }
    : { place: "keychain", location: `tokenwell/${read.account}` };
}

/** Gives a key file that is about to be replaced a second name, so that it stays. */
function linkAside(path: string): string {
  const free = [...Array(100).keys()].map((n) => `${path}.other-${n + 1}`).find((name) => !existsSync(name));
  const name = free ?? `${path}.other`;
  linkSync(path, name);
  return name;
}
