import { StoreError } from "../../errors.ts";
import type { AccessToken, Attempt, Client, Connection, ConnectionRef, Schedule } from "../../model.ts";
import {
  hasHistory,
  isUnspent,
  keptGenerations,
  presentedLimit,
  refuseKept,
  refuseOtherOwner,
  remembersTokens,
} from "../rules.ts";
import { bindingOfClient, type ClientBinding, clientBindingOf } from "../sealing/context.ts";
import { type Row, toInteger } from "../sealing/row.ts";
import type {
  Change,
  ClientAccount,
  ConnectionState,
  NewConnection,
  RecordedLogin,
  StoreEvent,
} from "../store.ts";
import type { ClientTable, TableServices } from "./client-table.ts";
import { ofSession } from "./current.ts";
import type { LoginTable } from "./login-table.ts";
import { type AccessTokenRow, accessTokenOf, rowOfAccessToken } from "./rows/access-tokens.ts";
import {
  type AttemptRow,
  attemptOf,
  outcomeColumns,
  rowOfAttempt,
  unsettled,
  unsettledOrKept,
} from "./rows/attempts.ts";
import { clientOf } from "./rows/clients.ts";
import {
  type ConnectionRow,
  changedConnectionColumns,
  connectionOf,
  rowOfConnection,
} from "./rows/connections.ts";
import { rowOfEvent } from "./rows/events.ts";
import type { SessionTable } from "./session-table.ts";

/** A connection with its schedule, which is written with it and is `null` only if another program removed it. */
type StateRow = ConnectionRow & { readonly due_at: number | null; readonly failures: number };

/** A client with the binding of its ciphertexts. */
interface StoredClient {
  readonly client: Client;
  readonly binding: ClientBinding;
}

/** Rows of several connections by the connection's id. */
type RowsById<R> = ReadonlyMap<string, readonly R[]>;

/** Connections of one workspace. Each method is a part of a transaction that the caller has begun. */
export class ConnectionTable {
  readonly #services: TableServices;
  readonly #clients: ClientTable;
  readonly #logins: LoginTable;
  readonly #sessions: SessionTable;

  constructor(
    services: TableServices,
    clients: ClientTable,
    { logins, sessions }: { readonly logins: LoginTable; readonly sessions: SessionTable },
  ) {
    this.#services = services;
    this.#clients = clients;
    this.#logins = logins;
    this.#sessions = sessions;
  }

