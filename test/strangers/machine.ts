import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeFolder } from "../../packages/core/test/support/remove-folder.ts";
import { type StoredRow, StoreRows } from "../../packages/core/test/support/store-rows.ts";
import { storeEnvironment } from "../../packages/core/test/support/test-store.ts";
import { compiled, preload, repository } from "./children.ts";
import { startWarm } from "./command-process.ts";
import { type Ended, follow, type Running } from "./running.ts";
import { Terminal } from "./terminal.ts";

const bin = `${repository}packages/cli/bin/tokenwell.cjs`;

type Environment = Readonly<Record<string, string>>;

/** How one command is called. */
export interface Calling {
  /** Besides what every call has. */
  readonly env?: Environment;
  /** What stands on its standard input, which then ends. Default: nothing. */
  readonly input?: string;
  /** Where its standard output goes instead. */
  readonly stdout?: number;
  /** What Node loads first, besides the clock. */
  readonly require?: string;
}

/** Words as one line, for what may be broken anywhere. */
export const flat = (text: string): string => text.replace(/\s+/g, " ").trim();

/** One person's machine: a home folder of its own, a clock, a language; the command is installed on it. */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), "tokenwell-test-"));
  readonly home = join(this.folder, "home");
  /** How far its clock is ahead of the real one. */
  offsetMs = 0;
  language = "en_US.UTF-8";
  /** What is set besides, for every call. */
  env: Environment = {};
  /** Whether each command starts Node, as from a shell. Otherwise one Node runs one command after another. */
  startsNode = false;
  readonly #running = new Set<{ ended: Promise<unknown>; kill(signal: NodeJS.Signals): void }>();

  get database(): string {
    return join(this.home, "data", "tokenwell.db");
  }

  get key(): string {
    return join(this.home, "config", "key");
  }

  get locks(): string {
    return join(this.home, "data", "locks");
  }

  /** Everything that a process of this machine finds in its environment. */
  environment(env: Environment = {}): Environment {
    return {
      PATH: "/usr/bin:/bin",
      HOME: this.folder,
      TOKENWELL_HOME: this.home,
      LANG: this.language,
      ...compiled,
      ...storeEnvironment(this.home),
      ...(this.offsetMs === 0 ? {} : { TOKENWELL_EMULATOR_CLOCK_OFFSET_MS: String(this.offsetMs) }),
      ...this.env,
      ...env,
    };
  }

  /** Program and arguments that run the command with the machine's clock. */
  commandLine(args: readonly string[], require?: string): readonly [string, ...string[]] {
    const clock = this.offsetMs === 0 ? [] : ["--require", preload];
    const more = require === undefined ? [] : ["--require", require];
    return [process.execPath, ...clock, ...more, bin, ...args];
  }

  /** Starts the command without a terminal. */
  start(args: readonly string[], calling: Calling = {}): Running {
    const { env, input = "", stdout, require } = calling;
    const isPlain = stdout === undefined && require === undefined && !args.includes("--verbose");
    if (isPlain && !this.startsNode) {
      const { folder: cwd, offsetMs } = this;
      return this.#keep(startWarm(bin, { args, env: this.environment(env), input, cwd, offsetMs }));
    }
    const [file, ...rest] = this.commandLine(args, require);
    const child = spawn(file, rest, {
      env: this.environment(env),
      cwd: this.folder,
      stdio: ["pipe", stdout ?? "pipe", "pipe"],
    });
    // A command that does not read its input may be gone before it is written.
    child.stdin?.on("error", () => undefined).end(input);
    return this.#keep(follow(child));
  }

  /** Runs the command without a terminal, to its end. */
  run(args: readonly string[], calling: Calling = {}): Promise<Ended> {
    return this.start(args, calling).ended;
  }

  /** Starts any other program as this person would. */
  startOther(file: string, args: readonly string[], env: Environment = {}): Running {
    const child = spawn(file, args, { env: this.environment(env), cwd: this.folder });
    child.stdin.end();
    return this.#keep(follow(child));
  }

  /** Starts the command on a terminal. */
  terminal(args: readonly string[], env: Environment = {}): Terminal {
    const terminal = new Terminal(this.commandLine(args), { env: this.environment(env), cwd: this.folder });
    return this.#keep(terminal);
  }

  /** Rows of a table as another program reads them. */
  rows(table: "client" | "connection" | "access_token" | "attempt" | "login" | "event"): StoredRow[] {
    return new StoreRows(this.home).all(`SELECT * FROM ${table}`);
  }

  /** Every file under the home folder. */
  files(): string[] {
    return readdirSync(this.home, { recursive: true, encoding: "utf8" })
      .map((name) => join(this.home, name))
      .filter((path) => statSync(path).isFile());
  }

  /** The bytes of every file under the home folder. */
  contents(): Map<string, Buffer> {
    return new Map(this.files().map((path) => [path, readFileSync(path)]));
  }

  /** Ends whatever still runs on it, and removes the home folder. */
  async dispose(): Promise<void> {
    for (const running of this.#running) running.kill("SIGKILL");
    await Promise.allSettled([...this.#running].map(({ ended }) => ended));
    removeFolder(this.folder);
  }

  #keep<R extends { ended: Promise<unknown>; kill(signal: NodeJS.Signals): void }>(running: R): R {
    this.#running.add(running);
    void running.ended.finally(() => this.#running.delete(running));
    return running;
  }
}

/** A row, column by column. */
export type Row = Readonly<Record<string, unknown>>;
