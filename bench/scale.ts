// Does anything about one connection cost more when the store holds many? One app with 1, 100, 10,000 and 100,000
// connections. Goal: flat, but for the status of all, which is linear; that of 10,000 in less than a second. A size such as
// `1+1000000` is one connection beside a million sessions, and 20,000 open logins of browsers: as fast as without.
// `node bench/scale.ts --postgres 1000 1000000`: the same on PostgreSQL, but for what reads the copies.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { Visitor } from "@tokenwell/emulator";
import { openTokenwell, type Tokenwell } from "tokenwell";
import { resolvePaths } from "../packages/core/src/store/paths.ts";
import { readKey } from "../packages/core/src/store/sealing/key-file.ts";
import { Keyring, kekOf, type WorkspaceRow } from "../packages/core/src/store/sealing/keyring.ts";
import { Database } from "../packages/core/src/store/sqlite/database.ts";
import { sealTable } from "../packages/core/src/store/sqlite/schema/seal-rows-007.ts";
import { accessTokenMac } from "../packages/core/src/store/tables/rows/access-tokens.ts";
import { connectionMac } from "../packages/core/src/store/tables/rows/connections.ts";
import { createDatabase, PostgresServer } from "../packages/core/test/support/postgres/server.ts";
import { appIdOf } from "../packages/session/src/cookie-names.ts";
import { median } from "./connected.ts";
import { copyConnection } from "./postgres-copies.ts";
import { addOpenLogins, addSessions, app } from "./session-store.ts";

const main = join(import.meta.dirname, "..", "packages", "emulator", "bin", "main.js");
const isPostgres = process.argv.includes("--postgres");
const named = process.argv.slice(2).filter((word) => word !== "--postgres");
const usual = isPostgres ? ["1000", "100000"] : ["1", "100", "10000", "100000", "1+1000000"];
const given = named.length > 0 ? named : usual;
const sizes = given.map((text): Size => {
  const [connections = 1, sessions = 0] = text.split("+").map(Number);
  return { connections, sessions };
});
const openLogins = 20_000;
const rounds = 31;
/** Rounds of the status of all, which takes seconds. */
const roundsOfAll = 5;

interface Size {
  readonly connections: number;
  readonly sessions: number;
}

/** An app with so many connections in a store of its own. The one that is measured is `measured`; the others are copies. */
interface Scale {
  readonly home: string;
  /** Address of the database. Default: SQLite's file. */
  readonly store: string | undefined;
  readonly tokenwell: Tokenwell;
}

/** Measured operation: its name, and a function that returns milliseconds. */
type Question = readonly [label: string, rounds: number, measure: (scale: Scale) => Promise<number>];

const emulator = spawn(
  process.execPath,
  [main, "--json-options", JSON.stringify({ personality: "salesforce", rotation: "strict" })],
  { stdio: ["pipe", "pipe", "ignore"] },
);
const [line] = await once(createInterface({ input: emulator.stdout }), "line");
const { issuer, hosts } = JSON.parse(String(line)) as {
  readonly issuer: string;
  readonly hosts: Readonly<Record<string, { readonly origin: string }>>;
};
const server = isPostgres ? await PostgresServer.start() : null;
const scales: Scale[] = [];
let users = 0;

const questions: readonly Question[] = [
  ["login, verified", rounds, (scale) => login(scale, "new")],
  ["logout, local", rounds, logout],
  ["token, cold", rounds, coldToken],
  ["refresh", rounds, ({ tokenwell }) => time(() => tokenwell.token("measured", { refresh: true }))],
  ["status of one", rounds, ({ tokenwell }) => time(() => tokenwell.status("measured"))],
];
/** Questions about all connections, also the copies. */
const questionsOfAll: readonly Question[] = [
  ["upkeep", roundsOfAll, ({ tokenwell }) => time(() => tokenwell.upkeep())],
  ["status of all", roundsOfAll, ({ tokenwell }) => time(() => exhaust(tokenwell.eachStatus()))],
];

try {
  for (const size of sizes) scales.push(await fill(size));
  const heads = sizes.map(({ connections, sessions }) => {
    const beside = sessions > 0 ? ` + ${sessions.toLocaleString("en")}` : "";
    return `${connections.toLocaleString("en")}${beside}`;
  });
  console.log(tableRow("connections", heads));
  for (const question of [...questions, ...(isPostgres ? [] : questionsOfAll)]) await print(question);
} finally {
  for (const { tokenwell } of scales) await tokenwell.close();
  emulator.stdin.end();
  await once(emulator, "exit");
  for (const { home } of scales) await rm(home, { recursive: true });
  await server?.[Symbol.asyncDispose]();
}

/** Asks in turn of each store, so that a disturbance of the machine meets all of them. */
async function print([label, times, measure]: Question): Promise<void> {
  const figures = scales.map((): number[] => []);
  for (let round = 0; round < times; round += 1)
    for (const [index, scale] of scales.entries()) figures[index]?.push(await measure(scale));
  const medians = figures.map(median);
  const [first = Number.NaN] = medians;
  const cells = medians.map((ms) => `${ms.toFixed(2)} ms ${(ms / first).toFixed(2).padStart(8)} ×`);
  console.log(tableRow(label, cells));
}

