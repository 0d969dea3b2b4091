import { cpSync } from "node:fs";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { TokenwellError } from "../../../src/errors.ts";
import { runHooks } from "../../../src/hooks/run.ts";
import type { Session } from "../../../src/model.ts";
import { readCached } from "../../../src/store/sqlite/cached.ts";
import { openSqlite } from "../../../src/store/sqlite/store.ts";
import type { Store } from "../../../src/store/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { canary, connectSession, sampleSession, secret, startMs } from "../../support/samples.ts";
import { earlierStore } from "./earlier-store.ts";
import { filledStore, session, useAll } from "./filled-store.ts";
import { freshPlaces } from "./folder.ts";

type Places = ReturnType<typeof freshPlaces>;

/**
 * Columns whose change is not `store_integrity`: the code it is refused with, or the reason why another program may
 * change it. A new column is either covered by the MAC of its row or has a reason here.
 */
const otherwise: Readonly<Record<string, { readonly code: string } | { readonly free: string }>> = {
  "store.id": { code: "store_corrupt" },
  "store.store_id": { code: "key_wrong" },
  "store.key_check": { code: "key_wrong" },
  "store.schema_version": { code: "store_newer" },
  "store.restore_stamp": { free: "can only hide that the store is a copy, as deleting the witness can" },
  "store.machine": { free: "can only hide that the store is a copy, as deleting the witness can" },
  "store.place": { free: "can only hide that the store is a copy, as deleting the witness can" },
  "store.rotations": { free: "can only hide that the store is a copy, as deleting the witness can" },
  "connection.workspace": { free: "the row is not found any more, as if it were deleted" },
  "connection.name": { free: "its own name finds nothing; the new name is store_integrity, see below" },
  "client.workspace": { free: "the row is not found any more, as if it were deleted" },
  "login.workspace": { free: "the row is not found any more, as if it were deleted" },
  "access_token.connection": { free: "the row is not found any more, as if it were deleted" },
  "schedule.due_at": { free: "moves the next refresh; a token is handed out until it expires at most" },
  "schedule.failures": { free: "moves the next refresh" },
  "schedule.turn_workspace": { free: "no worker refreshes the connection; a caller does" },
  "schedule.turn_client": { free: "decides only which worker has room for the connection" },
  "schedule.turn_at": { free: "moves the look of a worker, which decides by the row of the connection" },
  "session.workspace": { free: "the row is not found any more, as if it were deleted" },
  "session.cookie_hash": { free: "its own cookie finds nothing; the new one is store_integrity, see below" },
  "browser_login.workspace": { free: "the row is not found any more, as if it were deleted" },
  "browser_login.state_hash": {
    free: "its own state finds nothing; the new one is store_integrity, see below",
  },
  "store.move_state": { free: "stops or allows writes; what has moved has no refresh token here any more" },
  "store.move_place": { free: "is shown, and decides nothing" },
  "store.move_id": { free: "a move cannot be resumed, only taken back" },
  "store.move_cursor": { free: "a move copies rows once more, or fails when it compares the two stores" },
  "store.upkeep_at": { free: "is shown, and decides nothing" },
  "hook.connection": {
    free: "the hook is not found any more; under another connection it is store_integrity, see below",
  },
  "workspace.key_since": { free: "is shown, and decides nothing" },
  "workspace.name": { free: "another workspace is begun, empty" },
  "kept_token.fingerprint": {
    free: "an import can be refused, or spend a token twice, as a deleted row does",
  },
};

/** Tables whose rows can be deleted one by one with the same effect as any change: a login may be lost. */
const freeTables: Readonly<Record<string, string>> = {
  attempt: "can cost a login, as deleting the file does; its stored answer is bound to it",
  event: "is shown, and decides nothing",
  used_token: "can let a logout token of the provider end sessions once more",
};

const cached = ({ database, key }: Places, name: string) =>
  readCached({ database, key, name, minTtlMs: 60_000, nowMs: startMs });

/** Opens the file as another program does, which no constraint stops. */
function opened({ database }: Places): DatabaseSync {
  const db = new DatabaseSync(database);
  db.exec(
    "PRAGMA foreign_keys = 0; PRAGMA ignore_check_constraints = 1; DROP TRIGGER IF EXISTS generation_grows",
  );
  return db;
}

