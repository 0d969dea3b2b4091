// Run by the tests as another process, which uses a store all the time until its stdin ends, and counts what fails.
import { setImmediate } from "node:timers/promises";
import { systemClock } from "../../../src/clock.ts";
import { openPostgres } from "../../../src/store/postgres/store.ts";
import { readCached } from "../../../src/store/sqlite/cached.ts";
import { openSqlite, type SqliteOptions } from "../../../src/store/sqlite/store.ts";
import { sampleToken, startMs } from "../../support/samples.ts";

const [options = "{}", cookieHash = ""] = process.argv.slice(2);
const places = JSON.parse(options) as SqliteOptions;
const url = process.env.TOKENWELL_STORE;
let isOver = false;
process.stdin.on("end", () => {
  isOver = true;
});
process.stdin.resume();
const store =
  url === undefined
    ? await openSqlite({ ...places, busyTimeoutMs: 50, clock: systemClock })
    : await openPostgres({ url, key: places.key, clock: systemClock });
const failures: string[] = [];
let done = 0;
process.stdout.write("ready\n");
while (!isOver) {
  // SQLite answers at once, so the end of stdin would never be seen.
  await setImmediate();
  try {
    const state = await store.connections.read({ name: "acme" });
    if (state === undefined) throw new TypeError("acme is gone");
    const { connection } = state;
    state.connection.refreshToken?.expose();
    await store.connections.update(connection.id, (now) => ({
      change: {
        connection: { refreshToken: now.connection.refreshToken, generation: now.connection.generation + 1 },
        accessToken: sampleToken(now.connection, { generation: now.connection.generation + 1 }),
      },
      result: null,
    }));
    const session = await store.sessions.byCookie(cookieHash);
    if (session === undefined) throw new TypeError("the session is gone");
    await store.sessions.touch(new Map([[session.id, systemClock.nowMs()]]));
    await store.clients.list();
    const cached = { ...places, name: "acme", minTtlMs: 0, nowMs: startMs };
    // Another process may replace the key between the reading of key and data. A command then goes the long way.
    const isFound = () => [1, 2, 3].some(() => readCached(cached) !== undefined);
    if (url === undefined && done % 10 === 0 && !isFound())
      throw new TypeError("the short way finds no token");
    done += 1;
  } catch (error) {
    failures.push(String(error));
  }
}
await store.close();
process.stdout.write(`${JSON.stringify({ done, failures })}\n`);
