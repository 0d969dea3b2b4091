import { serve } from "@hono/node-server";
import { openSessions } from "@tokenwell/session";
import { requireFresh, requireLogin, requireRecentLogin } from "@tokenwell/session/hono";
import { Hono } from "hono";
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

const app = new Hono();
app.use(sessions.hono());

app.get("/", (context) => context.html(homePage(context.get("session"))));

app.get("/account", requireLogin(), async (context) => {
  const session = context.get("session");
  return context.html(accountPage(session, session.user ? await sessions.list(session.user) : []));
});

app.get("/orders", requireLogin(), (context) => context.get("session").fetch("orders"));

// Sensitive: the provider has confirmed within the last minute that the user may still do this.
app.post("/transfer", requireFresh({ withinSeconds: 60 }), async (context) => {
  const { amount } = await context.req.parseBody();
  await context.get("session").setData({ lastTransfer: String(amount) });
  return context.redirect("/account", 303);
});

// More sensitive: the person has entered the password within the last 5 minutes. The page asks before the form does.
const person = requireRecentLogin({ maxAgeSeconds: 300 });
app.get("/pin", person, (context) => context.html(pinPage()));
app.post("/pin", person, async (context) => {
  await context.get("session").setData({ pinChangedAt: new Date().toISOString() });
  return context.redirect("/account", 303);
});

app.post("/sign-out-elsewhere", requireLogin(), async (context) => {
  const { id, user } = context.get("session");
  if (user) await sessions.endAll(user, { except: id });
  return context.redirect("/account", 303);
});

const server = serve({ fetch: app.fetch, port: Number(PORT) }, () => console.log(`http://localhost:${PORT}`));
process.once("SIGTERM", () => server.close(() => void sessions.close()));
