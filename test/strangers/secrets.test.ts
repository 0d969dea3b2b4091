import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RecordedSecret } from "@tokenwell/emulator";
import { type Decision, Visitor } from "@tokenwell/emulator";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../packages/core/test/support/free-port.ts";
import { StoreRows } from "../../packages/core/test/support/store-rows.ts";
import { isOnPostgres } from "../../packages/core/test/support/test-store.ts";
import { Evidence, formsOf, leaksOf } from "./leaks.ts";
import { type Calling, Machine } from "./machine.ts";
import { Provider } from "./provider.ts";
import type { Ended } from "./running.ts";
import { printedAddress } from "./scene.ts";

const kinds = [
  "access_token",
  "authorization_code",
  "client_secret",
  "code_verifier",
  "id_token",
  "refresh_token",
];

/** One machine whose every word and file is gathered. */
class WatchedMachine {
  readonly provider: Provider;
  readonly machine = new Machine();
  readonly evidence = new Evidence();
  readonly #loginArgs: readonly string[];

  constructor(provider: Provider, port: number) {
    this.provider = provider;
    // What the system shows of a process is evidence.
    this.machine.startsNode = true;
    const app = [
      "--client-id",
      "app",
      "--client-secret-file",
      this.secretFile("CANARY_client_secret_of_app"),
    ];
    this.#loginArgs = ["login", provider.issuer, ...app, "--port", String(port), "--no-browser"];
  }

  secretFile(secret: string): string {
    const path = join(this.machine.folder, `secret-${secret.length}`);
    writeFileSync(path, secret, { mode: 0o600 });
    return path;
  }

  /** Runs a command. Its stdout is evidence too, unless its job is to print a token. */
  async run(args: readonly string[], prints: "words" | "a token" = "words", calling: Calling = {}) {
    const ended = await this.machine.run(args, calling);
    this.#gather(args, ended, prints);
    return ended;
  }

  /** Runs a command and looks around while the provider holds its answer back. */
  async runHeld(args: readonly string[], prints: "words" | "a token" = "words"): Promise<Ended> {
    await this.provider.arm({ fault: "hold" });
    const running = this.machine.start(args);
    await this.#whileHeld(running.pid, args);
    const ended = await running.ended;
    this.#gather(args, ended, prints);
    return ended;
  }

  async login(args: readonly string[] = [], decision: Decision = {}): Promise<Ended> {
    const denies = decision.decision === "deny";
    if (!denies) await this.provider.arm({ fault: "hold" });
    const running = this.machine.start([...this.#loginArgs, ...args]);
    const [, url = ""] = await running.err.matching(printedAddress);
    const tab = new Visitor(this.provider.issuer).goThrough(url, decision);
    if (!denies) await this.#whileHeld(running.pid, ["login"]);
    this.evidence.add("the browser's tab", (await tab).text);
    const ended = await running.ended;
    this.#gather(["login", ...args], ended, args.includes("--print") ? "a token" : "words");
    return ended;
  }

  async #whileHeld(pid: number, args: readonly string[]): Promise<void> {
    await this.provider.held();
    this.evidence.addProcess(args.join(" "), pid);
    this.evidence.addFiles(`while ${args[0]} waits`, this.machine.contents());
    await this.provider.release();
  }

  #gather(args: readonly string[], { stdout, stderr }: Ended, prints: "words" | "a token"): void {
    this.evidence.add(`stderr of ${args.join(" ")}`, stderr);
    if (prints === "words") this.evidence.add(`stdout of ${args.join(" ")}`, stdout);
    this.evidence.addFiles(`after ${args[0]}`, this.machine.contents());
    if (isOnPostgres)
      this.evidence.add(`the store after ${args[0]}`, new StoreRows(this.machine.home).bytes());
  }
}

async function watched(): Promise<WatchedMachine> {
  const port = await freePort();
  const app = {
    clientId: "app",
    clientSecret: "CANARY_client_secret_of_app",
    redirectUris: [`http://localhost:${port}/callback`],
  };
  const provider = await Provider.start({ clients: [app] });
  onTestFinished(() => provider.stop());
  const watched = new WatchedMachine(provider, port);
  onTestFinished(() => watched.machine.dispose());
  return watched;
}

