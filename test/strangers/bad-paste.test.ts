import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { EmulatorOptions } from "@tokenwell/emulator";
import { Visitor } from "@tokenwell/emulator";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { Provider } from "./provider.ts";
import { printedAddress, Scene } from "./scene.ts";
import type { Terminal } from "./terminal.ts";

const hasty = fileURLToPath(new URL("hasty.cjs", import.meta.url));
const callback = "https://app.emulator.example/callback";

let provider: Provider;

beforeAll(async () => {
  provider = await Provider.start();
});

afterAll(() => provider.stop());

async function opened(options?: EmulatorOptions): Promise<Scene> {
  const own = options === undefined ? provider : await Provider.start(options);
  if (own !== provider) onTestFinished(() => own.stop());
  const scene = await Scene.open(own);
  onTestFinished(() => scene.dispose());
  return scene;
}

interface Prompt {
  readonly terminal: Terminal;
  readonly url: string;
  /** Pastes, and waits for what is said to it. */
  paste(text: string, answer: RegExp): Promise<void>;
}

/** A terminal at the prompt where the address is pasted. */
async function atPrompt(scene: Scene, args: readonly string[] = []): Promise<Prompt> {
  const secret = join(scene.machine.folder, "secret");
  writeFileSync(secret, "CANARY_client_secret_of_web", { mode: 0o600 });
  const app = ["--client-id", "web", "--client-secret-file", secret, "--callback", callback, "--no-browser"];
  const terminal = scene.machine.terminal(["login", scene.provider.issuer, ...app, ...args]);
  const [, url = ""] = await terminal.says(printedAddress);
  await terminal.says(/› $/);
  return {
    terminal,
    url,
    async paste(text, answer) {
      const from = terminal.text.length;
      terminal.enter(text);
      await terminal.says(answer, from);
    },
  };
}

describe("a paste that is not usable", () => {
  test("is told why, and the next one is taken", async () => {
    const scene = await opened();
    const before = (await provider.summary()).codes;
    const { paste, terminal, url } = await atPrompt(scene);
    await paste(`${provider.issuer}/interaction/x1?ec=302`, /! That is the login page\. .*\n(.*\n)?.*› /);
    await paste(url, /! That is the address to open\. .*\n(.*\n)?.*› /);
    await paste("hello", /! No "code=" in it\..*\n.*› /);
    const visitor = new Visitor(provider.issuer);
    const address = await visitor.authorize(url);
    const other = new URL(address);
    other.searchParams.set("state", "zzz");
    await paste(other.href, /! That is from another login \(its state differs\)\. .*\n(.*\n)?.*› /);
    expect((await provider.summary()).codes).toBe(before);
    terminal.enter(address);
    expect(await terminal.ended).toEqual({ code: 0 });
    expect((await provider.summary()).codes).toBe(before + 1);
  });

  test("of a login that goes on elsewhere at the same time is refused", async () => {
    const [one, two] = await Promise.all([opened(), opened()]);
    const [first, second] = await Promise.all([atPrompt(one), atPrompt(two)]);
    const address = await new Visitor(provider.issuer).authorize(first.url);
    await second.paste(address, /! That is from another login/);
    second.terminal.type("\u0003");
    expect(await second.terminal.ended).toEqual({ code: 130 });
    first.terminal.enter(address);
    expect(await first.terminal.ended).toEqual({ code: 0 });
  });
});

