import { chmodSync, readFileSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import type { AccessToken, Connection, Schedule } from "../../../src/model.ts";
import { ownName } from "../../../src/names.ts";
import { readCached } from "../../../src/store/sqlite/cached.ts";
import { openSqlite } from "../../../src/store/sqlite/store.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import {
  canary,
  connectAs,
  connectedWith,
  named,
  sampleClient,
  sampleConnection,
  sampleToken,
  startMs,
} from "../../support/samples.ts";
import { freshPlaces } from "./folder.ts";

const hourMs = 3_600_000;

/** A connection without a name. */
const pending: Partial<Connection> = {
  id: "p-1",
  owner: { kind: "pending", loginId: "p-1", replaces: "acme" },
};

interface Stored {
  readonly connection?: Partial<Connection>;
  readonly accessToken?: Partial<AccessToken>;
  readonly schedule?: Partial<Schedule>;
}

async function stored(...connections: readonly Stored[]) {
  const paths = freshPlaces();
  const store = await openSqlite({ ...paths, busyTimeoutMs: 50, clock: new ManualClock(startMs) });
  onTestFinished(() => store.close());
  const client = sampleClient();
  await store.clients.put(client);
  for (const { connection: over, accessToken, schedule } of connections) {
    const connection = sampleConnection(client, over);
    await connectAs(
      store,
      ownName(connection),
      () =>
        connectedWith(connection, {
          accessToken: sampleToken(connection, accessToken),
          schedule: { dueAtMs: startMs + hourMs, failures: 0, ...schedule },
        }),
      connection.id,
    );
  }
  const query = { database: paths.database, key: paths.key, minTtlMs: 60_000, nowMs: startMs };
  return { store, paths, query };
}

describe("the short way to a token", () => {
  it("gives the live token and what a caller needs, by name or as the only one", async () => {
    const { query, store } = await stored({}, { connection: pending });
    for (const asked of [query, { ...query, name: "acme" }]) {
      const found = readCached(asked);
      expect(found).toEqual({
        connectionId: expect.any(String),
        accessToken: `${canary}access-1`,
        tokenType: "Bearer",
        expiresAtMs: startMs + 7_200_000,
        expiresAtSource: "setting",
        dueAtMs: startMs + hourMs,
        scope: "api",
        instanceUrl: "https://acme.example",
        stamp: expect.any(String),
        idToken: expect.any(Function),
      });
      expect(found?.idToken?.()).toBe(`${canary}id-token`);
    }
    await store.close();
    expect(readCached(query)?.accessToken).toBe(`${canary}access-1`);
  });

  it("has neither API address nor ID token if there is none", async () => {
    const { query } = await stored({ connection: { details: {} }, accessToken: { idToken: null } });
    const found = readCached(query);
    expect(found).toMatchObject({ scope: expect.any(String), instanceUrl: undefined, idToken: undefined });
    expect(Object.keys(found ?? {})).toHaveLength(10);
  });

  it("is open while a refresh is unsettled", async () => {
    const { query } = await stored({ connection: { status: "unsettled" } });
    expect(readCached(query)?.accessToken).toBe(`${canary}access-1`);
  });

  it.each<[string, Stored]>([
    ["suspended", { connection: { status: "suspended" } }],
    ["in need of a login", { connection: { status: "needs_login", refreshToken: null } }],
    ["being revoked", { connection: { status: "revoking" } }],
    ["released", { connection: { status: "released", refreshToken: null } }],
    ["quarantined", { connection: { status: "quarantined" } }],
    ["without a token of the default audience", { accessToken: { audience: "https://api.example" } }],
    ["refused by the API", { accessToken: { rejectedAtMs: startMs } }],
    ["about to expire", { accessToken: { expiresAtMs: startMs + 59_999 } }],
    ["due to be refreshed", { schedule: { dueAtMs: startMs } }],
  ])("is closed when the connection is %s", async (_, what) => {
    const { query } = await stored(what);
    expect(readCached(query)).toBeUndefined();
  });

  it("serves until exactly the least life that is asked for", async () => {
    const { query } = await stored({ accessToken: { expiresAtMs: startMs + 60_000 } });
    expect(readCached(query)).toBeDefined();
    expect(readCached({ ...query, nowMs: startMs + 1 })).toBeUndefined();
  });

  it("is closed when nobody can say which connection is meant", async () => {
    const { query } = await stored({}, { connection: { owner: named("other") } });
    expect(readCached(query)).toBeUndefined();
    expect(readCached({ ...query, name: "nobody" })).toBeUndefined();
    expect(readCached({ ...query, name: "other" })).toBeDefined();
    expect(readCached({ ...query, name: "other", workspace: "elsewhere" })).toBeUndefined();
  });

  it("is closed without data or key, or with a key that others may read", async () => {
    const { query, paths } = await stored({});
    expect(readCached({ ...query, database: `${paths.folder}/nowhere.db` })).toBeUndefined();
    expect(readCached({ ...query, database: paths.key })).toBeUndefined();
    if (process.platform !== "win32") {
      chmodSync(paths.key, 0o640);
      expect(readCached(query)).toBeUndefined();
    }
    rmSync(paths.key);
    expect(readCached(query)).toBeUndefined();
  });

  it.each([
    "UPDATE client SET token_endpoint = 'https://evil.example/token'",
    "UPDATE access_token SET token = id_token",
    "UPDATE workspace SET key = zeroblob(150)",
    "UPDATE store SET schema_version = 99",
    "DROP TABLE schedule",
  ])("is closed after: %s", async (sql) => {
    const { query } = await stored({});
    const db = new DatabaseSync(query.database);
    db.exec(sql);
    db.close();
    expect(readCached(query)).toBeUndefined();
  });

  it("loads no sentences and no errors", () => {
    const seen = new Set<string>();
    const visit = (url: URL) => {
      if (seen.has(url.href)) return;
      seen.add(url.href);
      const imports = readFileSync(url, "utf8").matchAll(
        /^(?:import|export) (?!type )[^;]*?from "(\.[^"]+)";/gms,
      );
      for (const [, path = ""] of imports) visit(new URL(path, url));
    };
    visit(new URL("../../../src/store/sqlite/cached.ts", import.meta.url));
    const names = [...seen].map((href) => href.replace(/^.*\/src\//, ""));
    expect(new Set(names)).toEqual(
      new Set([
        "store/paths.ts",
        "store/sealing/context.ts",
        "store/sealing/envelope.ts",
        "store/sealing/key-file.ts",
        "store/sealing/key-text.ts",
        "store/sealing/keyring.ts",
        "store/sealing/row-mac.ts",
        "store/sealing/row.ts",
        "store/sqlite/cached.ts",
        "store/tables/columns.ts",
        "store/tables/current.ts",
        "store/tables/rows/access-tokens.ts",
        "store/tables/rows/connections.ts",
        "store/sqlite/schema/newest.ts",
      ]),
    );
  });
});
