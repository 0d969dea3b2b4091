import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { inspect, promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import type { Exchange } from "../../src/api/open.ts";
import { formatExchange } from "../../src/wire/trace.ts";
import { freePort } from "../support/free-port.ts";
import { answerText, closeAll, connectProxy, egressWith, httpServer, rawServer, testCa } from "./servers.ts";

afterEach(closeAll);

const secret = () => `CANARY_${randomBytes(18).toString("base64url")}`;

/** Everything that a log, a crash or `--verbose` could show of an error. */
function all(error: unknown): string {
  const own =
    error instanceof Error
      ? [error.message, error.stack, inspect(error.cause, { depth: 9, showHidden: true })]
      : [];
  return [inspect(error, { depth: 9, showHidden: true }), JSON.stringify(error), String(error), ...own].join(
    "\n",
  );
}

test("no secret is in an error or a trace, however an exchange ends", async () => {
  const sent = secret();
  const got = secret();
  const password = secret();
  const traces: Exchange[] = [];
  const trace = (exchange: Exchange) => traces.push(exchange);
  const ends = await Promise.all([
    rawServer((socket) => socket.resetAndDestroy()),
    rawServer((socket) => socket.end()),
    rawServer(() => {}),
    // undici attaches what its parser could not read.
    rawServer((socket) => socket.write(`${got} ${sent}\r\n\r\n`)),
    rawServer((socket) =>
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n${got}`),
    ),
    rawServer((socket) => socket.write(`HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n${got}\r\n`)),
    rawServer((socket) => socket.write(`HTTP/1.1 200 OK\r\nX: ${got.repeat(4000)}\r\n\r\n`)),
    rawServer((socket) =>
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{"access_token":"${got}`),
    ),
    rawServer((socket) =>
      socket.write(answerText(JSON.stringify({ access_token: got, error_description: sent }))),
    ),
    rawServer((socket) => socket.write(answerText(got.repeat(100)))),
  ]);
  const proxy = await connectProxy({ to: 1, status: 407 });
  const urls = [
    ...ends.map(({ port }) => `http://127.0.0.1:${port}/token?token=${sent}`),
    "https://a.example.test/",
  ];
  urls.push(`http://127.0.0.1:${await freePort()}/token`, `https://127.0.0.1:${ends[0]?.port}/`);
  const env = { HTTPS_PROXY: `http://me:${password}@127.0.0.1:${proxy.port}` };
  const egress = egressWith({ extraCa: [testCa], env, trace });
  const headers = {
    authorization: `Basic ${Buffer.from(`id:${sent}`).toString("base64")}`,
    "content-type": "application/x-www-form-urlencoded",
  };
  const body = new URLSearchParams({ grant_type: "refresh_token", refresh_token: sent }).toString();
  const results = await Promise.allSettled(
    urls.map((url) => egress.send({ method: "POST", url, headers, body, deadlineMs: 300, maxBytes: 1024 })),
  );
  const errors = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  expect(errors.length).toBeGreaterThanOrEqual(9);
  expect(traces).toHaveLength(urls.length);
  const shown = [...errors.map(all), inspect(traces, { depth: 9 }), ...traces.flatMap(formatExchange)].join(
    "\n",
  );
  for (const canary of [sent, got, password]) {
    expect(shown).not.toContain(canary.slice(4, 20));
    expect(shown).not.toContain(Buffer.from(`id:${canary}`).toString("base64").slice(8));
    expect(shown).not.toContain(Buffer.from(`me:${canary}`).toString("base64").slice(8));
  }
});

test("a proxy variable that cannot be read is not quoted", async () => {
  const password = secret();
  for (const value of [
    `socks5://me:${password}@p:1`,
    `http://me:${password}@p:x`,
    `http://me:%${password}@p:1`,
  ]) {
    const egress = egressWith({ env: { HTTPS_PROXY: value } });
    const error = await egress
      .send({ method: "GET", url: "https://a.example.test/" })
      .catch((reason) => reason);
    expect(error).toMatchObject({ code: "invalid_option" });
    expect(all(error)).not.toContain(password);
  }
});

test("NODE_DEBUG prints no secret of the egress or of the listener", async () => {
  const canary = secret();
  const server = await httpServer((_request, response) => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ access_token: canary }));
  });
  const child = fileURLToPath(new URL("./child.ts", import.meta.url));
  const url = `http://127.0.0.1:${server.port}/token`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [child, "secrets", url, canary], {
    env: { NODE_DEBUG: "http,https,net,tls,stream,undici" },
  });
  expect(stdout.trim()).toBe("done");
  expect(stderr).toContain("UNDICI");
  expect(stderr).toContain("HTTP");
  expect(stderr).not.toContain(canary);
});
