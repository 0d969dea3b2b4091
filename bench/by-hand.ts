// Floors: the least that Node itself needs for the same work, written without Tokenwell.
import {
  createDecipheriv,
  createSecretKey,
  hkdfSync,
  randomBytes,
  randomUUID,
  timingSafeEqual,
} from "node:crypto";
import { unlinkSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { parsersOf } from "../packages/core/src/store/postgres/driver.ts";
import { currentSql } from "../packages/core/src/store/tables/current.ts";

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
  const statement = database.prepare(currentSql("name"));
  const open = opener();
  return () => open(statement.get({ workspace, audience: "", name: "acme" }) ?? {});
}

/** Returns the opening of the row of an access token. */
function opener(): (row: Readonly<Record<string, unknown>>) => unknown {
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
  return (row) => {
    const token = open(Buffer.from(row["access_token.token"] as Uint8Array));
    return { token, details: JSON.parse(String(row["connection.details"])) };
  };
}

/** The same reads of PostgreSQL, by prepared statements on a pool of connections. */
export interface PostgresReads {
  /** One row by its index. */
  select(): Promise<unknown>;
  /** The same row as {@link readRow}, and the opening of its ciphertext. */
  readRow(): Promise<unknown>;
  close(): Promise<void>;
}

/** Returns them for the store at an address. */
export async function postgresReads(url: string): Promise<PostgresReads> {
  const settings = { connectionString: url, max: 8, types: parsersOf(pg) };
  const pool = new pg.Pool({ ...settings, options: "-c search_path=tokenwell" });
  const [workspace] = (await pool.query<{ id: string }>("SELECT id FROM workspace")).rows;
  const [connection] = (await pool.query<{ id: string }>("SELECT id FROM connection")).rows;
  const names = ["workspace", "audience", "name"];
  const select = {
    name: "select",
    text: "SELECT generation, expires_at, rejected_at FROM access_token WHERE connection = $1 AND audience = $2",
    values: [connection?.id, ""],
  };
  const current = {
    name: "current",
    text: currentSql("name").replace(
      /:(workspace|audience|name)\b/g,
      (_, name) => `$${names.indexOf(name) + 1}`,
    ),
    values: [workspace?.id, "", "acme"],
  };
  const open = opener();
  return {
    select: async () => (await pool.query(select)).rows[0],
    readRow: async () => open((await pool.query(current)).rows[0]),
    close: () => pool.end(),
  };
}

/** Commits of a refresh around its request. */
export interface Commits {
  /** Makes them. `post` sends the request and returns the answer. */
  refresh(connection: string, post: () => Promise<string>): Promise<void>;
  close(): void | Promise<void>;
}

/**
 * Returns the commits that a refresh needs, with the pragmas of the store: an exclusive transaction on a lock file, the
 * attempt before the request, and the answer after it. As in the store, all of one turn of the event loop share a commit.
 * Nothing is sealed, judged or checked.
 */
export function commits(folder: string): Commits {
  const database = new DatabaseSync(join(folder, "by-hand.db"));
  database.exec(`PRAGMA journal_mode = wal; PRAGMA synchronous = 2; PRAGMA fullfsync = 1; PRAGMA secure_delete = 1;
    CREATE TABLE attempt (id TEXT PRIMARY KEY, connection TEXT NOT NULL, phase TEXT NOT NULL) STRICT;
    CREATE TABLE token (connection TEXT PRIMARY KEY, answer TEXT NOT NULL) STRICT;`);
  const open = database.prepare("INSERT INTO attempt VALUES (?, ?, 'open')");
  const close = database.prepare("UPDATE attempt SET phase = 'committed' WHERE id = ?");
  const store = database.prepare(
    "INSERT INTO token VALUES (?, ?) ON CONFLICT DO UPDATE SET answer = excluded.answer",
  );
  const together = sharedCommit(database);
  return {
    refresh: async (connection, post) => {
      const id = randomUUID();
      const lock = new DatabaseSync(join(folder, id));
      lock.exec("PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE");
      await together(() => open.run(id, connection));
      const answer = await post();
      await together(() => {
        store.run(connection, answer);
        close.run(id);
      });
      lock.close();
      unlinkSync(join(folder, id));
    },
    close: () => database.close(),
  };
}

/** Returns the same commits in a database of PostgreSQL, each a transaction, on as many connections as the store has. */
export async function postgresCommits(url: string): Promise<Commits> {
  const pool = new pg.Pool({ connectionString: url, max: 8 });
  await pool.query(`CREATE TABLE hand_attempt (id text PRIMARY KEY, connection text NOT NULL, phase text NOT NULL);
    CREATE TABLE hand_token (connection text PRIMARY KEY, answer text NOT NULL)`);
  const transaction = async (...statements: readonly (readonly [string, string, readonly string[]])[]) => {
    const client = await pool.connect();
    await client.query("BEGIN");
    for (const [name, text, values] of statements) await client.query({ name, text, values: [...values] });
    await client.query("COMMIT");
    client.release();
  };
  return {
    refresh: async (connection, post) => {
      const id = randomUUID();
      await transaction(["open", "INSERT INTO hand_attempt VALUES ($1, $2, 'open')", [id, connection]]);
      const answer = await post();
      await transaction(
        [
          "token",
          "INSERT INTO hand_token VALUES ($1, $2) ON CONFLICT (connection) DO UPDATE SET answer = excluded.answer",
          [connection, answer],
        ],
        ["close", "UPDATE hand_attempt SET phase = 'committed' WHERE id = $1", [id]],
      );
    },
    close: () => pool.end(),
  };
}

/** Runs all work of one turn of the event loop in one durable transaction. */
function sharedCommit(database: DatabaseSync): (work: () => void) => Promise<void> {
  let waiting: { readonly work: () => void; readonly done: () => void }[] = [];
  const commit = (): void => {
    const group = waiting;
    waiting = [];
    database.exec("BEGIN IMMEDIATE");
    for (const { work } of group) work();
    database.exec("COMMIT");
    for (const { done } of group) done();
  };
  return (work) =>
    new Promise((done) => {
      if (waiting.push({ work, done }) === 1) setImmediate(commit);
    });
}
