import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Provider } from "../strangers/provider.ts";
import { Scene } from "../strangers/scene.ts";

// The command as several processes run it, which are killed, and programs of the user that hang.
let provider: Provider;
let scene: Scene;
beforeEach(async () => {
  provider = await Provider.start();
  scene = await Scene.open(provider);
  await scene.connect();
});
afterEach(async () => {
  await scene.dispose();
  await provider.stop();
});

const file = (name: string): string => join(scene.machine.folder, name);
const linesOf = (name: string): readonly string[] =>
  existsSync(file(name)) ? readFileSync(file(name), "utf8").trim().split("\n") : [];

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(20);
}

/** Sets a shell script for an event. */
async function on(events: string, script: string): Promise<void> {
  const { code, stderr } = await scene.machine.run(["set", "--on", events, "--", "/bin/sh", "-c", script]);
  expect([code, stderr]).toEqual([0, expect.stringContaining("✓")]);
}

interface Last {
  readonly end: { readonly kind: string } | null;
}

async function last(): Promise<Last | null> {
  const { stdout } = await scene.machine.run(["status", "localhost", "--json"]);
  return JSON.parse(stdout).hooks[0].last;
}

const ended = async (): Promise<boolean> => ((await last())?.end ?? null) !== null;

describe("a program that is told of events", () => {
  test("runs once although four commands meet the failure at once, and holds none of them up", async () => {
    await on("needs-login", 'echo "$$" >> ~/told; while [ ! -e ~/go ]; do sleep 0.05; done');
    await provider.revokeGrants("alice");
    const commands = [
      "token --refresh",
      "token --refresh",
      "request /api/hello",
      "status --check",
      "upkeep --hooks",
    ];
    const running = commands.map((command) => scene.machine.start(command.split(" ")));
    // All but the last end while the program still hangs.
    await Promise.all(running.slice(0, 3).map((each) => each.ended));
    await until(() => linesOf("told").length > 0);
    expect(await last()).toMatchObject({ end: null });
    writeFileSync(file("go"), "");
    await Promise.all(running.map((each) => each.ended));
    await until(ended);
    await scene.machine.run(["upkeep"]);
    expect(linesOf("told")).toHaveLength(1);
    expect(await last()).toMatchObject({ reason: "provider_revoked", end: { kind: "exit", code: 0 } });
  });

  test("is run by upkeep if the command that met the failure died before it could start it", async () => {
    const dies = file("dies.cjs");
    writeFileSync(
      dies,
      `require("node:child_process").spawn = () => process.kill(process.pid, "SIGKILL");
       require("node:module").syncBuiltinESMExports();`,
    );
    await on("needs-login", 'echo "$TOKENWELL_EVENT" >> ~/told');
    await provider.revokeGrants("alice");
    const { signal } = await scene.machine.run(["token", "--refresh"], { require: dies });
    expect([signal, linesOf("told")]).toEqual(["SIGKILL", []]);
    await scene.machine.run(["upkeep"]);
    expect(linesOf("told")).toEqual(["needs-login"]);
    expect(await last()).toMatchObject({ end: { kind: "exit", code: 0 } });
  });

  test("is never run again if the process that ran it was killed", async () => {
    await on("needs-login", 'echo "$PPID" >> ~/told; sleep 1');
    await provider.revokeGrants("alice");
    await scene.machine.run(["token", "--refresh"]);
    await until(() => linesOf("told").length > 0);
    process.kill(Number(linesOf("told")[0]), "SIGKILL");
    await scene.machine.run(["upkeep"]);
    await scene.machine.run(["upkeep", "--hooks"]);
    expect(linesOf("told")).toHaveLength(1);
    expect(await last()).toMatchObject({ end: null });
    const { stdout } = await scene.machine.run(["status", "localhost"]);
    expect(stdout.replace(/\s+/g, " ")).toMatch(/needs-login \(started \d+ s ago, no end recorded\)/);
  });

  test("gets no secret of the provider, the app or the calling process, in its environment or its words", async () => {
    const dump =
      "tr '\\0' '\\n' < /proc/$$/environ > ~/env; tr '\\0' ' ' < /proc/$PPID/cmdline > ~/parent; cat /proc/$PPID/environ >> ~/parent";
    await on("needs-login", dump);
    const before = await scene.token();
    await provider.revokeGrants("alice");
    const env = {
      ACCESS_TOKEN: before,
      TOKENWELL_CLIENT_SECRET: "CANARY-client-secret",
      OTHER: "CANARY-other",
    };
    await scene.machine.run(["token", "--refresh"], { env });
    await until(ended);
    const texts = [readFileSync(file("env"), "utf8"), readFileSync(file("parent"), "utf8")];
    expect(texts[0]).toContain("TOKENWELL_RENEW=tokenwell renew localhost\n");
    expect(texts[1]).toContain("upkeep --hooks");
    const secrets = [before, "CANARY", ...(await provider.record()).map(({ value }) => value)];
    for (const text of texts) for (const secret of secrets) expect(text).not.toContain(secret);
  });
});
