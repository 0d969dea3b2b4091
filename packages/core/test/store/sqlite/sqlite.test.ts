import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { ClientAuthentication } from "../../../src/model.ts";
import { createKey } from "../../../src/store/sealing/key-file.ts";
import { Database, isOlder } from "../../../src/store/sqlite/database.ts";
import { isSynced } from "../../../src/store/sqlite/disk.ts";
import { newest } from "../../../src/store/sqlite/schema/newest.ts";
import { openSqlite } from "../../../src/store/sqlite/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import {
  canary,
  connectAs,
  connectedWith,
  named,
  sampleAttempt,
  sampleClient,
  sampleConnection,
  sampleEvent,
  sampleLogin,
  sampleToken,
  secret,
  startMs,
  withConnection,
} from "../../support/samples.ts";
import { allConnections, eventsOf } from "../../support/store-contents.ts";
import { storeContract } from "../contract/store-contract.ts";
import { freshPlaces } from "./folder.ts";
import { startChild } from "./process.ts";

type Paths = ReturnType<typeof freshPlaces>;
const isWindows = process.platform === "win32";
const settings = { busyTimeoutMs: 50, clock: new ManualClock(startMs) };

async function opened(paths: Paths, over: Partial<Parameters<typeof openSqlite>[0]> = {}) {
  const store = await openSqlite({ ...paths, ...settings, ...over });
  onTestFinished(() => store.close());
  return store;
}

/** A store with one connection, closed again. */
async function madeStore() {
  const paths = freshPlaces();
  const store = await openSqlite({ ...paths, ...settings });
  const made = await withConnection(store);
  await store.close();
  return { paths, ...made };
}

function raw(paths: Paths): DatabaseSync {
  const db = new DatabaseSync(paths.database);
  onTestFinished(() => {
    if (db.isOpen) db.close();
  });
  return db;
}

/** Every file of a folder with what it holds. */
function contents(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true }) as string[];
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(join(folder, name)).toString("latin1")]));
}

describe("a store in a SQLite file", () => {
  storeContract((clock) => openSqlite({ ...freshPlaces(), busyTimeoutMs: 50, clock }));
});

describe("a SQLite connection", () => {
  it("runs with WAL, synchronous FULL, foreign keys, secure delete and a busy timeout", () => {
    const { folder } = freshPlaces();
    const database = new Database(join(folder, "any.db"), 50);
    database.applyPragmas(50);
    const names = ["journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout"];
    expect(names.map((name) => database.pragma(name))).toEqual(["wal", 2, 1, 1, 50]);
    expect(database.pragma("fullfsync")).toBe(1);
    database.close();
  });

  it("is refused where a setting does not hold", () => {
    const database = new Database(":memory:", 50);
    expect(() => database.applyPragmas(50)).toThrow(expect.objectContaining({ code: "store_remote" }));
    database.close();
    const { folder } = freshPlaces();
    const other = new Database(join(folder, "any.db"), 50);
    expect(() => other.applyPragmas(5000)).toThrow(expect.objectContaining({ code: "store_conflict" }));
    other.close();
  });

  it("needs SQLite 3.51.3", () => {
    expect(isOlder("3.51.2", "3.51.3")).toBe(true);
    expect(isOlder("3.9.0", "3.51.3")).toBe(true);
    expect(isOlder("3.51.3", "3.51.3")).toBe(false);
    expect(isOlder("3.100.0", "3.51.3")).toBe(false);
    expect(isOlder("4.0.0", "3.51.3")).toBe(false);
  });
});

