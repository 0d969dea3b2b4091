import { setTimeout as pause } from "node:timers/promises";
import { Line } from "../../packages/core/test/support/postgres/line.ts";
import type { Replica } from "../../packages/core/test/support/postgres/replica.ts";
import type { PostgresServer } from "../../packages/core/test/support/postgres/server.ts";
import type { CrashCell, Kind } from "./crash-cell.ts";
import type { CrashProcess } from "./crash-process.ts";
import { scaled, shortSilence } from "./deadlines.ts";
import { endsWithout, expectExactly, heldAt } from "./fault.ts";
import type { End } from "./oracle.ts";
import type { Got, Orders, Site } from "./orders.ts";
import type { PostgresPlace } from "./stores.ts";

/** A cell on PostgreSQL, with the server if it is the cell's own. */
export interface World {
  readonly cell: CrashCell;
  readonly place: PostgresPlace;
  readonly server: PostgresServer;
  readonly replica: Replica;
}

/** A fault that only a database elsewhere has. */
export interface PostgresFault {
  /** As in the list of fault points of the protocol. */
  readonly point: string;
  readonly what: string;
  /** Servers of its own, which it breaks. Default: none, only its line is broken. */
  readonly needs?: "server" | "replica";
  /** Most that it may cost if tokens rotate without overlap. Default: nothing is lost. */
  readonly strict?: End | "unsafe";
  /** Whether it may cost a login where tokens rotate with an overlap, too: it covers one lost refresh, and no second one. */
  readonly grace?: "unsafe";
  /** Kinds for which it means nothing, and why. */
  readonly not?: Partial<Record<Kind, string>>;
  readonly does: (world: World) => Promise<void>;
}

/** Silence in milliseconds after which a process counts as gone, as 90 seconds are. */
export const outageMs = (shortSilence.goneMs * 90) / 80;
/** Milliseconds that are longer than drain, silence and contact together. */
export const longMs = shortSilence.goneMs + shortSilence.contactMs + scaled(2_000);
/** Milliseconds that are longer than a statement may take. */
export const beyondStatementMs = 11_500;

/** Throws if a process got no token. */
export function expectToken(got: Got | undefined): void {
  if (got === undefined || !("token" in got)) throw new Error(`no token: ${JSON.stringify(got)}`);
}

/** Starts a process that asks, and stops before it sends a commit. */
export async function beforeCommit(
  cell: CrashCell,
  site: Site,
): Promise<{ readonly process: CrashProcess; readonly asked: Promise<Got | undefined> }> {
  const process = await cell.start({ site, act: "stop" });
  const asked = process.ask();
  await Promise.race([process.at(), endsWithout(asked)]);
  // It says so, and then it stops.
  await pause(scaled(50));
  return { process, asked };
}

/** Resolves when the database has what the commit said. */
async function committed({ store }: CrashCell, site: Site): Promise<void> {
  for (;;) {
    const state = await store.connections.read({ id: "n1" });
    const isDone =
      site === "commit 1"
        ? state?.attempts.some(({ phase }) => phase === "open")
        : (state?.connection.generation ?? 0) > 1;
    if (isDone) return;
    await pause(5);
  }
}

/** Describes a commit whose answer is lost, and its connection with it. */
export const replyLost = (site: Site, what: string): PostgresFault => ({
  point: "F13",
  what,
  does: async ({ cell, place }) => {
    const { asked, process } = await beforeCommit(cell, site);
    place.line.mute();
    process.signal("SIGCONT");
    await committed(cell, site);
    place.line.cut();
    place.line.heal();
    expectToken(await asked);
    expectExactly(1, cell.presentations().length, "presentations");
  },
});

/** Describes a connection that ends before its commit reaches the server. */
export const commitLost = (site: Site, what: string): PostgresFault => ({
  point: "F13",
  what,
  does: async ({ cell, place }) => {
    const { asked, process } = await beforeCommit(cell, site);
    place.line.cut();
    place.line.heal();
    process.signal("SIGCONT");
    expectToken(await asked);
    expectExactly(1, cell.presentations().length, "presentations");
  },
});

/** Breaks the line when the answer comes, and kills the process while it keeps the answer on its own disk. */
export async function killedAtSpool({ cell, place }: World, site: Site): Promise<void> {
  const { exchange, process } = await heldAt(cell, "answer", { site, act: "kill" });
  place.line.cut();
  exchange.go();
  await process.gone;
  place.line.heal();
}

