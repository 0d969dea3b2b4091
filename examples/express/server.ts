import { openSessions } from "@tokenwell/session";
import { requireFresh, requireLogin, requireRecentLogin, sessionErrors } from "@tokenwell/session/express";
import express from "express";
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

const app = express();
app.use(sessions.express());
app.use(express.urlencoded());

app.get("/", ({ session }, response) => {
  response.send(homePage(session));
});

app.get("/account", requireLogin(), async ({ session }, response) => {
  response.send(accountPage(session, session.user ? await sessions.list(session.user) : []));
});

app.get("/orders", requireLogin(), async ({ session }, response) => {
  const answer = await session.fetch("orders");
  response
    .status(answer.status)
    .type("json")
    .send(await answer.text());
});

// Sensitive: the provider has confirmed within the last minute that the user may still do this.
app.post("/transfer", requireFresh({ withinSeconds: 60 }), async ({ body, session }, response) => {
  await session.setData({ lastTransfer: String(body.amount) });
  response.redirect(303, "/account");
});

// More sensitive: the person has entered the password within the last 5 minutes. The page asks before the form does.
const person = requireRecentLogin({ maxAgeSeconds: 300 });
app.get("/pin", person, (_request, response) => {
  response.send(pinPage());
});
app.post("/pin", person, async ({ session }, response) => {
  await session.setData({ pinChangedAt: new Date().toISOString() });
  response.redirect(303, "/account");
});

app.post("/sign-out-elsewhere", requireLogin(), async ({ session }, response) => {
  if (session.user) await sessions.endAll(session.user, { except: session.id });
  response.redirect(303, "/account");
});

app.use(sessionErrors());

const server = app.listen(Number(PORT), () => console.log(`http://localhost:${PORT}`));
process.once("SIGTERM", () => server.close(() => void sessions.close()));
