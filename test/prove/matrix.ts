import { setTimeout as pause } from "node:timers/promises";
import { ClientAuthentication } from "../../packages/core/src/model.ts";
import { defaultDeadlines } from "../../packages/core/src/refresh/schedule.ts";
import { Secret } from "../../packages/core/src/secret.ts";
import type { CrashCell, ProofProvider } from "./crash-cell.ts";
import { scaled } from "./deadlines.ts";
import { expectOneRequestEach, expiryCrowds } from "./expiry.ts";
import {
  cutBehindRefreshToken,
  defect,
  expectExactly,
  type Fault,
  heldAt,
  hourMs,
  killedAt,
  longer,
  orders,
  own,
  type Rule,
  stepped,
  stoppedAt,
  stoppedWhile,
  told,
} from "./fault.ts";
import { judge, ledgerViolations, type Verdict } from "./oracle.ts";
import { inUndisturbedCell } from "./pulse.ts";
import { type Engine, sqlite } from "./stores.ts";

const takeovers: readonly Fault[] = [
  {
    point: "F21",
    what: "the process that takes over is killed, too",
    does: async (cell, ruleOff) => {
      await own("F4", "").does(cell, ruleOff);
      const next = await cell.start(orders(ruleOff, { site: "F3", act: "kill" }));
      await next.ask();
      await next.gone;
    },
  },
  {
    point: "F22",
    what: "late answer after the takeover committed",
    not: { strict: "no process takes over while the owner lives: see F7 stopped" },
    does: async (cell, ruleOff) => {
      const { asked, exchange } = await heldAt(cell, "answer", orders(ruleOff));
      const next = await cell.start(orders(ruleOff));
      await next.ask({ waitMs: scaled(1_000) });
      exchange.go();
      await asked;
    },
  },
  {
    point: "F23",
    what: "ghost request of a dead process arrives within the delivery margin",
    strict: "lost",
    does: async (cell, ruleOff) => {
      const { exchange, process } = await heldAt(cell, "request", orders(ruleOff));
      await process.kill();
      const next = await cell.start(orders(ruleOff));
      const asked = next.ask({ waitMs: scaled(300) });
      await pause(scaled(700));
      exchange.go();
      await asked;
    },
  },
];

/** Migration of a later version, which may only add to tables that an attempt is written in. */
const migration = `
  ALTER TABLE attempt ADD COLUMN later TEXT;
  ALTER TABLE connection ADD COLUMN later TEXT NOT NULL DEFAULT '';
  UPDATE store SET schema_version = schema_version + 1`;

