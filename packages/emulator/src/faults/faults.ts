import type { Changes } from "../changes.ts";
import { EmulatorError } from "../errors.ts";
import { type ArmedFault, type Fault, type FaultName, parseFault } from "./fault.ts";

/** The faults that only the provider itself can produce. */
export interface ProviderFaults {
  /** Makes the refresh token of a grant stop working silently. */
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

/** The armed faults. They strike token requests in the order in which they were armed. */
export class Faults {
  readonly #armed: { fault: ArmedFault; skip: number; times: number }[] = [];
  readonly #held = new Set<() => void>();
  readonly #waiting = new Set<() => void>();
  readonly #hidden = new Map<string, number>();
  #watchers: (() => void)[] = [];
  #provider: ProviderFaults | undefined;
  #keyIsRolled = false;
  readonly #changes: Changes;

  constructor(changes: Changes) {
    this.#changes = changes;
  }

  /** Sets the provider. Without one, the faults that need its help are refused. */
  attach(provider: ProviderFaults | undefined): void {
    this.#provider = provider;
  }

  /** Whether the provider supports a fault. */
  canStrike(fault: FaultName): boolean {
    return this.#provider !== undefined || !providerFaults.has(fault);
  }

  /**
   * Arms a fault, behind those that are armed already.
   *
   * @throws {EmulatorError} `invalid_option`
   */
  arm(fault: ArmedFault): void {
    const checked = parseFault(fault);
    if (!this.canStrike(checked.fault))
      throw new EmulatorError("invalid_option", `This provider cannot do the fault "${checked.fault}".`);
    this.#armed.push({ fault: checked, skip: checked.skip ?? 0, times: checked.times ?? 1 });
    this.#changes.announce();
  }

  /** Disarms all faults, releases held responses and ends all delays. */
  clear(): void {
    this.#armed.length = 0;
    this.release();
    for (const end of [...this.#waiting]) end();
  }

  /** Releases every held response, breaks the connections that hang, and returns their number. */
  release(): number {
    const releases = [...this.#held];
    this.#held.clear();
    for (const release of releases) release();
    this.#changes.announce();
    return releases.length;
  }

  /** Lists the armed faults, the next one first. */
  list(): readonly ArmedFault[] {
    return this.#armed.map(({ fault, skip, times }) => ({ ...fault, skip, times }));
  }

  /** Returns the number of held responses. */
  heldCount(): number {
    return this.#held.size;
  }

  /** Resolves as soon as at least `count` responses are held. */
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

  /** Takes the fault of the token request that has just arrived, if any. */
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

  /** Holds a response. Resolves on {@link release}. */
  hold(): Promise<void> {
    return new Promise((resolve) => {
      this.#held.add(resolve);
      this.#paused();
    });
  }

  /** Resolves after `ms` milliseconds of the machine's time, or on {@link clear}. */
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

  /** Makes the refresh token of a grant stop working silently. */
  evict(grantId: string): void {
    this.#provider?.evict(grantId);
  }

  /** Hides a refresh token from the provider until its clock reaches `untilMs`. */
  hide(refreshToken: string, untilMs: number): void {
    this.#hidden.set(refreshToken, untilMs);
  }

  /** Whether a refresh token is hidden from the provider. */
  isHidden(refreshToken: string, nowMs: number): boolean {
    return nowMs < (this.#hidden.get(refreshToken) ?? Number.NEGATIVE_INFINITY);
  }

  /** Makes the provider sign with the new key from now on. */
  rollKey(): void {
    this.#keyIsRolled = true;
  }

  /** Whether the provider signs with the new key. If so, its key set contains the key. */
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
    this.#changes.announce();
  }
}
