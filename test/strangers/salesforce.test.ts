import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { isOnPostgres } from "../../packages/core/test/support/test-store.ts";
import { addressBarOf, decideIn, openChromium, profileIn } from "./chromium.ts";
import { Desk } from "./desk.ts";
import { flat } from "./machine.ts";
import { printedAddress, type Scene } from "./scene.ts";
import type { Terminal } from "./terminal.ts";
import { openSalesforce, secretFile, type World } from "./world.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const callback = "https://login.salesforce.com/";
const secret = "CANARY_client_secret_of_web";

/** The arguments of a login of the public app at a host. */
const publicAt = (host: string): string[] => [
  "salesforce",
  "--host",
  host,
  "--client-id",
  "demo",
  "--public",
];

/** A Salesforce, its pages open to this process as well. */
async function opened(options: Parameters<typeof openSalesforce>[0] = {}): Promise<World> {
  const world = await openSalesforce(options);
  onTestFinished(world.internet.enter());
  return world;
}

async function connect(scene: Scene, args: readonly string[] = []): Promise<void> {
  const { ended } = await scene.loginAt([...publicAt("acme.my.salesforce.com"), ...args]);
  if (ended.code !== 0) throw new Error(`the login failed with ${ended.code}:\n${ended.stderr}`);
}

async function api(scene: Scene): Promise<unknown> {
  const { code, stdout, stderr } = await scene.machine.run([
    "request",
    "/services/data/v60.0/query?q=SELECT+Id+FROM+User",
  ]);
  if (code !== 0) throw new Error(`the API answered otherwise:\n${stderr}${stdout}`);
  return JSON.parse(stdout);
}

describe("a login at Salesforce in Chromium", () => {
  let chromium: Browser;
  beforeAll(async () => {
    chromium = await openChromium({ isProxied: true });
  });
  afterAll(() => chromium.close());

  test("by redirect connects, rotates three times, serves after each, and ends there too", async () => {
    const world = await openSalesforce();
    const { provider, scene } = world;
    const desk = await Desk.open();
    onTestFinished(() => desk.close());
    const args = ["login", ...publicAt("acme.lightning.force.com"), "--port", String(scene.port)];
    const running = scene.machine.start(args, { env: desk.env });
    const page = await decideIn(await profileIn(chromium, world), await desk.opened());

    await page.waitForURL(`http://localhost:${scene.port}/callback?**`);
    expect(await page.textContent("h1")).toBe("Connected: acme.");
    const login = await running.ended;
    expect(login).toMatchObject({ code: 0, stdout: "" });
    expect(login.stderr).toContain("✓ Allowed by alice@emulator.example\n");
    expect(login.stderr).toContain("✓ Tested with one refresh. This app rotates; the new token is stored\n");
    expect(login.stderr).toContain("Connected as acme\n  API     https://acme.my.salesforce.com\n");

    for (let round = 0; round < 3; round += 1) {
      await scene.advance(3 * hourMs);
      await scene.token();
      expect(await api(scene)).toMatchObject({ done: true });
    }
    expect(await provider.summary()).toMatchObject({ refreshes: 4, mostPresentations: 1, spent: 0 });

    const logout = await scene.machine.run(["logout"]);
    expect(logout.stderr).toContain("acme is logged out: acme.my.salesforce.com confirmed");
    expect((await provider.entries()).find(({ kind }) => kind === "revocation")).toMatchObject({
      outcome: "revoked",
    });
    expect(scene.machine.rows("connection")).toEqual([]);
  });

  test("by paste takes the address bar of its own login page, and never shows the secret", async () => {
    const world = await openSalesforce();
    const { scene } = world;
    const desk = await Desk.open();
    onTestFinished(() => desk.close());
    const args = ["login", "salesforce", "--client-id", "web", "--callback", callback];
    const terminal = scene.machine.terminal(args, desk.env);
    await terminal.says(/\? Org address[^\n]*\n[^\n]*› $/);
    terminal.enter();
    await terminal.says(/\? Consumer Secret[^\n]*\n[^\n]*› $/);
    terminal.enter(secret);
    await terminal.says(/The code works for 15 minutes\.\n(.*\n)*.*› $/);
    terminal.enter();
    const page = await decideIn(await profileIn(chromium, world), await desk.opened());
    await expect.poll(() => addressBarOf(page)).toContain(`${callback}?code=`);
    terminal.enter(await addressBarOf(page));

    expect(await terminal.ended).toEqual({ code: 0 });
    expect(terminal.screen).toContain("✓ Allowed by alice@emulator.example\n");
    expect(terminal.screen).toContain("Connected as acme\n");
    expect(terminal.words.raw).not.toContain(secret);
    expect(await api(scene)).toMatchObject({ done: true });
  });
});

