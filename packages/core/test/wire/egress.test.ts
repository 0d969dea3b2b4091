import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import {
  allowInsecureRequests,
  customFetch,
  discoveryRequest,
  genericTokenEndpointRequest,
  None,
  processDiscoveryResponse,
  processGenericTokenEndpointResponse,
} from "oauth4webapi";
import { afterEach, describe, expect, onTestFinished, test } from "vitest";
import { WireError } from "../../src/errors.ts";
import type { WireRequest } from "../../src/wire/egress.ts";
import { freePort } from "../support/free-port.ts";
import { answerText, closeAll, egressWith, httpServer, rawServer, rejection } from "./servers.ts";

afterEach(closeAll);

const form = { "content-type": "application/x-www-form-urlencoded" };

function post(port: number, more: Partial<WireRequest> = {}): WireRequest {
  return {
    method: "POST",
    url: `http://127.0.0.1:${port}/token`,
    headers: form,
    body: "grant_type=refresh_token",
    ...more,
  };
}

const notSent = (reason: string) =>
  expect.objectContaining({ code: "unreachable", sent: false, facts: expect.objectContaining({ reason }) });
const noAnswer = (reason: string) =>
  expect.objectContaining({ code: "no_answer", sent: true, facts: expect.objectContaining({ reason }) });

describe("what goes out", () => {
  test("headers and body leave in one write, with our own user agent and without compression", async () => {
    const server = await rawServer((socket) => socket.write(answerText("{}")));
    const answer = await egressWith().send(post(server.port));
    expect(server.chunks).toEqual([
      "POST /token HTTP/1.1\r\n" +
        `host: 127.0.0.1:${server.port}\r\n` +
        "connection: keep-alive\r\n" +
        "user-agent: tokenwell\r\n" +
        "accept-encoding: identity\r\n" +
        "content-type: application/x-www-form-urlencoded\r\n" +
        "content-length: 24\r\n\r\n" +
        "grant_type=refresh_token",
    ]);
    expect(answer).toMatchObject({ status: 200, complete: true });
    expect(answer.durationMs).toBeGreaterThan(0);
  });

  test("a body of bytes is sent as it is", async () => {
    const server = await rawServer((socket) => socket.write(answerText("{}")));
    await egressWith().send(post(server.port, { body: new Uint8Array([0, 255, 13, 10]) }));
    expect(server.chunks[0]?.endsWith("content-length: 4\r\n\r\n\u0000ÿ\r\n")).toBe(true);
  });

  test("one connection serves requests that follow each other, a fresh one serves one", async () => {
    const server = await rawServer((socket) => socket.write(answerText("{}")));
    const egress = egressWith();
    await egress.send(post(server.port));
    await egress.send(post(server.port));
    await egress.send(post(server.port));
    expect(server.sockets).toHaveLength(1);
    await egress.send(post(server.port, { fresh: true }));
    await egress.send(post(server.port, { fresh: true }));
    expect(server.sockets).toHaveLength(3);
    expect(server.chunks[3]).toContain("connection: close\r\n");
    await egress.send(post(server.port));
    expect(server.sockets).toHaveLength(3);
  });

  test("requests at the same time have a connection each", async () => {
    const server = await rawServer((socket) => socket.write(answerText("{}")));
    const egress = egressWith();
    await Promise.all([1, 2, 3].map(() => egress.send(post(server.port))));
    expect(server.sockets).toHaveLength(3);
  });

  test("an idle connection that the server has closed is replaced", async () => {
    const server = await rawServer((socket) => socket.write(answerText("{}")));
    const egress = egressWith();
    await egress.send(post(server.port));
    await new Promise((resolve) => server.sockets[0]?.once("close", resolve).end());
    expect(await egress.send(post(server.port))).toMatchObject({ status: 200 });
    expect(server.sockets).toHaveLength(2);
  });

  test("localhost is reached by a process that stands still while it connects", async () => {
    const server = await rawServer((socket) => socket.write(answerText("{}")));
    const stall = (message: unknown): void => {
      const { socket } = message as { readonly socket: Socket };
      // Longer than Node waits for one of several addresses.
      const stand = (): unknown => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
      socket.once("connectionAttempt", () => process.nextTick(stand));
    };
    subscribe("net.client.socket", stall);
    onTestFinished(() => void unsubscribe("net.client.socket", stall));
    const url = `http://localhost:${server.port}/`;
    expect(await egressWith().send({ method: "GET", url })).toMatchObject({ status: 200 });
  });

  test.each(["127.0.0.1", "::1"])("localhost reaches whoever listens on %s", async (host) => {
    const server = await rawServer((socket) => socket.write(answerText("{}")), undefined, host);
    const answer = await egressWith().send({ method: "GET", url: `http://localhost:${server.port}/` });
    expect(answer.status).toBe(200);
  });

  test("plain http goes nowhere but to this machine", async () => {
    const lookup = () => expect.fail("looked up");
    await expect(egressWith({ lookup }).send({ method: "GET", url: "http://example.test/" })).rejects.toThrow(
      expect.objectContaining({ name: "InputError", code: "insecure_address" }),
    );
  });

  test.each([301, 302, 303, 307, 308])("a %i is an answer: its target gets nothing", async (status) => {
    const target = await rawServer(() => {});
    const server = await rawServer((socket) =>
      socket.write(answerText("", `HTTP/1.1 ${status} x\r\nLocation: http://127.0.0.1:${target.port}/`)),
    );
    const egress = egressWith();
    expect((await egress.send(post(server.port))).status).toBe(status);
    const response = await egress.fetch(`http://127.0.0.1:${server.port}/`, { method: "POST", body: "a=b" });
    expect(response.status).toBe(status);
    expect(target.sockets).toHaveLength(0);
  });
});

