import { Visitor } from "@tokenwell/emulator";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../../packages/core/test/support/free-port.ts";
import { kills, TwoMachines } from "../../whole/two-machines.ts";
import { Evidence, leaksOf } from "../leaks.ts";
import { Provider } from "../provider.ts";
import { printedAddress } from "../scene.ts";
import { hasSshd, Sshd } from "./sshd.ts";

// login --on and move over Debian's sshd, on this machine as if it were another one.

const secret = "CANARY_client_secret_of_app";
const kinds = ["access_token", "authorization_code", "client_secret", "code_verifier", "refresh_token"];

let isHere = false;
beforeAll(async () => {
  isHere = await hasSshd();
  if (!isHere) console.warn("skipped: this machine has no sshd, and this user may not install it");
});

/** Two machines with a real ssh between them, and a provider. */
class World {
  readonly machines: TwoMachines;
  readonly provider: Provider;
  readonly evidence = new Evidence();
  readonly #port: number;

  private constructor(machines: TwoMachines, provider: Provider, port: number) {
    this.machines = machines;
    this.provider = provider;
    this.#port = port;
  }

  static async open(rotation: "strict" | "static" = "strict"): Promise<World> {
    const sshd = await Sshd.make();
    const machines = new TwoMachines(sshd.ssh);
    onTestFinished(() => machines.dispose());
    const { PATH = "", LANG = "" } = machines.here.environment();
    await sshd.start({ PATH, LANG, TOKENWELL_HOME: machines.there.home });
    const port = await freePort();
    const redirectUris = [`http://localhost:${port}/callback`];
    const provider = await Provider.start({
      rotation,
      clients: [{ clientId: "app", clientSecret: secret, redirectUris }],
    });
    onTestFinished(() => provider.stop());
    machines.here.startsNode = true;
    return new World(machines, provider, port);
  }

  /** Runs a command of the first machine, and looks around while the provider holds its answer back. */
  async watch(args: readonly string[], input = ""): Promise<number | null> {
    const { evidence, machines, provider } = this;
    await provider.arm({ fault: "hold" });
    const running = machines.here.start(args, { input });
    if (args[0] === "login") {
      const [, url = ""] = await running.err.matching(printedAddress);
      const tab = new Visitor(provider.issuer).goThrough(url, { login: "alice" });
      void tab.then(({ text }) => evidence.add("tab", text));
    }
    await provider.held();
    evidence.addProcess(args.join(" "), running.pid);
    evidence.addFiles(`while ${args[0]} waits`, machines.filesHere());
    await provider.release();
    const { code, stderr, stdout } = await running.ended;
    evidence.add(`stderr of ${args[0]}`, stderr);
    evidence.add(`stdout of ${args[0]}`, stdout);
    evidence.addFiles(`after ${args[0]}`, machines.filesHere());
    return code;
  }

  loginArgs(...more: readonly string[]): string[] {
    const app = ["--client-id", "app", "--client-secret-file", "-", "--port", String(this.#port)];
    return ["login", this.provider.issuer, "acme", ...app, "--no-browser", ...more];
  }

  async connectHere(): Promise<void> {
    const running = this.machines.here.start(this.loginArgs(), { input: secret });
    const [, url = ""] = await running.err.matching(printedAddress);
    await new Visitor(this.provider.issuer).goThrough(url, { login: "alice" });
    expect(await running.ended).toMatchObject({ code: 0 });
  }
}

describe("over a real sshd", () => {
  test("A login there leaves no token, code or secret in files, processes or words here", async () => {
    if (!isHere) return;
    const world = await World.open();
    const { evidence, machines, provider } = world;
    expect(await world.watch(world.loginArgs("--on", machines.address), secret)).toBe(0);
    expect(await machines.owners()).toEqual(["there"]);
    const record = await provider.record();
    expect([...new Set(record.map(({ kind }) => kind))]).toEqual(expect.arrayContaining(kinds));
    const processes = evidence.artefacts.filter(({ name }) => name.includes("/cmdline"));
    expect(processes.map(({ bytes }) => bytes.toString().replaceAll("\0", " ")).join("\n")).toContain(
      "/usr/bin/ssh -F",
    );
    expect(leaksOf(record, evidence.artefacts)).toEqual([]);
  });

  test("A move leaves no token or secret in files, processes or words here", async () => {
    if (!isHere) return;
    const world = await World.open();
    const { evidence, machines, provider } = world;
    await world.connectHere();
    expect(await world.watch(["move", "acme", machines.address])).toBe(0);
    expect(await machines.owners()).toEqual(["there"]);
    expect(leaksOf(await provider.record(), evidence.artefacts)).toEqual([]);
    expect(await provider.summary()).toMatchObject({ spent: 0, refused: 0 });
  });

  test("A move that is killed at any step goes on, and the token has one owner", async () => {
    if (!isHere) return;
    const world = await World.open();
    const { machines, provider } = world;
    await world.connectHere();
    for (const [name, kill] of Object.entries(kills)) {
      const first = await machines.moveThere(kill);
      expect(first.code, `${name}\n${first.stderr}`).not.toBe(0);
      expect(await machines.moveThere(), name).toMatchObject({ code: 0 });
      expect(await machines.owners(), name).toEqual(["there"]);
      expect(await machines.moveHere(), name).toMatchObject({ code: 0 });
      expect(await provider.summary(), name).toMatchObject({ spent: 0, refused: 0 });
    }
  });

  test("A move whose other side dies with the request at the provider is settled there", async () => {
    if (!isHere) return;
    const world = await World.open("static");
    const { machines, provider } = world;
    await world.connectHere();
    await provider.arm({ fault: "hold" });
    const running = machines.here.start(["move", "acme", machines.address]);
    await provider.held();
    machines.killThere();
    const first = await running.ended;
    expect(first).toMatchObject({ code: 1 });
    expect(first.stderr).toContain("is on its way to");
    await provider.clearFaults();
    expect(await machines.here.run(["token", "acme"])).toMatchObject({ code: 4 });
    expect(await machines.moveThere()).toMatchObject({ code: 0 });
    expect(await machines.owners()).toEqual(["there"]);
  });

  test("What ssh says is shown as it is, and a machine without tokenwell gets a word", async () => {
    if (!isHere) return;
    const world = await World.open();
    const { machines } = world;
    const login = (address: string) => machines.here.run(world.loginArgs("--on", address), { input: secret });
    const closed = await login("ssh://taro@127.0.0.1:1");
    expect(closed).toMatchObject({ code: 1 });
    expect(closed.stderr).toContain("ssh: connect to host 127.0.0.1 port 1: Connection refused");
    expect(closed.stderr).toContain("ssh does not reach tokenwell on taro@127.0.0.1");
    const stranger = await login(machines.address.replace(/\/\/\w+@/, "//nobody-of-this-name@"));
    expect(stranger.stderr).toContain("Permission denied");
    const missing = await login(`${machines.address}/usr/local/bin/no-tokenwell`);
    expect(missing).toMatchObject({ code: 1 });
    expect(missing.stderr).toContain("there is no tokenwell on");
    expect(missing.stderr).toContain("npm install --global tokenwell");
  });
});
