import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Line } from "../../packages/core/test/support/postgres/line.ts";
import { Replica } from "../../packages/core/test/support/postgres/replica.ts";
import { PostgresServer } from "../../packages/core/test/support/postgres/server.ts";
import type { CrashCell, Kind, ProofProvider } from "./crash-cell.ts";
import type { CrashProcess } from "./crash-process.ts";
import { scaled, shortSilence } from "./deadlines.ts";
import { endsWithout, expectExactly, heldAt } from "./matrix.ts";
import { type End, judge, type Verdict } from "./oracle.ts";
import type { Got, Orders, Site } from "./orders.ts";
import { inUndisturbedCell } from "./pulse.ts";
import { type PostgresPlace, postgres } from "./stores.ts";

/** A cell on PostgreSQL, with the server if it is the cell's own. */
interface World {
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
  /** Where it may cost a login: only where tokens rotate without overlap. Default: nothing is lost. */
  readonly strict?: End | "unsafe";
  /** Whether it may cost a login where tokens rotate with an overlap, too: it covers one lost refresh, and no second one. */
  readonly grace?: "unsafe";
  /** Kinds for which it means nothing, and why. */
  readonly not?: Partial<Record<Kind, string>>;
  readonly does: (world: World) => Promise<void>;
}

/** Longer than a process must be silent to count as gone, as 90 seconds are. */
const outageMs = (shortSilence.goneMs * 90) / 80;
/** Longer than drain, silence and contact together. */
const longMs = shortSilence.goneMs + shortSilence.contactMs + scaled(2_000);
/** Longer than a statement may take. */
const beyondStatementMs = 11_500;

function expectToken(got: Got | undefined): void {
  if (got === undefined || !("token" in got)) throw new Error(`no token: ${JSON.stringify(got)}`);
}

