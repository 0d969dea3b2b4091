import { PassThrough } from "node:stream";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { openTokenwell } from "@tokenwell/core";
import { expect, onTestFinished, test } from "vitest";
import { run } from "../../packages/cli/src/run.ts";
import { freePort } from "../../packages/core/test/support/free-port.ts";
import { BridgeHome } from "./mcp-bridge.ts";
import { McpServer } from "./mcp-server.ts";

async function open() {
  const server = await McpServer.start();
  onTestFinished(() => server.close());
  const home = new BridgeHome();
  onTestFinished(() => home.remove());
  const port = String(await freePort());
  return { server, home, port };
}

/** Runs the command, and opens each address that it prints in a browser that allows everything. */
async function type(home: BridgeHome, argv: readonly string[]) {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const stderr = Object.assign(new PassThrough(), { columns: 80 });
  const texts = { stdout: "", stderr: "", opened: "" };
  stdout.on("data", (chunk) => {
    texts.stdout += String(chunk);
  });
  stderr.on("data", (chunk) => {
    texts.stderr += String(chunk);
    const [address = ""] = /http:\/\/127\.0\.0\.1:\d+\/authorize\S+/.exec(texts.stderr) ?? [];
    if (address === "" || texts.opened !== "") return;
    texts.opened = address;
    void fetch(address);
  });
  const code = await run([...argv], {
    stdin: stdin.end(),
    stdout,
    stderr,
    env: { ...home.env },
    openTokenwell: (options) => openTokenwell({ ...options, env: home.env, clock: home.clock }),
  });
  return { code, ...texts };
}

test("a login at the address of an MCP server finds its provider, registers, and names the resource", async () => {
  const { server, home, port } = await open();
  const said = await type(home, ["login", server.address, "docs", "--no-browser", "--port", port]);
  expect(said.code, said.stderr).toBe(0);
  expect(said.stderr).toContain(`Registered at ${new URL(server.origin).host}`);
  expect(said.stderr).toContain("claude mcp add docs -- tokenwell mcp bridge docs");
  expect(said.stderr).toContain(server.address);
  const asked = new URL(said.opened).searchParams;
  expect(asked.get("resource")).toBe(server.address);
  expect(asked.get("code_challenge_method")).toBe("S256");
  expect(asked.get("scope")).toBe("mcp");
  expect(server.registered).toHaveLength(1);
  expect(server.registered[0]).toMatchObject({
    client_name: "Tokenwell",
    redirect_uris: [`http://localhost:${port}/callback`],
    token_endpoint_auth_method: "none",
  });
  // The code's exchange and the test refresh name it, too.
  expect(server.tokenRequests).toEqual([
    { grant: "code", resource: server.address, outcome: "issued" },
    { grant: "refresh", resource: server.address, outcome: "issued" },
  ]);
  const client = new Client({ name: "stranger", version: "1" });
  await client.connect(home.bridge("docs"));
  expect((await client.listTools()).tools).toHaveLength(4);
});

test("a second login uses the app of the first, and a renewal asks for nothing and names the resource again", async () => {
  const { server, home, port } = await open();
  for (const argv of [
    ["login", server.address, "docs"],
    ["login", server.address, "other"],
    ["renew", "docs"],
  ])
    expect(await type(home, [...argv, "--no-browser", "--port", port])).toMatchObject({ code: 0 });
  expect(server.registered).toHaveLength(1);
  expect(server.tokenRequests.every(({ resource }) => resource === server.address)).toBe(true);
  const tokenwell = await home.open();
  const all = await tokenwell.status();
  await tokenwell.close();
  expect(all.map(({ name, apiBase }) => [name, apiBase])).toEqual([
    ["docs", server.address],
    ["other", server.address],
  ]);
});

test("a server that has forgotten the app gets a new one with --register, in place", async () => {
  const { server, home, port } = await open();
  const more = ["--no-browser", "--port", port];
  await type(home, ["login", server.address, "docs", ...more]);
  server.registered.length = 0;
  const said = await type(home, ["renew", "docs", "--register", ...more]);
  expect(said.code, said.stderr).toBe(0);
  expect(server.registered).toHaveLength(1);
});

test("the address of a document that describes the client is a client id that needs nothing else", async () => {
  const { server, home, port } = await open();
  const id = "https://app.example.com/client.json";
  server.registered.push({ client_id: id, redirect_uris: [`http://localhost:${port}/callback`] });
  const said = await type(home, ["login", server.address, "--client-id", id, "--no-browser", "--port", port]);
  expect(said.code, said.stderr).toBe(0);
  expect(new URL(said.opened).searchParams.get("client_id")).toBe(id);
  // Without a name the connection has that of the host.
  expect(said.stderr).toContain("localhost");
});
