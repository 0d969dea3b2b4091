import type pg from "pg";
import type { Clock } from "../../clock.ts";
import { StoreError } from "../../errors.ts";
import { moveError, type StoreRecord } from "../tables/moving.ts";
import type { Sql, Statement, Step } from "../tables/sql.ts";
import type { Address } from "./address.ts";
import { closingClient, type Driver, parsersOf } from "./driver.ts";
import { isCollision, isCrowded, isGone, isOutdated, isReplica, mayBeMoved, toStoreError } from "./errors.ts";
import { findPassword, type Login } from "./password.ts";
import { Translator, valuesOf } from "./translate.ts";
import { Turns } from "./turns.ts";

/** Times in milliseconds. The server ends what takes longer, and so does the driver if the server does not answer. */
const statementMs = 10_000;
const lockMs = 5_000;
const idleInTransactionMs = 10_000;
const connectMs = 5_000;
const answerMs = 15_000;
/** Milliseconds for which work is tried again while the server cannot be reached, and the pause between two tries. */
const retryMs = 15_000;
const retryPauseMs = 100;
/** Milliseconds that work waits for its turn at a connection. */
const turnMs = 30_000;
/** Most runs of a transaction that another one was in the way of. */
const mostRuns = 10;
/** Connections that are kept for responses with a new refresh token. */
const reserved = 2;

/** Options of a {@link Database}. */
export interface DatabaseOptions {
  readonly driver: Driver;
  readonly address: Address;
  readonly clock: Clock;
  /** Id of this process among those that use the database. */
  readonly node: string;
}

/** Options of a transaction. */
export interface TransactionOptions {
  /** Whether it stores a response, for which connections are kept. Default: false. */
  readonly isResponse?: boolean;
  /** Whether it is a sign of life, for which connections are kept, too. Default: false. */
  readonly isSignOfLife?: boolean;
  /** Whether it may run again if it is unknown whether it was committed. Default: false. */
  readonly mayRepeat?: boolean;
  /** Whether it is the only one of its kind at a time. Default: false. */
  readonly isExclusive?: boolean;
}

interface Connection extends pg.PoolClient {
  /** Whether the driver speaks to the server itself, so that it keeps prepared statements; `undefined` if not known yet. */
  isDirect?: boolean;
  /** Whether a transaction may still run on it that could not be rolled back. */
  isBroken?: boolean;
  /** Whether the server has told that a commit did not wait for its synchronous replica to the end. */
  isUnreplicated?: boolean;
}

/**
 * A PostgreSQL database: two pools of connections, and the work of the tables on them. Keeps nothing in a session of the
 * server, so that a pooler may stand between (transaction pooling); prepares statements only if none does.
 */
export class Database {
  readonly location: string;
  /** Number of rows written by this process, but for its signs of life. */
  writes = 0;
  /** Number of connections that ended without this process ending them. */
  losses = 0;
  /** Whether the server took writes once: one that does not any more is on its way to another primary. */
  hasPrimary = false;
  readonly #clock: Clock;
  readonly #translator: Translator;
  readonly #pool: pg.Pool;
  readonly #reserve: pg.Pool;
  readonly #settings: Settings;
  readonly #lockAll: string;
  readonly #turns: Turns;
  /** Number of times that a newer program has changed the tables: prepared statements are named anew. */
  #changes = 0;
  #isClosed = false;

  constructor({ driver, address, clock, node }: DatabaseOptions) {
    this.location = address.place;
    this.#clock = clock;
    this.#translator = new Translator(address.schema);
    const { host, port, database, user, password, tls } = address;
    const settings = {
      ...{ host, port, database, application_name: "tokenwell", types: parsersOf(driver) },
      ...(user !== undefined && { user }),
      password: password ?? (((login: Login) => findPassword(login, address.place)) as never),
      Client: closingClient(driver),
      ssl: tls && { ...tls, rejectUnauthorized: true },
      connectionTimeoutMillis: connectMs,
      query_timeout: answerMs,
      // The statements of a step go to the server together.
      pipeline: true,
      // A process that forgets to close the store ends all the same.
      allowExitOnIdle: true,
      keepAlive: true,
    };
    this.#pool = new driver.Pool({ ...settings, max: address.connections });
    this.#turns = new Turns(address.connections);
    this.#reserve = new driver.Pool({ ...settings, max: reserved, idleTimeoutMillis: 0 });
    // An idle connection that the server ends is no error: the pool opens another one.
    const lost = (): void => {
      this.losses += 1;
    };
    for (const pool of [this.#pool, this.#reserve]) {
      pool.on("error", lost);
      // A connection in use says it, too, beside the statement that fails. Without a listener the process would end.
      pool.on("connect", (connection: Connection) => {
        connection.on("error", () => undefined);
        connection.on("notice", (notice) => {
          if (notice.routine === waitForReplica) connection.isUnreplicated = true;
        });
      });
    }
    this.#settings = settingsOf(node);
    this.#lockAll = `SELECT pg_advisory_xact_lock(hashtext('tokenwell'), hashtext('${address.schema}'))`;
  }

  /** Runs reading work outside a transaction: one statement, or statements that need no common snapshot. */
  async one<T>(work: () => Sql<T>): Promise<T> {
    return await this.#untilReached(() =>
      this.#with(this.#pool, async (connection) => await this.#run(connection, work())),
    );
  }

