import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { StoreError } from "../../../src/errors.ts";
import { Secret } from "../../../src/secret.ts";
import { readCached } from "../../../src/store/sqlite/cached.ts";
import type { Store } from "../../../src/store/store.ts";
import { sealedTables } from "../../../src/store/tables/rotation.ts";
import { openKeys } from "../../../src/tokenwell/keys/keys.ts";
import { contentsOf, filledStore, openedAt, useAll } from "../../store/sqlite/filled-store.ts";
import { freshPlaces } from "../../store/sqlite/folder.ts";
import { connectAs, connectedWith, named, sampleConnection, secret, startMs } from "../../support/samples.ts";

type Places = Awaited<ReturnType<typeof filledStore>>;

const child = fileURLToPath(new URL("rotate-child.ts", import.meta.url));
const keysOf = ({ folder }: Places) => openKeys({ home: folder, env: {} });

function copied(places: Places): Places {
  const copy = freshPlaces();
  cpSync(places.folder, copy.folder, { recursive: true });
  return copy;
}

async function openedStore(places: Places): Promise<Store> {
  const store = await openedAt(places);
  onTestFinished(() => store.close());
  return store;
}

function database({ database: path }: Places): DatabaseSync {
  const db = new DatabaseSync(path);
  onTestFinished(() => db.close());
  return db;
}

/** Bytes of the database and its log. */
const bytesOf = ({ database: path }: Places): Buffer => {
  const log = (() => {
    try {
      return readFileSync(`${path}-wal`);
    } catch {
      return Buffer.alloc(0);
    }
  })();
  return Buffer.concat([readFileSync(path), log]);
};

const keyIdOf = (places: Places): Buffer =>
  Buffer.from(database(places).prepare("SELECT key_id FROM workspace").get()?.key_id as Uint8Array);