test("an app that may not say who logged in names the user by his id", async () => {
  const { scene, provider } = await opened();
  await provider.setApp("demo", { scopes: ["chatter_api", "refresh_token"] });
  const { ended } = await scene.loginAt(publicAt("acme.my.salesforce.com"));
  expect(ended.code).toBe(0);
  expect(ended.stderr).toMatch(/^✓ Allowed by user 005\w{12}$/m);
});

describe("a host of Salesforce", () => {
  const production = { instanceUrl: "https://acme.my.salesforce.com", name: "acme" };
  const sandbox = { instanceUrl: "https://acme--dev.sandbox.my.salesforce.com", name: "acme--dev" };
  test.each([
    { host: "login.salesforce.com", org: production, app: "demo" },
    { host: "https://acme.my.site.com/portal/s/login", org: production, app: "web" },
    { host: "test.salesforce.com", org: sandbox, app: "web" },
    { host: "acme--dev.sandbox.lightning.force.com", org: sandbox, app: "demo" },
  ])("$host connects the org $org.name for the app $app, and goes on", async ({ host, org, app }) => {
    const { scene, provider } = await opened();
    const authentication =
      app === "demo" ? ["--public"] : ["--client-secret-file", secretFile(scene.machine)];
    const args = ["salesforce", "--host", host, "--client-id", app, ...authentication];
    const { ended } = await scene.loginAt(args);
    expect(ended).toMatchObject({ code: 0 });
    expect(ended.stderr).toContain(`Connected as ${org.name}`);
    expect(ended.stderr).toContain(`API     ${org.instanceUrl}`);
    await scene.advance(3 * hourMs);
    const request = await scene.machine.run(["request", org.name, "/services/data/"]);
    expect(request.stdout).toContain(`"version":"`);
    await scene.machine.run(["logout", org.name]);
    expect(await provider.summary()).toMatchObject({ spent: 0, refused: 0, refreshes: 2 });
  });
});

/** A terminal at the prompt where the address of a callback that nobody serves is pasted. */
async function atPrompt({ machine }: Scene): Promise<{ terminal: Terminal; url: string }> {
  const args = ["login", ...publicAt("login.salesforce.com"), "--callback", callback, "--no-browser"];
  const terminal = machine.terminal(args);
  const [, url = ""] = await terminal.says(printedAddress);
  await terminal.says(/› $/);
  return { terminal, url };
}

describe("a code of Salesforce", () => {
  test.each([
    ["as it is", 0],
    ["encoded once", 1],
    ["encoded twice", 2],
  ])("alone, %s, is taken: PKCE binds it to this login", async (_what, times) => {
    const { scene } = await opened();
    const { terminal, url } = await atPrompt(scene);
    const address = new URL(await scene.visitor().authorize(url));
    let code = address.searchParams.get("code") ?? "";
    expect(code).toMatch(/^aPrx.*==$/);
    for (let layer = 0; layer < times; layer += 1) code = encodeURIComponent(code);
    terminal.enter(code);
    expect(await terminal.ended).toEqual({ code: 0 });
    expect(terminal.text).toContain("Connected as acme");
  });

  test("that is older than 15 minutes is told so, and the same prompt starts a new login", async () => {
    const { scene, provider } = await opened();
    const { terminal, url } = await atPrompt(scene);
    const late = await scene.visitor().authorize(url);
    await provider.advance(16 * minuteMs);
    let from = terminal.text.length;
    terminal.enter(late);
    await terminal.says(/older than 15 minutes/, from);
    const [, next = ""] = await terminal.says(printedAddress, from);
    await terminal.says(/› $/, from);
    expect(next).not.toBe(url);
    from = terminal.text.length;
    terminal.enter(await scene.visitor().authorize(next));
    expect(await terminal.ended).toEqual({ code: 0 });
    expect(terminal.text).toContain("Connected as acme");
  });
});

