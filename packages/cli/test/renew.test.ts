import { describe, expect, test } from "vitest";
import { healthyConnection, knownApp, loginResult } from "./support/fake-tokenwell.ts";
import { type LoginScenario, loginScenario, requestedOptions } from "./support/login-scenario.ts";

const broken = { ...healthyConnection, name: "beta", status: "needs_login" } as const;

/** A person with the connections acme, which works, and beta, which must log in again. */
const withTwo = (): LoginScenario =>
  loginScenario({
    apps: async () => [
      { ...knownApp, issuer: healthyConnection.issuer, clientId: healthyConnection.app.clientId },
    ],
    status: async (name) =>
      [healthyConnection, broken].filter((one) => name === undefined || one.name === name),
  });

describe("renew", () => {
  test("Renewing logs in with the same app under the same name, and asks only for the browser", async () => {
    const { cli, pending } = withTwo();
    const ended = cli.run(["renew", "acme"]);
    await cli.waitFor("› ");
    expect(cli.screen).not.toContain("Client ID");
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    const { clientId } = healthyConnection.app;
    expect(requestedOptions(pending)).toMatchObject({ clientId, name: "acme", replaceAccount: false });
  });

  test("Without a name the only connection that must log in again is renewed", async () => {
    const { cli, pending } = withTwo();
    const ended = cli.run(["renew"]);
    await cli.waitFor("› ");
    pending.succeeds({ ...loginResult, name: "beta" });
    expect(await ended).toBe(0);
    expect(requestedOptions(pending)).toMatchObject({ name: "beta" });
  });

  test("A connection that has the name of a provider is renewed as what it is", async () => {
    const named = { ...healthyConnection, name: "salesforce" };
    const { cli, pending } = loginScenario({
      apps: async () => [{ ...knownApp, issuer: named.issuer, clientId: named.app.clientId }],
      status: async () => [named],
    });
    const ended = cli.run(["renew", "salesforce"]);
    await cli.waitFor("› ");
    pending.succeeds(loginResult);
    expect(await ended).toBe(0);
    expect(requestedOptions(pending)).toMatchObject({ name: "salesforce", clientId: named.app.clientId });
  });

  test("A secret in the arguments is refused, because other users see them", async () => {
    const { cli } = withTwo();
    expect(await cli.run(["renew", "acme", "--client-secret", "CANARY"])).toBe(2);
    expect(cli.stderr).not.toContain("CANARY");
  });
});
