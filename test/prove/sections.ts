import { explore } from "../../packages/core/test/model/check.ts";
import { variants } from "../../packages/core/test/model/variants.ts";
import { histories, plans } from "../../packages/core/test/simulation/plans.ts";
import { seeded } from "../../packages/core/test/simulation/scheduler.ts";
import { rulesOff } from "../../packages/core/test/simulation/spoiled.ts";
import { PostgresServer } from "../../packages/core/test/support/postgres/server.ts";
import { chaos } from "./chaos.ts";
import { type Kind, kinds, ProofProvider } from "./crash-cell.ts";
import { diskTroubles, runDisk } from "./disk.ts";
import { besideLoops, busyLoops, expiries, expiryCrowds } from "./expiry.ts";
import { applies } from "./fault.ts";
import { longLived } from "./long-lived.ts";
import { faults, runCell, runF7AtFullLength } from "./matrix.ts";
import type { End, Verdict } from "./oracle.ts";
import { postgresFaults, runPostgresFault } from "./postgres-faults.ts";
import { othersOfCrowd, randomKills } from "./random-kills.ts";
import { type Row, rowOf } from "./report.ts";
import { rulesMissed, violationsWithout } from "./rules-off.ts";
import { sessionsUnderKills } from "./sessions.ts";
import { movesUnderKills } from "./store-moves.ts";
import { type Engine, type EngineName, postgres, sqlite } from "./stores.ts";
import { proveWork } from "./work.ts";
import type { WorkPlan } from "./work-verdict.ts";

/** How much of everything. */
export interface Amount {
  readonly seeds: number;
  readonly runsPerCell: number;
  readonly kills: number;
  readonly badLines: number;
  readonly expiries: number;
  readonly longLived: { readonly processes: number; readonly expiries: number };
  readonly sessions: { readonly sessions: number; readonly expiries: number };
  readonly work: Pick<WorkPlan, "connections" | "seconds" | "lifeSeconds" | "killEverySeconds">;
  readonly engines: readonly EngineName[];
}

/** A part of the proof that can be run alone. */
export type Section = (amount: Amount) => AsyncGenerator<Row>;

/** What waits most of the time shares two cores. */
const atOnce = 4;

async function* model(): AsyncGenerator<Row> {
  for (const [what, variant] of variants) yield explored(what, variant);
}

function explored(what: string, variant: Parameters<typeof explore>[0]): Row {
  const begunMs = Date.now();
  const { states, violations } = explore(variant);
  const found = [...violations].map(([violation, way]) => `${violation}: ${way}`);
  return { section: "model", what, count: states, violations: found, tookMs: Date.now() - begunMs };
}

async function* simulation({ seeds }: Amount): AsyncGenerator<Row> {
  const each = Math.ceil(seeds / plans.length);
  for (const [what, plan] of plans) {
    const begunMs = Date.now();
    const { outcomes, violations } = await histories(plan, each);
    yield {
      section: "simulation",
      what,
      count: outcomes.length,
      lost: outcomes.filter(({ isLost }) => isLost).length,
      lastChances: outcomes.reduce((sum, { lastChances }) => sum + lastChances, 0),
      violations,
      tookMs: Date.now() - begunMs,
    };
  }
}

/** Rows of a provider of each kind. */
async function* ofEachKind(rows: (provider: ProofProvider) => AsyncGenerator<Row>): AsyncGenerator<Row> {
  for (const kind of kinds) yield* at(kind, rows);
}

/** Rows of each engine with a provider of each kind. */
async function* ofEachEngine(
  { engines }: Amount,
  rows: (provider: ProofProvider, engine: Engine) => AsyncGenerator<Row>,
): AsyncGenerator<Row> {
  for (const name of engines) {
    const engine = await engineOf(name);
    for await (const row of ofEachKind((provider) => rows(provider, engine))) yield { ...row, engine: name };
  }
}

const engineOf = async (name: EngineName): Promise<Engine> =>
  name === "sqlite" ? sqlite : postgres(await databaseUrl());

let started: Promise<PostgresServer> | undefined;

/** A new database of one real server, whose disk counts, and which ends with this process. */
async function databaseUrl(): Promise<string> {
  started ??= PostgresServer.start({ settings: { max_connections: 500 } });
  const server = await started;
  return server.url(await server.createDatabase());
}

async function* at(kind: Kind, rows: (provider: ProofProvider) => AsyncGenerator<Row>): AsyncGenerator<Row> {
  const provider = await ProofProvider.open(kind);
  try {
    yield* rows(provider);
  } finally {
    await provider.close();
  }
}

