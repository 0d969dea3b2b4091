import { Client as ModernClient } from "@modelcontextprotocol/client";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { ElicitRequestSchema, LoggingMessageNotificationSchema } from "@modelcontextprotocol/sdk/types.js";
import { expect, onTestFinished, test } from "vitest";
import { BridgeHome, type BridgeTransport } from "./mcp-bridge.ts";
import { cancelled, McpServer, type McpServerOptions } from "./mcp-server.ts";

async function open(options: McpServerOptions = {}) {
  const server = await McpServer.start(options);
  onTestFinished(() => server.close());
  const home = new BridgeHome();
  onTestFinished(() => home.remove());
  await home.logIn(server, "docs");
  return { server, home };
}

async function connect(home: BridgeHome): Promise<{ client: Client; bridge: BridgeTransport }> {
  const client = new Client(
    { name: "stranger", version: "1" },
    { capabilities: { elicitation: { form: {} } } },
  );
  const bridge = home.bridge("docs");
  await client.connect(bridge);
  return { client, bridge };
}

const call = async (client: Client, name: string, args: Record<string, unknown> = {}): Promise<string> => {
  const { content } = await client.callTool({ name, arguments: args });
  return (content as { text: string }[])[0]?.text ?? "";
};

const hourMs = 3_600_000;

test("a client lists and calls tools, and the session ends with it", async () => {
  const { server, home } = await open();
  const { client, bridge } = await connect(home);
  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(["echo", "count", "wait", "ask"]);
  expect(await call(client, "echo", { text: 'ā\u2028 "quoted" \\n' })).toBe('ā\u2028 "quoted" \\n');
  const [first] = server.requests.filter(({ body }) => body.includes("tools/list"));
  expect(first?.headers).toMatchObject({
    "mcp-protocol-version": "2025-11-25",
    "mcp-session-id": expect.stringMatching(/^[\da-f-]{36}$/),
  });
  await bridge.close();
  expect(await bridge.code).toBe(0);
  expect(server.deleted).toEqual([first?.headers["mcp-session-id"]]);
  expect(bridge.errors).toBe("");
});

test("messages pass byte for byte, with numbers and escapes that a parser would change", async () => {
  const { server, home } = await open();
  const { bridge } = await connect(home);
  const line =
    '{"id":1e3,"method":"ping","jsonrpc":"2.0" , "params":{"a":1.0,"b":"\\u0041\\/","c":12345678901234567890}}';
  bridge.stdin.write(`${line}\r\n`);
  await expect.poll(() => server.requests.some(({ body }) => body.trim() === line)).toBe(true);
});

test("progress, and questions of the server, reach the client in order", async () => {
  const { home } = await open();
  const { client } = await connect(home);
  const seen: number[] = [];
  await client.callTool({ name: "count", arguments: { to: 50 } }, undefined, {
    onprogress: ({ progress }) => seen.push(progress),
  });
  expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
  client.setRequestHandler(ElicitRequestSchema, () => ({ action: "accept", content: { name: "Ann" } }));
  expect(await call(client, "ask")).toBe('asked: {"name":"Ann"}');
});

test("what the server says of its own accord reaches the client, and after a broken connection the rest of it", async () => {
  const { server, home } = await open({ retryMs: 10 });
  const { client } = await connect(home);
  const heard: unknown[] = [];
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) => {
    heard.push(params.data);
  });
  const streams = () => server.requests.filter(({ method }) => method === "GET");
  await expect.poll(() => streams().length).toBe(1);
  await server.announce("one");
  await expect.poll(() => heard).toEqual(["one"]);
  server.breakOff();
  await server.announce("two");
  await expect.poll(() => heard).toEqual(["one", "two"]);
  expect(streams().at(-1)?.headers["last-event-id"]).toMatch(/_/);
});

test("an answer whose stream broke off arrives all the same", async () => {
  const { server, home } = await open({ retryMs: 10 });
  const { client } = await connect(home);
  // A stream that has begun is one that can be resumed.
  const begun = Promise.withResolvers<void>();
  const answer = client.callTool({ name: "wait" }, undefined, { onprogress: () => begun.resolve() });
  await begun.promise;
  await expect.poll(() => server.waiting.length).toBe(1);
  server.breakOff();
  server.waiting[0]?.answer("late");
  expect((await answer).content).toEqual([{ type: "text", text: "late" }]);
});

