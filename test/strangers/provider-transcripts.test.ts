import { describe, expect, onTestFinished, test } from "vitest";
import { verifyDemo } from "./demo.ts";
import { languages } from "./languages.ts";
import { printedAddress, type Scene } from "./scene.ts";
import { loginOnTerminal, told } from "./sessions.ts";
import { morning, Transcript } from "./transcript.ts";
import { auth0Api, openAuth0, openSalesforce, type World } from "./world.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const atSalesforce = ["salesforce", "--host", "acme.my.salesforce.com", "--client-id", "demo", "--public"];

/** A machine that keeps its files where the platform does, speaks a language, and reaches the provider. */
function settled(world: World, locale: string): World {
  const { machine } = world.scene;
  machine.language = locale;
  machine.env = { ...machine.env, TOKENWELL_HOME: "", TZ: morning() };
  onTestFinished(world.internet.enter());
  return world;
}

/** A login without a terminal, written down. */
async function toldLogin(transcript: Transcript, scene: Scene, args: readonly string[]): Promise<void> {
  const { ended } = await scene.loginAt(args);
  transcript.command(["login", ...args], ended);
}

describe.each(languages)("%s", (language, locale) => {
  const salesforce = async (...args: Parameters<typeof openSalesforce>) =>
    settled(await openSalesforce(...args), locale);
  const auth0 = async (...args: Parameters<typeof openAuth0>) => settled(await openAuth0(...args), locale);

  test("T1: login salesforce, and a second connection to the same org", async () => {
    const { scene } = await salesforce();
    const transcript = new Transcript(`t1-salesforce.${language}`, scene);
    const port = ["--port", String(scene.port)];
    const answers = ["acme.lightning.force.com", "demo", ""];
    await loginOnTerminal(transcript, scene, ["login", "salesforce", ...port], answers);
    await loginOnTerminal(transcript, scene, ["login", "salesforce", "acme-bot", ...port], [""]);
    transcript.verify();
  });

  test("T2: login auth0", async () => {
    const { scene } = await auth0();
    const transcript = new Transcript(`t2-auth0.${language}`, scene);
    const answers = ["acme.jp.auth0.com", "demo", "", auth0Api];
    await loginOnTerminal(transcript, scene, ["login", "auth0", "--port", String(scene.port)], answers);
    await told(transcript, scene, ["set", "acme", "max-life=365d"]);
    transcript.verify();
  });

  test("T3: a callback that nobody can listen on", async () => {
    const { scene, provider } = await salesforce();
    const callback = "https://login.salesforce.com/";
    const transcript = new Transcript(`t3-salesforce.${language}`, scene);
    const app = ["--client-id", "demo", "--public", "--host", "login.salesforce.com"];
    const args = ["login", "salesforce", ...app, "--callback", callback, "--no-browser"];
    const terminal = scene.machine.terminal(args);
    const [, url = ""] = await terminal.says(printedAddress);
    const late = await scene.visitor().authorize(url);
    await provider.advance(16 * minuteMs);
    for (const paste of [
      "https://login.salesforce.com/?ec=302&startURL=%2Fsetup",
      `${callback}?code=aPrx&state=zzz`,
      "error=redirect_uri_mismatch&error_description=redirect_uri%20must%20match%20configuration",
      "error=invalid_client_id&error_description=client%20identifier%20invalid",
      late,
    ]) {
      await terminal.says(/› $/);
      const from = terminal.text.length;
      terminal.enter(paste);
      await terminal.says(/[!✗] .*\n/, from);
      await terminal.says(/› $/, from);
    }
    const again = [...terminal.text.matchAll(new RegExp(printedAddress, "gm"))].at(-1)?.[1] ?? "";
    terminal.enter(await scene.visitor().authorize(again));
    await transcript.session(args, terminal);
    transcript.verify();
  });

  test("T5: the demo", async () => {
    const { scene } = await salesforce();
    await verifyDemo(language, scene);
  });

  test("T6: no refresh token", async () => {
    const { scene, provider } = await salesforce();
    const transcript = new Transcript(`t6-salesforce.${language}`, scene);
    await provider.setApp("demo", { scopes: ["api"] });
    await toldLogin(transcript, scene, atSalesforce);
    await provider.setApp("demo", { scopes: ["api", "refresh_token"], refreshTokenPolicy: "immediately" });
    await toldLogin(transcript, scene, atSalesforce);
    transcript.verify();
  });

  test("T6: no refresh token from Auth0", async () => {
    const { scene } = await auth0({ auth0: { apis: [{ identifier: auth0Api, allowOfflineAccess: false }] } });
    const transcript = new Transcript(`t6-auth0.${language}`, scene);
    const app = ["auth0", "--host", "acme.jp.auth0.com", "--client-id", "demo", "--public"];
    await toldLogin(transcript, scene, [...app, "--audience", auth0Api]);
    transcript.verify();
  });

  test("T7: invalid_grant", async () => {
    const { scene, provider } = await salesforce();
    const transcript = new Transcript(`t7-salesforce.${language}`, scene);
    await scene.loginAt(atSalesforce);
    await told(transcript, scene, ["set", "acme", "idle-life=30d"]);
    await provider.setApp("demo", { refreshTokenPolicy: { idleSeconds: 30 * 24 * 3600 } });
    await scene.advance(41 * dayMs);
    await transcript.session(["token", "acme"], scene.machine.terminal(["token", "acme"]), "41 days later");
    await told(transcript, scene, ["token", "acme"], "from cron");
    for (const name of ["acme", "b", "c", "d", "e", "acme-bot"])
      await scene.loginAt([...atSalesforce, "--name", name]);
    await scene.advance(3 * hourMs);
    const crowded = scene.machine.terminal(["token", "acme"]);
    await transcript.session(["token", "acme"], crowded, "after a sixth login of this user");
    await provider.revokeGrants("alice");
    await scene.advance(3 * hourMs);
    const revoked = scene.machine.terminal(["token", "acme-bot"]);
    await transcript.session(["token", "acme-bot"], revoked, "revoked by an administrator");
    transcript.verify();
  });

  test("T8: a refresh token for a vendor's form", async () => {
    const { scene } = await salesforce();
    const transcript = new Transcript(`t8-salesforce.${language}`, scene);
    await toldLogin(transcript, scene, [...atSalesforce, "--print"]);
    await scene.loginAt(atSalesforce);
    const terminal = scene.machine.terminal(["export", "acme", "--refresh-token"]);
    await terminal.says(/› $/);
    terminal.enter("y");
    await transcript.session(["export", "acme", "--refresh-token"], terminal);
    await told(transcript, scene, ["token", "acme"]);
    await told(transcript, scene, ["export", "acme", "--refresh-token"]);
    transcript.verify();
  });

  test("T9: status", async () => {
    const { scene } = await salesforce();
    const transcript = new Transcript(`t9-salesforce.${language}`, scene);
    await scene.loginAt(atSalesforce);
    await scene.loginAt([...atSalesforce, "--name", "acme-bot"]);
    await told(transcript, scene, ["set", "acme", "idle-life=30d"]);
    await scene.advance(2 * hourMs);
    await told(transcript, scene, ["token", "acme"]);
    await told(transcript, scene, ["status"]);
    await told(transcript, scene, ["status", "acme"]);
    transcript.verify();
  });

  test("T10: no terminal", async () => {
    const { scene } = await salesforce();
    const transcript = new Transcript(`t10-salesforce.${language}`, scene);
    await told(transcript, scene, ["login", "salesforce"]);
    await told(transcript, scene, ["login", "auth0"]);
    transcript.verify();
  });

  test("T11: --verbose", async () => {
    const { scene } = await salesforce();
    const transcript = new Transcript(`t11-salesforce.${language}`, scene);
    const { ended } = await scene.loginAt([...atSalesforce, "--verbose"]);
    expect(ended.code).toBe(0);
    transcript.command(["login", ...atSalesforce, "--verbose"], ended);
    transcript.verify();
  });
});
