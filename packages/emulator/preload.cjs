"use strict";

/*
 * node --require preload.cjs: moves the Date of this process. TOKENWELL_EMULATOR_CLOCK_OFFSET_MS is where
 * it starts; the emulator moves its own further through globalThis[Symbol.for("tokenwell.emulator.clock")].
 * Monotonic clocks, timers, Temporal, files and the Date header of node:http keep the machine's time.
 */

const SEAM = Symbol.for("tokenwell.emulator.clock");
const OFFSET_VARIABLE = "TOKENWELL_EMULATOR_CLOCK_OFFSET_MS";

function startOffsetMs() {
  const text = process.env[OFFSET_VARIABLE] || "0";
  const offsetMs = Number(text);
  if (!Number.isSafeInteger(offsetMs)) {
    throw new RangeError(`${OFFSET_VARIABLE} must be a whole number of milliseconds`);
  }
  return offsetMs;
}

function install() {
  const RealDate = globalThis.Date;
  const realNow = RealDate.now;
  let offsetMs = startOffsetMs();
  const now = () => realNow() + offsetMs;

  // A Proxy and not a subclass: name, length, UTC, parse, instanceof and dates made by Node itself stay as they are.
  const MovedDate = new Proxy(RealDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
    apply: () => new RealDate(now()).toString(),
  });

  const hidden = { enumerable: false, configurable: true, writable: true };
  Object.defineProperty(RealDate, "now", { ...hidden, value: now });
  Object.defineProperty(RealDate.prototype, "constructor", { ...hidden, value: MovedDate });
  Object.defineProperty(globalThis, "Date", { ...hidden, value: MovedDate });
  Object.defineProperty(globalThis, SEAM, {
    value: {
      get offsetMs() {
        return offsetMs;
      },
      set offsetMs(ms) {
        offsetMs = ms;
      },
    },
  });
}

// Given twice, by NODE_OPTIONS and by the command line, it must not move the clock twice.
if (globalThis[SEAM] === undefined) {
  install();
}
