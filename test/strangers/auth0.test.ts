import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { addressBarOf, logInIn, openChromium, profileIn } from "./chromium.ts";
import { Desk } from "./desk.ts";
import { flat } from "./machine.ts";
import { printedAddress, type Scene } from "./scene.ts";
import { auth0Api, openAuth0, secretFile, type World } from "./world.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const callback = "https://app.emulator.example/callback";

/** The arguments of a login of the public app for the API. */
const publicAt = (host: string): string[] => [
  "auth0",
  "--host",
  host,
  "--client-id",
  "demo",
  "--public",
  "--audience",
  auth0Api,
];

/** A tenant, its pages open to this process as well. */
async function opened(...args: Parameters<typeof openAuth0>): Promise<World> {
  const world = await openAuth0(...args);
  onTestFinished(world.internet.enter());
  return world;
}

async function connect(scene: Scene, args: readonly string[] = []): Promise<void> {
  const { ended } = await scene.loginAt([...publicAt("acme.jp.auth0.com"), ...args]);
  if (ended.code !== 0) throw new Error(`the login failed with ${ended.code}:\n${ended.stderr}`);
}

async function api(scene: Scene): Promise<unknown> {
  const { code, stdout, stderr } = await scene.machine.run(["request", "/api/hello"]);
  if (code !== 0) throw new Error(`the API answered otherwise:\n${stderr}${stdout}`);
  return JSON.parse(stdout);
}

