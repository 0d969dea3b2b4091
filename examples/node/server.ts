import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { openSessions } from "@tokenwell/session";
import { requireFresh, requireLogin, requireRecentLogin } from "@tokenwell/session/node";
import { accountPage, homePage, pinPage } from "./pages.ts";

declare module "@tokenwell/session" {
  /** The app's own data in each session. */
  interface AppData {
    readonly lastTransfer?: string;
    readonly pinChangedAt?: string;
  }
}

const { ISSUER = "", CLIENT_ID = "", CLIENT_SECRET = "", PORT = "3000" } = process.env;
const { AUDIENCE = "https://api.example.com/", API_BASE = AUDIENCE } = process.env;

const sessions = await openSessions({
  issuer: ISSUER,
  clientId: CLIENT_ID,
  clientSecret: CLIENT_SECRET,
  baseUrl: process.env.BASE_URL ?? `http://localhost:${PORT}`,
  audience: AUDIENCE,
  apiBase: API_BASE,
  onProblem: console.error,
});

const login = requireLogin();
// Sensitive: the provider has confirmed within the last minute that the user may still do this.
const fresh = requireFresh({ withinSeconds: 60 });
// More sensitive: the person has entered the password within the last 5 minutes. The page asks before the form does.
const person = requireRecentLogin({ maxAgeSeconds: 300 });

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, session, url } = request;
  switch (`${method} ${url}`) {
    case "GET /":
      return send(response, homePage(session));
    case "GET /account":
      if (!(await login(request, response))) return;
      return send(response, accountPage(session, session.user ? await sessions.list(session.user) : []));
    case "GET /orders": {
      if (!(await login(request, response))) return;
      const answer = await session.fetch("orders");
      return send(response, await answer.text(), answer.status, "application/json");
    }
    case "POST /transfer": {
      if (!(await fresh(request, response))) return;
      const form = new URLSearchParams(await text(request));
      await session.setData({ lastTransfer: form.get("amount") ?? "" });
      return toAccount(response);
    }
    case "GET /pin":
      if (await person(request, response)) send(response, pinPage());
      return;
    case "POST /pin":
      if (!(await person(request, response))) return;
      await session.setData({ pinChangedAt: new Date().toISOString() });
      return toAccount(response);
    case "POST /sign-out-elsewhere":
      if (!(await login(request, response))) return;
      if (session.user) await sessions.endAll(session.user, { except: session.id });
      return toAccount(response);
    default:
      return send(response, "Not found", 404, "text/plain");
  }
}

function send(response: ServerResponse, body: string, status = 200, type = "text/html"): void {
  response.writeHead(status, { "content-type": `${type}; charset=utf-8` }).end(body);
}

function toAccount(response: ServerResponse): void {
  response.writeHead(303, { location: "/account" }).end();
}

const server = createServer(sessions.node(handle));
server.listen(Number(PORT), () => console.log(`http://localhost:${PORT}`));
process.once("SIGTERM", () => server.close(() => void sessions.close()));