const changes: readonly Fault[] = [
  {
    point: "F24",
    what: "second login during an attempt",
    does: async (cell, ruleOff) => {
      const { asked, exchange } = await heldAt(cell, "answer", orders(ruleOff));
      const second = await cell.provider.grant();
      await cell.connect(second, "n2");
      exchange.go();
      await asked;
      const now = await cell.store.connections.read({ id: "n1" });
      if (now?.connection.tokenFamilyId !== "n2") throw new Error("a late answer replaced a new login");
    },
  },
  {
    point: "F26",
    what: "the app is moved to another address during an attempt",
    does: async (cell, ruleOff) => {
      const { asked, exchange } = await heldAt(cell, "answer", orders(ruleOff));
      const moved = cell.move();
      await pause(300);
      const before = await cell.store.clients.list();
      exchange.go();
      await Promise.all([asked, moved]);
      const after = await cell.store.clients.list();
      expectExactly(1, before[0]?.version ?? 0, "is the version of the app before");
      expectExactly(2, after[0]?.version ?? 0, "is the version of the app after");
    },
  },
  {
    point: "F26",
    what: "the keys are replaced during an attempt",
    does: async (cell, ruleOff) => {
      // A rotation waits for transactions that run beside: longer than a shortened exchange may.
      const full = orders(ruleOff, { deadlines: defaultDeadlines });
      const { asked, exchange } = await heldAt(cell, "answer", full);
      await cell.rotateKeys();
      exchange.go();
      const got = JSON.stringify(await asked);
      if (!got.includes("token")) throw new Error(`no token: ${got}`);
    },
  },
  {
    point: "F26",
    what: "the keys are replaced after a process died with its attempt open",
    does: async (cell, ruleOff) => {
      await own("F11", "").does(cell, ruleOff);
      await cell.rotateKeys();
    },
  },
  {
    point: "F27",
    what: "a newer program changes the schema during an attempt",
    does: async (cell, ruleOff) => {
      const { asked, exchange } = await heldAt(cell, "answer", orders(ruleOff));
      await cell.place.exec(migration);
      exchange.go();
      const got = JSON.stringify(await asked);
      if (!got.includes("token")) throw new Error(`the answer was not handed out: ${got}`);
      // The processes that judge are no newer ones.
      await cell.place.exec("UPDATE store SET schema_version = schema_version - 1");
    },
  },
  {
    point: "F30",
    what: "wall clock an hour on, right before the write",
    does: (cell, ruleOff) => stepped(cell, ruleOff, hourMs),
  },
  {
    point: "F30",
    what: "wall clock an hour back, right before the write",
    does: (cell, ruleOff) => stepped(cell, ruleOff, -hourMs),
  },
  {
    point: "F20",
    what: "disk full when the answer comes, then room",
    not: { postgres: "the disk is the server's; one without room is F18" },
    does: async (cell, ruleOff) => {
      cell.relay.rewrite = longer;
      const process = await cell.start(orders(ruleOff, { site: "F10", act: "full" }));
      const asked = process.ask();
      await Promise.race([process.noticed("unsaved"), asked]);
      process.tell({ room: true });
      await asked;
      cell.relay.rewrite = (answer) => answer;
    },
  },
];

/** Logs out and judges: in the end nothing is stored, and nothing of the family works at the provider. */
async function loggedOut(cell: CrashCell): Promise<Verdict> {
  const process = await cell.start();
  const got = await process.logout();
  const violations = [...(await ledgerViolations(cell))];
  if (got === undefined || !("code" in got) || got.code !== "logged_out")
    violations.push(`not logged out: ${JSON.stringify(got)}`);
  if (await cell.store.connections.read({ id: "n1" }))
    violations.push("a connection is stored that was logged out");
  const presentations = cell.presentations().length;
  for (const token of cell.issued())
    if (await cell.provider.isAlive(token, cell.granted))
      violations.push("logged out, and a refresh token works");
  return { end: "kept", violations, presentations, lastChances: 0 };
}

const endings: readonly Fault[] = [
  {
    point: "F25",
    what: "logout during an attempt",
    does: async (cell, ruleOff) => {
      const { asked, exchange } = await heldAt(cell, "answer", orders(ruleOff));
      const leaving = await cell.start(orders(ruleOff));
      const left = leaving.logout();
      await cell.status("revoking");
      exchange.go();
      await Promise.all([asked, left]);
    },
    judges: loggedOut,
  },
  {
    point: "F33",
    what: "killed when the provider had revoked",
    does: async (cell, ruleOff) => {
      const process = await cell.start(orders(ruleOff, { site: "F33", act: "kill" }));
      await process.logout();
      await process.gone;
    },
    judges: loggedOut,
  },
  {
    point: "F36",
    what: "client secret changed: killed when the old one was refused",
    clientId: "web",
    does: async (cell, ruleOff) => {
      await cell.store.clients.put(
        cell.client({
          authentication: ClientAuthentication.of("client_secret_post", Secret.of("old")),
          nextAuthentication: ClientAuthentication.of("client_secret_post", cell.secret),
        }),
      );
      await own("F10", "").does(cell, ruleOff);
    },
  },
];

/** Crowds with the protocol's own times, so that a refresh on a slow machine does not look like an owner that stands still. */
const atOnce = expiryCrowds.map(
  (crowd): Fault => ({
    point: crowd.point,
    what: crowd.what,
    does: async (cell, ruleOff) => {
      const full = orders(ruleOff, { deadlines: defaultDeadlines });
      const ready = [1, 2, 3, 4].map(() => cell.start(full));
      await expectOneRequestEach(cell, await Promise.all(ready), crowd);
    },
  }),
);

