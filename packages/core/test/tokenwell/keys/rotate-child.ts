// Run by the tests as another process, which rotates the keys of a store and dies before one of its steps.
import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { openKeys } from "../../../src/tokenwell/keys/keys.ts";

const [home = "", diesBefore] = process.argv.slice(2);
const store = process.env.TOKENWELL_STORE;
let steps = 0;

/** Counts a step that changes the disk, and dies before it if it is the one. */
function step(): void {
  if (steps === Number(diesBefore)) process.kill(process.pid, "SIGKILL");
  steps += 1;
}

const { renameSync } = fs;
fs.renameSync = (...paths) => {
  step();
  renameSync(...paths);
};
syncBuiltinESMExports();
const { exec } = DatabaseSync.prototype;
let isWriting = false;
DatabaseSync.prototype.exec = function (sql) {
  if (sql === "BEGIN IMMEDIATE") isWriting = true;
  if (sql === "COMMIT" && isWriting) {
    step();
    isWriting = false;
  }
  exec.call(this, sql);
};

const { query } = pg.Client.prototype;
pg.Client.prototype.query = function (this: pg.Client, ...words: Parameters<typeof query>) {
  // The end of a transaction that writes.
  if (String(words[0]).endsWith("= 0; COMMIT")) step();
  return query.apply(this, words);
} as typeof query;

const env = store === undefined ? {} : { TOKENWELL_STORE: store };
const { result, hasResumed } = await openKeys({ home, env }).rotate({ isEverywhere: true });
process.stdout.write(JSON.stringify({ result, hasResumed, steps }));
