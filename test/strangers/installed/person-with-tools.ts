import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import type { EmulatorOptions } from "@tokenwell/emulator";
import { expect, onTestFinished } from "vitest";
import { preload, repository } from "../children.ts";
import { Provider } from "../provider.ts";
import type { Ended } from "../running.ts";
import { Scene } from "../scene.ts";
import { Terminal } from "../terminal.ts";

/** A folder whose name has signs of every format: shell, INI, muttrc, JSON, git. */
const oddFolder = `it's 100% "odd" $HOME \`id\` \\ %(from)s #;`;

/** A person whose store is in a folder with an odd name, with the command in PATH, and programs of others. */
export class PersonWithTools {
  readonly provider: Provider;
  readonly scene: Scene;

  private constructor(provider: Provider, scene: Scene) {
    this.provider = provider;
    this.scene = scene;
  }

  /** `env`: for every program. */
  static async connected(
    env: Readonly<Record<string, string>> = {},
    options: EmulatorOptions = {},
  ): Promise<PersonWithTools> {
    const provider = await Provider.start(options);
    onTestFinished(() => provider.stop());
    const scene = await Scene.open(provider);
    onTestFinished(() => scene.dispose());
    const { machine } = scene;
    const bin = join(machine.folder, "bin");
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, "node"));
    symlinkSync(`${repository}packages/cli/bin/tokenwell.cjs`, join(bin, "tokenwell"));
    machine.startsNode = true;
    machine.env = {
      PATH: `${bin}:/usr/local/bin:/usr/bin:/bin:/usr/sbin`,
      TOKENWELL_HOME: join(machine.folder, oddFolder),
      // The command has the machine's clock, whichever program starts it.
      NODE_OPTIONS: `--require ${preload}`,
      ...env,
    };
    const person = new PersonWithTools(provider, scene);
    const target =
      options.personality === "salesforce" ? ["salesforce", "--host", provider.issuer] : [provider.issuer];
    const { ended } = await scene.loginAt([...target, "--client-id", "demo", "--public", "--name", "acme"]);
    expect(ended).toMatchObject({ code: 0 });
    return person;
  }

  get home(): string {
    return this.scene.machine.folder;
  }

  /** Sets a tool up, which every trial of it must allow. */
  async uses(tool: string, ...options: readonly string[]): Promise<Ended> {
    const ended = await this.scene.machine.run(["use", tool, "acme", ...options]);
    expect(ended).toMatchObject({ code: 0, stderr: expect.not.stringContaining("✗") });
    return ended;
  }

  /** Runs a program that must succeed. */
  async does(file: string, args: readonly string[], input = ""): Promise<Ended> {
    const words = ["-c", 'file=$1; shift; printf %s "$INPUT" | "$file" "$@"', "sh", file, ...args];
    const ended = await this.scene.machine.startOther("/bin/sh", words, { INPUT: input }).ended;
    expect({ code: ended.code, stderr: ended.code === 0 ? "" : ended.stderr }).toEqual({
      code: 0,
      stderr: "",
    });
    return ended;
  }

  /** Starts a program on a terminal. */
  terminal(file: string, args: readonly string[]): Terminal {
    const { machine } = this.scene;
    const terminal = new Terminal([file, ...args], { env: machine.environment(), cwd: machine.folder });
    onTestFinished(() => terminal.kill("SIGKILL"));
    return terminal;
  }
}
