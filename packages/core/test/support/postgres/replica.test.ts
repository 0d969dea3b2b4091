import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { missing, type Origin } from "./binaries.ts";
import { withoutDisk } from "./cluster.ts";
import { Replica } from "./replica.ts";
import { PostgresServer, statement } from "./server.ts";

// The other tests use npm's PostgreSQL.
const binaries: Origin = missing("debian") === undefined ? "debian" : "npm";

test(`A replica of ${binaries}'s PostgreSQL loses what did not reach it.`, async () => {
  await using primary = await PostgresServer.start({ binaries, settings: withoutDisk });
  const database = await primary.createDatabase();
  await statement(primary.url(database), "CREATE TABLE kept (id integer)");
  await using replica = await Replica.of(primary, { settings: withoutDisk });
  const insert = (id: number) => statement(primary.url(database), "INSERT INTO kept VALUES ($1)", [id]);
  const shown = () => statement(replica.server.url(database), "SELECT id FROM kept ORDER BY id");

  await insert(1);
  while ((await shown()).length === 0) await pause(10);
  await expect(statement(replica.server.url(database), "INSERT INTO kept VALUES (9)")).rejects.toThrow(
    "read-only",
  );

  await replica.pauseReplay();
  await insert(2);
  expect(await shown()).toEqual([{ id: 1 }]);
  await replica.resumeReplay();
  while ((await shown()).length === 1) await pause(10);

  replica.line.stall();
  await insert(3);
  await primary.stop("immediate");
  await replica.promote();
  await statement(replica.server.url(database), "INSERT INTO kept VALUES (4)");
  expect(await shown()).toEqual([{ id: 1 }, { id: 2 }, { id: 4 }]);
});
