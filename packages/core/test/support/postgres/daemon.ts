import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { serverUser } from "./user.ts";

/** Nothing of the caller's environment: PGDATA, PGPORT and LANG must not matter. */
export const serverEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env.PATH ?? "",
  LC_ALL: "C",
  TZ: "UTC",
};

export interface DaemonOptions {
  readonly program: string;
  readonly words: readonly string[];
  /** Working folder, which the server's user can read. */
  readonly folder: string;
  /** File of what it prints. */
  readonly log: string;
  /** Called with the process that lives now, as soon as it does; with `undefined` when it has ended. */
  readonly told: (pid: number | undefined) => void;
  /** Runs as our user: it makes what only root can. */
  readonly asUs?: boolean;
  readonly isReady: (pid: number) => boolean | Promise<boolean>;
}

/** A server's process of the server's user. */
export class Daemon {
  readonly pid: number;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess) {
    this.#process = process;
    this.pid = process.pid ?? 0;
  }

  /** Resolves when it is ready; rejects with the end of its log if it ends before. */
  static async start(options: DaemonOptions): Promise<Daemon> {
    const { asUs = false, folder, isReady, log, program, told, words } = options;
    const output = openSync(log, "w");
    const child = spawn(program, words, {
      ...(asUs ? {} : serverUser()),
      cwd: folder,
      env: serverEnvironment,
      stdio: ["ignore", output, output],
    });
    closeSync(output);
    child.once("exit", () => told(undefined));
    await once(child, "spawn");
    const daemon = new Daemon(child);
    told(daemon.pid);
    while (!(await isReady(daemon.pid))) {
      if (daemon.#isOver()) throw new Error(`${program} ended:\n${readFileSync(log, "utf8").slice(-2000)}`);
      await pause(10);
    }
    child.unref();
    return daemon;
  }

  /** Sends the signal; resolves when the process has ended. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    if (this.#isOver()) return;
    this.#process.ref();
    const end = once(this.#process, "exit");
    this.#process.kill(signal);
    await end;
  }

  #isOver(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }
}
