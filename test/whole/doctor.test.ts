import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { hash } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { widthOf } from "@tokenwell/core";
import { type Emulator, type EmulatorOptions, startEmulator } from "@tokenwell/emulator";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Person } from "./person.ts";

// Each finding of doctor, in an installation that has the fault.

const minute = 60_000;
const day = 24 * 60 * minute;

let emulator: Emulator;
/** The folder of an installation with the connection acme, to copy. */
let pattern: Person;

beforeAll(async () => {
  emulator = await startEmulator({});
  pattern = await connected(emulator);
});

afterAll(async () => {
  pattern.leave();
  await emulator.close();
});

async function connected(at: Emulator, options: EmulatorOptions = {}): Promise<Person> {
  const person = await Person.at(at);
  const target = options.personality === undefined ? [] : [options.personality, "--host"];
  const { code, stderr } = await person.run(["login", ...target, at.issuer, ...person.app, "--name", "acme"]);
  if (code !== 0) throw new Error(stderr);
  return person;
}

/** A user with an installation: moved, so that it is no copy of the pattern. */
async function installed(options?: EmulatorOptions): Promise<Person> {
  const own = options === undefined ? emulator : await startEmulator(options);
  const person = options === undefined ? await connected(own) : await connected(own, options);
  onTestFinished(async () => {
    person.leave();
    if (own !== emulator) await own.close();
  });
  return person;
}

const database = ({ folder }: Person): string => join(folder, "data", "tokenwell.db");
const key = ({ folder }: Person): string => join(folder, "config", "key");

interface Told {
  readonly check: string;
  readonly level: string;
  readonly code: string;
  readonly message: string;
  readonly command: string | null;
}

/** Runs doctor, and returns its faults. */
async function faults(person: Person, env: Readonly<Record<string, string>> = {}): Promise<readonly Told[]> {
  const { code, stdout, stderr } = await person.run(["doctor", "--json"], { env });
  expect(stderr).toBe("");
  const { healthy, findings } = JSON.parse(stdout) as { healthy: boolean; findings: readonly Told[] };
  const found = findings.filter(({ level }) => level !== "ok");
  expect([code, healthy]).toEqual(found.length === 0 ? [0, true] : [1, false]);
  for (const { command } of found) expect(command).not.toMatch(/\{\w+\}|^$/);
  return found;
}

const codes = (found: readonly Told[]): readonly string[] => found.map(({ code }) => code);

/** Every file below a folder, with its bytes, permissions and time of change. */
function contents(folder: string): ReadonlyMap<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name));
  return new Map(
    files.map((path) => {
      const { mode, mtimeMs } = statSync(path);
      const content = statSync(path).isFile() ? `${mtimeMs} ${hash("sha256", readFileSync(path))}` : "";
      return [path, `${mode} ${content}`];
    }),
  );
}

describe("a healthy installation", () => {
  test("prints a short calm report and exits with 0, before the first login too", async () => {
    const person = await Person.at(emulator);
    onTestFinished(() => person.leave());
    const empty = await person.run(["doctor"]);
    expect([empty.code, empty.stderr]).toEqual([0, ""]);
    expect(empty.stdout).toContain("nothing is stored yet");
    expect(readdirSync(person.folder)).toEqual([]);
    const { code, stdout } = await pattern.run(["doctor"]);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n").length).toBeLessThan(14);
    expect(stdout).toMatch(/^✓ key .*\n(✓ .*\n| {3,}.*\n)+\nNothing to mend\.\n$/);
  });

  test("is not changed, and no secret of it is shown", async () => {
    const before = contents(pattern.folder);
    const { stdout } = await pattern.run(["doctor", "--json"]);
    const after = contents(pattern.folder);
    // SQLite makes two files beside the data for a reader; they hold nothing.
    const own = (all: ReadonlyMap<string, string>) =>
      [...all].filter(([path]) => !/-(?:shm|wal)$/.test(path));
    expect(own(after)).toEqual(own(before));
    expect(stdout).not.toMatch(/CANARY|eyJ/);
  });

  test.each(["en_US.UTF-8", "ja_JP.UTF-8"])("fits 80 columns in %s", async (LANG) => {
    const person = await installed();
    chmodSync(database(person), 0o644);
    const { stdout } = await person.run(["doctor"], { env: { LANG, NODE_TLS_REJECT_UNAUTHORIZED: "0" } });
    const prose = stdout.split("\n").filter((line) => !line.includes("/"));
    expect(prose.filter((line) => widthOf(line) > 80)).toEqual([]);
    expect(stdout).not.toMatch(/\{\w+\}|undefined/);
  });
});

