import { writeSync } from "node:fs";
import { places, readCached } from "@tokenwell/core/cached";
import { parseTokenCommand, printToken } from "./fast-path.ts";

// Bundled into bin/tokenwell.cjs. A script calls `tokenwell token` for each request, so the way to a cached token
// loads nothing else: no commander, no HTTP client, no sentences. Whatever it cannot serve goes the long way.

const stdoutFile = 1;
const pauseMs = 5;

function cachedLine(): string | undefined {
  const args = parseTokenCommand(process.argv.slice(2), process.env);
  if (args === undefined) return undefined;
  try {
    const { database, key } = places(process.env, process.platform, homeOf(process.env));
    const named = args.name === undefined ? {} : { name: args.name };
    const minTtlMs = args.minTtlSeconds * 1000;
    const cached = readCached({ database, key, ...named, minTtlMs, nowMs: Date.now() });
    if (cached === undefined) return undefined;
    const { idToken, ...token } = cached;
    return printToken({ ...token, idToken: args.id ? idToken?.() : undefined }, args);
  } catch {
    // The long way meets the same trouble and has a sentence for it.
    return undefined;
  }
}

/** As `os.homedir()` says, which need not be loaded where the environment says the same. */
function homeOf(env: NodeJS.ProcessEnv): string {
  return env.HOME || process.getBuiltinModule("node:os").homedir();
}

/** Writes all of it before it returns. Not process.stdout: making that stream costs more than reading the token. */
function writeWhole(text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(stdoutFile, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      // A full pipe that another program has set to non-blocking.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

function goTheLongWay(): void {
  void import("./run.ts").then((rest) => rest.main());
}

const line = cachedLine();
if (line === undefined) {
  goTheLongWay();
} else {
  try {
    writeWhole(line);
    // Nothing is open: to leave at once saves taking down what was never used.
    process.exit();
  } catch (error) {
    // A full disk has a sentence. When nobody reads any more there is nothing to say, and nobody to say it to.
    if ((error as NodeJS.ErrnoException).code === "EPIPE") process.exitCode = 1;
    else goTheLongWay();
  }
}