describe("no refresh token from Salesforce", () => {
  const scopes = "Perform requests at any time (refresh_token, offline_access)";
  test.each([
    [
      "the app has no such scope",
      { scopes: ["api"] },
      [],
      /fix {3}Setup > External Client App Manager/,
      scopes,
    ],
    [
      "its policy ends it at once",
      { refreshTokenPolicy: "immediately" },
      [],
      /fix {3}Setup .* > Policies/,
      "Immediately",
    ],
    [
      "nobody asked for it",
      {},
      ["--scope", "api"],
      /fix {3}Leave out --scope/,
      "refresh_token was not among",
    ],
    [
      "full does not include it",
      { scopes: ["full", "refresh_token"] },
      ["--scope", "full"],
      /fix {3}Leave out/,
      "full",
    ],
  ] as const)("because %s: the right switch first, and the app is remembered", async (...row) => {
    const [, switches, args, fix, label] = row;
    const { scene, provider } = await opened();
    await provider.setApp("demo", switches);
    const { ended, tab } = await scene.loginAt([...publicAt("acme.my.salesforce.com"), ...args]);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(flat(ended.stderr)).toContain(
      "Salesforce let you in but gave no refresh token. acme was not connected.",
    );
    expect(ended.stderr).toMatch(fix);
    expect(flat(ended.stderr)).toContain(label);
    expect(tab).toMatchObject({ status: 400 });
    expect(tab.text).toContain("Salesforce gave no refresh token.");
    for (const table of ["connection", "login", "access_token"] as const)
      expect([table, scene.machine.rows(table)]).toEqual([table, []]);
    expect(scene.machine.rows("client")).toMatchObject([{ client_id: "demo" }]);
  });
});

describe("what Salesforce shows without a redirect", () => {
  test.each([
    ["redirect_uri_mismatch", ["--callback", "https://other.example/"], "does not know this Callback URL"],
    ["invalid_client_id", ["--client-id", "nobody"], "There is no app with this Consumer Key at this host"],
  ])("%s is understood when it is pasted", async (error, args, sentence) => {
    const { scene } = await opened();
    const base = ["login", ...publicAt("login.salesforce.com"), "--callback", callback, "--no-browser"];
    const terminal = scene.machine.terminal([...base, ...args]);
    const [, url = ""] = await terminal.says(printedAddress);
    await terminal.says(/› $/);
    const page = await scene.visitor().open(url);
    expect(page.text).toContain(`error=${error}`);
    const from = terminal.text.length;
    terminal.enter(page.text.trim());
    await terminal.says(/✗ .*\n/, from);
    await terminal.says(/› $/, from);
    expect(flat(terminal.text)).toContain(sentence);
    terminal.type("\u0003");
    await terminal.ended;
  });

  test("an app that is not installed is told whom to ask", async () => {
    const { scene, provider } = await opened();
    await provider.setApp("demo", { installed: false });
    const { terminal, url } = await atPrompt(scene);
    const end = await scene.visitor().authorize(url);
    expect(end).toContain("RemoteAccessErrorPage");
    const from = terminal.text.length;
    terminal.enter(end);
    await terminal.says(/Connected Apps OAuth Usage/, from);
    terminal.type("\u0003");
    await terminal.ended;
  });
});

describe("a connection to Salesforce that stops", () => {
  test("because it was not used says for how long, and what keeps it alive", async () => {
    const { scene, provider } = await opened();
    await connect(scene);
    await scene.machine.run(["set", "acme", "idle-life=30d"]);
    await provider.setApp("demo", { refreshTokenPolicy: { idleSeconds: 30 * 24 * 3600 } });
    await scene.advance(41 * dayMs);
    const terminal = scene.machine.terminal(["token", "acme"]);
    expect(await terminal.ended).toEqual({ code: 3 });
    expect(terminal.screen).toMatch(
      /^tokenwell: acme must log in again: Salesforce refuses its refresh token\n {2}said {2}invalid_grant: expired access\/refresh token\n {2}why {3}Not used for 41 days\. Your app ends refresh tokens after 30 idle days\n {8}\(you set it\)\. Last refresh \d{4}-\d\d-\d\d, by this machine, fine\.\n {2}fix {3}tokenwell renew acme {5}\(same app and account, half a minute\)\n {2}next {2}Any use at least every 30 days keeps it alive\.$/,
    );
    const { stderr } = await scene.machine.run(["token", "acme"]);
    expect(stderr).toBe("tokenwell: acme must log in again (invalid_grant): run tokenwell renew acme\n");
  });

  test("because of a sixth login of its user names that login", async () => {
    const { scene } = await opened();
    for (const name of ["acme", "b", "c", "d", "e", "f"]) await connect(scene, ["--name", name]);
    await scene.advance(3 * hourMs);
    const terminal = scene.machine.terminal(["token", "acme"]);
    expect(await terminal.ended).toEqual({ code: 3 });
    expect(flat(terminal.screen)).toContain(
      "why A sixth login of this user through this app ended it (Salesforce keeps 5): f, 3 h ago.",
    );
    expect((await scene.machine.run(["token", "b"])).code).toBe(0);
  });

  test("because an administrator revoked it claims nothing that is not known", async () => {
    const { scene, provider } = await opened();
    await connect(scene);
    await provider.revokeGrants("alice");
    await scene.advance(3 * hourMs);
    const terminal = scene.machine.terminal(["token", "acme"]);
    await terminal.ended;
    expect(flat(terminal.screen)).toContain("why Our records do not explain it");
    expect(flat(terminal.screen)).toContain("Setup > Login History.");
  });

  test("because its user was frozen keeps the token, and says who can help", async () => {
    const { scene, provider } = await opened();
    await connect(scene);
    await scene.advance(3 * hourMs);
    await provider.setBlocked("alice", true);
    const ended = await scene.machine.run(["token", "acme"]);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("The user was deactivated or frozen.");
    await provider.setBlocked("alice", false);
    expect((await scene.machine.run(["token", "acme", "--refresh"])).code).toBe(0);
  });

  test("is renewed by the same app and account, and takes none of the five logins", async () => {
    const { scene, provider } = await opened();
    await connect(scene);
    for (let round = 0; round < 6; round += 1) {
      const { ended } = await scene.loginAt(["acme"]);
      expect(ended.code).toBe(0);
    }
    expect(scene.machine.rows("connection")).toHaveLength(1);
    const status = await scene.machine.run(["status", "acme"]);
    expect(status.stdout).toContain("grants   1 of 5 for this user and app");
    const revoked = (await provider.entries()).filter(
      ({ kind, outcome }) => kind === "revocation" && outcome === "revoked",
    );
    expect(revoked).toHaveLength(6);
    expect(await api(scene)).toMatchObject({ done: true });
  });
});

