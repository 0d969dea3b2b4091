import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { addressBarOf, decideIn, openChromium } from "./chromium.ts";
import { Desk } from "./desk.ts";
import { Provider } from "./provider.ts";
import { Scene } from "./scene.ts";

const callback = "https://app.emulator.example/callback";
const secret = "CANARY_client_secret_of_web";

let chromium: Browser;
let provider: Provider;

beforeAll(async () => {
  [chromium, provider] = await Promise.all([openChromium(), Provider.start()]);
});

afterAll(() => Promise.all([chromium.close(), provider.stop()]));

describe("a login by paste, on a terminal", () => {
  test("takes the address bar of a callback that nobody serves, after a wrong paste", async () => {
    const scene = await Scene.open(provider);
    onTestFinished(() => scene.dispose());
    const desk = await Desk.open();
    onTestFinished(() => desk.close());
    const context = await chromium.newContext();
    onTestFinished(() => context.close());

    const args = ["login", provider.issuer, "--client-id", "web", "--callback", callback];
    const terminal = scene.machine.terminal(args, desk.env);
    await terminal.says(/\? Client Secret[^\n]*\n[^\n]*› /);
    terminal.enter(secret);
    await terminal.says(/Press Enter to open .*\n(.*\n)*.*› /);
    terminal.enter();
    const url = await desk.opened();

    const page = await decideIn(context, url);
    await expect.poll(() => addressBarOf(page)).toContain(callback);
    const address = await addressBarOf(page);
    const pasted = terminal.text.length;
    terminal.enter(`${provider.issuer}/interaction/abc?ec=302`);
    await terminal.says(/! That is the login page/, pasted);
    terminal.enter(address);

    expect(await terminal.ended).toEqual({ code: 0 });
    expect(terminal.text).toContain("✓ Allowed by alice@emulator.example");
    expect(terminal.text).toContain("Connected as localhost");
    expect(terminal.text).not.toContain(secret);
    expect(terminal.text).not.toContain("CANARY_client");
    expect(await provider.summary()).toMatchObject({ codes: 1, refreshes: 1 });
    expect(await provider.accepts(await scene.token())).toBe(true);
  });
});
