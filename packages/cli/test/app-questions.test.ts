import type { KnownApp, LoginOptions } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { CliHarness, type CliHarnessOptions } from "./support/cli-harness.ts";
import { FakePendingLogin, fakeTokenwell, knownApp, loginResult } from "./support/fake-tokenwell.ts";

interface Scenario {
  readonly cli: CliHarness;
  readonly pending: FakePendingLogin;
  readonly begun: { readonly address: string; readonly wish: LoginOptions }[];
}

function newScenario(apps: readonly KnownApp[] = [], options: CliHarnessOptions = {}): Scenario {
  const pending = new FakePendingLogin();
  const started: { address: string; wish: LoginOptions }[] = [];
  const tokenwell = fakeTokenwell({
    apps: async () => apps,
    login: async (address, wish) => {
      started.push({ address, wish });
      pending.options = wish;
      return pending;
    },
  });
  return { cli: new CliHarness({ isTerminal: true, tokenwell, ...options }), pending, begun: started };
}

/** Answers each question when it appears. */
async function answer(cli: CliHarness, answers: readonly string[]): Promise<void> {
  for (const line of answers) {
    await cli.waitFor("› ");
    cli.enter(line);
  }
}

describe("login salesforce", () => {
  test("login salesforce asks for org, key and secret, and says where to find each", async () => {
    const { cli, pending, begun } = newScenario();
    const ended = cli.run(["login", "salesforce"]);
    await answer(cli, ["acme.lightning.force.com", "3MVG9pRzvMkjMb6k", "", ""]);
    pending.succeeds({ ...loginResult, provider: "salesforce" });
    expect(await ended).toBe(0);
    expect(begun[0]).toMatchObject({
      address: "https://acme.my.salesforce.com",
      wish: { provider: "salesforce", clientId: "3MVG9pRzvMkjMb6k", clientSecret: null },
    });
    const [app = ""] = cli.screen.split("\n\n? Press Enter");
    expect(app.split("\n").slice(7)).toEqual([
      "? Org address      Enter: login.salesforce.com. Sandbox: test.salesforce.com",
      "  › acme.lightning.force.com",
      "    using https://acme.my.salesforce.com",
      "? Consumer Key     your app > Settings > OAuth Settings",
      "  › 3MVG9pRzvMkjMb6k",
      "? Consumer Secret  not shown; Enter: none",
      "  ›",
    ]);
    expect(cli.screen).toContain("? Press Enter to open acme.my.salesforce.com in your browser.");
  });

  test("login salesforce takes an address of this machine without a scheme as http", async () => {
    const { cli, pending, begun } = newScenario();
    const ended = cli.run(["login", "salesforce"]);
    await answer(cli, ["localhost:9400", "demo", "", ""]);
    pending.succeeds({ ...loginResult, provider: "salesforce" });
    expect(await ended).toBe(0);
    expect(begun[0]?.address).toBe("http://localhost:9400");
    expect(cli.screen).toContain("    using http://localhost:9400\n");
  });

  test("login salesforce uses login.salesforce.com on Enter, and asks again after an invalid host", async () => {
    const { cli, pending, begun } = newScenario();
    const ended = cli.run(["login", "salesforce"]);
    await answer(cli, ["taro@acme.example", "", "3MVG9", "", ""]);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(begun[0]?.address).toBe("https://login.salesforce.com");
    expect(cli.stderr).toContain("! not an address: taro@acme.example");
    expect(cli.stderr).toContain("It looks like acme.my.salesforce.com");
  });

  test("login salesforce asks one question about a known app, and none if the connection is named", async () => {
    const app: KnownApp = { ...knownApp, provider: "salesforce", issuer: "https://acme.my.salesforce.com" };
    const { cli, pending, begun } = newScenario([app]);
    const ended = cli.run(["login", "salesforce", "acme-bot"]);
    await cli.waitFor("? Use the app of acme (0oa4f8kv…, acme.my.salesforce.com)? (Y/n) › ");
    cli.enter();
    await cli.waitFor("? Press Enter to open acme.my.salesforce.com");
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(begun[0]).toMatchObject({
      address: app.issuer,
      wish: { clientId: app.clientId, name: "acme-bot" },
    });
  });

  test("login salesforce asks for another app after no to the known one", async () => {
    const app: KnownApp = { ...knownApp, provider: "salesforce", issuer: "https://acme.my.salesforce.com" };
    const { cli, pending, begun } = newScenario([app]);
    const ended = cli.run(["login", "salesforce"]);
    await answer(cli, ["n", "other", "3MVG9", ""]);
    await cli.waitFor("? Press Enter");
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(begun[0]).toMatchObject({
      address: "https://other.my.salesforce.com",
      wish: { clientId: "3MVG9" },
    });
  });

  test("login salesforce ignores an app of another provider", async () => {
    const { cli, pending } = newScenario([knownApp]);
    const ended = cli.run(["login", "salesforce", "--client-id", "x", "--public", "--host", "acme"]);
    await cli.waitFor("? Press Enter to open acme.my.salesforce.com");
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
  });

  test("Without a terminal login salesforce uses login.salesforce.com with the given app", async () => {
    const { cli, pending, begun } = newScenario([], { isTerminal: false });
    const ended = cli.run(["login", "salesforce", "--client-id", "x", "--public"]);
    await cli.waitFor(pending.url);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(begun[0]?.address).toBe("https://login.salesforce.com");
  });
});

describe("login auth0", () => {
  test("login auth0 asks for domain, id, secret and API", async () => {
    const { cli, pending, begun } = newScenario();
    const ended = cli.run(["login", "auth0"]);
    await answer(cli, ["acme.jp.auth0.com", "bX9kQ2", "", "https://api.acme.example", ""]);
    await cli.waitFor("Auth0 may ask you to confirm, because the callback is on this machine.");
    pending.succeeds({ ...loginResult, provider: "auth0" });
    expect(await ended).toBe(0);
    expect(begun[0]).toMatchObject({
      address: "https://acme.jp.auth0.com",
      wish: { provider: "auth0", clientId: "bX9kQ2", audience: "https://api.acme.example" },
    });
    const [app = ""] = cli.screen.split("\n\n? Press Enter");
    expect(app.split("\n").slice(7)).toEqual([
      "? Domain          › acme.jp.auth0.com",
      "? Client ID       › bX9kQ2",
      "? Client Secret   not shown; Enter: none (Native apps)",
      "  ›",
      "? API Identifier  the audience; Enter: none, then it only opens /userinfo",
      "  › https://api.acme.example",
    ]);
  });

  test("Without a terminal login auth0 lists all missing options, the domain included", async () => {
    const { cli, begun } = newScenario([], { isTerminal: false });
    expect(await cli.run(["login", "auth0"])).toBe(2);
    expect(begun).toEqual([]);
    expect(cli.stderr).toContain("  --host …\n  --client-id …\n  --client-secret-file …  or");
  });
});

test.each([
  ["salesforce", "Setup > App Manager > New External Client App"],
  ["auth0", "Allow Offline Access"],
])("help %s lists all clicks", async (topic, label) => {
  const cli = new CliHarness();
  expect(await cli.run(["help", topic])).toBe(0);
  expect(cli.stdout).toContain(label);
  expect(cli.stdout).toContain(`tokenwell login ${topic}`);
});