describe("a login at Auth0 in Chromium", () => {
  let chromium: Browser;
  beforeAll(async () => {
    chromium = await openChromium({ isProxied: true });
  });
  afterAll(() => chromium.close());

  test("by redirect connects, rotates three times, serves after each, and ends there too", async () => {
    const world = await openAuth0();
    const { provider, scene } = world;
    const desk = await Desk.open();
    onTestFinished(() => desk.close());
    const args = [
      "login",
      ...publicAt("https://manage.auth0.com/dashboard/jp/acme/"),
      "--port",
      String(scene.port),
    ];
    const running = scene.machine.start(args, { env: desk.env });
    const page = await logInIn(await profileIn(chromium, world), await desk.opened());

    await page.waitForURL(`http://localhost:${scene.port}/callback?**`);
    expect(await page.textContent("h1")).toBe("Connected: acme.");
    const login = await running.ended;
    expect(login).toMatchObject({ code: 0, stdout: "" });
    expect(login.stderr).toContain("✓ Logged in as alice@emulator.example\n");
    expect(login.stderr).toContain("This application rotates; the new token is stored\n");
    expect(login.stderr).toContain(`Connected as acme\n  API     ${auth0Api}\n`);
    expect(login.stderr).toMatch(
      /Lives {3}until \d{4}-\d\d-\d\d however often it is used \(assumed: Auth0's default\)/,
    );

    for (let round = 0; round < 3; round += 1) {
      await scene.advance(25 * hourMs);
      expect((await scene.token()).split(".")).toHaveLength(3);
      expect(await api(scene)).toMatchObject({ client_id: "demo" });
    }
    expect(await provider.summary()).toMatchObject({ refreshes: 4, mostPresentations: 1, spent: 0 });

    const logout = await scene.machine.run(["logout"]);
    expect(logout).toMatchObject({ code: 0 });
    expect((await provider.entries()).find(({ kind }) => kind === "revocation")).toMatchObject({
      outcome: "revoked",
    });
    expect(scene.machine.rows("connection")).toEqual([]);
  });

  test("by paste takes the address bar of a callback that nobody serves", async () => {
    const world = await openAuth0();
    const { scene } = world;
    const desk = await Desk.open();
    onTestFinished(() => desk.close());
    const app = ["--client-id", "web", "--client-secret-file", secretFile(scene.machine)];
    const args = ["login", "auth0", "--host", "acme.jp.auth0.com", ...app, "--callback", callback];
    const terminal = scene.machine.terminal(args, desk.env);
    await terminal.says(/Press Enter to open acme\.jp\.auth0\.com(.*\n)*.*› $/);
    terminal.enter();
    const page = await logInIn(await profileIn(chromium, world), await desk.opened());
    await expect.poll(() => addressBarOf(page)).toContain(`${callback}?code=`);
    terminal.enter(await addressBarOf(page));
    expect(await terminal.ended).toEqual({ code: 0 });
    expect(terminal.screen).toContain("✓ Logged in as alice@emulator.example\n");
    // Without an API the token opens nothing but userinfo.
    const userinfo = await scene.machine.run(["request", "/userinfo"]);
    expect(JSON.parse(userinfo.stdout)).toMatchObject({ email: "alice@emulator.example" });
  });
});

describe("a domain of Auth0", () => {
  test.each([
    ["acme.jp.auth0.com", "tenant"],
    ["login.acme.example", "custom"],
  ] as const)("%s connects with and without a secret, and goes on", async (host, trusted) => {
    const { scene, provider } = await opened({}, trusted);
    const withSecret = ["--client-id", "web", "--client-secret-file", secretFile(scene.machine)];
    for (const app of [["--client-id", "demo", "--public"], withSecret]) {
      const { ended } = await scene.loginAt(["auth0", "--host", host, ...app, "--audience", auth0Api]);
      expect(ended).toMatchObject({ code: 0 });
      expect(ended.stderr).toContain("Connected as acme");
      await scene.advance(25 * hourMs);
      expect(await api(scene)).toMatchObject({ scope: expect.stringContaining("openid") });
      await scene.machine.run(["logout", "acme"]);
    }
    expect(await provider.summary()).toMatchObject({ spent: 0 });
  });
});

describe("no refresh token from Auth0", () => {
  const closed = { apis: [{ identifier: auth0Api, allowOfflineAccess: false }] };
  test.each([
    ["the API forbids it", { auth0: closed }, {}, [], /fix {3}Applications > APIs > your API > Settings/],
    [
      "the app lacks the grant",
      {},
      { grantTypes: ["authorization_code"] },
      [],
      /fix {3}.*Advanced Settings > Grant/,
    ],
    ["nobody asked for it", {}, {}, ["--scope", "openid"], /fix {3}Leave out --scope/],
  ] as const)("because %s: the right switch first", async (...[, options, switches, args, fix]) => {
    const { scene, provider } = await opened(options);
    if (Object.keys(switches).length > 0) await provider.setApp("demo", switches);
    const { ended, tab } = await scene.loginAt([...publicAt("acme.jp.auth0.com"), ...args]);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(flat(ended.stderr)).toContain(
      "Auth0 let you in but gave no refresh token. acme was not connected.",
    );
    expect(ended.stderr).toMatch(fix);
    expect(tab.text).toContain("Auth0 gave no refresh token.");
    expect(scene.machine.rows("connection")).toEqual([]);
    // Neither app nor API is typed again.
    expect(scene.machine.rows("client")).toMatchObject([{ client_id: "demo" }]);
    const { url, running } = await scene.start(["login", "auth0", "--no-browser"]);
    expect(new URL(url).searchParams.get("audience")).toBe(auth0Api);
    running.kill("SIGTERM");
    await running.ended;
  });
});

describe("what Auth0 shows without a redirect", () => {
  test("Callback URL mismatch is understood when it is pasted", async () => {
    const { scene } = await opened();
    const args = [
      "login",
      ...publicAt("acme.jp.auth0.com"),
      "--callback",
      "https://other.example/",
      "--no-browser",
    ];
    const terminal = scene.machine.terminal(args);
    const [, url = ""] = await terminal.says(printedAddress);
    await terminal.says(/› $/);
    const page = await scene.visitor().open(url);
    expect(page.text).toContain("Callback URL mismatch");
    const from = terminal.text.length;
    terminal.enter(
      "Callback URL mismatch. The provided redirect_uri is not in the list of allowed callback URLs.",
    );
    await terminal.says(/✗ Auth0 does not know this Callback URL for your application\./, from);
    await terminal.says(/Allowed Callback URLs(.*\n)*.*› $/, from);
    terminal.type("\u0003");
    await terminal.ended;
  });

  test("a wrong secret is told as such, with exit code 2", async () => {
    const { scene } = await opened();
    const file = join(scene.machine.folder, "wrong");
    writeFileSync(file, "CANARY_wrong", { mode: 0o600 });
    const app = ["--client-id", "web", "--client-secret-file", file];
    const { running, url } = await scene.start([
      "login",
      "auth0",
      "--host",
      "acme.jp.auth0.com",
      ...app,
      "--no-browser",
    ]);
    await scene.visitor().goThrough(url);
    const ended = await running.ended;
    expect(ended.code).toBe(2);
    expect(flat(ended.stderr)).toContain("Client ID or Client Secret is wrong or was renewed");
    expect(scene.machine.rows("client")).toEqual([]);
  });
});

describe("a connection to Auth0", () => {
  test("with an overlap that was set survives an answer that was lost", async () => {
    const { scene, provider } = await opened();
    await connect(scene);
    await provider.setApp("demo", { overlapSeconds: 60 });
    await scene.machine.run(["set", "overlap=60s"]);
    await scene.advance(25 * hourMs);
    await provider.arm({ fault: "drop-after" });
    const before = (await provider.summary()).refreshes;
    expect(await scene.machine.run(["token"])).toMatchObject({ code: 0, stderr: "" });
    expect((await provider.summary()).refreshes - before).toBe(2);
    await scene.advance(25 * hourMs);
    expect((await scene.machine.run(["token"])).code).toBe(0);
    expect(await provider.summary()).toMatchObject({ grantsRevoked: 0, refused: 0 });
  });

  test("ends on the day that was assumed, and says so", async () => {
    const { scene } = await opened();
    await connect(scene);
    await scene.advance(27 * dayMs);
    const status = await scene.machine.run(["status"]);
    expect(status.stdout).toMatch(/acme +auth0 +alice@emulator\.example +ok, ends in (2|3) days \(assumed\)/);
    await scene.advance(4 * dayMs);
    const terminal = scene.machine.terminal(["token"]);
    expect(await terminal.ended).toEqual({ code: 3 });
    expect(flat(terminal.screen)).toContain("was 31 days old. Your app ends it after 30 days");
    expect(flat(terminal.screen)).toContain("(assumed: Auth0's default)");
  });

  test("whose tenant wants a second factor at each refresh is told what to change", async () => {
    const { scene, provider } = await opened();
    await connect(scene);
    await scene.advance(25 * hourMs);
    await provider.setApp("demo", { mfaOnRefresh: true });
    const terminal = scene.machine.terminal(["token"]);
    expect(await terminal.ended).toEqual({ code: 3 });
    expect(flat(terminal.screen)).toContain("why Auth0 wants a person to confirm something.");
  });
});
