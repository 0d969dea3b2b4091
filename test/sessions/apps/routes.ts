import { createHash } from "node:crypto";
import type { Session, Sessions } from "@tokenwell/session";
import type { AppClock } from "./app-clock.ts";

/** What a route demands before its handler runs. */
export type RouteGuard =
  | { readonly kind: "none" }
  | { readonly kind: "login" }
  | { readonly kind: "fresh"; readonly withinSeconds: number }
  | { readonly kind: "recent"; readonly maxAgeSeconds: number };

/** What a handler gets besides the session. */
export interface RouteContext {
  readonly sessions: Sessions;
  readonly clock: AppClock;
  /** Path of the request, for the handler of all other paths. */
  readonly path: string;
}

/** A route that every app has, whatever its framework: it answers with JSON. */
export interface AppRoute {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly guard: RouteGuard;
  answer(session: Session, context: RouteContext): Promise<unknown> | unknown;
}

const login: RouteGuard = { kind: "login" };

/** Returns how the emulator's ledger names a token. */
function fingerprintOf(token: string): string {
  return createHash("sha256").update(token).digest("hex").slice(0, 12);
}

/** Numbers of runs of the guarded handlers. */
const runs = { password: 0, transfer: 0 };

/** What `/me` and `/public` tell of a session. Tokens are told by their fingerprints. */
function described(session: Session) {
  const { authenticatedAt, claims, createdAt, data, endReason, extendedAt, id, idToken, user } = session;
  return {
    id,
    user,
    claims,
    data,
    endReason,
    createdAt,
    extendedAt,
    authenticatedAt,
    idToken: idToken === null ? null : fingerprintOf(idToken),
  };
}

async function tokenOf(session: Session) {
  const { accessToken, expiresAt } = await session.token();
  return { token: fingerprintOf(accessToken), expiresAt };
}

/** The routes of the situations. */
export const appRoutes: readonly AppRoute[] = [
  { method: "GET", path: "/me", guard: login, answer: described },
  { method: "GET", path: "/public", guard: { kind: "none" }, answer: described },
  { method: "GET", path: "/api/orders", guard: login, answer: tokenOf },
  { method: "GET", path: "/api/notifications", guard: login, answer: () => ({ notifications: [] }) },
  {
    method: "GET",
    path: "/api/hello",
    guard: login,
    answer: async (session) => await (await session.fetch("hello")).json(),
  },
  {
    method: "GET",
    path: "/slow",
    guard: login,
    answer: async (session) => {
      const told = await tokenOf(session);
      await session.setData({ slow: true });
      return told;
    },
  },
  {
    method: "POST",
    path: "/extend",
    guard: login,
    answer: async (session) => {
      await session.extend();
      return { extended: true };
    },
  },
  {
    method: "POST",
    path: "/data",
    guard: login,
    answer: async (session) => {
      await session.setData({ note: `of ${session.user?.name}` });
      return { stored: true };
    },
  },
  {
    method: "POST",
    path: "/transfer",
    guard: { kind: "fresh", withinSeconds: 60 },
    answer: (session) => {
      runs.transfer += 1;
      return { transfers: runs.transfer, iat: session.claims?.iat };
    },
  },
  {
    method: "POST",
    path: "/password",
    guard: { kind: "recent", maxAgeSeconds: 300 },
    answer: () => {
      runs.password += 1;
      return { changes: runs.password };
    },
  },
  { method: "GET", path: "/runs", guard: { kind: "none" }, answer: () => ({ ...runs }) },
  {
    method: "GET",
    path: "/api/sessions",
    guard: login,
    answer: async ({ user }, { sessions }) =>
      user === null ? [] : await sessions.list({ issuer: user.issuer, subject: user.subject }),
  },
  {
    method: "POST",
    path: "/api/end-others",
    guard: login,
    answer: async ({ id, user }, { sessions }) => {
      const ended =
        user === null || id === null
          ? 0
          : await sessions.endAll({ issuer: user.issuer, subject: user.subject }, { except: id });
      return { ended };
    },
  },
];

/** The page of `/settings`, whose form needs a recent login. */
export const settingsPage = `<!doctype html><title>Settings</title>
<form method="post" action="/password"><button>Change password</button></form>`;

/** The page of `/`, which any cache may keep. */
export const homePage = "<!doctype html><title>Home</title><p>Welcome to the shop.</p>";

/** How the home page may be cached. */
export const homeCacheControl = "public, s-maxage=31536000";

/** Writes to a stream: some text, then the fingerprint of a token or the reason why there is none. */
export async function streamToken(session: Session, write: (text: string) => void): Promise<void> {
  write("begun\n");
  write(await tokenLine(session));
}

/** Writes to an event stream: once a minute for ten minutes the fingerprint of a token, until there is none. */
export async function streamEvents(
  session: Session,
  clock: AppClock,
  { isOver, write }: { readonly write: (text: string) => void; readonly isOver: () => boolean },
): Promise<void> {
  write("data: begun\n\n");
  for (let minute = 0; minute < 10 && !isOver(); minute += 1) {
    await clock.sleep(60_000);
    const line = await tokenLine(session);
    write(`data: ${line}\n`);
    if (line.startsWith("error ")) return;
  }
}

async function tokenLine(session: Session): Promise<string> {
  try {
    return `token ${(await tokenOf(session)).token}\n`;
  } catch (error) {
    const { code, endReason } = Object(error);
    return `error ${code} ${endReason}\n`;
  }
}