  /** See {@link Connections.read}. */
  read(ref: ConnectionRef): ConnectionState | undefined {
    const { database, workspace } = this.#services;
    const { condition, value } = search(ref);
    const row = database.get<StateRow>(
      `SELECT connection.*, due_at, failures FROM connection LEFT JOIN schedule ON schedule.connection = id
         WHERE workspace = :workspace AND ${condition}`,
      { workspace, value },
    );
    if (row === undefined) return undefined;
    const client = this.#client(row);
    const id = { id: row.id };
    return this.#state(row, client, {
      tokens: database.all<AccessTokenRow>(
        "SELECT * FROM access_token WHERE connection = :id ORDER BY rowid",
        id,
      ),
      attempts: database.all<AttemptRow>(
        `SELECT * FROM attempt WHERE connection = :id AND ${unsettledOrKept} ORDER BY created_at, rowid`,
        id,
      ),
    });
  }

  /**
   * See {@link Connections.readNamed}. Four statements, however many names there are. `CROSS JOIN` makes SQLite look up
   * each name or id by an index, instead of comparing each connection with all of them.
   */
  readNamed(names: readonly string[]): ConnectionState[] {
    const { database, workspace } = this.#services;
    const rows = database.all<StateRow>(
      `SELECT connection.*, due_at, failures FROM json_each(:names) AS wanted
         CROSS JOIN connection ON connection.workspace = :workspace AND connection.name = wanted.value
         LEFT JOIN schedule ON schedule.connection = connection.id ORDER BY wanted.key`,
      { workspace, names: JSON.stringify(names) },
    );
    const ids = JSON.stringify(rows.map(({ id }) => id));
    const tokens = this.#byConnection<AccessTokenRow>(
      `SELECT access_token.* FROM json_each(:ids) AS wanted
         CROSS JOIN access_token ON access_token.connection = wanted.value ORDER BY access_token.rowid`,
      ids,
    );
    const attempts = this.#byConnection<AttemptRow>(
      `SELECT attempt.* FROM json_each(:ids) AS wanted CROSS JOIN attempt ON attempt.connection = wanted.value
         AND ${unsettledOrKept} ORDER BY attempt.created_at, attempt.rowid`,
      ids,
    );
    const clients = new Map<string, StoredClient>();
    return rows.map((row) => {
      const key = `${row.client_version} ${row.client}`;
      const client = clients.get(key) ?? this.#client(row);
      clients.set(key, client);
      return this.#state(row, client, {
        tokens: tokens.get(row.id) ?? [],
        attempts: attempts.get(row.id) ?? [],
      });
    });
  }

  #byConnection<R extends AccessTokenRow | AttemptRow>(sql: string, ids: string): RowsById<R> {
    const byId = new Map<string, R[]>();
    for (const row of this.#services.database.all<R>(sql, { ids })) {
      const id = String(row.connection);
      const rows = byId.get(id);
      if (rows === undefined) byId.set(id, [row]);
      else rows.push(row);
    }
    return byId;
  }

  /** Reads the client of a connection. A foreign key keeps it, so only another program can have removed it. */
  #client(connection: ConnectionRow): StoredClient {
    const { sealer } = this.#services;
    const row = this.#clients.row(connection.client, connection.client_version);
    if (row === undefined) this.#refuseChanged();
    return { client: clientOf(row, sealer), binding: clientBindingOf(row) };
  }

  /** Throws the error about a row without another that it was written with. */
  #refuseChanged(): never {
    throw new StoreError("store_integrity", { place: this.#services.database.location });
  }

  #state(
    row: StateRow,
    { client, binding }: StoredClient,
    rows: { readonly tokens: readonly AccessTokenRow[]; readonly attempts: readonly AttemptRow[] },
  ): ConnectionState {
    const { sealer } = this.#services;
    const presented = (): readonly string[] => this.#presented(row);
    return {
      connection: connectionOf(row, binding, sealer),
      client,
      accessTokens: rows.tokens.map((token) => accessTokenOf(token, binding, sealer)),
      attempts: rows.attempts.map((attempt) => attemptOf(attempt, this.#bindings(row.client), sealer)),
      // Read on first use, in the transaction of the decision: few decisions need it.
      get presented() {
        return presented();
      },
      schedule: { dueAtMs: row.due_at ?? this.#refuseChanged(), failures: row.failures },
    };
  }

  #presented({ id, token_family }: ConnectionRow): string[] {
    const rows = this.#services.database.all<{ fingerprint: string }>(
      `SELECT fingerprint FROM attempt WHERE connection = :id AND token_family = :token_family AND phase <> 'not_sent'
         ORDER BY created_at DESC, rowid DESC LIMIT ${presentedLimit}`,
      { id, token_family },
    );
    return [...new Set(rows.map(({ fingerprint }) => fingerprint))];
  }

  /** See {@link Connections.names}. */
  names(filter?: { readonly clientId: string; readonly limit?: number }): string[] {
    const { database, workspace } = this.#services;
    const rows =
      filter === undefined
        ? database.all<{ name: string }>(
            "SELECT name FROM connection WHERE workspace = :workspace AND name IS NOT NULL ORDER BY name",
            { workspace },
          )
        : database.all<{ name: string }>(
            "SELECT name FROM connection WHERE client = :client AND name IS NOT NULL ORDER BY name LIMIT :limit",
            { client: filter.clientId, limit: filter.limit ?? -1 },
          );
    return rows.map(({ name }) => name);
  }

  /** See {@link Connections.ids}. */
  ids(clientId: string): string[] {
    const { database, workspace } = this.#services;
    return database
      .all<{ id: string }>(
        "SELECT id FROM connection WHERE client = :client AND workspace = :workspace ORDER BY id",
        {
          client: clientId,
          workspace,
        },
      )
      .map(({ id }) => id);
  }

  /** See {@link Connections.countLogins}. */
  countLogins({ clientId, subject }: ClientAccount): number {
    const row = this.#services.database.get<{ count: number }>(
      `SELECT count(*) AS count FROM connection WHERE client = :client AND subject = :subject
         AND status NOT IN ('needs_login', 'revoked')`,
      { client: clientId, subject },
    );
    return row?.count ?? 0;
  }

  /** See {@link Connections.namesOfAccount}. */
  namesOfAccount({ clientId, subject }: ClientAccount): string[] {
    return this.#services.database
      .all<{ name: string }>(
        // The plus keeps SQLite from the index of a client's names, in which it would read all of them for this order.
        "SELECT name FROM connection WHERE client = :client AND subject = :subject AND name IS NOT NULL ORDER BY +name",
        { client: clientId, subject },
      )
      .map(({ name }) => name);
  }

  /** See {@link Connections.recordedLogins}. */
  recordedLogins({ clientId, subject }: ClientAccount): RecordedLogin[] {
    const { database, workspace } = this.#services;
    return database
      .all<{ connection: string; at: number; name: string | null }>(
        `SELECT event.connection, event.at, connection.name FROM event
           LEFT JOIN connection ON connection.id = event.connection
           WHERE event.workspace = :workspace AND event.kind = 'connected'
             AND event.detail ->> '$.client' = :client AND event.detail ->> '$.subject' = :subject ORDER BY event.id`,
        { workspace, client: clientId, subject },
      )
      .map(({ connection, at, name }) => ({ connectionId: connection, atMs: at, name }));
  }

  /** See {@link Connections.hasArrived}. */
  hasArrived({ clientId, moveId }: { readonly clientId: string; readonly moveId: string }): boolean {
    const { database, workspace } = this.#services;
    const row = database.get<{ is_returned: number }>(
      `SELECT EXISTS (SELECT 1 FROM event AS later WHERE later.connection = event.connection AND later.id > event.id
           AND later.kind = 'returned' AND later.detail ->> '$.move' = :move) AS is_returned
         FROM event WHERE workspace = :workspace AND kind = 'connected' AND detail ->> '$.client' = :client
           AND detail ->> '$.move' = :move ORDER BY id DESC LIMIT 1`,
      { workspace, client: clientId, move: moveId },
    );
    return row?.is_returned === 0;
  }

  /** Reads the stamp of a connection; `""` if there is none. See {@link Changes.stamp}. */
  stamp(ref: ConnectionRef): string {
    const { database, workspace } = this.#services;
    const { condition, value } = search(ref);
    const row = database.get<{ stamp: string }>(
      `SELECT connection.id || ' ' || generation || ' ' || status || ' ' || connection.client_version || ' ' || due_at
           || ' ' || failures || ' ' || ifnull(breaker_until, '') || details
           || ifnull((SELECT group_concat(expires_at || ' ' || ifnull(rejected_at, '')) FROM access_token
                        WHERE access_token.connection = connection.id), '')
           || ifnull((SELECT group_concat(id || phase || (raw_answer IS NULL)) FROM attempt
                        WHERE attempt.connection = connection.id AND ${unsettledOrKept}), '') AS stamp
         FROM connection JOIN schedule ON schedule.connection = connection.id
         JOIN client ON client.id = connection.client AND client.version = connection.client_version
         WHERE connection.workspace = :workspace AND ${condition}`,
      { workspace, value },
    );
    return row?.stamp ?? "";
  }

  /** Applies a change to a connection. Returns the ids of forgotten attempts. */
  apply(state: ConnectionState, change: Change, nowMs: number): string[] {
    const { database, sealer } = this.#services;
    const { connection: before, client } = state;
    const binding = bindingOfClient(client);
    const after = { ...before, ...change.connection };
    if (change.client !== undefined) this.#clients.update(client, change.client);
    if (change.connection !== undefined) {
      if (change.connection.refreshToken && after.generation > before.generation) this.#countRotation();
      if (after.status === "released" && after.refreshToken === null) this.#unkeep(state);
      if (change.connection.refreshToken)
        this.#keep(after, sealer.fingerprint(change.connection.refreshToken));
      const row = changedConnectionColumns(before, change.connection, binding, sealer);
      database.update("connection", { ...row, id: before.id }, ["id"]);
      if (before.owner.kind === "pending" && after.owner.kind !== "pending")
        this.#logins.remove(before.owner.loginId);
    }
    if (change.accessToken !== undefined) this.#putAccessToken(before.id, change.accessToken, binding);
    this.#putAttempts(after, change.attempts ?? []);
    if (change.schedule !== undefined) this.#putSchedule(before.id, change.schedule);
    if (change.event !== undefined) this.record(after, change.event);
    return after.generation === before.generation ? [] : this.#forget(after, nowMs);
  }

  /** See {@link Connections.create}. Returns the ids of forgotten attempts. */
  create(loginId: string, created: NewConnection, nowMs: number): string[] {
    const forgotten = this.#put(created, nowMs);
    const { connection, session } = created;
    const { owner, clientId } = connection;
    if (session !== undefined) {
      refuseOtherOwner(connection, session);
      this.#sessions.insert(session);
    }
    const ended =
      owner.kind === "pending" ? this.#logins.markUnverified(loginId) : this.#logins.remove(loginId);
    if (!ended) throw new StoreError("login_gone");
    this.#clients.dropUnusedVersions(clientId);
    return forgotten;
  }

  /** See {@link Connections.replace}. Returns the ids of forgotten attempts. */
  replace(newId: string, created: NewConnection, nowMs: number): string[] {
    const { database } = this.#services;
    const { connection } = created;
    // Close the attempts of the existing connection first: two must never be open at once.
    const forgotten = this.#put(created, nowMs);
    const key = { from: newId, to: connection.id };
    database.run("UPDATE attempt SET connection = :to WHERE connection = :from", key);
    database.run("UPDATE event SET connection = :to WHERE connection = :from", key);
    database.run("DELETE FROM connection WHERE id = :id", { id: newId });
    this.#logins.remove(newId);
    this.#clients.dropUnusedVersions(connection.clientId);
    return forgotten;
  }

  #put(created: NewConnection, nowMs: number): string[] {
    const { database, sealer, workspace } = this.#services;
    const { connection } = created;
    const binding = this.#clients.binding(connection.clientId, connection.clientVersion);
    if (connection.refreshToken) {
      const fingerprint = sealer.fingerprint(connection.refreshToken);
      if (created.isImported && this.#keeps(fingerprint)) refuseKept(this.#nameOfSender(fingerprint));
      this.#keep(connection, fingerprint);
    }
    const row = { ...rowOfConnection(connection, binding, sealer), workspace };
    const key = { id: connection.id, workspace };
    if (database.get("SELECT 1 FROM connection WHERE id = :id AND workspace = :workspace", key)) {
      database.update("connection", row, ["id"]);
      // The stored access tokens belong to the earlier token family and may be bound to another client version.
      database.run("DELETE FROM access_token WHERE connection = :id", { id: connection.id });
    } else database.insert("connection", row);
    if (created.accessToken) this.#putAccessToken(connection.id, created.accessToken, binding);
    this.#putAttempts(connection, created.attempts ?? []);
    this.#putSchedule(connection.id, created.schedule);
    this.record(connection, created.event);
    return this.#forget(connection, nowMs);
  }

  /** Moves a client's connections to a version of it. See {@link Clients.move}. */
  move(client: Client, decide: (state: ConnectionState) => StoreEvent): void {
    const { database, sealer } = this.#services;
    this.#clients.put(client);
    const binding = bindingOfClient(client);
    for (const id of this.ids(client.id)) {
      const state = this.read({ id });
      if (state === undefined || state.connection.clientVersion === client.version) continue;
      const event = decide(state);
      const moved = { ...state.connection, clientVersion: client.version, issuer: client.issuer };
      database.update("connection", rowOfConnection(moved, binding, sealer), ["id"]);
      for (const token of state.accessTokens) this.#putAccessToken(id, token, binding);
      this.record(moved, event);
    }
    this.#clients.dropUnusedVersions(client.id);
  }

  /** Erases a connection and its login. Returns its attempts; none if there was no such connection. */
  remove(id: string, event: StoreEvent): string[] {
    const state = this.read({ id });
    if (state === undefined) return [];
    const { connection } = state;
    this.#unkeep(state);
    const attempts = this.#delete(id);
    if (connection.owner.kind === "pending") this.#logins.remove(id);
    this.record(connection, event);
    this.#clients.dropUnusedVersions(connection.clientId);
    return attempts;
  }

  /** Erases the connection of a session, if it has one. Returns its attempts. */
  removeOfSession(session: string): string[] {
    const { database, workspace } = this.#services;
    const { condition, value } = search({ session });
    const row = database.get<{ id: string; client: string }>(
      `SELECT id, client FROM connection WHERE workspace = :workspace AND ${condition}`,
      { workspace, value },
    );
    if (row === undefined) return [];
    const attempts = this.#delete(row.id);
    this.#clients.dropUnusedVersions(row.client);
    return attempts;
  }

  #delete(id: string): string[] {
    const { database } = this.#services;
    const attempts = database.all<{ id: string }>("SELECT id FROM attempt WHERE connection = :id", { id });
    database.run("DELETE FROM connection WHERE id = :id", { id });
    return attempts.map((attempt) => attempt.id);
  }

  /** Adds a line to the history of a connection. */
  record(connection: Connection, event: StoreEvent): void {
    if (!hasHistory(connection)) return;
    const { database, workspace } = this.#services;
    database.insert("event", { ...rowOfEvent(event), connection: connection.id, workspace });
  }

  /** Increments the number of rotations, which never decreases, even if connections are removed. */
  #countRotation(): void {
    this.#services.database.run("UPDATE store SET rotations = rotations + 1 WHERE id = 1");
  }

  #putAccessToken(connection: string, token: AccessToken, binding: ClientBinding): void {
    if (token.connectionId !== connection) refuse("of_this_connection");
    const row = rowOfAccessToken(token, binding, this.#services.sealer);
    this.#services.database.insert("access_token", row, ["connection", "audience"]);
  }

  #putSchedule(connection: string, { dueAtMs, failures }: Schedule): void {
    const row = { connection, due_at: toInteger(dueAtMs), failures };
    this.#services.database.insert("schedule", row, ["connection"]);
  }

  #putAttempts(connection: Connection, attempts: readonly Attempt[]): void {
    const { database, sealer } = this.#services;
    const isOpen = (attempt: Attempt) => Number(attempt.phase === "open");
    // Write the closing attempt first: two must never be open at once.
    for (const attempt of attempts.toSorted((one, other) => isOpen(one) - isOpen(other))) {
      if (attempt.connectionId !== connection.id) refuse("of_this_connection");
      const row = rowOfAttempt(attempt, this.#bindings(connection.clientId), sealer);
      database.insert("attempt", row, ["id"], outcomeColumns);
    }
  }

  #keeps(fingerprint: string): boolean {
    const key = keptTokenKey(fingerprint);
    return (
      this.#services.database.get("SELECT 1 FROM kept_token WHERE fingerprint = :fingerprint", key) !==
      undefined
    );
  }

  /** Remembers a refresh token for the life of the store. */
  #keep(connection: Connection, fingerprint: string): void {
    if (!remembersTokens(connection)) return;
    const key = keptTokenKey(fingerprint);
    this.#services.database.run("INSERT OR IGNORE INTO kept_token VALUES (:fingerprint)", key);
  }

  /** Forgets the refresh token of a connection, unless an attempt may have spent it. */
  #unkeep(state: ConnectionState): void {
    const { database, sealer } = this.#services;
    const { refreshToken } = state.connection;
    if (refreshToken === null || !isUnspent(state)) return;
    const key = keptTokenKey(sealer.fingerprint(refreshToken));
    database.run("DELETE FROM kept_token WHERE fingerprint = :fingerprint", key);
  }

  /** Finds the name of a connection that has sent a refresh token. Reads all attempts: an import is rare. */
  #nameOfSender(fingerprint: string): string | null {
    const row = this.#services.database.get<{ name: string }>(
      `SELECT name FROM attempt JOIN connection ON connection.id = attempt.connection
         WHERE workspace = :workspace AND fingerprint = :fingerprint AND name IS NOT NULL`,
      { workspace: this.#services.workspace, fingerprint },
    );
    return row?.name ?? null;
  }

  /** Deletes the attempts that `isForgettable` in `rules.ts` defines. Returns their ids. */
  #forget(connection: Connection, nowMs: number): string[] {
    return this.#services.database
      .all<{ id: string }>(
        `DELETE FROM attempt WHERE connection = :id AND raw_answer IS NULL AND base_generation < :oldest
           AND (NOT ${unsettled} OR (phase <> 'open' AND closed_at IS NOT NULL AND drain_deadline < :now))
           RETURNING id`,
        { id: connection.id, oldest: connection.generation - keptGenerations, now: toInteger(nowMs) },
      )
      .map(({ id }) => id);
  }

  #bindings(clientId: string): (version: number) => ClientBinding {
    return (version) => this.#clients.binding(clientId, version);
  }
}

/** Returns the condition by which a connection is found, with the value that it compares. */
function search(ref: ConnectionRef): { readonly condition: string; readonly value: string } {
  if ("id" in ref) return { condition: "connection.id = :value", value: ref.id };
  if ("name" in ref) return { condition: "connection.name = :value", value: ref.name };
  return { condition: ofSession(":value"), value: ref.session };
}

/** Key of a refresh token in `kept_token`: its fingerprint in 8 bytes. */
const keptTokenKey = (fingerprint: string): Row => ({ fingerprint: Buffer.from(fingerprint, "hex") });

function refuse(rule: string): never {
  throw new StoreError("store_conflict", { rule });
}
