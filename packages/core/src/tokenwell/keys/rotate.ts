import { randomBytes } from "node:crypto";
import type { KeyRotation, KeyUse, RotateOptions } from "../../api/keys.ts";
import { StoreError } from "../../errors.ts";
import { type KeyPaths, type KeySource, keySourceOf, readKeys } from "../../store/sealing/key-source.ts";
import { type Kek, kekOf, matchesCheckValue } from "../../store/sealing/keyring.ts";
import type { Rotation } from "../../store/tables/rotation.ts";

/** Dependencies of a rotation. */
export interface RotationParts {
  readonly rotation: Rotation;
  readonly paths: KeyPaths;
  /** Location of the store, for error messages. */
  readonly place: string;
}

/**
 * Rotates the keys of a store, from wherever an earlier process stopped:
 *
 * 1. The new key lies beside the old one, at the place of the key. The data knows nothing of it.
 * 2. One transaction wraps the workspaces' keys, old and new, under the new key. From here on, only the new key is needed.
 * 3. The place has only the new key.
 * 4. Every value is sealed anew. Then the workspaces' old keys are removed.
 */
export async function rotate(
  { rotation, paths, place }: RotationParts,
  { isEverywhere = false, onProgress }: RotateOptions,
): Promise<Omit<KeyRotation, "status">> {
  const source = keySourceOf(paths);
  const keys = await readKeys(paths, place);
  const [first, second] = keys;
  const before = await rotation.inUse();
  const isRotating = before.workspaces.some(({ old_key }) => old_key !== null);
  const fitsAt = keys.findIndex((key) => matchesCheckValue(copyOf(key), before.storeId, before.keyCheck));
  const hasResumed = isRotating || second !== undefined;
  let next = keys[fitsAt];
  if (next === undefined || first === undefined)
    throw new StoreError("key_wrong", { path: source.location, place });
  if (!isRotating && fitsAt === 0) {
    next = second ?? (await lay(source, first, place));
    if (rotation.isShared && !isEverywhere) return { result: "prepared", hasResumed, use: null };
    await rotation.begin(copyOf(first), copyOf(next));
  }
  await source.write?.([next]);
  let rows = 0;
  await rotation.finish(copyOf(next), (more) => {
    rows += more;
    onProgress?.(rows);
  });
  const use = await useOf(rotation, copyOf(next));
  return { result: source.write === null ? "given" : "done", hasResumed, use };
}

/** Lays a new key beside the old one and proves that it is readable there. Throws `key_fixed` in the environment. */
async function lay(source: KeySource, old: Uint8Array, place: string): Promise<Uint8Array> {
  if (source.write === null) throw new StoreError("key_fixed", { path: source.location });
  const next = randomBytes(32);
  await source.write([old, next]);
  const [, read] = await source.read();
  if (read === undefined || Buffer.compare(read, next) !== 0)
    throw new StoreError("key_unproven", { path: source.location, place });
  return next;
}

/** Returns the key-encryption key that the data needs. */
export async function kekInUse(rotation: Rotation, keks: readonly Kek[]): Promise<Kek> {
  const { storeId, keyCheck } = await rotation.inUse();
  const kek = keks.find((each) => matchesCheckValue(each, storeId, keyCheck));
  if (kek === undefined) throw new StoreError("store_busy", { place: storeId });
  return kek;
}

/** Counts the values under each key. */
export async function useOf(rotation: Rotation, kek: Kek): Promise<KeyUse> {
  const counts = await rotation.count(kek);
  const { workspaces } = await rotation.inUse();
  const since = workspaces.flatMap(({ key_since }) => (key_since === null ? [] : [Number(key_since)]));
  return {
    ...counts,
    since: since.length === 0 ? null : new Date(Math.max(...since)),
    isRotating: workspaces.some(({ old_key }) => old_key !== null),
  };
}

const copyOf = (key: Uint8Array): Kek => kekOf(Uint8Array.from(key));
