import { Visitor } from "@tokenwell/emulator";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { freePort } from "../../packages/core/test/support/free-port.ts";
import { Evidence, leaksOf } from "../strangers/leaks.ts";
import { Provider } from "../strangers/provider.ts";
import type { Ended, Running } from "../strangers/running.ts";
import { printedAddress } from "../strangers/scene.ts";
import { type Kill, killing, TwoMachines } from "./two-machines.ts";

const secret = "CANARY_client_secret_of_app";

let provider: Provider;
let port: number;
let machines: TwoMachines;
beforeAll(async () => {
  port = await freePort();
  const redirectUris = [`http://localhost:${port}/callback`];
  provider = await Provider.start({ clients: [{ clientId: "app", clientSecret: secret, redirectUris }] });
});
beforeEach(() => {
  machines = new TwoMachines();
});
afterEach(() => machines.dispose());
afterAll(() => provider.stop());

/** Allows access in the browser of the first machine. */
const allow = (url: string) => new Visitor(provider.issuer).goThrough(url, { login: "alice" });

/** Begins a login there, whose secret stands on stdin, and which waits for the browser here. */
async function begin(kill?: Kill): Promise<{ readonly running: Running; readonly url: string }> {
  const app = ["--client-id", "app", "--client-secret-file", "-", "--port", String(port), "--no-browser"];
  const running = machines.here.start(["login", provider.issuer, "acme", "--on", machines.address, ...app], {
    input: secret,
    ...(kill && { env: killing(kill) }),
  });
  const [, url = ""] = await running.err.matching(printedAddress);
  return { running, url };
}

const token = (): Promise<Ended> => machines.there.run(["token", "acme", "--refresh"]);

describe("tokenwell login --on", () => {
  test("A login on another machine stores it there and leaves nothing secret here", async () => {
    machines.here.startsNode = true;
    const evidence = new Evidence();
    await provider.arm({ fault: "hold" });
    const { running, url } = await begin();
    const visited = allow(url);
    await provider.held();
    evidence.addProcess("while the code is exchanged", running.pid);
    await provider.release();
    evidence.add("the browser's tab", (await visited).text);
    const ended = await running.ended;
    expect(ended).toMatchObject({ code: 0, stdout: "" });
    expect(ended.stderr).toContain("Connected as acme, on taro@there");
    evidence.add("stderr", ended.stderr);
    evidence.addFiles("afterwards", machines.filesHere());
    const record = await provider.record();
    expect([...new Set(record.map(({ kind }) => kind))]).toEqual(
      expect.arrayContaining([
        "client_secret",
        "code_verifier",
        "authorization_code",
        "access_token",
        "refresh_token",
      ]),
    );
    expect(leaksOf(record, evidence.artefacts)).toEqual([]);
    expect(await token()).toMatchObject({ code: 0 });
    expect(await machines.here.run(["token", "acme"])).toMatchObject({ code: 3 });
  });

  test("A login whose process here dies while it waits leaves nothing there", async () => {
    const { running } = await begin();
    running.kill("SIGKILL");
    await running.ended;
    expect(await token()).toMatchObject({ code: 3 });
    // The process there ends by itself, after this one.
    await expect.poll(() => machines.there.rows("login"), { timeout: 20_000 }).toEqual([]);
  });

  test("A login whose process here dies when the code has left is completed there", async () => {
    const { running, url } = await begin({ at: '"call":"answer"', who: "here" });
    await allow(url).catch(() => undefined);
    expect(await running.ended).toMatchObject({ signal: "SIGKILL" });
    await expect.poll(async () => (await token()).code, { timeout: 20_000 }).toBe(0);
  });

  test("A login whose process there dies ends here, and the next one succeeds", async () => {
    const { running, url } = await begin({ at: '"call":"answer"', who: "there", isLost: true });
    const tab = await allow(url);
    expect(tab.text).toContain("Not connected");
    const ended = await running.ended;
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain("the connection to taro@there ended");
    const next = await begin();
    await allow(next.url);
    expect(await next.running.ended).toMatchObject({ code: 0 });
    expect(await token()).toMatchObject({ code: 0 });
  });
});