export const noSpool = { static: "an answer without a new refresh token is not kept" };

/** Describes a process that is killed at a place of keeping its answer on its own disk. */
export const spooling = (site: Site, what: string, strict: End): PostgresFault => ({
  point: "F16",
  what,
  strict,
  not: noSpool,
  does: (world) => killedAtSpool(world, site),
});

/** Lets a process ask again and again for so long. */
export async function askFor(process: CrashProcess, ms: number, force = false): Promise<void> {
  const untilMs = Date.now() + ms;
  while (Date.now() < untilMs) {
    await process.ask({ force, waitMs: 500 });
    await pause(20);
  }
}

/** Breaks the line of one process to the database when its answer comes, while another process goes on. */
export async function cutOff(
  { cell, place }: World,
  more: Pick<NonNullable<Orders["postgres"]>, "spool">,
): Promise<void> {
  const line = await Line.open(Number(new URL(place.databaseUrl).port));
  try {
    const other = await cell.start();
    const own = { url: place.urlBy(line), silence: shortSilence, ...more };
    const { asked, exchange } = await heldAt(cell, "answer", { postgres: own });
    line.cut();
    exchange.go();
    await askFor(other, longMs);
    line.heal();
    await asked;
  } finally {
    await line.close();
  }
}

/** Lets three processes refresh as fast as they can while something happens to the server. */
export async function underLoad(cell: CrashCell, happens: () => Promise<void>): Promise<void> {
  const processes = await Promise.all([1, 2, 3].map(() => cell.start()));
  const load = Promise.all(processes.map((process) => askFor(process, scaled(4_000), true)));
  await pause(scaled(1_000));
  await happens();
  await load;
}

/** Waits until the replica shows what the primary has. */
export async function caughtUp({ replica, server }: World): Promise<void> {
  const [{ at } = { at: "" }] = await server.admin<{ at: string }>("SELECT pg_current_wal_lsn()::text AS at");
  for (;;) {
    const [row] = await replica.server.admin<{ there: boolean }>(
      "SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS there",
      [at],
    );
    if (row?.there) return;
    await pause(20);
  }
}

/** Ends the primary as if its power failed; its replica takes over with what it has. */
export async function failOver({ place, replica, server }: World): Promise<void> {
  await server.stop("immediate");
  await replica.promote();
  place.failOver(replica.server.port);
}

/** Kills the backend of the transaction that works on a connection. */
export async function killBackend(server: PostgresServer, condition: string): Promise<void> {
  for (;;) {
    const [backend] = await server.admin<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'tokenwell' AND ${condition}`,
    );
    if (backend) return server.killBackend(backend.pid);
    await pause(5);
  }
}

/** Does something until it succeeds: a server that restarts after a kill ends connections for a while. */
export async function untilDone(work: () => Promise<void>): Promise<void> {
  for (;;) {
    const isDone = await work().then(
      () => true,
      () => false,
    );
    if (isDone) return;
    await pause(20);
  }
}

/** Makes commits wait for a replica that does not exist, or no longer. */
export async function awaitReplica(server: PostgresServer, name: string): Promise<void> {
  await server.admin(`ALTER SYSTEM SET synchronous_standby_names = '${name}'`);
  await server.admin("SELECT pg_reload_conf()");
  // The processes of the server take it over in their own time.
  await pause(500);
}

/** Starts a process that is killed when its attempt is stored and nothing is sent. */
export async function killedBeforeSending(cell: CrashCell): Promise<void> {
  const process = await cell.start({ site: "F4", act: "kill" });
  await process.ask();
  await process.gone;
}

/** Starts processes that live for less than the contact they need, one beside the next, until one has a token. */
export async function askBriefly(cell: CrashCell): Promise<void> {
  const untilMs = Date.now() + longMs + shortSilence.goneMs;
  for (let before = await cell.start(); Date.now() < untilMs; ) {
    const next = await cell.start();
    await before.kill();
    const got = await Promise.race([next.ask({ waitMs: 1 }), next.gone.then(() => undefined)]);
    if (got !== undefined && "token" in got) return;
    before = next;
  }
  throw new Error("no token");
}
