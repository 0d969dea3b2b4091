import { fileURLToPath } from "node:url";
import type { EmulatorOptions } from "@tokenwell/emulator";
import { Visitor } from "@tokenwell/emulator";
import { describe, expect, onTestFinished, test } from "vitest";
import { Provider } from "./provider.ts";
import { Scene } from "./scene.ts";

const seconds = 1_000;
const diesAfterAnswer = fileURLToPath(new URL("dies-after-answer.cjs", import.meta.url));

async function opened(options: EmulatorOptions = {}): Promise<Scene> {
  const provider = await Provider.start(options);
  onTestFinished(() => provider.stop());
  const scene = await Scene.open(provider);
  onTestFinished(() => scene.dispose());
  return scene;
}

/** The refresh whose answer was never seen: the provider has replaced the token, and we were killed. */
async function killedInFlight(scene: Scene, args: readonly string[] = ["token", "--refresh"]): Promise<void> {
  await scene.provider.arm({ fault: "hold" });
  const running = scene.machine.start(args);
  await scene.provider.held();
  running.kill("SIGKILL");
  expect(await running.ended).toMatchObject({ code: null, signal: "SIGKILL", stdout: "" });
  await scene.provider.clearFaults();
}

describe("Ctrl-C while an own refresh is under way", () => {
  test("is put off until the new token is stored", async () => {
    const scene = await opened();
    const { provider, machine } = scene;
    await scene.connect();
    const old = await scene.token();
    await provider.arm({ fault: "hold" });
    const running = machine.start(["token", "--refresh"]);
    await provider.held();

    running.kill("SIGINT");
    await running.err.matching(
      /finishing the refresh of localhost, seconds; Ctrl-C again may cost the login/,
    );
    await provider.release();

    expect(await running.ended).toMatchObject({ code: 130 });
    const before = await provider.summary();
    const token = await scene.token();
    expect(token).not.toBe(old);
    expect(await provider.accepts(token)).toBe(true);
    await scene.token(["--refresh"]);
    expect(await provider.summary()).toMatchObject({ refreshes: before.refreshes + 1, spent: 0, refused: 0 });
    expect(machine.rows("attempt").filter(({ phase }) => phase !== "committed")).toEqual([]);
  });
});

describe("a refresh that was killed between the provider's answer and our save", () => {
  test("costs nobody anything while the access token lives", async () => {
    const scene = await opened();
    await scene.connect();
    const live = await scene.token();
    await killedInFlight(scene);
    const before = await scene.provider.summary();

    expect(await scene.machine.run(["token"])).toMatchObject({ code: 0, stdout: `${live}\n`, stderr: "" });
    expect((await scene.provider.summary()).refreshes).toBe(before.refreshes);
  });

  test("makes the next command wait, and say until when and why, once the access token is dead", async () => {
    const scene = await opened({ accessTokenSeconds: 120 });
    await scene.connect();
    await scene.advance(90 * seconds);
    await killedInFlight(scene, ["token"]);
    const before = await scene.provider.summary();
    await scene.advance(35 * seconds);

    const running = scene.machine.start(["token"]);
    await running.err.matching(/Ctrl-C is safe\.\n/);
    running.kill("SIGINT");
    const ended = await running.ended;
    expect(ended).toMatchObject({ code: 130, stdout: "" });
    expect(ended.stderr.replaceAll("\n", " ")).toMatch(
      /localhost: the refresh at \d\d:\d\d:\d\d got no answer\. Asking again before \d\d:\d\d:\d\d could end the login\. Waiting \d+ s; Ctrl-C is safe\./,
    );
    expect((await scene.provider.summary()).refreshes).toBe(before.refreshes);
  });

  test("ends as a lost rotation when time has made another try safe, and the next login mends it", async () => {
    const scene = await opened({ accessTokenSeconds: 120 });
    const { machine, provider } = scene;
    await scene.connect();
    await killedInFlight(scene);
    const before = await provider.summary();
    await scene.advance(200 * seconds);

    const ended = await machine.run(["token"]);
    expect(ended).toMatchObject({ code: 3, stdout: "" });
    expect(ended.stderr).toBe(
      "tokenwell: localhost must log in again (invalid_grant): run tokenwell renew localhost\n",
    );
    // The one presentation that was left: the provider decides, nobody guesses.
    expect(await provider.summary()).toMatchObject({
      refreshes: before.refreshes + 1,
      spent: before.spent + 1,
      mostPresentations: 2,
    });
    expect(machine.rows("connection")).toMatchObject([
      { status: "needs_login", status_reason: "rotation_lost" },
    ]);
    const status = await machine.run(["status", "localhost"]);
    expect(status.code).toBe(3);
    expect(status.stdout).toMatch(
      /The answer to our refresh at \d\d:\d\d was lost\s+\(process killed\)\.\s+This\s+app\s+rotates\s+without\s+overlap, so there is no way to get it back\./,
    );
    expect(await machine.run(["token"])).toMatchObject({ code: 3 });
    expect((await provider.summary()).refreshes).toBe(before.refreshes + 1);

    await scene.connect();
    expect(await provider.accepts(await scene.token())).toBe(true);
  });

  test("is recovered without a person where the app does not rotate", async () => {
    const scene = await opened({ rotation: "static" });
    await scene.connect();
    await killedInFlight(scene);
    await scene.advance(2 * 3_600 * seconds);
    expect(await scene.provider.accepts(await scene.token())).toBe(true);
    expect((await scene.provider.summary()).refused).toBe(0);
  });
});

describe("a login whose process died when the answer had just been stored", () => {
  test("is finished by the next command, without the person and without the code", async () => {
    const scene = await opened();
    const { machine, provider } = scene;
    const { running, url } = await scene.begin([], { require: diesAfterAnswer });
    const visit = new Visitor(provider.issuer).goThrough(url);
    await expect(visit).rejects.toThrow();
    expect(await running.ended).toMatchObject({ signal: "SIGKILL", stdout: "" });
    expect(machine.rows("login")).toMatchObject([{ phase: "answered" }]);
    expect(machine.rows("connection")).toEqual([]);

    const token = await scene.token();
    expect(await provider.accepts(token)).toBe(true);
    expect(machine.rows("login")).toEqual([]);
    expect(await provider.summary()).toMatchObject({ codes: 1, spent: 0, refused: 0 });
    const request = await machine.run(["request", "/api/hello"]);
    expect(JSON.parse(request.stdout)).toMatchObject({ hello: "alice" });
  });
});
