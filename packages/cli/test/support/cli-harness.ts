import { PassThrough, type Writable } from "node:stream";
import type { Language, OpenOptions, Tokenwell } from "@tokenwell/core";
import { Context, type Io } from "../../src/context.ts";
import { run } from "../../src/run.ts";
import { screenOf, withoutEscapes } from "./screen.ts";

/** The options of a harness. */
export interface CliHarnessOptions {
  readonly tokenwell?: Tokenwell;
  /** Whether stdin and stderr are a terminal. Default: false. */
  readonly isTerminal?: boolean;
  readonly language?: Language;
  readonly env?: Readonly<Record<string, string>>;
  readonly stdout?: Writable;
  readonly platform?: NodeJS.Platform;
  /** The path of the command's file. Default: that which Node started with. */
  readonly script?: string;
  /** Runs programs of the system. Default: there is none. */
  readonly runTool?: NonNullable<Io["runTool"]>;
  /** Whether a browser can be opened. Default: true. */
  readonly opensBrowser?: boolean;
}

/** The time in tests: daytime of the same date in most time zones. */
export const noonMs = Date.UTC(2026, 10, 22, 12);

/** Runs the command in this process on fake streams, and types as the user does. */
export class CliHarness {
  readonly stdin: PassThrough & { readonly isTTY: boolean };
  readonly openedUrls: string[] = [];
  /** Number of processes that were started to run hooks. */
  hookStarts = 0;
  /** The options of each call of `openTokenwell()`. */
  readonly storeOptions: OpenOptions[] = [];
  readonly #stderr: PassThrough & { readonly isTTY: boolean; readonly columns: number };
  readonly #stdout = new PassThrough();
  readonly #options: CliHarnessOptions;
  #seenUntil = 0;
  #out = "";
  #raw = "";
  #changed: () => void = () => undefined;
  #ended = false;

  constructor(options: CliHarnessOptions = {}) {
    const isTTY = options.isTerminal === true;
    this.#options = options;
    this.stdin = Object.assign(new PassThrough(), { isTTY });
    this.#stderr = Object.assign(new PassThrough(), { isTTY, columns: 80 });
    this.#stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#raw += text;
      this.#changed();
    });
    this.#stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#out += text;
    });
  }

  /** Runs one command and returns its exit code. */
  async run(argv: readonly string[]): Promise<number> {
    const code = await run(argv, this.#io());
    this.#ended = true;
    this.#changed();
    return code;
  }

  /** Returns the context of a command on these streams. */
  context(argv: readonly string[]): Context {
    return new Context(argv, this.#io());
  }

  #io(): Io {
    const {
      tokenwell,
      language = "en",
      env = {},
      stdout,
      opensBrowser = true,
      platform,
      script,
    } = this.#options;
    const runTool = this.#options.runTool ?? (() => ({ code: null, output: "" }));
    return {
      stdin: this.stdin,
      stdout: stdout ?? this.#stdout,
      stderr: this.#stderr,
      env: { LANG: language === "ja" ? "ja_JP.UTF-8" : "en_US.UTF-8", NO_COLOR: "1", ...env },
      platform: platform ?? "linux",
      ...(script !== undefined && { script }),
      runTool,
      startHooks: () => {
        this.hookStarts += 1;
      },
      nowMs: () => noonMs,
      openTokenwell: async (options) => {
        this.storeOptions.push(options);
        if (tokenwell === undefined) throw new Error("this command must not open the store");
        return tokenwell;
      },
      openBrowser: async (url) => {
        this.openedUrls.push(url);
        return opensBrowser;
      },
    };
  }

  /** The whole text on stdout. */
  get stdout(): string {
    return this.#out;
  }

  /** The whole text on stderr, without escape sequences. */
  get stderr(): string {
    return withoutEscapes(this.#raw);
  }

  /** The lines of stderr that a terminal shows now. */
  get screen(): string {
    return screenOf(this.#raw);
  }

  /** Waits until the text appears on stderr after the match of the previous call. */
  async waitFor(text: string): Promise<void> {
    for (;;) {
      const at = this.stderr.indexOf(text, this.#seenUntil);
      if (at >= 0) {
        this.#seenUntil = at + text.length;
        return;
      }
      if (this.#ended) throw new Error(`it ended without "${text}" in:\n${this.stderr}`);
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }

  type(keys: string): void {
    this.stdin.write(keys);
  }

  enter(line = ""): void {
    this.type(`${line}\r`);
  }
}
