import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { openPostgres } from "../../../src/store/postgres/store.ts";
import { withoutDisk } from "../../support/postgres/cluster.ts";
import { Replica } from "../../support/postgres/replica.ts";
import { PostgresServer } from "../../support/postgres/server.ts";
import { sampleClient, withConnection } from "../../support/samples.ts";
import { freshPlaces } from "../sqlite/folder.ts";

test("A commit whose wait for the replica is cancelled counts as one without an answer", async () => {
  await using primary = await PostgresServer.start({ settings: withoutDisk });
  const url = primary.url(await primary.createDatabase());
  await using replica = await Replica.of(primary, { settings: withoutDisk });
  const { key } = freshPlaces();
  const store = await openPostgres({ url, key, clock: systemClock });
  const { connection } = await withConnection(store);
  await primary.admin("ALTER SYSTEM SET synchronous_standby_names = '*'");
  await primary.admin("SELECT pg_reload_conf()");
  const synchronous = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'";
  while ((await primary.admin(synchronous)).length === 0) await pause(20);
  const waiting =
    "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep' AND application_name = 'tokenwell'";
  /** Cancels the wait of each commit but the one of an earlier process number. */
  const cancel = async (known = 0): Promise<number> => {
    for (;;) {
      const [row] = await primary.admin<{ pid: number }>(`${waiting} AND pid <> ${known}`);
      if (row === undefined) await pause(20);
      else if ((await primary.admin("SELECT pg_cancel_backend($1)", [row.pid])).length > 0) return row.pid;
    }
  };
  replica.line.stall();

  const putting = store.clients.put(sampleClient());
  putting.catch(() => undefined);
  const first = await cancel();
  await expect(putting).rejects.toMatchObject({ code: "store_unreachable" });

  // A transaction that may be repeated runs again, and ends when the replica has it.
  const seen: string[] = [];
  const updating = store.connections.update(connection.id, ({ connection: { scope } }) => {
    seen.push(scope);
    return { change: scope === "new" ? null : { connection: { scope: "new" } }, result: "done" };
  });
  const second = await cancel(first);
  const isDone = await Promise.race([updating, pause(300, "waits")]);
  expect([isDone, seen.length]).toEqual(["waits", 2]);
  expect((await primary.admin(`${waiting} AND pid <> ${second}`)).length).toBe(1);
  replica.line.heal();
  expect(await updating).toBe("done");
  expect(seen[1]).toBe("new");
  await store.close();
});
