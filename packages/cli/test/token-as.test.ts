import type { ConnectionStatus, TokenSet } from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import { CliHarness, type CliHarnessOptions, noonMs } from "./support/cli-harness.ts";
import { fakeTokenwell, healthyConnection, tokenSet } from "./support/fake-tokenwell.ts";

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The options of each request for a token. */
  readonly asked: readonly unknown[];
}

interface Given extends CliHarnessOptions {
  readonly connection?: Partial<ConnectionStatus>;
  /** The tokens, in order; the last one again and again. */
  readonly tokens?: readonly Partial<TokenSet>[];
  readonly input?: string;
}

async function start(
  argv: string,
  { connection, tokens = [{}], input = "", ...options }: Given = {},
): Promise<Ran> {
  const asked: unknown[] = [];
  const tokenwell = fakeTokenwell({
    status: async () => [{ ...healthyConnection, ...connection }],
    token: async (_name, wish) => {
      asked.push(wish);
      return { ...tokenSet, ...tokens[Math.min(asked.length, tokens.length) - 1] };
    },
  });
  const cli = new CliHarness({ tokenwell, ...options });
  cli.stdin.end(input);
  const code = await cli.run(argv.split(" "));
  return { code, stdout: cli.stdout, stderr: cli.stderr, asked };
}

const usual = { minTtlSeconds: 60, refresh: false };

