import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { AdapterName, AppPlan } from "../support/app.ts";
import { type BuildApp, type OpenApp, openParts } from "./open.ts";

/** The modules of the adapters, each loaded only when it is used. */
const builders: Readonly<Record<AdapterName, () => Promise<BuildApp>>> = {
  express: async () => (await import("./express.ts")).buildExpress,
  hono: async () => (await import("./hono.ts")).buildHono,
  fastify: async () => (await import("./fastify.ts")).buildFastify,
  node: async () => (await import("./node.ts")).buildNode,
};

/** Opens the fixture app of an adapter in this process. */
export async function openApp(adapter: AdapterName, plan: AppPlan): Promise<OpenApp> {
  const parts = await openParts(plan);
  const { clock, sessions } = parts;
  const server = await (await builders[adapter]())(parts);
  server.listen(plan.port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    clock,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await sessions.close();
    },
  };
}
