import { execFile } from "node:child_process";
import { once } from "node:events";
import type net from "node:net";
import tls from "node:tls";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { freePort } from "../support/free-port.ts";
import {
  answerText,
  closeAll,
  connectProxy,
  egressWith,
  httpsServer,
  rawServer,
  rejection,
  testCa,
  testServerTls,
} from "./servers.ts";

afterEach(closeAll);

const ok = (_request: unknown, response: { end(text: string): unknown }) => response.end("{}");
const extraCa = [testCa];
const unreachable = (reason: string) =>
  expect.objectContaining({ code: "unreachable", sent: false, facts: expect.objectContaining({ reason }) });

describe("TLS", () => {
  test("a certificate of an authority that was added is trusted, by name and by address", async () => {
    const server = await httpsServer(ok);
    const egress = egressWith({ extraCa });
    for (const host of ["localhost", "127.0.0.1"]) {
      const answer = await egress.send({ method: "GET", url: `https://${host}:${server.port}/` });
      expect(answer.status).toBe(200);
    }
  });

  test("an unknown authority is not trusted: nothing is sent", async () => {
    const server = await httpsServer(() => expect.fail("got a request"));
    const error = await rejection(
      egressWith().send({ method: "GET", url: `https://localhost:${server.port}/` }),
    );
    expect(error).toEqual(unreachable("tls"));
  });

  test("a certificate for another name is not trusted", async () => {
    const server = await httpsServer(() => expect.fail("got a request"));
    const url = `https://other.localhost:${server.port}/`;
    const egress = egressWith({ extraCa });
    // Three times: a resumed TLS session is not checked for its name, so none of these may be kept.
    for (const _time of [1, 2, 3]) {
      const error = await rejection(egress.send({ method: "GET", url }));
      expect(error).toEqual(unreachable("tls"));
      expect(error).toMatchObject({ facts: { detail: "ERR_TLS_CERT_ALTNAME_INVALID" } });
    }
  });

  test("a server that does not speak TLS", async () => {
    const server = await rawServer((socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const url = `https://localhost:${server.port}/`;
    await expect(egressWith({ extraCa }).send({ method: "GET", url })).rejects.toEqual(
      unreachable("handshake"),
    );
  });

  test("a server that hangs up in the handshake", async () => {
    const server = await rawServer((socket) => socket.resetAndDestroy());
    const url = `https://localhost:${server.port}/`;
    await expect(egressWith({ extraCa }).send({ method: "GET", url })).rejects.toEqual(unreachable("reset"));
  });

  test("a server that never finishes the handshake", async () => {
    const server = await rawServer(() => {});
    const url = `https://localhost:${server.port}/`;
    await expect(egressWith({ extraCa }).send({ method: "GET", url, connectMs: 40 })).rejects.toEqual(
      unreachable("timeout"),
    );
    const [socket] = server.sockets;
    if (socket?.closed === false) await once(socket, "close");
  });

  test("a small POST is one TLS record, after beforeWrite", async () => {
    const chunks: string[] = [];
    const server = tls.createServer(testServerTls, (socket) =>
      socket
        .on("error", () => {})
        .on("data", (data) => {
          chunks.push(data.toString());
          socket.write(answerText("{}"));
        }),
    );
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `https://localhost:${(server.address() as net.AddressInfo).port}/`;
    const request = { method: "POST", url, body: "a=b", fresh: true } as const;
    const egress = egressWith({ extraCa });
    try {
      await egress.send({ ...request, beforeWrite: () => expect(chunks).toEqual([]) });
      expect(chunks).toEqual([expect.stringMatching(/^POST .*\r\n\r\na=b$/s)]);
      // The second connection resumes the TLS session.
      await egress.send(request);
      expect(chunks).toHaveLength(2);
      const beforeWrite = () => expect.fail("stop");
      await rejection(egress.send({ ...request, beforeWrite }));
      expect(chunks).toHaveLength(2);
    } finally {
      await egress.close();
      server.close();
    }
  });

  test("a reset after the request got no answer", async () => {
    const server = await httpsServer((request) => request.socket.destroy());
    const url = `https://localhost:${server.port}/`;
    const error = await rejection(egressWith({ extraCa }).send({ method: "POST", url, body: "a=b" }));
    expect(error).toMatchObject({ code: "no_answer", sent: true, facts: { reason: "reset" } });
  });

  const child = fileURLToPath(new URL("./child.ts", import.meta.url));
  const run = async (env: Record<string, string>, url: string) => {
    const { stdout } = await promisify(execFile)(process.execPath, [child, "get", url], { env });
    return stdout.trim();
  };

  test("NODE_EXTRA_CA_CERTS is honoured; NODE_TLS_REJECT_UNAUTHORIZED=0 is not", async () => {
    const server = await httpsServer(ok);
    const url = `https://localhost:${server.port}/`;
    const ca = fileURLToPath(new URL("./tls/test-ca.pem", import.meta.url));
    expect(await run({ NODE_EXTRA_CA_CERTS: ca }, url)).toBe("200");
    expect(await run({ NODE_TLS_REJECT_UNAUTHORIZED: "0" }, url)).toBe("unreachable tls false");
    expect(await run({ NODE_USE_SYSTEM_CA: "1" }, url)).toBe("unreachable tls false");
  });
});

describe("a proxy", () => {
  const url = "https://login.example.test/token";
  const post = { method: "POST", url, body: "a=b" } as const;
  const proxied = (port: number, more: Record<string, string> = {}) =>
    egressWith({ extraCa, env: { HTTPS_PROXY: `http://127.0.0.1:${port}`, ...more } });

  test("tunnels https, and the tunnel is kept", async () => {
    const hosts: unknown[] = [];
    const server = await httpsServer((request, response) => {
      hosts.push(request.headers.host, request.headers["proxy-authorization"]);
      response.end("{}");
    });
    const proxy = await connectProxy({ to: server.port });
    const egress = proxied(proxy.port);
    expect((await egress.send(post)).status).toBe(200);
    expect((await egress.send(post)).status).toBe(200);
    expect(proxy.seen).toEqual([{ authority: "login.example.test:443", authorization: undefined }]);
    await egress.send({ ...post, fresh: true });
    expect(proxy.seen).toHaveLength(2);
    expect(hosts).toEqual(Array(3).fill(["login.example.test", undefined]).flat());
    expect(proxy.plain).toEqual([]);
  });

  test("is told user name and password", async () => {
    const server = await httpsServer(ok);
    const proxy = await connectProxy({ to: server.port });
    const env = { HTTPS_PROXY: `http://me:p%40ss@127.0.0.1:${proxy.port}` };
    await egressWith({ extraCa, env }).send(post);
    const authorization = `Basic ${Buffer.from("me:p@ss").toString("base64")}`;
    expect(proxy.seen).toEqual([{ authority: "login.example.test:443", authorization }]);
  });

  test("may itself be spoken to over TLS", async () => {
    const server = await httpsServer(ok);
    const proxy = await connectProxy({ to: server.port, secure: true });
    const env = { HTTPS_PROXY: `https://localhost:${proxy.port}` };
    expect((await egressWith({ extraCa, env }).send(post)).status).toBe(200);
    expect(proxy.seen).toHaveLength(1);
    const error = await rejection(egressWith({ env }).send(post));
    expect(error).toEqual(unreachable("proxy_unreachable"));
  });

  test.each([403, 407, 502])("that refuses with %i: nothing was sent", async (status) => {
    const proxy = await connectProxy({ to: 1, status });
    const error = await rejection(proxied(proxy.port).send(post));
    expect(error).toEqual(unreachable("proxy"));
    expect(error).toMatchObject({ facts: { host: "login.example.test", status } });
  });

  test("that is not there, hangs up or speaks something else: nothing was sent", async () => {
    const hangsUp = await rawServer((socket) => socket.end());
    const other = await rawServer((socket) => socket.write("SSH-2.0-OpenSSH\r\n\r\n"));
    for (const port of [await freePort(), hangsUp.port, other.port]) {
      await expect(proxied(port).send(post)).rejects.toEqual(unreachable("proxy_unreachable"));
    }
    const env = { HTTPS_PROXY: "socks5://127.0.0.1:1" };
    await expect(egressWith({ env }).send(post)).rejects.toThrow(
      expect.objectContaining({ code: "invalid_option" }),
    );
  });

  test("that never answers: nothing was sent", async () => {
    const silent = await rawServer(() => {});
    await expect(proxied(silent.port).send({ ...post, connectMs: 40 })).rejects.toEqual(
      unreachable("timeout"),
    );
  });

  test("whose tunnel ends at a server that is not trusted", async () => {
    const server = await httpsServer(ok);
    const proxy = await connectProxy({ to: server.port });
    const env = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    await expect(egressWith({ env }).send(post)).rejects.toEqual(unreachable("tls"));
  });

  test("whose tunnel breaks after the request: no answer", async () => {
    const server = await httpsServer((request) => request.socket.destroy());
    const proxy = await connectProxy({ to: server.port });
    const error = await rejection(proxied(proxy.port).send(post));
    expect(error).toMatchObject({ code: "no_answer", sent: true });
  });

  test("is left out for what NO_PROXY names, and for this machine", async () => {
    const server = await httpsServer(ok);
    const proxy = await connectProxy({ to: server.port });
    const direct = egressWith({
      extraCa,
      env: { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`, NO_PROXY: ".example.test" },
      lookup: (_host, options, callback) =>
        options.all ? callback(null, [{ address: "127.0.0.1", family: 4 }]) : callback(null, "127.0.0.1", 4),
    });
    const there = `https://login.example.test:${server.port}/`;
    expect((await direct.send({ method: "GET", url: there })).status).toBe(200);
    const here = `https://localhost:${server.port}/`;
    expect((await proxied(proxy.port).send({ method: "GET", url: here })).status).toBe(200);
    const plain = await rawServer((socket) => socket.write(answerText("{}")));
    const http = proxied(proxy.port, { HTTP_PROXY: `http://127.0.0.1:${proxy.port}` });
    expect((await http.send({ method: "GET", url: `http://localhost:${plain.port}/` })).status).toBe(200);
    expect(proxy.seen).toEqual([]);
    expect(proxy.plain).toEqual([]);
  });
});
