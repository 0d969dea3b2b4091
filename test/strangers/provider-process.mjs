/*
 * node --require preload.cjs provider-process.mjs: runs one emulator after another, each at the machine's time. A line of
 * standard input is the options of the next one, or "stop"; each is answered with a line. It ends with standard input.
 */
import { createInterface } from "node:readline";
import { startEmulator } from "@tokenwell/emulator";

const seam = globalThis[Symbol.for("tokenwell.emulator.clock")];
let emulator;

async function start(options) {
  seam.offsetMs = 0;
  emulator = await startEmulator(options);
  const { caFile, hosts, issuer, port } = emulator;
  return { issuer, port, caFile, hosts };
}

async function stop() {
  await emulator.close();
  return {};
}

for await (const line of createInterface({ input: process.stdin })) {
  const said = JSON.parse(line);
  const answer = await (said === "stop" ? stop() : start(said)).catch(({ message }) => ({
    refused: message,
  }));
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
process.exit();
