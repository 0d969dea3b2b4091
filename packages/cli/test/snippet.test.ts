import { type ClientDescription, type ClientTarget, InputError } from "@tokenwell/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formats, languages, requestsOf, steps, writeStep } from "../src/snippet/index.ts";
import { CliHarness, type CliHarnessOptions } from "./support/cli-harness.ts";
import { fakeTokenwell } from "./support/fake-tokenwell.ts";

const client: ClientDescription = {
  provider: "salesforce",
  issuer: "https://acme.my.salesforce.com",
  clientId: "3MVG9",
  authMethod: "client_secret_post",
  redirectUri: "http://localhost:9355/callback",
  authorizationEndpoint: "https://acme.my.salesforce.com/services/oauth2/authorize",
  tokenEndpoint: "https://acme.my.salesforce.com/services/oauth2/token",
  userinfoEndpoint: null,
  authorizationParameters: { response_type: "code", client_id: "3MVG9", scope: "api refresh_token" },
  apiBase: "https://acme.my.salesforce.com",
};

async function run(
  argv: readonly string[],
  options: CliHarnessOptions & { readonly described?: ClientDescription } = {},
): Promise<{
  readonly code: number;
  readonly out: string;
  readonly said: string;
  readonly asked: readonly ClientTarget[];
}> {
  const asked: ClientTarget[] = [];
  const describeClient = async (target: ClientTarget): Promise<ClientDescription> => {
    asked.push(target);
    if ("name" in target && target.name !== "acme") throw new InputError("unknown_connection", target);
    return options.described ?? client;
  };
  const cli = new CliHarness({ tokenwell: fakeTokenwell({ describeClient }), ...options });
  const code = await cli.run(["snippet", ...argv]);
  return { code, out: cli.stdout, said: cli.stderr, asked };
}

