import { randomUUID } from "node:crypto";
import { type Emulator, type IssuedTokens, Visitor } from "@tokenwell/emulator";
import { dueAt } from "../../packages/core/src/refresh/schedule.ts";
import { Secret } from "../../packages/core/src/secret.ts";
import { bindingOfClient } from "../../packages/core/src/store/sealing/context.ts";
import type { Row } from "../../packages/core/src/store/sealing/row.ts";
import type { ConnectionState } from "../../packages/core/src/store/store.ts";
import { rowOfAccessToken } from "../../packages/core/src/store/tables/rows/access-tokens.ts";
import { rowOfConnection } from "../../packages/core/src/store/tables/rows/connections.ts";
import { rowOfEvent } from "../../packages/core/src/store/tables/rows/events.ts";
import { runAll, running, type Statement } from "../../packages/core/src/store/tables/sql.ts";
import { openDependencies } from "../../packages/core/src/tokenwell/open.ts";
import { DefaultTokenwell } from "../../packages/core/src/tokenwell/tokenwell.ts";
import { type OpenTables, openTables } from "./open-tables.ts";

/** Connections to make, of one app, each of a user of its own. */
export interface ManyConnections {
  readonly home: string;
  /** Address of the store. Default: that of the home. */
  readonly store?: string | undefined;
  readonly emulator: Emulator;
  readonly count: number;
  /** Seconds of life of each access token. */
  readonly lifeSeconds: number;
  /** Instant at which the workers start. Default: now. */
  readonly startMs?: number;
  /** Range of the tokens' ages at that instant, evenly, in milliseconds. Default: {@link freshAges}. */
  readonly ages?: Ages;
}

/** Range of ages, in milliseconds. */
export type Ages = readonly [youngest: number, oldest: number];

/** Drain of the protocol, from which a token's turn is computed, in milliseconds. */
const drainMs = 80_000;
const perTransaction = 1_000;
/** Rows of one statement. */
const perStatement = 100;
/** Transactions at a time: the server stores one while we seal the other. */
const atOnce = 2;

/**
 * Logs in with Tokenwell once, and stores the others as such a login does, sealed and with their MACs, in larger transactions.
 * Returns the ends of their lives by the id of the grant, in
 * milliseconds.
 */
export async function connectMany(many: ManyConnections): Promise<ReadonlyMap<string, number>> {
  const template = await logIn(many);
  const tables = await openTables(many.home, many.store);
  const ends = new Map<string, number>();
  const [first] = template.accessTokens;
  const [grant] = many.emulator.grants();
  if (first && grant) ends.set(grant.id, first.expiresAtMs);
  try {
    const starts = Array.from({ length: Math.ceil((many.count - 1) / perTransaction) }, (_, at) => at);
    const next = starts.values();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const start of next)
          await addSome(many, tables, { template, ends, start: start * perTransaction });
      }),
    );
  } finally {
    await tables.close();
  }
  return ends;
}

async function logIn({ emulator, home, lifeSeconds, store: url }: ManyConnections): Promise<ConnectionState> {
  const dependencies = await openDependencies({ home, env: {}, ...(url && { store: url }) });
  const tokenwell = new DefaultTokenwell(dependencies);
  try {
    const login = await tokenwell.login(emulator.issuer, {
      ...{ provider: "salesforce", clientId: "demo", clientSecret: null, name: "template" },
    });
    const visitor = new Visitor(Object.values(emulator.hosts).map(({ origin }) => origin));
    await login.answer(await visitor.authorize(login.url, { login: "template" }));
    await tokenwell.set("template", { accessLifeSeconds: lifeSeconds });
    // So that it, too, has the short life that was set.
    await tokenwell.token("template", { refresh: true });
    const state = await dependencies.services.store.connections.read({ name: "template" });
    if (state === undefined) throw new TypeError("no template");
    return state;
  } finally {
    await tokenwell.close();
  }
}

interface Some {
  readonly template: ConnectionState;
  readonly ends: Map<string, number>;
  readonly start: number;
}

