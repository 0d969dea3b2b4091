import { DatabaseSync } from "node:sqlite";

/** Reads the id that the store in a database file has. */
export function storeIdOf(path: string): string {
  const db = new DatabaseSync(path, { readOnly: true });
  try {
    return String(db.prepare("SELECT store_id FROM store").get()?.store_id);
  } finally {
    db.close();
  }
}
