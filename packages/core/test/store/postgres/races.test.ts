import { setTimeout as pause } from "node:timers/promises";
import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import type { BrowserLogin } from "../../../src/model.ts";
import { openPostgres } from "../../../src/store/postgres/store.ts";
import type { Store } from "../../../src/store/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import {
  hashOf,
  loginOfBrowser,
  sampleBrowserLogin,
  sampleClient,
  sampleLogin,
  startMs,
  withConnection,
} from "../../support/samples.ts";
import { freshOptions, open } from "./open-store.ts";

/*
 * Two transactions at once, which SQLite runs one after the other. The first one is ours and stands in its middle while the
 * store's own begins.
 */

interface Race {
  readonly options: Awaited<ReturnType<typeof freshOptions>>;
  readonly store: Store;
  /** Begins the first transaction. */
  begin(): Promise<void>;
  /** Runs a statement of the first transaction, with `S.` before each table. */
  first(sql: string, ...parameters: readonly unknown[]): Promise<void>;
  /** Resolves when the store's transaction waits for the first one. */
  blocked(): Promise<void>;
  /** Ends the first transaction. */
  commit(): Promise<void>;
}

async function race(): Promise<Race> {
  const options = await freshOptions(new ManualClock(startMs));
  const store = await open(options);
  const url = options.url.replace(/\?.*/, "");
  const [client, watching] = [new Client({ connectionString: url }), new Client({ connectionString: url })];
  await Promise.all([client.connect(), watching.connect()]);
  onTestFinished(async () => {
    await Promise.all([client.end(), watching.end()]);
    await store.close();
  });
  const waiting = `SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() <> ALL (pg_blocking_pids(pid))
    AND cardinality(pg_blocking_pids(pid)) > 0 AND datname = current_database()`;
  return {
    options,
    store,
    begin: async () => void (await client.query("BEGIN")),
    first: async (sql, ...parameters) =>
      void (await client.query(sql.replaceAll("S.", `${options.schema}.`), [...parameters])),
    blocked: async () => {
      while ((await watching.query(waiting)).rowCount === 0) await pause(5);
    },
    commit: async () => void (await client.query("COMMIT")),
  };
}

const limits = { perBrowser: 1, total: 100 };

/** Begins the login of a browser, and to advance it. */
async function advancing({ begin, first, store }: Race, over: Partial<BrowserLogin> = {}) {
  const client = sampleClient();
  await store.clients.put(client);
  const login = sampleBrowserLogin(over);
  await store.browserLogins.put(login, loginOfBrowser(client, login), limits);
  const columns = "phase, remove_at, mac";
  await first("CREATE TEMPORARY TABLE open AS SELECT * FROM S.browser_login");
  await store.browserLogins.advance(login.id, "open", { phase: "claimed", removeAtMs: startMs + 9 });
  await first("CREATE TEMPORARY TABLE claimed AS SELECT * FROM S.browser_login");
  await first(`UPDATE S.browser_login SET (${columns}) = (SELECT ${columns} FROM open)`);
  await begin();
  await first(`UPDATE S.browser_login SET (${columns}) = (SELECT ${columns} FROM claimed)`);
  return { client, login };
}

test("A browser login that is just claimed does not give way to a new one", async () => {
  const each = await race();
  const { client, login } = await advancing(each);
  const next = sampleBrowserLogin();
  const putting = each.store.browserLogins.put(next, loginOfBrowser(client, next), limits);
  await each.blocked();
  await each.commit();
  await putting;
  for (const { stateHash } of [login, next]) {
    expect(await each.store.browserLogins.byState(stateHash)).toBeDefined();
    expect(await each.store.logins.byState(stateHash)).toBeDefined();
  }
});

test("A sweep leaves a browser login alone that is just advanced, though its time is over", async () => {
  const each = await race();
  const { login } = await advancing(each, { removeAtMs: startMs });
  const nowMs = startMs + 1;
  const sweep = { app: login.app, nowMs, idleSinceMs: null, endedBeforeMs: 0, limit: 10 };
  const sweeping = each.store.sessions.removeOld(sweep);
  await each.blocked();
  await each.commit();
  expect(await sweeping).toBe(0);
  expect(await each.store.browserLogins.byState(login.stateHash)).toBeDefined();
});

/** Columns of a login but its id, its state and its client. */
const rest = `workspace, name, verifier, nonce, redirect_uri, scope, audience, settings, created_at, expires_at, phase,
  raw_answer, mac`;

