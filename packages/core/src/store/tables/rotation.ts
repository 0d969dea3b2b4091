import { StoreError } from "../../errors.ts";
import {
  accessTokenContext,
  type ClientBindingRow,
  clientBindingOf,
  sealingContextOf,
  sessionContext,
} from "../sealing/context.ts";
import { isSealedUnder } from "../sealing/envelope.ts";
import {
  checkValueOf,
  type Kek,
  Keyring,
  matchesCheckValue,
  rotated,
  type SealingContext,
  type WorkspaceRow,
  workspaceColumns,
} from "../sealing/keyring.ts";
import { type Row, toInteger } from "../sealing/row.ts";
import type { MacColumns } from "../sealing/row-mac.ts";
import { accessTokenMac } from "./rows/access-tokens.ts";
import { browserLoginMac } from "./rows/browser-logins.ts";
import { clientMac } from "./rows/clients.ts";
import { connectionMac } from "./rows/connections.ts";
import { hookMac } from "./rows/hooks.ts";
import { loginMac } from "./rows/logins.ts";
import { sessionMac } from "./rows/sessions.ts";
import type { Dialect } from "./services.ts";
import { all, allOf, get, run, runAll, type Sql, updating } from "./sql.ts";
import type { WorkEngine } from "./table-store.ts";

/** Table whose rows have ciphertexts or a MAC. */
interface SealedTable {
  readonly table: string;
  /** Columns of its primary key. */
  readonly key: readonly string[];
  readonly sealed: readonly string[];
  readonly mac: MacColumns | null;
  /** Joins to the connection, if the workspace is there, and to the client that ciphertexts are bound to. */
  readonly joins: string;
  /** Table that has the workspace. */
  readonly owner: string;
  context(row: Row, column: string): SealingContext;
}

const text = (value: Row[string] | undefined): string => String(value);
// Each row of a batch comes out, even if another program has removed its connection: fewer rows would end the sweep.
const ofConnection = (table: string): string => `LEFT JOIN connection ON connection.id = ${table}.connection`;
const clientOf = (table: string, version = `${table}.client_version`): string =>
  `LEFT JOIN client ON client.id = ${table}.client AND client.version = ${version}`;

/** Returns the binding of the client that was joined to a row. */
const bindingOf = (row: Row) =>
  clientBindingOf({
    version: Number(row.binding_version),
    issuer: text(row.binding_issuer),
    token_endpoint: text(row.binding_token_endpoint),
    client_id: text(row.binding_client_id),
  } satisfies ClientBindingRow);

/** Every table with something sealed. A test compares it with the schema. */
export const sealedTables: readonly SealedTable[] = [
  {
    ...{ table: "client", key: ["id", "version"], mac: clientMac, joins: "", owner: "client" },
    sealed: ["authentication", "next_authentication"],
    context: (row, column) => sealingContextOf(`client.${column}`, text(row.id), bindingOf(row)),
  },
  {
    ...{
      table: "connection",
      key: ["id"],
      mac: connectionMac,
      joins: clientOf("connection"),
      owner: "connection",
    },
    sealed: ["refresh_token"],
    context: (row, column) =>
      sealingContextOf(`connection.${column}`, text(row.id), bindingOf(row), Number(row.generation)),
  },
  {
    ...{ table: "access_token", key: ["connection", "audience"], mac: accessTokenMac, owner: "connection" },
    joins: `${ofConnection("access_token")} ${clientOf("connection")}`,
    sealed: ["token", "id_token"],
    context: (row, column) => {
      const cell = { connection: text(row.connection), audience: text(row.audience) };
      return accessTokenContext(
        column as "token" | "id_token",
        { ...cell, generation: Number(row.generation) },
        bindingOf(row),
      );
    },
  },
  {
    ...{ table: "attempt", key: ["id"], mac: null, sealed: ["raw_answer"], owner: "connection" },
    joins: `${ofConnection("attempt")} ${clientOf("connection", "attempt.client_version")}`,
    context: (row, column) =>
      sealingContextOf(`attempt.${column}`, text(row.id), bindingOf(row), Number(row.base_generation)),
  },
  {
    ...{ table: "login", key: ["id"], mac: loginMac, joins: clientOf("login"), owner: "login" },
    sealed: ["verifier", "nonce", "raw_answer"],
    context: (row, column) => sealingContextOf(`login.${column}`, text(row.id), bindingOf(row)),
  },
  {
    ...{ table: "session", key: ["id"], mac: sessionMac, joins: "", sealed: ["id_token"], owner: "session" },
    context: (row, column) => sessionContext(column, text(row.id)),
  },
  withoutSecrets({
    table: "browser_login",
    key: ["id"],
    mac: browserLoginMac,
    joins: "",
    owner: "browser_login",
  }),
  withoutSecrets({
    ...{ table: "hook", key: ["connection", "event"], mac: hookMac, owner: "connection" },
    joins: ofConnection("hook"),
  }),
];

