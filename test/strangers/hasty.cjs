"use strict";

/*
 * node --require: the command waits a fifth of a second where it would wait for minutes. Only for what nobody does
 * within these minutes either.
 */
const timers = require("node:timers/promises");

const minutesMs = 300_000;
const { setTimeout } = timers;
timers.setTimeout = (ms, ...rest) => setTimeout(ms < minutesMs ? ms : 200, ...rest);
require("node:module").syncBuiltinESMExports();
