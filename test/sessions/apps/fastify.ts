import { createReadStream } from "node:fs";
import { PassThrough } from "node:stream";
import { requireFresh, requireLogin, requireRecentLogin } from "@tokenwell/session/fastify";
import Fastify, { type preHandlerHookHandler } from "fastify";
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

function guardsOf(guard: RouteGuard): preHandlerHookHandler[] {
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

/** The fixture app on Fastify. */
export async function buildFastify({ base, clock, plan, sessions }: AppParts) {
  const app = Fastify({ http: { maxHeaderSize: plan.maxHeaderBytes } });
  await app.register(sessions.fastify());
  app.addContentTypeParser("application/x-www-form-urlencoded", (_request, payload, done) => {
    payload.resume();
    done(null, {});
  });
  const loggedIn = { preHandler: [requireLogin()] };
  await app.register(
    async (routes) => {
      if (plan.guardsEverything) routes.addHook("preHandler", requireLogin());
      routes.get("/", (_request, reply) =>
        reply.header("cache-control", homeCacheControl).type("text/html").send(homePage),
      );
      routes.get("/settings", loggedIn, (_request, reply) => reply.type("text/html").send(settingsPage));
      routes.get("/stream", loggedIn, (request, reply) => {
        const out = new PassThrough();
        reply.type("text/plain").send(out);
        void streamToken(request.session, (text) => out.write(text)).then(() => out.end());
        return reply;
      });
      routes.get("/events", loggedIn, (request, reply) => {
        const out = new PassThrough();
        reply.type("text/event-stream").send(out);
        const stream = { write: (text: string) => out.write(text), isOver: () => out.destroyed };
        void streamEvents(request.session, clock, stream).then(() => out.end());
        return reply;
      });
      routes.get("/file", loggedIn, (_request, reply) =>
        reply.type("text/plain").send(createReadStream(new URL(import.meta.url))),
      );
      for (const { answer, guard, method, path } of appRoutes) {
        routes.route({
          method,
          url: path,
          preHandler: guardsOf(guard),
          handler: async (request, reply) =>
            reply.send(await answer(request.session, { sessions, clock, path: request.url })),
        });
      }
      routes.all("/*", loggedIn, (request, reply) => reply.send({ path: request.url }));
    },
    { prefix: base },
  );
  await app.ready();
  return app.server;
}
