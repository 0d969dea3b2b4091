import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Daemon } from "../../../packages/core/test/support/postgres/daemon.ts";
import { giveToServer, serverUser } from "../../../packages/core/test/support/postgres/user.ts";
import { Watcher } from "../../../packages/core/test/support/postgres/watcher.ts";
import { type ClusterPlan, type NodePlan, nodeScript, patroniFile } from "./node-files.ts";

/** One machine of the cluster, with namespaces of its own in place of a system. */
export class Node {
  readonly plan: NodePlan;
  readonly #watcher: Watcher;
  #daemon: Daemon | undefined;

  constructor(cluster: ClusterPlan, plan: NodePlan) {
    this.plan = plan;
    this.#watcher = new Watcher(plan.folder, "KILL");
    const { gid, uid } = serverUser();
    const user = `--reuid=${uid} --regid=${gid} --clear-groups`;
    this.#write("patroni.yml", patroniFile(cluster, plan));
    this.#write("start.sh", nodeScript(cluster, plan, user));
  }

  /** Starts it, also after `kill`; does not wait until it serves. */
  async start(): Promise<void> {
    const { folder } = this.plan;
    this.#daemon = await Daemon.start({
      program: "unshare",
      words: ["--pid", "--ipc", "--mount-proc", "--fork", "--kill-child=KILL", "sh", "start.sh"],
      folder,
      log: join(folder, "log"),
      told: (pid) => this.#watcher.watch(pid),
      asUs: true,
      isReady: () => true,
    });
  }

  /** Ends all its processes at once, as if its power failed. */
  async kill(): Promise<void> {
    await this.#daemon?.stop("SIGKILL");
    this.#daemon = undefined;
  }

  /** Patroni's answer whether this node is the leader; `false` also if it does not answer. */
  async isLeader(): Promise<boolean> {
    return await this.#says("primary");
  }

  /** Whether it is a replica that streams; with `synchronous`, one that commits wait for. */
  async isReplica(synchronous: boolean): Promise<boolean> {
    return await this.#says(synchronous ? "synchronous" : "replica");
  }

  /** Kills it and removes its folder. */
  async dispose(): Promise<void> {
    await this.kill();
    await this.#watcher.end();
  }

  async #says(role: string): Promise<boolean> {
    if (this.#daemon === undefined) return false;
    const address = `http://127.0.0.1:${this.plan.ports.rest}/${role}`;
    return await fetch(address, { signal: AbortSignal.timeout(2_000) }).then(
      ({ status }) => status === 200,
      () => false,
    );
  }

  #write(name: string, text: string): void {
    const file = join(this.plan.folder, name);
    writeFileSync(file, text, { mode: 0o600 });
    giveToServer(file);
  }
}