test("no secret leaves the ciphertext: not to files, words, processes or the browser", async () => {
  const scenario = await watched();
  const { evidence, machine, provider } = scenario;

  expect(await scenario.login(["--verbose"])).toMatchObject({ code: 0, stdout: "" });
  await scenario.run(["token"], "a token");
  await scenario.run(["token", "--json", "--id"], "a token");
  expect(await scenario.runHeld(["token", "--refresh", "--verbose"], "a token")).toMatchObject({ code: 0 });
  const debugging = { env: { NODE_DEBUG: "http,https,undici,fetch,net,tls" } };
  expect(await scenario.run(["token", "--refresh"], "a token", debugging)).toMatchObject({ code: 0 });
  expect(await scenario.run(["request", "/api/echo", "--include", "--verbose"])).toMatchObject({ code: 0 });
  await scenario.run(["request", "/api/echo", "--data", '{"a":1}', "--json"]);
  await scenario.run(["request", "/api/redirect?to=http://127.0.0.1:1/", "--verbose"]);
  await scenario.run(["status"]);
  await scenario.run(["status", "localhost", "--check", "--verbose"]);
  await scenario.run(["status", "--json"]);

  for (const fault of [
    { fault: "status", status: 503, retryAfter: "1" },
    { fault: "html" },
    { fault: "status", status: 400, body: '{"error":"invalid_scope"}' },
    { fault: "truncate", bytes: 400 },
  ]) {
    await provider.arm(fault);
    const failed = await scenario.run(["token", "--refresh", "--verbose"], "a token");
    expect(failed.stderr).not.toBe("");
    // Nobody waits for what only time makes safe.
    await provider.advance(100_000);
    machine.offsetMs += 100_000;
  }
  await scenario.login(["other", "--verbose"], { login: "bob", decision: "deny" });
  const wrong = scenario.secretFile("CANARY_wrong_client_secret");
  const refused = await scenario.login(["other", "--client-secret-file", wrong, "--verbose"]);
  expect(refused).toMatchObject({ code: 2, stdout: "" });
  const printed = await scenario.login(["--print"], { login: "carol" });
  expect(printed).toMatchObject({ code: 0 });
  await scenario.run(["logout", "--verbose"]);
  await scenario.run(["logout", "--local"]);

  const record = await provider.record();
  expect([...new Set(record.map(({ kind }) => kind))].sort()).toEqual(kinds);
  expect(record.map(({ value }) => value)).toContain("CANARY_wrong_client_secret");
  expect(record.map(({ value }) => value)).toContain(printed.stdout.trimEnd());
  const names = evidence.artefacts.map(({ name }) => name).join("\n");
  const ofStore = isOnPostgres
    ? [/the store after/]
    : [/tokenwell\.db \(/, /tokenwell\.db-wal/, /tokenwell\.db-shm/, /locks/];
  for (const kind of [...ofStore, /cmdline/, /environ/]) expect(names).toMatch(kind);
  expect(leaksOf(record, evidence.artefacts)).toEqual([]);

  // The search can fail: it finds each of them where the provider keeps them, in every form.
  const file = join(machine.folder, "record.json");
  writeFileSync(file, JSON.stringify(record));
  expect(missedBy(record, file)).toEqual([]);
});

/** The secrets, and their forms, that the search does not find in a file that has them all. */
function missedBy(record: readonly RecordedSecret[], file: string): string[] {
  const own = new Evidence();
  own.add("record", JSON.stringify(record));
  const raw = new Evidence();
  raw.addFiles("record", new Map([[file, Buffer.from(JSON.stringify(record))]]));
  const missed = record
    .filter((secret) => leaksOf([secret], raw.artefacts).every(({ form }) => form !== "raw"))
    .map(({ kind }) => `${kind} raw`);
  for (const secret of record) {
    for (const [encoding, text] of encodings(secret.value)) {
      const artefact = { name: encoding, bytes: Buffer.from(text) };
      if (leaksOf([secret], [artefact]).length === 0) missed.push(`${secret.kind} ${encoding}`);
    }
  }
  return missed;
}

/** A secret within something longer, encoded as a whole. */
function encodings(value: string): [string, string][] {
  return ["", "x", "xy"].flatMap((before): [string, string][] => {
    const bytes = Buffer.from(`${before}${value} and more`);
    return [
      [`base64 after "${before}"`, bytes.toString("base64")],
      [`base64url after "${before}"`, bytes.toString("base64url")],
      [`hex after "${before}"`, bytes.toString("hex")],
      [`url after "${before}"`, encodeURIComponent(`${before}${value} and more`)],
    ];
  });
}

test("the forms that are searched for are those that encoders make", () => {
  const forms = new Map(formsOf("a+b/c=d secret"));
  expect(forms.get("url")?.toString()).toBe("a%2Bb%2Fc%3Dd%20secret");
  expect(forms.get("form")?.toString()).toBe("a%2Bb%2Fc%3Dd+secret");
  expect(forms.get("hex")?.toString()).toBe("612b622f633d6420736563726574");
});
