import { EmulatorError } from "./errors.ts";
import { skewMs } from "./faults/under-fault.ts";

/** Later years have more digits than ISO 8601 and cookies have room for. */
const lastMs = Date.UTC(9999, 11, 31);
const seamKey = Symbol.for("tokenwell.emulator.clock");

/** The provider's clock. Everything it dates, it dates by this one. */
export interface EmulatorClock {
  /** Milliseconds since 1970, moved ones included. */
  nowMs(): number;
  /** How far it is ahead of the machine's clock, in milliseconds. */
  offsetMs(): number;
  /**
   * Moves it on (or back, when negative) by so many whole milliseconds, at once.
   *
   * @throws {EmulatorError} `invalid_option`; with `oidc`, `no_preload` in a process started without preload.cjs
   */
  advance(ms: number): void;
}

/** The clock of this process: preload.cjs is what can move it, because oidc-provider reads Date in many places. */
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
 * A clock of one emulator alone, which no other part of the process goes by.
 *
 * @param startMs Where it stands until it is moved. Absent: it runs with the clock of the process.
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
