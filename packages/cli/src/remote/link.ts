import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { setTimeout as delay } from "node:timers/promises";
import { printable } from "@tokenwell/core";
import type { Context } from "../context.ts";
import { OutcomeError, UsageError } from "../errors.ts";
import { programVersion } from "../version.ts";
import type { Carrier } from "./carrier.ts";
import { linesOf } from "./lines.ts";
import { errorOf, type Members, membersOf, protocol, readMessage, textOf } from "./messages.ts";

/** The handlers of a call for messages before its result. */
export interface CallListeners {
  readonly onStep?: (step: Members) => void;
  /** Asks the user; the answer goes to the other machine. */
  readonly onAsk?: (question: Members) => Promise<string | null>;
}

interface OpenCall extends CallListeners {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Lines that a shell there may print before our command speaks. */
const maxLinesBefore = 200;
/** Characters of the program in front that are shown, of what it writes to stderr. */
const maxSaid = 20_000;
/** Milliseconds in which what it wrote before its end arrives. */
const drainMs = 500;

/** Our command on another machine, which carries out calls. It lives as long as this process. */
export class Link {
  readonly carrier: Carrier;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #open = new Map<number, OpenCall>();
  readonly #ended: Promise<OutcomeError>;
  #lastId = 0;
  #failure: Error | undefined;

  private constructor(context: Context, carrier: Carrier) {
    this.carrier = carrier;
    const { program, args } = carrier;
    const { TOKENWELL_CLIENT_SECRET: _, ...env } = context.io.env;
    const command = [carrier.command, "remote", "--lang", context.ui.language];
    const words = carrier.hasShell ? [command.join(" ")] : command;
    this.#child = spawn(program, [...args, ...words], { env, stdio: "pipe" });
    this.#child.stdin.on("error", () => undefined);
    this.#ended = this.#follow(context);
  }

  /**
   * Starts our command on another machine and compares versions.
   *
   * @throws {UsageError} `no_carrier` if the program in front is not installed
   * @throws {OutcomeError} `remote_unreachable`, `remote_without_tokenwell`, `remote_version`, `remote_garbled`
   */
  static async open(context: Context, carrier: Carrier): Promise<Link> {
    const link = new Link(context, carrier);
    try {
      await link.#greet();
      return link;
    } catch (error) {
      link.close();
      throw error;
    }
  }

  /** Carries out a call there. Rejects with the error that it threw there, or with the end of the link. */
  async call(name: string, parameters: Members = {}, listeners: CallListeners = {}): Promise<unknown> {
    if (this.#failure) throw this.#failure;
    this.#lastId += 1;
    const id = this.#lastId;
    const result = new Promise<unknown>((resolve, reject) => {
      this.#open.set(id, { ...listeners, resolve, reject });
    });
    this.#send({ id, call: name, with: parameters });
    return await result;
  }

  /** Ends the command there: what it is doing it finishes, then it exits. */
  close(): void {
    this.#child.stdin.end();
  }

  /** Resolves when the program in front has ended. */
  async closed(): Promise<void> {
    this.close();
    await this.#ended;
  }

  #send(message: Members): void {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }

  /** Reports what the program in front says, and returns the error of its end. */
  async #follow({ ui }: Context): Promise<OutcomeError> {
    const { place, program } = this.carrier;
    let said = 0;
    const show = async (stream: Readable): Promise<void> => {
      for await (const line of linesOf(stream)) {
        said += line.length;
        if (said < maxSaid) ui.line(printable(line));
      }
    };
    // A line that is too long is no sentence for the user.
    const shown = show(this.#child.stderr).catch(() => void this.#child.stderr.resume());
    const [code] = await once(this.#child, "exit").catch((error: NodeJS.ErrnoException) => [error.code]);
    // A connection that ssh keeps for later (ControlPersist) holds stderr open.
    if (typeof code === "number") await Promise.race([shown, delay(drainMs)]);
    if (code === "ENOENT") return new OutcomeError("no_carrier", { program });
    if (code === 127 || code === 126)
      return new OutcomeError("remote_without_tokenwell", { place, typed: this.carrier.typed });
    if (code === 2) return new OutcomeError("remote_version_unknown", { place, here: programVersion() });
    return new OutcomeError("remote_unreachable", { place, program });
  }

  async #greet(): Promise<void> {
    const lines = linesOf(this.#child.stdout);
    const greeting = await Promise.race([this.#greeting(lines), this.#ended]).catch(() => undefined);
    const { place } = this.carrier;
    if (greeting instanceof Error) throw greeting;
    if (greeting === undefined) throw this.#garbled();
    const there = textOf(greeting.tokenwell, 40);
    if (greeting.protocol !== protocol)
      throw new OutcomeError("remote_version", { place, there, here: programVersion() });
    void this.#listen(lines);
  }

  /** Skips what a shell there prints at its start. */
  async #greeting(lines: AsyncGenerator<string>): Promise<Members | Error> {
    for (let count = 0; count < maxLinesBefore; count += 1) {
      const { done, value } = await lines.next();
      if (done) return await this.#ended;
      const message = readMessage(value);
      if (typeof message?.tokenwell === "string") return message;
    }
    return this.#garbled();
  }

  async #listen(lines: AsyncGenerator<string>): Promise<void> {
    try {
      for await (const line of lines) await this.#take(line);
      await this.#ended;
      this.#fail(new OutcomeError("remote_gone", { place: this.carrier.place }));
    } catch (error) {
      this.#fail(error instanceof UsageError ? error : this.#garbled());
      this.#child.kill();
    }
  }

  /** Takes one line of the other machine. Throws if it is none of ours. */
  async #take(line: string): Promise<void> {
    const message = readMessage(line);
    const call = typeof message?.id === "number" ? this.#open.get(message.id) : undefined;
    if (message === undefined || call === undefined) throw this.#garbled();
    const { id, step, ask } = message;
    if (step !== undefined) call.onStep?.(membersOf(step));
    else if (ask !== undefined) {
      // Do not wait: the call may be cancelled meanwhile.
      const answered = call.onAsk?.(membersOf(ask)) ?? Promise.resolve(null);
      void answered
        .then((answer) => this.#send({ id, answer }))
        .catch(() => this.#send({ id, answer: null }));
    } else {
      this.#open.delete(id as number);
      if (message.error !== undefined) call.reject(errorOf(message.error, this.carrier.place));
      else call.resolve(message.value);
    }
  }

  #garbled(): OutcomeError {
    return new OutcomeError("remote_garbled", { place: this.carrier.place });
  }

  #fail(error: Error): void {
    this.#failure = error;
    for (const { reject } of this.#open.values()) reject(error);
    this.#open.clear();
  }
}
