import { describe, expect, onTestFinished, test } from "vitest";
import { openAuth0, openSalesforce, secretFile } from "./world.ts";

// An app's secret is changed at the provider, with a connection in use: nobody has to log in again.
const providers = {
  salesforce: { open: openSalesforce, host: "acme.my.salesforce.com" },
  auth0: { open: openAuth0, host: "acme.jp.auth0.com" },
} as const;
const changed = "CANARY_client_secret_of_tomorrow";

async function connected(provider: keyof typeof providers) {
  const { host, open } = providers[provider];
  const world = await open();
  onTestFinished(world.internet.enter());
  const { machine } = world.scene;
  const app = ["--host", host, "--client-id", "web", "--client-secret-file", secretFile(machine)];
  const { ended } = await world.scene.loginAt([provider, ...app, "--name", "acme"]);
  expect(ended).toMatchObject({ code: 0 });
  return { ...world, machine };
}

describe.each(["salesforce", "auth0"] as const)("a new client secret at %s", (name) => {
  test("told before the change: the old one works until then, the new one from then on", async () => {
    const { machine, provider } = await connected(name);
    const set = await machine.run(["set", "acme", "secret"], { env: { TOKENWELL_CLIENT_SECRET: changed } });
    expect(set).toMatchObject({ code: 0, stdout: "" });
    expect(set.stderr).not.toContain(changed);
    expect(await machine.run(["token", "--refresh"])).toMatchObject({ code: 0 });
    await provider.setApp("web", { clientSecret: changed });
    expect(await machine.run(["token", "--refresh"])).toMatchObject({ code: 0 });
    expect(await machine.run(["token", "--refresh"])).toMatchObject({ code: 0 });
    // The old one was presented once more, and then never again.
    const { refused, spent } = await provider.summary();
    expect({ refused, spent }).toEqual({ refused: 1, spent: 0 });
  });

  test("told after the change: what stood still goes on", async () => {
    const { machine, provider } = await connected(name);
    await provider.setApp("web", { clientSecret: changed });
    const stopped = await machine.run(["token", "--refresh"]);
    expect(stopped.code).toBe(1);
    await machine.run(["set", "acme", "secret"], { env: { TOKENWELL_CLIENT_SECRET: changed } });
    expect(await machine.run(["token", "--refresh"])).toMatchObject({ code: 0 });
  });
});
