import { StoreError } from "../../errors.ts";
import type { AccessToken, Attempt, Client, Connection, Login, Schedule } from "../../model.ts";
import { hasSameBinding, keptGenerations, presentedLimit } from "../rules.ts";
import {
  bindingOfClient,
  type ClientBinding,
  type ClientBindingRow,
  clientBindingOf,
} from "../sealing/context.ts";
import { type Row, type Sealer, toInteger } from "../sealing/sealer.ts";
import type { Change, ConnectionEvent, ConnectionState, NewConnection, StoreEvent } from "../store.ts";
import type { Database } from "./database.ts";
import {
  type ClientRow,
  clientOf,
  type EventRow,
  eventOf,
  type LoginRow,
  loginOf,
  rowOfClient,
  rowOfEvent,
  rowOfLogin,
  rowOfSecrets,
  rowOfSettings,
} from "./rows/client.ts";
import {
  type AccessTokenRow,
  type AttemptRow,
  accessTokenOf,
  attemptOf,
  type ConnectionRow,
  connectionOf,
  rowOfAccessToken,
  rowOfAttempt,
  rowOfConnection,
  sealedRefreshToken,
} from "./rows/connection.ts";

/** The columns of an attempt that change after it was made. */
const outcomeOfAttempt = ["phase", "drain_deadline", "http_status", "raw_answer", "closed_at"];

const unsettled = "phase IN ('open', 'superseded', 'ambiguous', 'abandoned')";

/** What one workspace's tables hold. Each method is a part of a transaction that the caller has begun. */
export class Tables {
  readonly #database: Database;
  readonly #sealing: Sealer;
  readonly #workspace: string;

  constructor(database: Database, sealer: Sealer, workspace: string) {
    this.#database = database;
    this.#sealing = sealer;
    this.#workspace = workspace;
  }