describe("opening", () => {
  it("makes folders and files that only their owner can use, whatever the umask", async () => {
    const paths = freshPlaces();
    const child = startChild("open", { ...paths, busyTimeoutMs: 50 });
    await child.says();
    child.tell();
    await child.says();
    const names = readdirSync(dirname(paths.database));
    expect(names.toSorted()).toEqual(["tokenwell.db", "tokenwell.db-shm", "tokenwell.db-wal"]);
    if (isWindows) return;
    const files = [paths.key, ...names.map((name) => join(dirname(paths.database), name))];
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600, 0o600, 0o600]);
    const folders = [dirname(paths.database), dirname(paths.key)];
    expect(folders.map((folder) => statSync(folder).mode & 0o777)).toEqual([0o700, 0o700]);
  });

  it("by several processes at once gives them one store with one key", async () => {
    const paths = freshPlaces();
    const children = [1, 2, 3].map(() => startChild("open", { ...paths, busyTimeoutMs: 50 }));
    for (const child of children) await child.says();
    for (const child of children) child.tell();
    const said = await Promise.all(children.map((child) => child.says()));
    const [first] = said;
    expect(first).toMatchObject({ storeId: expect.any(String), fingerprint: expect.any(String) });
    expect(said).toEqual([first, first, first]);
    expect(readdirSync(dirname(paths.key))).toEqual(["key"]);
    expect(await (await opened(paths)).clients.list()).toHaveLength(3);
  });

  it("without the key of existing data changes nothing, and makes no key", async () => {
    const { paths } = await madeStore();
    rmSync(paths.key);
    const before = contents(paths.folder);
    await expect(openSqlite({ ...paths, ...settings })).rejects.toMatchObject({
      code: "key_missing",
      facts: { path: paths.key, place: paths.database },
    });
    expect(contents(paths.folder)).toEqual(before);
  });

  it("with another key changes nothing", async () => {
    const { paths } = await madeStore();
    rmSync(paths.key);
    createKey(paths.key);
    const before = contents(paths.folder);
    await expect(openSqlite({ ...paths, ...settings })).rejects.toMatchObject({ code: "key_wrong" });
    expect(contents(paths.folder)).toEqual(before);
  });

  it("makes no store when there is a bad key", async () => {
    const paths = freshPlaces();
    mkdirSync(dirname(paths.key), { recursive: true });
    writeFileSync(paths.key, "nonsense", { mode: 0o600 });
    await expect(openSqlite({ ...paths, ...settings })).rejects.toMatchObject({ code: "key_invalid" });
    expect(existsSync(paths.database)).toBe(false);
  });

  it("finishes what a process left that died right after making the file", async () => {
    const paths = freshPlaces();
    createKey(paths.key);
    mkdirSync(dirname(paths.database), { recursive: true });
    writeFileSync(paths.database, "", { mode: 0o600 });
    await withConnection(await opened(paths));
  });

  it.each<[string, (paths: Paths) => void]>([
    ["no database", ({ database }) => writeFileSync(database, "nonsense ".repeat(1000))],
    ["cut", ({ database }) => writeFileSync(database, readFileSync(database).subarray(0, 5000))],
    [
      "overwritten in its middle",
      ({ database }) => {
        const bytes = readFileSync(database);
        writeFileSync(database, bytes.fill(0xff, 4096));
      },
    ],
    [
      "somebody else's",
      ({ database }) => {
        rmSync(database);
        const db = new DatabaseSync(database);
        db.exec("CREATE TABLE things (id)");
        db.close();
      },
    ],
    ["gone while its log is there", ({ database }) => renameSync(database, `${database}-wal`)],
  ])("says that a file is damaged which is %s, and leaves it as it is", async (_, damage) => {
    const { paths } = await madeStore();
    damage(paths);
    const before = contents(paths.folder);
    await expect(openSqlite({ ...paths, ...settings })).rejects.toMatchObject({ code: "store_corrupt" });
    // SQLite may leave an empty log and its index beside a damaged file.
    const after = contents(paths.folder);
    expect([...before.keys()].map((name) => after.get(name))).toEqual([...before.values()]);
  });

  it("refuses a store of a newer tokenwell and names both formats", async () => {
    const { paths } = await madeStore();
    const db = raw(paths);
    db.exec("UPDATE store SET schema_version = 99");
    db.close();
    await expect(openSqlite({ ...paths, ...settings })).rejects.toMatchObject({
      code: "store_newer",
      facts: { found: 99, known: newest },
    });
  });

  it("says that data cannot be written where a folder cannot be made", async () => {
    const paths = freshPlaces();
    writeFileSync(join(paths.folder, "data"), "a file");
    await expect(openSqlite({ ...paths, ...settings })).rejects.toMatchObject({ code: "store_unwritable" });
  });

  it.skipIf(isWindows)("follows no link to the data, and closes it to others", async () => {
    const { paths } = await madeStore();
    chmodSync(paths.database, 0o644);
    await (await opened(paths)).close();
    expect(statSync(paths.database).mode & 0o777).toBe(0o600);
    renameSync(paths.database, `${paths.folder}/elsewhere.db`);
    symlinkSync(`${paths.folder}/elsewhere.db`, paths.database);
    await expect(openSqlite({ ...paths, ...settings })).rejects.toMatchObject({ code: "store_link" });
  });

  it("is refused in a folder that a program copies to other machines", async () => {
    expect(isSynced("/home/ada/Dropbox/tokenwell.db")).toBe(true);
    expect(isSynced("C:\\Users\\ada\\OneDrive - Acme\\tokenwell.db")).toBe(true);
    expect(isSynced("/Users/ada/Library/Mobile Documents/x/tokenwell.db")).toBe(true);
    expect(isSynced("/home/dropbox/.local/share/tokenwell/tokenwell.db")).toBe(false);
    const paths = freshPlaces();
    const database = join(paths.folder, "Dropbox", "tokenwell.db");
    await expect(openSqlite({ ...paths, ...settings, database })).rejects.toMatchObject({
      code: "store_remote",
    });
    expect(existsSync(database)).toBe(false);
  });

  it("keeps workspaces apart, each with its own key", async () => {
    const { paths, connection } = await madeStore();
    const other = await opened(paths, { workspace: "other" });
    const first = await opened(paths);
    expect(await allConnections(other)).toEqual([]);
    expect(await other.connections.read({ id: connection.id })).toBeUndefined();
    expect(other.fingerprint(secret("x"))).not.toBe(first.fingerprint(secret("x")));
    await withConnection(other);
    expect(await allConnections(first)).toHaveLength(1);
    expect(await allConnections(other)).toHaveLength(1);
    await expect(
      other.connections.update(connection.id, () => ({ change: null, result: 0 })),
    ).rejects.toMatchObject({
      code: "connection_gone",
    });
  });

  it("gives equal fingerprints to equal secrets in every handle", async () => {
    const { paths } = await madeStore();
    const [one, other] = [await opened(paths), await opened(paths)];
    expect(one.fingerprint(secret("x"))).toBe(other.fingerprint(secret("x")));
  });
});

