import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { storeEnvironment } from "./test-store.ts";

/** One row as its table holds it. */
export type StoredRow = Record<string, string | number | Uint8Array | null>;

const child = fileURLToPath(new URL("store-rows-child.ts", import.meta.url));

/** The rows of the store of a home, which tests read and change as another program does, whichever engine has them. */
export class StoreRows {
  /** Path of the database, if it is SQLite. */
  readonly file: string;
  readonly #server: { readonly url: string; readonly schema: string } | undefined;

  constructor(home: string) {
    this.file = join(home, "data", "tokenwell.db");
    const address = storeEnvironment(home).TOKENWELL_STORE;
    if (address === undefined) return;
    const { searchParams } = new URL(address);
    this.#server = { url: address.replace(/\?.*/, ""), schema: searchParams.get("schema") ?? "" };
  }

  /** Reads the rows of a statement in SQL that both engines understand. */
  all(sql: string): StoredRow[] {
    if (this.#server !== undefined) return this.#onServer(sql);
    const database = new DatabaseSync(this.file, { readOnly: true });
    try {
      return database.prepare(sql).all() as StoredRow[];
    } finally {
      database.close();
    }
  }

  count(table: string, condition = "1 = 1"): number {
    return Number(this.all(`SELECT count(*) AS count FROM ${table} WHERE ${condition}`)[0]?.count);
  }

  /** Runs statements that change rows. */
  run(sql: string): void {
    if (this.#server !== undefined) return void this.#onServer(sql);
    const database = new DatabaseSync(this.file, { timeout: 5_000 });
    try {
      database.exec(sql);
    } finally {
      database.close();
    }
  }

  /** All that the database holds: the bytes of its files, or of each value. */
  bytes(): Buffer {
    if (this.#server === undefined)
      return Buffer.concat(
        ["", "-wal"].flatMap((end) => {
          const path = `${this.file}${end}`;
          return existsSync(path) ? [readFileSync(path)] : [];
        }),
      );
    const { schema } = this.#server;
    const tables = this.all(`SELECT tablename AS name FROM pg_tables WHERE schemaname = '${schema}'`);
    const values = tables.flatMap(({ name }) => this.all(`SELECT * FROM ${name}`).flatMap(Object.values));
    return Buffer.concat(
      values.flatMap((value) => [
        value instanceof Uint8Array ? value : Buffer.from(`${value}`),
        Buffer.of(10),
      ]),
    );
  }

  #onServer(sql: string): StoredRow[] {
    const statement = sql.replace(/zeroblob\((\d+)\)/g, "decode(repeat('00', $1), 'hex')");
    const input = JSON.stringify({ ...this.#server, sql: statement });
    const answer = execFileSync(process.execPath, [child], { input, encoding: "utf8", maxBuffer: 1e9 });
    return JSON.parse(answer, (_, value) =>
      typeof value?.hex === "string" ? Buffer.from(value.hex, "hex") : value,
    );
  }
}
