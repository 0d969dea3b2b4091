"use strict";

/*
 * node --require: the process dies, as by SIGKILL, right after the commit that stored the value in TEST_DIES_AT in any
 * column.
 */
const { DatabaseSync, StatementSync } = require("node:sqlite");

const { exec } = DatabaseSync.prototype;
const { run } = StatementSync.prototype;
let isStored = false;

StatementSync.prototype.run = function (...values) {
  isStored ||= values.some((row) => row && Object.values(row).includes(process.env.TEST_DIES_AT));
  return run.apply(this, values);
};

DatabaseSync.prototype.exec = function (sql) {
  exec.call(this, sql);
  if (isStored && sql === "COMMIT") process.kill(process.pid, "SIGKILL");
};