describe("a fault in files is found, and its command mends it", () => {
  test.each<readonly [string, (person: Person) => void]>([
    ["key_readable", (person) => chmodSync(key(person), 0o644)],
    ["folder_open", (person) => chmodSync(join(person.folder, "config"), 0o777)],
    ["folder_open", (person) => chmodSync(join(person.folder, "data"), 0o775)],
    ["data_readable", (person) => chmodSync(database(person), 0o640)],
  ])("%s", async (code, harm) => {
    const person = await installed();
    harm(person);
    const found = await faults(person);
    expect(codes(found)).toEqual([code]);
    execFileSync("sh", ["-c", found[0]?.command ?? ""]);
    expect(await faults(person)).toEqual([]);
  });

  test("key_missing, with data that needs it", async () => {
    const person = await installed();
    renameSync(key(person), `${key(person)}.away`);
    const found = await faults(person);
    expect(codes(found)).toEqual(["key_missing"]);
    expect(found[0]?.command).toBe("tokenwell keys restore FILE");
    const restored = await person.run(["keys", "restore", `${key(person)}.away`]);
    expect(restored).toMatchObject({ code: 0 });
    expect(await faults(person)).toEqual([]);
  });

  test("key_wrong", async () => {
    const person = await installed();
    writeFileSync(key(person), `tokenwell-key-1 ${Buffer.alloc(32, 7).toString("base64url")}\n`);
    expect(codes(await faults(person))).toEqual(["key_wrong"]);
  });

  test("data of a newer tokenwell, and damaged data", async () => {
    const person = await installed();
    const db = new DatabaseSync(database(person));
    db.exec("UPDATE store SET schema_version = 99; PRAGMA wal_checkpoint(TRUNCATE)");
    db.close();
    expect(codes(await faults(person))).toEqual(["store_newer"]);
    const bytes = readFileSync(database(person));
    bytes.fill(0x5a, 8192, 20_480);
    writeFileSync(database(person), bytes);
    expect(codes(await faults(person))).toContain("damaged");
  });

  test("a folder that Syncthing or Dropbox copies", async () => {
    const person = await installed();
    mkdirSync(join(person.folder, ".stfolder"));
    expect(codes(await faults(person))).toEqual(["key_synced", "data_synced"]);
    const folder = mkdtempSync(join(tmpdir(), "tokenwell-synced-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const home = join(folder, "Dropbox", "tokenwell");
    cpSync(pattern.folder, home, { recursive: true });
    expect(codes(await faults(await Person.at(emulator, "alice", home)))).toEqual(
      expect.arrayContaining(["key_synced", "data_synced"]),
    );
  });

  test("a copy of data that is in use elsewhere", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tokenwell-copy-"));
    cpSync(pattern.folder, folder, { recursive: true });
    const copy = await Person.at(emulator, "alice", folder);
    onTestFinished(() => copy.leave());
    const found = await faults(copy);
    expect(found).toMatchObject([{ code: "store_copied", command: "tokenwell upkeep --adopt" }]);
    await copy.run(["upkeep", "--adopt"]);
    expect(await faults(copy)).toEqual([]);
  });
});

describe("a fault of the environment is found", () => {
  test.each<readonly [string, Readonly<Record<string, string>>]>([
    ["proxy_invalid", { HTTPS_PROXY: "socks5://user:CANARY@proxy:1" }],
    ["proxy_twice", { HTTPS_PROXY: "http://a:1", https_proxy: "http://user:CANARY@b:1" }],
    ["proxy_http_only", { HTTP_PROXY: "http://user:CANARY@a:1" }],
    ["ca_unreadable", { NODE_EXTRA_CA_CERTS: "/none/ca.pem" }],
    ["ca_empty", { NODE_EXTRA_CA_CERTS: import.meta.filename }],
    ["checks_off", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }],
  ])("%s", async (code, env) => {
    const person = await Person.at(emulator);
    onTestFinished(() => person.leave());
    const found = await faults(person, env);
    expect(codes(found)).toEqual([code]);
    expect(JSON.stringify(found)).not.toContain("CANARY");
  });

  test.each([
    ["clock_ahead", 5 * minute],
    ["clock_behind", -5 * minute],
  ] as const)("%s of the provider", async (code, ms) => {
    const person = await Person.at(emulator, "alice", pattern.folder);
    person.clock.advance(ms);
    const found = await faults(person);
    expect(codes(found)).toContain(code);
    expect(found.find((one) => one.code === code)?.message).toMatch(/^(?:5|4) min /);
  });

  test("a provider that cannot be reached", async () => {
    const own = await startEmulator({});
    const person = await connected(own);
    onTestFinished(() => person.leave());
    await own.close();
    expect(await faults(person)).toMatchObject([{ check: "network", code: "unreachable" }]);
  });
});

