/*
 * node --require preload.cjs command-process.cjs BIN: runs the command again and again, each time from the first line of
 * BIN to its process.exit(). A message is the next call; the answer is its exit code, and a NUL ends what it wrote on
 * each stream. If the command leaves something open that its exit would have closed, this process exits with it.
 */
"use strict";
const { Readable } = require("node:stream");

const bin = process.argv[2];
const seam = globalThis[Symbol.for("tokenwell.emulator.clock")];
const exit = process.exit.bind(process);
const streams = [process.stdout, process.stderr];

/** What keeps a process running. */
const openHandles = () => process.getActiveResourcesInfo().sort().join();
let ownHandles;

process.on("message", ({ args, env, input, cwd, offsetMs }) => {
  ownHandles ??= openHandles();
  seam.offsetMs = offsetMs;
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.chdir(cwd);
  process.argv = [process.execPath, bin, ...args];
  process.exitCode = undefined;
  const stdin = Readable.from(input === "" ? [] : [Buffer.from(input)]);
  Object.defineProperty(process, "stdin", { value: stdin, configurable: true });
  // The command does nothing after it.
  process.exit = (code = process.exitCode ?? 0) => setImmediate(end, code);
  delete require.cache[bin];
  require(bin);
});

function end(code) {
  process.chdir("/");
  if (openHandles() !== ownHandles) exit(code);
  for (const stream of streams) {
    stream.removeAllListeners("error");
    stream.write("\0");
  }
  process.send({ code });
}

process.on("disconnect", () => exit());
