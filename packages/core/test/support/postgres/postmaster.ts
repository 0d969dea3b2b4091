import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Daemon } from "./daemon.ts";

/** `fast`: rolls back what runs, and writes everything to the disk. `immediate`: as if the power failed; its next start recovers. */
export type Shutdown = "fast" | "immediate";

const signals = { fast: "SIGINT", immediate: "SIGQUIT" } as const;

/** The first process of a running server. */
export class Postmaster {
  readonly #daemon: Daemon;

  private constructor(daemon: Daemon) {
    this.#daemon = daemon;
  }

  /** Starts `postgres` on the data of this folder; resolves when it takes connections. */
  static async start(
    programs: string,
    folder: string,
    told: (pid: number | undefined) => void,
  ): Promise<Postmaster> {
    const data = join(folder, "data");
    const daemon = await Daemon.start({
      program: join(programs, "postgres"),
      words: ["-D", data],
      folder,
      log: join(folder, "log"),
      told,
      isReady: (pid) => isReady(data, pid),
    });
    return new Postmaster(daemon);
  }

  async stop(shutdown: Shutdown): Promise<void> {
    await this.#daemon.stop(signals[shutdown]);
  }
}

/** @see https://github.com/postgres/postgres/blob/master/src/include/utils/pidfile.h */
function isReady(data: string, pid: number): boolean {
  const [writer, , , , , , , status] = lines(join(data, "postmaster.pid"));
  return Number(writer) === pid && status?.trim() === "ready";
}

function lines(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}
