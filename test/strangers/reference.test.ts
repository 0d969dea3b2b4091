import { cpSync, readFileSync, renameSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import type { Visit } from "@tokenwell/emulator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { repository } from "./children.ts";
import type { Calling } from "./machine.ts";
import { Provider } from "./provider.ts";
import type { Ended } from "./running.ts";
import { Scene } from "./scene.ts";

// Every row and example of docs/reference/command.md, with the real command against one emulator.

interface Row {
  readonly when: string;
  readonly command: string;
  readonly exit: number;
}

const page = (path: string): string => readFileSync(`${repository}docs/${path}`, "utf8");

/** The rows of the table with three columns; an empty first cell repeats the one above. */
function rowsOf(text: string): Row[] {
  let when = "";
  return [...text.matchAll(/^\| (.*?) ?\| `(tokenwell.*?)` \| (\d+) \|$/gm)].map(
    ([, cell = "", command = "", exit]) => {
      when = cell || when;
      return { when, command, exit: Number(exit) };
    },
  );
}

const rows = rowsOf(page("reference/command.md"));
const hour = 3_600_000;

let provider: Provider;
let scene: Scene;
let salesforce: Provider;

beforeAll(async () => {
  provider = await Provider.start();
  scene = await Scene.open(provider);
});

afterAll(async () => {
  await scene.dispose();
  for (const each of [provider, salesforce]) await each?.stop();
});

/** Set-up and surroundings of the commands of one situation. */
interface Situation {
  /** Brings the machine there. The situations follow each other on one machine. */
  readonly enter?: () => Promise<void>;
  /** The rest of the command in place of "…". */
  readonly more?: () => readonly string[];
  readonly calling?: () => Calling;
  /** What the person does at the address that a login prints. */
  readonly person?: (url: string) => Promise<Visit | undefined>;
  /** Ends a command that waits. */
  readonly signal?: "SIGINT";
  readonly leave?: () => Promise<void>;
}

const app = (): readonly string[] => scene.loginArgs.slice(1);
const importApp = (): readonly string[] => [provider.issuer, "--client-id", "demo", "--public"];
const busy = { fault: "status", status: 503, retryAfter: "1", times: 9 };
const cleared = (): Promise<void> => provider.clearFaults();

async function connect(): Promise<void> {
  await scene.connect(["--name", "acme"]);
}

/** A store of its own for the situations of Salesforce. */
async function connectSalesforce(): Promise<void> {
  salesforce ??= await Provider.start({ personality: "salesforce" });
  const previous = scene;
  scene = await Scene.open(salesforce);
  await previous.dispose();
  const { ended } = await scene.loginAt([
    "salesforce",
    "acme",
    "--host",
    salesforce.issuer,
    "--client-id",
    "demo",
    "--public",
  ]);
  if (ended.code !== 0) throw new Error(ended.stderr);
}

/** Another machine and another provider, both at the present time. */
async function connectAnew(): Promise<void> {
  await scene.dispose();
  await provider.stop();
  provider = await Provider.start();
  scene = await Scene.open(provider);
  await connect();
}

let taken: ReturnType<typeof createServer>;
const key = (): string => scene.machine.key;

const situations: Readonly<Record<string, Situation>> = {
  "the command line is wrong": {},
  "the question is about tokenwell itself": {},
  "nothing is connected": {},
  "no terminal, and the app is not known": { calling: () => ({ input: "CANARY\n" }) },
  "the person denies": { more: app, person: (url) => scene.visitor().goThrough(url, { decision: "deny" }) },
  "the client secret is wrong": {
    more: app,
    person: (url) => scene.visitor().goThrough(url),
    enter: () => provider.arm({ fault: "status", status: 401, body: '{"error":"invalid_client"}', times: 2 }),
    leave: cleared,
  },
  "the provider gives no refresh token": {
    more: app,
    person: (url) => scene.visitor().goThrough(url),
    enter: () => provider.arm({ fault: "missing", names: ["refresh_token"] }),
    leave: cleared,
  },
  "another program has the port of the callback": {
    more: app,
    enter: async () => {
      taken = createServer().listen(scene.port, "127.0.0.1");
    },
    leave: () => new Promise((resolve) => taken.close(() => resolve())),
  },
  "Ctrl-C comes while it waits for the browser": {
    more: app,
    person: async () => undefined,
    signal: "SIGINT",
  },
  "the person allows": { more: app, person: (url) => scene.visitor().goThrough(url) },
  "another person allows than `acme` is of": {
    more: app,
    person: (url) => scene.visitor().goThrough(url, { login: "bob" }),
  },
  "the connection works": {},
  "a refresh token on stdin is of no use": { more: importApp, calling: () => ({ input: "CANARY_none\n" }) },
  "two connections, and none is named": { enter: () => scene.connect(["--name", "work"]) },
  "the provider is busy (503)": { enter: () => provider.arm(busy), leave: cleared },
  "the answer to a refresh was lost": { enter: () => provider.arm({ fault: "drop-after" }), leave: cleared },
  "the provider refuses the refresh token": { enter: () => scene.advance(2 * hour) },
  "the refresh token is handed over": { enter: connectAnew },
  "the data is a copy of what is in use elsewhere": {
    enter: async () => {
      await connectAnew();
      const { machine } = scene;
      const other = join(machine.folder, "copy");
      cpSync(machine.home, other, { recursive: true });
      await scene.token(["acme", "--refresh"]);
      machine.env = { ...machine.env, TOKENWELL_HOME: other };
    },
  },
  "the provider has stopped the account": {
    enter: async () => {
      await connectSalesforce();
      await salesforce.setBlocked("alice", true);
    },
    leave: () => salesforce.setBlocked("alice", false),
  },
  "the provider answers for another account": { enter: () => salesforce.arm({ fault: "wrong-subject" }) },
  "the key is missing": {
    more: app,
    enter: async () => {
      await connectAnew();
      renameSync(key(), `${key()}.away`);
    },
    leave: async () => renameSync(`${key()}.away`, key()),
  },
  "the provider cannot be reached": {
    more: () => (isImport ? importApp() : app()),
    calling: () => ({ input: "CANARY_none\n" }),
    enter: () => provider.stop(),
  },
  "the emulator runs until Ctrl-C": { signal: "SIGINT" },
};

/** Whether the command of the row is an import, which takes other options than a login. */
let isImport = false;

/** Runs the built command in this process, without a terminal. */
async function runHere(args: readonly string[], { env, input = "" }: Calling): Promise<Ended> {
  const { run: built }: typeof import("../../packages/cli/src/run.ts") = await import(
    `${repository}packages/cli/dist/command.mjs`
  );
  const texts = { stdout: "", stderr: "" };
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  stdout.on("data", (chunk) => {
    texts.stdout += String(chunk);
  });
  stderr.on("data", (chunk) => {
    texts.stderr += String(chunk);
  });
  stdin.end(input);
  const code = await built(args, { stdin, stdout, stderr, env: { ...scene.machine.environment(env) } });
  return { code, signal: null, ...texts };
}

/** Runs the command of a row as its situation wants it. */
async function run({ command }: Row, situation: Situation): Promise<Ended> {
  isImport = command.startsWith("tokenwell import");
  const words = command.split(" ").slice(1);
  const args = words.flatMap((word) => (word === "…" ? (situation.more?.() ?? []) : [word]));
  const calling = situation.calling?.() ?? {};
  if (situation.person) {
    const begun = await scene.start(args, calling);
    await situation.person(begun.url);
    if (situation.signal) begun.running.kill(situation.signal);
    return await begun.running.ended;
  }
  // A process costs ten times the command: it is needed for a signal and for another time.
  if (!situation.signal && scene.machine.offsetMs === 0) return await runHere(args, calling);
  const running = scene.machine.start(args, calling);
  if (situation.signal) {
    await running.err.matching(/Ctrl-C/);
    running.kill(situation.signal);
  }
  return await running.ended;
}

/** The example of the page with this name. */
function example(text: string, name: string): unknown {
  const [, json = "null"] = new RegExp(`^\`\`\`json ${name}\\n(.*)\\n\`\`\`$`, "m").exec(text) ?? [];
  return JSON.parse(json);
}

/** The members of a value and their types; `null` may stand for any, and a list for any number of its first entry. */
function shapeOf(value: unknown): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== "object") return typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}

