import { presentedLimit } from "../rules.ts";
import { unsettledOrKept } from "./rows/attempts.ts";
import type { Dialect } from "./services.ts";
import type { Lookups, Statement } from "./sql.ts";

/** Parts of a statement about one connection, around the condition that finds it. */
interface Parts {
  readonly columns: string;
  /** Other tables. */
  readonly joins: string;
  /** Order of the rows of a connection. Default: any. */
  readonly order?: string;
  /** Order of several connections. Default: any. */
  readonly connections?: string;
  /** Most rows for one connection. Several connections together have no limit. Default: none. */
  readonly limit?: number;
  /** Lock of the rows. Default: none. */
  readonly lock?: string;
}

/** Statement for one value, and its form for several. */
interface Text {
  readonly sql: string;
  readonly many: Lookups;
}

/**
 * Statements that read one connection, by a condition: its row with its schedule, its client, access tokens and attempts, and
 * the attempts that presented a refresh token. Each finds the connection by itself, so that all go to the database at once.
 */
export class ConnectionStatements {
  readonly #dialect: Dialect;
  readonly #workspace: string;
  /** Texts by condition: an engine finds a prepared statement by its text, and faster by the same string. */
  readonly #toRead = new Map<string, readonly Text[]>();
  readonly #toChange = new Map<string, readonly Text[]>();
  readonly #presented = new Map<string, readonly Text[]>();

  constructor(dialect: Dialect, workspace: string) {
    this.#dialect = dialect;
    this.#workspace = workspace;
  }

  /** Returns the statements to read. The last one is missing if the engine can read it when it is needed. */
  toRead(condition: string, value: string): readonly Statement[] {
    const { readNow } = this.#dialect;
    const parts = () => [...this.#parts(""), ...(readNow ? [] : [this.#presenting()])];
    return this.#statements(this.#toRead, { condition, value }, parts);
  }

  /** Returns the statements to read and lock, without the last one: few decisions need it. */
  toChange(condition: string, value: string): readonly Statement[] {
    const lock = this.#dialect.forUpdate("connection", "schedule");
    return this.#statements(this.#toChange, { condition, value }, () => this.#parts(lock));
  }

  /** Returns the statement that reads the attempts of the present token family that presented a refresh token, newest first. */
  presented(id: string): readonly Statement[] {
    const search = { condition: "connection.id = :value", value: id };
    return this.#statements(this.#presented, search, () => [this.#presenting()]);
  }

  #statements(
    known: Map<string, readonly Text[]>,
    { condition, value }: { readonly condition: string; readonly value: string },
    parts: () => readonly Parts[],
  ): readonly Statement[] {
    let texts = known.get(condition);
    if (texts === undefined) {
      texts = parts().map((each) => this.#text(condition, each));
      known.set(condition, texts);
    }
    const values = { workspace: this.#workspace, value };
    return texts.map(({ sql, many }) => ({ sql, values, isRun: false, many }));
  }

  #text(condition: string, { columns, joins, order, connections = order, limit, lock = "" }: Parts): Text {
    const { elements, lookUp } = this.#dialect;
    const inWorkspace = "connection.workspace = :workspace";
    const by = (columns: string | undefined) => (columns === undefined ? "" : ` ORDER BY ${columns}`);
    const limited = limit === undefined ? "" : ` LIMIT ${limit}`;
    const found = condition.replace(":value", "wanted.value");
    return {
      sql: `SELECT ${columns} FROM connection ${joins} WHERE ${inWorkspace} AND ${condition}${by(order)}${limited}${lock}`,
      many: {
        kind: "lookups",
        sql: `SELECT wanted.value AS wanted, ${columns} FROM ${elements(":values")}
                ${lookUp} connection ON ${inWorkspace} AND ${found} ${joins}${by(connections)}${lock}`,
      },
    };
  }

  #parts(lock: string): readonly Parts[] {
    const { lookUp } = this.#dialect;
    // A row that may be missing cannot be locked.
    const join = lock === "" ? "LEFT JOIN" : "JOIN";
    return [
      {
        columns: "connection.*, due_at, failures",
        joins: `${join} schedule ON schedule.connection = connection.id`,
        // Two transactions that lock several then cannot wait for each other.
        connections: "connection.id",
        lock,
      },
      {
        columns: "client.*",
        joins: `${lookUp} client ON client.id = connection.client AND client.version = connection.client_version`,
      },
      {
        columns: "access_token.*",
        joins: `${lookUp} access_token ON access_token.connection = connection.id`,
        order: "access_token.rowid",
      },
      {
        columns: "attempt.*",
        joins: `${lookUp} attempt ON attempt.connection = connection.id AND ${unsettledOrKept}`,
        order: "attempt.created_at, attempt.rowid",
      },
    ];
  }

  #presenting(): Parts {
    return {
      columns: "connection.id AS connection, fingerprint",
      joins: `${this.#dialect.lookUp} attempt ON attempt.connection = connection.id
        AND attempt.token_family = connection.token_family AND phase <> 'not_sent'`,
      order: "attempt.created_at DESC, attempt.rowid DESC",
      limit: presentedLimit,
    };
  }
}

/** Returns the statement that reads the attempts that presented a refresh token, of the connections whose ids are in `:ids`. */
export const presentedOfAllSql = ({ elements, lookUp }: Dialect): string =>
  `SELECT attempt.connection, fingerprint FROM ${elements(":ids")}
     ${lookUp} connection ON connection.id = wanted.value
     ${lookUp} attempt ON attempt.connection = connection.id AND attempt.token_family = connection.token_family
       AND phase <> 'not_sent' ORDER BY attempt.created_at DESC, attempt.rowid DESC`;
