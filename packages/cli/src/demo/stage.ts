import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { EmulatorProcess, emulatorFiles } from "../emulator-process.ts";
import { OutcomeError } from "../errors.ts";

const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** Beside the bundle that this is part of. */
const command = file("../bin/tokenwell.cjs");
const scripts = file("../demo");

/** One use of a refresh token, as the emulator's ledger has it. */
export interface Presentation {
  readonly kind: string;
  readonly spent: boolean;
  readonly grantRevoked: boolean;
}

/** How a command ended. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

/** Where the demo takes place: the emulator in a process of its own, and a home folder; both are gone afterwards. */
export class Stage {
  readonly home: string;
  readonly host: string;
  readonly #emulator: EmulatorProcess;
  readonly #preload: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #children = new Set<ChildProcess>();
  #offsetMs = 0;

  private constructor(
    emulator: EmulatorProcess,
    set: {
      readonly home: string;
      readonly preload: string;
      readonly env: NodeJS.ProcessEnv;
    },
  ) {
    this.#emulator = emulator;
    this.home = set.home;
    this.host = emulator.facts.issuer;
    this.#preload = set.preload;
    this.#env = set.env;
  }

  /** Starts the Salesforce look-alike. Throws `no_emulator` where its package is not installed. */
  static async open(env: NodeJS.ProcessEnv): Promise<Stage> {
    const { preload } = emulatorFiles();
    const emulator = await EmulatorProcess.start(["--json-options", '{"personality":"salesforce"}']);
    const home = await mkdtemp(join(tmpdir(), "tokenwell-demo-"));
    return new Stage(emulator, { home, preload, env });
  }

  /** Ends everything that runs, and leaves nothing behind. */
  async close(): Promise<void> {
    for (const child of this.#children) child.kill("SIGKILL");
    await this.#emulator.close();
    await rm(this.home, { recursive: true, force: true });
  }

  /** Moves the clocks of the provider and of every command from now on. */
  async advance(ms: number): Promise<void> {
    this.#offsetMs += ms;
    await fetch(`${this.host}/emulator/clock`, { method: "POST", body: JSON.stringify({ advanceMs: ms }) });
  }

  /** Every use of a refresh token that the provider saw. */
  async refreshes(): Promise<readonly Presentation[]> {
    const response = await fetch(`${this.host}/emulator/ledger`);
    const { entries } = (await response.json()) as { entries: readonly Presentation[] };
    return entries.filter((entry) => entry.kind === "refresh");
  }

  /** Runs the command to its end, as a person would. `told`: what it has said so far, each time it says more. */
  async run(words: readonly string[], told?: (stderr: string) => void): Promise<Ran> {
    const begunMs = performance.now();
    const child = this.#start([command, ...words], { stdio: ["ignore", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout?.on("data", (chunk) => {
      stdout += String(chunk);
    });
    child.stderr?.on("data", (chunk) => {
      stderr += String(chunk);
      told?.(stderr);
    });
    const [code] = (await once(child, "close")) as [number];
    if (code !== 0) throw new OutcomeError("demo_failed", { what: stderr.trim() });
    return { stdout, stderr, ms: performance.now() - begunMs };
  }

  /** Starts so many programs, gives them the sign together, and returns how many callers of each got a token. */
  async atOnce(
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
    const { TOKENWELL_CONNECTION: _connection, ...inherited } = this.#env;
    const clock = { TOKENWELL_EMULATOR_CLOCK_OFFSET_MS: String(this.#offsetMs) };
    const env = { ...inherited, TOKENWELL_HOME: this.home, ...clock, ...options.env };
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

/** The script of step 5. */
export const naiveScript = join(scripts, "naive.mjs");
