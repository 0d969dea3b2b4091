import { parseArgs } from "node:util";
import { type Emulator, startEmulator } from "./emulator.ts";
import type { EmulatorOptions } from "./options.ts";

const USAGE = `Runs the emulator until its standard input ends, or SIGTERM or SIGINT.

  node --require preload.cjs main.js [--port 0] [--json-options '{"rotation":"static"}']

Prints one JSON line when it can be used: {"issuer":"http://localhost:…","port":…,"hosts":{…}}
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { port: { type: "string" }, "json-options": { type: "string" }, help: { type: "boolean" } },
  });
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const options: EmulatorOptions = JSON.parse(values["json-options"] ?? "{}");
  const port = values.port === undefined ? {} : { port: Number(values.port) };
  const emulator = await startEmulator({ ...options, ...port });
  stopWithOwner(emulator);
  process.stderr.write("Emulator: a test provider on this machine. Any password is right.\n");
  const { hosts, issuer, port: taken } = emulator;
  process.stdout.write(`${JSON.stringify({ issuer, port: taken, hosts })}\n`);
}

/** Nobody must find an emulator running whose test, demonstration or terminal is gone. */
function stopWithOwner(emulator: Emulator): void {
  const stop = () => {
    void emulator.close().then(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  process.stdin.once("end", stop);
  process.stdin.once("error", stop);
  process.stdin.resume();
}

try {
  await main();
} catch (cause) {
  process.stderr.write(`emulator: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 2;
}
