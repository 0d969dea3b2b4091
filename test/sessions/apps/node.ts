import { createReadStream } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { requireFresh, requireLogin, requireRecentLogin } from "@tokenwell/session/node";
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

/** Whether a request may go on. If not, it has been answered. */
async function passes(
  guard: RouteGuard,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  switch (guard.kind) {
    case "none":
      return true;
    case "login":
      return await requireLogin()(request, response);
    case "fresh":
      return await requireFresh(guard)(request, response);
    default:
      return await requireRecentLogin(guard)(request, response);
  }
}

/** The fixture app on plain `node:http`. */
export function buildNode(parts: AppParts): Server {
  const { base, plan, sessions } = parts;
  const handler = sessions.node(async (request, response) => {
    const [target = "/"] = (request.url ?? "/").split("?", 1);
    const path = target.startsWith(base) ? target.slice(base.length) || "/" : target;
    if (plan.guardsEverything && !(await passes({ kind: "login" }, request, response))) return;
    await answer(parts, path, request, response);
  });
  return createServer({ maxHeaderSize: plan.maxHeaderBytes }, handler);
}

async function answer(parts: AppParts, path: string, request: IncomingMessage, response: ServerResponse) {
  const { clock, sessions } = parts;
  const page = pages.get(`${request.method} ${path}`);
  const route = appRoutes.find((one) => one.method === request.method && one.path === path);
  if (request.method === "GET" && path === "/") {
    response.setHeader("cache-control", homeCacheControl);
    return send(response, "text/html", homePage);
  }
  if (!(await passes(route?.guard ?? { kind: "login" }, request, response))) return;
  if (page !== undefined) return await page(parts, request, response);
  const told =
    route === undefined ? { path } : await route.answer(request.session, { sessions, clock, path });
  send(response, "application/json", JSON.stringify(told));
}

type Show = (parts: AppParts, request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

const pages: ReadonlyMap<string, Show> = new Map<string, Show>([
  ["GET /settings", (_parts, _request, response) => send(response, "text/html", settingsPage)],
  [
    "GET /stream",
    async (_parts, request, response) => {
      response.flushHeaders();
      await streamToken(request.session, (text) => response.write(text));
      response.end();
    },
  ],
  [
    "GET /events",
    async ({ clock }, request, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const stream = { write: (text: string) => response.write(text), isOver: () => response.destroyed };
      await streamEvents(request.session, clock, stream);
      response.end();
    },
  ],
  [
    "GET /file",
    (_parts, _request, response) => void createReadStream(new URL(import.meta.url)).pipe(response),
  ],
]);

function send(response: ServerResponse, type: string, body: string): void {
  response.setHeader("content-type", type);
  response.end(body);
}