/** Fault points that apply to both engines. */
export const faults: readonly Fault[] = [
  own("F1", "killed before transaction 1"),
  own("F2", "killed inside transaction 1"),
  own("F3", "killed when it was committed"),
  own("F4", "killed when connected, nothing written"),
  killedAt(
    { point: "F6", what: "killed when all is written, and it never arrives", strict: "kept" },
    "request",
    "drop",
  ),
  killedAt(
    { point: "F6", what: "killed when all is written, and it arrives", strict: "lost" },
    "request",
    "go",
  ),
  killedAt({ point: "F7", what: "killed when the provider has decided", strict: "lost" }, "answer", "drop"),
  killedAt(
    { point: "F8", what: "killed after the headers of the answer", strict: "lost" },
    "headers",
    "drop",
  ),
  killedAt({ point: "F9", what: "killed inside the body of the answer", strict: "lost" }, "body", "drop"),
  own("F10", "killed when the body was read", "lost"),
  own("F11", "killed when judging had failed"),
  own("F12", "killed inside transaction 2", "lost"),
  own("F13", "killed right after its commit"),
  own("F14", "killed before the memory knew"),
  own("F15", "killed before it was handed out"),
  stoppedAt("F4"),
  stoppedAt("F4", "sleep"),
  stoppedWhile("F6", "request"),
  stoppedWhile("F7", "answer"),
  stoppedWhile("F8", "headers"),
  stoppedWhile("F9", "body"),
  stoppedAt("F10"),
  stoppedAt("F12"),
  ...takeovers,
  ...changes,
  ...endings,
  told("SIGINT", (command) => command.kill("SIGINT")),
  told("SIGTERM", (command) => command.kill("SIGTERM")),
  told("SIGHUP", (command) => command.kill("SIGHUP")),
  told("its output closed", (command) => command.stdout?.destroy()),
  ...atOnce,
  defect("status 201", (answer) => answer.replace("200 OK", "201 Created")),
  defect("content type text/html", (answer) => answer.replace(/application\/json/i, "text/html")),
  defect("a token type that needs a key", (answer) => answer.replace('"Bearer"', '"DPoP"  ')),
  defect("cut off behind the refresh token", cutBehindRefreshToken),
];

/** Options of a cell. */
interface CellOptions {
  /** Default: SQLite. */
  readonly engine?: Engine;
  /** Rule that its processes break. Default: none. */
  readonly ruleOff?: Rule;
}

/** Runs one fault once on a fresh family. */
export function runCell(
  provider: ProofProvider,
  fault: Fault,
  { engine = sqlite, ruleOff }: CellOptions = {},
): Promise<Verdict> {
  const { clientId } = fault;
  const run = async (cell: CrashCell): Promise<Verdict> => {
    await fault.does(cell, ruleOff);
    if (fault.judges) return await fault.judges(cell);
    // No client can make it safe: its answer may come after another process had to take it for gone.
    if (fault.pauses && engine.name === "postgres" && provider.kind === "strict")
      return await judge(cell, "unsafe");
    return await judge(cell, provider.kind === "strict" ? (fault.strict ?? "kept") : "kept");
  };
  return inUndisturbedCell(provider, run, { engine, ...(clientId && { clientId }) });
}

/** Runs the lost answer with the times of the protocol as they are. */
export function runF7AtFullLength(provider: ProofProvider, engine: Engine): Promise<Verdict> {
  const run = async (cell: CrashCell): Promise<Verdict> => {
    const { exchange, process } = await heldAt(cell, "answer", { deadlines: defaultDeadlines });
    await process.kill();
    exchange.drop();
    const next = await cell.start({ deadlines: defaultDeadlines });
    await next.ask({ waitMs: 120_000 });
    return await judge(cell, provider.kind === "strict" ? "lost" : "kept");
  };
  return provider.inCell(run, { engine });
}
