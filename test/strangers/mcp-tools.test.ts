import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Client } from "@modelcontextprotocol/client";
import { startEmulator, visit } from "@tokenwell/emulator";
import { expect, onTestFinished, test } from "vitest";
import { BridgeHome } from "./mcp-bridge.ts";

/** An account at a provider and an API that repeats each request, tokens and all. */
async function open(rules: readonly string[] = []) {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.close());
  const requests: string[] = [];
  const api = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString();
    requests.push(`${request.method} ${request.url} ${body}`.trim());
    const length = Number(new URL(request.url ?? "", "http://x").searchParams.get("length") ?? 0);
    response.setHeader("content-type", "application/json");
    response.setHeader("etag", request.headers.authorization ?? "");
    response.end(JSON.stringify({ authorization: request.headers.authorization, more: "x".repeat(length) }));
  });
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
  onTestFinished(() => {
    api.closeAllConnections();
    api.close();
  });
  const home = new BridgeHome();
  onTestFinished(() => home.remove());
  const tokenwell = await home.open();
  const apiBase = `http://127.0.0.1:${(api.address() as AddressInfo).port}/v1`;
  const login = await tokenwell.login(emulator.issuer, {
    clientId: "demo",
    clientSecret: null,
    name: "acme",
    apiBase,
  });
  await login.answer(await visit(login.url));
  await login.cancel();
  const { accessToken } = await tokenwell.token("acme");
  await tokenwell.close();
  const client = new Client({ name: "agent", version: "1" });
  const transport = home.start(["mcp", ...rules.flatMap((rule) => ["--allow", rule])]);
  await client.connect(transport as never);
  const call = async (name: string, args: Record<string, unknown> = {}) => {
    const result = await client.callTool({ name, arguments: args });
    const [{ text = "" } = {}] = result.content as { text?: string }[];
    return { text, isError: result.isError === true };
  };
  return { home, client, call, requests, accessToken, emulator, transport };
}

/** The history of connections, as it stands in the store. */
function historyOf(home: BridgeHome, kinds = "agent%"): string[] {
  const database = new DatabaseSync(join(home.folder, "data/tokenwell.db"), { readOnly: true });
  const rows = database.prepare("SELECT kind, detail FROM event WHERE kind LIKE ? ORDER BY id").all(kinds);
  database.close();
  return rows.map(({ kind, detail }) => `${kind} ${detail}`);
}

test("an agent sees its connections and reads their API, and no token in any answer", async () => {
  const { call, client, requests, accessToken, transport, home } = await open();
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual([
    "connections",
    "request",
    "connect",
  ]);
  const { text } = await call("connections");
  expect(JSON.parse(text)).toMatchObject({
    connections: [{ name: "acme", status: "ok", problem: null }],
    allowed: ["GET /*", "HEAD /*"],
  });
  const read = await call("request", { connection: "acme", path: "/orders?limit=1" });
  expect(JSON.parse(read.text)).toMatchObject({ status: 200, isCut: false });
  expect(requests).toEqual(["GET /v1/orders?limit=1"]);
  expect(transport.raw).not.toContain(accessToken);
  expect(historyOf(home)).toEqual(['agent_request {"by":"mcp","method":"GET","path":"/orders"}']);
});

test("what the person did not allow is not sent, and is in the history all the same", async () => {
  const { call, requests, home } = await open(["POST /crm/*"]);
  expect(
    await call("request", { connection: "acme", method: "POST", path: "/crm/notes", body: "{}" }),
  ).toMatchObject({
    isError: false,
  });
  for (const [method, path] of [
    ["POST", "/admin"],
    ["DELETE", "/crm/notes"],
    ["POST", "/crm/%2e%2e/admin"],
    ["GET", "https://evil.example/"],
    ["GET", "/../other"],
  ])
    expect(await call("request", { connection: "acme", method, path, body: "{}" })).toMatchObject({
      isError: true,
    });
  expect(requests).toEqual(["POST /v1/crm/notes {}"]);
  expect(historyOf(home).map((line) => line.split(" ")[0])).toEqual([
    "agent_request",
    ...Array.from({ length: 5 }, () => "agent_denied"),
  ]);
});

test("a long answer is cut, and says so", async () => {
  const { call } = await open();
  const { text } = await call("request", { connection: "acme", path: "/long?length=1000000" });
  expect(JSON.parse(text)).toMatchObject({ isCut: true, note: "cut after 200000 bytes" });
  expect(text.length).toBeLessThan(210_000);
});

test("a login that an agent begins ends in the browser of the person", async () => {
  const { call, home } = await open();
  const { text } = await call("connect", { connection: "acme" });
  const { open: address } = JSON.parse(text) as { open: string };
  expect((await fetch(await visit(address))).status).toBe(200);
  await expect.poll(() => historyOf(home, "replaced").length).toBe(1);
  expect(historyOf(home)).toEqual(['agent_connect {"by":"mcp"}']);
});

test("an unknown connection is an error with the names that there are", async () => {
  const { call } = await open();
  const { isError, text } = await call("request", { connection: "acne", path: "/" });
  expect(isError).toBe(true);
  expect(text).toContain("acme");
});
