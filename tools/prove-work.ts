// Workers under kills, of any size, unattended. `node tools/prove-work.ts --store postgres --connections 100000 --seconds 180
// --rotation strict` first measures how many refreshes a second the workers do here, beside the emulator and the server: some
// connections, all overdue, one worker killed every 5 seconds, for 20 seconds. Then it gives each access token a life at which
// half of that is due, makes the connections with tokens of all ages, so that some have waited for a worker since long, and
// lets the workers run, and kills them, for the seconds that are asked for. Prints a verdict; exits with 1 if something is wrong.
// --life chooses the life, in seconds, and measures nothing; --ages fresh begins with tokens of which none is due.
// --rotate-keys replaces the keys of the store meanwhile, by processes that are killed.
// --store postgres starts a PostgreSQL server for it; another store must be empty, and its address may hold a password,
// which a process list would show: use TOKENWELL_STORE.
import { availableParallelism, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { PostgresServer } from "../packages/core/test/support/postgres/server.ts";
import { proveWork } from "../test/prove/work.ts";
import type { WorkPlan, WorkProof } from "../test/prove/work-verdict.ts";

const { values } = parseArgs({
  options: {
    connections: { type: "string", default: "300" },
    seconds: { type: "string", default: "60" },
    life: { type: "string" },
    ages: { type: "string", default: "all" },
    workers: { type: "string", default: "3" },
    concurrency: { type: "string", default: "16" },
    "kill-every": { type: "string", default: "5" },
    rotation: { type: "string", default: "static" },
    "rotate-keys": { type: "boolean", default: false },
    store: { type: "string" },
  },
});
const begunMs = Date.now();
/** Share of what the workers can do that is due. */
const load = 0.5;
/** Connections by which the workers are measured: more than they refresh in that time. */
const measured = 6_000;
const server = values.store === "postgres" ? await PostgresServer.start() : undefined;
const plan = {
  connections: Number(values.connections),
  seconds: Number(values.seconds),
  workers: Number(values.workers),
  concurrency: Number(values.concurrency),
  killEverySeconds: Number(values["kill-every"]),
  rotation: values.rotation === "strict" ? "strict" : "static",
  rotatesKeys: values["rotate-keys"],
  ages: values.ages === "fresh" ? "fresh" : "all",
} as const;

try {
  const { life, startAfterSeconds } =
    values.life === undefined ? await chosen() : { life: Number(values.life), startAfterSeconds: 0 };
  const proof = await run({ ...plan, lifeSeconds: life, startAfterSeconds });
  report(proof, life);
} finally {
  await server?.[Symbol.asyncDispose]();
}

/** Runs the workers on a new store. */
async function run(of: WorkPlan): Promise<WorkProof> {
  const own = server?.url(await server.createDatabase());
  return await proveWork({ ...of, store: own ?? values.store ?? process.env.TOKENWELL_STORE });
}

/** Measures what the workers can do, and chooses the life of the access tokens by it. */
async function chosen(): Promise<{ readonly life: number; readonly startAfterSeconds: number }> {
  const measuring = { connections: measured, seconds: 20, lifeSeconds: 1_000, ages: "due" } as const;
  const { filledInMs, perSecond } = await run({ ...plan, ...measuring });
  // A token is due at four fifths of its life; 140 seconds before its end if that is earlier.
  const life = Math.max(150, Math.ceil(plan.connections / (load * perSecond) / 0.8));
  const startAfterSeconds = Math.ceil((filledInMs / 1000 / measured) * plan.connections * 1.5) + 5;
  console.log(
    `Capacity: ${perSecond} refreshes a second, ${plan.workers} workers with ${plan.concurrency} at a time each, one killed every ` +
      `${plan.killEverySeconds} s, beside the emulator and the store on ${availableParallelism()} cores (load ${loads()}).`,
  );
  return { life, startAfterSeconds };
}

function report(proof: WorkProof, life: number): void {
  const { connections, seconds } = plan;
  const { closestSeconds, ending, kills, lost, perSecond, rates, refreshes, renewed, shares, unanswered } =
    proof;
  const due = Math.round(connections / life / 0.8);
  console.log(
    [
      `${connections} connections, access tokens of ${life} s: ${due} are due a second, of ${plan.ages} ages at the start.`,
      `${seconds} s, ${kills} kills: ${refreshes} refreshes, ${perSecond} a second, of ${renewed} connections.`,
      `${ending} access tokens of the start ended within the time; the closest renewal came ${closestSeconds} s before an end.`,
      `Refreshes of the workers ${shares.join(", ")}; a second of life ${rates.join(", ")}.`,
      `Killed before the answer was stored: ${unanswered}; logins that ended by it within the time: ${lost}.`,
    ].join("\n"),
  );
  console.log({ ...proof, violations: proof.violations.slice(0, 20) });
  console.log(`load ${loads()}, ${Math.round((Date.now() - begunMs) / 1000)} s`);
  const { length } = proof.violations;
  console.log(length === 0 ? "PASSED: 0 violations" : `FAILED: ${length} violations`);
  if (length > 0) process.exitCode = 1;
}

function loads(): string {
  return loadavg()
    .map((one) => one.toFixed(1))
    .join(" ");
}
