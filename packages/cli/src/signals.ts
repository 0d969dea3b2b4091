/** The signals that stop a command. */
export type StopSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

const signalNumbers: Readonly<Record<StopSignal, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** The source of signals: `process`, or an emitter in tests. */
export interface SignalSource {
  on(signal: StopSignal, listener: () => void): unknown;
  off(signal: StopSignal, listener: () => void): unknown;
}

/**
 * Stops the command on a signal or Ctrl-C. A kill during a refresh could lose the login, so the first signal waits for
 * the refresh to end and the second one ends the command at once.
 */
export class SignalHandler {
  /** Resolves with the exit code, 128 plus the signal's number, when the command must end. */
  readonly stopped: Promise<number>;
  /** Returns the names of connections with a refresh in flight in this process. */
  pendingRefreshes: () => readonly string[] = () => [];
  /** Waits for those refreshes to end. */
  finish: () => Promise<void> = async () => undefined;
  /** Cleans up after the running command when a signal stops it. */
  undo: (() => Promise<void>) | undefined;
  /**
   * Ends a command that works until a signal: the first signal calls this, and the command ends by itself, with its own
   * exit code.
   */
  endWork: (() => void) | undefined;
  readonly #announce: (names: readonly string[]) => void;
  #end: (code: number) => void = () => undefined;
  #isFirst = true;
  #isSuspended = false;
  #isWorkEnding = false;

  constructor(announce: (names: readonly string[]) => void) {
    this.#announce = announce;
    this.stopped = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Whether a signal has arrived. */
  get isStopping(): boolean {
    return !this.#isFirst;
  }

  /** Ignores signals, because they are for a program of the user, until the caller calls the returned function. */
  suspend(): () => void {
    this.#isSuspended = true;
    return () => {
      this.#isSuspended = false;
    };
  }

  /** Listens for signals until the caller calls the returned function. */
  listen(source: SignalSource): () => void {
    const listeners = (Object.keys(signalNumbers) as StopSignal[]).map((signal) => {
      const listener = () => this.stop(signal);
      source.on(signal, listener);
      return () => source.off(signal, listener);
    });
    return () => {
      for (const unlisten of listeners) unlisten();
    };
  }

  /** Handles a signal, or Ctrl-C at a prompt, which arrives as a key. */
  stop(signal: StopSignal): void {
    if (this.#isSuspended) return;
    const code = 128 + signalNumbers[signal];
    if (this.endWork && !this.#isWorkEnding) {
      this.#isWorkEnding = true;
      this.endWork();
      return;
    }
    if (!this.#isFirst || this.#isWorkEnding) {
      this.#isFirst = false;
      this.#end(code);
      return;
    }
    this.#isFirst = false;
    const names = this.pendingRefreshes();
    if (names.length > 0) this.#announce(names);
    void this.#cleanUp(names.length > 0).finally(() => this.#end(code));
  }

  async #cleanUp(isAttempting: boolean): Promise<void> {
    await this.undo?.().catch(() => undefined);
    if (isAttempting) await this.finish().catch(() => undefined);
  }
}
