import type { LoginOptions, Tokenwell } from "@tokenwell/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { CliHarnessOptions } from "./support/cli-harness.ts";
import { FakePendingLogin, fakeTokenwell, knownApp, loginResult } from "./support/fake-tokenwell.ts";
import {
  issuer,
  type LoginScenario,
  loginScenario,
  publicClientLogin,
  requestedOptions,
} from "./support/login-scenario.ts";
import { coreError } from "./support/sample-errors.ts";

afterEach(() => {
  vi.useRealTimers();
});

/** Words as one line, for what may be wrapped anywhere. */
const flat = (text: string): string => text.replaceAll(/\s+/g, " ");

describe("the prompt", () => {
  async function prompted(
    options: CliHarnessOptions = {},
    argv = publicClientLogin,
    pending = new FakePendingLogin(),
  ): Promise<LoginScenario & { ended: Promise<number> }> {
    const scenario = loginScenario({}, options, pending);
    const ended = scenario.cli.run(argv);
    await scenario.cli.waitFor("? ");
    await scenario.cli.waitFor("› ");
    return { ...scenario, ended };
  }

  test("The prompt takes a pasted address, and the browser is not needed", async () => {
    const { cli, pending, ended } = await prompted();
    pending.answers.push(loginResult);
    cli.enter("http://localhost:9355/callback?code=abc&state=xyz");
    expect(await ended).toBe(0);
    expect(pending.pasted).toEqual(["http://localhost:9355/callback?code=abc&state=xyz"]);
    expect(cli.openedUrls).toEqual([]);
    expect(cli.stderr).toContain("✓ Allowed by taro@acme.example\n");
  });

  test("The prompt asks again after an unusable paste", async () => {
    const { cli, pending, ended } = await prompted();
    pending.answers.push(coreError("paste_login_page"), coreError("paste_other_login"), loginResult);
    cli.enter("https://login.example.com/login");
    await cli.waitFor('! That is the login page. Log in, press Allow; the right address has "code=".\n');
    await cli.waitFor("› ");
    cli.enter("?code=abc&state=zzz");
    await cli.waitFor("! That is from another login (its state differs). Use the newest tab.\n");
    await cli.waitFor("› ");
    cli.enter("?code=abc&state=xyz");
    expect(await ended).toBe(0);
    expect(pending.pasted).toHaveLength(3);
  });

  test("The prompt explains a provider's error page and lets Enter open the browser again", async () => {
    const { cli, pending, ended } = await prompted();
    cli.enter();
    await cli.waitFor("Waiting for Allow");
    await cli.waitFor("› ");
    pending.answers.push(coreError("redirect_uri_unknown"));
    cli.enter("error=redirect_uri_mismatch");
    await cli.waitFor("✗ login.example.com does not know this callback URL for your app\n");
    await cli.waitFor("  http://localhost:9355/callback\n");
    await cli.waitFor("› ");
    cli.enter();
    await cli.waitFor("Waiting for Allow");
    expect(cli.openedUrls).toHaveLength(2);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
  });

  test("The prompt ends with an error that ended the login", async () => {
    const { cli, pending, ended } = await prompted();
    pending.isOver = true;
    pending.answers.push(coreError("consent_denied"));
    cli.enter("?error=access_denied&state=xyz");
    expect(await ended).toBe(1);
    expect(cli.stderr).toContain("login.example.com says that access was denied\n");
    expect(flat(cli.stderr)).toContain(
      "Try again: tokenwell login https://login.example.com --client-id demo --public",
    );
  });

  test("The prompt starts a new login when the code has expired", async () => {
    const old = new FakePendingLogin();
    const next = new FakePendingLogin();
    const started = [old, next];
    const login = async (_address: string, wish: LoginOptions): Promise<FakePendingLogin> => {
      const [pending = next] = started.splice(0, 1);
      pending.options = wish;
      return pending;
    };
    const { cli, ended } = await prompted({ tokenwell: fakeTokenwell({ login }) }, publicClientLogin, old);
    old.isOver = true;
    old.answers.push(coreError("code_expired"));
    cli.enter("?code=old&state=xyz");
    await cli.waitFor("✗ login.example.com no longer accepts this code\n");
    await cli.waitFor("? Press Enter to open login.example.com in your browser.");
    await cli.waitFor("› ");
    expect(cli.stderr).not.toContain("Get a new one");
    next.answers.push(loginResult);
    cli.enter("?code=new&state=xyz");
    expect(await ended).toBe(0);
    expect([old.pasted, next.pasted]).toEqual([["?code=old&state=xyz"], ["?code=new&state=xyz"]]);
  });

  test("The prompt and the typed text disappear when the browser ends the login", async () => {
    const { cli, pending, ended } = await prompted();
    cli.type("http://local");
    await cli.waitFor("http://local");
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(pending.pasted).toEqual([]);
    expect(cli.screen).not.toContain("http://local\n");
    expect(cli.screen).toContain(`  ${pending.url}\n\n✓ Allowed by taro@acme.example\n✓ Refresh token`);
  });

  test("The prompt disappears when the browser brings an error", async () => {
    const { cli, pending, ended } = await prompted();
    pending.fails(coreError("consent_denied"));
    expect(await ended).toBe(1);
    expect(cli.screen).not.toMatch(/^ {2}›/m);
    expect(cli.stderr).toContain("login.example.com says that access was denied\n");
    expect(cli.stdout).toBe("");
  });

  test("The prompt takes a paste of several lines as one entry", async () => {
    const { cli, pending, ended } = await prompted();
    pending.answers.push(loginResult);
    cli.type("http://localhost:9355/callback?\rcode=abc\r&state=xyz\r");
    expect(await ended).toBe(0);
    expect(pending.pasted).toEqual(["http://localhost:9355/callback?\ncode=abc\n&state=xyz"]);
  });

  test("The prompt opens the browser once, however often the user presses Enter", async () => {
    const { cli, pending, ended } = await prompted();
    cli.enter();
    await cli.waitFor("Waiting for Allow");
    await cli.waitFor("› ");
    cli.enter();
    await cli.waitFor("› ");
    expect(cli.openedUrls).toHaveLength(1);
    pending.succeeds(loginResult);
    await ended;
  });

  test("The prompt shows its address once, also if no browser can be opened", async () => {
    const { cli, pending, ended } = await prompted({ opensBrowser: false });
    cli.enter();
    await cli.waitFor("  No browser could be opened. Open the address above yourself.\n");
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(cli.stderr.split(pending.url)).toHaveLength(2);
  });

  test("The prompt shows an address that Enter would open if no browser can be opened", async () => {
    const pending = new FakePendingLogin("https://app.example.com/callback");
    const argv = [...publicClientLogin, "--callback", pending.redirectUri];
    const { cli, ended } = await prompted({ opensBrowser: false }, argv, pending);
    expect(cli.stderr).not.toContain(pending.url);
    cli.enter();
    await cli.waitFor(`  No browser could be opened. Open this address yourself:\n  ${pending.url}\n`);
    await cli.waitFor("› ");
    pending.answers.push(loginResult);
    cli.enter("?code=abc&state=xyz");
    expect(await ended).toBe(0);
  });

  /** A login each time that one begins. */
  function inTurn(...started: readonly FakePendingLogin[]): Tokenwell {
    const left = [...started];
    return fakeTokenwell({
      login: async (_address, wish) => {
        const pending = left.shift();
        if (!pending) throw new Error("no further login was expected");
        pending.options = wish;
        return pending;
      },
    });
  }

  test("The prompt shows the address of the new login after a code that is no longer valid", async () => {
    const callback = "https://app.example.com/callback";
    const [old, next] = [new FakePendingLogin(callback), new FakePendingLogin(callback)];
    const argv = [...publicClientLogin, "--callback", callback];
    const { cli, ended } = await prompted({ tokenwell: inTurn(old, next) }, argv, old);
    old.isOver = true;
    old.answers.push(coreError("code_expired"));
    cli.enter("?code=old&state=xyz");
    await cli.waitFor(`paste it here within 10 minutes.\n  ${next.url}\n`);
    await cli.waitFor("› ");
    next.answers.push(loginResult);
    cli.enter("?code=new&state=xyz");
    expect(await ended).toBe(0);
  });

  test.each(["port_taken", "port_taken_by_login"] as const)(
    "The login goes on by paste at a terminal after %s",
    async (code) => {
      const [first, next] = [new FakePendingLogin(), new FakePendingLogin()];
      first.listening = () => Promise.reject(coreError(code));
      next.listening = () => Promise.reject(new Error("it listened again"));
      const { cli, ended } = await prompted({ tokenwell: inTurn(first, next) });
      expect(cli.stderr).toContain("! ");
      expect(cli.stderr).toContain("port 9355");
      expect(cli.stderr).toContain("The login goes on without it: paste the address that you end on.");
      next.answers.push(loginResult);
      cli.enter("?code=new&state=xyz");
      expect(await ended).toBe(0);
      expect(next.pasted).toHaveLength(1);
    },
  );

  test("A wrong secret is asked for again, and the login goes on", async () => {
    const [first, next] = [new FakePendingLogin(), new FakePendingLogin()];
    const argv = ["login", issuer, "--client-id", "demo"];
    const scenario = loginScenario({}, { tokenwell: inTurn(first, next) }, first);
    const { cli } = scenario;
    const ended = cli.run(argv);
    await cli.waitFor("? Client Secret");
    await cli.waitFor("› ");
    cli.enter("wrong");
    await cli.waitFor(first.url);
    first.fails(coreError("wrong_secret"));
    await cli.waitFor("✗ login.example.com does not accept this client id and secret\n");
    await cli.waitFor("? Client Secret");
    await cli.waitFor("› ");
    cli.enter("right");
    await cli.waitFor(next.url);
    next.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect([first, next].map((login) => requestedOptions(login).secret)).toEqual(["wrong", "right"]);
    expect(cli.stderr).not.toContain("Then:");
  });

  test("A login of an account without a name says that it was allowed", async () => {
    const { cli, pending, ended } = await prompted();
    pending.succeeds({ ...loginResult, account: null });
    expect(await ended).toBe(0);
    expect(cli.stderr).toContain("✓ Allowed\n");
  });

  test("A wrong secret of a file or of the environment ends the login", async () => {
    const { cli, pending } = loginScenario({}, { env: { TOKENWELL_CLIENT_SECRET: "wrong" } });
    const ended = cli.run(["login", issuer, "--client-id", "demo"]);
    await cli.waitFor(pending.url);
    pending.fails(coreError("wrong_secret"));
    expect(await ended).toBe(2);
  });

  test("With --no-browser the prompt opens nothing", async () => {
    const { cli, pending, ended } = await prompted({}, [...publicClientLogin, "--no-browser"]);
    expect(cli.stderr).toContain("? Open this address yourself.");
    cli.enter();
    await cli.waitFor("› ");
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(cli.openedUrls).toEqual([]);
  });

  test("The prompt waits only for a paste if the callback cannot be listened on", async () => {
    const pending = new FakePendingLogin("https://app.example.com/callback");
    const argv = [...publicClientLogin, "--callback", pending.redirectUri];
    const { cli, ended } = await prompted({}, argv, pending);
    expect(cli.stderr).toContain(
      "  After Allow, copy the address bar (https://app.example.com/callback?code=…)\n",
    );
    expect(cli.stderr).toContain("  and paste it here within 10 minutes.\n");
    pending.answers.push(loginResult);
    cli.enter("abc");
    expect(await ended).toBe(0);
    expect(requestedOptions(pending).redirectUri).toBe("https://app.example.com/callback");
  });

  test("The prompt says once, after 45 seconds, that errors can be pasted, and ends when the login times out", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { cli, pending, ended } = await prompted();
    vi.advanceTimersByTime(44_999);
    expect(cli.stderr).not.toContain("Still waiting");
    vi.advanceTimersByTime(1);
    await cli.waitFor(
      "  Still waiting. Does the browser show an error? Paste its text or address here.\n  › ",
    );
    vi.advanceTimersByTime(600_000);
    expect(cli.stderr.match(/Still waiting/g)).toHaveLength(1);
    pending.fails(coreError("login_timed_out"));
    expect(await ended).toBe(1);
    expectTimeOut(cli.stderr);
  });

  test("A login that can only be pasted times out when its code could no longer be valid", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const pending = new FakePendingLogin("https://app.example.com/callback");
    const argv = [...publicClientLogin, "--callback", pending.redirectUri];
    const { cli, ended } = await prompted({}, argv, pending);
    vi.advanceTimersByTime(599_999);
    expect(pending.cancelled).toBe(false);
    vi.advanceTimersByTime(1);
    expect(await ended).toBe(1);
    expect(pending.cancelled).toBe(true);
    expectTimeOut(cli.stderr);
  });
});