describe("beforeWrite", () => {
  test("runs once, when the connection stands, before the first byte and in the tick of the write", async () => {
    const order: string[] = [];
    const server = await rawServer(
      (socket) => {
        order.push("bytes");
        socket.write(answerText("{}"));
      },
      () => order.push("connected"),
    );
    const beforeWrite = () => {
      order.push("before");
      queueMicrotask(() => order.push(`after ${sent()}`));
    };
    // Counted by the client's own socket: in the microtask after beforeWrite all bytes have been written.
    const bytes = Buffer.byteLength("grant_type=refresh_token");
    const sent = () => (writes.at(-1) ?? 0) > bytes;
    const writes: number[] = [];
    const { Socket } = await import("node:net");
    const original = Socket.prototype.uncork;
    Socket.prototype.uncork = function uncork() {
      original.call(this);
      writes.push(this.bytesWritten);
    };
    try {
      await egressWith().send(post(server.port, { fresh: true, beforeWrite }));
    } finally {
      Socket.prototype.uncork = original;
    }
    expect(order.filter((each) => each === "before")).toHaveLength(1);
    expect(order.indexOf("before")).toBeLessThan(order.indexOf("bytes"));
    expect(order).toContain("after true");
  });

  test.each([true, false])("what it throws keeps every byte off the wire (fresh: %s)", async (fresh) => {
    const server = await rawServer((socket) => socket.write(answerText("{}")));
    const egress = egressWith();
    if (!fresh) await egress.send(post(server.port));
    const before = server.chunks.length;
    const stop = new WireError("unreachable", false, { host: "x", reason: "clock" });
    const error = await rejection(
      egress.send(
        post(server.port, {
          fresh,
          beforeWrite: () => {
            throw stop;
          },
        }),
      ),
    );
    expect(error).toBe(stop);
    expect(server.sockets).toHaveLength(1);
    const [socket] = server.sockets;
    if (socket?.closed === false) await new Promise((resolve) => socket.once("close", resolve));
    expect(server.chunks).toHaveLength(before);
  });

  test("an error that is not of the wire comes as one that says not sent", async () => {
    const server = await rawServer(() => {});
    const cause = new RangeError("mine");
    const beforeWrite = () => {
      throw cause;
    };
    const error = await rejection(egressWith().send(post(server.port, { beforeWrite })));
    expect(error).toEqual(notSent("stopped"));
    expect(error).toMatchObject({ cause });
  });
});

