import type { InstantMs, Session } from "../../model.ts";
import { type Row, toInteger } from "../sealing/row.ts";
import { isSameValue } from "../sealing/row-mac.ts";
import type { AppAccount, SessionSweep, SessionTransition } from "../store.ts";
import { hashBytes } from "./columns.ts";
import { changedSessionColumns, rowOfSession, type SessionRow, sessionOf } from "./rows/sessions.ts";
import type { TableServices } from "./services.ts";
import { all, get, insert, run, type Sql, update } from "./sql.ts";

/**
 * Sessions of one workspace. The reading methods are one statement each, except {@link SessionTable.overdue}; the writing
 * ones are a part of a transaction that the caller has begun.
 */
export class SessionTable {
  readonly #services: TableServices;
  /** Rows of sessions that were found by their cookies. */
  readonly #rows = new WeakMap<Session, SessionRow>();

  constructor(services: TableServices) {
    this.#services = services;
  }

  *insert(session: Session): Sql<void> {
    const { sealer, workspace } = this.#services;
    yield* insert("session", { ...rowOfSession(session, sealer), workspace });
  }

  /** See {@link Sessions.byCookie}. */
  *byCookie(cookieHash: string, known?: Session): Sql<Session | undefined> {
    const { sealer, workspace } = this.#services;
    const row = yield* get<SessionRow>(
      "SELECT * FROM session WHERE cookie_hash = :hash AND workspace = :workspace",
      { hash: hashBytes(cookieHash), workspace },
    );
    if (row === undefined) return undefined;
    const before = known && this.#rows.get(known);
    if (known && before && isSameRow(before, row)) return known;
    const session = sessionOf(row, sealer);
    this.#rows.set(session, row);
    return session;
  }