test("a cancelled request is cancelled at the server, and the next one works", async () => {
  const { server, home } = await open();
  const { client } = await connect(home);
  const stop = new AbortController();
  const waiting = client.callTool({ name: "wait" }, undefined, { signal: stop.signal });
  waiting.catch(() => undefined);
  await expect.poll(() => server.waiting.length).toBe(1);
  stop.abort();
  await expect(waiting).rejects.toThrow();
  await expect.poll(() => server.waiting[0]?.signal.aborted).toBe(true);
  expect(await call(client, "echo", { text: "on" })).toBe("on");
});

test("an access token that expires is refreshed before the next request, with the resource, once for all bridges", async () => {
  const { server, home } = await open();
  const all = [await connect(home), await connect(home), await connect(home)];
  const before = server.refreshes.length;
  home.clock.advance(hourMs);
  server.expire();
  await Promise.all(all.map(({ client }) => call(client, "echo", { text: "x" })));
  expect(server.refreshes.slice(before)).toEqual([
    { grant: "refresh", resource: server.address, outcome: "issued" },
  ]);
});

test("a token that the server refuses early is refreshed after the 401, and the request is sent once more", async () => {
  const { server, home } = await open();
  const { client } = await connect(home);
  // The stream that listens has its token by now.
  await expect.poll(() => server.requests.some(({ method }) => method === "GET")).toBe(true);
  home.clock.advance(60_000);
  server.expire();
  const refreshes = server.refreshes.length;
  expect(await call(client, "echo", { text: "again" })).toBe("again");
  expect(server.requests.filter(({ body }) => body.includes("again"))).toHaveLength(2);
  expect(server.refreshes.length - refreshes).toBe(1);
});

test("a session that the server has forgotten begins anew, unnoticed", async () => {
  const { server, home } = await open();
  const { client, bridge } = await connect(home);
  await call(client, "echo", { text: "x" });
  await server.restart();
  const answers = await Promise.all(["a", "b", "c"].map((text) => call(client, "echo", { text })));
  expect(answers).toEqual(["a", "b", "c"]);
  const openings = server.requests.filter(({ body }) => body.includes('"initialize"'));
  expect(openings).toHaveLength(2);
  expect(bridge.errors).toBe("");
});

test("a server that answers with JSON works, too", async () => {
  const { home } = await open({ isJson: true });
  const { client } = await connect(home);
  expect(await call(client, "echo", { text: "json" })).toBe("json");
});

test("a message of 8 MB passes both ways while its reader is slow", async () => {
  const { home } = await open();
  const { client } = await connect(home);
  const text = "x".repeat(8 * 1024 * 1024);
  expect(await call(client, "echo", { text })).toBe(text);
});

test("a login that the provider has ended is an error that says how to mend it, and ends nothing else", async () => {
  const { server, home } = await open();
  const { client } = await connect(home);
  home.clock.advance(hourMs);
  server.endLogins();
  await expect(call(client, "echo", { text: "x" })).rejects.toThrow(/tokenwell renew docs/);
  await home.logIn(server, "docs");
  expect(await call(client, "echo", { text: "mended" })).toBe("mended");
});

test("a server that is gone, and a message that is none, are errors of JSON-RPC", async () => {
  const { server, home } = await open();
  const { client, bridge } = await connect(home);
  bridge.stdin.write("no json\n");
  await expect.poll(() => bridge.raw).toContain('"code":-32700');
  await server.close();
  await expect(call(client, "echo", { text: "x" })).rejects.toThrow(/127\.0\.0\.1/);
});

test("a client and a server of 2026-07-28, which repeats parts of each request as headers, work over the bridge", async () => {
  const { server, home } = await open({ isModern: true });
  const negotiation = { versionNegotiation: { mode: { pin: "2026-07-28" } } } as const;
  const client = new ModernClient({ name: "modern", version: "2" }, negotiation);
  await client.connect(home.bridge("docs") as never);
  const { content } = await client.callTool({ name: "echo", arguments: { text: "new" } });
  expect(content).toEqual([{ type: "text", text: "new" }]);
  expect(server.requests.at(-1)?.headers).toMatchObject({
    "mcp-protocol-version": "2026-07-28",
    "mcp-method": "tools/call",
    "mcp-name": "echo",
  });
  const stop = new AbortController();
  const endless = client.callTool({ name: "endless", arguments: {} }, { signal: stop.signal });
  endless.catch(() => undefined);
  await expect.poll(() => server.requests.at(-1)?.body).toContain("endless");
  stop.abort();
  // The end of its stream is the cancellation: no message of it is sent.
  await expect.poll(() => cancelled).toEqual(["endless"]);
  expect(server.requests.some(({ body }) => body.includes("notifications/cancelled"))).toBe(false);
});