describe("two who use one store", () => {
  it("see each other's commits, and the version tells", async () => {
    const { paths, connection } = await madeStore();
    const [here, there] = [await opened(paths), await opened(paths)];
    const [seenHere, seenThere] = [here.changes.version(), there.changes.version()];
    await here.connections.update(connection.id, () => ({
      change: { connection: { generation: 2 } },
      result: 0,
    }));
    expect(here.changes.version()).not.toBe(seenHere);
    expect(there.changes.version()).not.toBe(seenThere);
    const changed = there.changes.version();
    expect(there.changes.version()).toBe(changed);
    expect((await there.connections.read({ id: connection.id }))?.connection.generation).toBe(2);
  });

  it("see it across processes, and lose no change", async () => {
    const { paths, connection } = await madeStore();
    const here = await opened(paths);
    const before = here.changes.version();
    const children = [1, 2].map(() =>
      startChild("count", { ...paths, busyTimeoutMs: 50, id: connection.id, times: 25 }),
    );
    for (const child of children) await child.says();
    for (const child of children) child.tell();
    expect(await Promise.all(children.map((child) => child.says()))).toEqual(["done", "done"]);
    expect(here.changes.version()).not.toBe(before);
    const after = await here.connections.read({ id: connection.id });
    expect(after?.connection.generation).toBe(51);
    expect(after?.connection.refreshToken?.expose()).toBe(`${canary}refresh-1`);
  });

  it("wait for each other without blocking, and give up after 15 s with nothing written", async () => {
    const { paths, connection } = await madeStore();
    const clock = new ManualClock(startMs);
    const store = await opened(paths, { busyTimeoutMs: 1, clock });
    const other = raw(paths);
    other.exec("BEGIN IMMEDIATE");
    let steps = 0;
    const change = () =>
      store.connections.update(connection.id, () => {
        steps += 1;
        return { change: { event: sampleEvent("late") }, result: "done" };
      });
    const startedMs = clock.monotonicMs();
    await expect(change()).rejects.toMatchObject({ code: "store_busy" });
    expect(clock.monotonicMs() - startedMs).toBe(15_000);
    expect(steps).toBe(0);

    const waiting = change();
    other.exec("COMMIT");
    expect(await waiting).toBe("done");
    expect(steps).toBe(1);
  });
});

