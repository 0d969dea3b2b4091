// Floors of `bench/library.ts`: the least that Node itself needs for the same work, written without Tokenwell.
import { createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";

/** One bare check whether another connection has committed, by a prepared statement. */
export function dataVersion(path: string): () => unknown {
  const statement = new DatabaseSync(path, { readOnly: true }).prepare("PRAGMA data_version");
  return () => statement.get();
}

/**
 * One row of the same store with the columns that a caller gets, and the opening of its ciphertext: a key derivation
 * and AES-256-GCM over as many bytes. The key is another one, so the tag is not checked.
 */
export function readRow(path: string): () => unknown {
  const statement = new DatabaseSync(path, { readOnly: true }).prepare(`
    SELECT connection.status, connection.details, schedule.due_at, access_token.token, access_token.token_type,
           access_token.scope, access_token.expires_at, access_token.expires_source, access_token.rejected_at
    FROM connection
    JOIN schedule ON schedule.connection = connection.id
    JOIN access_token ON access_token.connection = connection.id AND access_token.audience = ''
    WHERE connection.name = ?`);
  const key = createSecretKey(randomBytes(32));
  return () => {
    const row = statement.get("acme");
    return {
      ...row,
      token: decrypt(key, row?.token as Uint8Array),
      details: JSON.parse(String(row?.details)),
    };
  };
}

function decrypt(key: KeyObject, sealed: Uint8Array): string {
  const content = Buffer.from(hkdfSync("sha256", key, sealed.subarray(26, 58), sealed.subarray(0, 26), 64));
  const decipher = createDecipheriv("aes-256-gcm", content.subarray(0, 32), sealed.subarray(58, 70));
  return decipher.update(sealed.subarray(102, -16)).toString();
}
