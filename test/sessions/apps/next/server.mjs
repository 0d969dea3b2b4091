import { createServer } from "node:http";
import { AppClock } from "./app-clock.mjs";

// Next.js behind a server of our own, so that the test can move the clock of the process.
const shared = {};
globalThis[Symbol.for("tokenwell.test.app")] = shared;
let server;

async function open(plan) {
  shared.plan = plan;
  shared.clock = new AppClock(plan.clockOffsetMs);
  process.env.APP_BASE_PATH = new URL(plan.baseUrl).pathname.replace(/\/$/, "");
  const { default: next } = await import("next");
  const app = next({ dev: false, dir: import.meta.dirname });
  await app.prepare();
  const handle = app.getRequestHandler();
  server = createServer((request, response) => {
    // The home page is static, so one that needs a login is another one at the same address.
    if (plan.guardsEverything && request.url === "/") request.url = "/guarded-home";
    handle(request, response);
  });
  await new Promise((resolve) => server.listen(plan.port, "127.0.0.1", resolve));
  return { port: server.address().port };
}

async function carryOut(message) {
  if (message.plan !== undefined) return await open(message.plan);
  if (message.advanceMs !== undefined) shared.clock.advance(message.advanceMs);
  return {};
}

process.on("message", async (message) => {
  if (message.close) {
    server?.closeAllConnections();
    await shared.sessions?.close();
    process.exit(0);
  }
  process.send(await carryOut(message).catch((error) => ({ failure: String(error?.stack ?? error) })));
});
