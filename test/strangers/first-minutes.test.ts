import { expect, onTestFinished, test } from "vitest";
import { Desk } from "./desk.ts";
import type { Scene } from "./scene.ts";
import { auth0Api, openAuth0, openSalesforce, type World } from "./world.ts";

/** What a person counts: the questions besides Enter for the browser, the lines of the screen, and the waiting. */
interface Walk {
  readonly questions: number;
  readonly lines: number;
  readonly waitedMs: number;
}

/** Walks through a login on a terminal: answers what is asked, then presses Enter and allows it in the browser. */
async function walk(
  { scene, internet }: World,
  args: readonly string[],
  answers: readonly string[],
): Promise<Walk> {
  const leave = internet.enter();
  const desk = await Desk.open();
  try {
    let waitedMs = 0;
    const terminal = scene.machine.terminal(args, desk.env);
    const waitFor = async (pattern: RegExp, from: number): Promise<void> => {
      const begunMs = performance.now();
      await terminal.says(pattern, from);
      waitedMs += performance.now() - begunMs;
    };
    let from = 0;
    for (const answer of answers) {
      await waitFor(/\? (?!Press Enter)[^\n]*(\n[^\n]*)?› $/, from);
      from = terminal.text.length;
      terminal.enter(answer);
    }
    await waitFor(/\? Press Enter(.*\n)*.*› $/, from);
    terminal.enter();
    await scene.visitor().goThrough(await desk.opened());
    const begunMs = performance.now();
    expect(await terminal.ended).toEqual({ code: 0 });
    waitedMs += performance.now() - begunMs;
    const lines = terminal.screen.split("\n");
    return {
      questions: lines.filter((line) => /^\? (?!Press Enter)/.test(line)).length,
      lines: lines.length,
      waitedMs,
    };
  } finally {
    await desk.close();
    leave();
  }
}

/** On an empty machine: nothing is connected, and nothing was typed before. */
async function expectToken(scene: Scene, pattern: RegExp): Promise<void> {
  expect(await scene.token()).toMatch(pattern);
}

test("T1: from an empty home to a token of Salesforce", async () => {
  const world = await openSalesforce();
  onTestFinished(() => world.scene.dispose());
  const port = ["--port", String(world.scene.port)];
  const first = await walk(world, ["login", "salesforce", ...port], ["acme.lightning.force.com", "demo", ""]);
  await expectToken(world.scene, /^00D\w{12}!/);
  expect(first.questions).toBeLessThanOrEqual(3);
  expect(first.lines).toBeLessThanOrEqual(35);
  expect(first.waitedMs).toBeLessThan(60_000);
  const second = await walk(world, ["login", "salesforce", "acme-bot", ...port], [""]);
  expect(second.questions).toBe(1);
});

test("T2: from an empty home to a token of Auth0", async () => {
  const world = await openAuth0();
  const port = ["--port", String(world.scene.port)];
  const answers = ["acme.jp.auth0.com", "demo", "", auth0Api];
  const first = await walk(world, ["login", "auth0", ...port], answers);
  await expectToken(world.scene, /^eyJ/);
  expect(first.questions).toBeLessThanOrEqual(4);
  expect(first.lines).toBeLessThanOrEqual(35);
  expect(first.waitedMs).toBeLessThan(60_000);
  const second = await walk(world, ["login", "auth0", "my-api", ...port], [""]);
  expect(second.questions).toBe(1);
});
