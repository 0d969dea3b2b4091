import type { AppData, SessionData, SessionOptions } from "./api.ts";
import { type NextSessions, nextApp } from "./next-app.ts";
import { openWebSessions, type WebSessions } from "./web-sessions.ts";

export type { GuardedHandler, NextSessions, PageOptions, RecentLogin, RouteHandler } from "./next-app.ts";

/** Sessions that this process has opened, by what tells them apart: Next.js loads a module of the app more than once. */
const opened = new Map<string, Promise<WebSessions<SessionData>>>();

/**
 * Makes the sessions of a Next.js app (app router). `options` is called at the first request: a build needs neither the
 * settings nor a store. All calls in a process with the same issuer, client, address and store share their sessions; a
 * change of other options takes effect when the process starts again.
 *
 * The app sets `serverExternalPackages: ["@tokenwell/session"]` in `next.config.ts`, so that this package runs as it is.
 *
 * @throws SessionError `invalid_option`, at each request, with a sentence that says what to give
 *
 * @example
 * import { nextSessions } from "@tokenwell/session/next";
 *
 * export const web = nextSessions(() => ({
 *   issuer: "https://acme.eu.auth0.com",
 *   clientId: "…",
 *   clientSecret: process.env.AUTH0_CLIENT_SECRET ?? "",
 *   baseUrl: "https://app.example.com",
 * }));
 */
export function nextSessions<Data extends SessionData = AppData>(
  options: () => SessionOptions,
): NextSessions<Data> {
  let mine: Promise<WebSessions<Data>> | undefined;
  return nextApp<Data>(async () => {
    mine ??= openOnce<Data>(options()).catch((error: unknown) => {
      mine = undefined;
      throw error;
    });
    return await mine;
  });
}

/** Opens sessions, or returns those that are open. If it fails, the next request tries again. */
async function openOnce<Data extends SessionData>(options: SessionOptions): Promise<WebSessions<Data>> {
  const { baseUrl, clientId, home, issuer } = options;
  const key = JSON.stringify([issuer, clientId, baseUrl, home]);
  const known = opened.get(key);
  if (known) return (await known) as WebSessions<Data>;
  const opening = openWebSessions<SessionData>(options);
  opened.set(key, opening);
  opening.catch(() => opened.delete(key));
  return (await opening) as WebSessions<Data>;
}
