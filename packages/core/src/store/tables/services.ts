import type { Sealer } from "../sealing/sealer.ts";
import type { Sql, Statement } from "./sql.ts";

/** Dependencies that the tables of one workspace share. */
export interface TableServices {
  readonly sealer: Sealer;
  /** Id of the workspace. */
  readonly workspace: string;
  /** Path or address of the store, for sentences. */
  readonly location: string;
  readonly dialect: Dialect;
}

/** What one engine's SQL has that the other's has not. */
export interface Dialect {
  /** Join that looks up each row of its left side by an index: a hint, where the engine needs one. */
  readonly lookUp: string;
  /** Hint behind the name of a table: the index to use. */
  indexedBy(index: string): string;
  /** Table `wanted` with the columns `key`, the position, and `value` of the elements of a JSON array of texts. */
  elements(parameter: string): string;
  /** Member of a column that holds a JSON object, as text; `NULL` if it has none. */
  member(column: string, name: string): string;
  /** End of a `SELECT` that locks the rows of its tables until the transaction ends. */
  forUpdate(...tables: readonly string[]): string;
  /** Like {@link Dialect.forUpdate}, but several transactions may lock a row at once: none of them changes it. */
  forShare(...tables: readonly string[]): string;
  /** End of a `SELECT` of one table that locks its rows, and passes over those that another transaction has locked. */
  readonly skipLocked: string;
  /** Reads a value in the midst of a decision. Absent where an answer takes time. */
  readonly readNow?: <T>(work: Sql<T>) => T;
  /** Statements that count a rotation, which never decreases. */
  readonly countRotation: readonly Statement[];
}
