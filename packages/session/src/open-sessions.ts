import type { AppData, SessionData, SessionOptions, Sessions } from "./api.ts";
import { type ExpressMiddleware, expressMiddleware } from "./express-middleware.ts";
import { type FastifyPlugin, fastifyPlugin } from "./fastify-plugin.ts";
import { type HonoMiddleware, honoMiddleware } from "./hono-middleware.ts";
import { type NextSessions, nextApp } from "./next-app.ts";
import { type NodeHandler, nodeHandler } from "./node.ts";
import { openWebSessions } from "./web-sessions.ts";

/** Sessions of a web app, with an adapter for each framework. */
export interface AppSessions<Data extends SessionData = AppData> extends Sessions<Data> {
  /** Makes the middleware of Express: it answers the routes and attaches `req.session`. */
  express(): ExpressMiddleware;
  /** Makes the plugin of Fastify: it answers the routes and decorates requests with `session`. */
  fastify(): FastifyPlugin;
  /** Makes the middleware of Hono: it answers the routes and sets the variable `session`. */
  hono(): HonoMiddleware;
  /** Makes the parts that an app of Next.js (app router) exports and calls. `nextSessions()` opens the sessions later. */
  next(): NextSessions<Data>;
  /** Makes a handler of a Node.js server: it answers the routes and calls `handler` with `request.session`. */
  node(handler: NodeHandler): NodeHandler;
}

/**
 * Opens the sessions of a web app. The store is that of the command `tokenwell`, unless `home` names another folder; any
 * number of processes may serve the app on one store. The caller closes the returned object before its process ends.
 *
 * @throws SessionError `invalid_option`, with a sentence that says what to give
 * @throws StoreError if the store or its key cannot be used
 *
 * @example
 * import { openSessions } from "@tokenwell/session";
 *
 * const sessions = await openSessions({
 *   issuer: "https://acme.eu.auth0.com",
 *   clientId: "…",
 *   clientSecret: process.env.AUTH0_CLIENT_SECRET ?? "",
 *   baseUrl: "https://app.example.com",
 * });
 * await sessions.close();
 */
export async function openSessions<Data extends SessionData = AppData>(
  options: SessionOptions,
): Promise<AppSessions<Data>> {
  const sessions = await openWebSessions<Data>(options);
  return Object.assign(sessions, {
    express: () => expressMiddleware(sessions),
    fastify: () => fastifyPlugin(sessions),
    hono: () => honoMiddleware(sessions),
    next: () => nextApp(() => Promise.resolve(sessions)),
    node: (handler: NodeHandler) => nodeHandler(sessions, handler),
  });
}
