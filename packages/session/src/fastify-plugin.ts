import type { IncomingMessage } from "node:http";
import type { SessionData } from "./api.ts";
import { guardedCacheControl, type Requirement } from "./guards.ts";
import { attach, attachedTo, errorReply } from "./node.ts";
import { incomingOfNode } from "./node-request.ts";
import type { Reply } from "./reply.ts";
import type { WebSessions } from "./web-sessions.ts";

/** The part of Fastify's request that the sessions use. */
export interface FastifyRequestLike {
  readonly raw: IncomingMessage;
}

/** The part of Fastify's reply that the sessions use. */
export interface FastifyReplyLike {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  getHeader(name: string): unknown;
  send(body?: unknown): unknown;
}

/** The part of a Fastify instance that the plugin uses. */
export interface FastifyLike {
  decorateRequest(name: string, value: unknown): unknown;
  addHook(name: string, hook: unknown): unknown;
  setErrorHandler(handler: unknown): unknown;
}

/** Plugin of Fastify. */
export type FastifyPlugin = (instance: FastifyLike) => Promise<void>;

/** Handler before that of a route. */
export type FastifyPreHandler = (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>;

/** Requests that passed a guard. */
const guarded = new WeakSet<IncomingMessage>();

/** Makes the plugin that answers the routes and decorates requests with `session`. It holds for the whole instance. */
export function fastifyPlugin<Data extends SessionData>(sessions: WebSessions<Data>): FastifyPlugin {
  const plugin: FastifyPlugin = async (instance) => {
    instance.decorateRequest("session", null);
    instance.addHook(
      "onRequest",
      async (request: FastifyRequestLike & { session?: unknown }, reply: FastifyReplyLike) => {
        const incoming = incomingOfNode(request.raw);
        const session = sessions.remembered(incoming) ?? (await sessions.load(incoming));
        const answer = await sessions.answer(incoming, session);
        if (answer) return sendFastify(reply, answer);
        attach(sessions, request.raw, session, incoming);
        request.session = session;
        return undefined;
      },
    );
    instance.addHook("onSend", async (request: FastifyRequestLike, reply: FastifyReplyLike) => {
      if (!guarded.has(request.raw)) return;
      const given = reply.getHeader("cache-control");
      reply.header("cache-control", guardedCacheControl(given === undefined ? undefined : String(given)));
    });
    instance.setErrorHandler(async (error: unknown, request: FastifyRequestLike, reply: FastifyReplyLike) => {
      const answer = await errorReply(request.raw, error).catch(() => null);
      if (answer === null) throw error;
      return sendFastify(reply, answer);
    });
  };
  // As `fastify-plugin` does: without it the plugin would hold for its own routes only.
  return Object.assign(plugin, { [Symbol.for("skip-override")]: true });
}

/** Makes the guard of a requirement. */
export const fastifyGuard =
  (requirement: Requirement): FastifyPreHandler =>
  async (request, reply) => {
    const { incoming, session, sessions } = attachedTo(request.raw);
    const answer = await sessions.guard(incoming, session, requirement);
    if (answer) return sendFastify(reply, answer);
    guarded.add(request.raw);
    return undefined;
  };

function sendFastify(reply: FastifyReplyLike, { body, headers, status }: Reply): FastifyReplyLike {
  reply.code(status);
  // Fastify appends each further `set-cookie`.
  for (const [name, value] of headers) reply.header(name, value);
  reply.send(body);
  return reply;
}
