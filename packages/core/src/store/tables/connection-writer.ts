import { StoreError } from "../../errors.ts";
import type { AccessToken, Attempt, Client, Connection, Schedule } from "../../model.ts";
import {
  hasHistory,
  isQueued,
  isShortening,
  isUnspent,
  keptGenerations,
  refuseKept,
  refuseOtherOwner,
  remembersTokens,
  turnOf,
} from "../rules.ts";
import { bindingOfClient, type ClientBinding } from "../sealing/context.ts";
import { type Row, toInteger } from "../sealing/row.ts";
import type { Change, ConnectionState, NewConnection, StoreEvent } from "../store.ts";
import type { ClientTable } from "./client-table.ts";
import type { ConnectionIndex } from "./connection-index.ts";
import type { ConnectionReader } from "./connection-reader.ts";
import { ofSession } from "./current.ts";
import { shortening } from "./history.ts";
import type { LoginTable } from "./login-table.ts";
import { rowOfAccessToken } from "./rows/access-tokens.ts";
import { outcomeColumns, rowOfAttempt, unsettled } from "./rows/attempts.ts";
import { changedConnectionColumns, rowOfConnection } from "./rows/connections.ts";
import { rowOfEvent } from "./rows/events.ts";
import type { TableServices } from "./services.ts";
import type { SessionTable } from "./session-table.ts";
import {
  type Answer,
  all,
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
  update,
  updating,
} from "./sql.ts";

/** Tables and readers that a change of a connection needs. */
interface WriterParts {
  readonly clients: ClientTable;
  readonly index: ConnectionIndex;
  readonly logins: LoginTable;
  readonly reader: ConnectionReader;
  readonly sessions: SessionTable;
}

/** Changes the connections of one workspace. Each method is a part of a transaction that the caller has begun. */
export class ConnectionWriter {
  readonly #services: TableServices;
  readonly #clients: ClientTable;
  readonly #index: ConnectionIndex;
  readonly #logins: LoginTable;
  readonly #reader: ConnectionReader;
  readonly #sessions: SessionTable;

  constructor(services: TableServices, { clients, index, logins, reader, sessions }: WriterParts) {
    this.#services = services;
    this.#clients = clients;
    this.#index = index;
    this.#logins = logins;
    this.#reader = reader;
    this.#sessions = sessions;
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
    for (const id of yield* this.#index.ids(client.id)) {
      const state = yield* this.#reader.readToChange({ id });
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
    const state = yield* this.#reader.readToChange({ id });
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
    const row = yield* get<{ id: string; client: string }>(
      `SELECT id, client FROM connection WHERE workspace = :workspace AND ${ofSession(":session")}`,
      { workspace: this.#services.workspace, session },
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
    const bindingOf = yield* this.#reader.bindings(
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

const idsOf = (answer: Answer | undefined): readonly string[] =>
  ((answer?.rows ?? []) as readonly { id: string }[]).map(({ id }) => id);

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

/** Key of a refresh token in `kept_token`: its fingerprint in 8 bytes. */
const keptTokenKey = (fingerprint: string): Row => ({ fingerprint: Buffer.from(fingerprint, "hex") });

function refuse(rule: string): never {
  throw new StoreError("store_conflict", { rule });
}