  *read(id: string): Sql<Session | undefined> {
    const row = yield* this.#row(id);
    return row && sessionOf(row, this.#services.sealer);
  }

  /** See {@link Sessions.update}. */
  *update<T>(id: string, decide: (session: Session) => SessionTransition<T>): Sql<T | undefined> {
    const row = yield* this.#lockedRow(id);
    if (row === undefined) return undefined;
    const { change, result } = decide(sessionOf(row, this.#services.sealer));
    if (change !== null) yield* this.#change(row, change);
    return result;
  }

  /** See {@link Sessions.touch}. */
  *touch(times: ReadonlyMap<string, InstantMs>): Sql<void> {
    // In one order, so that two processes cannot wait for each other.
    for (const id of [...times.keys()].sort()) {
      const atMs = times.get(id) ?? 0;
      const row = yield* this.#lockedRow(id);
      const isLater = row !== undefined && row.ended_at === null && row.touched_at < toInteger(atMs);
      if (isLater) yield* this.#change(row, { touchedAtMs: atMs });
    }
  }

  /** See {@link Sessions.ofAccount}. */
  ofAccount({ app, issuer, subject }: AppAccount): Sql<readonly Session[]> {
    return this.#live("subject = :subject AND issuer = :issuer", { app, issuer, subject });
  }

  /** See {@link Sessions.ofProviderSession}. */
  ofProviderSession(app: string, issuer: string, providerSessionId: string): Sql<readonly Session[]> {
    return this.#live("provider_session = :id AND issuer = :issuer", { app, issuer, id: providerSessionId });
  }

  /** See {@link Sessions.ofBrowser}. */
  ofBrowser(app: string, browserHash: string): Sql<readonly Session[]> {
    const values = { app, hash: hashBytes(browserHash) };
    return this.#live("browser_hash = :hash", values, "rowid");
  }

  /** See {@link Sessions.overdue}. */
  *overdue({ app, nowMs, idleSinceMs, limit }: SessionSweep): Sql<readonly string[]> {
    const isLive = "ended_at IS NULL";
    const expired = yield* this.#ids(`${isLive} AND expires_at <= :until ORDER BY expires_at`, {
      ...{ app, limit, until: toInteger(nowMs) },
    });
    if (idleSinceMs === null) return expired;
    const idle = yield* this.#ids(`${isLive} AND touched_at <= :until ORDER BY touched_at`, {
      ...{ app, limit, until: toInteger(idleSinceMs) },
    });
    return [...new Set([...expired, ...idle])].slice(0, limit);
  }

  /** See {@link Sessions.toRevoke}. */
  toRevoke(app: string, nowMs: InstantMs, limit: number): Sql<readonly string[]> {
    const until = toInteger(nowMs);
    return this.#ids("ended_at IS NOT NULL AND revoke_at <= :until ORDER BY revoke_at", {
      app,
      limit,
      until,
    });
  }

  /** Lists and locks the ids of sessions that {@link Sessions.removeOld} removes. Leaves out those that are being changed. */
  old({ app, endedBeforeMs, limit }: SessionSweep): Sql<readonly string[]> {
    const before = toInteger(endedBeforeMs);
    const condition = "ended_at IS NOT NULL AND revoke_at IS NULL AND ended_at < :before ORDER BY ended_at";
    return this.#ids(condition, { app, limit, before }, this.#services.dialect.skipLocked);
  }

  /** See {@link Sessions.wasUsed}. */
  *wasUsed(tokenHash: string): Sql<boolean> {
    const sql = "SELECT 1 FROM used_token WHERE hash = :hash";
    return (yield* get(sql, { hash: hashBytes(tokenHash) })) !== undefined;
  }

  /** See {@link Sessions.useOnce}. */
  *useOnce(tokenHash: string, untilMs: InstantMs): Sql<boolean> {
    const values = { hash: hashBytes(tokenHash), until: toInteger(untilMs) };
    const sql = "INSERT INTO used_token (hash, remove_at) VALUES (:hash, :until) ON CONFLICT DO NOTHING";
    return (yield* run(sql, values)) > 0;
  }

  /** Removes the records of used tokens whose time is over. */
  *removeUsed({ nowMs }: SessionSweep): Sql<void> {
    yield* run("DELETE FROM used_token WHERE remove_at <= :now", { now: toInteger(nowMs) });
  }

  *remove(id: string): Sql<void> {
    const values = { id, workspace: this.#services.workspace };
    yield* run("DELETE FROM session WHERE id = :id AND workspace = :workspace", values);
  }

  *#row(id: string, lock = ""): Sql<SessionRow | undefined> {
    const sql = `SELECT * FROM session WHERE id = :id AND workspace = :workspace${lock}`;
    return yield* get<SessionRow>(sql, { id, workspace: this.#services.workspace });
  }

  #lockedRow(id: string): Sql<SessionRow | undefined> {
    return this.#row(id, this.#services.dialect.forUpdate("session"));
  }

  *#change(row: SessionRow, change: Partial<Session>): Sql<void> {
    const changed = changedSessionColumns(row, change, this.#services.sealer);
    yield* update("session", { ...changed, id: row.id }, ["id"]);
  }

  *#live(condition: string, values: Row, order = "created_at, rowid"): Sql<readonly Session[]> {
    const { sealer, workspace } = this.#services;
    const rows = yield* all<SessionRow>(
      `SELECT * FROM session WHERE ${condition} AND app = :app AND ended_at IS NULL AND workspace = :workspace
         ORDER BY ${order}`,
      { ...values, workspace },
    );
    return rows.map((row) => sessionOf(row, sealer));
  }

  *#ids(condition: string, values: Row, lock = ""): Sql<readonly string[]> {
    const { workspace } = this.#services;
    const sql = `SELECT id FROM session WHERE app = :app AND workspace = :workspace AND ${condition} LIMIT :limit${lock}`;
    return (yield* all<{ id: string }>(sql, { ...values, workspace })).map(({ id }) => id);
  }
}

const isSameRow = (one: Row, other: Row): boolean =>
  Object.keys(other).every((column) => isSameValue(one[column], other[column]));
