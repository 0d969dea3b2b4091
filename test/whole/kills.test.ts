import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Emulator, startEmulator, visit } from "@tokenwell/emulator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../../packages/core/test/support/remove-folder.ts";
import { Machine } from "../strangers/machine.ts";
import type { Running } from "../strangers/running.ts";
import { printedAddress } from "../strangers/scene.ts";
import { Person, type Surroundings } from "./person.ts";

// Every command after every kill of every other command: what a killed process left costs the next one nothing. Here
// after every fifth kill, each of which takes seconds; after all of them in `npm run prove`.

const diesAt = new URL("dies-at.cjs", import.meta.url).pathname;

let emulator: Emulator;
let machine: Machine;
let person: Person;

beforeAll(async () => {
  // Tokens that do not rotate: each pair begins with the same files, and the provider does not notice.
  emulator = await startEmulator({ rotation: "static" });
  machine = new Machine();
  person = await Person.at(emulator, "alice", machine.home);
});

afterAll(async () => {
  await machine.dispose();
  await emulator.close();
});

const app = (): readonly string[] => [emulator.issuer, ...person.app];

async function killed(running: Running): Promise<void> {
  running.kill("SIGKILL");
  expect(await running.ended).toMatchObject({ signal: "SIGKILL" });
}

/** Starts a login that waits for the browser. */
async function waiting(args: readonly string[], require?: string, env = {}) {
  const running = machine.start(["login", ...app(), "--no-browser", ...args], {
    env,
    ...(require && { require }),
  });
  const [, url = ""] = await running.err.matching(printedAddress);
  return { running, url };
}

/** Completes a login in the browser of a process that dies when it has stored a value. */
async function dyingLogin(value: string, args: readonly string[]): Promise<void> {
  const { running, url } = await waiting(args, diesAt, { TEST_DIES_AT: value });
  const end = await visit(url, { login: "alice" });
  await fetch(end).catch(() => undefined);
  expect(await running.ended).toMatchObject({ signal: "SIGKILL" });
}

/** Runs a command that dies when it has stored a value. */
async function dying(value: string, args: readonly string[], input = ""): Promise<void> {
  const running = machine.start(args, { require: diesAt, env: { TEST_DIES_AT: value }, input });
  expect(await running.ended).toMatchObject({ signal: "SIGKILL" });
}

/** Kills a command whose refresh the provider has processed and not yet answered. */
async function killedInRefresh(args: readonly string[], input = ""): Promise<void> {
  emulator.faults.arm({ fault: "hold" });
  const running = machine.start(args, { input });
  await emulator.faults.whenHeld();
  await killed(running);
  emulator.faults.clear();
}

/** A refresh token that another program got. */
async function foreignToken(): Promise<string> {
  const other = await Person.at(emulator, "bob");
  const { stdout } = await other.run(["login", emulator.issuer, ...other.app, "--print"]);
  other.leave();
  return stdout;
}

const connect = async (): Promise<void> => {
  const { code, stderr } = await person.run(["login", ...app(), "--name", "acme"]);
  if (code !== 0) throw new Error(stderr);
};

/** The commands, and the exit codes of a machine without a connection and of one with acme. */
const commands: Readonly<Record<string, readonly [nothing: number, connected: number]>> = {
  "token acme": [3, 0],
  "token acme --refresh": [3, 0],
  "request acme /api/hello": [3, 0],
  "status acme": [3, 0],
  "set acme idle-life=30d": [3, 0],
  upkeep: [0, 0],
  "export acme --refresh-token --yes": [3, 0],
  "import … new": [0, 0],
  "login … --name new": [0, 0],
  "login … --name acme": [0, 0],
  "logout acme": [3, 0],
};

function connectedCodes(): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(commands).map(([command, [, code]]) => [command, code]));
}

interface Kill {
  /** Whether the connection acme was there before. */
  readonly isConnected: boolean;
  readonly kill: () => Promise<void>;
  /** Exit codes that differ from those of a machine on which nothing was killed. */
  readonly differs?: Readonly<Record<string, number>>;
}

const kills: Readonly<Record<string, Kill>> = {
  "the first login, while it waits for the browser": {
    isConnected: false,
    kill: async () => killed((await waiting(["--name", "acme"])).running),
  },
  "the first login, between answer and connection": {
    isConnected: false,
    kill: () => dyingLogin("answered", ["--name", "acme"]),
    // The next command finishes it.
    differs: connectedCodes(),
  },
  "a second login, while it waits for the browser": {
    isConnected: true,
    kill: async () => killed((await waiting(["--name", "work"])).running),
  },
  "a login again, between answer and connection": {
    isConnected: true,
    kill: () => dyingLogin("answered", ["--name", "acme"]),
  },
  "a login again, before its test refresh": {
    isConnected: true,
    kill: () => dyingLogin("pending", ["--name", "acme"]),
  },
  "a login for another program, before it is printed": {
    isConnected: true,
    kill: () => dyingLogin("answered", ["--print"]),
  },
  "token, in its refresh": { isConnected: true, kill: () => killedInRefresh(["token", "acme", "--refresh"]) },
  "status --check, in its refresh": { isConnected: true, kill: () => killedInRefresh(["status", "--check"]) },
  "upkeep, in its refresh": {
    isConnected: true,
    kill: async () => {
      machine.offsetMs = 20 * 24 * 3_600_000;
      await person.run(["set", "acme", "idle-life=30d"]);
      await killedInRefresh(["upkeep"]);
      machine.offsetMs = 0;
    },
  },
  "import, in its test refresh": {
    isConnected: true,
    kill: async () =>
      killedInRefresh(
        ["import", emulator.issuer, "work", "--client-id", "demo", "--public"],
        await foreignToken(),
      ),
  },
  "logout, before the provider is asked": {
    isConnected: true,
    kill: () => dying("revoking", ["logout", "acme"]),
    // The user wanted an end: only logout goes on, and every sentence names it.
    differs: {
      "token acme": 2,
      "token acme --refresh": 2,
      "request acme /api/hello": 2,
      "status acme": 4,
      upkeep: 4,
      "export acme --refresh-token --yes": 2,
    },
  },
};

async function next(command: string): Promise<{ readonly code: number; readonly stderr: string }> {
  const isImport = command.startsWith("import");
  const more = isImport ? [emulator.issuer, "--client-id", "demo", "--public"] : app();
  const argv = command.split(" ").flatMap((word) => (word === "…" ? more : [word]));
  const surroundings: Surroundings = isImport ? { input: await foreignToken() } : {};
  return await person.run(argv, surroundings);
}

const isWhole = process.env.TOKENWELL_ALL_PAIRS !== undefined;
const chosen = Object.entries(kills).filter((_, index) => isWhole || index % 5 === 0);

describe.each(chosen)("after %s was killed", (_what, { isConnected, kill, differs = {} }) => {
  let left: string;

  beforeAll(async () => {
    removeFolder(machine.home);
    if (isConnected) await connect();
    await kill();
    left = join(machine.folder, "left");
    cpSync(machine.home, left, { recursive: true });
  });

  afterAll(() => rmSync(left, { recursive: true }));

  test.each(Object.entries(commands))("%s", async (command, [nothing, connected]) => {
    removeFolder(machine.home);
    cpSync(left, machine.home, { recursive: true });
    const expected = differs[command] ?? (isConnected ? connected : nothing);
    const { code, stderr } = await next(command);
    expect({ code, stderr: code === expected ? "" : stderr }).toEqual({ code: expected, stderr: "" });
    expect(stderr).not.toContain("fault of tokenwell");
  });
});