describe("tokenwell snippet", () => {
  test("prints every step of a connection, with its host and client id", async () => {
    const { code, out, said } = await run(["acme", "--lang", "python"]);
    expect({ code, said }).toEqual({ code: 0, said: "" });
    expect(out.match(/^# Step \d of 4, \w+\.py: /gm)).toHaveLength(4);
    expect(out).toContain('"client_id": "3MVG9"');
    expect(out).toContain('"client_secret": os.environ["CLIENT_SECRET"]');
    expect(out).toContain('HTTPSConnection("acme.my.salesforce.com")');
    expect(out).toContain("scope=api%20refresh_token&code_challenge_method=S256&state=");
    expect(out).toContain('"/services/data/"');
    expect(out).toContain("%3D%3D");
    // A compiler of Java before 18 takes nothing else in the locale C.
    expect(out).toMatch(/^[ -~\n]*$/);
  });

  test("prints one step, in the user's language", async () => {
    const { out } = await run(["acme", "--lang", "go", "--step", "refresh", "--lang", "ja"]);
    expect(out).toMatch(/^\/\/ 手順 3\/4、refresh\.go: /);
    expect(out).toContain("ほかの処理より先に");
    expect(out.match(/package main/g)).toHaveLength(1);
  });

  test("sends no secret of a public client, and says so", async () => {
    const { out } = await run(["acme", "--lang", "curl"], { described: { ...client, authMethod: "none" } });
    expect(out).not.toContain("CLIENT_SECRET");
    expect(out).toContain("This app is public: no secret is sent.");
  });

  test("gives programs the steps one by one", async () => {
    const { out } = await run(["acme", "--lang", "c#", "--json"]);
    const { snippets, ...rest } = JSON.parse(out);
    expect(rest).toEqual({ provider: "salesforce", lang: "csharp" });
    expect(snippets.map(({ step, file }: { step: string; file: string }) => [step, file])).toEqual(
      steps.map((step) => [step, `${step}.cs`]),
    );
    expect(snippets[1].environment).toEqual(["CODE", "CODE_VERIFIER", "CLIENT_SECRET"]);
  });

  test("describes a provider by its options, and otherwise by readable placeholders", async () => {
    const { asked } = await run(["auth0", "--lang", "go"]);
    expect(asked).toEqual([
      {
        address: "your-tenant.us.auth0.com",
        provider: "auth0",
        clientId: "YOUR_CLIENT_ID",
        isPublic: false,
        audience: "YOUR_API_IDENTIFIER",
      },
    ]);
    const given = await run([
      ...["auth0", "--host", "acme.auth0.com", "--client-id", "app", "--public", "--lang", "go"],
      ...["--scope", "openid", "--audience", "https://api.example/", "--callback", "http://localhost:1/x"],
    ]);
    expect(given.asked).toEqual([
      {
        address: "acme.auth0.com",
        provider: "auth0",
        clientId: "app",
        isPublic: true,
        scope: "openid",
        redirectUri: "http://localhost:1/x",
        audience: "https://api.example/",
      },
    ]);
  });

  test("lists the languages on a terminal", async () => {
    const { code, out } = await run([], { isTerminal: true });
    expect(code).toBe(0);
    for (const { id } of [...languages, ...formats]) expect(out).toContain(`--lang ${id} `);
  });

  test.each([
    [["acme"], "code in which language?"],
    [["acme", "--lang", "cobol"], "no snippets in cobol"],
    [["acme", "--lang", "pyton"], "did you mean python?"],
    [["acme", "--lang", "go", "--step", "fly"], "--step cannot be fly"],
    [["acme", "--lang", "postman", "--step", "call"], "--lang postman and --step exclude each other"],
    [["--lang", "go"], "code for what?"],
    [["acme", "--lang", "go", "--host", "x.example"], "--host is not for acme"],
    [["salesforce", "--lang", "go", "--host", "acme.auth0.com"], "exclude each other"],
    [["https://x.example", "--lang", "go", "--host", "y.example"], "the address is given twice"],
    [["other", "--lang", "go"], 'no connection "other"'],
  ])("refuses %j with exit code 2", async (argv, sentence) => {
    const { code, out, said } = await run(argv);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(said).toContain(sentence);
  });

  test("the other commands take only languages of the user", async () => {
    const cli = new CliHarness();
    expect(await cli.run(["explain", "invalid_grant", "--lang", "go"])).toBe(2);
  });
});

describe("the code", () => {
  test.each(languages)(
    "in $id has no placeholder of the generator and switches no check of TLS off",
    (language) => {
      for (const authMethod of ["none", "client_secret_post", "client_secret_basic"] as const)
        for (const step of steps) {
          const requests = requestsOf(
            { ...client, authMethod },
            "https://acme.my.salesforce.com/services/data/",
          );
          const { code } = writeStep(language, requests, step, ["A remark."]);
          expect(code).not.toMatch(/tw0\w+0tw/);
          expect(code).not.toMatch(
            /insecure|verify\s*=\s*false|-k\b|VERIFYPEER|rejectUnauthorized|danger|SkipCert/i,
          );
          expect(code).toContain(`${language.comment} A remark.`);
          expect(code).toContain("https://acme.my.salesforce.com/".slice("https://".length, -1));
          expect(code.includes("CLIENT_SECRET")).toBe(
            authMethod !== "none" && (step === "exchange" || step === "refresh"),
          );
        }
    },
  );

  test("never breaks a string, whatever a client id holds", () => {
    // JavaScript is the language that this process can parse.
    const javascript = languages.filter(({ extension }) => extension === "mjs");
    const text = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(text, fc.webUrl({ withQueryParameters: true }), (clientId, url) => {
        const odd = { ...client, clientId, authorizationParameters: { client_id: clientId } };
        const { exchange, call } = requestsOf(odd, url);
        for (const language of javascript) {
          const parse = (code: string): unknown =>
            new Function(`return async () => {${code.replace(/^import .*$/gm, "")}}`);
          parse(language.request(exchange, "exchange"));
          parse(language.request(call, "call"));
        }
      }),
      { numRuns: 100 },
    );
  });
});