/** Puts `null` where the other one has it, at every depth. */
function levelled(shape: unknown, other: unknown): unknown {
  if (other === null || shape === null) return null;
  if (Array.isArray(shape)) return Array.isArray(other) ? [levelled(shape[0], other[0])] : shape;
  if (typeof shape !== "object") return shape;
  const members: Readonly<Record<string, unknown>> = typeof other === "object" ? { ...other } : {};
  return Object.fromEntries(
    Object.entries(shape).map(([name, member]) => [
      name,
      name in members ? levelled(member, members[name]) : member,
    ]),
  );
}

/** Expects of a line of output that it has the members of the page's example. */
function expectAs(name: string, line: string): void {
  const [real, shown] = [shapeOf(JSON.parse(line)), shapeOf(example(page("reference/command.md"), name))];
  expect(levelled(real, shown)).toEqual(levelled(shown, real));
}

test("the page has a row for every situation, and knows how to enter each", () => {
  expect([...new Set(rows.map(({ when }) => when))]).toEqual(Object.keys(situations));
});

test("the Japanese page has the same commands and exit codes", () => {
  const essence = (all: readonly Row[]) => all.map(({ command, exit }) => `${command} ${exit}`);
  expect(essence(rowsOf(page("ja/reference/command.md")))).toEqual(essence(rows));
});

