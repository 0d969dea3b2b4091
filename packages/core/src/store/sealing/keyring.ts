import {
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from "node:crypto";
import { type AssociatedData, isSealedUnder, open, type SealingKey, seal } from "./envelope.ts";
import type { Row } from "./row.ts";
import { haveSameMac, type MacColumns, macText } from "./row-mac.ts";

/** The key-encryption key. It seals only other keys, and is stored apart from the data. */
export interface Kek {
  readonly key: KeyObject;
  /** Returns the id of the key: 8 bytes, derived from it. */
  id(): Uint8Array;
}

/** A workspace's row: its own keys, wrapped. */
export interface WorkspaceRow {
  readonly id: string;
  readonly name: string;
  readonly key_id: Uint8Array;
  readonly key: Uint8Array;
  /** The earlier key, while a rotation seals all values anew; both absent or `null` at other times. */
  readonly old_key_id?: Uint8Array | null;
  readonly old_key?: Uint8Array | null;
  /** Keys that a rotation leaves as they are; absent or `null` before the first one, since they derive from `key`. */
  readonly lasting_keys?: Uint8Array | null;
}

/** Columns of a {@link WorkspaceRow}. */
export const workspaceColumns = "id, name, key_id, key, old_key_id, old_key, lasting_keys";

const none = new Uint8Array(0);
const kekAsKeyId = new Uint8Array(16);
const checkText = "tokenwell key check";

/** Makes the key-encryption key from 32 bytes, and wipes them. */
export function kekOf(bytes: Uint8Array): Kek {
  const key = createSecretKey(bytes);
  bytes.fill(0);
  let id: Uint8Array | undefined;
  return {
    key,
    // Computed on first use: the command's fast path does not need it.
    id: () => (id ??= createHmac("sha256", key).update("tokenwell key id").digest().subarray(0, 8)),
  };
}

/** Seals a constant under the key. The store keeps it, to detect a wrong key before it reads or writes anything. */
export function checkValueOf(kek: Kek, storeId: string): Uint8Array {
  return seal(wrapping(kek), keyAssociatedData(storeId, "", "store", "key_check"), Buffer.from(checkText));
}

/** Whether `checkValue` was made with this key for this store. */
export function matchesCheckValue(kek: Kek, storeId: string, checkValue: Uint8Array): boolean {
  const opened = open(wrapping(kek), keyAssociatedData(storeId, "", "store", "key_check"), checkValue);
  return opened?.toString() === checkText;
}

/** Makes the row of a new workspace, with a new wrapped key. */
export function newWorkspace(
  kek: Kek,
  storeId: string,
  name: string,
  id: string = randomUUID(),
): WorkspaceRow {
  const bytes = randomBytes(32);
  const key = seal(wrapping(kek), wrapContext(storeId, id, name), bytes);
  bytes.fill(0);
  return { id, name, key_id: randomBytes(16), key };
}

/**
 * Wraps the key of a workspace as schema 7 does: bound to the workspace's name. Returns `undefined` if it was not
 * wrapped as before schema 7, by this key for this store. So a store that says it is older than it is does not open.
 */
export function rewrap(kek: Kek, storeId: string, row: WorkspaceRow): Uint8Array | undefined {
  const bytes = open(wrapping(kek), wrapContext(storeId, row.id), row.key);
  const key = bytes && seal(wrapping(kek), wrapContext(storeId, row.id, row.name), bytes);
  bytes?.fill(0);
  return key;
}

/** Whether a workspace's key is wrapped as before schema 7 (bound to no name), or as since. */
export type Wrapping = "unnamed" | "named";

/** Returns the row of a workspace with a new key, under a new key-encryption key: a rotation begins. */
export function rotated(kek: Kek, next: Kek, storeId: string, row: WorkspaceRow): WorkspaceRow | undefined {
  const keyring = Keyring.of(kek, storeId, row);
  const bytes = open(wrapping(kek), wrapContext(storeId, row.id, row.name), row.key);
  if (keyring === undefined || bytes === undefined) return undefined;
  const { id, name, key_id: oldKeyId } = row;
  const old = seal(wrapping(next), wrapContext(storeId, id, name, "old key"), bytes);
  bytes.fill(0);
  const lasting = keyring.exportLasting();
  const lastingKeys = seal(wrapping(next), wrapContext(storeId, id, name, "lasting keys"), lasting);
  lasting.fill(0);
  return {
    ...newWorkspace(next, storeId, name, id),
    old_key_id: oldKeyId,
    old_key: old,
    lasting_keys: lastingKeys,
  };
}

/** One key of a workspace, and what derives from it. */
class WorkspaceKey {
  readonly sealing: SealingKey;
  #macKey: KeyObject | undefined;

  constructor(bytes: Uint8Array, keyId: Uint8Array, kek: Kek) {
    this.sealing = { key: createSecretKey(bytes), keyId, kekId: kek.id };
  }

  derived(purpose: string): KeyObject {
    return createSecretKey(Buffer.from(hkdfSync("sha256", this.sealing.key, none, purpose, 32)));
  }

  mac(columns: MacColumns, row: Row): Buffer {
    this.#macKey ??= this.derived("tokenwell row mac");
    return createHmac("sha256", this.#macKey).update(macText(columns, row)).digest();
  }
}

/** Keys that outlast rotations: fingerprints and derived secrets cannot be computed anew. */
interface LastingKeys {
  fingerprint(): KeyObject;
  secret(): KeyObject;
}

/**
 * Seals and opens the secrets of one workspace. Seals under its newest key; opens under every key that it has had since
 * this object was made.
 */
export class Keyring {
  readonly storeId: string;
  readonly workspaceId: string;
  /** Newest first. */
  #keys: readonly [WorkspaceKey, ...WorkspaceKey[]];
  readonly #lasting: LastingKeys;
  /** Number of values that were read and whose key is unknown. */
  unknown = 0;
  /** Last authentic row of each table, cached: most programs read one connection, and a MAC is 10 % of a cold read. */
  readonly #authentic = new Map<MacColumns, Row>();

  private constructor(
    store: { readonly storeId: string; readonly workspaceId: string },
    keys: readonly [WorkspaceKey, ...WorkspaceKey[]],
    lasting: LastingKeys,
  ) {
    this.storeId = store.storeId;
    this.workspaceId = store.workspaceId;
    this.#keys = keys;
    this.#lasting = lasting;
  }

  /** Makes the keyring of a workspace. Returns `undefined` if its key was not wrapped by this key for this store. */
  static of(kek: Kek, storeId: string, row: WorkspaceRow, wrapped: Wrapping = "named"): Keyring | undefined {
    const { id, name } = row;
    const unwrap = (what: string, keyId: Uint8Array, sealed: Uint8Array): WorkspaceKey | undefined => {
      const bytes = open(
        wrapping(kek),
        wrapContext(storeId, id, wrapped === "named" ? name : "", what),
        sealed,
      );
      const key = bytes?.length === 32 ? new WorkspaceKey(bytes, keyId, kek) : undefined;
      bytes?.fill(0);
      return key;
    };
    const key = unwrap("key", row.key_id, row.key);
    if (key === undefined) return undefined;
    const old = row.old_key && row.old_key_id ? unwrap("old key", row.old_key_id, row.old_key) : undefined;
    const hasOld = (row.old_key ?? null) !== null || (row.old_key_id ?? null) !== null;
    if (hasOld && old === undefined) return undefined;
    const { lasting_keys: sealed } = row;
    const lasting = sealed && openLasting(kek, wrapContext(storeId, id, name, "lasting keys"), sealed);
    if (sealed && lasting === undefined) return undefined;
    return new Keyring({ storeId, workspaceId: id }, old ? [key, old] : [key], lasting ?? lastingOf(key));
  }

  /** Id of the key that it seals under: 16 bytes. */
  get keyId(): Uint8Array {
    return this.#keys[0].sealing.keyId;
  }

  /** Whether it has the key that a value was sealed under. */
  knows(sealed: Uint8Array): boolean {
    return this.#keys.some(({ sealing }) => isSealedUnder(sealed, sealing.keyId));
  }

  /** Counts a value that was read, if its key is unknown: the workspace may have a new one. */
  note(sealed: Uint8Array): void {
    if (!this.knows(sealed)) this.unknown += 1;
  }

  /** Takes over the keys of a keyring of the same workspace that was made later. Keeps its own, to open. */
  adopt(newer: Keyring): void {
    const known = newer.#keys.map(({ sealing }) => sealing.keyId);
    const rest = this.#keys.filter(
      ({ sealing }) => !known.some((id) => Buffer.compare(id, sealing.keyId) === 0),
    );
    this.#keys = [...newer.#keys, ...rest];
  }

  /** Seals a text for a context of this workspace. */
  seal(context: SealingContext, text: string): Uint8Array {
    const bytes = Buffer.from(text);
    const sealed = seal(this.#keys[0].sealing, this.#associatedData(context), bytes);
    bytes.fill(0);
    return sealed;
  }

  /** Opens a text that was sealed for this context. Returns `undefined` if it was changed or moved. */
  open(context: SealingContext, sealed: Uint8Array): string | undefined {
    const bytes = this.#opened(context, sealed);
    const text = bytes?.toString();
    bytes?.fill(0);
    return text;
  }

  /** Seals a value of this context anew, under the newest key. Returns `undefined` if it was changed or moved. */
  reseal(context: SealingContext, sealed: Uint8Array): Uint8Array | undefined {
    const bytes = this.#opened(context, sealed);
    const resealed = bytes && seal(this.#keys[0].sealing, this.#associatedData(context), bytes);
    bytes?.fill(0);
    return resealed;
  }

  /** Computes a fingerprint: 16 hexadecimal digits of an HMAC under a separate key. The same for equal texts. */
  fingerprint(text: string): string {
    return createHmac("sha256", this.#lasting.fingerprint()).update(text).digest("hex").slice(0, 16);
  }

  /** Derives a secret from a text: an HMAC-SHA256 under a separate key, in base64url. The same for equal texts. */
  derivedSecret(text: string): string {
    return createHmac("sha256", this.#lasting.secret()).update(text).digest("base64url");
  }

  /** Returns the keys of fingerprints and derived secrets, which a rotation carries over. The caller wipes the bytes. */
  exportLasting(): Buffer {
    return Buffer.concat([this.#lasting.fingerprint().export(), this.#lasting.secret().export()]);
  }

  /** Computes the MAC of a row: the HMAC-SHA256 of its columns under a separate key. */
  mac(columns: MacColumns, row: Row): Uint8Array {
    return this.#keys[0].mac(columns, row);
  }

  /** Whether a row has the MAC that was written with it. */
  isAuthentic(columns: MacColumns, row: Row): boolean {
    const last = this.#authentic.get(columns);
    if (last !== undefined && haveSameMac(columns, last, row)) return true;
    const isAuthentic = this.#keys.some((key) => hasMac(key, columns, row));
    if (isAuthentic) this.#authentic.set(columns, row);
    return isAuthentic;
  }

  /** Whether the MAC of a row was computed under the newest key. */
  hasNewestMac(columns: MacColumns, row: Row): boolean {
    return hasMac(this.#keys[0], columns, row);
  }

  #opened(context: SealingContext, sealed: Uint8Array): Buffer | undefined {
    const key = this.#keys.find(({ sealing }) => isSealedUnder(sealed, sealing.keyId));
    return key && open(key.sealing, this.#associatedData(context), sealed);
  }

  #associatedData(context: SealingContext): AssociatedData {
    return { ...context, storeId: this.storeId, workspaceId: this.workspaceId };
  }
}

/** {@link AssociatedData} within a workspace. */
export type SealingContext = Omit<AssociatedData, "storeId" | "workspaceId">;

function hasMac(key: WorkspaceKey, columns: MacColumns, row: Row): boolean {
  const stored = row[columns.macKey];
  const computed = key.mac(columns, row);
  return (
    stored instanceof Uint8Array && stored.length === computed.length && timingSafeEqual(stored, computed)
  );
}

/** Derives the lasting keys of a workspace that was never rotated, on first use: the command's fast path needs none. */
function lastingOf(key: WorkspaceKey): LastingKeys {
  let fingerprint: KeyObject | undefined;
  let secret: KeyObject | undefined;
  return {
    fingerprint: () => (fingerprint ??= key.derived("tokenwell fingerprint")),
    secret: () => (secret ??= key.derived("tokenwell derived secret")),
  };
}

function openLasting(kek: Kek, context: AssociatedData, sealed: Uint8Array): LastingKeys | undefined {
  const bytes = open(wrapping(kek), context, sealed);
  if (bytes?.length !== 64) return undefined;
  const [fingerprint, secret] = [createSecretKey(bytes.subarray(0, 32)), createSecretKey(bytes.subarray(32))];
  bytes.fill(0);
  return { fingerprint: () => fingerprint, secret: () => secret };
}

function wrapping(kek: Kek): SealingKey {
  return { key: kek.key, keyId: kekAsKeyId, kekId: kek.id };
}

const wrapContext = (storeId: string, workspaceId: string, name = "", what = "key"): AssociatedData =>
  keyAssociatedData(storeId, workspaceId, "workspace", name === "" ? what : `${what} of ${name}`);

function keyAssociatedData(
  storeId: string,
  workspaceId: string,
  table: string,
  column: string,
): AssociatedData {
  const rowId = workspaceId;
  return { storeId, workspaceId, table, column, rowId, generation: 0, clientVersion: 0, clientHash: none };
}
