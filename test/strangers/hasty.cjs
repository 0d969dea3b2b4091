"use strict";

/* node --require: the command waits a fifth of a second where it would wait for minutes, and nothing happens in them. */
const minutesMs = 300_000;
const { setTimeout: usual } = globalThis;
globalThis.setTimeout = (work, ms, ...rest) => usual(work, ms < minutesMs ? ms : 200, ...rest);
