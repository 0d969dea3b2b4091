"use strict";

// node --require: moves the Date of the process as the test says over IPC, and ends the process with the test.
require("../../../../packages/emulator/preload.cjs");

const seam = globalThis[Symbol.for("tokenwell.emulator.clock")];

if (process.send !== undefined) {
  process.on("message", ({ offsetMs }) => {
    seam.offsetMs = offsetMs;
    process.send({ offsetMs });
  });
  process.on("disconnect", () => process.exit());
}
