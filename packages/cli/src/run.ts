import { readFileSync } from "node:fs";
import { Context, type Io } from "./context.ts";
import { exitCodeOf } from "./error-text.ts";
import { runProgram } from "./program.ts";

/**
 * Runs one command and returns its exit code: 0 ok · 1 failed · 2 bad input · 3 must log in · 4 retry later;
 * 128 + the signal's number when it was stopped. Never throws.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const context = new Context(argv, io);
  const unlisten = context.signals.listen(process);
  const work = runToEnd(argv, context);
  try {
    const code = await Promise.race([work, context.signals.stopped]);
    // Whichever ends first: who stopped it is told so by the exit code.
    return context.signals.isStopping ? await context.signals.stopped : code;
  } finally {
    unlisten();
    context.lineReader.close();
  }
}

async function runToEnd(argv: readonly string[], context: Context): Promise<number> {
  let code: number;
  try {
    code = await runProgram(argv, context, version());
  } catch (error) {
    code = reportError(error, context);
  }
  try {
    await context.close();
  } catch (error) {
    return code === 0 ? reportError(error, context) : code;
  }
  return code;
}

function reportError(error: unknown, context: Context): number {
  // Who stopped it was told so already, and what then falls over is no news.
  if (!context.signals.isStopping) context.ui.error(error);
  return exitCodeOf(error);
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  const known = typeof manifest === "object" && manifest !== null && "version" in manifest;
  return known ? String(manifest.version) : "";
}

/** Runs the command of this process and ends it. */
export async function main(): Promise<void> {
  const { stdin, stdout, stderr, env } = process;
  // A closed pipe is told to whoever writes; unhandled it would kill the process in the middle of a refresh.
  stdout.on("error", () => undefined);
  stderr.on("error", () => undefined);
  const code = await run(process.argv.slice(2), { stdin, stdout, stderr, env });
  await new Promise((resolve) => stderr.write("", resolve));
  process.exit(code);
}
