/*
 * A web app that runs for weeks: one object of the library as it is published, asked again and again. Its clock is moved by
 * node --require preload.cjs. One line for each wish: an advance of the clock in milliseconds, or `ask`.
 */
import { createInterface } from "node:readline";
import { openTokenwell } from "tokenwell";

const clock = globalThis[Symbol.for("tokenwell.emulator.clock")];
const tokenwell = await openTokenwell();

async function obey(line) {
  if (line !== "ask") clock.offsetMs += Number(line);
  return line === "ask" ? (await tokenwell.token()).accessToken : "moved";
}

const say = (answer) => console.log(JSON.stringify(answer));
createInterface({ input: process.stdin })
  .on("line", (line) =>
    obey(line).then(
      (text) => say({ text }),
      (error) => say({ error: error.code ?? String(error) }),
    ),
  )
  .on("close", () => process.exit());
say({ text: "ready" });
