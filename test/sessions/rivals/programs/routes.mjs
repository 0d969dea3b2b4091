import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import express from "express";

/** Settings of the app, as the test wrote them. */
export const settings = JSON.parse(process.env.APP_SETTINGS);

const digest = (token) => createHash("sha256").update(token).digest("hex").slice(0, 12);

/** Calls the provider's API as an app calls its own. Returns what the page shows. */
async function order(token) {
  const answer = await fetch(`${settings.issuer}/api/hello`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { token: digest(token), api: answer.status };
}

/**
 * Answers a request whose access token could not be had. A refused grant needs a login; anything else is over soon. No
 * library does this for the app, so all apps do it alike.
 */
function answerFailure(kit, error, response) {
  if (response.headersSent) return void response.end(`failed: ${error.error ?? error.code ?? error.message}`);
  if (kit.isRefused(error)) return void response.status(401).json({ error: "login_required" });
  response.set("retry-after", "5").status(503).json({ error: "temporarily_unavailable" });
}

/**
 * The pages of every Express app of this comparison. `kit` is one library: `guard`, a middleware that demands a login;
 * `claims(request)`; `token(request)`, an access token that works, refreshed if need be; `isRefused(error)`, or
 * `answersErrors` if the library answers errors itself; `fresh` and `recent`, middlewares for sensitive operations.
 */
export function pages(kit) {
  const app = express.Router();
  const guarded = (handle) => [
    kit.guard,
    async (request, response) => {
      try {
        await handle(request, response);
      } catch (error) {
        if (kit.answersErrors && !response.headersSent) throw error;
        answerFailure(kit, error, response);
      }
    },
  ];
  app.get("/", ...(settings.allProtected ? [kit.guard] : []), (_request, response) => {
    if (settings.cachedHome) response.set("cache-control", "public, s-maxage=31536000");
    response.send("<h1>Home</h1>");
  });
  app.get("/public", (request, response) => response.json({ sub: kit.claims(request)?.sub ?? null }));
  app.get("/me", ...guarded((request, response) => response.json(kit.claims(request))));
  app.get("/api/notifications", ...guarded((_request, response) => response.json([])));
  app.get(
    "/api/orders",
    ...guarded(async (request, response) => response.json(await order(await kit.token(request)))),
  );
  app.get(
    "/slow",
    ...guarded(async (request, response) => {
      const startedMs = performance.now();
      const token = await kit.token(request);
      await kit.touch?.(request);
      await sleep(Math.max(0, 2000 - (performance.now() - startedMs)));
      response.json(await order(token));
    }),
  );
  app.get(
    "/stream",
    ...guarded(async (request, response) => {
      response.set("content-type", "text/plain");
      response.flushHeaders();
      response.write("start ");
      response.end(JSON.stringify(await order(await kit.token(request))));
    }),
  );
  app.get(
    "/events",
    ...guarded(async (request, response) => {
      response.set("content-type", "text/event-stream");
      response.flushHeaders();
      for (let round = 0; round < 6; round += 1) {
        response.write(`${JSON.stringify(await order(await kit.token(request)))}\n`);
        await sleep(400);
      }
      response.end();
    }),
  );
  app.get("/settings", ...guarded((_request, response) => response.send("<h1>Settings</h1>")));
  app.post("/password", kit.guard, kit.recent, (_request, response) => response.send("password changed"));
  app.post("/transfer", kit.guard, kit.fresh, (_request, response) => response.send("transferred"));
  app.post("/end-others", kit.guard, kit.endOthers ?? ((_request, response) => response.sendStatus(404)));
  app.get("/{*rest}", ...guarded((_request, response) => response.send("<h1>A page</h1>")));
  return app;
}

/** Starts the server below the path of the public address. */
export function serve(root, router) {
  const { pathname } = new URL(settings.baseUrl);
  root.use(pathname, router);
  root.listen(settings.port, "127.0.0.1", () => process.send({ ready: true }));
}
