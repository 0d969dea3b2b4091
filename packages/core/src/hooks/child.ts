import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { homedir } from "node:os";
import type { Clock } from "../clock.ts";
import type { HookEnd } from "../model.ts";
import type { Invocation } from "./notification.ts";

/** Milliseconds after which a program is asked to end, and then those until it is killed. */
const limitMs = 60_000;
const graceMs = 5_000;

/** Starts a program without a shell, in its own process group and in the home folder. Starts it before it returns. */
export function startProgram({ program, words, env }: Invocation, clock: Clock): Promise<HookEnd> {
  let child: ChildProcess;
  try {
    child = spawn(program, words, {
      cwd: homedir(),
      env,
      stdio: "ignore",
      detached: true,
      windowsHide: true,
    });
  } catch (error) {
    return Promise.resolve(notStarted(error));
  }
  const ended = endOf(child);
  return withLimit(child, ended, clock);
}

async function endOf(child: ChildProcess): Promise<HookEnd> {
  try {
    const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
    return code === null ? { kind: "signal", signal: signal ?? "" } : { kind: "exit", code };
  } catch (error) {
    return notStarted(error);
  }
}

/** Tells only the kind of the error: its message has the command line. */
function notStarted(error: unknown): HookEnd {
  const { code } = error as NodeJS.ErrnoException;
  return { kind: "not_started", why: typeof code === "string" ? code : "unknown" };
}

async function withLimit(child: ChildProcess, ended: Promise<HookEnd>, clock: Clock): Promise<HookEnd> {
  const over = new AbortController();
  const limit = clock.sleep(limitMs, over.signal).then(
    () => "limit" as const,
    () => "over" as const,
  );
  const first = await Promise.race([ended, limit]);
  if (typeof first !== "string") {
    over.abort();
    return first;
  }
  stop(child, "SIGTERM");
  const isStopped = ended.then(() => over.abort());
  await Promise.race([isStopped, clock.sleep(graceMs, over.signal).catch(() => undefined)]);
  stop(child, "SIGKILL");
  await ended;
  return { kind: "timeout" };
}

/** Signals the whole group of a program, so that no child of it goes on. */
function stop(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (process.platform === "win32" || child.pid === undefined) child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The group has ended meanwhile.
  }
}
