import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { adoptChild, repository } from "../children.ts";
import { BridgeHome } from "../mcp-bridge.ts";
import { McpServer } from "../mcp-server.ts";

// What people do: five sessions of an agent with one MCP server and one login, whose refresh tokens rotate.

const clients = 5;
const expiries = 20;
const expiresIn = 3;
const killEveryMs = 4_000;
/** Milliseconds in which clients that refresh by themselves may go on. */
const aloneMs = 75_000;

interface Tally {
  calls: number;
  failed: string[];
  loggedOut: number;
  connections: number;
}

/** One client in a process of its own, followed line by line. */
class Session {
  readonly child: ChildProcess;
  bridge = 0;

  constructor(argv: readonly string[], env: Readonly<Record<string, string>>, tally: Tally) {
    this.child = spawn(process.execPath, [join(import.meta.dirname, "mcp-client.mjs"), ...argv], {
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    adoptChild(this.child);
    if (this.child.stdout === null) return;
    createInterface({ input: this.child.stdout }).on("line", (line) => {
      const { called, failed, loggedOut, connected, bridge } = JSON.parse(line);
      if (called) tally.calls += 1;
      if (failed !== undefined) tally.failed.push(failed);
      if (loggedOut) tally.loggedOut += 1;
      if (connected) tally.connections += 1;
      if (connected) this.bridge = bridge ?? 0;
    });
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await ended;
  }
}

/** Kills a bridge, unless its client is starting another one. */
function isKilled(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

const newTally = (): Tally => ({ calls: 0, failed: [], loggedOut: 0, connections: 0 });

function summary(
  server: McpServer,
  tally: Tally & { readonly kills: number; readonly since: number },
): object {
  const outcomes = server.refreshes.slice(tally.since).map(({ outcome }) => outcome);
  const count = (wanted: string) => outcomes.filter((outcome) => outcome === wanted).length;
  const { calls, failed, loggedOut, connections, kills } = tally;
  const figures = { clients, calls, connections, kills, loggedOut, failedCalls: failed.length };
  return { ...figures, refreshed: count("issued"), reused: count("reused"), refused: count("ended") };
}

test("five clients over bridges refresh once for each expiry, while one bridge is killed every few seconds", async () => {
  const server = await McpServer.start({ expiresIn });
  onTestFinished(() => server.close());
  const home = new BridgeHome();
  onTestFinished(() => home.remove());
  await home.logIn(server, "docs");
  const since = server.refreshes.length;
  const tally = newTally();
  const bridge = [
    process.execPath,
    join(repository, "packages/cli/bin/tokenwell.cjs"),
    "mcp",
    "bridge",
    "docs",
  ];
  const sessions = Array.from({ length: clients }, () => new Session(["bridge", ...bridge], home.env, tally));
  onTestFinished(async () => {
    await Promise.all(sessions.map((session) => session.end()));
  });
  let kills = 0;
  while (
    server.refreshes.length - since < expiries &&
    server.refreshes.every(({ outcome }) => outcome === "issued")
  ) {
    await sleep(killEveryMs);
    const { bridge: pid = 0 } = sessions[kills % clients] ?? {};
    if (pid === 0) continue;
    if (isKilled(pid)) kills += 1;
  }
  const said = summary(server, { ...tally, kills, since });
  console.log(said);
  expect(said).toMatchObject({ loggedOut: 0, reused: 0, refused: 0 });
  // Only what was under way in a bridge that was killed has failed.
  expect(tally.failed.length).toBeLessThanOrEqual(kills);
  expect(tally.calls).toBeGreaterThan(expiries * clients);
});

test("the same clients by themselves, over one file of tokens, log each other out", async () => {
  const server = await McpServer.start({ expiresIn });
  onTestFinished(() => server.close());
  const home = new BridgeHome();
  onTestFinished(() => home.remove());
  const file = join(home.folder, "tokens.json");
  writeFileSync(file, JSON.stringify(await server.grant()));
  const tally = newTally();
  const start = () => new Session(["alone", server.address, file], {}, tally);
  const sessions = Array.from({ length: clients }, start);
  onTestFinished(async () => {
    await Promise.all(sessions.map((session) => session.end()));
  });
  let kills = 0;
  for (let passedMs = 0; passedMs < aloneMs && tally.loggedOut < clients; passedMs += killEveryMs) {
    await sleep(killEveryMs);
    const index = kills % clients;
    await sessions[index]?.end();
    sessions[index] = start();
    kills += 1;
  }
  const said = summary(server, { ...tally, kills, since: 0 });
  console.log(said);
  expect(tally.loggedOut).toBeGreaterThan(0);
});
