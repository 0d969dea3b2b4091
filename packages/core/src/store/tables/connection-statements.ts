import { presentedLimit } from "../rules.ts";
import { unsettledOrKept } from "./rows/attempts.ts";
import type { Dialect } from "./services.ts";

/**
 * Statements that read one connection, by a condition: its row with its schedule, its client, access tokens and attempts, and
 * the attempts that presented a refresh token. Each finds the connection by itself, so that all go to the database at once.
 */
export class ConnectionStatements {
  readonly #dialect: Dialect;
  /** Texts by condition: an engine finds a prepared statement by its text, and faster by the same string. */
  readonly #toRead = new Map<string, readonly string[]>();
  readonly #toChange = new Map<string, readonly string[]>();

  constructor(dialect: Dialect) {
    this.#dialect = dialect;
  }

  /** Returns the statements to read. The last one is missing if the engine can read it when it is needed. */
  toRead(condition: string): readonly string[] {
    const { readNow } = this.#dialect;
    const make = () => [...this.#make(condition, ""), ...(readNow ? [] : [presentedSql(condition)])];
    return remembered(this.#toRead, condition, make);
  }

  /** Returns the statements to read and lock, without the last one: few decisions need it. */
  toChange(condition: string): readonly string[] {
    const lock = this.#dialect.forUpdate("connection", "schedule");
    return remembered(this.#toChange, condition, () => this.#make(condition, lock));
  }

  #make(condition: string, lock: string): readonly string[] {
    const { lookUp } = this.#dialect;
    const where = `WHERE connection.workspace = :workspace AND ${condition}`;
    // A row that may be missing cannot be locked.
    const join = lock === "" ? "LEFT JOIN" : "JOIN";
    return [
      `SELECT connection.*, due_at, failures
         FROM connection ${join} schedule ON schedule.connection = connection.id ${where}${lock}`,
      `SELECT client.* FROM connection
         ${lookUp} client ON client.id = connection.client AND client.version = connection.client_version ${where}`,
      `SELECT access_token.* FROM connection
         ${lookUp} access_token ON access_token.connection = connection.id ${where} ORDER BY access_token.rowid`,
      `SELECT attempt.* FROM connection ${lookUp} attempt ON attempt.connection = connection.id AND ${unsettledOrKept}
         ${where} ORDER BY attempt.created_at, attempt.rowid`,
    ];
  }
}

/** Returns the statement that reads the attempts of the present token family that presented a refresh token, newest first. */
export const presentedSql = (condition: string): string =>
  `SELECT fingerprint FROM connection JOIN attempt
     ON attempt.connection = connection.id AND attempt.token_family = connection.token_family AND phase <> 'not_sent'
     WHERE connection.workspace = :workspace AND ${condition}
     ORDER BY attempt.created_at DESC, attempt.rowid DESC LIMIT ${presentedLimit}`;

/** Like {@link presentedSql} for the connections whose ids are in `:ids`, all such attempts. */
export const presentedOfAllSql = ({ elements, lookUp }: Dialect): string =>
  `SELECT attempt.connection, fingerprint FROM ${elements(":ids")}
     ${lookUp} connection ON connection.id = wanted.value
     ${lookUp} attempt ON attempt.connection = connection.id AND attempt.token_family = connection.token_family
       AND phase <> 'not_sent' ORDER BY attempt.created_at DESC, attempt.rowid DESC`;

function remembered<V>(values: Map<string, V>, key: string, make: () => V): V {
  const known = values.get(key);
  if (known !== undefined) return known;
  const made = make();
  values.set(key, made);
  return made;
}
