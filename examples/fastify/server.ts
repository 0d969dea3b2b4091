import { openSessions } from "@tokenwell/session";
import { requireFresh, requireLogin, requireRecentLogin } from "@tokenwell/session/fastify";
import fastify from "fastify";
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

const app = fastify();
await app.register(sessions.fastify());
app.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) =>
  done(null, Object.fromEntries(new URLSearchParams(String(body)))),
);

app.get("/", async ({ session }, reply) => reply.type("text/html").send(homePage(session)));

app.get("/account", { preHandler: requireLogin() }, async ({ session }, reply) => {
  const devices = session.user ? await sessions.list(session.user) : [];
  return reply.type("text/html").send(accountPage(session, devices));
});

app.get("/orders", { preHandler: requireLogin() }, async ({ session }, reply) => {
  const answer = await session.fetch("orders");
  return reply
    .code(answer.status)
    .type("application/json")
    .send(await answer.text());
});

// Sensitive: the provider has confirmed within the last minute that the user may still do this.
app.post<{ Body: { amount: string } }>(
  "/transfer",
  { preHandler: requireFresh({ withinSeconds: 60 }) },
  async ({ body, session }, reply) => {
    await session.setData({ lastTransfer: body.amount });
    return reply.redirect("/account", 303);
  },
);

// More sensitive: the person has entered the password within the last 5 minutes. The page asks before the form does.
const person = { preHandler: requireRecentLogin({ maxAgeSeconds: 300 }) };
app.get("/pin", person, async (_request, reply) => reply.type("text/html").send(pinPage()));
app.post("/pin", person, async ({ session }, reply) => {
  await session.setData({ pinChangedAt: new Date().toISOString() });
  return reply.redirect("/account", 303);
});

app.post("/sign-out-elsewhere", { preHandler: requireLogin() }, async ({ session }, reply) => {
  if (session.user) await sessions.endAll(session.user, { except: session.id });
  return reply.redirect("/account", 303);
});

await app.listen({ port: Number(PORT) });
console.log(`http://localhost:${PORT}`);
process.once("SIGTERM", () => void app.close().then(() => sessions.close()));
