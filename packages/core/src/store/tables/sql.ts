import type { Row } from "../sealing/row.ts";

/** A statement with named parameters (`:name`), in SQL that every engine understands. */
export interface Statement {
  readonly sql: string;
  readonly values: Row;
  /** Whether only the number of rows that it changes is asked for. */
  readonly isRun: boolean;
  /** Form for several statements of the same SQL at once, if there is one. */
  readonly many?: Lookups | Insertions;
}

/** Statement that reads for several values what another reads for one, which is its parameter `value`. */
export interface Lookups {
  readonly kind: "lookups";
  /** Its parameter `values` is a JSON array. The column `wanted` of each row says which of them it belongs to. */
  readonly sql: string;
}

/** Statement that inserts several rows: its parts around their values. */
export interface Insertions {
  readonly kind: "insertions";
  readonly head: string;
  readonly columns: readonly string[];
  readonly tail: string;
}

/** Result of a statement: its rows, or the number of rows that it changed. */
export interface Answer {
  readonly rows: readonly unknown[];
  readonly changes: number;
}

/**
 * Work on the tables, for an engine to run: SQLite at once, PostgreSQL while other work goes on. Each `yield` hands over
 * statements in their order, of which none needs the answer of another.
 */
export type Sql<T> = Generator<Step, T, readonly Answer[]>;

/** Statements that go to the database together. */
export interface Step extends ReadonlyArray<Statement> {
  /** Whether the work asks for nothing more, and cannot fail any more: its transaction may end with this step. Default: false. */
  readonly isLast?: boolean;
}

/** Marks the last statements of a transaction. */
export const last = (statements: readonly Statement[]): Step =>
  Object.assign([...statements], { isLast: true });

/** Makes a statement whose rows are asked for. */
export const reading = (sql: string, values: Row): Statement => ({ sql, values, isRun: false });

/** Makes a statement whose number of changed rows is asked for. */
export const running = (sql: string, values: Row): Statement => ({ sql, values, isRun: true });

/** Makes the statement that inserts a row. With `key`, it upserts on those columns and updates `changing` (default: all others). */
export function inserting(
  table: string,
  row: Row,
  key: readonly string[] = [],
  changing?: readonly string[],
): Statement {
  const columns = Object.keys(row);
  const rest = changing ?? columns.filter((column) => !key.includes(column));
  const sets = rest.map((column) => `${column} = excluded.${column}`).join(", ");
  const values = columns.map((column) => `:${column}`).join(", ");
  const head = `INSERT INTO ${table} (${columns.join(", ")}) VALUES `;
  const tail = key.length === 0 ? "" : ` ON CONFLICT (${key.join(", ")}) DO UPDATE SET ${sets}`;
  const many = { kind: "insertions", head, columns, tail } as const;
  return { sql: `${head}(${values})${tail}`, values: row, isRun: true, many };
}

/** Makes the statement that updates the row with the values of `row` in the `key` columns; none if it has no others. */
export function updating(table: string, row: Row, key: readonly string[]): readonly Statement[] {
  const sets = Object.keys(row).filter((column) => !key.includes(column));
  if (sets.length === 0) return [];
  const equals = (column: string) => `${column} = :${column}`;
  const where = key.map(equals).join(" AND ");
  return [running(`UPDATE ${table} SET ${sets.map(equals).join(", ")} WHERE ${where}`, row)];
}

/** Reads all rows. */
export function* all<R>(sql: string, values: Row = {}): Sql<readonly R[]> {
  const [answer] = yield [reading(sql, values)];
  return (answer?.rows ?? []) as readonly R[];
}

/** Reads the first row; `undefined` if there is none. */
export function* get<R>(sql: string, values: Row = {}): Sql<R | undefined> {
  return (yield* all<R>(sql, values))[0];
}

/** Reads the rows of several statements. */
export function* allOf<R>(
  statements: readonly (readonly [sql: string, values: Row])[],
): Sql<readonly (readonly R[])[]> {
  const answers = yield statements.map(([sql, values]) => reading(sql, values));
  return answers.map(({ rows }) => rows as readonly R[]);
}

/** Runs writing statements. Returns the number of changed rows. */
export function* runAll(statements: readonly Statement[]): Sql<number> {
  if (statements.length === 0) return 0;
  return (yield statements).reduce((sum, { changes }) => sum + changes, 0);
}

/** Runs a writing statement. Returns the number of changed rows. */
export const run = (sql: string, values: Row = {}): Sql<number> => runAll([running(sql, values)]);

/** Runs the statement of {@link inserting}. */
export const insert = (...row: Parameters<typeof inserting>): Sql<number> => runAll([inserting(...row)]);

/** Runs the statement of {@link updating}, if there is one. */
export const update = (...row: Parameters<typeof updating>): Sql<number> => runAll(updating(...row));

/** Thrown by a value that a decision needs and that has not been read, because few decisions need it. */
export class Unread extends Error {
  /** Reads it, so that the next decision on the same state has it. */
  readonly read: () => Sql<unknown>;

  constructor(read: () => Sql<unknown>) {
    super("not read");
    this.read = read;
  }
}

/** Decides, and once more if a value has to be read first. */
export function* deciding<T>(decide: () => T): Sql<T> {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof Unread)) throw error;
    yield* error.read();
    return decide();
  }
}
