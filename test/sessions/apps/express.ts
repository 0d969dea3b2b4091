import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { requireFresh, requireLogin, requireRecentLogin, sessionErrors } from "@tokenwell/session/express";
import express, { type RequestHandler } from "express";
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

function guardsOf(guard: RouteGuard): RequestHandler[] {
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

/** The fixture app on Express. */
export function buildExpress({ base, clock, plan, sessions }: AppParts) {
  const app = express();
  app.use(sessions.express());
  const router = express.Router();
  if (plan.guardsEverything) router.use(requireLogin());
  router.get("/", (_request, response) => {
    response.set("cache-control", homeCacheControl).type("html").send(homePage);
  });
  router.get("/settings", requireLogin(), (_request, response) => {
    response.type("html").send(settingsPage);
  });
  router.get("/stream", requireLogin(), async (request, response) => {
    response.flushHeaders();
    await streamToken(request.session, (text) => response.write(text));
    response.end();
  });
  router.get("/events", requireLogin(), async (request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    await streamEvents(request.session, clock, {
      write: (text) => response.write(text),
      isOver: () => response.destroyed,
    });
    response.end();
  });
  router.get("/file", requireLogin(), (_request, response) => {
    response.sendFile(fileURLToPath(import.meta.url));
  });
  for (const { answer, guard, method, path } of appRoutes) {
    const handler: RequestHandler = async (request, response) => {
      response.json(await answer(request.session, { sessions, clock, path: request.path }));
    };
    if (method === "GET") router.get(path, ...guardsOf(guard), handler);
    else router.post(path, ...guardsOf(guard), handler);
  }
  router.use(requireLogin(), (request, response) => {
    response.json({ path: request.path });
  });
  app.use(base === "" ? "/" : base, router);
  app.use(sessionErrors());
  return createServer({ maxHeaderSize: plan.maxHeaderBytes }, app);
}
