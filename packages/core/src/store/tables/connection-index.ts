import type { ConnectionRef } from "../../model.ts";
import type { Row } from "../sealing/row.ts";
import type { ClientAccount, RecordedLogin } from "../store.ts";
import { ofSession } from "./current.ts";
import { unsettledOrKept } from "./rows/attempts.ts";
import type { TableServices } from "./services.ts";
import { all, get, type Sql } from "./sql.ts";

/** Finds connections of one workspace without reading their tokens. */
export class ConnectionIndex {
  readonly #services: TableServices;

  constructor(services: TableServices) {
    this.#services = services;
  }

  /** See {@link Connections.names}. */
  *names(filter?: { readonly clientId: string; readonly limit?: number }): Sql<readonly string[]> {
    const rows = yield* filter === undefined
      ? all<{ name: string }>(
          "SELECT name FROM connection WHERE workspace = :workspace AND name IS NOT NULL ORDER BY name",
          { workspace: this.#services.workspace },
        )
      : all<{ name: string }>(
          "SELECT name FROM connection WHERE client = :client AND name IS NOT NULL ORDER BY name LIMIT :limit",
          { client: filter.clientId, limit: filter.limit ?? Number.MAX_SAFE_INTEGER },
        );
    return rows.map(({ name }) => name);
  }

  /** See {@link Connections.ids}. */
  *ids(clientId: string): Sql<readonly string[]> {
    const rows = yield* all<{ id: string }>(
      "SELECT id FROM connection WHERE client = :client AND workspace = :workspace ORDER BY id",
      { client: clientId, workspace: this.#services.workspace },
    );
    return rows.map(({ id }) => id);
  }

  /** See {@link Connections.countLogins}. */
  *countLogins({ clientId, subject }: ClientAccount): Sql<number> {
    const row = yield* get<{ count: number }>(
      `SELECT count(*) AS count FROM connection WHERE client = :client AND subject = :subject
         AND status NOT IN ('needs_login', 'revoked')`,
      { client: clientId, subject },
    );
    return row?.count ?? 0;
  }

  /** See {@link Connections.namesOfAccount}. */
  *namesOfAccount({ clientId, subject }: ClientAccount): Sql<readonly string[]> {
    const rows = yield* all<{ name: string }>(
      // An expression keeps SQLite from the index of a client's names, in which it would read all for this order.
      `SELECT name FROM connection WHERE client = :client AND subject = :subject AND name IS NOT NULL
         ORDER BY name || ''`,
      { client: clientId, subject },
    );
    return rows.map(({ name }) => name);
  }

  /** See {@link Connections.recordedLogins}. */
  *recordedLogins({ clientId, subject }: ClientAccount): Sql<readonly RecordedLogin[]> {
    const { dialect, workspace } = this.#services;
    const rows = yield* all<{ connection: string; at: number; name: string | null }>(
      `SELECT event.connection, event.at, connection.name FROM event
         LEFT JOIN connection ON connection.id = event.connection
         WHERE event.workspace = :workspace AND event.kind = 'connected'
           AND ${dialect.member("event.detail", "client")} = :client
           AND ${dialect.member("event.detail", "subject")} = :subject ORDER BY event.id`,
      { workspace, client: clientId, subject },
    );
    return rows.map(({ connection, at, name }) => ({ connectionId: connection, atMs: at, name }));
  }

  /** See {@link Connections.hasArrived}. */
  *hasArrived({ clientId, moveId }: { readonly clientId: string; readonly moveId: string }): Sql<boolean> {
    const { dialect, workspace } = this.#services;
    const row = yield* get<{ is_returned: number }>(
      `SELECT CASE WHEN EXISTS (SELECT 1 FROM event AS later
           WHERE later.connection = event.connection AND later.id > event.id AND later.kind = 'returned'
             AND ${dialect.member("later.detail", "move")} = :move) THEN 1 ELSE 0 END AS is_returned
         FROM event WHERE workspace = :workspace AND kind = 'connected'
           AND ${dialect.member("detail", "client")} = :client AND ${dialect.member("detail", "move")} = :move
         ORDER BY id DESC LIMIT 1`,
      { workspace, client: clientId, move: moveId },
    );
    return row?.is_returned === 0;
  }

  /** Reads the stamp of a connection; `""` if there is none. See {@link Changes.stamp}. */
  *stamp(ref: ConnectionRef): Sql<string> {
    const { condition, value } = search(ref);
    return (yield* this.#stamps(condition, { value }))[0]?.stamp ?? "";
  }

  /** Reads the stamps of the connections with these ids, in one statement. */
  *stamps(ids: readonly string[]): Sql<ReadonlyMap<string, string>> {
    const wanted = `connection.id IN (SELECT wanted.value FROM ${this.#services.dialect.elements(":ids")})`;
    const rows = yield* this.#stamps(wanted, { ids: JSON.stringify(ids) });
    return new Map(rows.map(({ id, stamp }) => [id, stamp]));
  }

  #stamps(condition: string, values: Row): Sql<readonly { id: string; stamp: string }[]> {
    return all(
      `SELECT connection.id, connection.id || ' ' || generation || ' ' || status || ' ' || connection.client_version
           || ' ' || due_at || ' ' || failures || ' ' || coalesce(CAST(breaker_until AS TEXT), '') || CAST(details AS TEXT)
           || coalesce((SELECT string_agg(expires_at || ' ' || coalesce(CAST(rejected_at AS TEXT), ''), ',' ORDER BY audience)
                          FROM access_token WHERE access_token.connection = connection.id), '')
           || coalesce((SELECT string_agg(id || phase || CASE WHEN raw_answer IS NULL THEN 1 ELSE 0 END, ',' ORDER BY id)
                          FROM attempt WHERE attempt.connection = connection.id AND ${unsettledOrKept}), '') AS stamp
         FROM connection JOIN schedule ON schedule.connection = connection.id
         JOIN client ON client.id = connection.client AND client.version = connection.client_version
         WHERE connection.workspace = :workspace AND ${condition}`,
      { ...values, workspace: this.#services.workspace },
    );
  }
}

/** Returns the condition by which a connection is found, with the value that it compares. */
export function search(ref: ConnectionRef): { readonly condition: string; readonly value: string } {
  if ("id" in ref) return { condition: "connection.id = :value", value: ref.id };
  if ("name" in ref) return { condition: "connection.name = :value", value: ref.name };
  return { condition: ofSession(":value"), value: ref.session };
}
