import type { SessionOptions } from "@tokenwell/session";
import { nextSessions } from "@tokenwell/session/next";

declare module "@tokenwell/session" {
  /** The app's own data in each session. */
  interface AppData {
    readonly lastTransfer?: string;
    readonly pinChangedAt?: string;
  }
}

export const web = nextSessions((): SessionOptions => {
  const { ISSUER = "", CLIENT_ID = "", CLIENT_SECRET = "", PORT = "3000" } = process.env;
  const { AUDIENCE = "https://api.example.com/", API_BASE = AUDIENCE } = process.env;
  return {
    issuer: ISSUER,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    baseUrl: process.env.BASE_URL ?? `http://localhost:${PORT}`,
    audience: AUDIENCE,
    apiBase: API_BASE,
    onProblem: console.error,
  };
});
