import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Replica } from "../../packages/core/test/support/postgres/replica.ts";
import { PostgresServer } from "../../packages/core/test/support/postgres/server.ts";
import type { CrashCell, ProofProvider } from "./crash-cell.ts";
import { scaled, shortSilence } from "./deadlines.ts";
import { expectExactly, heldAt } from "./fault.ts";
import { judge, type Verdict } from "./oracle.ts";
import {
  askBriefly,
  awaitReplica,
  beforeCommit,
  beyondStatementMs,
  caughtUp,
  commitLost,
  cutOff,
  expectToken,
  failOver,
  killBackend,
  killedAtSpool,
  killedBeforeSending,
  longMs,
  noSpool,
  outageMs,
  type PostgresFault,
  replyLost,
  spooling,
  underLoad,
  untilDone,
  type World,
} from "./postgres-fault.ts";
import { inUndisturbedCell } from "./pulse.ts";
import { postgres } from "./stores.ts";

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

/** Fault points that only a database elsewhere has. */
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
