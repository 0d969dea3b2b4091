// Workers under kills, of any size: node tools/prove-work.ts --connections 100000 --seconds 180 --life 300 --store postgres://…
// The store must be empty. Its address may hold a password, which a process list would show: TOKENWELL_STORE is better.
import { parseArgs } from "node:util";
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
const proof = await proveWork({
  connections: Number(values.connections),
  seconds: Number(values.seconds),
  lifeSeconds: Number(values.life),
  workers: Number(values.workers),
  concurrency: Number(values.concurrency),
  killEverySeconds: Number(values["kill-every"]),
  rotation: values.rotation === "strict" ? "strict" : "static",
  store: values.store ?? process.env.TOKENWELL_STORE,
});
console.log({ ...proof, violations: proof.violations.slice(0, 20), count: proof.violations.length });
console.log(`${Math.round((Date.now() - begunMs) / 1000)} s`);
if (proof.violations.length > 0) process.exitCode = 1;
