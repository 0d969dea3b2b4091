import { EmulatorError } from "./errors.ts";

const SEAM = Symbol.for("tokenwell.emulator.clock");

/** The provider's clock. Everything it dates, it dates by this one. */
export interface EmulatorClock {
  /** Milliseconds since 1970, moved ones included. */
  nowMs(): number;
  /** How far it is ahead of the machine's clock, in milliseconds. */
  offsetMs(): number;
  /**
   * Moves it on (or back, when negative) by so many whole milliseconds, at once.
   *
   * @throws {EmulatorError} `no_preload` in a process that was not started with preload.cjs; `invalid_option`
   */
  advance(ms: number): void;
}

/** The clock of this process: preload.cjs is what can move it, because oidc-provider reads Date in many places. */
export const processClock: EmulatorClock = {
  nowMs: () => Date.now(),
  offsetMs: () => seam()?.offsetMs ?? 0,
  advance(ms) {
    if (!Number.isSafeInteger(ms)) {
      throw new EmulatorError("invalid_option", '"advanceMs" must be a whole number of milliseconds.');
    }
    const moved = seam();
    if (moved === undefined) {
      throw new EmulatorError(
        "no_preload",
        "This process cannot move its clock: start it with node --require preload.cjs.",
      );
    }
    moved.offsetMs += ms;
  },
};

interface Seam {
  offsetMs: number;
}

function seam(): Seam | undefined {
  const found: unknown = Reflect.get(globalThis, SEAM);
  return isSeam(found) ? found : undefined;
}

function isSeam(value: unknown): value is Seam {
  return typeof value === "object" && value !== null && "offsetMs" in value;
}
