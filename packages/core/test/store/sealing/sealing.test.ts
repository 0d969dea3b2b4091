import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Connection } from "../../../src/model.ts";
import { openSqlite } from "../../../src/store/sqlite/store.ts";
import type { Store } from "../../../src/store/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import {
  connectAs,
  connectedWith,
  named,
  sampleAttempt,
  sampleConnection,
  sampleLogin,
  secret,
  startMs,
  withConnection,
} from "../../support/samples.ts";
import { freshPlaces } from "../sqlite/folder.ts";

const integrity = expect.objectContaining({ code: "store_integrity" });

/** A store with connections `acme` and `other`, and a second connection to its file for tampering. */
async function tampered() {
  const paths = freshPlaces();
  const store = await openSqlite({ ...paths, busyTimeoutMs: 50, clock: new ManualClock(startMs) });
  onTestFinished(() => store.close());
  const { client, connection } = await withConnection(store);
  const other = sampleConnection(client, { owner: named("other"), refreshToken: secret("other") });
  await connectAs(store, "other", () => connectedWith(other));
  const db = new DatabaseSync(paths.database);
  onTestFinished(() => db.close());
  return { store, db, client, connection, other };
}

async function expose(store: Store, { id }: Connection): Promise<string | undefined> {
  return (await store.connections.read({ id }))?.connection.refreshToken?.expose();
}

async function exposeToken(store: Store, { id }: Connection): Promise<string | undefined> {
  return (await store.connections.read({ id }))?.accessTokens[0]?.token.expose();
}

const one = (db: DatabaseSync, sql: string): SQLOutputValue =>
  Object.values(db.prepare(sql).get() ?? {})[0] ?? null;

describe("a ciphertext", () => {
  it("does not open in another row", async () => {
    const { store, db, connection, other } = await tampered();
    db.prepare(
      "UPDATE connection SET refresh_token = (SELECT refresh_token FROM connection WHERE id = ?) WHERE id = ?",
    ).run(other.id, connection.id);
    await expect(expose(store, connection)).rejects.toThrow(integrity);
    expect(await expose(store, other)).toContain("other");
  });

  it("does not open in another column of its row", async () => {
    const { store, db, connection } = await tampered();
    db.exec("UPDATE access_token SET token = id_token");
    await expect(exposeToken(store, connection)).rejects.toThrow(integrity);
  });

  it("does not open in another table", async () => {
    const { store, db, connection } = await tampered();
    db.prepare("UPDATE access_token SET token = (SELECT refresh_token FROM connection WHERE id = ?)").run(
      connection.id,
    );
    await expect(exposeToken(store, connection)).rejects.toThrow(integrity);
  });

  it("does not open for another audience", async () => {
    const { store, db, connection } = await tampered();
    db.exec("UPDATE access_token SET audience = 'https://other.example'");
    await expect(exposeToken(store, connection)).rejects.toThrow(integrity);
  });

  it("does not open in another store, even under the same ids", async () => {
    const here = await tampered();
    const there = await tampered();
    const sealed = one(there.db, "SELECT refresh_token FROM connection WHERE name = 'acme'");
    here.db.prepare("UPDATE connection SET refresh_token = ? WHERE name = 'acme'").run(sealed);
    await expect(expose(here.store, here.connection)).rejects.toThrow(integrity);
  });

  it("of an older generation does not open when it is put back", async () => {
    const { store, db, connection } = await tampered();
    const sealed = one(db, "SELECT refresh_token FROM connection WHERE name = 'acme'");
    await store.connections.update(connection.id, () => ({
      change: { connection: { generation: 2, refreshToken: secret("refresh-2") } },
      result: null,
    }));
    db.prepare("UPDATE connection SET refresh_token = ? WHERE name = 'acme'").run(sealed);
    await expect(expose(store, connection)).rejects.toThrow(integrity);
  });

  it.each([
    ["token_endpoint", "https://evil.example/token"],
    ["issuer", "https://evil.example"],
    ["client_id", "evil"],
  ])("does not open when the %s of its client was edited", async (column, value) => {
    const { store, db, client, connection } = await tampered();
    await store.logins.put(sampleLogin(client));
    db.prepare(`UPDATE client SET ${column} = ?`).run(value);
    await expect(expose(store, connection)).rejects.toThrow(integrity);
    await expect(exposeToken(store, connection)).rejects.toThrow(integrity);
    await expect(store.clients.list()).rejects.toThrow(integrity);
    const [login] = await store.logins.unfinished();
    expect(() => login?.verifier.expose()).toThrow(integrity);
    expect(() => login?.nonce.expose()).toThrow(integrity);
  });

  it("of an attempt's answer is bound to its attempt", async () => {
    const { store, db, connection } = await tampered();
    const kept = { phase: "committed" as const, rawAnswer: secret("raw-answer") };
    await store.connections.update(connection.id, () => ({
      change: { attempts: [sampleAttempt(connection, kept), sampleAttempt(connection, kept)] },
      result: null,
    }));
    db.exec("UPDATE attempt SET raw_answer = (SELECT raw_answer FROM attempt ORDER BY rowid LIMIT 1)");
    const attempts = (await store.connections.read({ id: connection.id }))?.attempts ?? [];
    expect(attempts[0]?.rawAnswer?.expose()).toContain("raw-answer");
    expect(() => attempts[1]?.rawAnswer?.expose()).toThrow(integrity);
  });

  it("of a client's authentication that is damaged fails when a member is read, and not before", async () => {
    const { store, db, client, connection } = await tampered();
    db.exec("UPDATE client SET authentication = zeroblob(200)");
    const read = [
      (await store.connections.read({ id: connection.id }))?.client,
      await store.clients.read(client.id, client.version),
      (await store.clients.list())[0],
    ];
    for (const one of read) {
      expect(one?.name).toBe(client.name);
      expect(() => one?.authentication.method).toThrow(integrity);
      expect(() => one?.authentication.secret).toThrow(integrity);
    }
    expect(await expose(store, connection)).toContain("refresh-1");
  });

  it("that cannot be opened stops a change that would seal it anew, and nothing is written", async () => {
    const { store, db, connection } = await tampered();
    db.exec("UPDATE client SET token_endpoint = 'https://evil.example/token'");
    await expect(
      store.connections.update(connection.id, () => ({
        change: { connection: { generation: 2 } },
        result: null,
      })),
    ).rejects.toThrow(integrity);
    expect(one(db, "SELECT generation FROM connection WHERE name = 'acme'")).toBe(1);
  });

  it("of an older generation is in no row after a refresh that brought no new token", async () => {
    const { store, db, connection } = await tampered();
    const sealed = one(db, "SELECT refresh_token FROM connection WHERE name = 'acme'");
    await store.connections.update(connection.id, () => ({
      change: { connection: { generation: 2 } },
      result: null,
    }));
    expect(one(db, "SELECT refresh_token FROM connection WHERE name = 'acme'")).not.toEqual(sealed);
    expect(await expose(store, connection)).toContain("refresh-1");
  });
});