describe("keys rotate", () => {
  it("keeps a process of an earlier Tokenwell, which does not look at the key, from storing under the old one", async () => {
    const places = await filledStore();
    const db = database(places);
    const rows = ["client", "login"].map((table) => {
      const row = db.prepare(`SELECT * FROM ${table} LIMIT 1`).get() as Record<string, string>;
      const columns = Object.keys(row).filter((column) => column !== "rowid");
      const insert = `INSERT OR REPLACE INTO ${table} (${columns}) VALUES (${columns.map(() => "?")})`;
      return () =>
        void db
          .prepare(insert)
          .run(...columns.map((column) => (column === "id" ? "of the past" : (row[column] ?? null))));
    });
    for (const insert of rows) expect(insert).not.toThrow();
    db.exec("DELETE FROM login WHERE id = 'of the past'; DELETE FROM client WHERE id = 'of the past'");
    await keysOf(places).rotate();
    for (const insert of rows) expect(insert).toThrow("key_is_newest");
    const before = await useAll(places);
    await keysOf(places).rotate();
    expect(await useAll(places)).toEqual(before);
  });

  it("seals every value anew, and leaves nothing under the old key", async () => {
    const places = await filledStore();
    const [before, oldId, oldKey] = [await useAll(places), keyIdOf(places), readFileSync(places.key, "utf8")];
    const { newest } = await keysOf(places).count();
    const { result, hasResumed, use, status } = await keysOf(places).rotate();
    expect({ result, hasResumed, problem: status.problem }).toEqual({
      ...{ result: "done", hasResumed: false, problem: null },
    });
    expect(use).toMatchObject({ newest, earlier: 0, damaged: 0, isRotating: false });
    expect(await useAll(places)).toEqual(before);
    expect(bytesOf(places).includes(oldId)).toBe(false);
    expect(readFileSync(places.key, "utf8")).toMatch(/^tokenwell-key-1 .{43}\n$/);
    expect(readFileSync(places.key, "utf8")).not.toBe(oldKey);
    writeFileSync(places.key, oldKey);
    await expect(useAll(places)).rejects.toMatchObject({ code: "key_wrong" });
  });

  it("knows every column that holds a ciphertext or a MAC", async () => {
    const db = database(await filledStore());
    const columns = db
      .prepare(
        `SELECT t.name AS "table", c.name AS name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
           WHERE t.type = 'table' AND c.type = 'BLOB'`,
      )
      .all()
      .map(({ table, name }) => `${table}.${name}`);
    const hashes = /^(?:session|browser_login)\.(?:cookie|browser|state)_hash$|^used_token\.hash$/;
    const keys = /^(?:store\.key_check|workspace\..*|kept_token\.fingerprint)$/;
    const known = sealedTables.flatMap(({ table, sealed, mac }) =>
      [...sealed, ...(mac === null ? [] : ["mac"])].map((column) => `${table}.${column}`),
    );
    expect(columns.filter((name) => !hashes.test(name) && !keys.test(name)).sort()).toEqual(known.sort());
  });

  it("keeps fingerprints and derived secrets, again and again", async () => {
    const places = await filledStore();
    const marks = async () => {
      const store = await openedAt(places);
      const found = [store.fingerprint(secret("same")), store.deriveSecret("same").expose()];
      await store.close();
      return found;
    };
    const before = await marks();
    for (const _ of [1, 2]) await keysOf(places).rotate();
    expect(await marks()).toEqual(before);
  });

  it("lets the command's short way go on, also in the middle", async () => {
    const places = await filledStore();
    const cached = () =>
      readCached({ ...places, name: "acme", minTtlMs: 60_000, nowMs: startMs })?.accessToken;
    const before = cached();
    const seen = new Set<string | undefined>();
    await keysOf(places).rotate({ onProgress: () => seen.add(cached()) });
    expect([before, ...seen, cached()]).toEqual([before, before, before]);
    expect(before).toBeDefined();
  });

  it("is met by a process that has the store open, which reads all and seals under the new key", async () => {
    const places = await filledStore();
    const store = await openedStore(places);
    const before = await contentsOf(store);
    const oldId = keyIdOf(places);
    await keysOf(places).rotate();
    expect(await contentsOf(store)).toEqual(before);
    const [client] = await store.clients.list();
    if (client === undefined) throw new TypeError("the store has a client");
    await keysOf(places).rotate();
    const late = sampleConnection(client, { owner: named("late"), refreshToken: secret("late") });
    await connectAs(store, "late", () => connectedWith(late));
    await store.close();
    expect(bytesOf(places).includes(oldId)).toBe(false);
    expect(await keysOf(places).count()).toMatchObject({ earlier: 0, damaged: 0 });
    const reopened = await openedStore(places);
    expect((await reopened.connections.read({ name: "late" }))?.connection.refreshToken?.expose()).toContain(
      "late",
    );
  });

  it("reads in the middle what both keys have sealed", async () => {
    const places = await filledStore();
    const store = await openedStore(places);
    const before = await contentsOf(store);
    const contents: Promise<unknown>[] = [];
    await keysOf(places).rotate({ onProgress: () => contents.push(contentsOf(store)) });
    expect(contents.length).toBeGreaterThan(5);
    for (const each of await Promise.all(contents)) expect(each).toEqual(before);
  });

  it("leaves what another program changed as it is", async () => {
    const places = await filledStore();
    database(places).exec("UPDATE connection SET scope = 'everything' WHERE name = 'other'");
    database(places).exec("UPDATE login SET nonce = verifier");
    const { use } = await keysOf(places).rotate();
    expect(use).toMatchObject({ earlier: 0, damaged: 3 });
    const store = await openedStore(places);
    await expect(store.connections.read({ name: "other" })).rejects.toMatchObject({
      code: "store_integrity",
    });
    expect((await store.connections.read({ name: "acme" }))?.connection.refreshToken?.expose()).toBeDefined();
  });

  it("is resumed after a death before any of its steps, with nothing lost", async () => {
    const original = await filledStore();
    const before = await useAll(original);
    const rotate = (places: Places, ...diesBefore: string[]) =>
      spawnSync(process.execPath, [child, places.folder, ...diesBefore], {
        env: { ...process.env, NODE_OPTIONS: "" },
        encoding: "utf8",
      });
    const { steps } = JSON.parse(rotate(copied(original)).stdout) as { steps: number };
    expect(steps).toBeGreaterThan(10);
    // The first steps and the last ones differ; those between seal one table after the other. prove dies at all of them.
    const all = [...Array(steps).keys()];
    const isOther = (step: number): boolean => step < 4 || step > steps - 3 || step === 7;
    for (const step of process.env.TOKENWELL_ALL_PAIRS ? all : all.filter(isOther)) {
      const places = copied(original);
      expect(rotate(places, `${step}`).signal).toBe("SIGKILL");
      expect(await useAll(places)).toEqual(before);
      const { result, hasResumed, use } = await keysOf(places).rotate();
      expect({ step, result, hasResumed }).toEqual({
        step,
        result: "done",
        hasResumed: step > 0 && step < steps,
      });
      expect(use).toMatchObject({ earlier: 0, damaged: 0, isRotating: false });
      expect(await useAll(places)).toEqual(before);
      expect(readFileSync(places.key, "utf8")).toMatch(/^tokenwell-key-1 .{43}\n$/);
    }
  }, 60_000);

  it("by two processes at once is made by one", async () => {
    const places = await filledStore();
    const both = await Promise.allSettled([keysOf(places).rotate(), keysOf(places).rotate()]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { code: "store_busy" },
    });
  });

  it("refuses without data", async () => {
    await expect(keysOf(freshPlaces()).rotate()).rejects.toMatchObject({ code: "nothing_sealed" });
  });

  it("takes both keys from the environment, which it cannot change", async () => {
    const places = await filledStore();
    const before = await useAll(places);
    const line = readFileSync(places.key, "utf8");
    const other = freshPlaces();
    const next = readFileSync((await filledStore()).key, "utf8");
    const file = `${other.folder}/given`;
    const given = (text: string) => {
      writeFileSync(file, text, { mode: 0o600 });
      return openKeys({ home: places.folder, env: { TOKENWELL_KEY_FILE: file } });
    };
    await given(line).use("env");
    expect(readFileSync(places.key, "utf8")).toBe("tokenwell-key-in env\n");
    await expect(given(line).rotate()).rejects.toMatchObject({ code: "key_fixed" });
    expect(await given(line + next).rotate()).toMatchObject({ result: "given", use: { earlier: 0 } });
    expect((await given(line).status()).problem).toBeInstanceOf(StoreError);
    await given(next).use("file");
    expect(readFileSync(places.key, "utf8")).toBe(next);
    expect(await useAll(places)).toEqual(before);
  });

  it("makes earlier backups of the key useless, and those made later not", async () => {
    const places = await filledStore();
    const keys = keysOf(places);
    const early = Secret.of(await keys.backup(null));
    await keys.rotate();
    const late = Secret.of(await keys.backup(null));
    await expect(keys.restore(early)).rejects.toMatchObject({ code: "key_copy_wrong" });
    writeFileSync(places.key, "lost");
    expect(await keys.restore(late)).toMatchObject({ wasThere: false, status: { problem: null } });
  });
});
