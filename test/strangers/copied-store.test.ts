import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, onTestFinished, test } from "vitest";
import { flat } from "./machine.ts";
import { Provider } from "./provider.ts";
import { Scene } from "./scene.ts";

const hour = 3_600_000;
const diesBeforeWitness = fileURLToPath(new URL("dies-before-witness.cjs", import.meta.url));

/** A connection whose refresh tokens rotate, used once since its login. */
async function connected(): Promise<Scene> {
  const provider = await Provider.start();
  onTestFinished(() => provider.stop());
  const scene = await Scene.open(provider);
  onTestFinished(() => scene.dispose());
  await scene.connect();
  await scene.token(["--refresh"]);
  return scene;
}

/** Copies the data and everything beside it. */
function copy({ machine }: Scene, name: string): string {
  const folder = join(machine.folder, name);
  cpSync(machine.home, folder, { recursive: true });
  return folder;
}

describe("yesterday's copy of the data, put back", () => {
  test("serves the access token that lives, then sends nothing until it is adopted", async () => {
    const scene = await connected();
    const { machine, provider } = scene;
    const yesterday = copy(scene, "yesterday");
    const live = await scene.token();
    await scene.token(["--refresh"]);
    rmSync(join(machine.home, "data"), { recursive: true });
    cpSync(join(yesterday, "data"), join(machine.home, "data"), { recursive: true });
    rmSync(yesterday, { recursive: true });
    const before = await provider.summary();

    expect(await machine.run(["token"])).toMatchObject({ code: 0, stdout: `${live}\n`, stderr: "" });
    await scene.advance(2 * hour);
    for (const args of [["token"], ["token", "--refresh"], ["status", "--check"]]) {
      const ended = await machine.run(args);
      expect(ended).toMatchObject({ code: 4, stdout: "" });
      expect(flat(ended.stderr)).toContain("localhost: the data is older than what was in use here:");
      expect(ended.stderr).toContain("tokenwell upkeep --adopt");
    }
    expect(await provider.summary()).toEqual(before);

    expect(await machine.run(["upkeep", "--adopt"])).toMatchObject({ code: 0, stderr: "" });
    // Its token was replaced yesterday: the provider says so now, and a login mends it.
    expect(await machine.run(["token"])).toMatchObject({ code: 3 });
    await scene.login();
    expect(await provider.accepts(await scene.token(["--refresh"]))).toBe(true);
  });
});

describe("a copied home", () => {
  test("beside the original is refused, and the original goes on for ever", async () => {
    const scene = await connected();
    const { machine, provider } = scene;
    const env = { TOKENWELL_HOME: copy(scene, "copy") };
    for (let expiry = 0; expiry < 3; expiry += 1) {
      await scene.advance(2 * hour);
      const ended = await machine.run(["token"], { env });
      expect(ended).toMatchObject({ code: 4, stdout: "" });
      expect(flat(ended.stderr)).toContain("localhost: the data is a copy of what was in use elsewhere:");
      expect(await provider.accepts(await scene.token())).toBe(true);
    }
    expect(await provider.summary()).toMatchObject({ spent: 0, refused: 0 });
  });

  test("is one question on a terminal, and with a yes it goes on without another", async () => {
    const scene = await connected();
    const { machine, provider } = scene;
    const env = { TOKENWELL_HOME: copy(scene, "copy") };
    await scene.advance(2 * hour);
    const terminal = machine.terminal(["token"], env);
    await terminal.says(/Two copies in use end the login\. Is the other one gone\? \(y\/N\)/);
    terminal.enter("y");
    expect(await terminal.ended).toMatchObject({ code: 0 });
    await scene.advance(2 * hour);
    expect(await machine.run(["token"], { env })).toMatchObject({ code: 0, stderr: "" });
    expect(await provider.summary()).toMatchObject({ spent: 0, refused: 0 });
  });
});

describe("no evidence", () => {
  test("is a state folder that is gone, as after the restart of a container", async () => {
    const scene = await connected();
    const { machine } = scene;
    for (let start = 0; start < 2; start += 1) {
      rmSync(join(machine.home, "state"), { recursive: true });
      await scene.advance(2 * hour);
      expect(await machine.run(["token"])).toMatchObject({ code: 0, stderr: "" });
    }
  });

  test("is a kill between commit and witness", async () => {
    const scene = await connected();
    const { machine, provider } = scene;
    await scene.advance(2 * hour);
    const killed = await machine.run(["token"], { require: diesBeforeWitness });
    expect(killed).toMatchObject({ signal: "SIGKILL", stdout: "" });
    const { refreshes } = await provider.summary();
    expect(await machine.run(["token"])).toMatchObject({ code: 0, stderr: "" });
    expect((await provider.summary()).refreshes).toBe(refreshes);
    await scene.token(["--refresh"]);
    expect(readdirSync(join(machine.home, "state"))).toHaveLength(1);
    expect(await provider.summary()).toMatchObject({ spent: 0, refused: 0 });
  });
});
