import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes, randomUUID } from "node:crypto";
import { type AssociatedData, open, type SealingKey, seal } from "./envelope.ts";

/** The key-encryption key. It seals only other keys, and is stored apart from the data. */
export interface Kek {
  readonly key: KeyObject;
  /** Returns the id of the key: 8 bytes, derived from it. */
  id(): Uint8Array;
}

/** A workspace's row: its own key, wrapped. */
export interface WorkspaceRow {
  readonly id: string;
  readonly key_id: Uint8Array;
  readonly key: Uint8Array;
}

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
export function newWorkspace(kek: Kek, storeId: string): WorkspaceRow {
  const id = randomUUID();
  const bytes = randomBytes(32);
  const key = seal(wrapping(kek), keyAssociatedData(storeId, id, "workspace", "key"), bytes);
  bytes.fill(0);
  return { id, key_id: randomBytes(16), key };
}

/** Unwraps a workspace's key. Returns `undefined` if it was not wrapped by this key for this store. */
export function unwrap(kek: Kek, storeId: string, row: WorkspaceRow): SealingKey | undefined {
  const bytes = open(wrapping(kek), keyAssociatedData(storeId, row.id, "workspace", "key"), row.key);
  if (bytes?.length !== 32) return undefined;
  const key = createSecretKey(bytes);
  bytes.fill(0);
  return { key, keyId: row.key_id, kekId: kek.id };
}

/** Opens a sealed text. Returns `undefined` if it was changed or moved. */
export function openText(
  key: SealingKey,
  associatedData: AssociatedData,
  sealed: Uint8Array,
): string | undefined {
  const bytes = open(key, associatedData, sealed);
  const text = bytes?.toString();
  bytes?.fill(0);
  return text;
}

/** Seals and opens the secrets of one workspace. */
export class Keyring {
  readonly storeId: string;
  readonly workspaceId: string;
  readonly #key: SealingKey;
  #fingerprintKey: KeyObject | undefined;

  private constructor(storeId: string, workspaceId: string, key: SealingKey) {
    this.storeId = storeId;
    this.workspaceId = workspaceId;
    this.#key = key;
  }

  /** Makes the keyring of a workspace. Returns `undefined` if its key was not wrapped by this key for this store. */
  static of(kek: Kek, storeId: string, row: WorkspaceRow): Keyring | undefined {
    const key = unwrap(kek, storeId, row);
    return key && new Keyring(storeId, row.id, key);
  }

  /** Seals a text for a context of this workspace. */
  seal(context: SealingContext, text: string): Uint8Array {
    const bytes = Buffer.from(text);
    const sealed = seal(this.#key, this.#associatedData(context), bytes);
    bytes.fill(0);
    return sealed;
  }

  /** Opens a text that was sealed for this context. Returns `undefined` if it was changed or moved. */
  open(context: SealingContext, sealed: Uint8Array): string | undefined {
    return openText(this.#key, this.#associatedData(context), sealed);
  }

  /** Computes a fingerprint: 16 hexadecimal digits of an HMAC under a separate key. The same for equal texts. */
  fingerprint(text: string): string {
    this.#fingerprintKey ??= createSecretKey(
      Buffer.from(hkdfSync("sha256", this.#key.key, none, "tokenwell fingerprint", 32)),
    );
    return createHmac("sha256", this.#fingerprintKey).update(text).digest("hex").slice(0, 16);
  }

  #associatedData(context: SealingContext): AssociatedData {
    return { ...context, storeId: this.storeId, workspaceId: this.workspaceId };
  }
}

/** {@link AssociatedData} within a workspace. */
export type SealingContext = Omit<AssociatedData, "storeId" | "workspaceId">;

function wrapping(kek: Kek): SealingKey {
  return { key: kek.key, keyId: kekAsKeyId, kekId: kek.id };
}

function keyAssociatedData(
  storeId: string,
  workspaceId: string,
  table: string,
  column: string,
): AssociatedData {
  const rowId = workspaceId;
  return { storeId, workspaceId, table, column, rowId, generation: 0, clientVersion: 0, clientHash: none };
}
