// Kills the leader of a cluster while callers write: node test/prove/patroni/measure.ts [sync|async] [runs] [ttl]
import { setTimeout as pause } from "node:timers/promises";
import { statement } from "../../../packages/core/test/support/postgres/server.ts";
import { PatroniCluster } from "./cluster.ts";
import { missingPatroni } from "./installed.ts";
import { Writers } from "./writers.ts";

const [mode = "sync", runs = "1", ttl = "30"] = process.argv.slice(2);
const reason = missingPatroni();
if (reason !== undefined) {
  console.error(reason);
  process.exit(2);
}

const begunMs = performance.now();
await using cluster = await PatroniCluster.start({ synchronous: mode === "sync", ttl: Number(ttl) });
console.log(`${mode}, ttl ${ttl} s: the cluster took ${seconds(performance.now() - begunMs)} to start`);
for (let run = 1; run <= Number(runs); run += 1) await killOnce();

async function killOnce(): Promise<void> {
  await statement(cluster.url, "DROP TABLE IF EXISTS written");
  await statement(cluster.url, "CREATE TABLE written (id integer PRIMARY KEY)");
  const writers = new Writers(cluster.url, 16);
  await pause(3_000);
  const { killed, next } = await cluster.killLeader();
  const leader = await next;
  await pause(3_000);
  await writers.stop();
  const rows = await statement<{ id: number }>(cluster.url, "SELECT id FROM written");
  const kept = new Set(rows.map(({ id }) => id));
  const lost = writers.acknowledged.filter((id) => !kept.has(id));
  const committed = writers.unsure.filter((id) => kept.has(id));
  console.log(
    `${killed} killed, ${leader} serves; no commit for ${seconds(writers.longestGapMs)}; ` +
      `acknowledged ${writers.acknowledged.length}, of them lost ${lost.length}; ` +
      `failed ${writers.unsure.length}, of them committed ${committed.length}`,
  );
  await cluster.revive(killed);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
