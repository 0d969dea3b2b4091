import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import type { Readable } from "node:stream";
import { adoptChild, compiled, preload, Words } from "./children.ts";
import type { Ended, Running } from "./running.ts";

const program = new URL("command-process.cjs", import.meta.url).pathname;

/** One call of the command. */
export interface Call {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What stands on its standard input. */
  readonly input: string;
  readonly cwd: string;
  /** How far its clock is ahead of the real one. */
  readonly offsetMs: number;
}

/** Variables that Node reads when it starts, and never again. */
const startVariable = /^(NODE_|SSL_|LANG$|LC_)/;

/** What two calls must have in common so that one process can run both. */
function startEnvironment({ env }: Call): string {
  return JSON.stringify(Object.entries(env).filter(([name]) => startVariable.test(name)));
}

/** Most processes that wait for the next call. */
const mostIdle = 4;

const idle: CommandProcess[] = [];

/**
 * Runs the command in a process that may have run it before: the start of Node and the loading of modules take ten times
 * as long as most commands. The process runs the file that a shell would run, from its first line to its exit, and
 * nothing else meanwhile, so that signals, locks and kills are real.
 */
export function startWarm(bin: string, call: Call): Running {
  const start = startEnvironment(call);
  const at = idle.findLastIndex((process) => process.bin === bin && process.start === start);
  const [process = new CommandProcess(bin, start)] = at < 0 ? [] : idle.splice(at, 1);
  return process.run(call);
}

/** A stream of the process, call by call: a NUL ends each. */
class Channel {
  words = new Words();
  #ended = Promise.withResolvers<void>();
  #isHeld = false;

  constructor(stream: Readable | null) {
    stream?.setEncoding("utf8").on("data", (text: string) => this.#add(text));
  }

  /** Resolves when all is there that the call wrote. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  begin(): void {
    this.words = new Words();
    this.#ended = Promise.withResolvers();
    this.#isHeld = false;
  }

  #add(text: string): void {
    const whole = this.#isHeld ? `\0${text}` : text;
    this.#isHeld = whole.endsWith("\0");
    this.words.add(this.#isHeld ? whole.slice(0, -1) : whole);
    if (this.#isHeld) this.#ended.resolve();
  }
}

class CommandProcess {
  readonly bin: string;
  readonly start: string;
  readonly #child: ChildProcess;
  readonly #out: Channel;
  readonly #err: Channel;
  #settle: ((ended: Pick<Ended, "code" | "signal">) => void) | undefined;
  #isSpent = false;

  constructor(bin: string, start: string) {
    this.bin = bin;
    this.start = start;
    const child = spawn(process.execPath, ["--require", preload, program, bin], {
      env: { ...compiled, ...Object.fromEntries(JSON.parse(start)) },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    adoptChild(child);
    this.#child = child;
    this.#out = new Channel(child.stdout);
    this.#err = new Channel(child.stderr);
    child.on("message", ({ code }: { code: number }) => {
      void Promise.all([this.#out.ended, this.#err.ended]).then(() => this.#settle?.({ code, signal: null }));
    });
    child.on("close", (code, signal) => {
      this.#isSpent = true;
      this.#settle?.({ code, signal });
    });
  }

  run(call: Call): Running {
    const { promise, resolve } = Promise.withResolvers<Pick<Ended, "code" | "signal">>();
    this.#settle = resolve;
    for (const channel of [this.#out, this.#err]) channel.begin();
    const out = this.#out.words;
    const err = this.#err.words;
    const ended = promise.then((end): Ended => {
      this.#release();
      out.end();
      err.end();
      return { ...end, stdout: out.text, stderr: err.text };
    });
    this.#hold(true);
    this.#child.send(call);
    const kill = (signal: NodeJS.Signals): void => {
      this.#isSpent = true;
      this.#child.kill(signal);
    };
    return { pid: this.#child.pid ?? 0, out, err, ended, kill };
  }

  readonly stop = (): void => {
    this.#child.kill("SIGKILL");
  };

  #release(): void {
    this.#settle = undefined;
    this.#hold(false);
    if (this.#isSpent) this.stop();
    else idle.push(this);
    for (const { stop } of idle.splice(0, Math.max(0, idle.length - mostIdle))) stop();
  }

  /** Only a call keeps this process running. */
  #hold(isHeld: boolean): void {
    const pipes = [this.#child.stdout, this.#child.stderr].filter((pipe) => pipe instanceof Socket);
    for (const handle of [this.#child, this.#child.channel, ...pipes]) {
      if (isHeld) handle?.ref();
      else handle?.unref();
    }
  }
}
