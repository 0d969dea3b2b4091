/** The signals that ask a command to end. */
export type StopSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

const signalNumbers: Readonly<Record<StopSignal, number>> = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/** Where signals come from: `process`, or anything alike. */
export interface SignalSource {
  on(signal: StopSignal, listener: () => void): unknown;
  off(signal: StopSignal, listener: () => void): unknown;
}

/**
 * What happens on Ctrl-C and its like. To be killed while an own refresh is under way could cost the login: the
 * first signal then waits for its end, the second ends at once.
 */
export class SignalHandler {
  /** Resolves with the exit code (128 + the signal's number) when the command is to end. */
  readonly stopped: Promise<number>;
  /** Names of connections whose own refresh is under way. */
  pendingRefreshes: () => readonly string[] = () => [];
  /** Waits for their end. */
  finish: () => Promise<void> = async () => undefined;
  /** What the command under way undoes when it is stopped. */
  undo: (() => Promise<void>) | undefined;
  readonly #announce: (names: readonly string[]) => void;
  #end: (code: number) => void = () => undefined;
  #isFirst = true;

  constructor(announce: (names: readonly string[]) => void) {
    this.#announce = announce;
    this.stopped = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Whether a signal has come. */
  get isStopping(): boolean {
    return !this.#isFirst;
  }

  /** Listens until the returned function is called. */
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

  /** A signal, or Ctrl-C at a prompt, which comes as a key. */
  stop(signal: StopSignal): void {
    const code = 128 + signalNumbers[signal];
    if (!this.#isFirst) {
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