describe("the database itself", () => {
  it.each([
    "UPDATE connection SET refresh_token = NULL",
    "UPDATE connection SET refresh_token = x''",
    "UPDATE connection SET refresh_token = zeroblob(118)",
    "UPDATE connection SET status = 'fine'",
    "UPDATE connection SET status_reason = 'because'",
    "UPDATE connection SET grant_type = 'password'",
    "UPDATE connection SET generation = generation - 1",
    "UPDATE connection SET generation = 'many'",
    "UPDATE connection SET token_family = 'other'",
    "UPDATE connection SET name = 'other'",
    "UPDATE connection SET client_version = 7",
    "UPDATE connection SET details = 'no json'",
    "UPDATE access_token SET expires_at = NULL",
    "UPDATE access_token SET expires_source = 'guess'",
    "UPDATE access_token SET token = zeroblob(118)",
    "UPDATE attempt SET phase = 'sent'",
    "INSERT INTO attempt SELECT 'second', connection, token_family, base_generation, audience, scope, client_version, created_at, drain_deadline, phase, fingerprint, http_status, raw_answer, closed_at FROM attempt",
    "UPDATE connection SET owner = 'somebody'",
    "UPDATE connection SET owner = 'session'",
    "UPDATE connection SET name = NULL",
    "UPDATE connection SET owner_id = id",
    "UPDATE connection SET owner = 'session', name = NULL, owner_id = 's-1'",
    "UPDATE client SET authentication = NULL",
    "UPDATE client SET authentication = zeroblob(118)",
    "UPDATE client SET next_authentication = zeroblob(118)",
    "UPDATE client SET rotation_seen = 'never'",
    "DELETE FROM client",
    "DELETE FROM workspace",
    "UPDATE login SET phase = 'answered'",
    "UPDATE login SET raw_answer = verifier",
    "INSERT INTO login SELECT 'second', workspace, client, client_version, name, state_hash, verifier, nonce, redirect_uri, scope, audience, settings, created_at, expires_at, phase, raw_answer FROM login",
    "INSERT INTO store (id, store_id, schema_version, key_check) VALUES (2, '', 1, x'')",
  ])("refuses: %s", async (sql) => {
    const { store, db, client, connection } = await tampered();
    await store.logins.put(sampleLogin(client));
    await store.connections.update(connection.id, () => ({
      change: { attempts: [sampleAttempt(connection)] },
      result: null,
    }));
    expect(() => db.exec(sql)).toThrow();
  });

  it("takes a null refresh token where a person must log in, or the grant needs none", async () => {
    const { db } = await tampered();
    for (const change of [
      "status = 'needs_login'",
      "status = 'revoked'",
      "status = 'released'",
      "grant_type = 'jwt_bearer'",
    ]) {
      db.exec(`UPDATE connection SET status = 'ok', ${change}, refresh_token = NULL`);
      db.exec("UPDATE connection SET status = 'needs_login', grant_type = 'refresh_token'");
    }
  });
});