const matrix: Section = (amount) =>
  ofEachEngine(amount, async function* (provider, engine) {
    const { kind } = provider;
    const cells = faults.filter((fault) => applies(fault, kind, engine.name));
    const { runsPerCell } = amount;
    yield* inParallel(cells, (fault) => {
      const what = `${kind} ${fault.point} ${fault.what}`;
      return cellRow({ section: "matrix", what, runs: runsPerCell }, () =>
        runCell(provider, fault, { engine }),
      );
    });
    const what = `${kind} F7 at full length`;
    yield await cellRow({ section: "matrix", what, runs: 1 }, () => runF7AtFullLength(provider, engine));
  });

/** What only a database elsewhere can do to us. */
const database: Section = ({ engines, runsPerCell }) =>
  ofEachKind(async function* (provider) {
    if (!engines.includes("postgres")) return;
    const { kind } = provider;
    const url = await databaseUrl();
    const cells = postgresFaults.filter(({ not }) => not?.[kind] === undefined);
    for await (const row of inParallel(cells, (fault) => {
      const what = `${kind} ${fault.point} ${fault.what}`;
      return cellRow({ section: "database", what, runs: runsPerCell }, () =>
        runPostgresFault(provider, fault, url),
      );
    }))
      yield { ...row, engine: "postgres" };
  });

async function cellRow(
  { runs, section, what }: { readonly section: string; readonly what: string; readonly runs: number },
  run: () => Promise<Verdict>,
): Promise<Row> {
  const begunMs = Date.now();
  const verdicts: Verdict[] = [];
  for (let done = 0; done < runs; done += 1) verdicts.push(await run().catch(failed));
  return rowOf(section, what, verdicts, begunMs);
}

const failed = (error: unknown): Verdict => {
  const end: End = "kept";
  return { end, violations: [String(error)], presentations: 0, lastChances: 0 };
};

/** With the protocol's own times, on a machine that has more to do than it can. */
const expiry: Section = (amount) =>
  ofEachEngine(amount, async function* (provider, engine) {
    const { expiries: count } = amount;
    for (const crowd of expiryCrowds) {
      const begunMs = Date.now();
      const violations = await besideLoops(busyLoops, () => expiries(provider, crowd, { count, engine }));
      const what = `${provider.kind} ${crowd.point} at full length beside ${busyLoops} endless loops`;
      yield { section: "expiry", what, count, violations, tookMs: Date.now() - begunMs };
    }
  });

const kills: Section = (amount) =>
  ofEachEngine(amount, async function* (provider, engine) {
    const { kills: count } = amount;
    const begunMs = Date.now();
    const each = Math.ceil(count / kinds.length / atOnce);
    const seeds = Array.from({ length: atOnce }, (_, index) => index + 1);
    const all = await Promise.all(seeds.map((seed) => randomKills(provider, each, seeded(seed), { engine })));
    yield rowOf("kills", `${provider.kind}, at random times`, all.flat(), begunMs);
    const crowdedMs = Date.now();
    const crowds = await randomKills(provider, each, seeded(atOnce + 1), { engine, isCrowd: true });
    yield rowOf("kills", `${provider.kind}, among ${othersOfCrowd} other refreshes`, crowds, crowdedMs);
  });

const proxy: Section = (amount) =>
  ofEachEngine(amount, async function* (provider, engine) {
    const { badLines } = amount;
    const begunMs = Date.now();
    const seeds = Array.from({ length: badLines }, (_, index) => index + 1);
    const verdicts: Verdict[] = [];
    for await (const verdict of inParallel(seeds, (seed) =>
      chaos(provider, seeded(seed), engine).catch(failed),
    ))
      verdicts.push(verdict);
    yield rowOf("proxy", `${provider.kind}, three processes on a bad line`, verdicts, begunMs);
  });

const disk: Section = ({ engines }) =>
  ofEachKind(async function* (provider) {
    if (!engines.includes("sqlite")) return;
    for (const trouble of diskTroubles.filter(({ missing }) => missing === null)) {
      const begunMs = Date.now();
      const verdict = await runDisk(provider, trouble).catch(failed);
      yield rowOf("disk", `${provider.kind}, ${trouble.what}`, [verdict], begunMs);
    }
  });

/** Each rule switched off, in the matrix and in the simulation. */
/** Plans in which each rule is missed. */
const hardPlans: readonly string[] = ["grace, a long overlap", "strict, much trouble"];

async function* rules(): AsyncGenerator<Row> {
  yield* at("strict", async function* (provider) {
    for (const missed of rulesMissed)
      yield await redRow(`without '${missed.rule}'`, () => violationsWithout(provider, missed));
  });
  for (const [rule, off] of Object.entries(rulesOff))
    yield await redRow(`simulation without '${rule}'`, async () => {
      const hard = plans.filter(([what]) => hardPlans.includes(what));
      const all = hard.map(([, plan]) => histories({ ...plan, ...off }, 60));
      return (await Promise.all(all)).flatMap(({ violations }) => violations);
    });
}

