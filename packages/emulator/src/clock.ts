import { EmulatorError } from "./errors.ts";
import { skewMs } from "./faults/under-fault.ts";

/** The latest time: later years have more digits than ISO 8601 and cookies allow. */
const lastMs = Date.UTC(9999, 11, 31);
const seamKey = Symbol.for("tokenwell.emulator.clock");

/** The provider's clock, which dates everything that the provider dates. */
export interface EmulatorClock {
  /** The time in milliseconds since 1970, with all moves. */
  nowMs(): number;
  /** Milliseconds by which the clock is ahead of the machine's. */
  offsetMs(): number;
  /**
   * Moves the clock forward, or back if `ms` is negative. `ms` is a whole number of milliseconds.
   *
   * @throws {EmulatorError} `invalid_option`; with `oidc`, `no_preload` in a process started without preload.cjs
   */
  advance(ms: number): void;
}

/** The clock of this process. Only preload.cjs can move it, because oidc-provider reads Date in many places. */
export const processClock: EmulatorClock = {
  nowMs: () => Date.now(),
  offsetMs: () => seam()?.offsetMs ?? 0,
  advance(ms) {
    checkMove(Date.now(), ms);
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

/**
 * Creates a clock that only one emulator uses.
 *
 * @param startMs The time at which the clock stands until it is moved. Absent: the clock runs with that of the process.
 * @throws {EmulatorError} `invalid_option`
 */
export function ownClock(startMs: number | undefined): EmulatorClock {
  checkMove(startMs ?? 0, 0);
  let movedMs = 0;
  const nowMs = () => (startMs ?? Date.now()) + movedMs + skewMs();
  return {
    nowMs,
    offsetMs: () => (startMs === undefined ? movedMs : nowMs() - Date.now()) + processClock.offsetMs(),
    advance(ms) {
      checkMove(nowMs(), ms);
      movedMs += ms;
    },
  };
}

function checkMove(nowMs: number, ms: number): void {
  if (!Number.isSafeInteger(ms))
    throw new EmulatorError("invalid_option", '"advanceMs" must be a whole number of milliseconds.');
  if (nowMs + ms < 0 || nowMs + ms > lastMs)
    throw new EmulatorError("invalid_option", "The clock goes from the year 1970 to the year 9999.");
}

interface Seam {
  offsetMs: number;
}

function seam(): Seam | undefined {
  const found: unknown = Reflect.get(globalThis, seamKey);
  return isSeam(found) ? found : undefined;
}

function isSeam(value: unknown): value is Seam {
  return typeof value === "object" && value !== null && "offsetMs" in value;
}
