"use strict";

/*
 * node --require: the process dies, as by SIGKILL, right after so many changes of a database have been committed, as
 * TEST_DIES_AFTER says: SQLite's and PostgreSQL's.
 */
const { DatabaseSync } = require("node:sqlite");
const { Client } = require("pg");

let left = Number(process.env.TEST_DIES_AFTER);
const changed = () => {
  left -= 1;
  if (left <= 0) process.kill(process.pid, "SIGKILL");
};

const { exec } = DatabaseSync.prototype;
const writing = new WeakSet();
DatabaseSync.prototype.exec = function (sql) {
  exec.call(this, sql);
  if (sql === "BEGIN IMMEDIATE") writing.add(this);
  else if (sql.startsWith("BEGIN")) writing.delete(this);
  if ((sql === "COMMIT" && writing.has(this)) || sql === "VACUUM" || sql.includes("wal_checkpoint"))
    changed();
};

const { query } = Client.prototype;
Client.prototype.query = function (...words) {
  const [text] = words;
  if (typeof text === "string" && text.startsWith("BEGIN")) {
    if (text.includes("READ ONLY")) writing.delete(this);
    else writing.add(this);
  }
  const result = query.apply(this, words);
  if (!String(text).endsWith("COMMIT") || !writing.has(this)) return result;
  return result.then((answer) => {
    changed();
    return answer;
  });
};
