import type { Clock } from "../../src/clock.ts";
import type { Client } from "../../src/model.ts";
import { Secret } from "../../src/secret.ts";
import type { Store } from "../../src/store/store.ts";
import { openMemory } from "../store/memory-store.ts";
import { worldClient, worldConnection, worldLogin, worldToken } from "../support/world.ts";
import { type Faults, isUsable, noFaults, Process, type World } from "./machine.ts";
import { type Mode, ProviderFamily, type Siblings } from "./provider.ts";
import { Scheduler } from "./scheduler.ts";

/** What is tried. */
export interface Plan {
  readonly mode: Mode;
  /** Default: 60 s where there is an overlap. */
  readonly graceSeconds?: number;
  readonly faults: Partial<Faults>;
  /** Whether the provider refuses without a reason. Default: false. */
  readonly isMute?: boolean;
  /** Default: none, a resend within the overlap gives the same successor again. */
  readonly siblings?: Siblings;
  /** The store of this history. Default: one in memory. */
  readonly open?: (clock: Clock) => Promise<Store>;
  /** What stands between the processes and the store: a rule that is switched off. */
  readonly spoil?: (store: Store) => Store;
  readonly discardsCutOff?: boolean;
}

/** What came of one history. */
export interface Outcome {
  readonly violations: readonly string[];
  readonly presentations: number;
  /** Families ended by a token that had to be tried though it might be spent: nobody held another. */
  readonly lastChances: number;
  readonly isLost: boolean;
}

const anyToken = { audience: "", minTtlMs: 60_000, force: false };
const startMs = Date.UTC(2026, 10, 25, 12);
const hourMs = 3_600_000;
const troubleMs = 3 * hourMs;
/** Longer than any wait of the protocol, and than the access token. */
const quietMs = 2 * hourMs;

/** One history of three processes and their callers: some hours of trouble, then quiet, in which all must recover. */
export async function simulate(seed: number, plan: Plan): Promise<Outcome> {
  const world = await worldOf(seed, plan);
  const { scheduler, violations } = world;
  for (let number = 0; number < 3; number += 1) live(world);
  for (let step = 0; step < world.faults.steps; step += 1)
    scheduler.in(scheduler.between(0, troubleMs), () => {
      world.wallStepMs += scheduler.chance(0.5) ? hourMs : -hourMs;
    });
  await scheduler.run(troubleMs);
  world.faults = noFaults;
  await scheduler.run(troubleMs + quietMs);
  const ended = await world.store.connections.read({ id: "n1" });
  // The user may try the token of an ended login once more, and the judge does.
  const isEnded = ended?.connection.status === "needs_login";
  if (isEnded) checkPresentations(world, plan);
  const isLost = await judge(world, plan);
  const { ledger } = world.provider;
  if (!isEnded) checkPresentations(world, plan);
  return {
    violations,
    presentations: ledger.length,
    lastChances: ledger.filter(({ outcome }) => outcome === "ended").length,
    isLost,
  };
}

async function worldOf(seed: number, plan: Plan): Promise<World> {
  const {
    discardsCutOff = false,
    graceSeconds = 60,
    isMute = false,
    mode,
    open,
    siblings = "none",
    spoil = (store) => store,
  } = plan;
  // A real store may commit several changes together, a turn later.
  const scheduler = new Scheduler(seed, open ? 4 : 1);
  const lifeSeconds = scheduler.between(5, 40) * 60;
  const clock = {
    nowMs: () => startMs + scheduler.nowMs,
    monotonicMs: () => scheduler.nowMs,
    sleep: async () => undefined,
  };
  const memory = (await open?.(clock)) ?? openMemory({ clock });
  const client: Partial<Client> = {
    ...(siblings === "breach" && { provider: "auth0" }),
    rotationSeen: mode === "static" ? "static" : mode === "sliding" ? "sliding" : "strict",
    ...(mode === "grace" && { overlapSeconds: graceSeconds }),
  };
  await memory.clients.put(worldClient(client));
  await memory.logins.put(worldLogin("l1", startMs));
  await memory.connections.create("l1", "acme", () => ({
    connection: worldConnection(startMs, { refreshToken: Secret.of("rt0") }),
    accessToken: worldToken(memory, startMs, { expiresAtMs: startMs + lifeSeconds * 1000 }),
    schedule: { dueAtMs: startMs + lifeSeconds * 700, failures: 0 },
    event: { kind: "connected", atMs: startMs, detail: {} },
  }));
  return {
    scheduler,
    store: spoil(memory),
    provider: new ProviderFamily(mode, { graceMs: graceSeconds * 1000, siblings }),
    faults: { ...noFaults, ...plan.faults },
    wallStepMs: 0,
    startMs,
    onTheWay: new Map(),
    lifeSeconds,
    isMute,
    discardsCutOff,
    violations: [],
  };
}