describe("what fails before a byte has left is unreachable and not sent", () => {
  test("nobody listens", async () => {
    const error = await rejection(egressWith().send(post(await freePort())));
    expect(error).toEqual(notSent("refused"));
    expect(error).toBeInstanceOf(WireError);
  });

  test("nobody listens on either loopback address", async () => {
    const url = `http://localhost:${await freePort()}/`;
    await expect(egressWith().send({ method: "GET", url })).rejects.toEqual(notSent("refused"));
  });

  test.each([
    ["ENOTFOUND", "dns"],
    ["EAI_AGAIN", "lookup"],
  ])("the name server says %s", async (code, reason) => {
    const egress = egressWith({
      lookup: (hostname, _options, callback) =>
        callback(Object.assign(new Error(`getaddrinfo ${code} ${hostname}`), { code }), []),
    });
    const error = await rejection(egress.send({ method: "GET", url: "https://nothing.invalid/" }));
    expect(error).toEqual(notSent(reason));
    expect(error).toMatchObject({ facts: { host: "nothing.invalid", detail: code } });
  });

  test("the connection does not come up in time", async () => {
    const egress = egressWith({ lookup: () => {} });
    const url = "https://slow.example.test/";
    await expect(egress.send({ method: "GET", url, connectMs: 20 })).rejects.toEqual(notSent("timeout"));
    await expect(egress.send({ method: "GET", url, deadlineMs: 20 })).rejects.toEqual(notSent("timeout"));
  });

  test("the caller stops while the connection comes up, or had stopped before", async () => {
    const controller = new AbortController();
    const egress = egressWith({ lookup: () => controller.abort() });
    const request: WireRequest = {
      method: "GET",
      url: "https://slow.example.test/",
      signal: controller.signal,
    };
    await expect(egress.send(request)).rejects.toEqual(notSent("stopped"));
    await expect(egress.send(request)).rejects.toEqual(notSent("stopped"));
  });

  test("the request is no HTTP", async () => {
    const server = await rawServer(() => {});
    const error = await rejection(egressWith().send(post(server.port, { headers: { "x-a": "b\r\nc: d" } })));
    expect(error).toEqual(notSent("not_valid"));
    expect(server.chunks).toEqual([]);
  });

  test("the egress is closed", async () => {
    const egress = egressWith();
    await egress.close();
    await expect(egress.send(post(1))).rejects.toEqual(notSent("stopped"));
  });
});

describe("what fails after bytes have left got no answer", () => {
  test.each([true, false])("the server resets the connection (fresh: %s)", async (fresh) => {
    const server = await rawServer((socket) => socket.resetAndDestroy());
    await expect(egressWith().send(post(server.port, { fresh }))).rejects.toEqual(noAnswer("reset"));
    expect(server.sockets).toHaveLength(1);
  });

  test("the server closes without a word, also to a GET: nothing is tried again", async () => {
    const server = await rawServer((socket) => socket.end());
    const url = `http://127.0.0.1:${server.port}/`;
    await expect(egressWith().send({ method: "GET", url })).rejects.toEqual(noAnswer("reset"));
    expect(server.sockets).toHaveLength(1);
  });

  test("a kept connection is reset under the second request: nothing is tried again", async () => {
    let answers = 0;
    const server = await rawServer((socket) => {
      answers += 1;
      if (answers === 1) socket.write(answerText("{}"));
      else socket.resetAndDestroy();
    });
    const egress = egressWith();
    await egress.send(post(server.port));
    await expect(egress.send(post(server.port))).rejects.toEqual(noAnswer("reset"));
    expect(server.chunks).toHaveLength(2);
    expect(server.sockets).toHaveLength(1);
  });

  test("the server never answers", async () => {
    const server = await rawServer(() => {});
    await expect(egressWith().send(post(server.port, { deadlineMs: 40 }))).rejects.toEqual(
      noAnswer("timeout"),
    );
  });

  test("the server answers with something that is not HTTP", async () => {
    const server = await rawServer((socket) => socket.write("SSH-2.0-OpenSSH\r\n\r\n"));
    await expect(egressWith().send(post(server.port))).rejects.toEqual(noAnswer("not_http"));
  });

  test("the caller stops; the egress is closed", async () => {
    const controller = new AbortController();
    const server = await rawServer(() => controller.abort());
    await expect(egressWith().send(post(server.port, { signal: controller.signal }))).rejects.toEqual(
      noAnswer("stopped"),
    );
    const egress = egressWith();
    const other = await rawServer(() => void egress.close());
    await expect(egress.send(post(other.port))).rejects.toEqual(noAnswer("stopped"));
  });
});

