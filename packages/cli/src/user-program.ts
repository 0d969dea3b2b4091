import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { constants } from "node:os";
import type { Context } from "./context.ts";
import { ProgramError } from "./errors.ts";

/** A program of the user, and the whole environment that it gets. */
export interface UserProgram {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Signals that are for the program. The system sends those about the terminal's size and job control to it itself. */
const passedOn = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2"] as const;

/** Signals that a terminal sends to all of its programs, and so to this one, too. */
const ofTerminal: readonly string[] = ["SIGINT", "SIGQUIT"];

/**
 * Runs a program without a shell on the streams of this process, and passes signals on. Resolves with its exit code, or
 * 128 plus the number of the signal that ended it.
 *
 * @throws {ProgramError} if it cannot be started
 */
export async function runProgramOfUser(context: Context, { file, args, env }: UserProgram): Promise<number> {
  const { signals } = context;
  if (signals.isStopping) return await signals.stopped;
  let child: ChildProcess | undefined;
  const giveBack = takeSignals(context, (signal) => child?.kill(signal));
  try {
    child = spawn(file, args, { stdio: "inherit", env });
    const [code, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
    return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  } catch (error) {
    throw new ProgramError(file, (error as NodeJS.ErrnoException).code ?? "");
  } finally {
    giveBack();
  }
}

/** Passes on the signals that the program does not get by itself, until the caller calls the returned function. */
function takeSignals({ io, signals }: Context, pass: (signal: NodeJS.Signals) => void): () => void {
  const hasTerminal = io.stdin.isTTY === true || io.stderr.isTTY === true;
  const known = passedOn.filter((signal) => Object.hasOwn(constants.signals, signal));
  const listeners = known.map((signal) => {
    const listener = (): void => {
      if (!(hasTerminal && ofTerminal.includes(signal))) pass(signal);
    };
    process.on(signal, listener);
    return () => process.off(signal, listener);
  });
  const resume = signals.suspend();
  return () => {
    resume();
    for (const stop of listeners) stop();
  };
}