function withoutSecrets(table: Omit<SealedTable, "sealed" | "context">): SealedTable {
  return {
    ...table,
    sealed: [],
    context: () => sealingContextOf("none.none", "", { version: 0, hash: new Uint8Array(0) }),
  };
}

/** Engine of a rotation. */
export interface RotationEngine extends WorkEngine {
  readonly dialect: Dialect;
  /** Location of the store, for error messages. */
  readonly location: string;
  /** Statements after which no process of an earlier Tokenwell, which knows of no rotation, can seal under an earlier key. */
  readonly fence: readonly string[];
  /** Whether processes of other machines use the store, so that its key must get there first. */
  readonly isShared: boolean;
  /** Resolves when every transaction that has begun before has ended. */
  settled(): Promise<void>;
  /** Seals anew under the newest key of a workspace what this machine keeps of it outside of the database. */
  resealFiles(keyring: Keyring): void;
  /** Removes what the database keeps of replaced values, as far as it can. */
  scrub(): Promise<void>;
  close(): Promise<void>;
}

/** Keys that a store's data needs. */
export interface KeysInUse {
  readonly storeId: string;
  readonly keyCheck: Uint8Array;
  readonly workspaces: readonly (WorkspaceRow & { readonly key_since: number | null })[];
}

/** Number of values under each key, and of rows that no key opens. */
export interface KeyCounts {
  readonly newest: number;
  readonly earlier: number;
  /** Rows that another program changed. */
  readonly damaged: number;
}

const rowsAtOnce = 50;
/** Milliseconds between two transactions of a rotation, in which others write. */
const pauseMs = 5;

/** Replaces the keys of a store while others use it. Each step may be the last one before the process dies. */
export class Rotation {
  readonly #engine: RotationEngine;

  constructor(engine: RotationEngine) {
    this.#engine = engine;
  }

  /** Whether machines other than this one use the store. */
  get isShared(): boolean {
    return this.#engine.isShared;
  }

  async close(): Promise<void> {
    await this.#engine.close();
  }

  /** Reads which keys the data needs. */
  inUse(): Promise<KeysInUse> {
    return this.#engine.read(() => keysInUse());
  }

  /** Gives each workspace a new key, under a new key-encryption key. Resolves with `false` if a rotation is under way. */
  async begin(kek: Kek, next: Kek): Promise<boolean> {
    const { dialect, fence, location, clock } = this.#engine;
    return await this.#engine.write(function* () {
      // A workspace that is just made is there afterwards, or finds that the key has changed.
      const { storeId, keyCheck, workspaces } = yield* keysInUse((table) => dialect.forUpdate(table));
      if (!matchesCheckValue(kek, storeId, keyCheck)) return false;
      if (workspaces.some(({ old_key }) => old_key != null)) return false;
      for (const row of workspaces) {
        const fresh = rotated(kek, next, storeId, row);
        if (fresh === undefined) throw new StoreError("store_integrity", { place: location });
        yield* runAll(updating("workspace", { ...fresh, key_since: toInteger(clock.nowMs()) }, ["id"]));
      }
      for (const sql of fence) yield* run(sql);
      yield* run("UPDATE store SET key_check = :check WHERE id = 1", { check: checkValueOf(next, storeId) });
      return true;
    });
  }

  /**
   * Seals every value under the newest keys that is not yet, from wherever an earlier process stopped; then removes the
   * earlier keys. Calls `onProgress` after each transaction.
   */
  async finish(kek: Kek, onProgress: (rows: number) => void = () => undefined): Promise<KeyCounts> {
    const engine = this.#engine;
    // The sweep that finds nothing is the proof. A row that no key opens stays, and is found again.
    let swept: Uint8Array = new Uint8Array(0);
    for (let found = Number.POSITIVE_INFINITY, before = found; found > 0; before = found) {
      swept = (await this.inUse()).keyCheck;
      await engine.settled();
      const counts = await sweep(engine, kek, async (keyring, table, rows) => {
        await engine.write(() => reseal(engine.dialect, keyring, table, rows));
        onProgress(rows.length);
        await engine.clock.sleep(pauseMs);
      });
      found = counts.earlier;
      if (found >= before) break;
    }
    const inUse = await this.inUse();
    for (const workspace of inUse.workspaces) engine.resealFiles(keyringOf(engine, kek, inUse, workspace));
    // Another rotation may have begun after another process has finished this one: its earlier keys are still needed.
    await engine.write(function* () {
      const { keyCheck } = yield* keysInUse((table) => engine.dialect.forUpdate(table));
      if (Buffer.compare(keyCheck, swept) !== 0) return;
      yield* run("UPDATE workspace SET old_key_id = NULL, old_key = NULL");
    });
    await engine.scrub();
    return await this.count(kek);
  }

  /** See {@link countKeys}. */
  count(kek: Kek): Promise<KeyCounts> {
    return countKeys(this.#engine, kek);
  }
}

