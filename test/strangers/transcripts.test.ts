import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { EmulatorOptions } from "@tokenwell/emulator";
import { Visitor } from "@tokenwell/emulator";
import { describe, expect, onTestFinished, test } from "vitest";
import { isOnPostgres } from "../../packages/core/test/support/test-store.ts";
import { languages } from "./languages.ts";
import { Provider } from "./provider.ts";
import { printedAddress, Scene } from "./scene.ts";
import { loginOnTerminal, told } from "./sessions.ts";
import { morning, Transcript } from "./transcript.ts";

const hour = 3_600_000;
const olderNode = new URL("older-node.cjs", import.meta.url).pathname;

/** A scene whose machine keeps its files where the platform does, and speaks a language. */
async function opened(locale: string, options: EmulatorOptions = {}): Promise<Scene> {
  const provider = await Provider.start(options);
  onTestFinished(() => provider.stop());
  const scene = await Scene.open(provider);
  onTestFinished(() => scene.dispose());
  scene.machine.language = locale;
  scene.machine.env = { TOKENWELL_HOME: "", TZ: morning() };
  return scene;
}

describe.each(languages)("%s", (language, locale) => {
  test("T0: the command alone", async () => {
    const scene = await opened(locale);
    const transcript = new Transcript(`t0.${language}`, scene);
    await told(transcript, scene, []);
    transcript.verify();
  });

  test("T1: the first login, another one with the same app, and the first one renewed", async () => {
    const scene = await opened(locale);
    const { issuer } = scene.provider;
    const transcript = new Transcript(`t1-login.${language}`, scene);
    const port = ["--port", String(scene.port)];
    await loginOnTerminal(transcript, scene, ["login", issuer, ...port], ["demo", ""]);
    await loginOnTerminal(transcript, scene, ["login", issuer, "work", ...port], ["y"]);
    await told(transcript, scene, ["renew"], "two connections");
    await told(transcript, scene, ["renew", "salesforce"]);
    await loginOnTerminal(transcript, scene, ["renew", "localhost"], []);
    transcript.verify();
  });

  test("T3: a callback that nobody can listen on", async () => {
    const scene = await opened(locale);
    const { provider } = scene;
    const transcript = new Transcript(`t3-paste.${language}`, scene);
    const secret = join(scene.machine.folder, "secret");
    writeFileSync(secret, "CANARY_client_secret_of_web", { mode: 0o600 });
    const callback = "https://app.emulator.example/callback";
    const args = ["login", provider.issuer, "--client-id", "web", "--client-secret-file", secret];
    args.push("--callback", callback, "--no-browser");
    const terminal = scene.machine.terminal(args);
    const [, url = ""] = await terminal.says(printedAddress);
    const address = await new Visitor(provider.issuer).authorize(url);
    for (const paste of [
      `${provider.issuer}/interaction/x1?ec=302`,
      url,
      "https://app.emulator.example/callback?code=abc&state=zzz",
      "error=redirect_uri_mismatch&error_description=redirect%20uri%20must%20match",
    ]) {
      await terminal.says(/› $/);
      const from = terminal.text.length;
      terminal.enter(paste);
      await terminal.says(/[!✗] .*\n/, from);
    }
    await terminal.says(/› $/);
    terminal.enter(new URL(address).searchParams.get("code") ?? "");
    await transcript.session(args, terminal);
    transcript.verify();
  });

  test("T4: token", async () => {
    const scene = await opened(locale);
    const transcript = new Transcript(`t4-token.${language}`, scene);
    await told(transcript, scene, ["token"], "nothing connected");
    await scene.connect();
    await told(transcript, scene, ["token"]);
    await told(transcript, scene, ["token", "localhost", "--json"]);
    await told(transcript, scene, ["token", "localhst"]);
    await scene.connect(["--name", "work"]);
    await told(transcript, scene, ["token"], "two connections");
    await told(transcript, scene, ["token", "acme"]);
    await scene.provider.stop();
    await told(
      transcript,
      scene,
      ["token", "work", "--min-ttl", "2h"],
      "the provider is down, the token lives",
    );
    scene.machine.offsetMs += 2 * hour;
    await told(transcript, scene, ["token", "work"], "two hours later");
    transcript.verify();
  });

  test("T4: forms and programs", async () => {
    const scene = await opened(locale);
    const transcript = new Transcript(`t4-forms.${language}`, scene);
    await scene.connect(["--name", "acme"]);
    await told(transcript, scene, ["token", "--as", "header"]);
    await told(transcript, scene, ["token", "--as", "headr"]);
    await told(transcript, scene, ["token", "--as", "sf-access-token"]);
    await told(transcript, scene, ["token", "--as", "header", "--user", "taro"]);
    await told(transcript, scene, ["token", "acme", "--as", "git-credential"]);
    await told(transcript, scene, ["run", "acme"]);
    await told(transcript, scene, ["run", "acme", "--", "frobnicate"]);
    const run = ["run", "acme", "--", "printenv", "ACCESS_TOKEN"];
    await transcript.session(run, scene.machine.terminal(run), "on a terminal");
    transcript.verify();
  });

  // PostgreSQL counts a killed process as gone after 80 seconds.
  test.skipIf(isOnPostgres)(
    "T4: a refresh whose answer was lost, and Ctrl-C while a refresh is under way",
    async () => {
      const scene = await opened(locale, { accessTokenSeconds: 120 });
      const { machine, provider } = scene;
      const transcript = new Transcript(`t4-lost.${language}`, scene);
      await scene.connect();
      await scene.advance(90_000);
      await provider.arm({ fault: "hold" });
      const inFlight = machine.terminal(["token"]);
      await provider.held();
      inFlight.type("\u0003");
      await inFlight.says(/Ctrl-C.*\n/);
      await provider.release();
      await transcript.session(["token"], inFlight, "Ctrl-C during the refresh");

      await scene.advance(90_000);
      await provider.arm({ fault: "hold" });
      const killed = machine.start(["token"]);
      await provider.held();
      killed.kill("SIGKILL");
      await killed.ended;
      await provider.clearFaults();
      await scene.advance(35_000);
      const waiting = machine.terminal(["token"]);
      await waiting.says(/Ctrl-C.*\n/);
      waiting.type("\u0003");
      await transcript.session(["token"], waiting, "the last one was killed");

      await scene.advance(200_000);
      await told(transcript, scene, ["token"], "later, from cron");
      await transcript.session(["token"], machine.terminal(["token"]), "later, on a terminal");
      transcript.verify();
    },
  );

  test("T6: no refresh token", async () => {
    const scene = await opened(locale, { refreshTokens: false });
    const transcript = new Transcript(`t6-none.${language}`, scene);
    const { ended } = await scene.login();
    transcript.command(scene.loginArgs, ended);
    transcript.verify();
  });

  test("T8: a refresh token for somebody else", async () => {
    const scene = await opened(locale);
    const transcript = new Transcript(`t8-print.${language}`, scene);
    const { ended } = await scene.login(["--print"]);
    transcript.command([...scene.loginArgs, "--print"], ended);
    transcript.verify();
  });

  test("T9: status", async () => {
    const scene = await opened(locale);
    const { provider } = scene;
    const transcript = new Transcript(`t9-status.${language}`, scene);
    await told(transcript, scene, ["status"], "nothing connected");
    await scene.connect();
    await scene.connect(["--name", "fresh", "--no-test"]);
    await scene.login(["--name", "other"], { login: "bob" });
    await scene.advance(2 * hour);
    await provider.setBlocked("bob", true);
    await scene.machine.run(["token", "other"]);
    await told(transcript, scene, ["token", "localhost"]);
    await told(transcript, scene, ["status"]);
    await told(transcript, scene, ["status", "localhost"]);
    await told(transcript, scene, ["status", "fresh"]);
    await told(transcript, scene, ["status", "other"]);
    await told(transcript, scene, ["status", "localhost", "--json"]);
    await told(transcript, scene, ["logout", "localhost"]);
    transcript.verify();
  });

  test("T12: told of events, before a script fails", async () => {
    const scene = await opened(locale);
    const { machine, provider } = scene;
    const transcript = new Transcript(`t12-told.${language}`, scene);
    const path = join(machine.folder, "told");
    const note = 'printf "%s\\n" "$TOKENWELL_EVENT" "$TOKENWELL_WHY" "$TOKENWELL_RENEW" >> ~/told';
    await scene.connect();
    await told(transcript, scene, ["set", "--on", "needs_login"]);
    await told(transcript, scene, ["set", "localhost", "--on", "needs-login"]);
    await told(transcript, scene, ["set", "--on", "needs-login", "--", "/bin/sh", "-c", note]);
    await told(transcript, scene, ["set", "--on", "expiring,recovered", "notify"]);
    await told(transcript, scene, ["set", "--on", "recovered", "none"]);
    await provider.revokeGrants("alice");
    await told(transcript, scene, ["token", "--refresh"], "the provider has revoked it");
    const isEnded = async () => {
      const { stdout } = await machine.run(["status", "localhost", "--json"]);
      return JSON.parse(stdout).hooks.some((hook: { last?: { end?: object } }) => hook.last?.end);
    };
    while (!(await isEnded())) await delay(50);
    expect(readFileSync(path, "utf8")).toMatch(/^needs-login\nlocalhost .+\ntokenwell renew localhost\n$/);
    await told(transcript, scene, ["status"]);
    await told(transcript, scene, ["status", "localhost"]);
    transcript.verify();
  });

  test("T10: no terminal, and a Node that is too old", async () => {
    const scene = await opened(locale);
    const transcript = new Transcript(`t10-refused.${language}`, scene);
    await told(transcript, scene, ["login", scene.provider.issuer]);
    const ended = await scene.machine.run(["token"], { require: olderNode });
    transcript.command(["token"], ended, "on Node 20.20.2");
    transcript.verify();
  });

  test("T11: --verbose", async () => {
    const scene = await opened(locale);
    const transcript = new Transcript(`t11-verbose.${language}`, scene);
    const { ended } = await scene.login(["--verbose"]);
    expect(ended.code).toBe(0);
    transcript.command([...scene.loginArgs, "--verbose"], ended);
    await told(transcript, scene, ["request", "/api/hello", "--verbose"]);
    transcript.verify();
  });
});
