import {
  createCipheriv,
  createDecipheriv,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

// The only file that encrypts. Layout of a sealed value, sizes in bytes:
//   ver(1) alg(1) kek_id(8) dek_id(16) salt(32) nonce(12) commit(32) ct tag(16)
const version = 1;
const aes256Gcm = 1;
const kekIdBytes = 8;
export const keyIdBytes = 16;
const saltBytes = 32;
const nonceBytes = 12;
const commitBytes = 32;
const tagBytes = 16;
const headerBytes = 2 + kekIdBytes + keyIdBytes;
const ciphertextAt = headerBytes + saltBytes + nonceBytes + commitBytes;

/** Bytes that sealing adds to a value. A sealed value of this length is empty. */
export const overheadBytes = ciphertextAt + tagBytes;

/** A sealing key, with the ids in the header of its ciphertexts. */
export interface SealingKey {
  readonly key: KeyObject;
  /** 16 bytes. */
  readonly keyId: Uint8Array;
  /** Returns the 8-byte id of the key-encryption key. {@link open} ignores it, since keys may be rewrapped. */
  kekId(): Uint8Array;
}

/** Location that a ciphertext is bound to. It does not open anywhere else. */
export interface AssociatedData {
  readonly storeId: string;
  readonly workspaceId: string;
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
  readonly generation: number;
  readonly clientVersion: number;
  /** Result of {@link clientBindingHash}; empty if the value belongs to no client. */
  readonly clientHash: Uint8Array;
}

/** Hashes a client's issuer, token endpoint and client id with SHA-256. */
export function clientBindingHash(issuer: string, tokenEndpoint: string, clientId: string): Uint8Array {
  // One-shot `hash`: the first Hash object, a stream, would take 0.5 ms to create.
  return hash("sha256", lengthPrefixed([issuer, tokenEndpoint, clientId]), "buffer");
}

/**
 * Seals a value under a new key that is derived for this ciphertext alone, with a commitment to that key.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5869 HKDF
 * @see https://doi.org/10.6028/NIST.SP.800-38D GCM
 */
export function seal(key: SealingKey, associatedData: AssociatedData, plaintext: Uint8Array): Uint8Array {
  const header = Buffer.concat([Uint8Array.of(version, aes256Gcm), key.kekId(), key.keyId], headerBytes);
  const salt = randomBytes(saltBytes);
  const nonce = randomBytes(nonceBytes);
  const binding = bindingOf(associatedData, key.keyId);
  const { contentKey, commitment } = derive(key.key, salt, binding);
  const cipher = createCipheriv("aes-256-gcm", contentKey, nonce, { authTagLength: tagBytes });
  contentKey.fill(0);
  cipher.setAAD(Buffer.concat([header, binding]));
  const ciphertext = cipher.update(plaintext);
  cipher.final();
  return Buffer.concat([header, salt, nonce, commitment, ciphertext, cipher.getAuthTag()]);
}

/** Returns the salt of a sealed value. Its key is derived from it, so no other value opens with it. */
export const saltOf = (sealed: Uint8Array): Uint8Array =>
  sealed.subarray(headerBytes, headerBytes + saltBytes);

/** Position of the key's id in a sealed value, counted from 0. */
export const keyIdAt = 2 + kekIdBytes;

/** Whether a value was sealed under the key of an id. */
export const isSealedUnder = (sealed: Uint8Array, keyId: Uint8Array): boolean =>
  Buffer.compare(sealed.subarray(keyIdAt, keyIdAt + keyIdBytes), keyId) === 0;

/** Opens a sealed value. Returns `undefined` if it was changed, or sealed under another key or for another location. */
export function open(
  key: SealingKey,
  associatedData: AssociatedData,
  sealed: Uint8Array,
): Buffer | undefined {
  if (sealed.length < overheadBytes || sealed[0] !== version || sealed[1] !== aes256Gcm) return undefined;
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.length);
  const header = bytes.subarray(0, headerBytes);
  if (!header.subarray(2 + kekIdBytes).equals(key.keyId)) return undefined;
  const salt = bytes.subarray(headerBytes, headerBytes + saltBytes);
  const nonce = bytes.subarray(headerBytes + saltBytes, headerBytes + saltBytes + nonceBytes);
  const committed = bytes.subarray(ciphertextAt - commitBytes, ciphertextAt);
  const binding = bindingOf(associatedData, key.keyId);
  const { contentKey, commitment } = derive(key.key, salt, binding);
  // GCM alone can open one ciphertext under several keys. The commitment prevents that.
  if (!timingSafeEqual(commitment, committed)) return undefined;
  // Without authTagLength Node accepts a tag of 4 bytes.
  const decipher = createDecipheriv("aes-256-gcm", contentKey, nonce, { authTagLength: tagBytes });
  contentKey.fill(0);
  decipher.setAAD(Buffer.concat([header, binding]));
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes));
  const plaintext = decipher.update(bytes.subarray(ciphertextAt, bytes.length - tagBytes));
  try {
    decipher.final();
  } catch {
    plaintext.fill(0);
    return undefined;
  }
  return plaintext;
}

function derive(key: KeyObject, salt: Uint8Array, binding: Uint8Array) {
  const info = Buffer.concat([Buffer.from("tokenwell/v1/"), binding]);
  const derived = Buffer.from(hkdfSync("sha256", key, salt, info, 32 + commitBytes));
  return { contentKey: derived.subarray(0, 32), commitment: derived.subarray(32) };
}

function bindingOf(associatedData: AssociatedData, keyId: Uint8Array): Buffer {
  return lengthPrefixed([
    associatedData.storeId,
    associatedData.workspaceId,
    associatedData.table,
    associatedData.column,
    associatedData.rowId,
    String(associatedData.generation),
    String(associatedData.clientVersion),
    associatedData.clientHash,
    keyId,
  ]);
}

/** Concatenates the parts, each after its length in bytes (32 bits, big-endian), so that no two tuples are equal. */
function lengthPrefixed(parts: readonly (string | Uint8Array)[]): Buffer {
  let size = 0;
  for (const part of parts) size += 4 + Buffer.byteLength(part);
  const whole = Buffer.allocUnsafe(size);
  let at = 0;
  for (const part of parts) {
    const length = typeof part === "string" ? whole.write(part, at + 4) : part.length;
    if (typeof part !== "string") whole.set(part, at + 4);
    at = whole.writeUInt32BE(length, at) + length;
  }
  return whole;
}