describe("a connection that something must be done for is found", () => {
  test("neglected: idle for half of its time, and refreshed by nothing", async () => {
    const person = await installed();
    await person.run(["set", "acme", "idle-life=30d"]);
    person.clock.advance(20 * day);
    const found = await faults(person);
    expect(found.find(({ check }) => check === "connections")).toMatchObject({
      code: "neglected",
      message: expect.stringMatching(/^acme ends in (?:9|10) days/),
      command: expect.stringMatching(/^tokenwell upkeep /),
    });
    expect((await person.run(["upkeep"])).code).toBe(0);
    expect(codes(await faults(person))).not.toContain("neglected");
  });

  test("waiting for upkeep, which does not run, or no more", async () => {
    const person = await installed();
    const ofConnections = async () => (await faults(person)).find(({ check }) => check === "connections");
    expect(await ofConnections()).toBeUndefined();
    await person.run(["set", "acme", "--on", "needs-login", "notify"]);
    expect(await ofConnections()).toMatchObject({
      code: "upkeep_missing",
      command: "tokenwell upkeep install",
    });
    await person.run(["upkeep"]);
    expect(await ofConnections()).toBeUndefined();
    person.clock.advance(3 * day);
    const stopped = { code: "upkeep_stopped", message: expect.stringMatching(/^upkeep has not run since /) };
    expect(await ofConnections()).toMatchObject(stopped);
    expect((await person.run(["upkeep", "install"])).code).toBe(0);
  });

  test("ending, and broken", async () => {
    const person = await installed({ personality: "auth0" });
    person.clock.advance(20 * day);
    expect((await faults(person)).find(({ check }) => check === "connections")).toMatchObject({
      code: "ending",
      command: "tokenwell renew acme",
    });
    person.emulator.revokeGrants("alice");
    await person.run(["token", "acme", "--refresh"]);
    expect((await faults(person)).find(({ check }) => check === "connections")).toMatchObject({
      code: "broken",
      command: "tokenwell status acme",
    });
  });
});

describe.runIf(process.platform === "linux")("a process that uses the data is found", () => {
  /** Starts a child and ends it with the test. */
  function child(file: string, args: readonly string[]): ChildProcess {
    const running = spawn(file, args, { stdio: ["ignore", "pipe", "ignore"] });
    onTestFinished(() => {
      running.kill("SIGKILL");
    });
    return running;
  }

  test("process_stopped, as Ctrl-Z does", async () => {
    const person = await installed();
    const running = child("tail", ["-f", database(person)]);
    await once(running.stdout ?? running, "data");
    running.kill("SIGSTOP");
    await expect.poll(() => readFileSync(`/proc/${running.pid}/stat`, "utf8")).toContain(") T ");
    expect(await faults(person)).toMatchObject([
      { code: "process_stopped", command: `kill -CONT ${running.pid}` },
    ]);
  });

  test("other_version: another tokenwell on the same data", async () => {
    const person = await installed();
    const other = join(person.folder, "other", "tokenwell");
    mkdirSync(join(other, "bin"), { recursive: true });
    writeFileSync(join(other, "package.json"), '{"name":"tokenwell","version":"0.0.1"}');
    const script = join(other, "bin", "tokenwell.cjs");
    const code = `require("node:fs").openSync(${JSON.stringify(database(person))});console.log(1);setInterval(()=>{},1000)`;
    writeFileSync(script, code);
    const running = child(process.execPath, [script]);
    await once(running.stdout ?? running, "data");
    expect(await faults(person)).toMatchObject([
      { check: "versions", code: "other_version", message: expect.stringContaining("0.0.1") },
    ]);
  });
});
