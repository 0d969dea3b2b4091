import { createSecretKey, type KeyObject, randomBytes, type ScryptOptions, scrypt } from "node:crypto";
import { StoreError } from "../../errors.ts";
import { type AssociatedData, open, overheadBytes, type SealingKey, seal } from "./envelope.ts";
import { formatKeyText, parseKeyText } from "./key-text.ts";

/** Copy of a key as people keep it: on paper, or in a password manager. */
export interface KeyCopy {
  /** Id of the store; absent if the text is a key file. */
  readonly storeId?: string;
  readonly isProtected: boolean;
  /** Returns the key. Throws `passphrase_missing` or `passphrase_wrong`. */
  open(passphrase?: string): Promise<Uint8Array>;
}

/**
 * Cost of a guess of the passphrase: 128 MiB and some 0.4 s.
 *
 * @see https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#scrypt
 */
const cost: ScryptOptions = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const saltBytes = 16;
const none = new Uint8Array(0);
const columns = 64;
const maxCharacters = 16_384;

/**
 * Writes a copy of a key. With a passphrase, it is sealed as all values are, under a key that scrypt derives; the salt is
 * the key's id in the envelope.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7914
 */
export async function writeKeyCopy(
  key: Uint8Array,
  { storeId, madeAt, passphrase }: { storeId: string; madeAt: Date; passphrase: string | null },
): Promise<string> {
  const plain = formatKeyText({ kind: "keys", keys: [key] }).trim();
  const body =
    passphrase === null
      ? plain
      : Buffer.from(seal(await keyFrom(passphrase, randomBytes(saltBytes)), placeOf(storeId), key))
          .toString("base64")
          .replaceAll(new RegExp(`.{${columns}}(?=.)`, "g"), "$&\n");
  return [
    "-----BEGIN TOKENWELL KEY-----",
    `Store: ${storeId}`,
    `Made: ${madeAt.toISOString().slice(0, 10)}`,
    `Passphrase: ${passphrase === null ? "no" : "yes"}`,
    "",
    body,
    "-----END TOKENWELL KEY-----",
    "",
  ].join("\n");
}

const form =
  /-----BEGIN TOKENWELL KEY-----\s+Store: ([0-9a-f-]{36})\s+(?:\w+: .*\s+)*?Passphrase: (yes|no)\s+([A-Za-z0-9+/=_\-\s]+?)\s+-----END TOKENWELL KEY-----/;

/** Reads a copy of a key, or a key file. Returns `undefined` if the text is neither. */
export function readKeyCopy(text: string): KeyCopy | undefined {
  if (text.length > maxCharacters) return undefined;
  const [, storeId, isProtected, body = text] = form.exec(text) ?? [];
  if (storeId !== undefined && isProtected === "yes") return sealedCopy(storeId, body.replaceAll(/\s/g, ""));
  const plain = parseKeyText(body.trim());
  if (plain?.kind !== "keys" || plain.keys.length !== 1) return undefined;
  const [key = none] = plain.keys;
  return { ...(storeId && { storeId }), isProtected: false, open: async () => key };
}

function sealedCopy(storeId: string, base64: string): KeyCopy | undefined {
  const sealed = Buffer.from(base64, "base64");
  if (sealed.length !== overheadBytes + 32) return undefined;
  return {
    storeId,
    isProtected: true,
    open: async (passphrase) => {
      if (passphrase === undefined) throw new StoreError("passphrase_missing");
      // The header of the envelope: version and algorithm, 8 bytes of another id, and the salt.
      const key = await keyFrom(passphrase, sealed.subarray(10, 10 + saltBytes));
      const opened = open(key, placeOf(storeId), sealed);
      if (opened === undefined) throw new StoreError("passphrase_wrong");
      return opened;
    },
  };
}

async function keyFrom(passphrase: string, salt: Uint8Array): Promise<SealingKey> {
  // The same passphrase may be typed on another keyboard. @see https://www.rfc-editor.org/rfc/rfc8265#section-4.2
  const bytes = Buffer.from(passphrase.normalize("NFC"));
  const key = await new Promise<KeyObject>((resolve, reject) => {
    scrypt(bytes, salt, 32, cost, (error, derived) => {
      if (error) reject(error);
      else resolve(createSecretKey(derived));
      derived?.fill(0);
    });
  });
  bytes.fill(0);
  return { key, keyId: salt, kekId: () => new Uint8Array(8) };
}

const placeOf = (storeId: string): AssociatedData => ({
  ...{ storeId, workspaceId: "", table: "copy", column: "key", rowId: "" },
  ...{ generation: 0, clientVersion: 0, clientHash: none },
});
