import { describe, expect, test } from "vitest";
import { readEvents } from "../src/mcp/events.ts";
import { errorLine, readMessages, repeatedHeaders } from "../src/mcp/messages.ts";

const text = [
  "\u{feff}: a remark\r\n",
  "id: 1\nretry: 250\ndata:\n\n",
  'event: message\ndata: {"a":\ndata: "ā\u{1f600}"}\nid: 2\n\n',
  "event: ping\rdata: x\r\r",
  "data:no space\r\n\r\n",
  "data: cut off",
].join("");

const wanted = [
  { type: "message", data: "", id: "1", retryMs: 250 },
  { type: "message", data: '{"a":\n"ā\u{1f600}"}', id: "2", retryMs: 250 },
  { type: "ping", data: "x", id: "2", retryMs: 250 },
  { type: "message", data: "no space", id: "2", retryMs: 250 },
];

describe("readEvents()", () => {
  test.each([1, 2, 3, 7, 1000])("reads the same events from chunks of %i bytes", async (size) => {
    const bytes = Buffer.from(text);
    const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
      bytes.subarray(index * size, (index + 1) * size),
    );
    const events = [];
    for await (const event of readEvents(chunks)) events.push(event);
    expect(events).toEqual(wanted);
  });
});

describe("messages", () => {
  test.each(["", "null", "7", '"x"', "[]", "[1]", "{", '{"id":1}{"id":2}'])("%j is none", (line) => {
    expect(readMessages(line)).toBeNull();
  });

  test("a request that names its revision repeats its name as a header, in base64 where a header cannot have it", () => {
    const headersOf = (name: string) => {
      const _meta = { "io.modelcontextprotocol/protocolVersion": "2026-07-28" };
      const line = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, _meta } };
      const [message] = readMessages(JSON.stringify(line)) ?? [];
      return message && repeatedHeaders(message)["mcp-name"];
    };
    expect(headersOf("echo")).toBe("echo");
    expect(headersOf("名前")).toBe("=?base64?5ZCN5YmN?=");
    expect(headersOf(" a")).toBe("=?base64?IGE=?=");
    expect(headersOf("a\r\nx-evil: 1")).toBe("=?base64?YQ0KeC1ldmlsOiAx?=");
  });

  test("an error has the id as the request had it", () => {
    expect(JSON.parse(errorLine('"7"', 'so "it"\nis', "http_status"))).toEqual({
      jsonrpc: "2.0",
      id: "7",
      error: { code: -32_603, message: 'so "it"\nis', data: { tokenwell: "http_status" } },
    });
  });
});
