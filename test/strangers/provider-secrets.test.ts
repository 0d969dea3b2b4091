import { expect, onTestFinished, test } from "vitest";
import { Evidence, leaksOf } from "./leaks.ts";
import type { Calling } from "./machine.ts";
import { auth0Api, openAuth0, openSalesforce, secretFile, type World } from "./world.ts";

/** Commands whose stdout is a token by request. */
const printsToken = new Set(["token", "export"]);

/** Runs commands and gathers what they say and leave behind. */
class Watch {
  readonly evidence = new Evidence();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    onTestFinished(world.internet.enter());
  }

  async login(target: readonly string[], isPrinted = false): Promise<string> {
    const { ended, tab } = await this.#world.scene.loginAt([...target, "--verbose"]);
    expect(ended.code).toBe(0);
    this.evidence.add("the browser's tab", tab.text);
    this.#gather("login", isPrinted ? "" : ended.stdout, ended.stderr);
    return ended.stdout;
  }

  async run(args: readonly string[], code: number, calling: Calling = {}): Promise<string> {
    const [command = ""] = args;
    const ended = await this.#world.scene.machine.run([...args, "--verbose"], calling);
    expect([args, ended.code]).toEqual([args, code]);
    this.#gather(command, printsToken.has(command) ? "" : ended.stdout, ended.stderr);
    return ended.stdout;
  }

  /** Every secret that the provider issued or was sent, and where one of them stands. */
  async expectNoLeak(): Promise<void> {
    const secrets = await this.#world.provider.record();
    const kinds = new Set(secrets.map(({ kind }) => kind));
    for (const kind of ["access_token", "authorization_code", "code_verifier", "refresh_token"] as const)
      expect([...kinds]).toContain(kind);
    expect(leaksOf(secrets, this.evidence.artefacts)).toEqual([]);
  }

  #gather(command: string, stdout: string, stderr: string): void {
    this.evidence.add(`stdout of ${command}`, stdout);
    this.evidence.add(`stderr of ${command}`, stderr);
    this.evidence.addFiles(`after ${command}`, this.#world.scene.machine.contents());
  }
}

test("no secret of Salesforce leaves the ciphertext, but where it is asked for", async () => {
  const world = await openSalesforce();
  const { scene, provider } = world;
  const watch = new Watch(world);
  const host = ["--host", "acme.my.salesforce.com"];
  const web = [
    "salesforce",
    ...host,
    "--client-id",
    "web",
    "--client-secret-file",
    secretFile(scene.machine),
  ];
  await watch.login([...web]);
  await watch.run(["set", "acme", "idle-life=30d", "access-life=2h"], 0);
  await watch.run(["request", "acme", "/services/data/"], 0);
  await scene.advance(3 * 3_600_000);
  await watch.run(["token", "acme"], 0);
  await watch.run(["status", "acme", "--json"], 0);
  const form = JSON.parse(await watch.run(["export", "acme", "--refresh-token", "--yes", "--json"], 0));
  await watch.run(["token", "acme"], 3);
  await watch.run(["import", ...web, "--name", "theirs"], 0, { input: form.refreshToken });
  await watch.run(["import", ...web, "--name", "again"], 2, { input: form.refreshToken });
  await provider.setBlocked("alice", true);
  await watch.run(["token", "theirs", "--refresh"], 1);
  await provider.setBlocked("alice", false);
  await watch.login([...web, "--print"], true);
  await watch.run(["logout", "theirs"], 0);
  await watch.expectNoLeak();
});

test("no secret of Auth0 leaves the ciphertext, but where it is asked for", async () => {
  const world = await openAuth0();
  const { scene, provider } = world;
  const watch = new Watch(world);
  const app = ["--client-id", "web", "--client-secret-file", secretFile(scene.machine)];
  const web = ["auth0", "--host", "acme.jp.auth0.com", ...app, "--audience", auth0Api];
  await watch.login([...web]);
  await watch.run(["set", "overlap=60s"], 0);
  await watch.run(["request", "/api/hello"], 0);
  await scene.advance(25 * 3_600_000);
  await watch.run(["token"], 0);
  await provider.setApp("web", { mfaOnRefresh: true });
  await watch.run(["token", "--refresh"], 3);
  await watch.run(["status", "acme"], 3);
  await watch.run(["logout"], 0);
  await watch.expectNoLeak();
});
