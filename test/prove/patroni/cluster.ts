import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../../../packages/core/test/support/free-port.ts";
import { newFolder } from "../../../packages/core/test/support/postgres/cluster.ts";
import { statement } from "../../../packages/core/test/support/postgres/server.ts";
import { LeaderProxy } from "./leader-proxy.ts";
import { Node } from "./node.ts";
import type { ClusterPlan, NodePlan } from "./node-files.ts";

export interface PatroniOptions {
  /** A commit waits for one replica. */
  readonly synchronous: boolean;
  /** The leader's lease in seconds, 20 or more. Default: Patroni's, 30. */
  readonly ttl?: number;
}

/** A leader that was killed, and what followed. */
export interface Failover {
  readonly killed: string;
  /** The name of the next leader, as soon as it takes writes by the cluster's address. */
  readonly next: Promise<string>;
}

/** Patroni, etcd and HAProxy of Debian: three nodes on this machine and one address. It ends with our process. */
export class PatroniCluster implements AsyncDisposable {
  /** The leader's address, for the owner of the database `tokenwell`. */
  readonly url: string;
  readonly adminUrl: string;
  readonly #nodes: readonly Node[];
  readonly #proxy: LeaderProxy;

  private constructor(plan: ClusterPlan, nodes: readonly Node[], proxy: LeaderProxy) {
    this.#nodes = nodes;
    this.#proxy = proxy;
    this.url = `postgres://tokenwell:${plan.password}@127.0.0.1:${proxy.port}/tokenwell`;
    this.adminUrl = this.url.replace("//tokenwell:", "//postgres:");
  }

  /** Resolves when the leader takes writes and both replicas stream. Takes about 20 s. */
  static async start({ synchronous, ttl = 30 }: PatroniOptions): Promise<PatroniCluster> {
    const plans = await Promise.all(["one", "two", "three"].map((name) => planOf(name)));
    const plan: ClusterPlan = {
      nodes: plans,
      synchronous,
      ttl,
      password: randomBytes(16).toString("hex"),
    };
    const nodes = plans.map((one) => new Node(plan, one));
    const cluster = new PatroniCluster(plan, nodes, await LeaderProxy.start(plans));
    try {
      await Promise.all(nodes.map((node) => node.start()));
      await cluster.#createDatabase(plan.password);
      await cluster.#complete(synchronous);
      return cluster;
    } catch (error) {
      await cluster.dispose();
      throw error;
    }
  }

  /** The name of the node that Patroni calls the leader; `undefined` while there is none. */
  async leader(): Promise<string | undefined> {
    const answers = await Promise.all(this.#nodes.map((node) => node.isLeader()));
    return this.#nodes[answers.indexOf(true)]?.plan.name;
  }

  /** Ends the leader's etcd, Patroni and PostgreSQL at once. */
  async killLeader(): Promise<Failover> {
    const killed = await this.leader();
    if (killed === undefined) throw new Error("There is no leader to kill.");
    await this.#node(killed).kill();
    return { killed, next: this.#served() };
  }

  /** Starts a killed node again; resolves when it is a replica. */
  async revive(name: string): Promise<void> {
    const node = this.#node(name);
    await node.start();
    while (!(await node.isReplica(false))) await pause(200);
  }

  async dispose(): Promise<void> {
    await Promise.all([...this.#nodes.map((node) => node.dispose()), this.#proxy.dispose()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose();
  }

  #node(name: string): Node {
    const node = this.#nodes.find(({ plan }) => plan.name === name);
    if (node === undefined) throw new Error(`There is no node ${name}.`);
    return node;
  }

  /** Waits until a leader takes writes by the cluster's address, and returns its name. */
  async #served(): Promise<string> {
    for (;;) {
      const name = (await this.#takesWrites()) ? await this.leader() : undefined;
      if (name !== undefined) return name;
      await pause(50);
    }
  }

  async #takesWrites(): Promise<boolean> {
    return await statement<{ ok: boolean }>(this.#serverUrl, "SELECT NOT pg_is_in_recovery() AS ok").then(
      ([answer]) => answer?.ok === true,
      () => false,
    );
  }

  async #createDatabase(password: string): Promise<void> {
    await this.#served();
    await statement(this.#serverUrl, `CREATE ROLE tokenwell LOGIN PASSWORD '${password}'`);
    await statement(this.#serverUrl, "CREATE DATABASE tokenwell OWNER tokenwell");
  }

  /** Waits until both replicas stream and, if commits are to wait for one, they do. */
  async #complete(synchronous: boolean): Promise<void> {
    for (;;) {
      const replicas = await Promise.all(this.#nodes.map((node) => node.isReplica(false)));
      const waitedFor = await Promise.all(this.#nodes.map((node) => node.isReplica(true)));
      const isComplete = replicas.filter(Boolean).length === 2;
      if (isComplete && (!synchronous || waitedFor.includes(true))) return;
      await pause(200);
    }
  }

  /** The superuser's address of the database that every server has. */
  get #serverUrl(): string {
    return this.adminUrl.replace(/[^/]+$/, "postgres");
  }
}

async function planOf(name: string): Promise<NodePlan> {
  const [etcd, etcdPeer, postgres, rest] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  return { name, folder: newFolder(), ports: { etcd, etcdPeer, postgres, rest } };
}
