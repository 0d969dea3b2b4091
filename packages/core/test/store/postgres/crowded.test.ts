import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { freshDatabase } from "../../support/postgres/database.ts";
import { statement } from "../../support/postgres/server.ts";
import { freshOptions, open } from "./open-store.ts";

test("Work waits while the server has no connection left.", async () => {
  await using database = await freshDatabase();
  const name = new URL(database.url).pathname.slice(1);
  const options = await freshOptions(systemClock);
  const store = await open({ ...options, url: `${database.url}?schema=${options.schema}` });
  onTestFinished(() => store.close());
  await statement(database.adminUrl, `ALTER DATABASE ${name} CONNECTION LIMIT 0`);
  await statement(
    database.adminUrl,
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'tokenwell' AND datname = current_database()",
  );
  const names = store.connections.names();
  await Promise.race([names, pause(300)]);
  await statement(database.adminUrl, `ALTER DATABASE ${name} CONNECTION LIMIT -1`);
  expect(await names).toEqual([]);
});