  /** Runs reading work on one snapshot. */
  async read<T>(work: () => Sql<T>): Promise<T> {
    const begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
    const { result } = await this.#untilReached(
      () =>
        this.#with(this.#pool, (connection) =>
          this.#transaction(connection, { begin: [begin], end: "COMMIT" }, work),
        ),
      { mayRepeat: true },
    );
    return result;
  }

  /**
   * Runs work in a transaction that is durable when it returns. Runs it again if another transaction was in its way, or if
   * the server could not be reached before it was committed.
   *
   * @throws StoreError `store_unreachable` also if it is unknown whether it was committed, unless it `mayRepeat`
   */
  async write<T>(work: () => Sql<T>, options: TransactionOptions = {}): Promise<T> {
    const locks = options.isExclusive ? [this.#lockAll] : [];
    const isBusy = this.#turns.areTaken || this.#pool.idleCount === 0;
    const pool = (options.isResponse || options.isSignOfLife) && isBusy ? this.#reserve : this.#pool;
    const { result, written } = await this.#untilReached(
      () =>
        this.#with(
          pool,
          (connection) => {
            const begin = [this.#beginning(connection), ...locks];
            return this.#transaction(connection, { begin, end: ending }, work);
          },
          true,
        ),
      options,
    );
    if (!options.isSignOfLife) this.writes += written;
    return result;
  }

  /** Runs work in a transaction and rolls it back. */
  async rehearse(work: () => Sql<unknown>): Promise<void> {
    // The connection is then there when the response comes.
    await this.#with(this.#reserve, async (connection) => {
      await connection.query(this.#beginning(connection));
      try {
        await this.#run(connection, work());
      } finally {
        await connection.query("ROLLBACK");
      }
    });
  }

  /** Runs statements that return nothing, in one transaction. */
  async exec(sql: string): Promise<void> {
    await this.#with(this.#pool, async (connection) => void (await connection.query(sql)));
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await Promise.all([this.#pool.end(), this.#reserve.end()]);
  }

  async #transaction<T>(
    connection: Connection,
    { begin, end }: { readonly begin: readonly string[]; readonly end: string },
    work: () => Sql<T>,
  ): Promise<{ readonly result: T; readonly written: number }> {
    let written = 0;
    // A result for each of its statements, if there are several.
    let ended: Promise<pg.QueryResult | pg.QueryResult[]> | undefined;
    const finish = (): NonNullable<typeof ended> => {
      ended = connection.query(end);
      // Awaited below, if nothing has failed before it.
      ended.catch(() => undefined);
      return ended;
    };
    const count = (changes: number) => {
      written += changes;
    };
    // Not awaited: the first statements follow at once.
    const { begun, running } = together(connection, () => ({
      begun: Promise.all(begin.map((sql) => connection.query(sql))),
      running: this.#run(connection, work(), { count, finish }),
    }));
    begun.catch(() => undefined);
    try {
      const result = await running;
      await begun;
      const results = [await (ended ?? finish())].flat();
      // A transaction that failed is rolled back by its commit.
      if (results.at(-1)?.command !== "COMMIT") throw new StoreError("store_busy", { place: this.location });
      // The server calls it committed. A replica that takes over may lack it.
      if (connection.isUnreplicated)
        throw new UnknownOutcome(new StoreError("store_unreachable", { place: this.location }));
      return { result, written };
    } catch (error) {
      const translated = toStoreError(await firstFailure(begun, error), this.location);
      if (ended !== undefined && isGone(translated)) throw new UnknownOutcome(translated as StoreError);
      if (!isGone(translated)) await rollBack(connection);
      throw translated;
    }
  }

  /** Runs work to its end. `finish` sends the end of the transaction, if there is one. */
  async #run<T>(
    connection: Connection,
    work: Sql<T>,
    { count, finish }: { readonly count?: (changes: number) => void; readonly finish?: () => void } = {},
  ): Promise<T> {
    let step = work.next([]);
    while (!step.done) {
      const results = await this.#answers(connection, step.value, finish);
      count?.(results.reduce((sum, result) => sum + (isRead(result) ? 0 : (result.rowCount ?? 0)), 0));
      step = work.next(results.map(({ rows, rowCount }) => ({ rows, changes: rowCount ?? 0 })));
    }
    return step.value;
  }

  /** Sends the statements of a step together, and behind the last ones the end of the transaction. Resolves with their results. */
  async #answers(
    connection: Connection,
    statements: Step,
    finish?: () => void,
  ): Promise<readonly pg.QueryResult[]> {
    const [only] = statements;
    if (only !== undefined && statements.length === 1 && !statements.isLast)
      return [await this.#send(connection, only)];
    const answers = together(connection, () => {
      const sent = statements.map((statement) => this.#send(connection, statement));
      if (statements.isLast) finish?.();
      return sent;
    });
    // Wait for all: the first failure is the cause of the later ones.
    const settled = await Promise.allSettled(answers);
    return settled.map((one) => {
      if (one.status === "rejected") throw one.reason;
      return one.value;
    });
  }

  #send(connection: Connection, { sql, values }: Statement): Promise<pg.QueryResult> {
    const translated = this.#translator.translate(sql);
    const { text, name } = translated;
    const query = { text, values: [...valuesOf(translated, values)] };
    return connection.query(
      connection.isDirect && name !== undefined ? { ...query, name: `${name}_${this.#changes}` } : query,
    );
  }

  async #with<T>(pool: pg.Pool, work: (connection: Connection) => Promise<T>, isWrite = false): Promise<T> {
    if (this.#isClosed) throw new StoreError("store_closed", { place: this.location });
    let connection: Connection | undefined;
    // The pool's own queue has the time limit of a connection attempt.
    const isQueued = pool === this.#pool;
    if (isQueued) await this.#turn(isWrite);
    try {
      connection = await pool.connect();
      connection.isDirect ??= await this.#look(connection);
      const result = await work(connection);
      connection.release();
      return result;
    } catch (error) {
      const translated = await this.#explained(connection, toStoreError(error, this.location));
      // A connection that failed in an unknown way may be in any state: close it.
      const isSound =
        translated instanceof StoreError && !isLost(translated) && connection?.isBroken !== true;
      if (!isSound) this.losses += 1;
      connection?.release(!isSound);
      throw translated;
    } finally {
      if (isQueued) this.#turns.giveBack();
    }
  }

  /** Returns whether no pooler stands between. If so, the settings of a writing transaction hold for the whole session. */
  async #look(connection: Connection): Promise<boolean> {
    const direct = await isDirect(connection);
    if (direct) await connection.query(this.#settings.ofSession);
    return direct;
  }

  #beginning({ isDirect: isSet }: Connection): string {
    return isSet ? "BEGIN" : `BEGIN; ${this.#settings.ofTransaction}`;
  }

  /** Waits for a turn at a connection. A writer comes first: a refresh has little time from its row to its request. */
  async #turn(isWrite: boolean): Promise<void> {
    const sinceMs = this.#clock.monotonicMs();
    await this.#turns.take(isWrite);
    if (this.#clock.monotonicMs() - sinceMs <= turnMs) return;
    this.#turns.giveBack();
    throw new StoreError("store_busy", { place: this.location });
  }

  /** Returns the error about a store that moves or has moved, if that is why a statement failed. */
  async #explained(connection: Connection | undefined, error: unknown): Promise<unknown> {
    if (connection === undefined || !mayBeMoved(error)) return error;
    const { text } = this.#translator.translate(
      "SELECT move_state AS state, move_place AS place FROM store WHERE id = 1",
    );
    const result = await connection.query<Pick<StoreRecord, "state" | "place">>(text).catch(() => undefined);
    const [row] = result?.rows ?? [];
    return (row && moveError(row, this.location, true)) ?? error;
  }

  /** Runs work, and again while the server cannot be reached or another transaction is in the way. */
  async #untilReached<T>(
    work: () => Promise<T>,
    { isResponse = false, mayRepeat = false }: TransactionOptions = {},
  ): Promise<T> {
    const startedMs = this.#clock.monotonicMs();
    for (let runs = 1; ; runs += 1) {
      try {
        return await work();
      } catch (error) {
        const known = error instanceof UnknownOutcome ? error.error : error;
        if (isOutdated(known)) this.#changes += 1;
        const isOver = this.#isClosed || this.#clock.monotonicMs() - startedMs >= retryMs;
        // A response is kept on this machine first.
        const isAway = isGone(known) || isCrowded(known) || (this.hasPrimary && isReplica(known));
        const isPassing = isCollision(known) ? runs < mostRuns : isAway && !isOver && !isResponse;
        const isUnknown = error instanceof UnknownOutcome && !mayRepeat;
        if (!isPassing || isUnknown) throw known;
        if (!isCollision(known)) await this.#clock.sleep(retryPauseMs);
      }
    }
  }
}

