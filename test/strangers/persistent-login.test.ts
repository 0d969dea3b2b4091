import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Provider } from "./provider.ts";
import { printedAddress, Scene } from "./scene.ts";
import type { Terminal } from "./terminal.ts";

let provider: Provider;

beforeAll(async () => {
  provider = await Provider.start();
});

afterAll(() => provider.stop());

async function opened(): Promise<Scene> {
  const scene = await Scene.open(provider);
  onTestFinished(() => scene.dispose());
  return scene;
}

/** Pastes the address that the browser of this person ends on, once the terminal shows where to begin. */
async function paste(scene: Scene, terminal: Terminal, from: number): Promise<void> {
  const [, url = ""] = await terminal.says(printedAddress, from);
  await terminal.says(/› $/, from);
  terminal.enter(await scene.visitor().authorize(url));
}

describe("a login on a terminal", () => {
  test("asks for the secret again when the provider refuses it, and goes on at a new address", async () => {
    const scene = await opened();
    const callback = "https://app.emulator.example/callback";
    const args = ["login", provider.issuer, "--client-id", "web", "--callback", callback, "--no-browser"];
    const terminal = scene.machine.terminal(args);
    await terminal.says(/\? Client Secret[^\n]*\n[^\n]*› /);
    terminal.enter("CANARY_wrong");
    await paste(scene, terminal, 0);
    await terminal.says(/✗ .* does not accept this client id and secret\n/);
    const from = terminal.text.length;
    await terminal.says(/\? Client Secret[^\n]*\n[^\n]*› /, terminal.text.lastIndexOf("✗"));
    terminal.enter("CANARY_client_secret_of_web");
    await paste(scene, terminal, from);
    expect(await terminal.ended).toEqual({ code: 0 });
    expect(terminal.text).not.toMatch(/CANARY_(?:wrong|client)/);
    expect(await provider.accepts(await scene.token())).toBe(true);
  });

  test("goes on by paste when another login has its port, and leaves that one alone", async () => {
    const scene = await opened();
    const first = await scene.begin(["--name", "first"]);
    const terminal = scene.machine.terminal([...scene.loginArgs, "--name", "second"]);
    await terminal.says(new RegExp(`! another tokenwell login waits at port ${scene.port}\n`));
    await paste(scene, terminal, 0);
    expect(await terminal.ended).toEqual({ code: 0 });
    await scene.visitor().goThrough(first.url);
    expect(await first.running.ended).toMatchObject({ code: 0 });
    expect((await scene.machine.run(["status", "--check"])).code).toBe(0);
  });
});
