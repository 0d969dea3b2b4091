// The cost of a live session for a request: requests per second, and processor time of the server's process, behind a guard
// that reads the session, against the bare framework with the same handler in the same run. Goals: 0.85 for Express, 0.7
// for Hono, and as many with 1,000,000 sessions as with 1,000. Another process commits to the store once a second.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { openSessions } from "@tokenwell/session";
import { appIdOf, cookieNamesOf } from "../packages/session/src/cookie-names.ts";
import { median } from "./connected.ts";
import { load } from "./http-load.ts";
import { addSessions, app, cookieOf, databaseOf } from "./session-store.ts";

const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [1_000, 10_000, 1_000_000];
const frameworks = ["express", "hono", "fastify", "node"] as const;
const goals: Readonly<Record<string, string>> = { express: "; goal 0.85", hono: "; goal 0.7" };
const rounds = 9;
const connections = 32;
/** Requests of one round: about a second. */
const requests = 6_000;
/** Users whose requests follow each other at random. */
const mostUsers = 10_000;

const { session: cookieName } = cookieNamesOf(app);

/** A server in a process of its own. */
class Server {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #port: number;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, port: number) {
    this.#child = child;
    this.#lines = lines;
    this.#port = port;
  }

  static async start(...words: readonly string[]): Promise<Server> {
    const program = join(import.meta.dirname, "session-server.ts");
    const child = spawn(process.execPath, [...profiled(), program, ...words], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return new Server(child, lines, Number((await lines.next()).value));
  }

  /** Loads it once. Each request is of one of the first `users`. */
  async measure(users: number): Promise<Figures> {
    const [beforeUs, begunMs] = [await this.#usedUs(), performance.now()];
    const cookie = (): string => `${cookieName}=${cookieOf(Math.floor(Math.random() * users))}`;
    await load(this.#port, { connections, requests, cookie });
    const seconds = (performance.now() - begunMs) / 1000;
    return { perSecond: requests / seconds, us: ((await this.#usedUs()) - beforeUs) / requests };
  }

  async stop(): Promise<void> {
    const exit = once(this.#child, "exit");
    this.#child.stdin?.end();
    await exit;
  }

  async #usedUs(): Promise<number> {
    this.#child.stdin?.write("used\n");
    return Number((await this.#lines.next()).value);
  }
}

/** With `BENCH_PROFILE=FOLDER` each server writes a profile of its processor time there. */
const profiled = (): readonly string[] =>
  process.env.BENCH_PROFILE ? ["--cpu-prof", `--cpu-prof-dir=${process.env.BENCH_PROFILE}`] : [];

/** Requests per second, and microseconds of processor time of the server for each. */
interface Figures {
  readonly perSecond: number;
  readonly us: number;
}

const home = await mkdtemp(join(tmpdir(), "tokenwell-bench-"));
try {
  // Makes the store and its key.
  await (await openSessions({ ...app, home })).close();
  const { size: emptyBytes } = statSync(databaseOf(home));
  let filled = 0;
  for (const size of sizes) {
    const begunMs = performance.now();
    addSessions(home, { appId: appIdOf(app), first: filled, end: size, real: mostUsers });
    filled = size;
    const bytes = (statSync(databaseOf(home)).size - emptyBytes) / size;
    const filling = ((performance.now() - begunMs) / 1000).toFixed(0);
    console.log(
      `${size.toLocaleString("en")} sessions, ${bytes.toFixed(0)} bytes each; filled in ${filling} s`,
    );
    for (const framework of frameworks) await compare(framework, Math.min(mostUsers, size));
  }
} finally {
  await rm(home, { recursive: true });
}

/** Measures a bare framework, one session, and those of many users, in turn. */
async function compare(framework: string, users: number): Promise<void> {
  const bare = await Server.start(framework);
  const guarded = await Server.start(framework, home);
  const stop = commitEachSecond(databaseOf(home));
  const all: { bare: Figures[]; one: Figures[]; many: Figures[] } = { bare: [], one: [], many: [] };
  // The first round of each is for the compiler.
  for (let round = 0; round <= rounds; round += 1) {
    const figures = {
      bare: await bare.measure(1),
      one: await guarded.measure(1),
      many: await guarded.measure(users),
    };
    if (round === 0) continue;
    for (const key of ["bare", "one", "many"] as const) all[key].push(figures[key]);
  }
  stop();
  await Promise.all([bare.stop(), guarded.stop()]);
  const floor = `${median(all.bare.map(({ perSecond }) => perSecond)).toFixed(0)}/s, ${median(all.bare.map(({ us }) => us)).toFixed(0)} µs`;
  console.log(`  ${framework.padEnd(8)} bare ${floor}`);
  for (const [label, key] of [
    ["one session", "one"],
    [`${users.toLocaleString("en")} users`, "many"],
  ] as const)
    console.log(`    ${label.padEnd(14)} ${ratioOf(all[key], all.bare)}${goals[framework] ?? ""}`);
}

/** The median and the range of the ratios of rounds that were measured in turn, and the processor time. */
function ratioOf(ours: readonly Figures[], floor: readonly Figures[]): string {
  const ratios = ours.map(({ perSecond }, round) => perSecond / (floor[round]?.perSecond ?? Number.NaN));
  const shares = ours.map(({ us }, round) => (floor[round]?.us ?? Number.NaN) / us);
  const range = `${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}`;
  const us = median(ours.map((each) => each.us));
  return `${median(ratios).toFixed(2)} of its requests per second (${range}); ${us.toFixed(0)} µs, ${median(shares).toFixed(2)} by processor time`;
}

/** Commits from this process, which is another one than the server's. */
function commitEachSecond(path: string): () => void {
  const database = new DatabaseSync(path, { timeout: 5_000 });
  database.exec("PRAGMA synchronous = 2");
  const timer = setInterval(() => database.exec("INSERT INTO used_token VALUES (randomblob(32), 0)"), 1_000);
  return () => {
    clearInterval(timer);
    database.close();
  };
}