async function addSome(
  { ages, count, emulator, lifeSeconds, startMs = Date.now() }: ManyConnections,
  tables: OpenTables,
  { ends, start, template }: Some,
): Promise<void> {
  const length = Math.min(perTransaction, count - 1 - start);
  const names = Array.from({ length }, (_, index) => `user${start + index}`);
  const lifeMs = lifeSeconds * 1000;
  const [youngestMs, oldestMs] = ages ?? freshAges(lifeMs);
  const added = emulator.connect("demo", names).map((issued, index) => {
    const receivedAtMs = startMs - Math.round(youngestMs + (oldestMs - youngestMs) * Math.random());
    ends.set(issued.grantId, receivedAtMs + lifeMs);
    return rowsOf(template, tables, { issued, name: names[index] ?? "", receivedAtMs, lifeMs });
  });
  const statements = Object.keys(added[0] ?? {}).flatMap((table) => {
    const rows = added.map((rowsByTable) => rowsByTable[table] ?? {});
    return Array.from({ length: Math.ceil(rows.length / perStatement) }, (_, at) =>
      insertingAll(table, rows.slice(at * perStatement, (at + 1) * perStatement)),
    );
  });
  await tables.write(() => runAll(statements));
}

/** Makes the statement that inserts rows with the same columns. */
function insertingAll(table: string, rows: readonly Row[]): Statement {
  const columns = Object.keys(rows[0] ?? {});
  const tuples = rows.map((_, at) => `(${columns.map((column) => `:${column}_${at}`).join(", ")})`);
  const values = rows.flatMap((row, at) => columns.map((column) => [`${column}_${at}`, row[column] ?? null]));
  return running(
    `INSERT INTO ${table} (${columns.join(", ")}) VALUES ${tuples.join(", ")}`,
    Object.fromEntries(values) as Row,
  );
}

/** Returns the ages at which no token of this life is due. */
export const freshAges = (lifeMs: number): Ages => [0, dueAfterMs(lifeMs, 1)];

/** Returns the age at which a token is due; `jitter` is in [0, 1). */
export const dueAfterMs = (lifeMs: number, jitter: number): number =>
  dueAt({ receivedAtMs: 0, expiresAtMs: lifeMs }, drainMs, jitter);

interface Added {
  readonly issued: IssuedTokens;
  readonly name: string;
  readonly receivedAtMs: number;
  readonly lifeMs: number;
}

function rowsOf(
  { accessTokens: [given], client, connection: like }: ConnectionState,
  { keyring, sealer }: OpenTables,
  { issued, lifeMs, name, receivedAtMs }: Added,
): Readonly<Record<string, Row>> {
  if (given === undefined) throw new TypeError("no access token");
  const [id, access, refresh] = [randomUUID(), Secret.of(issued.accessToken), Secret.of(issued.refreshToken)];
  const binding = bindingOfClient(client);
  const connection = {
    ...like,
    ...{
      id,
      owner: { kind: "named", name } as const,
      tokenFamilyId: id,
      generation: 1,
      refreshToken: refresh,
    },
    ...{ subject: null, refreshCount: 0, refreshedAtMs: null },
  };
  const token = {
    ...given,
    ...{ connectionId: id, generation: 1, token: access, idToken: null, receivedAtMs },
    ...{ fingerprint: sealer.fingerprint(access), expiresAtMs: receivedAtMs + lifeMs },
  };
  const due = dueAt(token, drainMs, Math.random());
  const workspace = keyring.workspaceId;
  const queued = { turn_workspace: workspace, turn_client: client.id, turn_at: due };
  const event = rowOfEvent({ kind: "connected", atMs: receivedAtMs, detail: {} });
  return {
    connection: { ...rowOfConnection(connection, binding, sealer), workspace },
    access_token: rowOfAccessToken(token, binding, sealer),
    schedule: { connection: id, due_at: due, failures: 0, ...queued },
    kept_token: { fingerprint: Buffer.from(sealer.fingerprint(refresh), "hex") },
    event: { ...event, connection: id, workspace },
  };
}