describe("a refresh token of Salesforce that changes hands", () => {
  test("leaves with export, is said to be gone, and comes to another machine with import", async () => {
    const { scene } = await opened();
    await connect(scene);
    const exported = await scene.machine.run(["export", "acme", "--refresh-token", "--yes", "--json"]);
    expect(exported.code).toBe(0);
    const form = JSON.parse(exported.stdout);
    expect(form).toEqual({
      refreshToken: expect.stringMatching(/^5Aep861/),
      provider: "salesforce",
      clientId: "demo",
      public: true,
      loginUrl: "https://acme.my.salesforce.com",
      instanceUrl: "https://acme.my.salesforce.com",
    });
    const gone = await scene.machine.run(["token", "acme"]);
    expect(gone).toMatchObject({ code: 3, stdout: "" });
    expect(gone.stderr).toContain("another program owns its token");

    const imported = await scene.machine.run(["import", "theirs"], { input: exported.stdout });
    expect(imported).toMatchObject({ code: 0, stdout: "" });
    expect(imported.stderr).toContain("theirs is alice@emulator.example");
    const request = await scene.machine.run(["request", "theirs", "/services/data/"]);
    expect(request.stdout).toContain(`"version":"`);
  });
});

describe("an answer of Salesforce that is lost with rotation on", () => {
  /** A confidential connection whose access token is over. */
  async function due(): Promise<World> {
    const world = await opened();
    const { machine } = world.scene;
    const app = ["--host", "acme.my.salesforce.com", "--client-id", "web"];
    const secretArgs = ["--client-secret-file", secretFile(machine)];
    const { ended } = await world.scene.loginAt(["salesforce", ...app, ...secretArgs]);
    expect(ended).toMatchObject({ code: 0 });
    await world.scene.advance(3 * hourMs);
    return world;
  }

  // PostgreSQL counts a process as gone after 80 seconds.
  test.skipIf(isOnPostgres)(
    "after a kill is found out by asking; the spent token is never shown",
    async () => {
      const { provider, scene } = await due();
      await provider.arm({ fault: "hold" });
      const killed = scene.machine.start(["token"]);
      await provider.held();
      killed.kill("SIGKILL");
      await killed.ended;
      await provider.release();
      await scene.advance(2 * minuteMs);
      const { code, stderr } = await scene.machine.run(["token"]);
      expect(code).toBe(3);
      expect(stderr).toContain("must log in again");
      expect(await provider.summary()).toMatchObject({ spent: 0, grantsRevoked: 0 });
      const status = await scene.machine.run(["status", "acme", "--json"]);
      expect(JSON.parse(status.stdout)).toMatchObject({ status: "needs_login", reason: "rotation_lost" });
    },
  );

  test("on its way there costs nothing: Salesforce says that the token lives", async () => {
    const { provider, scene } = await due();
    await provider.arm({ fault: "drop-before" });
    const first = scene.machine.start(["token"]);
    await first.err.matching(/Ctrl-C is safe/);
    first.kill("SIGINT");
    expect(await first.ended).toMatchObject({ code: 130 });
    await scene.advance(2 * minuteMs);
    expect(await scene.machine.run(["token"])).toMatchObject({ code: 0 });
    expect(await provider.summary()).toMatchObject({ spent: 0, grantsRevoked: 0 });
  });
});
