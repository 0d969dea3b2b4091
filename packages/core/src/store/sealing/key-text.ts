// Imports nothing: the command's fast path reads the key through this file.

/** Content of a key file: keys, or the place where they are. */
export type KeyText =
  | {
      readonly kind: "keys";
      /** Keys of 32 bytes each: one, or two while a rotation replaces the first by the second. */
      readonly keys: readonly Uint8Array[];
      readonly refused?: never;
    }
  | { readonly kind: "keychain"; readonly account: string; readonly refused?: never }
  | { readonly kind: "env"; readonly refused?: never };

const form = /^(?:tokenwell-key-1 [A-Za-z0-9_-]{43}\n)?tokenwell-key-1 [A-Za-z0-9_-]{43}\n?$/;
const elsewhere = /^tokenwell-key-in (?:(env)|keychain ([A-Za-z0-9-]{1,64}))\n?$/;

/** Copy of a key without a passphrase, as `keys backup --bare` writes it. */
const bareCopy =
  /^-----BEGIN TOKENWELL KEY-----\n[\s\S]*?\n\n(tokenwell-key-1 \S{43})\n-----END TOKENWELL KEY-----\s*$/;

/** Reads a key that the environment gives: a key file's, or a bare copy. One line may hold two keys. */
export function parseGivenKey(text: string): KeyText | undefined {
  const [, key = text] = bareCopy.exec(text) ?? [];
  const parsed = parseKeyText(key.trim().replace(/\s+(?=tokenwell-key-1 )/, "\n"));
  return parsed?.kind === "keys" ? parsed : undefined;
}

/** Reads the content of a key file. Returns `undefined` if it is none. */
export function parseKeyText(text: string): KeyText | undefined {
  if (form.test(text)) {
    const keys = [...text.matchAll(/ (.{43})/g)].map(([, key = ""]) => Buffer.from(key, "base64url"));
    return keys.every(({ length }) => length === 32) ? { kind: "keys", keys } : undefined;
  }
  const [, env, account] = elsewhere.exec(text) ?? [];
  if (env !== undefined) return { kind: "env" };
  return account === undefined ? undefined : { kind: "keychain", account };
}

/** Writes the content of a key file. */
export function formatKeyText(text: KeyText): string {
  if (text.kind === "env") return "tokenwell-key-in env\n";
  if (text.kind === "keychain") return `tokenwell-key-in keychain ${text.account}\n`;
  return text.keys.map((key) => `tokenwell-key-1 ${Buffer.from(key).toString("base64url")}\n`).join("");
}
