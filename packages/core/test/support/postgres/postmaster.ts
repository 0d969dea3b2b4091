import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { serverUser } from "./user.ts";

/** `fast`: rolls back what runs, and writes everything to the disk. `immediate`: as if the power failed; its next start recovers. */
export type Shutdown = "fast" | "immediate";

const signals = { fast: "SIGINT", immediate: "SIGQUIT" } as const;

/** Nothing of the caller's environment: PGDATA, PGPORT and LANG must not matter. */
export const serverEnvironment: NodeJS.ProcessEnv = {
  PATH: process.env.PATH ?? "",
  LC_ALL: "C",
  TZ: "UTC",
};

/** The first process of a running server. */
export class Postmaster {
  readonly pid: number;
  readonly #process: ChildProcess;

  private constructor(process: ChildProcess, pid: number) {
    this.#process = process;
    this.pid = pid;
  }

  /**
   * Starts `postgres` on the data of this folder; resolves when it takes connections. Calls `told` with the process that lives
   * now, as soon as it does, and with `undefined` when it has ended.
   */
  static async start(
    programs: string,
    folder: string,
    told: (pid: number | undefined) => void,
  ): Promise<Postmaster> {
    const log = openSync(join(folder, "log"), "w");
    const child = spawn(join(programs, "postgres"), ["-D", join(folder, "data")], {
      ...serverUser(),
      cwd: folder,
      env: serverEnvironment,
      stdio: ["ignore", log, log],
    });
    closeSync(log);
    child.once("exit", () => told(undefined));
    await once(child, "spawn");
    told(child.pid);
    const postmaster = new Postmaster(child, child.pid ?? 0);
    await postmaster.#ready(folder);
    child.unref();
    return postmaster;
  }

  async stop(shutdown: Shutdown): Promise<void> {
    if (this.#isOver()) return;
    this.#process.ref();
    const end = once(this.#process, "exit");
    this.#process.kill(signals[shutdown]);
    await end;
  }

  #isOver(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /** @see https://github.com/postgres/postgres/blob/master/src/include/utils/pidfile.h */
  async #ready(folder: string): Promise<void> {
    while (!this.#isOver()) {
      const [pid, , , , , , , status] = lines(join(folder, "data", "postmaster.pid"));
      if (Number(pid) === this.pid && status?.trim() === "ready") return;
      await pause(10);
    }
    throw new Error(`PostgreSQL did not start:\n${lines(join(folder, "log")).slice(-20).join("\n")}`);
  }
}

function lines(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}
