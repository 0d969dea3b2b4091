// Workers under kills, of any size: node tools/prove-work.ts --connections 100000 --seconds 180 --life 300 --store postgres
// --store postgres starts a PostgreSQL server for it; another store must be empty, and its address may hold a password,
// which a process list would show: use TOKENWELL_STORE.
import { loadavg } from "node:os";
import { parseArgs } from "node:util";
import { createDatabase, PostgresServer } from "../packages/core/test/support/postgres/server.ts";
import { proveWork } from "../test/prove/work.ts";

const { values } = parseArgs({
  options: {
    connections: { type: "string", default: "300" },
    seconds: { type: "string", default: "60" },
    life: { type: "string", default: "60" },
    workers: { type: "string", default: "3" },
    concurrency: { type: "string", default: "16" },
    "kill-every": { type: "string", default: "5" },
    rotation: { type: "string", default: "static" },
    store: { type: "string" },
  },
});
const begunMs = Date.now();
const server = values.store === "postgres" ? await PostgresServer.start() : undefined;
const own = server?.url(await createDatabase(server.adminUrl()));
const proof = await proveWork({
  connections: Number(values.connections),
  seconds: Number(values.seconds),
  lifeSeconds: Number(values.life),
  workers: Number(values.workers),
  concurrency: Number(values.concurrency),
  killEverySeconds: Number(values["kill-every"]),
  rotation: values.rotation === "strict" ? "strict" : "static",
  store: own ?? values.store ?? process.env.TOKENWELL_STORE,
});
await server?.[Symbol.asyncDispose]();
console.log(
  `load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(" ")}`,
);
console.log({ ...proof, violations: proof.violations.slice(0, 20), count: proof.violations.length });
console.log(`${Math.round((Date.now() - begunMs) / 1000)} s`);
if (proof.violations.length > 0) process.exitCode = 1;