describe("a full disk", () => {
  it("is told as such, and nothing is changed", async () => {
    const { paths, connection } = await madeStore();
    const full = await opened(paths, { testOnlyMaxPages: 1 });
    const facts = { account: "x".repeat(100_000) };
    await expect(
      full.connections.update(connection.id, () => ({
        change: { connection: { generation: 2, details: facts }, event: sampleEvent("never") },
        result: 0,
      })),
    ).rejects.toMatchObject({ code: "store_full" });
    const after = await full.connections.read({ id: connection.id });
    expect(after?.connection.generation).toBe(1);
    expect(after?.connection.refreshToken?.expose()).toBe(`${canary}refresh-1`);
    expect(await eventsOf(full, connection.id)).toHaveLength(1);
  });

  it("is told to each of the changes that were to be committed together, and none of them was made", async () => {
    const paths = freshPlaces();
    const store = await opened(paths);
    const { client, connection } = await withConnection(store);
    const other = sampleConnection(client, { owner: named("other") });
    await connectAs(store, "other", () => connectedWith(other));
    await store.close();

    const full = await opened(paths, { testOnlyMaxPages: 1 });
    const rename = (id: string, account: string): Promise<number> =>
      full.connections.update(id, () => ({ change: { connection: { details: { account } } }, result: 0 }), {
        allowGroupCommit: true,
      });
    const made = await Promise.allSettled([
      rename(other.id, "before"),
      full.connections.update(
        connection.id,
        () => ({
          change: { accessToken: sampleToken(connection, { token: secret("x".repeat(20_000)) }) },
          result: 0,
        }),
        { allowGroupCommit: true },
      ),
      rename(other.id, "after"),
    ]);
    const accountOf = async (id: string): Promise<unknown> =>
      (await full.connections.read({ id }))?.connection.details.account;
    expect(made[1]).toMatchObject({ status: "rejected", reason: { code: "store_full" } });
    const told = made.filter(({ status }) => status === "fulfilled").length;
    expect([told, await accountOf(other.id)]).toEqual(told === 0 ? [0, other.details.account] : [2, "after"]);
    expect(await accountOf(connection.id)).toBe(connection.details.account);
  });
});

describe("secrets", () => {
  it("are in no file, while the store is in use and after", async () => {
    const paths = freshPlaces();
    const store = await opened(paths);
    const { client, connection } = await withConnection(store);
    await store.logins.put(
      sampleLogin(client, { phase: "answered", rawAnswer: secret("raw-answer-of-login") }),
    );
    await store.connections.update(connection.id, () => ({
      change: {
        connection: { generation: 2, refreshToken: secret("refresh-2") },
        accessToken: sampleToken(connection, { generation: 2 }),
        attempts: [sampleAttempt(connection, { phase: "committed", rawAnswer: secret("raw-answer") })],
      },
      result: null,
    }));
    const inUse = contents(paths.folder);
    expect([...inUse.keys()].some((name) => name.endsWith("-wal"))).toBe(true);
    await store.close();
    for (const [name, content] of [...inUse, ...contents(paths.folder)]) {
      expect(content.includes(canary), name).toBe(false);
    }
  });

  it("leave not even their ciphertext behind when they are replaced or removed", async () => {
    const { paths, connection, client } = await madeStore();
    const db = raw(paths);
    const sealed = [
      db.prepare("SELECT refresh_token AS sealed FROM connection").get(),
      db.prepare("SELECT token AS sealed FROM access_token").get(),
    ].map((row) => Buffer.from(row?.sealed as Uint8Array).toString("latin1"));
    db.close();
    const file = () => readFileSync(paths.database).toString("latin1");
    expect(sealed.map((bytes) => file().includes(bytes))).toEqual([true, true]);

    const store = await opened(paths);
    await store.connections.update(connection.id, () => ({
      change: { connection: { generation: 2, refreshToken: secret("refresh-2") } },
      result: null,
    }));
    await store.clients.put({ ...client, authentication: ClientAuthentication.of("none", null) });
    await store.connections.remove(connection.id, sampleEvent("removed"));
    await store.close();
    expect(existsSync(`${paths.database}-wal`)).toBe(false);
    expect(sealed.map((bytes) => file().includes(bytes))).toEqual([false, false]);
  });

  it("of a login are removed with it", async () => {
    const paths = freshPlaces();
    const store = await opened(paths);
    const client = sampleClient();
    await store.clients.put(client);
    const login = sampleLogin(client, { id: randomUUID() });
    await store.logins.put(login);
    await store.logins.remove(login.id);
    expect(raw(paths).prepare("SELECT count(*) AS rows FROM login").get()).toEqual({ rows: 0 });
  });
});

describe("the log", () => {
  it("that was cut short by a crash costs no commit before it", async () => {
    const { paths, connection } = await madeStore();
    const store = await opened(paths);
    await store.connections.update(connection.id, () => ({
      change: { connection: { generation: 2 } },
      result: 0,
    }));
    // What is on disk at this moment, as after a power failure in the middle of the next commit.
    const copy = freshPlaces();
    mkdirSync(dirname(copy.database), { recursive: true });
    mkdirSync(dirname(copy.key), { recursive: true, mode: 0o700 });
    for (const suffix of ["", "-wal"]) {
      writeFileSync(`${copy.database}${suffix}`, readFileSync(`${paths.database}${suffix}`), { mode: 0o600 });
    }
    appendFileSync(`${copy.database}-wal`, "half a frame");
    writeFileSync(copy.key, readFileSync(paths.key), { mode: 0o600 });
    const found = await (await opened(copy)).connections.read({ id: connection.id });
    expect(found?.connection.generation).toBe(2);
  });
});
