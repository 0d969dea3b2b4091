import { afterEach, describe, expect, it } from "vitest";
import { ClientAuthentication, type ClientBehaviour } from "../../src/model.ts";
import { introspectToken } from "../../src/oauth/introspection.ts";
import { revokeToken, type TokenQuestion } from "../../src/oauth/revocation.ts";
import { Secret } from "../../src/secret.ts";
import { type Handler, type Loopback, openLoopback, plainFetch } from "../providers/loopback.ts";

const opened: Loopback[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

describe("a question about a token", () => {
  async function question(handler: Handler): Promise<TokenQuestion> {
    const server = await openLoopback(handler);
    opened.push(server);
    const { origin } = server;
    const endpoints = {
      authorization: origin,
      token: origin,
      revocation: `${origin}/r`,
      introspection: `${origin}/i`,
    };
    const client = { clientId: "x", authentication: ClientAuthentication.of("none", null) };
    return {
      server: { issuer: origin, endpoints },
      client,
      token: Secret.of("t+/="),
      hint: "refresh_token",
      fetch: plainFetch,
    };
  }

  it("names the token, its kind and the client", async () => {
    let form = "";
    const asked = await question((_request, response, body) => {
      form = body;
      response.end();
    });
    expect(await revokeToken(asked)).toEqual({ kind: "revoked" });
    expect(Object.fromEntries(new URLSearchParams(form))).toEqual({
      token: "t+/=",
      token_type_hint: "refresh_token",
      client_id: "x",
    });
  });

  it.each([
    [503, { "retry-after": "120" }, 120],
    [503, { "retry-after": "Fri, 01 Jan 2027 00:01:00 GMT", date: "Fri, 01 Jan 2027 00:00:00 GMT" }, 60],
    [503, { "retry-after": "soon" }, null],
    [500, {}, null],
    [429, { "retry-after": "7" }, 7],
  ])("may be asked again after %i %j", async (status, headers, retryAfterSeconds) => {
    const asked = await question((_request, response) => {
      response.sendDate = false;
      response.writeHead(status, headers).end();
    });
    const result = { kind: "unreachable", reason: "unreadable", status, retryAfterSeconds };
    expect([await revokeToken(asked), await introspectToken(asked)]).toEqual([result, result]);
  });

  it.each([
    ["client_secret_post", "client_secret_basic", 401, '{"error":"invalid_client"}'],
    ["client_secret_basic", "client_secret_post", 403, ""],
  ] as const)("goes by %s, then by %s after %i %s", async (known, accepted, status, body) => {
    const seen: string[] = [];
    const asked = await question((request, response) => {
      const method = request.headers.authorization ? "client_secret_basic" : "client_secret_post";
      seen.push(method);
      response
        .writeHead(method === accepted ? 200 : status)
        .end(method === accepted ? '{"active":true}' : body);
    });
    const authentication = ClientAuthentication.of(known, Secret.of("a-b_c"));
    const client = { clientId: "x", authentication };
    expect(await revokeToken({ ...asked, client })).toEqual({ kind: "revoked" });
    expect(await introspectToken({ ...asked, client })).toMatchObject({ kind: "active" });
    expect(seen).toEqual([known, accepted, known, accepted]);
  });

  it("goes by the method that worked before, and drops it when only the usual one works", async () => {
    const seen: string[] = [];
    let accepted = "client_secret_post";
    const asked = await question((request, response) => {
      const method = request.headers.authorization ? "client_secret_basic" : "client_secret_post";
      seen.push(method === "client_secret_basic" ? "basic" : "post");
      response.writeHead(method === accepted ? 200 : 401).end(method === accepted ? '{"active":true}' : "");
    });
    const authentication = ClientAuthentication.of("client_secret_basic", Secret.of("a-b_c"));
    let behaviour: ClientBehaviour = { demandsScope: true };
    const ask = async (run: typeof revokeToken | typeof introspectToken): Promise<string> => {
      seen.length = 0;
      const client = { clientId: "x", authentication };
      const remember: TokenQuestion["remember"] = async (revise) => {
        behaviour = revise(behaviour);
      };
      await run({ ...asked, client, behaviour, remember });
      return seen.join(" ");
    };
    expect([await ask(revokeToken), await ask(revokeToken)]).toEqual(["basic post", "post"]);
    expect(behaviour).toEqual({ demandsScope: true, revocationMethod: "client_secret_post" });
    expect([await ask(introspectToken), await ask(introspectToken)]).toEqual(["basic post", "post"]);
    expect(behaviour).toEqual({
      demandsScope: true,
      revocationMethod: "client_secret_post",
      introspectionMethod: "client_secret_post",
    });
    accepted = "client_secret_basic";
    expect([await ask(revokeToken), await ask(revokeToken)]).toEqual(["post basic", "basic"]);
    expect(behaviour).toEqual({ demandsScope: true, introspectionMethod: "client_secret_post" });
    accepted = "none";
    expect(await ask(introspectToken)).toBe("post basic");
    expect(behaviour).toHaveProperty("introspectionMethod", "client_secret_post");
  });

  it("keeps the first refusal if both methods are refused, and does not repeat a refusal of the token", async () => {
    const refusals = [
      [401, '{"error":"invalid_client","error_description":"first"}'],
      [400, '{"error":"invalid_request"}'],
      [400, '{"error":"unsupported_token_type"}'],
    ] as const;
    let count = 0;
    const asked = await question((_request, response) => {
      const [status, body] = refusals[count] ?? [500, ""];
      count += 1;
      response.writeHead(status).end(body);
    });
    const client = {
      clientId: "x",
      authentication: ClientAuthentication.of("client_secret_basic", Secret.of("s")),
    };
    expect(await revokeToken({ ...asked, client })).toMatchObject({ said: "invalid_client: first" });
    expect(await revokeToken({ ...asked, client })).toMatchObject({ error: "unsupported_token_type" });
    expect(count).toBe(3);
  });

  it.each([
    [
      "application/json",
      '{"error":"unsupported_token_type","error_description":"no"}',
      "unsupported_token_type",
      "unsupported_token_type: no",
    ],
    [
      "text/plain",
      "error=invalid_token&error_description=gone+away",
      "invalid_token",
      "invalid_token: gone away",
    ],
    ["text/html", "<html>", "", "HTTP 400"],
  ])("may be refused in %s", async (...[type, body, error, said]) => {
    const asked = await question((_request, response) => {
      response.writeHead(400, { "content-type": type }).end(body);
    });
    expect(await revokeToken(asked)).toEqual({ kind: "refused", error, said });
  });

  it("may find nobody, or no address to ask at", async () => {
    const asked = await question(() => {});
    await Promise.all(opened.splice(0).map((server) => server.close()));
    expect(await revokeToken(asked)).toMatchObject({ kind: "unreachable", reason: "refused", status: null });
    const { authorization, token } = asked.server.endpoints;
    const without = { ...asked, server: { issuer: authorization, endpoints: { authorization, token } } };
    expect([await revokeToken(without), await introspectToken(without)]).toEqual([
      { kind: "unsupported" },
      { kind: "unsupported" },
    ]);
  });

  it.each([
    ['{"active":false}', { kind: "inactive" }],
    ['{"active":true}', { kind: "active", expiresAtMs: null, scope: null }],
    [
      '{"active":true,"exp":"1800000000","scope":"api"}',
      { kind: "active", expiresAtMs: 1_800_000_000_000, scope: "api" },
    ],
    ['{"active":true,"exp":"never"}', { kind: "active", expiresAtMs: null, scope: null }],
    [
      '{"active":"true"}',
      { kind: "unreachable", reason: "unreadable", status: 200, retryAfterSeconds: null },
    ],
    ["<html>", { kind: "unreachable", reason: "unreadable", status: 200, retryAfterSeconds: null }],
  ])("reads %s", async (body, result) => {
    const asked = await question((_request, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end(body);
    });
    expect(await introspectToken(asked)).toEqual(result);
  });
});