describe.each(Object.entries(situations))("%s", (when, situation) => {
  beforeAll(async () => situation.enter?.());
  afterAll(async () => situation.leave?.());

  test.each(rows.filter((row) => row.when === when))("`$command` exits with $exit", async (row) => {
    const { code, stderr, stdout } = await run(row, situation);
    expect({ code, ...(code === row.exit ? {} : { stderr, stdout }) }).toEqual({ code: row.exit });
    // No code but 0 goes without a word.
    if (row.exit !== 0 && row.exit !== 130) expect(stderr + stdout).not.toBe("");
  });
});

describe("the output for programs is as the page shows it", () => {
  const machine = () => scene.machine;

  beforeAll(async () => {
    await scene.dispose();
    provider = await Provider.start();
    scene = await Scene.open(provider);
  });

  test("of login, and of import, which reads what export wrote", async () => {
    const { ended } = await scene.login(["--name", "acme", "--json"]);
    expectAs("login", ended.stdout);
    const exported = await machine().run(["export", "acme", "--refresh-token", "--yes", "--json"]);
    expectAs("export", exported.stdout);
    const imported = await machine().run(["import", "acme", "--json"], { input: exported.stdout });
    expectAs("login", imported.stdout);
  });

  test.each([
    ["token", ["token", "acme", "--json"]],
    ["status", ["status", "acme", "--json"]],
    ["upkeep", ["upkeep", "--json"]],
    ["move", ["move", "acme", "ssh://server", "--back", "--json"]],
    ["set", ["set", "acme", "max-life=365d", "--json"]],
    ["on", ["set", "acme", "--on", "expiring", "none", "--json"]],
    ["snippet", ["snippet", "salesforce", "--lang", "go", "--step", "refresh", "--json"]],
    ["use", ["use", "git", "acme", "--host", "git.example.com", "--no-try", "--json"]],
    ["doctor", ["doctor", "--json"]],
    ["explain", ["explain", "HTTP 400 invalid_grant", "--stage", "refresh", "--json"]],
  ])("of %s", async (name, args) => {
    const { code, stderr, stdout } = await machine().run(args);
    expect([code, stdout.split("\n").length]).toEqual([0, 2]);
    expectAs(name, stdout);
    if (name !== "set" && name !== "on") expect(stderr).toBe("");
  });

  test("of status, as a list", async () => {
    const { stdout } = await machine().run(["status", "--json"]);
    const [first, ...more] = JSON.parse(stdout);
    expect(more).toEqual([]);
    expectAs("status", JSON.stringify(first));
  });

  test.each(["en_US.UTF-8", "ja_JP.UTF-8"])("of an error, the same in %s", async (language) => {
    await provider.arm({ ...busy, retryAfter: "30" });
    machine().language = language;
    const { code, stderr, stdout } = await machine().run(["token", "acme", "--refresh", "--json"]);
    machine().language = "en_US.UTF-8";
    await provider.clearFaults();
    expect([code, stdout]).toEqual([4, ""]);
    expectAs("error", stderr.trimEnd().split("\n").at(-1) ?? "");
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "refresh_rejected", exitCode: 4 } });
  });

  test("of an error in the command line", async () => {
    const { code, stderr } = await machine().run(["tokn", "--json"]);
    expect(code).toBe(2);
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: "unknown_command_did_you_mean",
        message: 'no command "tokn"; did you mean token?',
        advice: ["tokenwell help"],
        exitCode: 2,
      },
    });
  });

  test("of logout", async () => {
    expectAs("logout", (await machine().run(["logout", "acme", "--json"])).stdout);
  });

  test("of a cause and a hook in a status", async () => {
    await scene.login(["--name", "ended"]);
    await machine().run(["set", "ended", "--on", "needs-login", "--", "/bin/true"]);
    await provider.revokeGrants("alice");
    await machine().run(["token", "ended", "--refresh"]);
    await machine().run(["upkeep", "--hooks"]);
    const { stdout } = await machine().run(["status", "ended", "--json"]);
    expectAs("cause", JSON.stringify(JSON.parse(stdout).causes[0]));
    expectAs("hook", JSON.stringify(JSON.parse(stdout).hooks[0]));
  });

  test("of work, which a signal ends well", async () => {
    const running = machine().start(["work", "--json"]);
    await running.err.matching(/Refreshing what is due/);
    running.kill("SIGTERM");
    const { code, stdout } = await running.ended;
    expect(code).toBe(0);
    expectAs("work", stdout);
  });

  test("of the store", async () => {
    expectAs("store", (await machine().run(["store", "--json"])).stdout);
  });

  test("of the emulator", async () => {
    const running = machine().start(["emulator", "--port", "0", "--json"]);
    const [line] = await running.out.matching(/^.*\n/);
    running.kill("SIGINT");
    expectAs("emulator", line);
    expect(await running.ended).toMatchObject({ code: 130 });
  });

  test("and the Japanese page shows the same", () => {
    const [en, ja] = [page("reference/command.md"), page("ja/reference/command.md")];
    for (const [, name = ""] of en.matchAll(/^```json (\w+)$/gm))
      expect(shapeOf(example(ja, name))).toEqual(shapeOf(example(en, name)));
  });
});