  /** The newest version of each client. */
  clients(): Client[] {
    return this.#all<ClientRow>(
      `SELECT * FROM client AS one WHERE workspace = :workspace
         AND version = (SELECT max(version) FROM client WHERE id = one.id) ORDER BY name, id`,
    ).map((row) => clientOf(row, this.#sealing));
  }

  /** See {@link Store.putClient}. */
  putClient(client: Client): void {
    const key = { id: client.id, version: client.version };
    const before = this.#database.get<ClientRow>(
      "SELECT * FROM client WHERE id = :id AND version = :version",
      key,
    );
    if (before !== undefined && !hasSameBinding(clientOf(before, this.#sealing), client)) {
      const used = this.#database.get(
        `SELECT 1 FROM connection WHERE client = :id AND client_version = :version
         UNION SELECT 1 FROM login WHERE client = :id AND client_version = :version AND phase = 'answered'`,
        key,
      );
      if (used !== undefined) throw new StoreError("client_version_fixed");
      // What they are bound to is gone: their answers could not be trusted to come from the new address.
      this.#database.run("DELETE FROM login WHERE client = :id AND client_version = :version", key);
    }
    const row = { ...rowOfClient(client, this.#sealing), workspace: this.#workspace };
    if (before === undefined) this.#database.insert("client", row);
    else this.#database.update("client", row, ["id", "version", "workspace"]);
    this.dropUnusedVersions(client.id);
  }

  /** See {@link Store.moveClient}. */
  moveClient(client: Client, decide: (state: ConnectionState) => StoreEvent): void {
    this.putClient(client);
    const binding = this.#binding(client.id, client.version);
    const moving = this.#database.all<{ id: string }>(
      "SELECT id FROM connection WHERE client = :id AND client_version <> :version AND workspace = :workspace",
      { id: client.id, version: client.version, workspace: this.#workspace },
    );
    for (const { id } of moving) {
      const before = this.family({ id });
      if (before === undefined) continue;
      const event = decide(before);
      const moved = { ...before.connection, clientVersion: client.version, issuer: client.issuer };
      const sealed = { refresh_token: sealedRefreshToken(moved, binding, this.#sealing) };
      this.#database.update("connection", { ...rowOfConnection(moved), ...sealed }, ["id"]);
      for (const token of before.accessTokens) this.#putAccessToken(id, token, binding);
      this.record(id, event);
    }
    this.dropUnusedVersions(client.id);
  }

  /** See {@link Store.removeClient}. */
  removeClient(id: string): void {
    this.#database.run(
      `DELETE FROM client WHERE id = :id AND workspace = :workspace
         AND NOT EXISTS (SELECT 1 FROM connection WHERE client = :id)
         AND NOT EXISTS (SELECT 1 FROM login WHERE client = :id)`,
      { id, workspace: this.#workspace },
    );
  }

  connections(): Connection[] {
    return this.#all<ConnectionRow>(
      "SELECT * FROM connection WHERE workspace = :workspace ORDER BY name, id",
    ).map((row) => connectionOf(row, this.#binding(row.client, row.client_version), this.#sealing));
  }

  /** See {@link Store.family}. */
  family(key: { readonly id: string } | { readonly name: string }): ConnectionState | undefined {
    const [column, value] = "id" in key ? (["id", key.id] as const) : (["name", key.name] as const);
    const row = this.#database.get<ConnectionRow & { due_at: number; failures: number }>(
      `SELECT connection.*, due_at, failures FROM connection JOIN schedule ON schedule.connection = id
         WHERE workspace = :workspace AND ${column} = :value`,
      { workspace: this.#workspace, value },
    );
    const client = row && this.#client(row.client, row.client_version);
    if (row === undefined || client === undefined) return undefined;
    const id = { id: row.id };
    const binding = clientBindingOf(client);
    const presented = () => this.#presented(row);
    return {
      connection: connectionOf(row, binding, this.#sealing),
      client: clientOf(client, this.#sealing),
      accessTokens: this.#database
        .all<AccessTokenRow>("SELECT * FROM access_token WHERE connection = :id ORDER BY rowid", id)
        .map((token) => accessTokenOf(token, binding, this.#sealing)),
      attempts: this.#database
        .all<AttemptRow>(
          `SELECT * FROM attempt WHERE connection = :id AND (${unsettled} OR raw_answer IS NOT NULL)
             ORDER BY created_at, rowid`,
          id,
        )
        .map((attempt) => attemptOf(attempt, this.#bindings(row.client), this.#sealing)),
      get presented() {
        return presented();
      },
      schedule: { dueAtMs: row.due_at, failures: row.failures },
    };
  }

  #presented(row: ConnectionRow): string[] {
    const attempts = this.#database.all<{ fingerprint: string }>(
      `SELECT fingerprint FROM attempt WHERE connection = :id AND family = :family AND phase <> 'not_sent'
         ORDER BY created_at DESC, rowid DESC LIMIT ${presentedLimit}`,
      { id: row.id, family: row.family },
    );
    return [...new Set(attempts.map((attempt) => attempt.fingerprint))];
  }

  /** Applies a change to the connection of `family`. Returns the attempts that were forgotten. */
  apply(state: ConnectionState, change: Change, nowMs: number): string[] {
    const { connection: before, client } = state;
    const binding = bindingOfClient(client);
    const after = { ...before, ...change.connection };
    if (change.client !== undefined) {
      const key = { id: client.id, version: client.version };
      const after = { ...client, ...change.client };
      const isSecret = "secret" in change.client || "nextSecret" in change.client;
      const sealed = isSecret ? rowOfSecrets(after, this.#sealing) : {};
      // Each answer says again what is known of its client.
      const row = changesOf(rowOfSettings(client), rowOfSettings(after));
      this.#database.update("client", { ...row, ...sealed, ...key }, ["id", "version"]);
    }
    if (change.connection !== undefined) {
      const row = changesOf(rowOfConnection(before), rowOfConnection(after));
      if (change.connection.refreshToken && after.generation > before.generation) this.#countRotation();
      const anew = "refreshToken" in change.connection || after.generation !== before.generation;
      const sealed = anew ? { refresh_token: sealedRefreshToken(after, binding, this.#sealing) } : {};
      this.#database.update("connection", { ...row, ...sealed, id: before.id }, ["id"]);
    }
    if (change.accessToken !== undefined) this.#putAccessToken(before.id, change.accessToken, binding);
    this.#putAttempts(after, change.attempts ?? [], nowMs);
    if (change.schedule !== undefined) this.#putSchedule(before.id, change.schedule);
    if (change.event !== undefined) this.record(before.id, change.event);
    return after.generation === before.generation ? [] : this.#forget(after, nowMs);
  }

  /** Puts what a login brought in place of what was there. Returns the attempts that were forgotten. */
  connect(loginId: string, created: NewConnection, nowMs: number): string[] {
    const forgotten = this.#put(created, nowMs);
    if (!this.removeLogin(loginId)) throw new StoreError("login_gone");
    this.dropUnusedVersions(created.connection.clientId);
    return forgotten;
  }

  /** See {@link Store.replace}. Returns the attempts that were forgotten. */
  replace(newId: string, created: NewConnection, nowMs: number): string[] {
    const { connection } = created;
    // First those of the other one are closed: at no moment may two be open.
    const forgotten = this.#put(created, nowMs);
    const key = { from: newId, to: connection.id };
    this.#database.run("UPDATE attempt SET connection = :to WHERE connection = :from", key);
    this.#database.run("UPDATE event SET connection = :to WHERE connection = :from", key);
    this.#database.run("DELETE FROM connection WHERE id = :id", { id: newId });
    this.dropUnusedVersions(connection.clientId);
    return forgotten;
  }

  #put(created: NewConnection, nowMs: number): string[] {
    const { connection } = created;
    const binding = this.#binding(connection.clientId, connection.clientVersion);
    const row = {
      ...rowOfConnection(connection),
      refresh_token: sealedRefreshToken(connection, binding, this.#sealing),
      workspace: this.#workspace,
    };
    const key = { id: connection.id, workspace: this.#workspace };
    if (this.#database.get("SELECT 1 FROM connection WHERE id = :id AND workspace = :workspace", key)) {
      this.#database.update("connection", row, ["id"]);
      // They belong to the earlier family, perhaps to another client version, to which they are bound.
      this.#database.run("DELETE FROM access_token WHERE connection = :id", { id: connection.id });
    } else {
      this.#database.insert("connection", row);
    }
    if (created.accessToken) this.#putAccessToken(connection.id, created.accessToken, binding);
    this.#putAttempts(connection, created.attempts ?? [], nowMs);
    this.#putSchedule(connection.id, created.schedule);
    this.record(connection.id, created.event);
    return this.#forget(connection, nowMs);
  }

  /** Erases a connection. Returns its attempts; `undefined` when there was none. */
  removeConnection(id: string, event: StoreEvent): string[] | undefined {
    const row = this.#database.get<{ client: string }>(
      "SELECT client FROM connection WHERE id = :id AND workspace = :workspace",
      { id, workspace: this.#workspace },
    );
    if (row === undefined) return undefined;
    const attempts = this.#database.all<{ id: string; node: string }>(
      "SELECT id, node FROM attempt WHERE connection = :id",
      { id },
    );
    this.#database.run("DELETE FROM connection WHERE id = :id", { id });
    this.#dropUnusedNodes(attempts);
    this.record(id, event);
    this.dropUnusedVersions(row.client);
    return attempts.map((attempt) => attempt.id);
  }

  events(connection: string): StoreEvent[] {
    return this.#database
      .all<EventRow>(
        `SELECT kind, at, detail FROM event
           WHERE connection = :connection AND workspace = :workspace ORDER BY id`,
        { connection, workspace: this.#workspace },
      )
      .map(eventOf);
  }

  history(kind: string): ConnectionEvent[] {
    return this.#database
      .all<EventRow & { connection: string }>(
        `SELECT connection, kind, at, detail FROM event
           WHERE workspace = :workspace AND kind = :kind AND kind <> 'refreshed' ORDER BY id`,
        { kind, workspace: this.#workspace },
      )
      .map((row) => ({ ...eventOf(row), connectionId: row.connection }));
  }

  record(connection: string, event: StoreEvent): void {
    this.#database.insert("event", { ...rowOfEvent(event), connection, workspace: this.#workspace });
  }

  /** See {@link Store.hasUnfinished}. One statement, which needs no transaction. */
  hasUnfinished(): boolean {
    const found = this.#database.get<{ found: number }>(
      `SELECT EXISTS (SELECT 1 FROM login WHERE workspace = :workspace)
           OR EXISTS (SELECT 1 FROM connection WHERE workspace = :workspace AND name IS NULL) AS found`,
      { workspace: this.#workspace },
    );
    return found?.found === 1;
  }

  putLogin(login: Login): void {
    const binding = this.#binding(login.clientId, login.clientVersion);
    this.removeLogin(login.id);
    this.#database.insert("login", {
      ...rowOfLogin(login, binding, this.#sealing),
      workspace: this.#workspace,
    });
  }

  logins(): Login[] {
    return this.#all<LoginRow>(
      "SELECT * FROM login WHERE workspace = :workspace ORDER BY created_at, rowid",
    ).map((row) => loginOf(row, this.#binding(row.client, row.client_version), this.#sealing));
  }

  /** Whether there was one. */
  removeLogin(id: string): boolean {
    const removed = this.#database.run("DELETE FROM login WHERE id = :id AND workspace = :workspace", {
      id,
      workspace: this.#workspace,
    });
    return removed > 0;
  }

  /** Drops versions of a client that are not the newest and that nothing refers to, with their secrets. */
  dropUnusedVersions(id: string): void {
    this.#database.run(
      `DELETE FROM client AS one WHERE id = :id
         AND version < (SELECT max(version) FROM client WHERE id = :id)
         AND NOT EXISTS (SELECT 1 FROM connection WHERE client = :id AND client_version = one.version)
         AND NOT EXISTS (SELECT 1 FROM login WHERE client = :id AND client_version = one.version)
         AND NOT EXISTS (SELECT 1 FROM attempt JOIN connection ON connection.id = attempt.connection
                           WHERE connection.client = :id AND attempt.client_version = one.version)`,
      { id },
    );
  }

  /** Grows for ever, also when connections go. */
  #countRotation(): void {
    this.#database.run("UPDATE store SET rotations = rotations + 1 WHERE id = 1");
  }

  #putAccessToken(connection: string, token: AccessToken, binding: ClientBinding): void {
    if (token.connectionId !== connection) refuse("of_this_connection");
    const row = rowOfAccessToken(token, binding, this.#sealing);
    this.#database.insert("access_token", row, ["connection", "audience"]);
  }

  #putSchedule(connection: string, { dueAtMs, failures }: Schedule): void {
    this.#database.insert("schedule", { connection, due_at: toInteger(dueAtMs), failures }, ["connection"]);
  }

  #putAttempts(connection: Connection, attempts: readonly Attempt[], nowMs: number): void {
    const isOpen = (attempt: Attempt) => Number(attempt.phase === "open");
    // The one that closes first: at no moment may two be open.
    for (const attempt of attempts.toSorted((one, other) => isOpen(one) - isOpen(other))) {
      if (attempt.connectionId !== connection.id) refuse("of_this_connection");
      // Attempts of other processes have their node already.
      this.#database.run(
        "INSERT INTO node VALUES (:id, :pid, :started_at, :seen_at) ON CONFLICT DO NOTHING",
        {
          id: attempt.node,
          pid: process.pid,
          started_at: toInteger(nowMs - process.uptime() * 1000),
          seen_at: toInteger(nowMs),
        },
      );
      const row = rowOfAttempt(attempt, this.#bindings(connection.clientId), this.#sealing);
      this.#database.insert("attempt", row, ["id"], outcomeOfAttempt);
    }
  }

  /** Forgets attempts as `isForgettable` in `rules.ts` says. */
  #forget(connection: Connection, nowMs: number): string[] {
    const forgotten = this.#database.all<{ id: string; node: string }>(
      `DELETE FROM attempt WHERE connection = :id AND raw_answer IS NULL AND base_generation < :oldest
         AND (NOT ${unsettled} OR (phase <> 'open' AND closed_at IS NOT NULL AND drain_deadline < :now))
         RETURNING id, node`,
      { id: connection.id, oldest: connection.generation - keptGenerations, now: toInteger(nowMs) },
    );
    this.#dropUnusedNodes(forgotten);
    return forgotten.map((attempt) => attempt.id);
  }

  #dropUnusedNodes(forgotten: readonly { readonly node: string }[]): void {
    for (const node of new Set(forgotten.map((attempt) => attempt.node)))
      this.#database.run(
        "DELETE FROM node WHERE id = :node AND NOT EXISTS (SELECT 1 FROM attempt WHERE node = :node)",
        { node },
      );
  }

  #client(id: string, version: number): ClientRow | undefined {
    return this.#database.get<ClientRow>(
      "SELECT * FROM client WHERE id = :id AND version = :version AND workspace = :workspace",
      { id, version, workspace: this.#workspace },
    );
  }

  #binding(id: string, version: number): ClientBinding {
    const row: ClientBindingRow | undefined = this.#client(id, version);
    return row === undefined ? refuse("client_exists") : clientBindingOf(row);
  }

  #bindings(id: string): (version: number) => ClientBinding {
    return (version) => this.#binding(id, version);
  }

  #all<R>(sql: string): R[] {
    return this.#database.all<R>(sql, { workspace: this.#workspace });
  }
}

/** The columns that a change is about: an index is written anew for each of its columns that is set, to whatever value. */
function changesOf(before: Row, after: Row): Row {
  return Object.fromEntries(Object.entries(after).filter(([column, value]) => before[column] !== value));
}

function refuse(rule: string): never {
  throw new StoreError("store_conflict", { rule });
}
