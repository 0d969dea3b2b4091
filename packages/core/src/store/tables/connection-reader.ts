import { StoreError } from "../../errors.ts";
import type { Client, ConnectionRef } from "../../model.ts";
import { mergeAttempts, presentedLimit } from "../rules.ts";
import { bindingOfClient, type ClientBinding, clientBindingOf } from "../sealing/context.ts";
import type { Row } from "../sealing/row.ts";
import type { ConnectionState, Transition } from "../store.ts";
import { type ClientTable, differs } from "./client-table.ts";
import { search } from "./connection-index.ts";
import { ConnectionStatements, presentedOfAllSql } from "./connection-statements.ts";
import { type AccessTokenRow, accessTokenOf } from "./rows/access-tokens.ts";
import { type AttemptRow, attemptOf, type BindingOf, unsettledOrKept } from "./rows/attempts.ts";
import { type ClientRow, clientOf } from "./rows/clients.ts";
import { type ConnectionRow, connectionOf } from "./rows/connections.ts";
import type { TableServices } from "./services.ts";
import { all, allOf, deciding, get, type Sql, type Statement, Unread } from "./sql.ts";

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

/** Reads the connections of one workspace, each with all that a decision about it needs. */
export class ConnectionReader {
  readonly #services: TableServices;
  readonly #clients: ClientTable;
  readonly #statements: ConnectionStatements;

  constructor(services: TableServices, clients: ClientTable) {
    this.#services = services;
    this.#clients = clients;
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
    const bindingOf = yield* this.bindings(
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

  /** Reads the bindings of versions of a client. Attempts that keep a response need them. */
  *bindings(clientId: string, versions: readonly number[]): Sql<BindingOf> {
    const bindings = new Map<number, ClientBinding>();
    for (const version of new Set(versions))
      bindings.set(version, yield* this.#clients.binding(clientId, version));
    return (version) => {
      const binding = bindings.get(version);
      if (binding === undefined) throw new StoreError("store_conflict", { rule: "client_exists" });
      return binding;
    };
  }
}

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

/** Returns the distinct fingerprints of the newest attempts. */
const fingerprintsOf = (rows: readonly PresentedRow[]): readonly string[] => [
  ...new Set(rows.slice(0, presentedLimit).map(({ fingerprint }) => fingerprint)),
];

/** Groups rows by their connection. */
function byConnection<R extends Row>(rows: readonly R[]): RowsById<R> {
  return Map.groupBy(rows, (row) => String(row.connection));
}
