import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, startEmulator, Visitor } from "@tokenwell/emulator";
import { expect, onTestFinished, test } from "vitest";
import { requireFresh, requireLogin } from "../src/node.ts";
import { type AppSessions, openSessions } from "../src/open-sessions.ts";
import { Browser, navigation } from "./support/browser.ts";
import { overHttp } from "./support/over-http.ts";
import { TestClock, whenever } from "./support/test-clock.ts";

const minuteMs = 60_000;

interface Scene {
  readonly emulator: Emulator;
  readonly sessions: AppSessions;
  readonly browser: () => Browser;
  readonly origin: string;
  readonly home: string;
  readonly clock: TestClock;
  /** Moves the clocks of the app and of the provider. */
  readonly advance: (ms: number) => void;
}

/** Opens a plain Node.js app on this machine, with the emulated Auth0. */
async function open(): Promise<Scene> {
  const clock = new TestClock();
  let listener: RequestListener = (_request, response) => response.end();
  const server = createServer((request, response) => listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const emulator = await startEmulator({
    personality: "auth0",
    startMs: clock.nowMs(),
    rotation: "strict",
    clients: [
      {
        clientId: "shop",
        clientSecret: "CANARY_client_secret_of_shop",
        redirectUris: [`${origin}/auth/callback`],
        auth0: {
          skipConfirmation: true,
          logoutUrls: [`${origin}/auth/signed-out`],
          backchannelLogoutUri: `${origin}/auth/backchannel-logout`,
        },
      },
    ],
  });
  const home = mkdtempSync(join(tmpdir(), "tokenwell-auth0-"));
  const sessions = await openSessions({
    ...{ issuer: emulator.issuer, provider: "auth0", clientId: "shop" },
    ...{ clientSecret: "CANARY_client_secret_of_shop", baseUrl: origin },
    ...{ audience: "https://api.emulator.example", home, env: {}, clock },
  });
  listener = sessions.node(async (request, response) => {
    if (request.url === "/fresh" && !(await requireFresh({ withinSeconds: 60 })(request, response))) return;
    if (request.url === "/token") await request.session.token();
    if (request.url !== "/public" && !(await requireLogin()(request, response))) return;
    response.end(JSON.stringify({ user: request.session.user }));
  }) as RequestListener;
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await clock.until(sessions.close());
    await emulator.close();
    rmSync(home, { recursive: true, force: true });
  });
  const browser = (): Browser => new Browser(overHttp, origin);
  const advance = (ms: number): void => {
    clock.advance(ms);
    emulator.clock.advance(ms);
  };
  return { emulator, sessions, browser, origin, home, clock, advance };
}

/** Logs a user in at the emulator's pages. */
async function logIn({ emulator, origin }: Scene, browser: Browser, login = "alice"): Promise<Response> {
  const start = await browser.get("/auth/login?returnTo=/public", navigation);
  const visitor = new Visitor(Object.values(emulator.hosts).map((host) => host.origin));
  const callback = await visitor.authorize(start.headers.get("location") ?? "", { login });
  return await browser.get(callback.replace(origin, ""));
}

test("D1 no token, code or secret that the provider knows is in an answer of a whole life, or in a file of the store", async () => {
  const scene = await open();
  const { advance, emulator, home } = scene;
  const browser = scene.browser();
  expect((await logIn(scene, browser)).status).toBe(302);
  for (const path of ["/me", "/token", "/fresh", "/public"]) {
    expect([path, (await browser.get(path)).status]).toEqual([path, 200]);
    advance(20 * minuteMs);
  }
  advance(25 * 60 * minuteMs - 81 * minuteMs);
  expect((await browser.get("/token")).status).toBe(200);
  await browser.post("/auth/logout", { ...navigation, origin: scene.origin });
  await browser.get("/auth/signed-out");
  const secrets = emulator.record.list().map(({ value }) => value);
  const kinds = new Set(emulator.record.list().map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual([
    ...["access_token", "authorization_code", "client_secret", "code_verifier", "id_token", "refresh_token"],
  ]);
  const answers = browser.answers.map(({ headers, text }) => JSON.stringify([...headers]) + text);
  const folder = join(home, "data");
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => readFileSync(join(folder, name), "latin1"));
  expect([answers.length > 8, files.length > 0]).toEqual([true, true]);
  for (const secret of secrets)
    for (const text of [...answers, ...files]) expect(text.includes(secret)).toBe(false);
});

test("D7 a logout ends the session here and at Auth0, and revokes the refresh token there", async () => {
  const scene = await open();
  const browser = scene.browser();
  await logIn(scene, browser);
  const answer = await browser.post("/auth/logout", { ...navigation, origin: scene.origin });
  const location = new URL(answer.headers.get("location") ?? "");
  expect([location.pathname, location.searchParams.get("client_id")]).toEqual(["/v2/logout", "shop"]);
  expect(location.searchParams.get("returnTo")).toBe(`${scene.origin}/auth/signed-out`);
  expect(location.searchParams.has("id_token_hint")).toBe(false);
  await whenever(() => scene.emulator.ledger.list().some(({ kind }) => kind === "revocation"));
  expect((await browser.json("/public")).user).toBeNull();
});

test("D17 the logout token that Auth0 sends when its own session ends is accepted", async () => {
  const scene = await open();
  const browser = scene.browser();
  const start = await browser.get("/auth/login");
  const visitor = new Visitor(Object.values(scene.emulator.hosts).map(({ origin }) => origin));
  const callback = await visitor.authorize(start.headers.get("location") ?? "");
  await browser.get(callback.replace(scene.origin, ""));
  expect((await browser.json("/public")).user).not.toBeNull();
  await visitor.open(`${scene.emulator.issuer}/v2/logout?client_id=shop`);
  await whenever(async () => (await browser.json("/public")).user === null);
  const answer = await browser.get("/me", { accept: "application/json" });
  expect(await answer.json()).toEqual({ error: "login_required", reason: "provider_logout" });
});

test("D12 a user whom Auth0 blocks is out at the next extension, and the dead token is not presented again", async () => {
  const scene = await open();
  const browser = scene.browser();
  await logIn(scene, browser);
  scene.emulator.setBlocked("alice", true);
  scene.advance(20 * minuteMs);
  for (let at = 0; at < 5; at += 1) expect((await browser.json("/public")).user).toBeNull();
  const refreshes = scene.emulator.ledger.list().filter(({ kind }) => kind === "refresh");
  expect(refreshes.map(({ outcome }) => outcome)).toEqual(["refused"]);
  const answer = await browser.get("/me", { accept: "application/json" });
  expect(await answer.json()).toEqual({ error: "login_required", reason: "grant_refused" });
});
