import { DatabaseSync } from "node:sqlite";
import { afterEach, expect, test } from "vitest";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { Secret } from "../../src/secret.ts";
import { connectSession, sampleSession } from "../support/samples.ts";
import { Home } from "./home.ts";

let home: Home;
afterEach(() => home.remove());

const web = { clientId: "web", clientSecret: Secret.of("CANARY_client_secret_of_web") };
const sessionCount = 1_000;

/** Lists the columns of a table, with other values for some of them. */
function columnsWith(db: DatabaseSync, table: string, values: Readonly<Record<string, string>>): string {
  const columns = db.prepare(`SELECT name FROM pragma_table_info('${table}')`).all();
  return columns.map(({ name }) => values[String(name)] ?? String(name)).join(", ");
}

/**
 * Copies a session and its connection many times, each with a MAC that is wrong. So whatever reads one of them throws
 * `store_integrity`.
 */
function copySession(path: string, sessionId: string): void {
  const db = new DatabaseSync(path);
  const copies = `WITH RECURSIVE copy (number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM copy WHERE number < ${sessionCount})`;
  const copy = (table: string, values: Readonly<Record<string, string>>, condition: string) =>
    db.exec(`${copies} INSERT INTO ${table} SELECT ${columnsWith(db, table, values)} FROM ${table}, copy
               WHERE ${condition}`);
  const id = `'copy ' || number`;
  copy("session", { id, cookie_hash: `CAST(${id} AS BLOB)` }, `id = '${sessionId}'`);
  copy("connection", { id, owner_id: id, mac: "zeroblob(32)" }, `owner_id = '${sessionId}'`);
  db.exec(`UPDATE connection SET mac = zeroblob(32) WHERE owner = 'session'`);
  db.exec(
    "INSERT INTO schedule (connection, due_at, failures) SELECT id, 0, 0 FROM connection WHERE owner = 'session' AND id LIKE 'copy %'",
  );
  db.close();
}

test("Commands read and change no connection of a session, however many the same app and account have", async () => {
  home = await Home.make();
  const { tokenwell, services } = await home.openWithServices();
  const { store } = services;
  await home.connect(tokenwell, { ...web, name: "acme" });
  const state = await store.connections.read({ name: "acme" });
  if (state === undefined) throw new TypeError("no connection");
  const session = sampleSession({ subject: state.connection.subject ?? "" });
  await connectSession(store, state.client, session);
  copySession(store.location, session.id);
  const ref = { session: "copy 7" };
  await expect(store.connections.read(ref)).rejects.toMatchObject({ code: "store_integrity" });
  const before = await store.changes.stamp(ref);

  const commands: Readonly<Record<string, (open: Tokenwell) => Promise<unknown>>> = {
    names: async (open) => expect(await open.names()).toEqual(["acme"]),
    status: async (open) => expect(await open.status()).toMatchObject([{ name: "acme" }]),
    "status of a name": async (open) => expect(await open.status("acme")).toHaveLength(1),
    upkeep: async (open) => expect(await open.upkeep()).toMatchObject([{ name: "acme" }]),
    token: async (open) => expect((await open.token()).accessToken).toEqual(expect.any(String)),
    refresh: (open) => open.token("acme", { refresh: true }),
    apps: async (open) => expect(await open.apps()).toHaveLength(1),
    login: (open) => home.connect(open, { ...web, name: "acme" }),
    revoke: (open) => open.revoke("acme"),
  };
  for (const run of Object.values(commands)) {
    await run(await home.open());
    home.clock.advance(20_000);
  }
  const count = new DatabaseSync(store.location, { readOnly: true });
  const left = count.prepare("SELECT count(*) AS count FROM connection WHERE owner = 'session'").get();
  count.close();
  expect(left).toEqual({ count: sessionCount + 1 });
  expect(await store.changes.stamp(ref)).toBe(before);
});
