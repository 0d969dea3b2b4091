import { parseArgs } from "node:util";
import { type Emulator, startEmulator } from "./emulator.ts";
import { type EmulatorOptions, testSecretOf } from "./options.ts";
import { defaultApiIdentifier } from "./personalities/auth0/options.ts";

const usage = `Runs the emulator until its standard input ends, or SIGTERM or SIGINT.

  node --require preload.cjs main.js [--port 0] [--tls] [--any-app] [--json-options '{"rotation":"static"}']

Prints one JSON line when it can be used: {"issuer":"http://localhost:…","port":…,"caFile":null,"hosts":{…},"apps":[…],"apis":[…]}
`;

/** The apps that every provider has by default. */
const apps = [
  { clientId: "demo", clientSecret: null },
  { clientId: "web", clientSecret: testSecretOf("web") },
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      tls: { type: "boolean" },
      "any-app": { type: "boolean" },
      "json-options": { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const options: EmulatorOptions = JSON.parse(values["json-options"] ?? "{}");
  const port = values.port === undefined ? {} : { port: Number(values.port) };
  const tls = values.tls === true ? { tls: true } : {};
  const anyApp = values["any-app"] === true ? { anyApp: true } : {};
  const emulator = await startEmulator({ ...options, ...port, ...tls, ...anyApp });
  stopWithOwner(emulator);
  process.stderr.write("Emulator: a test provider on this machine. Any password is right.\n");
  const { caFile, hosts, issuer, port: taken } = emulator;
  const apis = apisOf(options);
  process.stdout.write(`${JSON.stringify({ issuer, port: taken, caFile, hosts, apps, apis })}\n`);
}

/** The identifiers of the APIs that a token can be for. */
function apisOf({ personality, auth0 }: EmulatorOptions): string[] {
  if (personality !== "auth0") return [];
  return [...new Set([defaultApiIdentifier, ...(auth0?.apis ?? []).map(({ identifier }) => identifier)])];
}

/** Stops the emulator on a signal, or when standard input ends: the process that started it is gone. */
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

// Do not await it at the top level: a module that is loaded later may be in the same bundle, which would wait for
// itself.
main().catch((cause: unknown) => {
  process.stderr.write(`emulator: ${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 2;
});
