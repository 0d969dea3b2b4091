import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../packages/core/test/support/free-port.ts";
import { flat, Machine } from "./machine.ts";
import { Provider } from "./provider.ts";
import { Scene } from "./scene.ts";

let provider: Provider;

beforeAll(async () => {
  provider = await Provider.start();
});

afterAll(() => provider.stop());

function newMachine(): Machine {
  const machine = new Machine();
  onTestFinished(() => machine.dispose());
  return machine;
}

async function opened(): Promise<Scene> {
  const scene = await Scene.open(provider);
  onTestFinished(() => scene.dispose());
  return scene;
}

/** A web server that is no provider. */
async function webServer(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, "localhost");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const address = server.address();
  return `localhost:${typeof address === "object" ? address?.port : ""}`;
}

const app = ["--client-id", "demo", "--public", "--no-browser"];

/** Nothing of a login that came to nothing. */
function expectNothingKept(machine: Machine): void {
  for (const table of ["connection", "login", "access_token", "attempt", "client"] as const)
    expect([table, machine.rows(table)]).toEqual([table, []]);
}

describe("an issuer that is none", () => {
  test("unknown host", async () => {
    const machine = newMachine();
    const ended = await machine.run(["login", "https://nothing.invalid", ...app]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toBe(
      "tokenwell: there is no host called nothing.invalid\n  Check the spelling. Behind a proxy? Set HTTPS_PROXY.\n",
    );
    expectNothingKept(machine);
  });

  test("no discovery document", async () => {
    const machine = newMachine();
    const host = await webServer((_request, response) => response.writeHead(404).end("no such page"));
    const ended = await machine.run(["login", `http://${host}`, ...app]);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(flat(ended.stderr)).toContain(
      `tokenwell: ${host} does not describe itself as an OpenID provider (HTTP 404)`,
    );
    expect(ended.stderr).toContain("The issuer may have a path");
    expectNothingKept(machine);
  });

  test("a web page instead of data", async () => {
    const machine = newMachine();
    const host = await webServer((_request, response) =>
      response.writeHead(200, { "content-type": "text/html" }).end("<!doctype html><title>Hotel</title>"),
    );
    const ended = await machine.run(["login", `http://${host}`, ...app]);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toContain(`tokenwell: ${host} answered with a`);
    expect(ended.stderr).toContain("It may be a login page of your network");
    expectNothingKept(machine);
  });

  test("nobody listens there", async () => {
    const machine = newMachine();
    const port = await freePort();
    const ended = await machine.run(["login", `http://localhost:${port}`, ...app]);
    expect(ended).toMatchObject({ code: 4, stdout: "" });
    expect(ended.stderr).toContain("tokenwell: cannot reach localhost");
    expect(ended.stderr).toContain("(connection refused)");
    expectNothingKept(machine);
  });

  test("plain http to another machine", async () => {
    const machine = newMachine();
    const ended = await machine.run(["login", "http://login.example.com", ...app]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain("is not encrypted\n");
    expect(ended.stderr).toContain("Use https://");
  });
});

describe("a provider that says no", () => {
  test("consent denied", async () => {
    const scene = await opened();
    const { ended, tab } = await scene.login([], { decision: "deny" });
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toContain(`${provider.host} says that access was denied\n`);
    expect(ended.stderr).toMatch(/Try again:\s+tokenwell login /);
    expect(tab.status).toBe(400);
    expect(tab.text).toContain("Not connected.");
    expectNothingKept(scene.machine);
  });

  test("no refresh token though offline_access was granted", async () => {
    const stingy = await Provider.start({ refreshTokens: false });
    onTestFinished(() => stingy.stop());
    const scene = await Scene.open(stingy);
    onTestFinished(() => scene.dispose());
    const { ended, tab } = await scene.login();
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(flat(ended.stderr)).toContain(
      `${stingy.host} let you in but gave no refresh token. localhost was not connected.`,
    );
    expect(ended.stderr).toMatch(/^ {2}why {3}offline_access was granted, yet/m);
    expect(ended.stderr).toMatch(/^ {2}fix {3}Allow the grant type/m);
    expect(ended.stderr).toMatch(/Then: {2}tokenwell login /);
    expect(tab.status).toBe(400);
    for (const table of ["connection", "login", "access_token"] as const)
      expect([table, scene.machine.rows(table)]).toEqual([table, []]);
    // The app was accepted, so nothing must be typed again.
    expect(scene.machine.rows("client")).toMatchObject([{ client_id: "demo" }]);
  });

  test("unreachable while the access token lives, and when it is dead", async () => {
    const own = await Provider.start();
    onTestFinished(() => own.stop());
    const scene = await Scene.open(own);
    onTestFinished(() => scene.dispose());
    await scene.connect();
    const live = await scene.token();
    await own.stop();
    expect(await scene.machine.run(["token", "--min-ttl", "2h"])).toEqual({
      code: 0,
      signal: null,
      stdout: `${live}\n`,
      stderr: "! the token ends in 59 min, sooner than --min-ttl 2h asks for\n",
    });
    scene.machine.offsetMs += 2 * 3_600_000;
    const ended = await scene.machine.run(["token"]);
    expect(ended).toMatchObject({ code: 4, stdout: "" });
    expect(ended.stderr).toMatch(
      /^tokenwell: localhost: cannot reach localhost:\d+ \(connection refused\)\n {2}The refresh token was not sent and is safe\. Next try in \d+ s\.\n$/,
    );
  });
});

describe("a token that is asked for by a foreign host", () => {
  test("is not sent there", async () => {
    const scene = await opened();
    await scene.connect();
    const ended = await scene.machine.run(["request", "https://evil.example/"]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(flat(ended.stderr)).toBe(
      "tokenwell: evil.example is not the API of localhost; its token was not sent there " +
        "If it may have the token: --allow-host evil.example",
    );
  });

  test("is dropped when the API redirects there", async () => {
    const scene = await opened();
    await scene.connect();
    const seen: (string | undefined)[] = [];
    const host = await webServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end("there");
    });
    await scene.machine.run(["request", `/api/redirect?to=http://${host}/`]);
    expect(seen.filter((authorization) => authorization !== undefined)).toEqual([]);
  });
});
