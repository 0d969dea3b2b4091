import { createHash } from "node:crypto";

/** The environment variable with the database of a run on PostgreSQL: npm run postgres. */
export const testStoreVariable = "TOKENWELL_TEST_STORE";

/** Whether the stores of this run are in PostgreSQL: for tests of what only a file of SQLite has. */
export const isOnPostgres = process.env[testStoreVariable] !== undefined;

/**
 * The environment that puts the store of a home into PostgreSQL if the run is one on PostgreSQL: into a schema of its own.
 * Else nothing, so that it is SQLite in the home.
 */
export function storeEnvironment(home: string): Readonly<Record<string, string>> {
  const database = process.env[testStoreVariable];
  if (database === undefined) return {};
  const schema = `home_${createHash("sha256").update(home).digest("hex").slice(0, 24)}`;
  const { PGPASSFILE = "" } = process.env;
  return { TOKENWELL_STORE: `${database}?schema=${schema}&connections=3`, PGPASSFILE };
}
