import type { LoginOptions } from "@tokenwell/core";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { DeskOptions } from "./support/cli-harness.ts";
import { knownApp, loginResult, PretendLogin, pretendTokenwell } from "./support/fake-tokenwell.ts";
import { asPublic, issuer, type Scene, sceneWith, wished } from "./support/login-scenario.ts";
import { coreError } from "./support/sample-errors.ts";

afterEach(() => {
  vi.useRealTimers();
});

describe("the prompt", () => {
  async function prompted(
    options: DeskOptions = {},
    argv = asPublic,
    pending = new PretendLogin(),
  ): Promise<Scene & { ended: Promise<number> }> {
    const scene = sceneWith({}, options, pending);
    const ended = scene.desk.run(argv);
    await scene.desk.sees("? ");
    await scene.desk.sees("› ");
    return { ...scene, ended };
  }

  test("takes a pasted address, and the browser is not needed", async () => {
    const { desk, pending, ended } = await prompted();
    pending.answers.push(loginResult);
    desk.enter("http://localhost:9355/callback?code=abc&state=xyz");
    expect(await ended).toBe(0);
    expect(pending.pasted).toEqual(["http://localhost:9355/callback?code=abc&state=xyz"]);
    expect(desk.opened).toEqual([]);
    expect(desk.said).toContain("✓ Allowed by taro@acme.example\n");
  });

  test("asks again after a paste of no use", async () => {
    const { desk, pending, ended } = await prompted();
    pending.answers.push(coreError("paste_login_page"), coreError("paste_other_login"), loginResult);
    desk.enter("https://login.example.com/login");
    await desk.sees('! That is the login page. Log in, press Allow; the right address has "code=".\n');
    await desk.sees("› ");
    desk.enter("?code=abc&state=zzz");
    await desk.sees("! That is from another login (its state differs). Use the newest tab.\n");
    await desk.sees("› ");
    desk.enter("?code=abc&state=xyz");
    expect(await ended).toBe(0);
    expect(pending.pasted).toHaveLength(3);
  });

  test("tells what a provider's error page means and lets Enter open the browser again", async () => {
    const { desk, pending, ended } = await prompted();
    desk.enter();
    await desk.sees("Waiting for Allow");
    await desk.sees("› ");
    pending.answers.push(coreError("redirect_uri_unknown"));
    desk.enter("error=redirect_uri_mismatch");
    await desk.sees("✗ login.example.com does not know this callback URL for your app\n");
    await desk.sees("  http://localhost:9355/callback\n");
    await desk.sees("› ");
    desk.enter();
    await desk.sees("Waiting for Allow");
    expect(desk.opened).toHaveLength(2);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
  });

  test("ends with an error that ended the login", async () => {
    const { desk, pending, ended } = await prompted();
    pending.isOver = true;
    pending.answers.push(coreError("consent_denied"));
    desk.enter("?error=access_denied&state=xyz");
    expect(await ended).toBe(1);
    expect(desk.said).toContain("login.example.com says that access was denied\n");
    expect(desk.said).toContain("Try again:  tokenwell login https://login.example.com\n");
  });

  test("starts a new login when the code is no longer good", async () => {
    const old = new PretendLogin();
    const next = new PretendLogin();
    const started = [old, next];
    const login = async (_address: string, wish: LoginOptions): Promise<PretendLogin> => {
      const [pending = next] = started.splice(0, 1);
      pending.wish = wish;
      return pending;
    };
    const { desk, ended } = await prompted({ tokenwell: pretendTokenwell({ login }) }, asPublic, old);
    old.isOver = true;
    old.answers.push(coreError("code_expired"));
    desk.enter("?code=old&state=xyz");
    await desk.sees("✗ login.example.com no longer accepts this code\n");
    await desk.sees("? Press Enter to open login.example.com in your browser.");
    await desk.sees("› ");
    expect(desk.said).not.toContain("Get a new one");
    next.answers.push(loginResult);
    desk.enter("?code=new&state=xyz");
    expect(await ended).toBe(0);
    expect([old.pasted, next.pasted]).toEqual([["?code=old&state=xyz"], ["?code=new&state=xyz"]]);
  });

  test("goes from the screen when the browser ends first, with what was typed so far", async () => {
    const { desk, pending, ended } = await prompted();
    desk.type("http://local");
    await desk.sees("http://local");
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(pending.pasted).toEqual([]);
    expect(desk.screen).not.toContain("http://local\n");
    expect(desk.screen).toContain(`  ${pending.url}\n\n✓ Allowed by taro@acme.example\n✓ Refresh token`);
  });

  test("goes from the screen when the browser brings an error", async () => {
    const { desk, pending, ended } = await prompted();
    pending.fails(coreError("consent_denied"));
    expect(await ended).toBe(1);
    expect(desk.screen).not.toMatch(/^ {2}›/m);
    expect(desk.said).toContain("login.example.com says that access was denied\n");
    expect(desk.out).toBe("");
  });

  test("takes a paste of several lines as one entry", async () => {
    const { desk, pending, ended } = await prompted();
    pending.answers.push(loginResult);
    desk.type("http://localhost:9355/callback?\rcode=abc\r&state=xyz\r");
    expect(await ended).toBe(0);
    expect(pending.pasted).toEqual(["http://localhost:9355/callback?\ncode=abc\n&state=xyz"]);
  });

  test("opens the browser once, however often Enter is pressed", async () => {
    const { desk, pending, ended } = await prompted();
    desk.enter();
    await desk.sees("Waiting for Allow");
    await desk.sees("› ");
    desk.enter();
    await desk.sees("› ");
    expect(desk.opened).toHaveLength(1);
    pending.succeeds(loginResult);
    await ended;
  });

  test("gives the address again where no browser can be opened", async () => {
    const { desk, pending, ended } = await prompted({ opensBrowser: false });
    desk.enter();
    await desk.sees(`  No browser could be opened. Open this address yourself:\n  ${pending.url}\n`);
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
  });

  test("with --no-browser opens nothing", async () => {
    const { desk, pending, ended } = await prompted({}, [...asPublic, "--no-browser"]);
    expect(desk.said).toContain("? Open this address yourself.");
    desk.enter();
    await desk.sees("› ");
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(desk.opened).toEqual([]);
  });

  test("waits for a paste alone where nobody can listen", async () => {
    const pending = new PretendLogin("https://app.example.com/callback");
    const argv = [...asPublic, "--callback", pending.redirectUri];
    const { desk, ended } = await prompted({}, argv, pending);
    expect(desk.said).toContain(
      "  After Allow, copy the address bar (https://app.example.com/callback?code=…)\n",
    );
    expect(desk.said).toContain("  and paste it here within 10 minutes.\n");
    pending.answers.push(loginResult);
    desk.enter("abc");
    expect(await ended).toBe(0);
    expect(wished(pending).redirectUri).toBe("https://app.example.com/callback");
  });

  test("says once that errors can be pasted, too, and ends when the time is up", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { desk, pending, ended } = await prompted();
    vi.advanceTimersByTime(44_999);
    expect(desk.said).not.toContain("Still waiting");
    vi.advanceTimersByTime(1);
    await desk.sees("  Still waiting. Does the browser show an error? Paste its text or address here.\n  › ");
    vi.advanceTimersByTime(554_999);
    expect(desk.said.match(/Still waiting/g)).toHaveLength(1);
    expect(pending.cancelled).toBe(false);
    vi.advanceTimersByTime(1);
    expect(await ended).toBe(1);
    expect(pending.cancelled).toBe(true);
    expect(desk.said).toContain("nobody pressed Allow within 10 minutes\n");
    expect(desk.said).toContain(
      "  Nothing was kept. Try again:  tokenwell login https://login.example.com\n",
    );
  });
});

