import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { emulatorFiles } from "../emulator-process.ts";
import { OutcomeError } from "../errors.ts";
import { DemoProvider } from "./provider.ts";

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The path relative to the bundle that contains this file. */
const command = file("../bin/tokenwell.cjs");
const scripts = file("../demo");

/** Variables of the user's own store, which the demo leaves alone. */
const ofUser = /^TOKENWELL_(?:CONNECTION|STORE|STORE_TO|KEY|KEY_FILE)$/;

/** The output of a command and its duration. */
export interface CommandResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** The environment of the demo: provider processes and a home folder, which `close()` removes. */
export class DemoEnvironment {
  readonly home: string;
  readonly salesforce: DemoProvider;
  readonly #providers: DemoProvider[];
  readonly #env: NodeJS.ProcessEnv;
  readonly #preload = emulatorFiles().preload;
  readonly #children = new Set<ChildProcess>();
  #offsetMs = 0;

  private constructor(salesforce: DemoProvider, home: string, env: NodeJS.ProcessEnv) {
    this.salesforce = salesforce;
    this.#providers = [salesforce];
    this.home = home;
    this.#env = env;
  }

  /**
   * Starts the Salesforce emulator.
   *
   * @throws {OutcomeError} `no_emulator` if its package is not installed.
   */
  static async open(env: NodeJS.ProcessEnv): Promise<DemoEnvironment> {
    const salesforce = await DemoProvider.start("salesforce");
    return new DemoEnvironment(salesforce, await mkdtemp(join(tmpdir(), "tokenwell-demo-")), env);
  }

  /** Starts the Auth0 emulator with its clock at the same time. */
  async addAuth0(): Promise<DemoProvider> {
    const auth0 = await DemoProvider.start("auth0");
    this.#providers.push(auth0);
    await auth0.advance(this.#offsetMs);
    return auth0;
  }

  /** Ends all processes and removes the home folder. */
  async close(): Promise<void> {
    for (const child of this.#children) child.kill("SIGKILL");
    await Promise.all(this.#providers.map((provider) => provider.close()));
    await rm(this.home, { recursive: true, force: true });
  }

  /** Advances the clocks of the providers and of every later command. */
  async advance(ms: number): Promise<void> {
    this.#offsetMs += ms;
    await Promise.all(this.#providers.map((provider) => provider.advance(ms)));
  }

  /**
   * Starts the command and kills it after the provider has processed its request, before the response
   * arrives.
   */
  async runAndKill(words: readonly string[], provider: DemoProvider): Promise<void> {
    await provider.withHeldResponse(async (processed) => {
      const child = this.#start([command, ...words], { stdio: "ignore" });
      const ended = once(child, "exit");
      // A command that ends by itself has sent no request.
      await Promise.race([processed, ended]);
      child.kill("SIGKILL");
      await ended;
    });
  }

  /** Runs the command to its end. Calls `onStderr` with all of stderr so far, each time it grows. */
  async run(words: readonly string[], onStderr?: (stderr: string) => void): Promise<CommandResult> {
    const begunMs = performance.now();
    const child = this.#start([command, ...words], { stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (chunk) => {
      stdout += String(chunk);
    });
    child.stderr?.on("data", (chunk) => {
      stderr += String(chunk);
      onStderr?.(stderr);
    });
    const [code] = (await once(child, "close")) as [number];
    if (code !== 0) throw new OutcomeError("demo_failed", { what: stderr.trim() });
    return { stdout, stderr, ms: performance.now() - begunMs };
  }

  /** Starts several programs at once and returns, for each, the number of its callers that got a token. */
  async runAtOnce(
    script: "careful" | "naive",
    { programs, env }: { readonly programs: number; readonly env: NodeJS.ProcessEnv },
  ): Promise<readonly number[]> {
    const children = Array.from({ length: programs }, () =>
      this.#start([join(scripts, `${script}.mjs`)], { stdio: ["pipe", "pipe", "ignore"], env }),
    );
    await Promise.all(children.map(line));
    const answers = children.map(async (child) => Number(await line(child)));
    for (const child of children) child.stdin?.write("go\n");
    return await Promise.all(answers);
  }

  #start(args: readonly string[], options: SpawnOptions): ChildProcess {
    const clock = { TOKENWELL_EMULATOR_CLOCK_OFFSET_MS: String(this.#offsetMs) };
    const inherited = Object.fromEntries(Object.entries(this.#env).filter(([name]) => !ofUser.test(name)));
    const env: NodeJS.ProcessEnv = { ...inherited, TOKENWELL_HOME: this.home, ...clock, ...options.env };
    const child = spawn(process.execPath, ["--require", this.#preload, ...args], { ...options, env });
    this.#children.add(child);
    child.once("exit", () => this.#children.delete(child));
    return child;
  }
}

async function line(child: ChildProcess): Promise<string> {
  const [chunk] = child.stdout ? ((await once(child.stdout, "data")) as [Buffer]) : [""];
  return String(chunk).trim();
}

/** The script that step 5 runs. */
export const naiveScript = join(scripts, "naive.mjs");
