import type { RequestListener } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { discover } from "../../src/oauth/metadata.ts";
import type { Fetch } from "../../src/providers/provider.ts";
import { closeAll, egressWith, httpServer, httpsServer, rejection, testCa } from "../wire/servers.ts";

afterEach(closeAll);

const path = "/.well-known/openid-configuration";
const document = (issuer: string) =>
  JSON.stringify({ issuer, authorization_endpoint: `${issuer}/a`, token_endpoint: `${issuer}/t` });

type Answers = Readonly<Record<string, string | readonly [status: number, location: string]>>;

/** Answers each path with a document or a redirect, and the rest with 404. */
function site(answers: (origin: string) => Answers) {
  const asked: string[] = [];
  const handle: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const secure = "encrypted" in request.socket;
    const answer = answers(`${secure ? "https" : "http"}://${request.headers.host}`)[request.url ?? ""];
    if (answer === undefined) response.writeHead(404).end();
    else if (typeof answer === "string") response.end(answer);
    else response.writeHead(answer[0], { location: answer[1] }).end();
  };
  return { asked, handle };
}

async function http(answers: (origin: string) => Answers) {
  const { asked, handle } = site(answers);
  return { asked, origin: `http://127.0.0.1:${(await httpServer(handle)).port}` };
}

async function https(answers: (origin: string) => Answers) {
  const { asked, handle } = site(answers);
  return { asked, origin: `https://127.0.0.1:${(await httpsServer(handle)).port}` };
}

const open = (): Fetch => egressWith({ extraCa: [testCa] }).fetch;

describe("metadata behind a redirect", () => {
  test.each([301, 302, 303, 307, 308])("of the same origin is found (%i)", async (status) => {
    const server = await http((origin) => ({
      [path]: [status, `${path}/`],
      [`${path}/`]: document(origin),
    }));
    expect((await discover(server.origin, open())).issuer).toBe(server.origin);
    expect(server.asked).toEqual([`GET ${path}`, `GET ${path}/`]);
  });

  test("is found after three of them, relative or not, and not after four", async () => {
    const chain = (origin: string): Answers => ({
      [path]: [302, "1"],
      "/.well-known/1": [302, `${origin}/2`],
      "/2": [302, `//${new URL(origin).host}/3`],
      "/3": document(origin),
    });
    expect((await discover((await http(chain)).origin, open())).issuer).toMatch(/^http:/);
    const long = await http((origin) => ({ ...chain(origin), "/3": [302, "/4"], "/4": document(origin) }));
    expect(await rejection(discover(long.origin, open()))).toMatchObject({
      name: "ProviderError",
      code: "too_many_redirects",
      facts: { host: new URL(long.origin).host, url: `${long.origin}${path}` },
    });
    expect(long.asked).not.toContain("GET /4");
  });

  test("that ends where it began is an error", async () => {
    const { origin, asked } = await http(() => ({ [path]: [302, path] }));
    expect(await rejection(discover(origin, open()))).toMatchObject({ code: "too_many_redirects" });
    expect(asked.filter((each) => each === `GET ${path}`)).toHaveLength(4);
  });

  test("that leads to a login page is none, and its query is not quoted", async () => {
    const { origin } = await http(() => ({
      [path]: [302, "/login?state=hunter2"],
      "/login?state=hunter2": "<html>",
    }));
    const facts = { what: "HTML", url: `${origin}/login` };
    expect(await rejection(discover(origin, open()))).toMatchObject({ code: "not_json", facts });
  });

  test("of another https origin counts if its issuer is the one asked for", async () => {
    let issuer = "";
    const other = await https(() => ({ "/metadata": document(issuer) }));
    const { origin } = await https(() => ({ [path]: [301, `${other.origin}/metadata`] }));
    for (const wrong of [other.origin, `${origin}/tenant`, "https://login.example.com"]) {
      issuer = wrong;
      expect(await rejection(discover(origin, open()))).toMatchObject({
        code: "issuer_mismatch",
        facts: { says: wrong },
      });
    }
    issuer = origin;
    expect((await discover(origin, open())).issuer).toBe(origin);
  });

  test("is not looked for at an unsafe address", async () => {
    let answer: Answers[string] = "";
    const server = await https(() => ({ [path]: answer }));
    const plain = await http(() => ({ "/x": document(server.origin), [path]: answer }));
    const other = await http(() => ({ "/x": document(plain.origin) }));
    const { host } = new URL(server.origin);
    const unsafe: [typeof server, string][] = [
      [server, `${plain.origin}/x`],
      [server, `https://user:password@${host}/x`],
      [server, `https://user@${host}/x`],
      [server, "data:application/json,{}"],
      [server, "https://[/"],
      [plain, `${other.origin}/x`],
    ];
    for (const [from, location] of unsafe) {
      answer = [302, location];
      const facts = { status: 302, url: `${from.origin}${path}` };
      expect(await rejection(discover(from.origin, open()))).toMatchObject({ code: "no_discovery", facts });
    }
    expect([...plain.asked, ...other.asked, ...server.asked].join()).not.toContain("/x");
  });

  test("does not come from this machine for an issuer elsewhere, nor over http again", async () => {
    const asked: string[] = [];
    const redirecting =
      (...locations: string[]): Fetch =>
      async (url) => {
        asked.push(url);
        const location = locations[asked.length - 1];
        return new Response(
          "",
          location === undefined ? { status: 404 } : { status: 302, headers: { location } },
        );
      };
    for (const [issuer, ...locations] of [
      ["https://login.example.com", "https://127.0.0.1/x"],
      ["http://127.0.0.1:1", "https://127.0.0.1:2/", "http://127.0.0.1:1/x"],
    ] as const) {
      asked.length = 0;
      const error = await rejection(discover(issuer, redirecting(...locations)));
      expect(error).toMatchObject({ code: "no_discovery", facts: { status: 302 } });
      expect(asked.join()).not.toContain("/x");
    }
  });
});
