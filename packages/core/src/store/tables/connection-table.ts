import { StoreError } from "../../errors.ts";
import type { AccessToken, Attempt, Client, Connection, ConnectionRef, Schedule } from "../../model.ts";
import {
  hasHistory,
  isQueued,
  isShortening,
  isUnspent,
  keptGenerations,
  mergeAttempts,
  presentedLimit,
  refuseKept,
  refuseOtherOwner,
  remembersTokens,
  turnOf,
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
  Transition,
} from "../store.ts";
import { type ClientTable, differs } from "./client-table.ts";
import { ConnectionStatements, presentedOfAllSql } from "./connection-statements.ts";
import { ofSession } from "./current.ts";
import { shortening } from "./history.ts";
import type { LoginTable } from "./login-table.ts";
import { type AccessTokenRow, accessTokenOf, rowOfAccessToken } from "./rows/access-tokens.ts";
import {
  type AttemptRow,
  attemptOf,
  type BindingOf,
  outcomeColumns,
  rowOfAttempt,
  unsettled,
  unsettledOrKept,
} from "./rows/attempts.ts";
import { type ClientRow, clientOf } from "./rows/clients.ts";
import {
  type ConnectionRow,
  changedConnectionColumns,
  connectionOf,
  rowOfConnection,
} from "./rows/connections.ts";
import { rowOfEvent } from "./rows/events.ts";
import type { TableServices } from "./services.ts";
import type { SessionTable } from "./session-table.ts";
import {
  type Answer,
  all,
  allOf,
  deciding,
  get,
  insert,
  inserting,
  last,
  reading,
  run,
  runAll,
  running,
  type Sql,
  type Statement,
  Unread,
  update,
  updating,
} from "./sql.ts";

/** A connection with its schedule, which is written with it and is `null` only if another program removed it. */
type StateRow = ConnectionRow & { readonly due_at: number | null; readonly failures: number };

/** A client with the binding of its ciphertexts. */
interface StoredClient {
  readonly client: Client;
  readonly binding: ClientBinding;
}

/** Rows that a state consists of, beside those of its connection and client. */
interface StateRows {
  readonly tokens: readonly AccessTokenRow[];
  readonly attempts: readonly AttemptRow[];
  /** Default: they are read when they are needed. */
  readonly presented: readonly PresentedRow[] | undefined;
}

type PresentedRow = Row & { readonly fingerprint: string };

/** Rows of several connections by the connection's id. */
type RowsById<R> = ReadonlyMap<string, readonly R[]>;

/** Connections of one workspace. Each method is a part of a transaction that the caller has begun. */
export class ConnectionTable {
  readonly #services: TableServices;
  readonly #clients: ClientTable;
  readonly #logins: LoginTable;
  readonly #sessions: SessionTable;
  readonly #statements: ConnectionStatements;

  constructor(
    services: TableServices,
    clients: ClientTable,
    { logins, sessions }: { readonly logins: LoginTable; readonly sessions: SessionTable },
  ) {
    this.#services = services;
    this.#clients = clients;
    this.#logins = logins;
    this.#sessions = sessions;
    this.#statements = new ConnectionStatements(services.dialect, services.workspace);
  }

  /** See {@link Connections.read}. */
  read(ref: ConnectionRef): Sql<ConnectionState | undefined> {
    const { condition, value } = search(ref);
    return this.#read(this.#statements.toRead(condition, value));
  }

