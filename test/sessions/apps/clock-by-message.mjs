// node --require packages/emulator/preload.cjs --import this file: a test moves the Date of the process by messages.
const clock = globalThis[Symbol.for("tokenwell.emulator.clock")];

process.on("message", ({ advanceMs }) => {
  clock.offsetMs += advanceMs;
  process.send({});
});
// The app decides when the process ends.
process.channel.unref();
