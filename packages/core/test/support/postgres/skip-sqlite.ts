import { existsSync } from "node:fs";
import { createRequire, syncBuiltinESMExports } from "node:module";
import { beforeEach, type TestContext } from "vitest";

/*
 * For a run on PostgreSQL: a test that opens a file of SQLite, which is not there, is left out, and says so.
 */

let running: TestContext | undefined;
beforeEach((context) => {
  running = context;
});

// The module itself: an import is a copy here.
const sqlite = createRequire(import.meta.url)("node:sqlite") as {
  DatabaseSync: typeof import("node:sqlite").DatabaseSync;
};
const { DatabaseSync } = sqlite;
sqlite.DatabaseSync = class extends DatabaseSync {
  constructor(...words: ConstructorParameters<typeof DatabaseSync>) {
    const [path] = words;
    if (String(path) !== ":memory:" && !existsSync(String(path))) running?.skip("reads the file of SQLite");
    super(...words);
  }
};
syncBuiltinESMExports();