function expectTimeOut(stderr: string): void {
  expect(stderr).toContain("nobody pressed Allow within 10 minutes\n");
  expect(flat(stderr)).toContain(
    "Nothing was kept. Try again: tokenwell login https://login.example.com --client-id",
  );
}

describe("Ctrl-C", () => {
  test("Ctrl-C at the prompt cancels the login and prints nothing more", async () => {
    const { cli, pending } = loginScenario();
    const ended = cli.run(publicClientLogin);
    await cli.waitFor(pending.url);
    await cli.waitFor("› ");
    const { stderr: said } = cli;
    cli.type("\x03");
    expect(await ended).toBe(130);
    expect(pending.cancelled).toBe(true);
    expect(cli.stderr.slice(said.length).trim()).toBe("");
    expect(cli.stdout).toBe("");
  });

  test.each(["? Client ID", "? Client Secret"])(
    "Ctrl-C at %s ends the command before a login begins",
    async (question) => {
      const { cli, pending } = loginScenario();
      const ended = cli.run(["login", issuer]);
      await cli.waitFor("? Client ID");
      await cli.waitFor("› ");
      if (question !== "? Client ID") {
        cli.enter("demo");
        await cli.waitFor(question);
        await cli.waitFor("› ");
      }
      const { stderr: said } = cli;
      cli.type("\x03");
      expect(await ended).toBe(130);
      await new Promise(setImmediate);
      expect(cli.stderr.slice(said.length).trim()).toBe("");
      expect(pending.options).toBeUndefined();
    },
  );

  test("Ctrl-C at the question about a known app is not a yes", async () => {
    const { cli, pending } = loginScenario({ apps: async () => [knownApp] });
    const ended = cli.run(["login", issuer]);
    await cli.waitFor("(Y/n)");
    await cli.waitFor("› ");
    cli.type("\x03");
    expect(await ended).toBe(130);
    await new Promise(setImmediate);
    expect(pending.options).toBeUndefined();
  });

  test("The end of the terminal is the same as Ctrl-C", async () => {
    const { cli, pending } = loginScenario();
    const ended = cli.run(publicClientLogin);
    await cli.waitFor("› ");
    cli.stdin.end();
    expect(await ended).toBe(130);
    expect(pending.cancelled).toBe(true);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("Without a terminal %s ends the command with exit code %i", async (signal, code) => {
    const { cli, pending } = loginScenario({}, { isTerminal: false });
    const ended = cli.run(publicClientLogin);
    await cli.waitFor(pending.url);
    process.emit(signal);
    expect(await ended).toBe(code);
    expect(pending.cancelled).toBe(true);
  });
});

describe("a name that is taken", () => {
  const taken = { name: "acme", owner: "hanako@acme.example", account: "taro@acme.example" };

  test.each([
    ["acme-taro", "acme-taro"],
    ["  ", null],
  ])("login asks for another name if one is taken, and %j gives %j", async (entry, chosen) => {
    const { cli, pending } = loginScenario();
    const ended = cli.run(publicClientLogin);
    await cli.waitFor(pending.url);
    await cli.waitFor("› ");
    const choice = pending.options?.chooseName?.(taken);
    await cli.waitFor("? The name acme belongs to hanako@acme.example. Another for taro@acme.example?");
    await cli.waitFor("› ");
    cli.enter(entry);
    expect(await choice).toBe(chosen);
    pending.succeeds({ ...loginResult, name: "acme-taro" });
    expect(await ended).toBe(0);
    expect(cli.stderr).toContain("Connected as acme-taro\n");
  });

  test("A name that is taken is an error without a terminal", async () => {
    const { cli, pending } = loginScenario({}, { isTerminal: false });
    const ended = cli.run(publicClientLogin);
    await cli.waitFor(pending.url);
    expect(pending.options).not.toHaveProperty("chooseName");
    pending.fails(coreError("name_taken"));
    expect(await ended).toBe(2);
    expect(cli.stderr).toContain('tokenwell: the name "acme" belongs to taro@acme.example\n');
  });
});
