import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { adoptChild, Words } from "./children.ts";

/** How one command ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface Running {
  readonly pid: number;
  readonly out: Words;
  readonly err: Words;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

/** Follows a child process to its end. */
export function follow(child: ChildProcess): Running {
  const out = new Words();
  const err = new Words();
  adoptChild(child);
  child.stdout?.setEncoding("utf8").on("data", (text: string) => out.add(text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => err.add(text));
  const ended = once(child, "close").then(([code, signal]): Ended => {
    out.end();
    err.end();
    return { code, signal, stdout: out.text, stderr: err.text };
  });
  ended.catch(() => undefined);
  return { pid: child.pid ?? 0, out, err, ended, kill: (signal) => child.kill(signal) };
}
