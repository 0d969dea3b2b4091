import { EmulatorError } from "../errors.ts";
import { type ArmedFault, type Fault, type FaultName, parseFault } from "./fault.ts";

/** What only the provider itself can do wrong. */
export interface ProviderFaults {
  /** Lets the refresh token of a grant die without a word. */
  evict(grantId: string): void;
}

const providerFaults: ReadonlySet<FaultName> = new Set<FaultName>([
  "duplicate",
  "evict",
  "invisible",
  "skew",
  "wrong-subject",
  "wrong-issuer",
  "rolled-key",
]);

/** The faults that wait for token requests. They strike in the order in which they were armed. */
export class Faults {
  readonly #armed: { fault: ArmedFault; skip: number; times: number }[] = [];
  readonly #held = new Set<() => void>();
  readonly #waiting = new Set<() => void>();
  readonly #hidden = new Map<string, number>();
  #watchers: (() => void)[] = [];
  #provider: ProviderFaults | undefined;
  #keyIsRolled = false;

  /** Names the provider. Without one that lends itself to it, faults that need its help are refused. */
  attach(provider: ProviderFaults | undefined): void {
    this.#provider = provider;
  }

  /** Whether the provider can do a fault of that name. */
  canStrike(fault: FaultName): boolean {
    return this.#provider !== undefined || !providerFaults.has(fault);
  }

  /**
   * Arms one more fault, behind those that are armed already.
   *
   * @throws {EmulatorError} `invalid_option`
   */
  arm(fault: ArmedFault): void {
    const checked = parseFault(fault);
    if (!this.canStrike(checked.fault))
      throw new EmulatorError("invalid_option", `This provider cannot do the fault "${checked.fault}".`);
    this.#armed.push({ fault: checked, skip: checked.skip ?? 0, times: checked.times ?? 1 });
  }

  /** Disarms all, releases what is held and ends all delays. */
  clear(): void {
    this.#armed.length = 0;
    this.release();
    for (const end of [...this.#waiting]) end();
  }

  /** Lets every held answer go; says how many there were. */
  release(): number {
    const releases = [...this.#held];
    this.#held.clear();
    for (const release of releases) release();
    return releases.length;
  }

  /** What is still armed, the next one first. */
  list(): readonly ArmedFault[] {
    return this.#armed.map(({ fault, skip, times }) => ({ ...fault, skip, times }));
  }

  /** How many answers are held now. */
  heldCount(): number {
    return this.#held.size;
  }

  /** Resolves as soon as at least `count` answers are held. */
  async whenHeld(count = 1): Promise<void> {
    while (this.#held.size < count) {
      await this.#nextPause();
    }
  }

  /** Resolves as soon as at least one request is delayed. */
  async whenDelayed(): Promise<void> {
    while (this.#waiting.size === 0) {
      await this.#nextPause();
    }
  }

  /** The fault that strikes the token request which has just arrived, if any. */
  take(): Fault | undefined {
    const next = this.#armed[0];
    if (next === undefined) return undefined;
    if (next.skip > 0) {
      next.skip -= 1;
      return undefined;
    }
    next.times -= 1;
    if (next.times === 0) this.#armed.shift();
    return next.fault;
  }

  /** Resolves with {@link release}. */
  hold(): Promise<void> {
    return new Promise((resolve) => {
      this.#held.add(resolve);
      this.#paused();
    });
  }

  /** Resolves after so many milliseconds of the machine's time, or with {@link clear}. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, ms).unref();
      this.#waiting.add(end);
      this.#paused();
    });
  }

  /** Lets the refresh token of a grant die without a word. */
  evict(grantId: string): void {
    this.#provider?.evict(grantId);
  }

  /** Makes a refresh token unknown until the provider's clock says `untilMs`. */
  hide(refreshToken: string, untilMs: number): void {
    this.#hidden.set(refreshToken, untilMs);
  }

  /** Whether the provider does not know a refresh token yet. */
  isHidden(refreshToken: string, nowMs: number): boolean {
    return nowMs < (this.#hidden.get(refreshToken) ?? Number.NEGATIVE_INFINITY);
  }

  /** Lets the provider sign with a new key from now on. */
  rollKey(): void {
    this.#keyIsRolled = true;
  }

  /** Whether the provider signs with the new key, which is in its key set then. */
  keyIsRolled(): boolean {
    return this.#keyIsRolled;
  }

  #nextPause(): Promise<void> {
    return new Promise((resolve) => this.#watchers.push(resolve));
  }

  #paused(): void {
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const watcher of watchers) watcher();
  }
}
