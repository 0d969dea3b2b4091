import { type HandOver, Secret } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { chosenName } from "../src/chosen-connection.ts";
import { CliHarness } from "./support/cli-harness.ts";
import {
  FakePendingLogin,
  fakeTokenwell,
  healthyConnection,
  knownApp,
  loginResult,
  tokenSet,
  tokenwellWithLogin,
} from "./support/fake-tokenwell.ts";

describe("chosenName()", () => {
  const choose = (names: readonly string[], given?: string, inEnvironment?: string): Promise<string> => {
    const env = inEnvironment === undefined ? {} : { TOKENWELL_CONNECTION: inEnvironment };
    const context = new CliHarness({ env }).context([]);
    return chosenName(context, fakeTokenwell({ names: async () => names }), given);
  };

  test.each([
    [["acme", "bot"], "bot", "acme", "bot"],
    [["acme", "bot"], undefined, "bot", "bot"],
    [["acme"], undefined, undefined, "acme"],
    [["acme"], undefined, "", "acme"],
  ])(
    "chosenName() chooses among %j with the word %j and TOKENWELL_CONNECTION=%j: %s",
    async (names, given, env, chosen) => {
      expect(await choose(names, given, env)).toBe(chosen);
    },
  );

  test("chosenName() refuses to guess among several connections, and names them", async () => {
    await expect(choose(["acme", "bot"])).rejects.toMatchObject({
      code: "which_connection",
      facts: { names: "acme  bot" },
    });
    await expect(choose([])).rejects.toMatchObject({ code: "nothing_connected" });
  });
});

describe("a command that concerns one connection", () => {
  const handOver: HandOver = {
    refreshToken: Secret.of("CANARY-refresh-token"),
    clientId: knownApp.clientId,
    clientSecret: null,
    issuer: knownApp.issuer,
    tokenEndpoint: `${knownApp.issuer}/token`,
    instanceUrl: null,
    apiBase: knownApp.issuer,
    rotation: "strict",
    release: async () => undefined,
    keep: async () => "acme",
  };

  test.each([
    [["logout"], 0],
    [["logout", "acme"], 0],
    [["export", "acme", "--refresh-token", "--yes"], 0],
    [["token", "--id"], 1],
    [["login", "acme", "--no-browser"], 0],
  ])("%j reads the status of no other connection", async (argv, code) => {
    const read: (string | undefined)[] = [];
    const pending = new FakePendingLogin();
    pending.succeeds(loginResult);
    const tokenwell = tokenwellWithLogin(pending, {
      names: async () => ["acme"],
      status: async (name) => {
        read.push(name);
        return [healthyConnection];
      },
      token: async () => tokenSet,
      handOver: async () => handOver,
      revoke: async () => ({ name: "acme", revoked: true }),
      apps: async () => [knownApp],
    });
    expect(await new CliHarness({ tokenwell }).run(argv)).toBe(code);
    expect(read.filter((name) => name !== "acme")).toEqual([]);
  });
});
