// Run by the tests as another process: `child.ts <command> <options as JSON>`. It prints one line per step.
import { closeSync, openSync, unlinkSync } from "node:fs";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { systemClock } from "../../../src/clock.ts";
import { Locks } from "../../../src/store/sqlite/locks.ts";
import { openSqlite, type SqliteOptions } from "../../../src/store/sqlite/store.ts";
import { sampleClient, secret } from "../../support/samples.ts";
import { storeIdOf } from "./store-id.ts";

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
const told = () => lines.next();

interface ChildOptions extends SqliteOptions {
  readonly id: string;
  readonly times: number;
  /** Text of the SQL before which this process dies. */
  readonly diesAt?: string;
}

/** Runs SQL up to a text in the first migration after schema 5, 6 or 7, and then kills this process. */
function dieAt(text: string): void {
  const { exec } = DatabaseSync.prototype;
  let isMigrating = false;
  DatabaseSync.prototype.exec = function (sql) {
    isMigrating ||= /_00[67]|CREATE TABLE session/.test(sql);
    const end = isMigrating ? sql.indexOf(text) : -1;
    exec.call(this, end < 0 ? sql : sql.slice(0, end));
    if (end >= 0) process.kill(process.pid, "SIGKILL");
  };
}

const commands: Record<string, (options: ChildOptions) => Promise<void>> = {
  /** Opens a store as soon as it is told to, with a umask that forbids nothing, and puts a client. */
  async open(options) {
    process.umask(0);
    say("ready");
    await told();
    const store = await openSqlite({ ...options, clock: systemClock });
    await store.clients.put(sampleClient());
    say({ storeId: storeIdOf(options.database), fingerprint: store.fingerprint(secret("same")) });
    await told();
    await store.close();
  },

  /** Opens a store of an earlier schema as soon as it is told to, and says the schema that it has then. */
  async migrate({ diesAt, ...options }) {
    if (diesAt !== undefined) dieAt(diesAt);
    say("ready");
    await told();
    const store = await openSqlite({ ...options, clock: systemClock });
    const db = new DatabaseSync(options.database, { readOnly: true });
    say(db.prepare("SELECT schema_version AS version FROM store").get()?.version);
    db.close();
    await store.close();
  },

  /** Takes a lock and keeps it until it is told to let go, or dies. */
  async hold({ locks, id }) {
    const lock = new Locks(locks).acquire(id);
    say("held");
    await told();
    lock.release();
    say("released");
  },

  /** Looks at a lock many times and says how often it seemed held. */
  async probe({ locks, id, times }) {
    const probes = new Locks(locks);
    say("ready");
    await told();
    say(Array.from({ length: times }, () => probes.isLocked(id)).filter(Boolean).length);
  },

  /** Takes and releases a lock, so many times; says how often it was inside together with another. */
  async contend({ locks, id, times }) {
    const here = new Locks(locks);
    say("ready");
    await told();
    let together = 0;
    for (let left = times; left > 0; left -= 1) {
      try {
        const lock = here.acquire(id);
        try {
          closeSync(openSync(`${locks}.inside`, "wx"));
          unlinkSync(`${locks}.inside`);
        } catch {
          together += 1;
        }
        lock.release();
      } catch {
        // Busy: the other has it.
      }
    }
    say(together);
  },

  /** Adds 1 to the generation of the connection, so many times. */
  async count({ id, times, ...options }) {
    const store = await openSqlite({ ...options, clock: systemClock });
    say("ready");
    await told();
    for (let left = times; left > 0; left -= 1) {
      await store.connections.update(id, ({ connection }) => ({
        change: { connection: { generation: connection.generation + 1 } },
        result: null,
      }));
    }
    await store.close();
    say("done");
  },
};

const [, , command = "", options = "{}"] = process.argv;
await commands[command]?.(JSON.parse(options) as ChildOptions);
process.exit(0);
