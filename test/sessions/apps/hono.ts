import { createReadStream } from "node:fs";
import { createServer, type Server } from "node:http";
import { Readable } from "node:stream";
import { createAdaptorServer } from "@hono/node-server";
import { type HonoMiddleware, requireFresh, requireLogin, requireRecentLogin } from "@tokenwell/session/hono";
import { Hono } from "hono";
import { stream } from "hono/streaming";
import type { AppParts } from "./open.ts";
import {
  appRoutes,
  homeCacheControl,
  homePage,
  type RouteGuard,
  settingsPage,
  streamEvents,
  streamToken,
} from "./routes.ts";

function guardsOf(guard: RouteGuard): HonoMiddleware[] {
  switch (guard.kind) {
    case "none":
      return [];
    case "login":
      return [requireLogin()];
    case "fresh":
      return [requireFresh(guard)];
    default:
      return [requireRecentLogin(guard)];
  }
}

/** The fixture app on Hono. */
export function buildHono({ base, clock, plan, sessions }: AppParts): Server {
  const app = new Hono();
  app.use(sessions.hono());
  const routes = new Hono();
  if (plan.guardsEverything) routes.use(requireLogin());
  routes.get("/", (context) => context.html(homePage, 200, { "cache-control": homeCacheControl }));
  routes.get("/settings", requireLogin(), (context) => context.html(settingsPage));
  routes.get("/stream", requireLogin(), (context) =>
    stream(context, (out) => streamToken(context.get("session"), (text) => void out.write(text))),
  );
  routes.get("/events", requireLogin(), (context) =>
    stream(context, (out) =>
      streamEvents(context.get("session"), clock, {
        write: (text) => void out.write(text),
        isOver: () => out.aborted,
      }),
    ),
  );
  routes.get("/file", requireLogin(), (context) => {
    const file = Readable.toWeb(createReadStream(new URL(import.meta.url)));
    return context.body(file as ReadableStream);
  });
  for (const { answer, guard, method, path } of appRoutes) {
    routes.on(method, [path], ...guardsOf(guard), async (context) => {
      const told = await answer(context.get("session"), { sessions, clock, path: context.req.path });
      return context.json(JSON.parse(JSON.stringify(told)));
    });
  }
  routes.all("*", requireLogin(), (context) => context.json({ path: context.req.path }));
  app.route(base === "" ? "/" : base, routes);
  const options = { maxHeaderSize: plan.maxHeaderBytes };
  return createAdaptorServer({ fetch: app.fetch, createServer, serverOptions: options }) as Server;
}