/** Engine that is only read from, and the location of its store for error messages. */
type ReadingEngine = Pick<RotationEngine, "read" | "location">;

/** Reads every row and counts the values under each key: ciphertexts and MACs. */
export const countKeys = (engine: ReadingEngine, kek: Kek): Promise<KeyCounts> =>
  sweep(engine, kek, async () => undefined);

async function sweep(
  engine: ReadingEngine,
  kek: Kek,
  visit: (keyring: Keyring, table: SealedTable, rows: readonly Row[]) => Promise<void>,
): Promise<KeyCounts> {
  const inUse = await engine.read(() => keysInUse());
  const keyrings = new Map(inUse.workspaces.map((row) => [row.id, keyringOf(engine, kek, inUse, row)]));
  let counts = noCounts;
  for (const table of sealedTables) {
    for (let after: Row | null = null; ; ) {
      const from: Row | null = after;
      const rows: readonly Row[] = await engine.read(() => batch(table, from));
      for (const [workspace, own] of Map.groupBy(rows, (row) => text(row.owner_workspace))) {
        const keyring = keyrings.get(workspace);
        // A workspace that was just made has the newest key.
        if (keyring === undefined) continue;
        const each = own.map((row) => countsOf(keyring, table, row));
        counts = each.reduce(sum, counts);
        const earlier = own.filter((_, index) => (each[index]?.earlier ?? 0) > 0);
        if (earlier.length > 0) await visit(keyring, table, earlier);
      }
      after = rows.at(-1) ?? null;
      if (rows.length < rowsAtOnce) break;
    }
  }
  return counts;
}

/** Makes the keyring of a workspace. Throws `store_integrity` if its keys are not under the key-encryption key. */
function keyringOf(
  { location: place }: ReadingEngine,
  kek: Kek,
  { storeId }: KeysInUse,
  workspace: WorkspaceRow,
): Keyring {
  const keyring = Keyring.of(kek, storeId, workspace);
  if (keyring === undefined) throw new StoreError("store_integrity", { place });
  return keyring;
}

const noCounts: KeyCounts = { newest: 0, earlier: 0, damaged: 0 };
const sum = (one: KeyCounts, other: KeyCounts): KeyCounts => ({
  newest: one.newest + other.newest,
  earlier: one.earlier + other.earlier,
  damaged: one.damaged + other.damaged,
});

/** Reads the store's row, then its workspaces. `lock`: the end of a statement that locks the rows of a table. */
function* keysInUse(lock: (table: string) => string = () => ""): Sql<KeysInUse> {
  const store = yield* get<{ storeId: string; keyCheck: Uint8Array }>(
    `SELECT store_id AS "storeId", key_check AS "keyCheck" FROM store WHERE id = 1${lock("store")}`,
  );
  const workspaces = yield* all<WorkspaceRow & { key_since: number | null }>(
    `SELECT ${workspaceColumns}, key_since FROM workspace ORDER BY id${lock("workspace")}`,
  );
  if (store === undefined) throw new StoreError("store_corrupt");
  return { ...store, workspaces };
}

