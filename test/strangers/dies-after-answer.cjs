"use strict";

/*
 * node --require: the process dies, as by SIGKILL, at the instant at which the raw answer of a login is durable:
 * after the commit that stored it and before anything read it.
 */
const { DatabaseSync, StatementSync } = require("node:sqlite");

const { exec } = DatabaseSync.prototype;
const { run } = StatementSync.prototype;
let isAnswered = false;

StatementSync.prototype.run = function (...values) {
  isAnswered ||= values.some((row) => row?.phase === "answered");
  return run.apply(this, values);
};

DatabaseSync.prototype.exec = function (sql) {
  exec.call(this, sql);
  if (isAnswered && sql === "COMMIT") process.kill(process.pid, "SIGKILL");
};