  /**
   * Reads a connection that this transaction may change: no other transaction changes it meanwhile. `attempt` is a member of
   * the state even if it is settled.
   */
  *readToChange(ref: ConnectionRef, attempt?: string): Sql<ConnectionState | undefined> {
    const { condition, value } = search(ref);
    const state = yield* this.#read(this.#statements.toChange(condition, value));
    if (!state || attempt === undefined || state.attempts.some(({ id }) => id === attempt)) return state;
    const sql = "SELECT * FROM attempt WHERE id = :attempt AND connection = :id AND raw_answer IS NULL";
    const row = yield* get<AttemptRow>(sql, { attempt, id: state.connection.id });
    if (row === undefined) return state;
    const settled = attemptOf(row, () => bindingOfClient(state.client), this.#services.sealer);
    return changed(state, "attempts", mergeAttempts(state.attempts, [settled]));
  }

  *#read(statements: readonly Statement[]): Sql<ConnectionState | undefined> {
    const answers = yield statements;
    const [rows = [], clients = [], tokens = [], attempts = [], presented] = answers.map(
      (answer) => answer.rows,
    );
    const [row] = rows as readonly StateRow[];
    if (row === undefined) return undefined;
    return yield* this.#state(row, this.#client(clients[0] as Row | undefined), {
      tokens: tokens as readonly AccessTokenRow[],
      attempts: attempts as readonly AttemptRow[],
      presented: presented as readonly PresentedRow[] | undefined,
    });
  }

  /**
   * See {@link Connections.readNamed}. A few statements, however many names there are. Each name or id is looked up by an
   * index, instead of comparing each connection with all of them.
   */
  *readNamed(names: readonly string[]): Sql<readonly ConnectionState[]> {
    const { dialect, workspace } = this.#services;
    const { lookUp } = dialect;
    const rows = yield* all<StateRow>(
      `SELECT connection.*, due_at, failures FROM ${dialect.elements(":names")}
         ${lookUp} connection ON connection.workspace = :workspace AND connection.name = wanted.value
         LEFT JOIN schedule ON schedule.connection = connection.id ORDER BY wanted.key`,
      { workspace, names: JSON.stringify(names) },
    );
    const ids = { ids: JSON.stringify(rows.map(({ id }) => id)) };
    const [tokenRows = [], attemptRows = [], presentedRows] = yield* allOf<Row>([
      [
        `SELECT access_token.* FROM ${dialect.elements(":ids")}
           ${lookUp} access_token ON access_token.connection = wanted.value ORDER BY access_token.rowid`,
        ids,
      ],
      [
        `SELECT attempt.* FROM ${dialect.elements(":ids")} ${lookUp} attempt ON attempt.connection = wanted.value
           AND ${unsettledOrKept} ORDER BY attempt.created_at, attempt.rowid`,
        ids,
      ],
      ...(dialect.readNow ? [] : [[presentedOfAllSql(dialect), ids] as const]),
    ]);
    const tokens = byConnection(tokenRows as readonly AccessTokenRow[]);
    const attempts = byConnection(attemptRows as readonly AttemptRow[]);
    const presented = presentedRows && byConnection(presentedRows as readonly PresentedRow[]);
    const clients = new Map<string, StoredClient>();
    const states: ConnectionState[] = [];
    for (const row of rows) {
      const key = `${row.client_version} ${row.client}`;
      const client =
        clients.get(key) ?? this.#client(yield* this.#clients.row(row.client, row.client_version));
      clients.set(key, client);
      const state = this.#state(row, client, {
        tokens: tokens.get(row.id) ?? [],
        attempts: attempts.get(row.id) ?? [],
        presented: presented && (presented.get(row.id) ?? []),
      });
      states.push(yield* state);
    }
    return states;
  }

  /** Opens the client of a connection. A foreign key keeps it, so only another program can have removed it. */
  #client(row: Row | undefined): StoredClient {
    if (row === undefined) this.#refuseChanged();
    return {
      client: clientOf(row as ClientRow, this.#services.sealer),
      binding: clientBindingOf(row as ClientRow),
    };
  }

  /** Throws the error about a row without another that it was written with. */
  #refuseChanged(): never {
    throw new StoreError("store_integrity", { place: this.#services.location });
  }

  *#state(row: StateRow, { client, binding }: StoredClient, rows: StateRows): Sql<ConnectionState> {
    const { sealer } = this.#services;
    const connection = connectionOf(row, binding, sealer);
    const kept = rows.attempts.filter((attempt) => attempt.raw_answer !== null);
    const bindingOf = yield* this.#bindings(
      row.client,
      kept.map((attempt) => attempt.client_version),
    );
    const presented = this.#presented(row, rows.presented);
    return {
      connection,
      client,
      accessTokens: rows.tokens.map((token) => accessTokenOf(token, binding, sealer)),
      attempts: rows.attempts.map((attempt) => attemptOf(attempt, bindingOf, sealer)),
      get presented() {
        return presented();
      },
      schedule: { dueAtMs: row.due_at ?? this.#refuseChanged(), failures: row.failures },
    };
  }

  /** Returns what gives the fingerprints of {@link ConnectionState.presented}. It reads them first if there are no rows. */
  #presented({ id }: StateRow, rows: readonly PresentedRow[] | undefined): () => readonly string[] {
    const { dialect } = this.#services;
    const statements = this.#statements;
    let known = rows && fingerprintsOf(rows);
    function* read(): Sql<readonly string[]> {
      const [answer] = yield statements.presented(id);
      known = fingerprintsOf((answer?.rows ?? []) as readonly PresentedRow[]);
      return known;
    }
    return () => {
      if (known !== undefined) return known;
      if (dialect.readNow) return dialect.readNow(read());
      throw new Unread(read);
    };
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

  /**
   * Decides on a state that was read to be changed. A decision that changes the client locks its row and is made once more on
   * it, which is then part of the state: other connections of the client change it, too.
   */
  *decide<T>(
    state: ConnectionState,
    decide: (state: ConnectionState) => Transition<T>,
  ): Sql<{ readonly state: ConnectionState; readonly transition: Transition<T> }> {
    const transition = yield* deciding(() => decide(state));
    const { change } = transition;
    if (!change?.client || !differs(state.client, change.client)) return { state, transition };
    const client = yield* this.#clients.readToChange(state.client.id, state.client.version);
    const locked = changed(state, "client", client ?? this.#refuseChanged());
    return { state: locked, transition: yield* deciding(() => decide(locked)) };
  }

  /** Applies a change to a connection. Returns the ids of forgotten attempts. */
  *apply(state: ConnectionState, change: Change, nowMs: number): Sql<readonly string[]> {
    const { connection: before, client } = state;
    const binding = bindingOfClient(client);
    const after = { ...before, ...change.connection };
    const statements: Statement[] = [
      ...(change.client === undefined ? [] : this.#clients.updating(client, change.client)),
      ...(change.connection === undefined ? [] : this.#updating(state, change.connection, binding)),
      ...(change.accessToken === undefined
        ? []
        : [this.#puttingAccessToken(before.id, change.accessToken, binding)]),
      ...(yield* this.#puttingAttempts(after, change.attempts ?? [])),
      ...this.#scheduling(state, after, change.schedule, nowMs),
      ...(change.event === undefined ? [] : this.recording(after, change.event)),
      ...(isShortening(after, change) ? shortening(before.id) : []),
    ];
    const isForgetting = after.generation !== before.generation;
    if (isForgetting) statements.push(forgetting(after, nowMs));
    const { owner } = before;
    const hasLogin = owner.kind === "pending" && after.owner.kind !== "pending";
    const answers = yield hasLogin ? statements : last(statements);
    if (hasLogin) yield* this.#logins.remove(owner.loginId);
    return isForgetting ? idsOf(answers.at(-1)) : [];
  }

  /** Returns the statements that store a schedule, and the turn in the queue that it or the connection changes. */
  #scheduling(
    before: ConnectionState,
    after: Connection,
    schedule: Schedule | undefined,
    nowMs: number,
  ): readonly Statement[] {
    if (schedule !== undefined) return [this.#puttingSchedule(after, schedule, nowMs)];
    if (isQueued(before.connection) === isQueued(after)) return [];
    const turnMs = turnOf(after, before.schedule, nowMs);
    const turn = { connection: after.id, turn_at: turnMs === null ? null : toInteger(turnMs) };
    return updating("schedule", turn, ["connection"]);
  }

  #puttingSchedule(connection: Connection, schedule: Schedule, nowMs: number): Statement {
    const turnMs = turnOf(connection, schedule, nowMs);
    const row = {
      connection: connection.id,
      turn_workspace: this.#services.workspace,
      turn_client: connection.clientId,
      due_at: toInteger(schedule.dueAtMs),
      failures: schedule.failures,
      turn_at: turnMs === null ? null : toInteger(turnMs),
    };
    return inserting("schedule", row, ["connection"]);
  }

  /** Returns the statements that change the row of a connection. */
  #updating(
    state: ConnectionState,
    change: NonNullable<Change["connection"]>,
    binding: ClientBinding,
  ): readonly Statement[] {
    const { dialect, sealer } = this.#services;
    const { connection: before } = state;
    const after = { ...before, ...change };
    const { refreshToken } = change;
    const isReleased = after.status === "released" && after.refreshToken === null;
    return [
      ...(refreshToken && after.generation > before.generation ? dialect.countRotation : []),
      ...(isReleased ? this.#unkeeping(state) : []),
      ...(refreshToken ? keeping(after, sealer.fingerprint(refreshToken)) : []),
      ...updating(
        "connection",
        { ...changedConnectionColumns(before, change, binding, sealer), id: before.id },
        ["id"],
      ),
    ];
  }

  /** See {@link Connections.create}. Returns the ids of forgotten attempts. */
  *create(loginId: string, created: NewConnection, nowMs: number): Sql<readonly string[]> {
    const forgotten = yield* this.#put(created, nowMs);
    const { connection, session } = created;
    const { owner, clientId } = connection;
    if (session !== undefined) {
      refuseOtherOwner(connection, session);
      yield* this.#sessions.insert(session);
    }
    const ended = yield* owner.kind === "pending"
      ? this.#logins.markUnverified(loginId)
      : this.#logins.remove(loginId);
    if (!ended) throw new StoreError("login_gone");
    yield* this.#clients.dropUnusedVersions(clientId);
    return forgotten;
  }

  /** See {@link Connections.replace}. Returns the ids of forgotten attempts. */
  *replace(newId: string, created: NewConnection, nowMs: number): Sql<readonly string[]> {
    const { connection } = created;
    // Close the attempts of the existing connection first: two must never be open at once.
    const forgotten = yield* this.#put(created, nowMs);
    const key = { from: newId, to: connection.id };
    yield* run("UPDATE attempt SET connection = :to WHERE connection = :from", key);
    yield* run("UPDATE event SET connection = :to WHERE connection = :from", key);
    yield* run("DELETE FROM connection WHERE id = :id", { id: newId });
    yield* this.#logins.remove(newId);
    yield* this.#clients.dropUnusedVersions(connection.clientId);
    return forgotten;
  }

  *#put(created: NewConnection, nowMs: number): Sql<readonly string[]> {
    const { sealer, workspace } = this.#services;
    const { connection } = created;
    const binding = yield* this.#clients.binding(connection.clientId, connection.clientVersion);
    if (connection.refreshToken) {
      const fingerprint = sealer.fingerprint(connection.refreshToken);
      if (created.isImported && (yield* keeps(fingerprint)))
        refuseKept(yield* this.#nameOfSender(fingerprint));
      yield* runAll(keeping(connection, fingerprint));
    }
    const row = { ...rowOfConnection(connection, binding, sealer), workspace };
    const key = { id: connection.id, workspace };
    if (yield* get("SELECT 1 FROM connection WHERE id = :id AND workspace = :workspace", key)) {
      yield* update("connection", row, ["id"]);
      // The stored access tokens belong to the earlier token family and may be bound to another client version.
      yield* run("DELETE FROM access_token WHERE connection = :id", { id: connection.id });
    } else yield* insert("connection", row);
    yield* runAll([
      ...(created.accessToken ? [this.#puttingAccessToken(connection.id, created.accessToken, binding)] : []),
      ...(yield* this.#puttingAttempts(connection, created.attempts ?? [])),
      this.#puttingSchedule(connection, created.schedule, nowMs),
      ...this.recording(connection, created.event),
    ]);
    const [forgotten] = yield [forgetting(connection, nowMs)];
    return idsOf(forgotten);
  }

  /** Moves a client's connections to a version of it. See {@link Clients.move}. */
  *move(client: Client, decide: (state: ConnectionState) => StoreEvent): Sql<void> {
    const { sealer } = this.#services;
    yield* this.#clients.put(client);
    const binding = bindingOfClient(client);
    for (const id of yield* this.ids(client.id)) {
      const state = yield* this.readToChange({ id });
      if (state === undefined || state.connection.clientVersion === client.version) continue;
      const event = decide(state);
      const moved = { ...state.connection, clientVersion: client.version, issuer: client.issuer };
      yield* runAll([
        ...updating("connection", rowOfConnection(moved, binding, sealer), ["id"]),
        ...state.accessTokens.map((token) => this.#puttingAccessToken(id, token, binding)),
        ...this.recording(moved, event),
      ]);
    }
    yield* this.#clients.dropUnusedVersions(client.id);
  }

  /** Erases a connection and its login. Returns its attempts; none if there was no such connection. */
  *remove(id: string, event: StoreEvent): Sql<readonly string[]> {
    const state = yield* this.readToChange({ id });
    if (state === undefined) return [];
    const { connection } = state;
    yield* runAll(this.#unkeeping(state));
    const attempts = yield* remove(id);
    if (connection.owner.kind === "pending") yield* this.#logins.remove(id);
    yield* runAll(this.recording(connection, event));
    yield* this.#clients.dropUnusedVersions(connection.clientId);
    return attempts;
  }

  /** Erases the connection of a session, if it has one. Returns its attempts. */
  *removeOfSession(session: string): Sql<readonly string[]> {
    const { condition, value } = search({ session });
    const row = yield* get<{ id: string; client: string }>(
      `SELECT id, client FROM connection WHERE workspace = :workspace AND ${condition}`,
      { workspace: this.#services.workspace, value },
    );
    if (row === undefined) return [];
    const attempts = yield* remove(row.id);
    yield* this.#clients.dropUnusedVersions(row.client);
    return attempts;
  }

  /** Returns the statements that add a line to the history of a connection. */
  recording(connection: Connection, event: StoreEvent): readonly Statement[] {
    if (!hasHistory(connection)) return [];
    const { workspace } = this.#services;
    return [inserting("event", { ...rowOfEvent(event), connection: connection.id, workspace })];
  }

  #puttingAccessToken(connection: string, token: AccessToken, binding: ClientBinding): Statement {
    if (token.connectionId !== connection) refuse("of_this_connection");
    const row = rowOfAccessToken(token, binding, this.#services.sealer);
    return inserting("access_token", row, ["connection", "audience"]);
  }

  *#puttingAttempts(connection: Connection, attempts: readonly Attempt[]): Sql<readonly Statement[]> {
    const kept = attempts.filter(({ rawAnswer }) => rawAnswer !== null);
    const bindingOf = yield* this.#bindings(
      connection.clientId,
      kept.map((attempt) => attempt.clientVersion),
    );
    const isOpen = (attempt: Attempt) => Number(attempt.phase === "open");
    // The closing attempt comes first: two must never be open at once.
    return attempts
      .toSorted((one, other) => isOpen(one) - isOpen(other))
      .map((attempt) => {
        if (attempt.connectionId !== connection.id) refuse("of_this_connection");
        const row = rowOfAttempt(attempt, bindingOf, this.#services.sealer);
        return inserting("attempt", row, ["id"], outcomeColumns);
      });
  }

  /** Returns the statements that forget the refresh token of a connection, unless an attempt may have spent it. */
  #unkeeping(state: ConnectionState): readonly Statement[] {
    const { refreshToken } = state.connection;
    if (refreshToken === null || !isUnspent(state)) return [];
    const key = keptTokenKey(this.#services.sealer.fingerprint(refreshToken));
    return [running("DELETE FROM kept_token WHERE fingerprint = :fingerprint", key)];
  }

  /** Finds the name of a connection that has sent a refresh token. Reads all attempts: an import is rare. */
  *#nameOfSender(fingerprint: string): Sql<string | null> {
    const row = yield* get<{ name: string }>(
      `SELECT name FROM attempt JOIN connection ON connection.id = attempt.connection
         WHERE workspace = :workspace AND fingerprint = :fingerprint AND name IS NOT NULL`,
      { workspace: this.#services.workspace, fingerprint },
    );
    return row?.name ?? null;
  }

  /** Reads the bindings of versions of a client. Attempts that keep a response need them. */
  *#bindings(clientId: string, versions: readonly number[]): Sql<BindingOf> {
    const bindings = new Map<number, ClientBinding>();
    for (const version of new Set(versions))
      bindings.set(version, yield* this.#clients.binding(clientId, version));
    return (version) => bindings.get(version) ?? refuse("client_exists");
  }
}

/** Deletes a connection with all that belongs to it. Returns the ids of its attempts. */
function* remove(id: string): Sql<readonly string[]> {
  const attempts = yield* all<{ id: string }>("SELECT id FROM attempt WHERE connection = :id", { id });
  yield* run("DELETE FROM connection WHERE id = :id", { id });
  return attempts.map((attempt) => attempt.id);
}

/** Makes the statement that deletes the attempts that `isForgettable` in `rules.ts` defines, and returns their ids. */
const forgetting = (connection: Connection, nowMs: number): Statement =>
  reading(
    `DELETE FROM attempt WHERE connection = :id AND raw_answer IS NULL AND base_generation < :oldest
       AND (NOT ${unsettled} OR (phase <> 'open' AND closed_at IS NOT NULL AND drain_deadline < :now))
       RETURNING id`,
    { id: connection.id, oldest: connection.generation - keptGenerations, now: toInteger(nowMs) },
  );

/** Returns a state with another member. Reads nothing of it: a member may not have been read yet. */
const changed = <K extends keyof ConnectionState>(
  state: ConnectionState,
  member: K,
  value: ConnectionState[K],
): ConnectionState =>
  Object.defineProperties({} as ConnectionState, {
    ...Object.getOwnPropertyDescriptors(state),
    [member]: { value, enumerable: true },
  });

const idsOf = (answer: Answer | undefined): readonly string[] =>
  ((answer?.rows ?? []) as readonly { id: string }[]).map(({ id }) => id);

/** Returns the distinct fingerprints of the newest attempts. */
const fingerprintsOf = (rows: readonly PresentedRow[]): readonly string[] => [
  ...new Set(rows.slice(0, presentedLimit).map(({ fingerprint }) => fingerprint)),
];

function* keeps(fingerprint: string): Sql<boolean> {
  const sql = "SELECT 1 FROM kept_token WHERE fingerprint = :fingerprint";
  return (yield* get(sql, keptTokenKey(fingerprint))) !== undefined;
}

/** Returns the statements that remember a refresh token for the life of the store. */
function keeping(connection: Connection, fingerprint: string): readonly Statement[] {
  if (!remembersTokens(connection)) return [];
  const sql = "INSERT INTO kept_token (fingerprint) VALUES (:fingerprint) ON CONFLICT DO NOTHING";
  return [running(sql, keptTokenKey(fingerprint))];
}

/** Groups rows by their connection. */
function byConnection<R extends Row>(rows: readonly R[]): RowsById<R> {
  return Map.groupBy(rows, (row) => String(row.connection));
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