/** Begins to store a login of a client, as a copy of another one. */
async function storingLogin({ begin, first, store }: Race, client: string, lock = "") {
  const other = sampleClient();
  await store.clients.put(other);
  const login = sampleLogin(other);
  await store.logins.put(login);
  await begin();
  if (lock !== "") await first(`SELECT 1 FROM S.client WHERE id = $1 ${lock}`, client);
  await first(
    `INSERT INTO S.login (id, state_hash, client, client_version, ${rest})
       SELECT 'copy', 'copy', $1, 1, ${rest} FROM S.login WHERE id = $2`,
    client,
    login.id,
  );
}

test("A client stays whose login is just stored", async () => {
  const each = await race();
  const client = sampleClient();
  await each.store.clients.put(client);
  await storingLogin(each, client.id);
  const removing = each.store.clients.remove(client.id);
  await each.blocked();
  await each.commit();
  await removing;
  expect(await each.store.clients.read(client.id, 1)).toBeDefined();
});

test("A version of a client stays whose login is just stored, and the newer one is stored", async () => {
  const each = await race();
  const client = sampleClient();
  await each.store.clients.put(client);
  await storingLogin(each, client.id);
  const putting = each.store.clients.put({ ...client, version: 2 });
  await each.blocked();
  await each.commit();
  await putting;
  expect((await each.store.clients.list()).filter(({ id }) => id === client.id)).toMatchObject([
    { version: 2 },
  ]);
  expect(await each.store.clients.read(client.id, 1)).toBeDefined();
});

test("A client that changes its address takes the login with it that is just stored for the earlier one", async () => {
  const each = await race();
  const client = sampleClient();
  await each.store.clients.put(client);
  await storingLogin(each, client.id, "FOR SHARE");
  const endpoints = { ...client.endpoints, token: "https://other.example/token" };
  const putting = each.store.clients.put({ ...client, endpoints });
  await each.blocked();
  await each.commit();
  await putting;
  expect((await each.store.logins.unfinished()).map(({ id }) => id)).not.toContain("copy");
});

test("A login waits for a change of its client's address", async () => {
  const each = await race();
  const client = sampleClient();
  await each.store.clients.put(client);
  await each.begin();
  await each.first("SELECT 1 FROM S.client WHERE id = $1 FOR NO KEY UPDATE", client.id);
  const putting = each.store.logins.put(sampleLogin(client));
  await each.blocked();
  await each.commit();
  await putting;
});

test("A decision that changes a client is made on what another connection has just changed of it", async () => {
  const each = await race();
  const { client, connection } = await withConnection(each.store);
  const columns = "authentication, breaker_until, breaker_reason, mac";
  await each.store.clients.put({ ...client, breakerUntilMs: startMs + 9, breakerReason: "invalid_client" });
  await each.first("CREATE TEMPORARY TABLE other AS SELECT * FROM S.client");
  await each.store.clients.put(client);
  await each.begin();
  await each.first(`UPDATE S.client SET (${columns}) = (SELECT ${columns} FROM other)`);
  const updating = each.store.connections.update(connection.id, (state) => ({
    change: { client: { rotationSeen: state.client.breakerUntilMs === null ? "static" : "grace" } },
    result: undefined,
  }));
  await each.blocked();
  await each.commit();
  await updating;
  const now = await each.store.clients.read(client.id, client.version);
  expect(now).toMatchObject({ breakerUntilMs: startMs + 9, rotationSeen: "grace" });
});

test("The lock of a process that is gone is taken by one of two that see it", async () => {
  const each = await race();
  const id = hashOf("lock").slice(0, 32);
  await each.first("INSERT INTO S.owner (id, node) VALUES ($1, 'gone')", id);
  await each.begin();
  await each.first("INSERT INTO S.node (id, seen_at) VALUES ('other', clock_timestamp())");
  await each.first("UPDATE S.owner SET node = 'other' WHERE id = $1", id);
  const acquiring = each.store.owners.acquire(id);
  acquiring.catch(() => undefined);
  await each.blocked();
  await each.commit();
  await expect(acquiring).rejects.toMatchObject({ code: "store_busy" });
});

test("A workspace is not made under a key that is just replaced", async () => {
  const each = await race();
  await each.begin();
  await each.first("UPDATE S.store SET key_check = key_check || '\\x00'::bytea");
  const opening = openPostgres({ ...each.options, workspace: "other" });
  opening.catch(() => undefined);
  await each.blocked();
  await each.commit();
  await expect(opening).rejects.toMatchObject({ code: "store_busy" });
});
