import {
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from "node:crypto";
import { type AssociatedData, open, type SealingKey, seal } from "./envelope.ts";
import type { Row } from "./row.ts";
import { haveSameMac, type MacColumns, macText } from "./row-mac.ts";

/** The key-encryption key. It seals only other keys, and is stored apart from the data. */
export interface Kek {
  readonly key: KeyObject;
  /** Returns the id of the key: 8 bytes, derived from it. */
  id(): Uint8Array;
}

/** A workspace's row: its own key, wrapped. */
export interface WorkspaceRow {
  readonly id: string;
  readonly name: string;
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
export function newWorkspace(kek: Kek, storeId: string, name: string): WorkspaceRow {
  const id = randomUUID();
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

/** Seals and opens the secrets of one workspace. */
export class Keyring {
  readonly storeId: string;
  readonly workspaceId: string;
  readonly #key: SealingKey;
  #fingerprintKey: KeyObject | undefined;
  #macKey: KeyObject | undefined;
  #secretKey: KeyObject | undefined;
  /** Last authentic row of each table, cached: most programs read one connection, and a MAC is 10 % of a cold read. */
  readonly #authentic = new Map<MacColumns, Row>();

  private constructor(storeId: string, workspaceId: string, key: SealingKey) {
    this.storeId = storeId;
    this.workspaceId = workspaceId;
    this.#key = key;
  }

  /** Makes the keyring of a workspace. Returns `undefined` if its key was not wrapped by this key for this store. */
  static of(kek: Kek, storeId: string, row: WorkspaceRow, wrapped: Wrapping = "named"): Keyring | undefined {
    const context = wrapContext(storeId, row.id, wrapped === "named" ? row.name : "");
    const bytes = open(wrapping(kek), context, row.key);
    if (bytes?.length !== 32) return undefined;
    const key = createSecretKey(bytes);
    bytes.fill(0);
    return new Keyring(storeId, row.id, { key, keyId: row.key_id, kekId: kek.id });
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
    const bytes = open(this.#key, this.#associatedData(context), sealed);
    const text = bytes?.toString();
    bytes?.fill(0);
    return text;
  }

  /** Computes a fingerprint: 16 hexadecimal digits of an HMAC under a separate key. The same for equal texts. */
  fingerprint(text: string): string {
    this.#fingerprintKey ??= this.#derived("tokenwell fingerprint");
    return createHmac("sha256", this.#fingerprintKey).update(text).digest("hex").slice(0, 16);
  }

  /** Derives a secret from a text: an HMAC-SHA256 under a separate key, in base64url. The same for equal texts. */
  derivedSecret(text: string): string {
    this.#secretKey ??= this.#derived("tokenwell derived secret");
    return createHmac("sha256", this.#secretKey).update(text).digest("base64url");
  }

  /** Computes the MAC of a row: the HMAC-SHA256 of its columns under a separate key. */
  mac(columns: MacColumns, row: Row): Uint8Array {
    this.#macKey ??= this.#derived("tokenwell row mac");
    return createHmac("sha256", this.#macKey).update(macText(columns, row)).digest();
  }

  /** Whether a row has the MAC that was written with it. */
  isAuthentic(columns: MacColumns, row: Row): boolean {
    const last = this.#authentic.get(columns);
    if (last !== undefined && haveSameMac(columns, last, row)) return true;
    const stored = row[columns.macKey];
    const computed = this.mac(columns, row);
    const isAuthentic =
      stored instanceof Uint8Array && stored.length === computed.length && timingSafeEqual(stored, computed);
    if (isAuthentic) this.#authentic.set(columns, row);
    return isAuthentic;
  }

  #derived(purpose: string): KeyObject {
    return createSecretKey(Buffer.from(hkdfSync("sha256", this.#key.key, none, purpose, 32)));
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

const wrapContext = (storeId: string, workspaceId: string, name = ""): AssociatedData =>
  keyAssociatedData(storeId, workspaceId, "workspace", name === "" ? "key" : `key of ${name}`);

function keyAssociatedData(
  storeId: string,
  workspaceId: string,
  table: string,
  column: string,
): AssociatedData {
  const rowId = workspaceId;
  return { storeId, workspaceId, table, column, rowId, generation: 0, clientVersion: 0, clientHash: none };
}