const binding = `, client.version AS binding_version, client.issuer AS binding_issuer,
  client.token_endpoint AS binding_token_endpoint, client.client_id AS binding_client_id`;

/** Returns what a statement selects of a table, with the binding of the client that ciphertexts are bound to. */
const columnsOf = ({ joins, owner, table }: SealedTable): string =>
  `${table}.*, ${owner}.workspace AS owner_workspace${table === "client" || joins.includes("JOIN client") ? binding : ""}`;

/** Returns the condition for rows that have something sealed. */
const hasSealed = ({ mac, sealed, table }: SealedTable): string =>
  mac === null ? `(${sealed.map((column) => `${table}.${column} IS NOT NULL`).join(" OR ")})` : "1 = 1";

/**
 * Reads the rows of a table behind one, in the order of its key, of all workspaces. Finds them in the table alone: with a join
 * or a workspace in the condition, an engine may sort the whole table for each batch.
 */
function batch(table: SealedTable, after: Row | null): Sql<readonly Row[]> {
  const { joins, key, table: name } = table;
  const columns = key.map((column) => `${name}.${column}`).join(", ");
  const behind = key.map((column) => `:after_${column}`).join(", ");
  const values =
    after === null ? {} : Object.fromEntries(key.map((column) => [`after_${column}`, after[column] ?? null]));
  return all<Row>(
    `SELECT ${columnsOf(table)} FROM (
         SELECT * FROM ${name} WHERE ${hasSealed(table)}${after === null ? "" : ` AND (${columns}) > (${behind})`}
           ORDER BY ${columns} LIMIT ${rowsAtOnce}
       ) AS ${name} ${joins} ORDER BY ${columns}`,
    values,
  );
}

/** Counts the values of a row by their keys. A row that no key opens counts as damaged only. */
function countsOf(keyring: Keyring, table: SealedTable, row: Row): KeyCounts {
  const values = table.sealed.flatMap((column) => (row[column] instanceof Uint8Array ? [row[column]] : []));
  const newest = values.filter((value) => isSealedUnder(value, keyring.keyId)).length;
  const hasMac = table.mac !== null;
  const hasNewestMac = table.mac !== null && keyring.hasNewestMac(table.mac, row);
  const isDamaged =
    values.some((value) => !keyring.knows(value)) ||
    (table.mac !== null && !hasNewestMac && !keyring.isAuthentic(table.mac, row));
  if (isDamaged) return { newest: 0, earlier: 0, damaged: 1 };
  return {
    newest: newest + (hasNewestMac ? 1 : 0),
    earlier: values.length - newest + (hasMac && !hasNewestMac ? 1 : 0),
    damaged: 0,
  };
}

/** Reads rows again, locked, and seals them under the newest key. */
function* reseal(dialect: Dialect, keyring: Keyring, table: SealedTable, rows: readonly Row[]): Sql<void> {
  const where = table.key.map((column) => `${table.table}.${column} = :${column}`).join(" AND ");
  const sql = `SELECT ${columnsOf(table)} FROM ${table.table} ${table.joins}
    WHERE ${hasSealed(table)} AND ${where}${dialect.forUpdate(table.table)}`;
  const keyOf = (row: Row): Row =>
    Object.fromEntries(table.key.map((column) => [column, row[column] ?? null]));
  const present = yield* allOf<Row>(rows.map((row) => [sql, keyOf(row)]));
  const changes = present.flat().flatMap((row) => {
    const change = resealed(keyring, table, row);
    return change === null ? [] : updating(table.table, { ...keyOf(row), ...change }, table.key);
  });
  yield* runAll(changes);
}

/** Returns the columns of a row that are not under the newest key, sealed anew; `null` if there are none, or none opens. */
function resealed(keyring: Keyring, table: SealedTable, row: Row): Row | null {
  // A MAC is written anew only over what another one vouches for.
  if (countsOf(keyring, table, row).earlier === 0) return null;
  const change: Record<string, Row[string]> = {};
  for (const column of table.sealed) {
    const value = row[column];
    if (!(value instanceof Uint8Array) || isSealedUnder(value, keyring.keyId)) continue;
    const sealed = keyring.reseal(table.context(row, column), value);
    if (sealed === undefined) return null;
    change[column] = sealed;
  }
  if (table.mac !== null) change.mac = keyring.mac(table.mac, { ...row, ...change });
  return change;
}