/** A process that stands where a commit leaves next. */
async function beforeCommit(
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

/** The answer to a commit is lost, and its connection with it. */
const replyLost = (site: Site, what: string): PostgresFault => ({
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

/** The connection ends before a commit reaches the server. */
const commitLost = (site: Site, what: string): PostgresFault => ({
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

/** The database cannot be reached when the answer comes, and the process is killed while it keeps it on its own disk. */
async function killedAtSpool({ cell, place }: World, site: Site): Promise<void> {
  const { exchange, process } = await heldAt(cell, "answer", { site, act: "kill" });
  place.line.cut();
  exchange.go();
  await process.gone;
  place.line.heal();
}

const noSpool = { static: "an answer without a new refresh token is not kept" };

const spooling = (site: Site, what: string, strict: End): PostgresFault => ({
  point: "F16",
  what,
  strict,
  not: noSpool,
  does: (world) => killedAtSpool(world, site),
});

/** Another process asks, again and again, for so long. */
async function askFor(process: CrashProcess, ms: number, force = false): Promise<void> {
  const untilMs = Date.now() + ms;
  while (Date.now() < untilMs) {
    await process.ask({ force, waitMs: 500 });
    await pause(20);
  }
}

/** A process whose own line to the database breaks when the answer comes, while others go on. */
async function cutOff(
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

/** Three processes refresh as fast as they can while something happens to the server. */
async function underLoad(cell: CrashCell, happens: () => Promise<void>): Promise<void> {
  const processes = await Promise.all([1, 2, 3].map(() => cell.start()));
  const load = Promise.all(processes.map((process) => askFor(process, scaled(4_000), true)));
  await pause(scaled(1_000));
  await happens();
  await load;
}

/** Waits until the replica shows what the primary has. */
async function caughtUp({ replica, server }: World): Promise<void> {
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

/** The primary ends as if its power failed; its replica takes over with what it has. */
async function failOver({ place, replica, server }: World): Promise<void> {
  await server.stop("immediate");
  await replica.promote();
  place.failOver(replica.server.port);
}

/** Kills the backend of the transaction that works on a connection. */
async function killBackend(server: PostgresServer, condition: string): Promise<void> {
  for (;;) {
    const [backend] = await server.admin<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'tokenwell' AND ${condition}`,
    );
    if (backend) return server.killBackend(backend.pid);
    await pause(5);
  }
}

/** Does something until it succeeds: a server that restarts after a kill ends connections for a while. */
async function untilDone(work: () => Promise<void>): Promise<void> {
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
async function awaitReplica(server: PostgresServer, name: string): Promise<void> {
  await server.admin(`ALTER SYSTEM SET synchronous_standby_names = '${name}'`);
  await server.admin("SELECT pg_reload_conf()");
  // The processes of the server take it over in their own time.
  await pause(500);
}

const onTheLine: readonly PostgresFault[] = [
  replyLost("commit 2", "transaction 2: commit sent, reply lost"),
  commitLost("commit 2", "transaction 2: connection lost before the commit"),
  replyLost("commit 1", "transaction 1: commit sent, reply lost"),
  commitLost("commit 1", "transaction 1: connection lost before the commit"),
  spooling("F16 write", "killed before the spool file is written", "lost"),
  spooling("F16 fsync", "killed before the disk has the spool file", "kept"),
  spooling("F16 kept", "killed when the disk has it", "kept"),
  {
    point: "F16",
    what: "killed when the disk has it, while no packet passes",
    not: noSpool,
    does: async ({ cell, place }) => {
      const { exchange, process } = await heldAt(cell, "answer", { site: "F16 kept", act: "kill" });
      place.line.stall();
      exchange.go();
      await process.gone;
      place.line.heal();
    },
  },
  {
    point: "F17",
    what: "spool replayed, killed before its file is removed, replayed again by two at once",
    not: noSpool,
    does: async (world) => {
      await killedAtSpool(world, "F16 kept");
      const { cell } = world;
      const replaying = await cell.start({ site: "F17", act: "kill" });
      await replaying.gone;
      const both = await Promise.all([cell.start(), cell.start()]);
      await Promise.all(both.map((process) => process.ask()));
    },
  },
  {
    point: "F26",
    what: "the keys are replaced while an answer lies in the spool",
    not: noSpool,
    does: async (world) => {
      await killedAtSpool(world, "F16 kept");
      await world.cell.rotateKeys();
    },
  },
  {
    point: "F18",
    what: "database down between F6 and F12, back after 90 s",
    does: async ({ cell, place }) => {
      const other = await cell.start();
      const { asked, exchange } = await heldAt(cell, "answer", {});
      place.line.cut();
      exchange.go();
      const waiting = other.ask({ waitMs: outageMs + scaled(2_000) });
      await pause(outageMs);
      place.line.heal();
      expectToken(await asked);
      await waiting;
    },
  },
  {
    point: "F18",
    what: "no packet passes between F6 and F12, for 90 s",
    does: async ({ cell, place }) => {
      const { asked, exchange } = await heldAt(cell, "answer", {});
      place.line.stall();
      exchange.go();
      await pause(outageMs);
      place.line.heal();
      expectToken(await asked);
    },
  },
  {
    point: "§7",
    what: "a node cut off, another one on its machine",
    does: (world) => cutOff(world, {}),
  },
  {
    point: "§7",
    what: "a node cut off, another one elsewhere",
    strict: "unsafe",
    does: (world) => cutOff(world, { spool: join(world.cell.home, "elsewhere") }),
  },
];

/** A process that is killed when its attempt is stored and nothing is sent. */
async function killedBeforeSending(cell: CrashCell): Promise<void> {
  const process = await cell.start({ site: "F4", act: "kill" });
  await process.ask();
  await process.gone;
}

/** Processes that live for less than the contact they need, one beside the next, until one has a token. */
async function askBriefly(cell: CrashCell): Promise<void> {
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

const shortLives: readonly PostgresFault[] = [
  {
    point: "F4",
    what: "killed; then only processes that are killed before they may judge by their own contact",
    does: async ({ cell }) => {
      await killedBeforeSending(cell);
      await askBriefly(cell);
    },
  },
  {
    point: "F4",
    what: "killed; then one command, which waits until it may judge",
    does: async ({ cell }) => {
      await killedBeforeSending(cell);
      await pause(shortSilence.goneMs);
      const next = await cell.start();
      expectToken(await next.ask({ waitMs: shortSilence.contactMs / 2, drainWaitMs: longMs }));
    },
  },
];

const ofTheServer: readonly PostgresFault[] = [
  {
    point: "F13",
    what: "transaction 2: its backend killed before the commit",
    needs: "server",
    does: async ({ cell, server }) => {
      const { asked, process } = await beforeCommit(cell, "commit 2");
      await killBackend(server, "state = 'idle in transaction'");
      process.signal("SIGCONT");
      expectToken(await asked);
    },
  },
  {
    point: "F13",
    what: "transaction 2: its backend killed in mid-commit",
    needs: "server",
    does: async ({ cell, server }) => {
      const { asked, process } = await beforeCommit(cell, "commit 2");
      await awaitReplica(server, "nothing");
      process.signal("SIGCONT");
      await pause(scaled(100));
      await killBackend(server, "wait_event = 'SyncRep' AND query LIKE '%COMMIT'");
      await untilDone(() => awaitReplica(server, ""));
      expectToken(await asked);
      expectExactly(1, cell.presentations().length, "presentations");
    },
  },
  {
    point: "F12",
    what: "its synchronous replica gone: nothing is sent before it confirms",
    needs: "server",
    does: async ({ cell, server }) => {
      const { process, asked } = await beforeCommit(cell, "commit 1");
      await awaitReplica(server, "nothing");
      process.signal("SIGCONT");
      await pause(beyondStatementMs);
      expectExactly(0, cell.presentations().length, "presentations before the replica confirmed");
      await awaitReplica(server, "");
      await asked;
    },
  },
  {
    point: "F18",
    what: "pg_ctl stop -m immediate between F6 and F12",
    needs: "server",
    does: async ({ cell, server }) => {
      const { asked, exchange } = await heldAt(cell, "answer", {});
      await server.stop("immediate");
      exchange.go();
      await pause(outageMs);
      await server.start();
      expectToken(await asked);
    },
  },
  {
    point: "F18",
    what: "pg_ctl stop -m immediate under load",
    needs: "server",
    does: ({ cell, server }) =>
      underLoad(cell, async () => {
        await server.stop("immediate");
        await pause(scaled(500));
        await server.start();
      }),
  },
  {
    point: "F18",
    what: "a restart: no caller with a live token sees an error",
    needs: "server",
    does: async ({ cell, server }) => {
      const processes = await Promise.all([1, 2, 3, 4].map(() => cell.start()));
      expectToken(await processes[0]?.ask());
      const { length: before } = cell.presentations();
      let isOver = false;
      const callers = processes.map(async (process) => {
        while (!isOver) for (const got of (await process.askAll({ callers: 50 })) ?? []) expectToken(got);
      });
      const all = Promise.all(callers);
      await Promise.race([pause(500), all]);
      await server.stop("fast");
      await pause(1_000);
      await server.start();
      await pause(1_000);
      isOver = true;
      await all;
      await cell.expire();
      for (const got of (await processes[1]?.askAll({ callers: 50 })) ?? []) expectToken(got);
      expectExactly(before + 1, cell.presentations().length, "presentations");
    },
  },
];

const ofReplicas: readonly PostgresFault[] = [
  {
    point: "F19",
    what: "failover to a replica without transaction 2",
    needs: "replica",
    strict: "unsafe",
    does: async (world) => {
      const { asked, exchange } = await heldAt(world.cell, "answer", {});
      await caughtUp(world);
      world.replica.line.stall();
      exchange.go();
      expectToken(await asked);
      await failOver(world);
    },
  },
  {
    point: "F19",
    what: "failover to a replica without transaction 1, the answer in the spool",
    needs: "replica",
    not: noSpool,
    does: async (world) => {
      await caughtUp(world);
      world.replica.line.stall();
      const { exchange, process } = await heldAt(world.cell, "answer", { site: "F16 kept", act: "kill" });
      await world.server.stop("immediate");
      exchange.go();
      await process.gone;
      await failOver(world);
    },
  },
  {
    point: "F19",
    what: "failover to a lagging replica under load",
    needs: "replica",
    strict: "unsafe",
    // The replica lacks several refreshes.
    grace: "unsafe",
    does: async (world) =>
      await underLoad(world.cell, async () => {
        world.replica.line.stall();
        await pause(scaled(200));
        await failOver(world);
      }),
  },
];

/** Every fault point that a database elsewhere has besides. */
export const postgresFaults: readonly PostgresFault[] = [
  ...onTheLine,
  ...shortLives,
  ...ofTheServer,
  ...ofReplicas,
];

/** Runs one fault on a fresh family; on servers of its own if it breaks them. `databaseUrl`: a database for the others. */
export async function runPostgresFault(
  provider: ProofProvider,
  fault: PostgresFault,
  databaseUrl: string,
): Promise<Verdict> {
  if (fault.needs === undefined) return await onServers(provider, fault, { databaseUrl });
  await using server = await PostgresServer.start();
  const url = server.url(await server.createDatabase());
  if (fault.needs === "server") return await onServers(provider, fault, { databaseUrl: url, server });
  await using replica = await Replica.of(server);
  return await onServers(provider, fault, { databaseUrl: url, server, replica });
}

function onServers(
  provider: ProofProvider,
  fault: PostgresFault,
  servers: Partial<World> & { readonly databaseUrl: string },
): Promise<Verdict> {
  const run = async (cell: CrashCell): Promise<Verdict> => {
    await fault.does({ ...servers, cell, place: cell.place } as unknown as World);
    const end = { static: undefined, grace: fault.grace, strict: fault.strict }[provider.kind];
    return await judge(cell, end ?? "kept");
  };
  return inUndisturbedCell(provider, run, { engine: postgres(servers.databaseUrl) });
}