/** Runs what sends several statements at once. They go to the server in one packet, instead of one each. */
function together<T>(connection: Connection, send: () => T): T {
  const stream = connection.connection?.stream;
  stream?.cork();
  try {
    return send();
  } finally {
    stream?.uncork();
  }
}

/** Failure of a commit of which no answer came, or one that says nothing. */
class UnknownOutcome extends Error {
  readonly error: StoreError;

  constructor(error: StoreError) {
    super(error.code);
    this.error = error;
  }
}

/**
 * Function of the server that warns when an administrator cancels a commit's wait for a synchronous replica. The sentence
 * itself comes in the server's language.
 *
 * @see https://github.com/postgres/postgres/blob/master/src/backend/replication/syncrep.c
 */
const waitForReplica = "SyncRepWaitForLSN";

/** Rolls a transaction back. Marks a connection on which that fails. */
async function rollBack(connection: Connection): Promise<void> {
  try {
    await connection.query("ROLLBACK");
  } catch {
    connection.isBroken = true;
  }
}

const isRead = ({ command }: pg.QueryResult): boolean => command === "SELECT";

const isLost = (error: StoreError): boolean =>
  isGone(error) || isReplica(error) || error.code === "store_tls";

/** Returns the failure of the beginning of a transaction, if it failed: later statements only say that it is over. */
async function firstFailure(begun: Promise<unknown>, error: unknown): Promise<unknown> {
  const failures = await Promise.allSettled([begun]);
  const [first] = failures;
  return first?.status === "rejected" ? first.reason : error;
}

