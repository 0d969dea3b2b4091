// A web app for the benchmark of sessions: `node session-server.ts FRAMEWORK [HOME]`. With a home folder its one route reads
// the session behind a guard; without one it is the bare framework. Prints its port. A line on stdin asks for the microseconds
// of processor time so far.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { type AppSessions, openSessions } from "@tokenwell/session";
import { app } from "./session-store.ts";

type Start = (sessions: AppSessions | null) => Promise<number>;

const subject = "auth0|000000000000000000000001";

const frameworks: Readonly<Record<string, Start>> = {
  express: async (sessions) => {
    const { default: express } = await import("express");
    const { requireLogin } = await import("@tokenwell/session/express");
    const server = express();
    if (sessions) {
      server.use(sessions.express());
      server.get("/me", requireLogin(), (request, response) => {
        response.json({ subject: request.session.user?.subject });
      });
    } else
      server.get("/me", (_request, response) => {
        response.json({ subject });
      });
    return await portOf(server.listen(0, "127.0.0.1"));
  },
  hono: async (sessions) => {
    const { Hono } = await import("hono");
    const { serve } = await import("@hono/node-server");
    const { requireLogin } = await import("@tokenwell/session/hono");
    const server = new Hono();
    if (sessions) {
      server.use(sessions.hono());
      server.get("/me", requireLogin(), (context) =>
        context.json({ subject: context.get("session").user?.subject }),
      );
    } else server.get("/me", (context) => context.json({ subject }));
    return await new Promise((resolve) => {
      serve({ fetch: server.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) => resolve(port));
    });
  },
  fastify: async (sessions) => {
    const { default: fastify } = await import("fastify");
    const { requireLogin } = await import("@tokenwell/session/fastify");
    const server = fastify();
    if (sessions) {
      await server.register(sessions.fastify());
      server.get("/me", { preHandler: requireLogin() }, async (request) => ({
        subject: request.session.user?.subject,
      }));
    } else server.get("/me", async () => ({ subject }));
    await server.listen({ port: 0, host: "127.0.0.1" });
    return (server.server.address() as AddressInfo).port;
  },
  node: async (sessions) => {
    const { requireLogin } = await import("@tokenwell/session/node");
    const send = (response: import("node:http").ServerResponse, who: string | undefined): void => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ subject: who }));
    };
    const guard = requireLogin();
    const handler = sessions
      ? sessions.node(async (request, response) => {
          if (await guard(request, response)) send(response, request.session.user?.subject);
        })
      : (_request: unknown, response: import("node:http").ServerResponse) => send(response, subject);
    return await portOf(createServer(handler).listen(0, "127.0.0.1"));
  },
};

async function portOf(server: import("node:http").Server): Promise<number> {
  await new Promise((resolve) => server.once("listening", resolve));
  return (server.address() as AddressInfo).port;
}

const [framework = "", home] = process.argv.slice(2);
const start = frameworks[framework];
if (!start) throw new TypeError(`no framework ${framework}`);
// The sessions are as old as the store: nothing is extended, and none is over.
const times = { extendAfterSeconds: 1_000_000, idleSeconds: null, absoluteSeconds: null };
const sessions = home === undefined ? null : await openSessions({ ...app, ...times, home });
const port = await start(sessions);
console.log(port);
const usedUs = (): number => {
  const { system, user } = process.cpuUsage();
  return system + user;
};
createInterface({ input: process.stdin })
  .on("line", () => console.log(usedUs()))
  .on("close", async () => {
    await sessions?.close();
    process.exit();
  });
