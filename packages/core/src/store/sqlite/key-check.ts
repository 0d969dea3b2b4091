import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import type { KeyCheck } from "../key-check.ts";
import { toStoreError } from "./errors.ts";

/** Milliseconds that the look waits for another process. */
const busyTimeoutMs = 5_000;

/** Reads what a key is checked against, without a key. Returns `undefined` if there is no data. Changes nothing. */
export function readKeyCheck(path: string): KeyCheck | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const db = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
    try {
      if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'store'").get() === undefined)
        return undefined;
      const row = db.prepare("SELECT store_id AS storeId, key_check AS value FROM store WHERE id = 1").get();
      return row as unknown as KeyCheck | undefined;
    } finally {
      db.close();
    }
  } catch (error) {
    throw toStoreError(error, path);
  }
}
