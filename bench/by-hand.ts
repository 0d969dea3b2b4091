// Floors of `bench/library.ts`: the least that Node itself needs for the same work, written without Tokenwell.
import { createDecipheriv, createSecretKey, hkdfSync, randomBytes, timingSafeEqual } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import { currentSql } from "../packages/core/src/store/sqlite/current.ts";

/** Returns one bare check whether another connection has committed, by a prepared statement. */
export function dataVersion(path: string): () => unknown {
  const statement = new DatabaseSync(path, { readOnly: true }).prepare("PRAGMA data_version");
  return () => statement.get();
}

/**
 * Returns one read of the same row by the same statement, and the opening of its ciphertext: a key derivation, the
 * comparison of its commitment, and AES-256-GCM. The key is another one, so that neither is right.
 */
export function readRow(path: string): () => unknown {
  const database = new DatabaseSync(path, { readOnly: true });
  const workspace = String(database.prepare("SELECT id FROM workspace").get()?.id);
  const statement = database.prepare(currentSql(true));
  const key = createSecretKey(randomBytes(32));
  const [info, empty] = [Buffer.alloc(240), Buffer.alloc(32)];
  const open = (sealed: Buffer): string => {
    const derived = Buffer.from(hkdfSync("sha256", key, sealed.subarray(26, 58), info, 64));
    timingSafeEqual(derived.subarray(32), empty);
    const decipher = createDecipheriv("aes-256-gcm", derived.subarray(0, 32), sealed.subarray(58, 70));
    decipher.setAAD(Buffer.concat([sealed.subarray(0, 26), info]));
    decipher.setAuthTag(sealed.subarray(-16));
    return decipher.update(sealed.subarray(102, -16)).toString();
  };
  return () => {
    const row = statement.get({ workspace, name: "acme" }) ?? {};
    const token = open(Buffer.from(row["access_token.token"] as Uint8Array));
    return { token, details: JSON.parse(String(row["connection.details"])) };
  };
}