/** A process that asks for a token now and then; who is killed is started again. */
function live(world: World): void {
  const { scheduler } = world;
  const process = new Process(world);
  const ask = async (): Promise<void> => {
    if (!process.isAlive) return scheduler.in(scheduler.between(100, 120_000), () => live(world));
    // A few at once, as a web app does.
    for (let caller = 0; caller < scheduler.between(1, 3); caller += 1) void call(world, process);
    scheduler.in(scheduler.between(1_000, 900_000), () => void ask());
  };
  scheduler.in(scheduler.between(0, 60_000), () => void ask());
}

async function call(world: World, process: Process): Promise<void> {
  const { scheduler, store, violations, wallStepMs } = world;
  const livesMs = async (): Promise<number> => {
    const token = (await store.connections.read({ id: "n1" }))?.accessTokens[0];
    return (token?.expiresAtMs ?? 0) - startMs - scheduler.nowMs - world.wallStepMs;
  };
  const beforeMs = await livesMs();
  const begunMs = scheduler.nowMs;
  const request = { ...anyToken, waitMs: 15_000, drainWaitMs: 15_000, waitForCompletion: false };
  try {
    await process.refresher.getAccessToken("n1", request);
  } catch (error) {
    const waitedMs = scheduler.nowMs - begunMs;
    const isSteady = world.wallStepMs === wallStepMs;
    // While an access token lives, nobody is failed.
    if (isSteady && beforeMs > waitedMs + 1_000 && (await livesMs()) > 1_000)
      violations.push(`a caller was failed though a token lives: ${error}`);
  }
}

/** After the quiet: it works, or says truly why not. Whether the login was lost. */
async function judge(world: World, { mode }: Plan): Promise<boolean> {
  const { scheduler, store, violations } = world;
  const usable = await isUsable(world);
  const last = new Process(world);
  let got = "";
  void last.refresher
    .getAccessToken("n1", {
      audience: "",
      minTtlMs: 60_000,
      force: true,
      waitMs: 300_000,
      drainWaitMs: 300_000,
      waitForCompletion: true,
    })
    .then(
      () => {
        got = "token";
      },
      (error: unknown) => {
        got = String((error as { code?: string }).code);
      },
    );
  await scheduler.run(troubleMs + quietMs + hourMs);
  const { connection, attempts } = (await store.connections.read({ id: "n1" })) ?? {};
  if (got === "") violations.push("a caller waits for ever");
  if (usable && got !== "token") violations.push(`a token that works is in our hands, and yet: ${got}`);
  if (!usable && got !== "needs_login") violations.push(`no token works, and yet: ${got}`);
  if (!usable && connection?.statusReason !== "rotation_lost")
    violations.push(`lost, but called ${connection?.statusReason}`);
  if ((mode === "static" || mode === "sliding") && !usable) violations.push("nothing could be lost, and is");
  const nowMs = startMs + scheduler.nowMs + world.wallStepMs;
  // One that somebody is at work on at this moment is none of them, and where all is over nobody looks any more.
  const open = attempts?.filter(({ phase }) => phase === "open") ?? [];
  const alive = await store.owners.alive(open.map(({ id }) => id));
  const left = open.find(({ drainDeadlineMs, id }) => drainDeadlineMs < nowMs || !alive.has(id));
  if (left && connection?.status !== "needs_login") violations.push("an attempt is still open");
  return !usable;
}

/** At most six presentations of one token in an hour, which a clock that is set on lets begin anew. */
function checkPresentations({ provider, violations }: World, { faults: { steps = 0 } }: Plan): void {
  for (const { atMs, token } of provider.ledger) {
    const within = provider.ledger.filter(
      (one) => one.token === token && one.atMs >= atMs && one.atMs < atMs + hourMs,
    );
    if (within.length > 6 * (1 + steps) && provider.live[0] !== token)
      violations.push(`${token} was shown ${within.length} times in an hour`);
  }
}
