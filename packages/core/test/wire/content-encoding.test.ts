import type { IncomingMessage, ServerResponse } from "node:http";
import zlib from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import { callApi } from "../../src/tokenwell/fetch.ts";
import { closeAll, egressWith, httpServer, rawServer, rejection } from "./servers.ts";

afterEach(closeAll);

const members = { access_token: "at", refresh_token: Array.from({ length: 400 }, (_, n) => n * n).join(".") };
const text = JSON.stringify(members);
const { gzipSync, deflateSync, deflateRawSync, brotliCompressSync } = zlib;
const encoders = {
  gzip: gzipSync,
  deflate: deflateSync,
  "raw deflate": deflateRawSync,
  br: brotliCompressSync,
};
const encoded = Object.entries(encoders).map(([name, encode]) => [name, encode(text)] as const);
const codingOf = (name: string): string => name.replace("raw ", "");

const sending =
  (coding: string | readonly string[], body: Uint8Array) =>
  (_request: IncomingMessage, response: ServerResponse): void => {
    response.setHeader("content-encoding", coding);
    response.setHeader("content-type", "application/json").end(body);
  };

async function get(coding: string | readonly string[], body: Uint8Array, maxBytes?: number) {
  const { port } = await httpServer(sending(coding, body));
  const url = `http://127.0.0.1:${port}/`;
  return egressWith().send({ method: "GET", url, ...(maxBytes !== undefined && { maxBytes }) });
}

const textOf = (answer: { readonly body: Uint8Array }): string => Buffer.from(answer.body).toString();

describe("a body with Content-Encoding", () => {
  test.each(encoded)("%s is decoded, and no header describes the encoded one", async (name, body) => {
    const answer = await get(codingOf(name), body);
    expect(textOf(answer)).toBe(text);
    expect(answer.complete).toBe(true);
    expect([...answer.headers.keys()]).not.toContain("content-encoding");
    expect([...answer.headers.keys()]).not.toContain("content-length");
    expect(answer.headers.get("content-type")).toBe("application/json");
  });

  test.each([
    ["GZip", gzipSync(text)],
    ["x-gzip", gzipSync(text)],
    ["identity", Buffer.from(text)],
    ["identity, gzip,", gzipSync(text)],
    ["gzip, br", brotliCompressSync(gzipSync(text))],
    [["br", "deflate"], deflateSync(brotliCompressSync(text))],
  ])("%j is decoded, the last coding first", async (coding, body) => {
    expect(await get(coding, body)).toMatchObject({ body: Buffer.from(text), complete: true });
  });

  test.each([
    ["compress", gzipSync(text)],
    ["gzip, compress", gzipSync(text)],
    ["compress, gzip", gzipSync(text)],
    [`${"gzip, ".repeat(5)}gzip`, gzipSync(text)],
    ["gzip", Buffer.from(text)],
    ["deflate", Buffer.from(text)],
    ["br", Buffer.from(text)],
    ["gzip", Buffer.alloc(0)],
  ])("%j stays as it is if it cannot be decoded", async (coding, body) => {
    const answer = await get(coding, body);
    expect(Buffer.from(answer.body)).toEqual(body);
    expect(answer.complete).toBe(true);
    expect(answer.headers.get("content-encoding")).toBe(coding.trim());
  });

  test.each(encoded)("%s is decoded as far as it came", async (name, body) => {
    for (const cut of [body.length >> 1, body.length - 1]) {
      const server = await rawServer((socket) => {
        const head = `HTTP/1.1 200 OK\r\nContent-Encoding: ${codingOf(name)}\r\nContent-Length: ${body.length}`;
        socket.end(Buffer.concat([Buffer.from(`${head}\r\n\r\n`), body.subarray(0, cut)]));
      });
      const answer = await egressWith().send({ method: "GET", url: `http://127.0.0.1:${server.port}/` });
      expect(answer.complete).toBe(false);
      expect(answer.body.length).toBeGreaterThan(text.length / 3);
      expect(text.startsWith(textOf(answer))).toBe(true);
      // The server's own cut: HTTP ends well, the coding does not.
      const whole = await get(codingOf(name), body.subarray(0, cut));
      expect(textOf(whole)).toBe(textOf(answer));
      expect(whole.complete).toBe(false);
    }
  });

  test("that is corrupt is decoded up to there", async () => {
    const wrongSum = gzipSync(text);
    wrongSum[wrongSum.length - 6] = ~(wrongSum.at(-6) ?? 0);
    expect(await get("gzip", wrongSum)).toMatchObject({ body: Buffer.from(text), complete: false });
    const [first, second] = [text.slice(0, 300), text.slice(300)];
    const whole = gzipSync(first, { finishFlush: zlib.constants.Z_SYNC_FLUSH });
    const corrupt = Buffer.concat([whole, Buffer.alloc(50, 0xff), gzipSync(second)]);
    const expected = { body: Buffer.from(first), complete: false };
    expect(await get("gzip", corrupt)).toMatchObject(expected);
    expect(await get("gzip, br", brotliCompressSync(corrupt))).toMatchObject(expected);
  });

  test("that is corrupt and large is not searched to the last byte", async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000));
    bomb[bomb.length - 6] = ~(bomb.at(-6) ?? 0);
    const answer = await get("gzip", bomb, 256 * 1024 * 1024);
    expect(answer.complete).toBe(false);
    expect(answer.body.length).toBeGreaterThan(10_000_000);
    expect(answer.body.length).toBeLessThan(99_000_000);
  });

  test("may have the maximum length, decoded, and no more", async () => {
    for (const [name, body] of encoded) {
      expect((await get(codingOf(name), body, text.length)).complete).toBe(true);
      expect(await rejection(get(codingOf(name), body, text.length - 1))).toMatchObject({
        code: "answer_too_large",
        sent: true,
      });
    }
  });

  test.each(["gzip", "gzip, br"])("%s may not decode to a gigabyte", async (coding) => {
    const member = gzipSync(Buffer.alloc(64 * 1024 * 1024));
    const bomb = Buffer.concat(Array.from({ length: 16 }, () => member));
    const before = process.memoryUsage().rss;
    expect(await rejection(get(coding, coding === "gzip" ? bomb : brotliCompressSync(bomb)))).toMatchObject({
      code: "answer_too_large",
      facts: { kilobytes: 1024 },
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(50_000_000);
  });

  test("is decoded for oauth4webapi and for the caller of an API", async () => {
    const { port } = await httpServer(sending("gzip", gzipSync(text)));
    const url = `http://127.0.0.1:${port}/`;
    const egress = egressWith();
    expect(await (await egress.fetch(url, { method: "GET" })).json()).toEqual(members);
    const response = await callApi(egress, new URL(url), "at", { headers: { "Accept-Encoding": "gzip" } });
    expect(response.headers.get("content-encoding")).toBe(null);
    expect(await response.json()).toEqual(members);
  });
});
