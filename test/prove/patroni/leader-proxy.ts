import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { freePort } from "../../../packages/core/test/support/free-port.ts";
import { newFolder } from "../../../packages/core/test/support/postgres/cluster.ts";
import { Daemon } from "../../../packages/core/test/support/postgres/daemon.ts";
import { giveToServer } from "../../../packages/core/test/support/postgres/user.ts";
import { Watcher } from "../../../packages/core/test/support/postgres/watcher.ts";
import { haproxyFile, type NodePlan } from "./node-files.ts";

/** HAProxy: one address for the leader of these nodes. */
export class LeaderProxy {
  readonly port: number;
  readonly #daemon: Daemon;
  readonly #watcher: Watcher;

  private constructor(port: number, daemon: Daemon, watcher: Watcher) {
    this.port = port;
    this.#daemon = daemon;
    this.#watcher = watcher;
  }

  static async start(nodes: readonly NodePlan[]): Promise<LeaderProxy> {
    const folder = newFolder();
    const watcher = new Watcher(folder, "TERM");
    const port = await freePort();
    const file = join(folder, "haproxy.cfg");
    writeFileSync(file, haproxyFile(port, nodes));
    giveToServer(file);
    try {
      const daemon = await Daemon.start({
        program: "/usr/sbin/haproxy",
        words: ["-db", "-f", file],
        folder,
        log: join(folder, "log"),
        told: (pid) => watcher.watch(pid),
        isReady: () => listens(port),
      });
      return new LeaderProxy(port, daemon, watcher);
    } catch (error) {
      await watcher.end();
      throw error;
    }
  }

  async dispose(): Promise<void> {
    await this.#daemon.stop("SIGTERM");
    await this.#watcher.end();
  }
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  return (await new Promise((resolve) => {
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
  }).finally(() => socket.destroy())) as boolean;
}