function tableRow(label: string, cells: readonly string[]): string {
  return label.padEnd(16) + cells.map((cell) => cell.padStart(24)).join("");
}

/** Makes a store with one real connection and copies its rows: that many logins would take many minutes. */
async function fill({ connections, sessions }: Size): Promise<Scale> {
  const home = await mkdtemp(join(tmpdir(), "tokenwell-bench-"));
  const store = server ? server.url(await createDatabase(server.adminUrl())) : undefined;
  const tokenwell = await openTokenwell({ home, ...(store && { store }) });
  const scale = { home, store, tokenwell };
  await login(scale, "measured");
  if (store !== undefined) {
    await copyConnection(store, connections - 1);
    return scale;
  }
  const [status] = await tokenwell.status("measured");
  const database = new DatabaseSync(status?.stored ?? "");
  try {
    database.exec("BEGIN IMMEDIATE");
    copy(database, connections - 1);
    database.exec("COMMIT");
  } finally {
    database.close();
  }
  seal(home, status?.stored ?? "");
  if (sessions > 0) {
    addSessions(home, { appId: appIdOf(app), first: 0, end: sessions, real: 1 });
    addOpenLogins(home, appIdOf(app), openLogins);
  }
  return scale;
}

/** Gives the copies MACs of their own. */
function seal(home: string, path: string): void {
  const database = new Database(path, 1000);
  const read = readKey(resolvePaths({ TOKENWELL_HOME: home }, process.platform, home).key);
  const store = database.get<{ store_id: string }>("SELECT store_id FROM store");
  const workspace = database.get<WorkspaceRow>("SELECT id, name, key_id, key FROM workspace");
  const keyring =
    read.refused === undefined &&
    read.kind === "keys" &&
    store &&
    workspace &&
    Keyring.of(kekOf(read.keys[0] ?? new Uint8Array(0)), store.store_id, workspace);
  if (!keyring) throw new TypeError("the key opens the store that it was made for");
  database.write(() => {
    for (const columns of [connectionMac, accessTokenMac]) sealTable(database, keyring, columns);
  });
  database.close();
}

/**
 * Copies the connection with its token, attempt, schedule and history, each for an account of its own. A copy's ciphertexts
 * are bound to the row that they come from and never open; neither a status nor a search opens any.
 */
function copy(database: DatabaseSync, copies: number): void {
  const read = (table: string) => database.prepare(`SELECT * FROM ${table}`).all() as Row[];
  const [connection = {}] = read("connection");
  const parts = ["access_token", "schedule", "attempt", "event"].map((table) => ({
    table,
    rows: read(table),
  }));
  const insert = inserter(database);
  for (let index = 1; index <= copies; index += 1) {
    const id = randomUUID();
    const owner = { name: `customer-${index}`, subject: `${connection.subject}-${index}` };
    insert("connection", { ...connection, ...owner, id });
    for (const { table, rows } of parts)
      for (const { id: key, ...rest } of rows) {
        // Attempts are numbered by us, events by SQLite; the others have no number.
        const own = typeof key === "string" ? { id: randomUUID() } : {};
        insert(table, { ...rest, ...own, connection: id });
      }
  }
}

type Row = Record<string, SQLInputValue>;

function inserter(database: DatabaseSync): (table: string, row: Row) => void {
  const statements = new Map<string, ReturnType<DatabaseSync["prepare"]>>();
  return (table, row) => {
    const columns = Object.keys(row);
    const sql = `INSERT INTO ${table} (${columns}) VALUES (${columns.map((column) => `:${column}`)})`;
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    statement.run(row);
  };
}

/** A whole login, verified by a refresh, without the time that the user takes. */
async function login(scale: Scale, name: string): Promise<number> {
  const spentMs = await logIn(scale, name, true);
  if (name !== "measured") await scale.tokenwell.revoke(name, { local: true });
  return spentMs;
}

async function logout(scale: Scale): Promise<number> {
  await logIn(scale, "old", false);
  return await time(() => scale.tokenwell.revoke("old", { local: true }));
}

/** Each login is of another user, in a browser of its own: Salesforce keeps five logins of one. */
async function logIn({ tokenwell }: Scale, name: string, test: boolean): Promise<number> {
  const options = { provider: "salesforce", clientId: "demo", clientSecret: null, name, test } as const;
  const begunMs = performance.now();
  const pending = await tokenwell.login(issuer, options);
  const beginMs = performance.now() - begunMs;
  users += 1;
  const visitor = new Visitor(Object.values(hosts).map(({ origin }) => origin));
  const callback = await visitor.authorize(pending.url, { login: `user${users}` });
  return beginMs + (await time(() => pending.answer(callback)));
}

/** A store that is opened for one token, as each call of the command does. */
async function coldToken({ home, store }: Scale): Promise<number> {
  let opened: Tokenwell | undefined;
  const spentMs = await time(async () => {
    opened = await openTokenwell({ home, ...(store && { store }) });
    await opened.token("measured");
  });
  await opened?.close();
  return spentMs;
}

async function exhaust(all: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of all);
}

async function time(call: () => Promise<unknown>): Promise<number> {
  const begunMs = performance.now();
  await call();
  return performance.now() - begunMs;
}
