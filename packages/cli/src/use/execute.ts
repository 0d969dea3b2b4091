import { spawn } from "node:child_process";
import { text as textOf } from "node:stream/consumers";

/** The end of a program. */
export interface Executed {
  /** The exit code; -1 if a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Input and surroundings of a program. */
export interface ExecuteOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly input?: string;
}

/** Time after which a program is ended: that of the slowest answer of a provider, and something for the program. */
const limitMs = 60_000;

/** Runs a program to its end without a terminal. Returns `undefined` if there is no program of that name. */
export async function execute(
  [file, ...args]: readonly [string, ...string[]],
  { env, input = "" }: ExecuteOptions,
): Promise<Executed | undefined> {
  const child = spawn(file, args, {
    env,
    stdio: ["pipe", "pipe", "pipe"],
    timeout: limitMs,
    killSignal: "SIGKILL",
  });
  const ended = new Promise<number | undefined>((resolve) => {
    child.once("error", () => resolve(undefined));
    child.once("close", (code) => resolve(code ?? -1));
  });
  // A program that does not read its input may be gone before it is written.
  child.stdin.on("error", () => undefined).end(input);
  const [stdout, stderr, code] = await Promise.all([
    textOf(child.stdout).catch(() => ""),
    textOf(child.stderr).catch(() => ""),
    ended,
  ]);
  return code === undefined ? undefined : { code, stdout, stderr };
}

/** Returns the last line that a program printed, or its exit code. `notReason` matches lines that do not count. */
export function lastWordOf({ code, stdout, stderr }: Executed, notReason = /^$/): string {
  const lines = `${stdout}\n${stderr}`.split("\n").map((line) => line.trim());
  return lines.findLast((line) => line !== "" && !notReason.test(line)) ?? `exit code ${code}`;
}
