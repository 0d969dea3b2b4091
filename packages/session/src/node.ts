import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Session, SessionData } from "./api.ts";
import { freshGrant, guardedCacheControl, type Requirement, recentLogin } from "./guards.ts";
import type { IncomingRequest } from "./incoming-request.ts";
import { incomingOfNode, sendReply } from "./node-request.ts";
import type { Reply } from "./reply.ts";
import type { RequestSession } from "./request-session.ts";
import type { WebSessions } from "./web-sessions.ts";

declare module "node:http" {
  interface IncomingMessage {
    /** The session of the request, once the sessions of the app have handled it. */
    session: Session;
  }
}

/** Handler of a Node.js server. */
export type NodeHandler = (request: IncomingMessage, response: ServerResponse) => unknown;

/** Guard of a plain Node.js server. Resolves with `false` if it has answered the request. */
export type NodeGuard = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** Sessions and session of a request, for the guards. */
interface Attached {
  readonly sessions: WebSessions<SessionData>;
  readonly session: RequestSession<SessionData>;
  readonly incoming: IncomingRequest;
}

/** Name of the property that holds them: a `WeakMap` costs more. */
const attached = Symbol("session");

type AttachedRequest = IncomingMessage & { [attached]?: Attached };

/** Reads the session of a request and attaches it. Returns `false` if the request was for one of the routes, and answers it. */
export async function attachSession<Data extends SessionData>(
  sessions: WebSessions<Data>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const incoming = incomingOfNode(request);
  const session = sessions.remembered(incoming) ?? (await sessions.load(incoming));
  const reply = sessions.isRoute(incoming) ? await sessions.answer(incoming, session) : null;
  if (reply) {
    sendReply(response, reply);
    return false;
  }
  attach(sessions, request, session, incoming);
  return true;
}

/** Attaches a session to its request. */
export function attach<Data extends SessionData>(
  sessions: WebSessions<Data>,
  request: AttachedRequest,
  session: RequestSession<Data>,
  incoming: IncomingRequest,
): void {
  request.session = session;
  request[attached] = { sessions, session, incoming } as never;
}

/** Returns the sessions and the session of a request. Throws if the sessions have not handled it. */
export function attachedTo(request: AttachedRequest): Attached {
  const found = request[attached];
  if (!found) throw new TypeError("Put the sessions before the guards: this request has no session.");
  return found;
}

/** Makes a handler of a Node.js server that answers the routes, and calls `handler` with `request.session`. */
export const nodeHandler =
  <Data extends SessionData>(sessions: WebSessions<Data>, handler: NodeHandler) =>
  async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!(await attachSession(sessions, request, response))) return;
    try {
      await handler(request, response);
    } catch (error) {
      const reply = await errorReply(request, error);
      if (reply === null || response.headersSent) throw error;
      sendReply(response, reply);
    }
  };

/** Returns the answer to an error that a handler let escape; `null` if it is none of ours. */
export async function errorReply(request: AttachedRequest, error: unknown): Promise<Reply | null> {
  const found = request[attached];
  return found ? await found.sessions.answerError(found.incoming, found.session, error) : null;
}

/** Keeps the answer of a guarded request out of shared caches, whatever the handler sets later. */
export function guardCache(response: ServerResponse): void {
  const usualAnswer = guardedCacheControl(undefined);
  response.setHeader("cache-control", usualAnswer);
  const writeHead = response.writeHead.bind(response) as (...rest: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]): ServerResponse => {
    // Most handlers set nothing of it.
    if (rest.length === 0 && response.getHeader("cache-control") === usualAnswer) return writeHead(status);
    const named = rest.findIndex((argument) => typeof argument === "object" && argument !== null);
    // Headers given here have precedence over those that were set before.
    const pairs = named < 0 ? [] : pairsOf(rest[named] as OutgoingHttpHeaders | unknown[]);
    const isIt = ([name]: readonly [string, unknown]): boolean => name.toLowerCase() === "cache-control";
    const given = pairs.filter(isIt).map(([, value]) => String(value));
    const before = response.getHeader("cache-control");
    const usual = before === undefined ? undefined : String(before);
    response.setHeader("cache-control", guardedCacheControl(given.length > 0 ? given.join(", ") : usual));
    if (given.length > 0) rest[named] = pairs.filter((pair) => !isIt(pair)).flat();
    return writeHead(status, ...rest);
  };
}

/** Lists the headers that `writeHead()` takes: an object, pairs, or names and values in turn. */
function pairsOf(headers: OutgoingHttpHeaders | unknown[]): (readonly [string, unknown])[] {
  if (!Array.isArray(headers)) return Object.entries(headers);
  const flat = headers.flat();
  return flat.flatMap((name, at) => (at % 2 === 0 ? [[String(name), flat[at + 1]] as const] : []));
}

/** Checks a request by a guard. Answers it, and returns `false`, if it does not pass. */
export function passes(
  request: IncomingMessage,
  response: ServerResponse,
  requirement: Requirement,
): boolean | Promise<boolean> {
  const { incoming, session, sessions } = attachedTo(request);
  const reply = sessions.guard(incoming, session, requirement);
  return reply instanceof Promise
    ? reply.then((later) => letPass(response, later))
    : letPass(response, reply);
}

function letPass(response: ServerResponse, reply: Reply | null): boolean {
  if (reply === null) {
    guardCache(response);
    return true;
  }
  sendReply(response, reply);
  return false;
}

/** Demands a live session. */
export const requireLogin = (): NodeGuard => guardOf({});

/** Demands that the grant has proven itself by a refresh within `withinSeconds`, at least 1; otherwise refreshes now. */
export const requireFresh = (required: { readonly withinSeconds: number }): NodeGuard =>
  guardOf(freshGrant(required));

/** Demands that the user authenticated within `maxAgeSeconds`, at least 30, and with one of `acrValues` if there are any. */
export const requireRecentLogin = ({
  acrValues,
  maxAgeSeconds,
}: {
  readonly maxAgeSeconds: number;
  readonly acrValues?: readonly string[];
}): NodeGuard => guardOf(recentLogin({ maxAgeSeconds, ...(acrValues && { acrValues }) }));

const guardOf =
  (requirement: Requirement): NodeGuard =>
  async (request, response) =>
    await passes(request, response, requirement);
