import type { Clock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import { toInteger } from "../sealing/row.ts";
import type {
  BrowserLogins,
  Clients,
  Connections,
  Hooks,
  Logins,
  Queue,
  SessionSweep,
  Sessions,
  Store,
  Upkeeps,
} from "../store.ts";
import { BrowserLoginTable } from "./browser-login-table.ts";
import { ClientTable } from "./client-table.ts";
import { ConnectionIndex } from "./connection-index.ts";
import { ConnectionReader } from "./connection-reader.ts";
import { ConnectionWriter } from "./connection-writer.ts";
import { HookTable } from "./hook-table.ts";
import { LoginTable } from "./login-table.ts";
import { QueueTable } from "./queue-table.ts";
import type { TableServices } from "./services.ts";
import { SessionTable } from "./session-table.ts";
import { get, run, type Sql } from "./sql.ts";

/** Hints for one transaction. */
export interface WriteHints {
  /** See {@link UpdateHints}. */
  readonly allowGroupCommit?: boolean;
  /** See {@link UpdateHints}. */
  readonly isResponse?: boolean;
  /** Id of the one connection that it reads and locks with its first statements. Default: it may read and lock others. */
  readonly connection?: string;
  /** Whether the work may run again if it is unknown whether it was committed. Default: false. */
  readonly mayRepeat?: boolean;
  /** Whether it reads rows that another connection's transaction may insert or remove. Default: false. */
  readonly spansConnections?: boolean;
}

/** Database that runs work. It may call `work` again if it runs a transaction again. */
export interface WorkEngine {
  readonly clock: Clock;
  /** Runs work of one reading statement. */
  one<T>(work: () => Sql<T>): Promise<T>;
  /** Runs reading work on one snapshot. `connection`: what finds the one connection that it reads. Default: it reads others. */
  read<T>(work: () => Sql<T>, connection?: string): Promise<T>;
  /** Runs work in a transaction, which begins in the tick of the call if the database is free. */
  write<T>(work: () => Sql<T>, hints?: WriteHints): Promise<T>;
}

/** Database under the tables of a store. */
export interface Engine extends WorkEngine {
  /** Runs work in a transaction and rolls it back. May do nothing. */
  rehearse(work: () => Sql<unknown>): Promise<void>;
  /** Releases what the engine holds for attempts that are forgotten. */
  forget(attempts: readonly string[]): void;
  /** See {@link Connections.ensureFreeSpace}. */
  ensureFreeSpace(): void;
}

/** Members of a {@link Store} that consist of tables. */
export type TableStore = Pick<
  Store,
  "connections" | "clients" | "logins" | "sessions" | "browserLogins" | "hooks" | "queue" | "upkeeps"
> & { readonly connectionIndex: ConnectionIndex };

/** Parts of the tables of connections. */
interface ConnectionParts {
  readonly index: ConnectionIndex;
  readonly reader: ConnectionReader;
  readonly writer: ConnectionWriter;
}

/** Makes the interfaces of a store from the tables of a workspace and the engine that runs their work. */
export function tableStore(engine: Engine, services: TableServices): TableStore {
  const clients = new ClientTable(services);
  const logins = new LoginTable(services, clients);
  const sessions = new SessionTable(services);
  const browserLogins = new BrowserLoginTable(services, logins);
  const index = new ConnectionIndex(services);
  const reader = new ConnectionReader(services, clients);
  const writer = new ConnectionWriter(services, { clients, index, logins, reader, sessions });
  return {
    connectionIndex: index,
    connections: connectionsOf(engine, { index, reader, writer }),
    clients: clientsOf(engine, clients, writer),
    logins: loginsOf(engine, logins),
    sessions: sessionsOf(engine, sessions, { connections: writer, browserLogins }),
    browserLogins: browserLoginsOf(engine, browserLogins),
    hooks: hooksOf(engine, new HookTable(services, { reader, writer })),
    queue: queueOf(engine, new QueueTable(services)),
    upkeeps: upkeepsOf(engine),
  };
}

/** Runs a transaction that spans connections and returns forgotten attempts. */
async function forgetting(engine: Engine, work: () => Sql<readonly string[]>): Promise<void> {
  engine.forget(await engine.write(work, { spansConnections: true }));
}

function connectionsOf(engine: Engine, { index, reader, writer }: ConnectionParts): Connections {
  const { clock } = engine;
  return {
    read: (ref) => engine.read(() => reader.read(ref), Object.values(ref).join()),
    readNamed: (names) => engine.read(() => reader.readNamed(names)),
    names: (filter) => engine.one(() => index.names(filter)),
    ids: (clientId) => engine.one(() => index.ids(clientId)),
    countLogins: (account) => engine.one(() => index.countLogins(account)),
    namesOfAccount: (account) => engine.one(() => index.namesOfAccount(account)),
    hasArrived: (move) => engine.one(() => index.hasArrived(move)),
    recordedLogins: (account) => engine.one(() => index.recordedLogins(account)),
    update: async (id, decide, hints) => {
      let forgotten: readonly string[] = [];
      const result = await engine.write(
        function* () {
          const state = yield* reader.readToChange({ id }, hints?.mayHaveSettled);
          if (state === undefined) throw new StoreError("connection_gone");
          const decided = yield* reader.decide(state, decide);
          const { change, result } = decided.transition;
          if (change !== null) forgotten = yield* writer.apply(decided.state, change, clock.nowMs());
          return result;
          // A decision on the state that it has changed itself changes nothing more.
        },
        { ...hints, connection: id, mayRepeat: true },
      );
      engine.forget(forgotten);
      return result;
    },
    warmUp: (id, decide) =>
      engine.rehearse(function* () {
        const state = yield* reader.readToChange({ id });
        if (state === undefined) return;
        const decided = yield* reader.decide(state, decide);
        const { change } = decided.transition;
        if (change !== null) yield* writer.apply(decided.state, change, clock.nowMs());
      }),
    ensureFreeSpace: () => engine.ensureFreeSpace(),
    create: (loginId, name, decide) =>
      forgetting(engine, function* () {
        const existing = name === null ? undefined : yield* reader.readToChange({ name });
        return yield* writer.create(loginId, decide(existing), clock.nowMs());
      }),
    replace: (newId, id, decide) =>
      forgetting(engine, function* () {
        const verified = yield* reader.readToChange({ id: newId });
        const existing = yield* reader.readToChange({ id });
        if (!verified || !existing) throw new StoreError("connection_gone");
        return yield* writer.replace(newId, decide(verified, existing), clock.nowMs());
      }),
    remove: (id, event) => forgetting(engine, () => writer.remove(id, event)),
  };
}

function clientsOf(engine: Engine, table: ClientTable, connections: ConnectionWriter): Clients {
  const spansConnections = true;
  return {
    list: () => engine.one(() => table.list()),
    read: (id, version) => engine.one(() => table.read(id, version)),
    put: (client) => engine.write(() => table.put(client), { spansConnections }),
    change: (client, change) => engine.write(() => table.change(client, change), { spansConnections }),
    move: (client, decide) => engine.write(() => connections.move(client, decide), { spansConnections }),
    remove: (id) => engine.write(() => table.remove(id), { spansConnections }),
  };
}

function loginsOf(engine: Engine, table: LoginTable): Logins {
  return {
    put: (login) => engine.write(() => table.put(login)),
    byState: (stateHash) => engine.read(() => table.byState(stateHash)),
    claim: (stateHash) => engine.write(() => table.claim(stateHash)),
    unfinished: () => engine.read(() => table.unfinished()),
    remove: async (id, phase) => {
      await engine.write(() => table.remove(id, phase));
    },
  };
}

function sessionsOf(
  engine: Engine,
  table: SessionTable,
  others: { readonly connections: ConnectionWriter; readonly browserLogins: BrowserLoginTable },
): Sessions {
  return {
    byCookie: (cookieHash, known) => engine.one(() => table.byCookie(cookieHash, known)),
    read: (id) => engine.one(() => table.read(id)),
    update: (id, decide) => engine.write(() => table.update(id, decide)),
    touch: (times) => engine.write(() => table.touch(times)),
    ofAccount: (account) => engine.one(() => table.ofAccount(account)),
    ofProviderSession: (app, issuer, id) => engine.one(() => table.ofProviderSession(app, issuer, id)),
    ofBrowser: (app, browserHash) => engine.one(() => table.ofBrowser(app, browserHash)),
    overdue: (sweep) => engine.read(() => table.overdue(sweep)),
    toRevoke: (app, nowMs, limit) => engine.one(() => table.toRevoke(app, nowMs, limit)),
    wasUsed: (tokenHash) => engine.one(() => table.wasUsed(tokenHash)),
    useOnce: (tokenHash, untilMs) => engine.write(() => table.useOnce(tokenHash, untilMs)),
    removeOld: async (sweep) => {
      let removed = 0;
      await forgetting(engine, function* () {
        const result = yield* removeOld(table, others, sweep);
        removed = result.removed;
        return result.attempts;
      });
      return removed;
    },
  };
}

function* removeOld(
  sessions: SessionTable,
  { connections, browserLogins }: { connections: ConnectionWriter; browserLogins: BrowserLoginTable },
  sweep: SessionSweep,
): Sql<{ readonly removed: number; readonly attempts: readonly string[] }> {
  const ids = yield* sessions.old(sweep);
  const attempts: string[] = [];
  for (const id of ids) attempts.push(...(yield* connections.removeOfSession(id)));
  for (const id of ids) yield* sessions.remove(id);
  yield* sessions.removeUsed(sweep);
  const removed = ids.length + (yield* browserLogins.removeOld(sweep, sweep.limit - ids.length));
  return { removed, attempts };
}

function browserLoginsOf(engine: Engine, table: BrowserLoginTable): BrowserLogins {
  return {
    put: (browserLogin, login, limits) => engine.write(() => table.put(browserLogin, login, limits)),
    byState: (stateHash) => engine.one(() => table.byState(stateHash)),
    countOpen: (app, browserHash) => engine.one(() => table.countOpen(app, browserHash)),
    advance: (id, from, change) => engine.write(() => table.advance(id, from, change)),
  };
}

function hooksOf(engine: Engine, table: HookTable): Hooks {
  return {
    of: (connectionId) => engine.one(() => table.of(connectionId)),
    due: () => engine.one(() => table.due()),
    update: (connectionId, decide) => engine.write(() => table.update(connectionId, decide)),
  };
}

function queueOf(engine: Engine, table: QueueTable): Queue {
  return {
    lease: (request) => engine.write(() => table.lease(request)),
    postpone: async (leases, atMs) => {
      if (leases.length > 0) await engine.write(() => table.postpone(leases, atMs));
    },
    nextAtMs: () => engine.one(() => table.nextAtMs()),
    depth: (nowMs) => engine.read(() => table.depth(nowMs)),
  };
}

function upkeepsOf(engine: Engine): Upkeeps {
  const sql = "SELECT upkeep_at AS at FROM store WHERE id = 1";
  return {
    last: () =>
      engine.one(function* () {
        return (yield* get<{ at: number | null }>(sql))?.at ?? null;
      }),
    record: async (atMs) => {
      await engine.write(() => run("UPDATE store SET upkeep_at = :at WHERE id = 1", { at: toInteger(atMs) }));
    },
  };
}
