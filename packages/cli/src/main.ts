import { writeSync } from "node:fs";
import { readCached, resolvePaths } from "@tokenwell/core/cached";
import { parseTokenCommand, printToken } from "./fast-path.ts";

// Bundled into bin/tokenwell.cjs. A script calls `tokenwell token` for each request, so the path to a cached token
// loads nothing else: no commander, no HTTP client, no sentences. All other calls take the slow path.

const stdoutFile = 1;
const pauseMs = 5;

function cachedLine(): string | undefined {
  const args = parseTokenCommand(process.argv.slice(2), process.env);
  if (args === undefined || process.env.TOKENWELL_STORE) return undefined;
  try {
    const paths = resolvePaths(process.env, process.platform, homeOf(process.env));
    const named = args.name === undefined ? {} : { name: args.name };
    const minTtlMs = args.minTtlSeconds * 1000;
    const nowMs = Date.now();
    const cached = readCached({ ...paths, ...named, minTtlMs, nowMs });
    if (cached === undefined) return undefined;
    const { idToken, ...token } = cached;
    const { form, user } = args;
    if (form !== undefined) return form.print({ ...token, token: token.accessToken, user, nowMs });
    return printToken({ ...token, idToken: args.id ? idToken?.() : undefined }, args);
  } catch {
    // The slow path meets the same error and has a sentence for it.
    return undefined;
  }
}

/** Returns `os.homedir()`, without loading it if the environment has the folder. */
function homeOf(env: NodeJS.ProcessEnv): string {
  return env.HOME || process.getBuiltinModule("node:os").homedir();
}

/**
 * Writes the whole text before it returns. Creating the process.stdout stream would cost more than reading
 * the token.
 */
function writeWhole(text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(stdoutFile, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      // The pipe is full, and another program has made it non-blocking.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

function goTheLongWay(): void {
  // A stack of a fault has the names and lines of the source only if the maps are known before the code is loaded.
  if (process.argv.includes("--verbose")) process.setSourceMapsEnabled(true);
  void import("./run.ts").then((rest) => rest.main());
}

const line = cachedLine();
if (line === undefined) {
  goTheLongWay();
} else {
  try {
    writeWhole(line);
    // No handle is open, so exit at once and save the teardown.
    process.exit();
  } catch (error) {
    // The slow path reports a full disk. A closed pipe has no reader left to report to.
    if ((error as NodeJS.ErrnoException).code === "EPIPE") process.exitCode = 1;
    else goTheLongWay();
  }
}