/**
 * Whether no pooler stands between. One that changes sessions gives a process number of its own, or none: a request to cancel
 * with that of a session would meet the work of another client.
 *
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
async function isDirect(connection: pg.PoolClient): Promise<boolean> {
  const { rows } = await connection.query("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid === (connection as unknown as { processID?: number }).processID;
}

/**
 * The end of a writing transaction. Its commit has no limit: a server that gives up waiting for its synchronous replica
 * calls the transaction committed. The server takes the time of each statement by itself (from version 13 on).
 *
 * @see https://www.postgresql.org/docs/current/warm-standby.html#SYNCHRONOUS-REPLICATION
 * @see https://www.postgresql.org/docs/current/runtime-config-client.html#GUC-STATEMENT-TIMEOUT
 */
const ending = "SET LOCAL statement_timeout = 0; COMMIT";

/** Statements that set what a writing transaction needs: in a session that is ours, or for one transaction. */
interface Settings {
  readonly ofSession: string;
  readonly ofTransaction: string;
}

/** Makes the {@link Settings}. A commit waits for the disk even where an administrator has switched that off. */
function settingsOf(node: string): Settings {
  const set = (scope: "SESSION" | "LOCAL"): string =>
    [
      `SET ${scope} statement_timeout = ${statementMs}`,
      `SET ${scope} lock_timeout = ${lockMs}`,
      `SET ${scope} idle_in_transaction_session_timeout = ${idleInTransactionMs}`,
      `SELECT set_config('synchronous_commit', 'on', ${scope === "LOCAL"})
         WHERE current_setting('synchronous_commit') <> 'remote_apply'`,
      `SET ${scope} client_min_messages = warning`,
      `SET ${scope} tokenwell.node = '${node}'`,
    ].join("; ");
  return { ofSession: set("SESSION"), ofTransaction: set("LOCAL") };
}