describe("a code that is no longer good", () => {
  test("because it is too old starts a new login at the same prompt", async () => {
    const scene = await opened({ codeSeconds: 5 });
    const { terminal, url } = await atPrompt(scene);
    const address = await new Visitor(scene.provider.issuer).authorize(url);
    await scene.provider.advance(60_000);
    const next = await expectCodeRefused(scene, terminal, address);
    expect(next).not.toBe(url);
    terminal.enter(await new Visitor(scene.provider.issuer).authorize(next));
    expect(await terminal.ended).toEqual({ code: 0 });
    expect(scene.machine.rows("connection")).toHaveLength(1);
  });

  test("because it was used before does no harm to the connection that it brought", async () => {
    const scene = await opened({});
    const before = await atPrompt(scene);
    const address = await new Visitor(scene.provider.issuer).authorize(before.url);
    before.terminal.enter(address);
    expect(await before.terminal.ended).toEqual({ code: 0 });

    const { terminal } = await atPrompt(scene, ["again"]);
    await expectCodeRefused(scene, terminal, new URL(address).searchParams.get("code") ?? "");
    terminal.type("\u0003");
    expect(await terminal.ended).toEqual({ code: 130 });
    expect(scene.machine.rows("connection")).toHaveLength(1);
    expect(scene.machine.rows("login")).toEqual([]);
  });
});

/** The old code is told off, nothing of its login is left but the next one; gives the address of that. */
async function expectCodeRefused(scene: Scene, terminal: Terminal, paste: string): Promise<string> {
  const from = terminal.text.length;
  terminal.enter(paste);
  const [, next = ""] = await terminal.says(printedAddress, from);
  await terminal.says(/› $/, from);
  expect(terminal.text).toContain(`${scene.provider.host} no longer accepts this code`);
  expect(terminal.text).toContain("A code works once, and only for minutes.");
  expect(terminal.text).not.toContain("Get a new one");
  expect(scene.machine.rows("login")).toHaveLength(1);
  return next;
}

describe("a client that is not accepted", () => {
  test("wrong secret", async () => {
    const scene = await opened();
    const secret = join(scene.machine.folder, "wrong");
    writeFileSync(secret, "CANARY_wrong", { mode: 0o600 });
    const { terminal, url } = await atPrompt(scene, ["--client-secret-file", secret]);
    terminal.enter(await new Visitor(provider.issuer).authorize(url));
    expect(await terminal.ended).toEqual({ code: 2 });
    expect(terminal.text).toContain(`${provider.host} does not accept this client id and secret`);
    expect(terminal.text).toContain("Copy both again from the app's settings");
    for (const table of ["connection", "login", "client"] as const)
      expect([table, scene.machine.rows(table)]).toEqual([table, []]);
  });
});

describe("a login that is given up", () => {
  test("by Ctrl-C at the prompt leaves nothing behind", async () => {
    const scene = await opened();
    const { terminal } = await atPrompt(scene);
    expect(scene.machine.rows("login")).toHaveLength(1);
    terminal.type("\u0003");
    expect(await terminal.ended).toEqual({ code: 130 });
    for (const table of ["connection", "login", "client", "access_token", "attempt"] as const)
      expect([table, scene.machine.rows(table)]).toEqual([table, []]);
  });

  test("by nobody within ten minutes leaves nothing behind", async () => {
    const scene = await opened();
    const ended = await scene.machine.run(scene.loginArgs, { require: hasty });
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toContain("tokenwell: nobody pressed Allow within 10 minutes\n");
    expect(ended.stderr).toMatch(/Nothing was kept\. Try again:\s+tokenwell login /);
    for (const table of ["connection", "login", "client"] as const)
      expect([table, scene.machine.rows(table)]).toEqual([table, []]);
  });

  test("by SIGTERM without a terminal leaves nothing behind", async () => {
    const scene = await opened();
    const { running } = await scene.begin();
    running.kill("SIGTERM");
    expect(await running.ended).toMatchObject({ code: 143, stdout: "" });
    for (const table of ["connection", "login", "client"] as const)
      expect([table, scene.machine.rows(table)]).toEqual([table, []]);
  });
});

describe("a callback port", () => {
  test("that another program has is named, and what to do", async () => {
    const scene = await opened();
    const server = createServer().listen(scene.port, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(async () => {
      server.close();
      await once(server, "close");
    });
    const ended = await scene.machine.run(scene.loginArgs);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(`port ${scene.port} is in use by another program\n`);
    expect(ended.stderr).toContain(`--port ${scene.port + 1}`);
    for (const table of ["connection", "login", "client"] as const)
      expect([table, scene.machine.rows(table)]).toEqual([table, []]);
  });
});