describe("what comes back", () => {
  test("any status, every header, the whole body", async () => {
    const server = await rawServer((socket) =>
      socket.write(answerText('{"error":"x"}', "HTTP/1.1 503 Busy\r\nRetry-After: 5\r\nX-A: 1\r\nX-A: 2")),
    );
    const answer = await egressWith().send(post(server.port));
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("5");
    expect(answer.headers.get("x-a")).toBe("1, 2");
    expect(Buffer.from(answer.body).toString()).toBe('{"error":"x"}');
  });

  test("a header that is beyond Latin-1 does not cost the answer", async () => {
    const server = await rawServer((socket) =>
      socket.write(answerText("{}", "HTTP/1.1 200 OK\r\nX-Name: 太郎\r\nX-Ok: 1")),
    );
    const answer = await egressWith().send(post(server.port));
    expect(answer.headers.get("x-ok")).toBe("1");
  });

  test("interim answers are passed over", async () => {
    const server = await rawServer((socket) =>
      socket.write(`HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${answerText('{"a":1}')}`),
    );
    const answer = await egressWith().send(post(server.port));
    expect(answer.status).toBe(200);
    expect(Buffer.from(answer.body).toString()).toBe('{"a":1}');
  });

  const cut = '{"refresh_token":"new"';
  test.each([
    ["content-length", `HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n${cut}`],
    ["chunked", `HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n16\r\n${cut}\r\n`],
  ])("a body (%s) that is cut off is what came of it, and incomplete", async (_name, text) => {
    for (const end of ["end", "resetAndDestroy"] as const) {
      const server = await rawServer((socket) => socket.write(text, () => setImmediate(() => socket[end]())));
      const answer = await egressWith().send(post(server.port));
      expect(answer).toMatchObject({ status: 200, complete: false });
      expect(Buffer.from(answer.body).toString()).toBe(cut);
    }
  });

  test("a body that stops coming is what came of it at the deadline", async () => {
    const server = await rawServer((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 90\r\n\r\n${cut}`),
    );
    const answer = await egressWith().send(post(server.port, { deadlineMs: 100 }));
    expect(answer).toMatchObject({ status: 200, complete: false });
    expect(Buffer.from(answer.body).toString()).toBe(cut);
  });

  test("1 MiB is read, one byte more is not", async () => {
    let size = 1_048_576;
    const server = await rawServer((socket) => socket.write(answerText("a".repeat(size))));
    const egress = egressWith();
    expect((await egress.send(post(server.port))).body).toHaveLength(size);
    size += 1;
    await expect(egress.send(post(server.port))).rejects.toEqual(
      expect.objectContaining({
        code: "answer_too_large",
        sent: true,
        facts: expect.objectContaining({ kilobytes: 1024 }),
      }),
    );
    size = 1025;
    await expect(egress.send(post(server.port, { maxBytes: 1024 }))).rejects.toThrow(/more than 1 KiB/);
  });

  test("a trace that throws does not cost the answer", async () => {
    const server = await rawServer((socket) => socket.write(answerText("{}")));
    const trace = () => {
      throw new Error("disk full");
    };
    expect(await egressWith({ trace }).send(post(server.port))).toMatchObject({ status: 200 });
  });
});

describe("fetch for oauth4webapi", () => {
  test("discovery and a token request", async () => {
    const seen: string[] = [];
    const server = await httpServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers["user-agent"]}`);
      response.setHeader("content-type", "application/json");
      response.end(
        request.method === "GET"
          ? JSON.stringify({ issuer: origin })
          : JSON.stringify({ access_token: "a", token_type: "bearer", refresh_token: "r" }),
      );
    });
    const origin = `http://127.0.0.1:${server.port}`;
    const options = { [customFetch]: egressWith().fetch, [allowInsecureRequests]: true };
    const found = await processDiscoveryResponse(
      new URL(origin),
      await discoveryRequest(new URL(origin), options),
    );
    const client = { client_id: "c" };
    const response = await genericTokenEndpointRequest(
      { ...found, token_endpoint: `${origin}/token` },
      client,
      None(),
      "refresh_token",
      new URLSearchParams({ refresh_token: "old" }),
      options,
    );
    expect(await processGenericTokenEndpointResponse(found, client, response)).toMatchObject({
      refresh_token: "r",
    });
    expect(seen).toEqual(["GET /.well-known/openid-configuration tokenwell", "POST /token tokenwell"]);
  });

  test("an answer without a body, and one that is cut off", async () => {
    let text = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    const server = await rawServer((socket) => socket.end(text));
    const egress = egressWith();
    const url = `http://127.0.0.1:${server.port}/`;
    expect((await egress.fetch(url, { method: "GET" })).status).toBe(204);
    text = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 9\r\n\r\n{}";
    await expect(egress.fetch(url, { method: "GET" })).rejects.toEqual(noAnswer("truncated"));
    text = "HTTP/1.1 799 What\r\nContent-Length: 0\r\n\r\n";
    await expect(egress.fetch(url, { method: "GET" })).rejects.toEqual(noAnswer("not_http"));
  });
});
