import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFailed, onTestFinished, test } from "vitest";
import { decideIn, openChromium } from "./chromium.ts";
import { Desk } from "./desk.ts";
import { Provider } from "./provider.ts";
import { Scene } from "./scene.ts";

const hours = 3_600_000;

let chromium: Browser;

beforeAll(async () => {
  chromium = await openChromium();
});

afterAll(() => chromium.close());

/** A command that waits at the callback, and the address that it opened through `$BROWSER`. */
async function begun(language?: string) {
  const provider = await Provider.start();
  onTestFinished(() => provider.stop());
  const scene = await Scene.open(provider);
  onTestFinished(() => scene.dispose());
  scene.machine.startsNode = true;
  const desk = await Desk.open();
  onTestFinished(() => desk.close());
  if (language !== undefined) scene.machine.language = language;
  const args = scene.loginArgs.filter((arg) => arg !== "--no-browser");
  const running = scene.machine.start(args, { env: desk.env });
  onTestFailed(() => console.error(`The command had said:\n${running.out.text}${running.err.text}`));
  return { provider, scene, running, url: await desk.opened() };
}

async function freshProfile(locale: string) {
  const context = await chromium.newContext({ locale });
  onTestFinished(() => context.close());
  return context;
}

describe("a login in Chromium, by redirect", () => {
  test("connects, rotates three times, serves, and ends at the provider too", async () => {
    const { provider, scene, running, url } = await begun();
    const page = await decideIn(await freshProfile("en-US"), url);

    await page.waitForURL(`http://localhost:${scene.port}/callback?**`);
    expect(await page.textContent("h1")).toBe("Connected: localhost.");
    expect(await page.textContent("main")).toContain("You can close this tab.");
    const login = await running.ended;
    expect(login).toMatchObject({ code: 0, stdout: "" });
    expect(login.stderr).toContain("✓ Allowed by alice@emulator.example\n");
    expect(login.stderr).toContain("✓ Refresh token received and stored encrypted\n");
    expect(login.stderr).toContain("✓ Tested with one refresh. This app rotates; the new token is stored\n");
    expect(login.stderr).toContain("Connected as localhost\n");
    expect(await provider.summary()).toMatchObject({ codes: 1, refreshes: 1 });

    const first = await scene.token();
    expect((await provider.summary()).refreshes).toBe(1);
    const second = await scene.token(["--refresh"]);
    await scene.advance(2 * hours);
    const third = await scene.token();
    await scene.advance(2 * hours);
    const fourth = await scene.token(["--refresh"]);
    expect(new Set([first, second, third, fourth]).size).toBe(4);
    expect(await provider.accepts(fourth)).toBe(true);
    expect(await provider.accepts(third)).toBe(false);
    const rotations = (await provider.entries()).filter(({ kind }) => kind === "refresh");
    expect(rotations.map(({ outcome }) => outcome)).toEqual(["rotated", "rotated", "rotated", "rotated"]);
    expect(await provider.summary()).toMatchObject({ refreshes: 4, mostPresentations: 1, spent: 0 });

    const request = await scene.machine.run(["request", "/api/hello"]);
    expect(request).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(request.stdout)).toMatchObject({ hello: "alice", client_id: "demo" });

    const logout = await scene.machine.run(["logout"]);
    expect(logout).toMatchObject({ code: 0, stdout: "" });
    expect(logout.stderr).toBe(
      `✓ localhost is logged out: ${provider.host} confirmed that the token is dead\n`,
    );
    const revocation = (await provider.entries()).find(({ kind }) => kind === "revocation");
    expect(revocation).toMatchObject({ outcome: "revoked", fingerprint: rotations[3]?.issued });
    expect(await provider.accepts(fourth)).toBe(false);
    expect(await refreshBare(provider)).toBe("invalid_grant");
    expect(scene.machine.rows("connection")).toEqual([]);
    expect(await scene.machine.run(["token"])).toMatchObject({ code: 3, stdout: "" });
  });

  test("tells the tab, in its language, that nothing was connected", async () => {
    const { provider, scene, running, url } = await begun("ja_JP.UTF-8");
    const page = await decideIn(await freshProfile("ja-JP"), url, "deny");

    await page.waitForURL(`http://localhost:${scene.port}/callback?**`);
    expect(await page.textContent("h1")).toBe("接続できませんでした。");
    expect(await page.getAttribute("html", "lang")).toBe("ja");
    const login = await running.ended;
    expect(login).toMatchObject({ code: 1, stdout: "" });
    expect(login.stderr).toContain("拒否");
    expect(scene.machine.rows("connection")).toEqual([]);
    expect(scene.machine.rows("login")).toEqual([]);
    expect((await provider.summary()).codes).toBe(0);
  });
});

/** What the provider says to the last refresh token that it issued, presented by somebody else. */
async function refreshBare(provider: Provider): Promise<unknown> {
  const tokens = (await provider.record()).filter(({ kind }) => kind === "refresh_token");
  const body = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: "demo",
    refresh_token: tokens.at(-1)?.value ?? "",
  });
  const answer: unknown = await (await fetch(`${provider.issuer}/token`, { method: "POST", body })).json();
  return typeof answer === "object" && answer !== null && "error" in answer ? answer.error : undefined;
}
