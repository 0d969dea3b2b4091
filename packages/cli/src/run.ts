import { Context, type Io } from "./context.ts";
import { exitCodeOf } from "./error-text.ts";
import { startHooks } from "./hooks/start.ts";
import { withLikeliestCause } from "./likeliest-cause.ts";
import { runProgram } from "./program.ts";
import { programVersion } from "./version.ts";

/**
 * Runs one command and returns its exit code: 0 ok · 1 failed · 2 bad input · 3 must log in · 4 retry later, or 128
 * plus the signal's number if a signal stopped it. Never throws.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  const context = new Context(argv, io);
  const unlisten = context.signals.listen(process);
  const work = runToEnd(argv, context);
  try {
    const code = await Promise.race([work, context.signals.stopped]);
    // If a signal has come, its exit code counts, even if the work ends first.
    return context.signals.isStopping ? await context.signals.stopped : code;
  } finally {
    unlisten();
    context.lineReader.close();
  }
}

async function runToEnd(argv: readonly string[], context: Context): Promise<number> {
  let code: number;
  try {
    code = await runProgram(argv, context, programVersion());
  } catch (error) {
    code = await reportError(error, context);
  }
  try {
    await context.close();
  } catch (error) {
    return code === 0 ? await reportError(error, context) : code;
  }
  return code;
}

async function reportError(error: unknown, { signals, ui }: Context): Promise<number> {
  // After a signal, an error is only a consequence of stopping.
  if (!signals.isStopping) ui.error(await withLikeliestCause(error, ui.json ? "en" : ui.language));
  return exitCodeOf(error);
}

/** Runs the command of this process and exits. */
export async function main(): Promise<void> {
  const { stdin, stdout, stderr, env } = process;
  // The writer gets the error of a closed pipe. Without a listener the error would kill the process during a refresh.
  stdout.on("error", () => undefined);
  stderr.on("error", () => undefined);
  const code = await run(process.argv.slice(2), { stdin, stdout, stderr, env, startHooks });
  await new Promise((resolve) => stderr.write("", resolve));
  process.exit(code);
}