/** What is counted are the violations that were found, and wrong is to find none. */
async function redRow(what: string, find: () => Promise<readonly string[]>): Promise<Row> {
  const begunMs = Date.now();
  const { length: count } = await find();
  const violations = count === 0 ? ["nobody noticed"] : [];
  return { section: "rules", what: `${what}: red`, count, violations, tookMs: Date.now() - begunMs };
}

async function* living({ engines, longLived: size }: Amount): AsyncGenerator<Row> {
  for (const engine of engines) {
    const begunMs = Date.now();
    const { presentations, violations } = await longLived(size, await storeOf(engine));
    const what = `${size.processes} processes, ${size.expiries} expiries, oidc-provider`;
    const tookMs = Date.now() - begunMs;
    yield { section: "long-lived", engine, what, count: presentations, violations, tookMs };
  }
}

/** Address of an empty store for programs of ours; `undefined` where it is in their home. */
const storeOf = async (engine: EngineName): Promise<string | undefined> =>
  engine === "sqlite" ? undefined : await databaseUrl();

async function* webSessions({ engines, sessions: amount }: Amount): AsyncGenerator<Row> {
  for (const engine of engines) {
    const begunMs = Date.now();
    const store = await storeOf(engine);
    // A process that was killed counts as gone after 80 seconds of silence, which no test can move.
    const most = { mostKills: engine === "sqlite" ? Number.POSITIVE_INFINITY : 8 };
    const run = await sessionsUnderKills({ ...amount, ...most, store }, seeded(5));
    const { expiries: count, kills, lastChances, lost, violations } = run;
    const what = `two servers, ${amount.sessions} sessions, oidc-provider, ${kills} kills`;
    yield {
      ...{ section: "sessions", engine, what, count, lost, lastChances, violations },
      tookMs: Date.now() - begunMs,
    };
  }
}

async function* storeMoves(): AsyncGenerator<Row> {
  await using server = await PostgresServer.start();
  const url = server.adminUrl(await server.createDatabase()).replace("//postgres:", "//tokenwell:");
  const begunMs = Date.now();
  const { kills: count, violations } = await movesUnderKills(url);
  const what = "SQLite to PostgreSQL and back, killed after each change";
  yield { section: "store-move", engine: "postgres", what, count, violations, tookMs: Date.now() - begunMs };
}

/** Workers on one queue, one of which is killed again and again. Larger ones: tools/prove-work.ts. */
async function* workers({ engines, work: amount }: Amount): AsyncGenerator<Row> {
  for (const engine of engines)
    for (const rotation of ["static", "strict"] as const) {
      const begunMs = Date.now();
      const { kills, lost, refreshes, violations } = await proveWork({
        ...{ ...amount, workers: 3, concurrency: 16, rotation, store: await storeOf(engine) },
      });
      const what = `${rotation}, 3 workers, ${amount.connections} connections, ${kills} kills`;
      const tookMs = Date.now() - begunMs;
      yield { section: "work", engine, what, count: refreshes, lost, violations, tookMs };
    }
}

/** The parts of the proof, in the order in which they run. */
export const sections: Readonly<Record<string, Section>> = {
  model,
  simulation,
  matrix,
  database,
  expiry,
  kills,
  proxy,
  disk,
  rules,
  "long-lived": living,
  sessions: webSessions,
  "store-move": storeMoves,
  work: workers,
};

/** What does not apply, and why. */
export function notApplicable(): readonly string[] {
  const cells = [...faults, ...postgresFaults].flatMap(({ not = {}, point, what }) =>
    Object.entries(not).map(([where, why]) => `${point} ${what}, ${where as Kind | EngineName}: ${why}`),
  );
  const troubles = diskTroubles.flatMap(({ missing, what }) =>
    missing === null ? [] : [`${what}: ${missing}`],
  );
  return [...cells, ...troubles, ...elsewhere];
}

const elsewhere: readonly string[] = [
  "F5 headers written: headers and body leave in one write",
  "F16-F19 spool, failover, sqlite: nothing comes between a process and its file",
  "disk, postgres: the disk is the server's; without one nothing is committed, as in F18",
  "rules, postgres: they are the protocol's, which has no part that knows an engine",
  "F29 first code exchange: test/strangers/crash.test.ts",
  "F34, F35 copied and restored stores: test/strangers/copied-store.test.ts",
];

/** Runs some at once and gives each result as it comes. */
async function* inParallel<T, R>(items: readonly T[], work: (item: T) => Promise<R>): AsyncGenerator<R> {
  const running = new Map<number, Promise<readonly [number, R]>>();
  for (const [index, item] of items.entries()) {
    if (running.size >= atOnce) yield await nextOf(running);
    running.set(
      index,
      work(item).then((result) => [index, result] as const),
    );
  }
  while (running.size > 0) yield await nextOf(running);
}

async function nextOf<R>(running: Map<number, Promise<readonly [number, R]>>): Promise<R> {
  const [index, result] = await Promise.race(running.values());
  running.delete(index);
  return result;
}
