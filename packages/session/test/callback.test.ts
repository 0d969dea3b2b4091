import { openSessionManager } from "@tokenwell/core/sessions";
import { expect, onTestFinished, test } from "vitest";
import type { IncomingRequest } from "../src/incoming-request.ts";
import { checkOptions } from "../src/options.ts";
import { RequestSession } from "../src/request-session.ts";
import { callbackRoute } from "../src/routes/callback.ts";
import { browserHashOf } from "../src/routes/login.ts";
import { Stage } from "./support/stage.ts";

test("D10 a callback whose session another login replaced while it was answered leads on, and sets no session cookie", async () => {
  const stage = await Stage.open();
  const settings = checkOptions({
    issuer: stage.issuer.issuer,
    clientId: "web",
    clientSecret: stage.issuer.clientSecret,
    baseUrl: "https://app.example.com",
  });
  const { absoluteMs, appId, clientId, clientSecret, extendAfterMs, idleMs, issuer } = settings;
  const redirectUri = "https://app.example.com/auth/callback";
  const manager = await openSessionManager({
    ...{ home: stage.home, env: {}, clock: stage.clock, onProblem: () => undefined },
    app: { id: appId, issuer, clientId, clientSecret, redirectUri },
    times: { absoluteMs, extendAfterMs, idleMs },
  });
  onTestFinished(async () => await stage.clock.until(manager.close()));
  const secret = "A".repeat(43);
  const answerTo = async (): Promise<Awaited<ReturnType<typeof callbackRoute>>> => {
    const address = await manager.begin({ browserHash: browserHashOf(secret), returnTo: "/me" });
    const { parameters } = stage.allow(new URL(address));
    const headers: Record<string, string> = { cookie: `${settings.cookies.login}=${secret}` };
    const request: IncomingRequest = {
      method: "GET",
      target: `/auth/callback?${parameters}`,
      header: (name) => headers[name],
      text: () => Promise.resolve(null),
    };
    const context = { manager, settings };
    return await callbackRoute(
      context,
      request,
      new RequestSession(context, undefined, undefined),
      parameters,
    );
  };
  const cookiesOf = ({ headers }: Awaited<ReturnType<typeof answerTo>>): string[] =>
    headers.flatMap(([name, value]) => (name === "set-cookie" ? [value.split("=")[0] ?? ""] : []));
  expect(cookiesOf(await answerTo())).toEqual([settings.cookies.session, settings.cookies.login]);
  // The moment between the session and its answer, in which the other login ends it.
  const complete = manager.complete.bind(manager);
  manager.complete = async (callback) => {
    const result = await complete(callback);
    if (result?.kind !== "completed") return result;
    await manager.end(result.session.id, "replaced");
    return { ...result, session: (await manager.read(result.session.id)) ?? result.session };
  };
  const late = await answerTo();
  expect(late.status).toBe(302);
  expect(cookiesOf(late)).toEqual([settings.cookies.login]);
});