describe("Ctrl-C", () => {
  test("at the prompt cancels the login and says nothing more", async () => {
    const { desk, pending } = sceneWith();
    const ended = desk.run(asPublic);
    await desk.sees(pending.url);
    await desk.sees("› ");
    const { said } = desk;
    desk.type("\x03");
    expect(await ended).toBe(130);
    expect(pending.cancelled).toBe(true);
    expect(desk.said.slice(said.length).trim()).toBe("");
    expect(desk.out).toBe("");
  });

  test.each(["? Client ID", "? Client Secret"])(
    "at %s ends the command, and nothing is begun",
    async (question) => {
      const { desk, pending } = sceneWith();
      const ended = desk.run(["login", issuer]);
      await desk.sees("? Client ID");
      await desk.sees("› ");
      if (question !== "? Client ID") {
        desk.enter("demo");
        await desk.sees(question);
        await desk.sees("› ");
      }
      const { said } = desk;
      desk.type("\x03");
      expect(await ended).toBe(130);
      await new Promise(setImmediate);
      expect(desk.said.slice(said.length).trim()).toBe("");
      expect(pending.wish).toBeUndefined();
    },
  );

  test("at a question about a known app is no yes", async () => {
    const { desk, pending } = sceneWith({ apps: async () => [knownApp] });
    const ended = desk.run(["login", issuer]);
    await desk.sees("(Y/n)");
    await desk.sees("› ");
    desk.type("\x03");
    expect(await ended).toBe(130);
    await new Promise(setImmediate);
    expect(pending.wish).toBeUndefined();
  });

  test("and the end of the terminal are the same", async () => {
    const { desk, pending } = sceneWith();
    const ended = desk.run(asPublic);
    await desk.sees("› ");
    desk.stdin.end();
    expect(await ended).toBe(130);
    expect(pending.cancelled).toBe(true);
  });

  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("without a terminal comes as a signal: %s is %i", async (signal, code) => {
    const { desk, pending } = sceneWith({}, { isTerminal: false });
    const ended = desk.run(asPublic);
    await desk.sees(pending.url);
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
  ])("is asked about: %j gives %j", async (entry, chosen) => {
    const { desk, pending } = sceneWith();
    const ended = desk.run(asPublic);
    await desk.sees(pending.url);
    await desk.sees("› ");
    const choice = pending.wish?.chooseName?.(taken);
    await desk.sees("? The name acme belongs to hanako@acme.example. Another for taro@acme.example?");
    await desk.sees("› ");
    desk.enter(entry);
    expect(await choice).toBe(chosen);
    pending.succeeds({ ...loginResult, name: "acme-taro" });
    expect(await ended).toBe(0);
    expect(desk.said).toContain("Connected as acme-taro\n");
  });

  test("is an error without a terminal", async () => {
    const { desk, pending } = sceneWith({}, { isTerminal: false });
    const ended = desk.run(asPublic);
    await desk.sees(pending.url);
    expect(pending.wish).not.toHaveProperty("chooseName");
    pending.fails(coreError("name_taken"));
    expect(await ended).toBe(2);
    expect(desk.said).toContain('tokenwell: the name "acme" belongs to taro@acme.example\n');
  });
});
