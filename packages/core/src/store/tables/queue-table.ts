import type { InstantMs } from "../../model.ts";
import { toInteger } from "../sealing/row.ts";
import type { Lease, LeaseRequest, QueueDepth } from "../store.ts";
import type { TableServices } from "./services.ts";
import { all, get, runAll, running, type Sql } from "./sql.ts";

interface LeaseRow {
  readonly connection: string;
  readonly turn_client: string;
  readonly due_at: number;
}

/** Queue of the workers of one workspace, in the narrow table of schedules. */
export class QueueTable {
  readonly #workspace: string;
  readonly #leaseSql: string;
  readonly #leaseExceptSql: string;

  constructor({ dialect, workspace }: TableServices) {
    this.#workspace = workspace;
    // Materialized, so that no engine evaluates it more than once and leases more than the limit.
    const leaseSql = (condition: string): string =>
      `WITH due AS MATERIALIZED (
         SELECT connection AS id FROM schedule WHERE turn_workspace = :workspace AND turn_at <= :now${condition}
           ORDER BY turn_at LIMIT :limit${dialect.skipLocked})
       UPDATE schedule SET turn_at = :until FROM due WHERE schedule.connection = due.id
         RETURNING connection, turn_client, due_at`;
    this.#leaseSql = leaseSql("");
    this.#leaseExceptSql = leaseSql(
      ` AND turn_client NOT IN (SELECT value FROM ${dialect.elements(":except")})`,
    );
  }

  /** See {@link Queue.lease}. */
  *lease({ nowMs, untilMs, limit, exceptClients }: LeaseRequest): Sql<readonly Lease[]> {
    const values = { workspace: this.#workspace, now: toInteger(nowMs), until: toInteger(untilMs), limit };
    const rows =
      exceptClients.length === 0
        ? yield* all<LeaseRow>(this.#leaseSql, values)
        : yield* all<LeaseRow>(this.#leaseExceptSql, { ...values, except: JSON.stringify(exceptClients) });
    return rows
      .map(
        (row): Lease => ({
          connectionId: row.connection,
          clientId: row.turn_client,
          dueAtMs: row.due_at,
          untilMs,
        }),
      )
      .sort((one, other) => one.dueAtMs - other.dueAtMs);
  }

  /** See {@link Queue.postpone}. */
  *postpone(leases: readonly Lease[], atMs: InstantMs): Sql<void> {
    const sql = "UPDATE schedule SET turn_at = :at WHERE connection = :id AND turn_at = :until";
    yield* runAll(
      leases.map(({ connectionId, untilMs }) =>
        running(sql, { at: toInteger(atMs), id: connectionId, until: toInteger(untilMs) }),
      ),
    );
  }

  /** See {@link Queue.nextAtMs}. */
  *nextAtMs(): Sql<InstantMs | null> {
    // The comparison lets each engine use the index, which has no entry for NULL.
    const sql = `SELECT turn_at FROM schedule WHERE turn_workspace = :workspace AND turn_at > 0 ORDER BY turn_at LIMIT 1`;
    return (yield* get<{ turn_at: number }>(sql, { workspace: this.#workspace }))?.turn_at ?? null;
  }

  /** See {@link Queue.depth}. */
  *depth(nowMs: InstantMs): Sql<QueueDepth> {
    const sql = "SELECT count(*) AS due FROM schedule WHERE turn_workspace = :workspace AND turn_at <= :now";
    const row = yield* get<{ due: number }>(sql, { workspace: this.#workspace, now: toInteger(nowMs) });
    return { due: Number(row?.due ?? 0), nextAtMs: yield* this.nextAtMs() };
  }
}
