import { Visitor } from "@tokenwell/emulator";
import { describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../packages/core/test/support/free-port.ts";
import { flat, Machine } from "./machine.ts";
import type { Running } from "./running.ts";
import { printedAddress } from "./scene.ts";

/** A person's machine on which an emulator runs, and what it printed. */
async function running(
  args: readonly string[],
): Promise<{ machine: Machine; emulator: Running; said: string }> {
  const machine = new Machine();
  onTestFinished(() => machine.dispose());
  const emulator = machine.start(["emulator", ...args]);
  await emulator.err.matching(/Ctrl-C ends it\./);
  return { machine, emulator, said: emulator.err.text };
}

describe("tokenwell emulator", () => {
  test.each([
    ["salesforce", "/services/data/", "demo", []],
    ["auth0", "/api/hello", "demo", []],
    ["oidc", "/api/hello", "demo", []],
    ["salesforce", "/services/data/", "an-app-of-mine", ["--any-app"]],
  ])(
    "%s is logged in at by the line that it prints, and its API at %s takes the token of the app %s with %j",
    async (provider, address, clientId, more) => {
      const { machine, emulator, said } = await running([provider, "--port", "0", ...more]);
      expect(said.includes("any other client ID")).toBe(more.length > 0);
      const printed = /^ {2}tokenwell (login .*)$/m.exec(said)?.[1] ?? "";
      const line = printed.replace("--client-id demo", `--client-id ${clientId}`);
      const port = ["--port", String(await freePort()), "--no-browser"];
      const login = machine.start([...line.split(" "), ...port]);
      const [, url = ""] = await login.err.matching(printedAddress);
      const origins = [...said.matchAll(/http:\/\/localhost:\d+(?=\n)/g)].map(([origin]) => origin);
      await new Visitor(origins).goThrough(url);
      expect(await login.ended).toMatchObject({ code: 0 });
      expect(await machine.run(["request", address])).toMatchObject({ code: 0, stderr: "" });
      emulator.kill("SIGINT");
      expect(await emulator.ended).toMatchObject({ code: 130, stdout: "" });
      await expect(fetch(new URL(url).origin)).rejects.toThrow("fetch failed");
    },
  );

  test("gives programs one line on stdout and goes on", async () => {
    const machine = new Machine();
    onTestFinished(() => machine.dispose());
    const emulator = machine.start(["emulator", "auth0", "--port", "0", "--tls", "--json"]);
    const [line] = await emulator.out.matching(/^.*\n/);
    const { issuer, caFile, hosts, apps } = JSON.parse(line);
    expect(issuer).toMatch(/^https:\/\/localhost:\d+$/);
    expect(caFile).toMatch(/ca\.pem$/);
    expect(Object.keys(hosts)).toEqual(["tenant", "custom"]);
    expect(apps).toContainEqual({ clientId: "demo", clientSecret: null });
    emulator.kill("SIGTERM");
    expect(await emulator.ended).toMatchObject({ code: 143, stderr: "" });
  });

  test("takes one port after the other, and says when one is taken", async () => {
    const first = await running(["salesforce", "--port", "0"]);
    const taken = /localhost:(\d+)/.exec(first.said)?.[1] ?? "";
    const { code, stderr } = await first.machine.run(["emulator", "--port", taken]);
    expect([code, stderr]).toEqual([
      2,
      `tokenwell: port ${taken} is taken by another program\n  tokenwell emulator --port 0   takes any that are free\n`,
    ]);
  });

  test.each([
    [["okta"], "emulator cannot be okta"],
    [["--rotation", "sometimes"], "--rotation cannot be sometimes"],
    [["--port", "99999"], "--port cannot be 99999"],
    [["--options", "{"], "--options cannot be {"],
    [["--port", "0", "--options", '{"colour":1}'], '"colour" is not an option of the emulator'],
  ])("%j is refused with exit code 2", async (args, sentence) => {
    const machine = new Machine();
    onTestFinished(() => machine.dispose());
    const { code, stderr } = await machine.run(["emulator", ...args]);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });

  test("does not run in production", async () => {
    const machine = new Machine();
    onTestFinished(() => machine.dispose());
    const { code, stderr } = await machine.run(["emulator", "--port", "0"], {
      env: { NODE_ENV: "production" },
    });
    expect([code, flat(stderr).includes("does not run in production")]).toEqual([2, true]);
  });
});