/** Another value for a column: one that the reader of that column takes, if it takes several. */
function changed(value: SQLOutputValue, type: string): SQLOutputValue {
  if (value instanceof Uint8Array)
    return value.length === 0 ? Uint8Array.of(1) : value.map((byte) => byte ^ 1);
  if (typeof value === "number") return value + 1000;
  if (typeof value === "string" && value.startsWith("{")) return '{"instanceUrl":"https://evil.example"}';
  if (value !== null) return `${value}x`;
  return type === "BLOB" ? Uint8Array.of(1) : type === "TEXT" ? "x" : 1;
}

function sealedIdToken(places: Places): Uint8Array {
  const db = opened(places);
  const row = db.prepare("SELECT id_token FROM session").get();
  db.close();
  return row?.id_token as Uint8Array;
}

async function codeOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work;
    return null;
  } catch (error) {
    expect(error).toBeInstanceOf(TokenwellError);
    return (error as TokenwellError).code;
  }
}

/** Copies the store, so that each change begins with the same file. */
function copied(places: Places): Places {
  const copy = freshPlaces();
  cpSync(places.folder, copy.folder, { recursive: true });
  return copy;
}

function columnsOf(places: Places): string[] {
  const db = opened(places);
  const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const columns = tables.flatMap(({ name }) =>
    db
      .prepare(`SELECT name FROM pragma_table_info('${name}')`)
      .all()
      .map((column) => `${name}.${column.name}`),
  );
  db.close();
  return columns;
}

/** Changes one column of the first row of its table. */
function change(places: Places, table: string, name: string): void {
  const db = opened(places);
  const type = db.prepare(`SELECT type FROM pragma_table_info('${table}') WHERE name = ?`).get(name)?.type;
  const value = db.prepare(`SELECT ${name} AS value FROM ${table}`).get()?.value ?? null;
  const other = changed(value, String(type));
  db.prepare(`UPDATE ${table} SET ${name} = :other WHERE ${name} IS :value`).run({ other, value });
  db.close();
}

function changedBySql(places: Places, sql: string): Places {
  const copy = copied(places);
  const db = opened(copy);
  db.exec(sql);
  db.close();
  return copy;
}