describe("a form", () => {
  test("takes --min-ttl, --wait and --refresh as the token alone does", async () => {
    const { stdout, stderr, asked } = await start("token acme --as header --min-ttl 2h --wait 5 --refresh");
    expect(stdout).toBe("Authorization: Bearer CANARY-access-token\n");
    expect(stderr).toBe("! the token ends in 1 h 0 min, sooner than --min-ttl 2h asks for\n");
    expect(asked).toEqual([{ minTtlSeconds: 7200, refresh: true }]);
  });

  test("names the connection's account to a mail server, or --user", async () => {
    const userIn = ({ stdout }: Ran): string | undefined =>
      Buffer.from(stdout, "base64").toString().split("\u0001")[0]?.slice("user=".length);
    expect(userIn(await start("token --as xoauth2"))).toBe("taro@acme.example");
    expect(userIn(await start("token --as xoauth2 --user=jiro@acme.example"))).toBe("jiro@acme.example");
  });

  test("says what to give if the account has no name", async () => {
    const { code, stdout, stderr } = await start("token acme --as xoauth2", {
      connection: { account: null },
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("  tokenwell token acme --as xoauth2 --user taro@example.com\n");
  });

  test("that cannot carry a token ends with 1, and quotes nothing of it", async () => {
    const { code, stdout, stderr } = await start("token --as header", {
      tokens: [{ accessToken: "CANARY\n" }],
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^tokenwell: header cannot carry this token\n/);
    expect(stderr).not.toContain("CANARY");
  });

  test("that cannot carry a user ends with 2", async () => {
    const { code, stderr } = await start("token --as docker-credential get --user a:b", {
      input: "https://api.acme.example",
    });
    expect(code).toBe(2);
    expect(stderr).toContain("docker-credential cannot carry this user name");
  });
});

describe("wrong use ends with 2 and opens no store", () => {
  test.each([
    ["token --as yaml", 'no form "yaml"\n  --as takes header, curl-config, json, dotenv, '],
    ["token --as headr", 'no form "headr"; did you mean header?\n'],
    ["token --as", "--as needs a value\n"],
    ["token --as json --json", ""],
    ["token acme other", "too many words\n"],
    ["token acme other --as header", "too many words\n"],
    ["token --user taro", "--user is not for this form\n  It goes with --as git-credential, "],
    ["token --as header --user taro", "--user is not for this form\n"],
    ["token --as json --id", "--id is not for this form\n  It goes with --as header, curl-config, "],
    ["token --as xoauth2 --allow-host a", "--allow-host is not for this form\n"],
    ["token acme --as git-credential", "git-credential is a protocol"],
    ["token --as docker-credential", "docker-credential is a protocol"],
    ["token acme --as docker-credential version", "docker-credential is a protocol"],
    ["token --as header --min-ttl soon", "--min-ttl cannot be soon\n"],
  ])("tokenwell %s", async (argv, sentence) => {
    const cli = new CliHarness();
    cli.stdin.end();
    expect(await cli.run(argv.split(" "))).toBe(2);
    expect(cli.stdout).toBe("");
    expect(cli.stderr).toContain(sentence);
    expect(cli.storeOptions).toEqual([]);
  });
});

describe("the ID token", () => {
  const idToken = (exp: number): Partial<TokenSet> => ({ idToken: `id.${exp}`, claims: { exp } });
  const nowSeconds = noonMs / 1000;

  test("stands in a form with its own end", async () => {
    const { stdout, asked } = await start("token --as exec-credential --id", {
      tokens: [idToken(nowSeconds + 300)],
    });
    expect(JSON.parse(stdout).status).toEqual({
      expirationTimestamp: "2026-11-22T12:05:00Z",
      token: `id.${nowSeconds + 300}`,
    });
    expect(asked).toEqual([usual]);
  });

  test("is renewed by one refresh if it ends sooner than --min-ttl", async () => {
    const tokens = [idToken(nowSeconds + 59), idToken(nowSeconds + 3600)];
    const { stdout, asked } = await start("token --as header --id", { tokens });
    expect(stdout).toBe(`Authorization: Bearer id.${nowSeconds + 3600}\n`);
    expect(asked).toEqual([usual, { ...usual, refresh: true }]);
  });

  test("is not handed out after its end", async () => {
    const { code, stdout, stderr } = await start("token --as header --id", {
      tokens: [idToken(nowSeconds - 1)],
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe(
      "tokenwell: the ID token of acme has ended, and a refresh brings no new one\n  tokenwell renew acme\n",
    );
  });

  test("is missed with the scope that brings it", async () => {
    const { code, stderr } = await start("token --as header --id");
    expect(code).toBe(1);
    expect(stderr).toContain('tokenwell renew acme --scope "openid offline_access"');
  });
});

describe("git-credential", () => {
  const ask = (host: string, more = ""): string => `protocol=https\nhost=${host}\n${more}\n`;
  const password = "password=CANARY-access-token\npassword_expiry_utc=1795352400\n";

  test("get answers for the server of the API", async () => {
    const { code, stdout, stderr } = await start("token acme --as git-credential get", {
      input: ask("api.acme.example"),
    });
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `username=oauth2\n${password}`, stderr: "" });
  });

  test("get needs no name if there is one connection", async () => {
    expect(
      (await start("token --as git-credential get", { input: ask("api.acme.example") })).stdout,
    ).toContain(password);
  });

  test.each([
    ["", "username=carol\n", "carol"],
    [" --user x-token-auth", "username=carol\n", "x-token-auth"],
  ])("get%s names the user of --user, or of the request %j", async (option, more, user) => {
    const input = ask("api.acme.example", more);
    const { stdout } = await start(`token acme --as git-credential get${option}`, { input });
    expect(stdout).toBe(`username=${user}\n${password}`);
  });

  test("get gives no other server the token, and says how to allow it", async () => {
    const { code, stdout, stderr, asked } = await start("token acme --as git-credential get", {
      input: ask("git.example.com"),
    });
    expect({ code, stdout, asked }).toEqual({ code: 0, stdout: "", asked: [] });
    expect(stderr).toContain("--allow-host git.example.com\n");
    const allowed = "token acme --as git-credential get --allow-host a.example --allow-host git.example.com";
    expect((await start(allowed, { input: ask("git.example.com") })).stdout).toContain(password);
  });

  test("get gives no server the token over plain http, however it is allowed", async () => {
    const { code, stdout, stderr } = await start(
      "token acme --as git-credential get --allow-host git.example.com",
      {
        input: "protocol=http\nhost=git.example.com\n\n",
      },
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
    expect(stderr).toBe("! git.example.com is asked over plain http, so it gets no token\n");
  });

  test.each(["", "protocol=https\n", "garbage", "protocol=https\nhost=a b\n"])(
    "get gives nothing for the request %j",
    async (input) => {
      expect(await start("token acme --as git-credential get", { input })).toMatchObject({
        code: 0,
        stdout: "",
        asked: [],
      });
    },
  );

  test("store, and what later versions of git may ask, does nothing", async () => {
    for (const action of ["store", "capability"]) {
      const { code, stdout, stderr, asked } = await start(`token acme --as git-credential ${action}`);
      expect({ code, stdout, stderr, asked }).toEqual({ code: 0, stdout: "", stderr: "", asked: [] });
    }
  });

  test("erase refreshes once if the server refused the token of now, and not for another password", async () => {
    const connection = { refresh: { ...healthyConnection.refresh, last: new Date(noonMs - 60_000) } };
    const erase = (token: string, given: Given = {}): Promise<Ran> =>
      start("token acme --as git-credential erase", { input: `password=${token}\n`, connection, ...given });
    const drawn = { minTtlSeconds: 0 };
    expect(await erase("CANARY-access-token")).toMatchObject({
      code: 0,
      stdout: "",
      asked: [drawn, { refresh: true }],
    });
    expect((await erase("other")).asked).toEqual([drawn]);
    const fresh = { refresh: { ...healthyConnection.refresh, last: new Date(noonMs - 29_000) } };
    expect((await erase("CANARY-access-token", { connection: fresh })).asked).toEqual([drawn]);
  });
});

describe("docker-credential", () => {
  test("get answers for the server of the API, as Docker spells it", async () => {
    for (const server of ["https://api.acme.example/v1/", "api.acme.example"]) {
      const { stdout } = await start("token acme --as docker-credential get", { input: `${server}\n` });
      expect(JSON.parse(stdout)).toEqual({
        ServerURL: server,
        Username: "oauth2",
        Secret: "CANARY-access-token",
      });
    }
  });

  test("get tells Docker, in its words, that there is nothing for another server", async () => {
    const { code, stdout, asked } = await start("token acme --as docker-credential get", {
      input: "ghcr.io",
    });
    expect({ code, stdout, asked }).toEqual({
      code: 1,
      stdout: "credentials not found in native keychain\n",
      asked: [],
    });
  });

  test.each([
    ["list", 0, "{}\n"],
    ["store", 1, "tokenwell stores no passwords: it draws tokens\n"],
    ["erase", 0, ""],
  ])("%s exits with %i and prints %j", async (action, code, stdout) => {
    expect(await start(`token acme --as docker-credential ${action}`)).toMatchObject({
      code,
      stdout,
      asked: [],
    });
  });
});
