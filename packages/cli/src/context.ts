import type { Writable } from "node:stream";
import {
  type examineInstallation,
  formatExchange,
  type OpenOptions,
  openTokenwell,
  type Tokenwell,
  type WaitNotice,
  withoutPassword,
} from "@tokenwell/core";
import { splitArgv } from "./argv.ts";
import { confirm } from "./ask.ts";
import { browserOf, type OpenBrowser } from "./browser.ts";
import { formatTime } from "./dates.ts";
import { describeError } from "./error-text.ts";
import { languageOf } from "./language.ts";
import { LineReader, type TerminalInput } from "./line-reader.ts";
import { SignalHandler } from "./signals.ts";
import { type Terminal, Ui } from "./ui.ts";
import type { RunTool } from "./upkeep/tool.ts";

/** The parts of the process that a command touches. Tests pass their own. */
export interface Io {
  readonly stdin: TerminalInput;
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Terminal;
  readonly env: Record<string, string | undefined>;
  readonly platform?: NodeJS.Platform;
  /** The path of the command's file. Default: that which Node started with. */
  readonly script?: string;
  readonly nowMs?: () => number;
  readonly openTokenwell?: (options: OpenOptions) => Promise<Tokenwell>;
  readonly openBrowser?: OpenBrowser;
  readonly examineInstallation?: typeof examineInstallation;
  /** Runs a program of the system, such as systemctl. */
  readonly runTool?: RunTool;
  /** Starts the process that runs the hooks which are due. Default: they wait for the next upkeep. */
  readonly startHooks?: (env: Io["env"]) => void;
}

/** The options that every command takes. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** Milliseconds after an event until its hooks start, if the command has not ended before. */
const hooksDelayMs = 2_000;

/**
 * Takes the key and the passwords of stores out of an environment, and returns those variables as they were: no program that a
 * command starts gets them, be it a browser, ssh or that of the user. It keeps the address, so that a command of ours that
 * such a program calls does not use another store.
 */
function takeSecrets(env: Io["env"]): Io["env"] {
  const { TOKENWELL_KEY: key, TOKENWELL_STORE: store, TOKENWELL_STORE_TO: target } = env;
  delete env.TOKENWELL_KEY;
  if (store !== undefined) env.TOKENWELL_STORE = withoutPassword(store);
  if (target !== undefined) env.TOKENWELL_STORE_TO = withoutPassword(target);
  return {
    ...(key !== undefined && { TOKENWELL_KEY: key }),
    ...(store !== undefined && { TOKENWELL_STORE: store }),
    ...(target !== undefined && { TOKENWELL_STORE_TO: target }),
  };
}

/** The services of one running command: terminal, signals and the store. */
export class Context {
  readonly io: Io;
  readonly ui: Ui;
  readonly signals: SignalHandler;
  readonly lineReader: LineReader;
  #tokenwell: Tokenwell | undefined;
  /** Whether a process of its own runs the hooks that are due. `upkeep` runs them itself. */
  startsHooks = true;
  #hooksDue: NodeJS.Timeout | undefined;
  /** Variables of the environment that hold the key, or may hold a password. */
  readonly #secret: Io["env"];

  constructor(argv: readonly string[], io: Io) {
    this.io = io;
    this.#secret = takeSecrets(io.env);
    this.ui = new Ui(io.stderr, {
      language: languageOf(argv, io.env),
      env: io.env,
      platform: io.platform ?? process.platform,
      nowMs: io.nowMs ?? Date.now,
    });
    this.ui.json = splitArgv(argv).own.includes("--json");
    this.signals = new SignalHandler((names) => this.#announceFinishing(names));
    this.lineReader = new LineReader({
      input: io.stdin,
      output: io.stderr,
      stop: () => this.signals.stop("SIGINT"),
    });
    this.ui.lastLine = this.lineReader;
  }

  /** Whether the user can answer a question. */
  get canAsk(): boolean {
    return this.io.stdin.isTTY === true && this.io.stderr.isTTY === true;
  }

  /**
   * Environment for what opens the store. That in {@link Io} is for other programs, and has no key and no password. Neither has
   * a client secret.
   */
  get storeEnv(): Io["env"] {
    const { TOKENWELL_CLIENT_SECRET: _, ...env } = this.io.env;
    return { ...env, ...this.#secret };
  }

  get openBrowser(): OpenBrowser {
    return this.io.openBrowser ?? browserOf(this.io.env);
  }

  /** Opens the store. `close()` closes it when the command ends. Only a command that lives long has `telemetry`. */
  async open(
    options: Pick<OpenOptions, "waitMs" | "waitForCompletion" | "telemetry"> = {},
  ): Promise<Tokenwell> {
    const { ui, signals } = this;
    const opened = await (this.io.openTokenwell ?? openTokenwell)({
      env: this.storeEnv,
      waitForCompletion: true,
      telemetry: false,
      onWaiting: (notice) => this.#reportWaiting(notice),
      onHookDue: () => this.#startHooksSoon(),
      ...(this.canAsk && { confirmOnlyCopy: (error) => this.#confirmOnlyCopy(error) }),
      ...(ui.verbose && {
        trace: (exchange) => {
          for (const line of formatExchange(exchange)) ui.line(line);
        },
      }),
      ...options,
    });
    this.#tokenwell = opened;
    signals.pendingRefreshes = () => opened.pendingRefreshes;
    signals.finish = () => opened.close();
    return opened;
  }

  /** Waits for requests in flight, then releases the terminal and the store, and lets hooks run that are due. */
  async close(): Promise<void> {
    this.lineReader.close();
    await this.#tokenwell?.close();
    if (this.#hooksDue !== undefined) this.#startHooks();
  }

  /** Starts hooks when the command ends, which is best, but a command that serves others may run for days. */
  #startHooksSoon(): void {
    if (!this.startsHooks) return;
    this.#hooksDue ??= setTimeout(() => this.#startHooks(), hooksDelayMs).unref();
  }

  #startHooks(): void {
    clearTimeout(this.#hooksDue);
    this.#hooksDue = undefined;
    this.io.startHooks?.(this.storeEnv);
  }

  #announceFinishing(names: readonly string[]): void {
    const { ui } = this;
    const sentence = ui.words("notice.finishing", { names: names.join(" ") });
    // The terminal has echoed "^C" on this line.
    ui.line(ui.isTerminal ? ` ${sentence}` : sentence);
  }

  async #confirmOnlyCopy(error: Error): Promise<boolean> {
    const { language, nowMs } = this.ui;
    this.ui.mark("warning", describeError(error, { language, nowMs }).sentence);
    return await confirm(this, this.ui.words("ask.other_copy_gone"), "no");
  }

  #reportWaiting(notice: WaitNotice): void {
    const { ui } = this;
    if (notice.kind === "unsaved") {
      ui.text(ui.words("notice.unsaved", { name: notice.name }));
      return;
    }
    const { name, sinceMs, untilMs, why } = notice;
    const seconds = Math.max(1, Math.ceil((untilMs - ui.nowMs) / 1000));
    const facts = { name, since: formatTime(sinceMs), until: formatTime(untilMs), seconds };
    ui.text(ui.words(`notice.${why}`, facts));
  }
}
