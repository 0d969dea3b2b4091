import type { ServerResponse } from "node:http";
import { afterEach, expect, test } from "vitest";
import { closeAll, egressWith, httpServer, rawServer, rejection } from "./servers.ts";

afterEach(closeAll);

const events = { "content-type": "text/event-stream" };

/** A server that hands its response to the test. */
async function heldServer() {
  const response = Promise.withResolvers<ServerResponse>();
  const { port } = await httpServer((_request, answer) => {
    response.resolve(answer);
  });
  return { url: `http://127.0.0.1:${port}/mcp`, response: response.promise };
}

test("the head arrives before the body, and each part of the body when the server writes it", async () => {
  const server = await heldServer();
  const opening = egressWith().stream({ method: "GET", url: server.url });
  const answer = await server.response;
  answer.writeHead(200, events).write("data: one\n\n");
  const { status, headers, body } = await opening;
  expect([status, headers.get("content-type")]).toEqual([200, "text/event-stream"]);
  const reader = body.getReader();
  expect(await reader.read()).toEqual({ done: false, value: Buffer.from("data: one\n\n") });
  answer.end("data: two\n\n");
  expect(await reader.read()).toEqual({ done: false, value: Buffer.from("data: two\n\n") });
  expect(await reader.read()).toEqual({ done: true, value: undefined });
});

test("the server waits while the reader does", async () => {
  const server = await heldServer();
  const opening = egressWith().stream({ method: "GET", url: server.url });
  const answer = await server.response;
  const size = 64 * 1024 * 1024;
  answer.writeHead(200).write(Buffer.alloc(size));
  const { body } = await opening;
  // Only what the system's buffers and ours hold leaves the server, however many turns pass.
  for (let turn = 0; turn < 10_000; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(answer.writableLength).toBeGreaterThan(size / 2);
  answer.end();
  let read = 0;
  for await (const chunk of body) read += chunk.byteLength;
  expect(read).toBe(size);
});

test("an aborted exchange ends at the server, before and inside the body", async () => {
  for (const hasHead of [false, true]) {
    const server = await heldServer();
    const stop = new AbortController();
    const opening = egressWith().stream({ method: "GET", url: server.url, signal: stop.signal });
    const failed = rejection(opening.then(({ body }) => new Response(body).text()));
    const answer = await server.response;
    if (hasHead) answer.writeHead(200, events).flushHeaders();
    if (hasHead) await opening;
    const closed = new Promise((resolve) => answer.once("close", resolve));
    stop.abort();
    await closed;
    expect(await failed).toMatchObject({ code: "no_answer", facts: { reason: "stopped" } });
  }
});

test("a cancelled body ends the exchange at the server", async () => {
  const server = await heldServer();
  const opening = egressWith().stream({ method: "GET", url: server.url });
  const answer = await server.response;
  answer.writeHead(200, events).flushHeaders();
  const closed = new Promise((resolve) => answer.once("close", resolve));
  await (await opening).body.cancel();
  await closed;
});

test("a body that is cut off fails its reader", async () => {
  const server = await rawServer((socket) => socket.end("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf"));
  const { body } = await egressWith().stream({ method: "GET", url: `http://127.0.0.1:${server.port}/` });
  expect(await rejection(new Response(body).text())).toMatchObject({ facts: { reason: "truncated" } });
});

test("a refused connection says that nothing was sent", async () => {
  const { port } = await rawServer(() => undefined);
  await closeAll();
  expect(
    await rejection(egressWith().stream({ method: "GET", url: `http://127.0.0.1:${port}/` })),
  ).toMatchObject({
    code: "unreachable",
    sent: false,
  });
});

test("a whole response leaves its connection to the next request", async () => {
  const server = await rawServer((socket) => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"));
  const egress = egressWith();
  for (let turn = 0; turn < 3; turn += 1) {
    const { body } = await egress.stream({ method: "GET", url: `http://127.0.0.1:${server.port}/` });
    expect(await new Response(body).text()).toBe("ok");
  }
  expect(server.sockets).toHaveLength(1);
});
