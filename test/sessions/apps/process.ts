import { argv } from "node:process";
import type { AdapterName, AppPlan } from "../support/app.ts";
import { openApp } from "./adapters.ts";
import type { OpenApp } from "./open.ts";

/** What the test asks of the process. */
type Message = { readonly plan: AppPlan } | { readonly advanceMs: number } | { readonly close: true };

let app: OpenApp | undefined;

async function carryOut(message: Message): Promise<object> {
  if ("plan" in message) {
    app = await openApp(argv[2] as AdapterName, message.plan);
    return { port: app.port };
  }
  if ("advanceMs" in message) app?.clock.advance(message.advanceMs);
  return {};
}

process.on("message", async (message: Message) => {
  if ("close" in message) {
    await app?.close();
    process.disconnect?.();
    return;
  }
  const answer = await carryOut(message).catch((error: unknown) => ({ failure: String(error) }));
  if (process.send) process.send(answer);
});
