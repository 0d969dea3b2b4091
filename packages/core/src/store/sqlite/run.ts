import type { Dialect } from "../tables/services.ts";
import { type Answer, running, type Sql } from "../tables/sql.ts";
import type { Database } from "./database.ts";

const noRows: readonly unknown[] = [];

/** Runs work on the tables to its end. */
export function runWork<T>(database: Database, work: Sql<T>): T {
  let step = work.next([]);
  while (!step.done) {
    const answers = step.value.map(
      ({ sql, values, isRun }): Answer =>
        isRun
          ? { rows: noRows, changes: database.run(sql, values) }
          : { rows: database.all(sql, values), changes: 0 },
    );
    step = work.next(answers);
  }
  return step.value;
}

/** Makes the SQL of SQLite. One writer at a time needs no row locks. */
export const dialectOf = (database: Database): Dialect => ({
  // SQLite keeps the order of a cross join.
  lookUp: "CROSS JOIN",
  indexedBy: (index) => `INDEXED BY ${index}`,
  elements: (parameter) => `json_each(${parameter}) AS wanted`,
  member: (column, name) => `${column} ->> '$.${name}'`,
  forUpdate: () => "",
  forShare: () => "",
  skipLocked: "",
  readNow: (work) => runWork(database, work),
  countRotation: [running("UPDATE store SET rotations = rotations + 1 WHERE id = 1", {})],
});