describe("a store that another program changed", () => {
  it("is refused whichever column was changed, unless the column has a reason to be free", async () => {
    const places = await filledStore();
    const found: Record<string, string | null> = {};
    const expected: Record<string, string | null> = {};
    for (const column of columnsOf(places)) {
      const [table = "", name = ""] = column.split(".");
      const copy = copied(places);
      change(copy, table, name);
      const code = await codeOf(useAll(copy));
      const exception = otherwise[column] ?? (table in freeTables ? { free: "" } : undefined);
      if (exception && "free" in exception) continue;
      found[column] = code;
      expected[column] = exception?.code ?? "store_integrity";
      // The command's fast path hands out the right token or none: not all columns concern it.
      expect([undefined, "CANARY-access-1"]).toContain(cached(copy, "acme")?.accessToken);
    }
    expect(found).toEqual(expected);
  });

  it("hands out no token under the name of another connection", async () => {
    const swap = `UPDATE connection SET name = iif(name = 'acme', 'x', 'acme') WHERE name IS NOT NULL; UPDATE connection SET name = 'other' WHERE name = 'x'`;
    const places = changedBySql(await filledStore(), swap);
    expect(await codeOf(useAll(places))).toBe("store_integrity");
    expect(cached(places, "other")).toBeUndefined();
    expect(cached(places, "acme")).toBeUndefined();
  });

  it("runs no program of a hook that was changed, moved to another connection or put beside others", async () => {
    const places = await filledStore();
    const sets = [
      `action = '{"kind":"run","command":["evil"]}'`,
      "connection = (SELECT id FROM connection WHERE name = 'other')",
      "event = 'recovered'",
      "last = NULL",
    ];
    for (const set of sets) {
      const changed = changedBySql(places, `UPDATE hook SET ${set}`);
      const store = await openSqlite({ ...changed, busyTimeoutMs: 50, clock: new ManualClock(startMs) });
      onTestFinished(() => store.close());
      expect(await codeOf(runHooks({ store, clock: new ManualClock(startMs), env: {} }))).toBe(
        "store_integrity",
      );
    }
  });

  it("hands out no dead token whose expiry was moved", async () => {
    const places = changedBySql(await filledStore(), "UPDATE access_token SET expires_at = expires_at + 1");
    expect(await codeOf(useAll(places))).toBe("store_integrity");
    expect(cached(places, "acme")).toBeUndefined();
  });

  /** Stores a second session, then runs `use` on the store after another program has run `sql`. */
  const withOther = async (sql: string, use: (store: Store, other: Session) => Promise<unknown>) => {
    const places = await filledStore();
    const options = { ...places, busyTimeoutMs: 50, clock: new ManualClock(startMs) };
    const store = await openSqlite(options);
    const [client] = await store.clients.list();
    if (client === undefined) throw new TypeError("no client");
    const other = sampleSession({ subject: "auth0|mallory", browserHash: session.browserHash });
    await connectSession(store, client, other);
    await store.close();
    const changed = await openSqlite({ ...options, ...changedBySql(places, sql) });
    onTestFinished(() => changed.close());
    return await codeOf(use(changed, other));
  };

  it.each<[string, string]>([
    [
      "cookie",
      `UPDATE session SET cookie_hash = x'00' WHERE subject <> 'auth0|mallory';
       UPDATE session SET cookie_hash = x'${session.cookieHash}' WHERE subject = 'auth0|mallory'`,
    ],
    [
      "ID token",
      `UPDATE session SET id_token = (SELECT id_token FROM session AS other WHERE other.id <> session.id)`,
    ],
    [
      "end",
      "UPDATE session SET ended_at = NULL, end_reason = NULL, touched_at = touched_at + 1, expires_at = NULL",
    ],
  ])("takes no session for another one that got its %s", async (_, sql) => {
    expect(await withOther(sql, (store) => store.sessions.byCookie(session.cookieHash))).toBe(
      "store_integrity",
    );
    const all = async (store: Store, other: Session) => {
      await store.sessions.ofBrowser(session.app, session.browserHash);
      await store.sessions.ofAccount(other);
    };
    expect(await withOther(sql, all)).toBe("store_integrity");
    const touch = (store: Store) => store.sessions.touch(new Map([[session.id, startMs + 9_000]]));
    expect(await withOther(sql, touch)).toBe("store_integrity");
  });

  it("gives no session the tokens of another one", async () => {
    const swap = `UPDATE connection SET owner_id = 'x' WHERE owner_id = '${session.id}';
      UPDATE connection SET owner_id = '${session.id}' WHERE owner = 'session' AND owner_id <> 'x'`;
    const ref = { session: session.id };
    expect(await withOther(swap, ({ connections }) => connections.read(ref))).toBe("store_integrity");
    const current = async ({ accessTokens }: Store) =>
      expect(await accessTokens.current(ref, 0)).toBeUndefined();
    expect(await withOther(swap, current)).toBeNull();
  });

  it("opens no ID token that a session had before", async () => {
    const places = await filledStore();
    const sealed = sealedIdToken(places);
    const options = { ...places, busyTimeoutMs: 50, clock: new ManualClock(startMs) };
    const store = await openSqlite(options);
    onTestFinished(() => store.close());
    await store.sessions.update(session.id, () => ({ change: { idToken: secret("next") }, result: null }));
    expect((await store.sessions.read(session.id))?.idToken?.expose()).toBe(`${canary}next`);
    const db = opened(places);
    db.prepare("UPDATE session SET id_token = ?").run(sealed);
    db.close();
    expect(await codeOf(store.sessions.byCookie(session.cookieHash))).toBe("store_integrity");
  });

  it("is not sealed anew when its version is set back to before its rows were sealed", async () => {
    const places = await filledStore();
    const copy = copied(places);
    const earlier = { ...copy, database: earlierStore(copy, 6) };
    expect(await codeOf(useAll(earlier))).toBeNull();
    const other = copied(places);
    const again = { ...other, database: earlierStore(other, 6) };
    const db = opened(again);
    db.exec(
      `ATTACH '${other.database}' AS sealed; UPDATE workspace SET key = (SELECT key FROM sealed.workspace)`,
    );
    db.close();
    expect(await codeOf(useAll(again))).toBe("store_integrity");
    expect(await codeOf(useAll(changedBySql(places, "UPDATE store SET schema_version = 6")))).toBe(
      "store_corrupt",
    );
  });
});
