import { afterAll, afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import {
  type CodeExchangeResult,
  exchangeCode,
  type StoredTokenResponse,
} from "../../src/login/exchange-code.ts";
import type { AuthMethod } from "../../src/model.ts";
import { oidc } from "../../src/providers/oidc.ts";
import { Secret } from "../../src/secret.ts";
import { openEgress } from "../../src/wire/egress.ts";
import { type Handler, type Loopback, openLoopback, sendJson } from "../providers/loopback.ts";

const opened: Loopback[] = [];
const egress = openEgress({ clock: systemClock, env: {} });
afterAll(() => egress.close());

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

async function open(handler: Handler): Promise<Loopback> {
  const server = await openLoopback(handler);
  opened.push(server);
  return server;
}

interface Sent {
  readonly form: URLSearchParams;
  readonly id: string | null;
  readonly secret: string | null;
  readonly method: AuthMethod;
}

/** A token endpoint that remembers what it got, read as RFC 6749 section 2.3.1 says. */
async function openTokenEndpoint(judge: (sent: Sent) => readonly [number, object]) {
  const sent: Sent[] = [];
  const server = await open((request, response, body) => {
    const form = new URLSearchParams(body);
    const basic = /^Basic (.*)$/.exec(request.headers.authorization ?? "")?.[1];
    const pair = basic === undefined ? [] : Buffer.from(basic, "base64").toString("latin1").split(":");
    const [id, secret] = pair.map((part) => new URLSearchParams(`v=${part}`).get("v"));
    const request_: Sent =
      basic === undefined
        ? {
            form,
            id: form.get("client_id"),
            secret: form.get("client_secret"),
            method: form.has("client_secret") ? "client_secret_post" : "none",
          }
        : { form, id: id ?? null, secret: secret ?? null, method: "client_secret_basic" };
    sent.push(request_);
    sendJson(response, ...judge(request_));
  });
  return { server, sent };
}

const secret = "a:b%41+c d/é&=\"'~!日";

interface Trial {
  readonly clientId?: string;
  readonly origin: string;
  readonly tokenAuthMethods?: readonly string[] | null;
  readonly authMethod?: AuthMethod | null;
  readonly secret?: Secret | null;
}

async function redeem(
  trial: Trial,
): Promise<Omit<CodeExchangeResult, "answer"> & { readonly answer: StoredTokenResponse }> {
  const { origin, tokenAuthMethods = null, authMethod = null } = trial;
  const redeemed = await exchangeCode({
    server: {
      issuer: origin,
      endpoints: { authorization: `${origin}/auth`, token: `${origin}/token` },
      tokenAuthMethods,
    },
    provider: oidc,
    client: {
      clientId: trial.clientId ?? "id of:é",
      secret: trial.secret === undefined ? Secret.of(secret) : trial.secret,
      authMethod,
    },
    code: "aPrx.x+y==",
    verifier: Secret.of("v".repeat(43)),
    redirectUri: "http://localhost:9355/callback",
    clock: systemClock,
    send: (request) => egress.send(request),
  });
  return { ...redeemed, answer: JSON.parse(redeemed.answer.expose()) };
}

const invalidClient = { error: "invalid_client" };

/** Accepts one method alone and refuses the others with a status. */
function accepts(method: AuthMethod, status = 401) {
  return (sent: Sent) =>
    sent.method === method ? ([200, { access_token: "at" }] as const) : ([status, invalidClient] as const);
}

describe("redeeming a code", () => {
  it.each(["client_secret_basic", "client_secret_post"] as const)(
    "carries odd ids and secrets by %s",
    async (authMethod) => {
      const { server, sent } = await openTokenEndpoint(accepts(authMethod));
      await redeem({ origin: server.origin, authMethod });
      expect(sent).toMatchObject([{ id: "id of:é", secret, method: authMethod }]);
      expect(Object.fromEntries(sent[0]?.form ?? [])).toMatchObject({
        grant_type: "authorization_code",
        code: "aPrx.x+y==",
        code_verifier: "v".repeat(43),
        redirect_uri: "http://localhost:9355/callback",
      });
    },
  );

  it("sends the id alone where there is no secret, and no second time", async () => {
    const { server, sent } = await openTokenEndpoint(() => [401, invalidClient]);
    expect((await redeem({ origin: server.origin, secret: null })).authMethod).toBe("none");
    expect(sent.map(({ id, method }) => [id, method])).toEqual([["id of:é", "none"]]);
  });

  it.each([
    [null, null, "client_secret_basic", ["client_secret_basic"]],
    [null, null, "client_secret_post", ["client_secret_basic", "client_secret_post"]],
    [["client_secret_post"], null, "client_secret_post", ["client_secret_post"]],
    [["client_secret_basic"], null, "client_secret_post", ["client_secret_basic"]],
    [["client_secret_post", "client_secret_basic"], null, "client_secret_post", ["client_secret_post"]],
    [
      ["client_secret_post", "client_secret_basic"],
      null,
      "client_secret_basic",
      ["client_secret_post", "client_secret_basic"],
    ],
    [null, "client_secret_post", "client_secret_basic", ["client_secret_post", "client_secret_basic"]],
    [["client_secret_basic"], "client_secret_post", "client_secret_basic", ["client_secret_post"]],
  ] as const)("with metadata %j, known as %s, at a server that takes %s, sends %j", async (...row) => {
    const [tokenAuthMethods, authMethod, accepted, methods] = row;
    for (const status of [400, 401]) {
      const { server, sent } = await openTokenEndpoint(accepts(accepted, status));
      const redeemed = await redeem({ origin: server.origin, tokenAuthMethods, authMethod });
      expect(sent.map(({ method }) => method)).toEqual(methods);
      const isAccepted = methods.some((method) => method === accepted);
      expect(redeemed.answer.status).toBe(isAccepted ? 200 : status);
      expect(redeemed.authMethod).toBe(isAccepted ? accepted : methods[0]);
    }
  });

  it.each([
    [400, { error: "invalid_grant" }],
    [400, { error: "invalid_request" }],
    [403, { error: "mfa_required" }],
    [500, {}],
    [200, { error: "something", access_token: "at" }],
  ] as const)("sends it once after %i %j", async (status, body) => {
    const { server, sent } = await openTokenEndpoint(() => [status, body]);
    expect((await redeem({ origin: server.origin })).answer).toMatchObject({
      status,
      body: JSON.stringify(body),
    });
    expect(sent).toHaveLength(1);
  });

  it.each([
    [403, { error: "unauthorized_client" }],
    [401, {}],
    [403, {}],
  ])("is sent by the other method after %i %j", async (status, body) => {
    const { server, sent } = await openTokenEndpoint(({ method }) =>
      method === "client_secret_basic" ? [status, body] : [200, { access_token: "at" }],
    );
    expect(await redeem({ origin: server.origin })).toMatchObject({ authMethod: "client_secret_post" });
    expect(sent).toHaveLength(2);
  });

  it.each([
    ["plain1", "plain2", "client_secret_basic"],
    ["app-1", "plain2", "client_secret_post"],
    ["plain1", "a-b_c", "client_secret_post"],
    ["plain1", "%", "client_secret_post"],
  ])("of the client %s with the secret %s prefers %s where both are listed", async (id, text, authMethod) => {
    const tokenAuthMethods = ["client_secret_basic", "client_secret_post"];
    const { server, sent } = await openTokenEndpoint(() => [200, { access_token: "at" }]);
    await redeem({ origin: server.origin, clientId: id, secret: Secret.of(text), tokenAuthMethods });
    expect(sent.map(({ method }) => method)).toEqual([authMethod]);
  });

  it("keeps the first refusal where the other method is not understood either", async () => {
    const { server } = await openTokenEndpoint(({ method }) =>
      method === "client_secret_basic" ? [401, invalidClient] : [400, { error: "invalid_request" }],
    );
    const { answer, authMethod } = await redeem({ origin: server.origin });
    expect([answer.body, authMethod]).toEqual([JSON.stringify(invalidClient), "client_secret_basic"]);
  });

  it("prefers the second refusal where that got past the client", async () => {
    const { server } = await openTokenEndpoint(({ method }) =>
      method === "client_secret_basic" ? [401, invalidClient] : [400, { error: "invalid_grant" }],
    );
    const { answer, authMethod } = await redeem({ origin: server.origin });
    expect([answer.body, authMethod]).toEqual(['{"error":"invalid_grant"}', "client_secret_post"]);
  });

  it.each([301, 302, 303, 307, 308])("does not follow a redirect (%i)", async (status) => {
    const other = await open((_request, response) => sendJson(response, 200, { access_token: "stolen" }));
    const server = await open((_request, response) => {
      response.writeHead(status, { location: `${other.origin}/token` }).end();
    });
    expect((await redeem({ origin: server.origin })).answer.status).toBe(status);
    expect(other.requests).toEqual([]);
  });

  it("says that nothing came back when the connection breaks", async () => {
    const broken = await open((request) => {
      request.socket.destroy();
    });
    await expect(redeem({ origin: broken.origin })).rejects.toMatchObject({ name: "WireError" });
    const cut = await open((request, response) => {
      response.writeHead(200, { "content-length": 1000 }).write("{");
      setImmediate(() => request.socket.destroy());
    });
    await expect(redeem({ origin: cut.origin })).rejects.toMatchObject({ name: "WireError", sent: true });
  });

  it("never goes out unencrypted, except on this machine", async () => {
    let sent = 0;
    const send: typeof egress.send = (request) => {
      sent += 1;
      return egress.send(request);
    };
    const wish = exchangeCode({
      server: {
        issuer: "http://a.example",
        endpoints: { authorization: "http://a.example", token: "http://a.example" },
      },
      provider: oidc,
      client: { clientId: "x", secret: null, authMethod: null },
      code: "x",
      verifier: Secret.of("v".repeat(43)),
      redirectUri: "http://localhost/",
      clock: systemClock,
      send,
    });
    await expect(wish).rejects.toMatchObject({ name: "InputError", code: "insecure_address" });
    expect(sent).toBe(0);
  });
});
