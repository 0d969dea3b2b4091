import { once } from "node:events";
import { createServer, request } from "node:http";
import { expect, test } from "vitest";
import { startEmulator } from "../src/index.ts";
import { Visitor } from "../src/visitor.ts";
import { start } from "./starting.ts";

async function json(url: string, init?: RequestInit): Promise<Record<string, unknown>> {
  return JSON.parse(await (await fetch(url, init)).text());
}

async function statusFor(port: number, host: string): Promise<number | undefined> {
  const sent = request({ host: "127.0.0.1", port, path: "/id/keys", headers: { host } }).end();
  const [response] = await once(sent, "response");
  response.resume();
  return response.statusCode;
}

test("every host has a port of its own, where it calls itself by its origin and can be steered", async () => {
  const { hosts, issuer, port } = await start({ personality: "salesforce" });
  expect(Object.keys(hosts)).toEqual(["login", "test", "myDomain", "sandbox", "site"]);
  expect({ origin: issuer, port }).toEqual(hosts.login);
  expect(new Set(Object.values(hosts).map((host) => host.port)).size).toBe(5);
  for (const { origin, port: taken } of Object.values(hosts)) {
    expect(origin).toBe(`http://localhost:${taken}`);
    expect(await json(`${origin}/emulator/hosts`)).toEqual({ hosts });
    expect(await statusFor(taken, `evil.example:${taken}`)).toBe(403);
    expect(await statusFor(taken, `localhost:${taken}`)).not.toBe(403);
  }
});

test("a host can call itself by another origin and still be reached on loopback only", async () => {
  const origins = { myDomain: "https://acme.my.salesforce.com" };
  const { hosts } = await start({ personality: "salesforce", origins });
  expect(hosts.myDomain?.origin).toBe("https://acme.my.salesforce.com");
  const discovery = await json(`http://localhost:${hosts.myDomain?.port}/.well-known/openid-configuration`);
  expect(discovery.token_endpoint).toBe("https://acme.my.salesforce.com/services/oauth2/token");
});

test.each([
  [{ personality: "okta" }, '"personality" must be one of oidc, salesforce'],
  [{ origins: { login: "https://a.example" } }, '"origins" may name issuer, not "login".'],
  [{ origins: { issuer: "https://a.example/" } }, '"origins" must have an origin such as'],
  [
    { personality: "salesforce", accessTokenSeconds: 60 },
    '"accessTokenSeconds" is an option of "oidc" and not of "salesforce".',
  ],
  [{ salesforce: {} }, '"salesforce" is an option of "salesforce" and not of "oidc".'],
  [{ personality: "salesforce", salesforce: { sessionSeconds: 0 } }, '"sessionSeconds" of "salesforce"'],
  [
    {
      personality: "salesforce",
      clients: [{ clientId: "x", redirectUris: [], salesforce: { requirePkce: 1 } }],
    },
    '"requirePkce" of the app "x" must be true or false.',
  ],
])("%j is refused with a sentence", async (options: object, sentence) => {
  await expect(startEmulator(options)).rejects.toThrow(sentence);
});

test("switches of an app are read and changed while it runs", async () => {
  const { issuer } = await start({ personality: "salesforce" });
  const post = (path: string, body: unknown) =>
    json(`${issuer}/emulator/${path}`, { method: "POST", body: JSON.stringify(body) });
  expect(await post("apps/web", { blocked: true })).toMatchObject({ clientId: "web", blocked: true });
  expect(await json(`${issuer}/emulator/apps`)).toMatchObject({
    apps: [
      { clientId: "demo", blocked: false },
      { clientId: "web", blocked: true },
      { clientId: "PlatformCLI", blocked: false },
    ],
  });
  expect(await post("apps/web", { block: true })).toMatchObject({ code: "invalid_option" });
  expect(await post("apps/none", {})).toMatchObject({ error: 'There is no app "none".' });
});

test("a visitor follows redirects by script, and over the hosts it was told of", async () => {
  const scripts: Readonly<Record<string, string>> = {
    "/": '<script>window.location.replace("/two\\u003fa=%22b%22");</script>',
    "/two?a=%22b%22": '<script>window.location.replace("http://callback.example/?code=x%3D%3D");</script>',
  };
  const server = createServer((request, response) => {
    response.end(scripts[request.url ?? ""]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  const visitor = new Visitor(["http://localhost:1", `http://127.0.0.1:${port}`]);
  const visit = await visitor.open(`http://127.0.0.1:${port}/`);
  expect(visit.url.href).toBe("http://callback.example/?code=x%3D%3D");
  server.close();
});
