import { Client } from "pg";
import { expect, test } from "vitest";
import { freshDatabase } from "./database.ts";
import { missingPgBouncer, PgBouncer } from "./pgbouncer.ts";

const reason = missingPgBouncer();

test.skipIf(reason)(
  `Through PgBouncer, two transactions of one client can meet two backends. ${reason ?? ""}`,
  async () => {
    await using database = await freshDatabase();
    await using bouncer = await PgBouncer.start(database.url, { poolSize: 2 });
    const url = bouncer.url(database.url);
    const [one, two] = [new Client({ connectionString: url }), new Client({ connectionString: url })];
    await Promise.all([one.connect(), two.connect()]);
    const before = await backendOf(one);
    // The other client holds the backend that the first one had.
    await two.query("BEGIN");
    expect(await backendOf(two)).toBe(before);
    expect(await backendOf(one)).not.toBe(before);
    await Promise.all([one.end(), two.end()]);
  },
);

async function backendOf(client: Client): Promise<number | undefined> {
  return (await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid")).rows[0]?.pid;
}
