import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { inspect } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { TokenwellError, WireError } from "../../src/errors.ts";
import { type GrantReading, readGrant } from "../../src/login/token-grant.ts";
import { oidc } from "../../src/providers/oidc.ts";
import type { Fetch } from "../../src/providers/provider.ts";
import { Secret } from "../../src/secret.ts";
import { plainFetch } from "../providers/loopback.ts";
import { closeAll, httpServer } from "../wire/servers.ts";

afterEach(closeAll);

const issuer = "https://login.example.com";
const nowMs = Date.UTC(2026, 9, 22, 12, 0, 0);
const nowSeconds = nowMs / 1000;
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const otherRsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
const jwks = {
  keys: [
    { ...rsa.publicKey.export({ format: "jwk" }), kid: "1", use: "sig" },
    { ...ec.publicKey.export({ format: "jwk" }), kid: "2", use: "sig" },
  ],
};
const canary = "canary-5Aep861-token";

const claims = {
  iss: issuer,
  sub: "alice",
  aud: "app",
  nonce: "n-0S6_WzA2Mj",
  iat: nowSeconds,
  exp: nowSeconds + 300,
};

type Claims = Readonly<Record<string, unknown>>;
type Header = Readonly<Record<string, unknown>>;

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function unsigned(payload: Claims, header: Header): string {
  return `${part(header)}.${part(payload)}`;
}

function rs256(payload: Claims, header: Header = {}, key: KeyObject = rsa.privateKey): string {
  const data = unsigned(payload, { alg: "RS256", kid: "1", ...header });
  return `${data}.${sign("sha256", Buffer.from(data), key).toString("base64url")}`;
}

function es256(payload: Claims): string {
  const data = unsigned(payload, { alg: "ES256", kid: "2" });
  return `${data}.${sign("sha256", Buffer.from(data), { key: ec.privateKey, dsaEncoding: "ieee-p1363" }).toString("base64url")}`;
}

function hs256(payload: Claims, key: string): string {
  const data = unsigned(payload, { alg: "HS256", kid: "1" });
  return `${data}.${createHmac("sha256", key).update(data).digest("base64url")}`;
}

const keys: Fetch = async () => Response.json(jwks);

interface Trial {
  readonly status?: number;
  readonly body?: string;
  readonly answer?: Readonly<Record<string, unknown>>;
  readonly reading?: Partial<GrantReading>;
}

function read({ status = 200, body, answer = {}, reading = {} }: Trial) {
  const whole = {
    access_token: "at",
    token_type: "Bearer",
    refresh_token: canary,
    id_token: rs256(claims),
    ...answer,
  };
  const endpoints = { authorization: `${issuer}/a`, token: `${issuer}/t`, jwks: `${issuer}/jwks` };
  return readGrant({
    server: { issuer, endpoints },
    provider: oidc,
    client: { clientId: "app" },
    answer: Secret.of(JSON.stringify({ status, body: body ?? JSON.stringify(whole), receivedAtMs: nowMs })),
    nonce: Secret.of(claims.nonce),
    scope: "openid offline_access",
    fetch: keys,
    ...reading,
  });
}

async function failure(trial: Trial): Promise<TokenwellError> {
  const error = await read(trial).catch((thrown: unknown) => thrown);
  if (!(error instanceof TokenwellError)) throw new Error(`no TokenwellError: ${inspect(error)}`);
  // Whatever was wrong: nothing of the answer may reach a log.
  const shown = inspect(error, { showHidden: true, depth: 9 }) + JSON.stringify(error) + error.stack;
  expect(shown).not.toContain(canary);
  expect(shown).not.toContain("eyJ");
  return error;
}

describe("a good answer", () => {
  it("is read whole, with secrets that do not print", async () => {
    const grant = await read({ answer: { expires_in: 3600, scope: " openid  offline_access " } });
    expect(grant).toMatchObject({
      tokenType: "Bearer",
      scope: "openid offline_access",
      expiresInSeconds: 3600,
      instanceUrl: null,
      receivedAtMs: nowMs,
      claims,
    });
    expect([grant.accessToken.expose(), grant.refreshToken?.expose()]).toEqual(["at", canary]);
    expect(inspect(grant)).not.toContain(canary);
  });

  it.each([
    ["scope is absent", {}, { scope: "openid offline_access" }],
    ["scope is empty", { scope: "" }, { scope: "openid offline_access" }],
    ["expires_in is a string", { expires_in: "7200" }, { expiresInSeconds: 7200 }],
    ["expires_in is absent", {}, { expiresInSeconds: null }],
    ["expires_in is nonsense", { expires_in: "soon" }, { expiresInSeconds: null }],
    ["expires_in is negative", { expires_in: -1 }, { expiresInSeconds: null }],
    ["the refresh token is null", { refresh_token: null }, { refreshToken: null }],
    ["the refresh token is empty", { refresh_token: "" }, { refreshToken: null }],
    ["the token type is in small letters", { token_type: "bearer" }, { tokenType: "Bearer" }],
    [
      "instance_url is an address",
      { instance_url: "https://acme.my.salesforce.com" },
      { instanceUrl: "https://acme.my.salesforce.com" },
    ],
    [
      "instance_url is not encrypted",
      { instance_url: "http://acme.my.salesforce.com" },
      { instanceUrl: null },
    ],
    ["instance_url is on this machine", { instance_url: "https://localhost" }, { instanceUrl: null }],
    ["instance_url is nonsense", { instance_url: "acme" }, { instanceUrl: null }],
    ["the ID token is signed with ES256", { id_token: es256(claims) }, { claims }],
    ["aud is a list of one", { id_token: rs256({ ...claims, aud: ["app"] }) }, { tokenType: "Bearer" }],
    [
      "aud is a list and azp names the client",
      { id_token: rs256({ ...claims, aud: ["app", "b"], azp: "app" }) },
      { tokenType: "Bearer" },
    ],
    [
      "it expired within the tolerance",
      { id_token: rs256({ ...claims, exp: nowSeconds - 30 }) },
      { tokenType: "Bearer" },
    ],
    [
      "there is no ID token, nor openid",
      { scope: "api", id_token: undefined },
      { claims: null, idToken: null },
    ],
  ])("is good where %s", async (_what, answer, wanted) => {
    expect(await read({ answer })).toMatchObject(wanted);
  });

  it("is good with status 201", async () => {
    expect(await read({ status: 201 })).toMatchObject({ tokenType: "Bearer" });
  });
});

describe("an ID token", () => {
  const publicPem = rsa.publicKey.export({ type: "spki", format: "pem" }).toString();
  const [header, payload] = rs256(claims).split(".");
  it.each([
    ["alg none", `${unsigned(claims, { alg: "none" })}.`, "alg"],
    ["alg None", `${unsigned(claims, { alg: "None" })}.`, "alg"],
    ["HS256 with the public key", hs256(claims, publicPem), "alg"],
    ["HS256 with the client secret", hs256(claims, "s3cret"), "alg"],
    ["another key", rs256(claims, {}, otherRsa.privateKey), "signature"],
    ["a key that the issuer does not have", rs256(claims, { kid: "9" }), "signature"],
    [
      "a key of its own header",
      rs256(
        claims,
        { kid: undefined, jwk: otherRsa.publicKey.export({ format: "jwk" }) },
        otherRsa.privateKey,
      ),
      "signature",
    ],
    [
      "a changed payload",
      rs256(claims).replace(payload ?? "", part({ ...claims, sub: "mallory" })),
      "signature",
    ],
    ["no signature", `${header}.${payload}.`, "signature"],
    ["crit", rs256(claims, { crit: ["x"] }), "crit"],
    ["another issuer", rs256({ ...claims, iss: "https://evil.example" }), "iss"],
    ["the issuer with a slash", rs256({ ...claims, iss: `${issuer}/` }), "iss"],
    ["another audience", rs256({ ...claims, aud: "other" }), "aud"],
    ["no audience of ours", rs256({ ...claims, aud: ["other"] }), "aud"],
    ["more audiences and no azp", rs256({ ...claims, aud: ["app", "b"] }), "aud"],
    ["more audiences and a wrong azp", rs256({ ...claims, aud: ["app", "b"], azp: "b" }), "azp"],
    ["a wrong azp", rs256({ ...claims, azp: "b" }), "azp"],
    ["an expiry long ago", rs256({ ...claims, exp: nowSeconds - 61 }), "exp"],
    ["a start in the future", rs256({ ...claims, nbf: nowSeconds + 600 }), "nbf"],
    ["another nonce", rs256({ ...claims, nonce: "x" }), "nonce"],
    ["no nonce", rs256({ ...claims, nonce: undefined }), "nonce"],
    ["no expiry", rs256({ ...claims, exp: undefined }), "exp"],
    ["no subject", rs256({ ...claims, sub: undefined }), "sub"],
    ["a subject that is no string", rs256({ ...claims, sub: 7 }), "sub"],
    ["no form at all", "hello", "format"],
    ["five parts", "a.b.c.d.e", "format"],
  ])("with %s is not trusted", async (_what, idToken, detail) => {
    expect(await failure({ answer: { id_token: idToken } })).toMatchObject({
      name: "ProviderError",
      code: "bad_token_answer",
      facts: { what: "trust.id_token", detail, provider: "login.example.com" },
    });
  });

  it("must fit also where nobody asked for it", async () => {
    const answer = { scope: "api", id_token: rs256({ ...claims, nonce: "x" }) };
    expect((await failure({ answer })).facts).toMatchObject({ detail: "nonce" });
  });

  it("may be missing where openid was granted by a server that publishes no keys", async () => {
    const endpoints = { authorization: issuer, token: issuer };
    const grant = await read({
      answer: { id_token: undefined, scope: "openid" },
      reading: { server: { issuer, endpoints } },
    });
    expect(grant).toMatchObject({ claims: null, scope: "openid" });
  });

  it("must be there where openid was granted", async () => {
    expect((await failure({ answer: { id_token: undefined } })).facts).toMatchObject({ detail: "missing" });
    expect((await failure({ answer: { id_token: null, scope: "openid" } })).facts).toMatchObject({
      detail: "missing",
    });
  });

  it("may use only what the metadata lists and is safe", async () => {
    const endpoints = { authorization: issuer, token: issuer, jwks: `${issuer}/jwks` };
    const only = (...idTokenAlgorithms: string[]) => ({
      reading: { server: { issuer, endpoints, idTokenAlgorithms } },
    });
    expect((await failure(only("ES256"))).facts).toMatchObject({ detail: "alg" });
    const hmac = { answer: { id_token: hs256(claims, "s3cret") } };
    expect((await failure({ ...only("HS256", "none"), ...hmac })).facts).toMatchObject({ detail: "alg" });
    expect((await read(only("RS256"))).claims).toEqual(claims);
  });

  it("needs the issuer's keys", async () => {
    const endpoints = { authorization: issuer, token: issuer };
    expect((await failure({ reading: { server: { issuer, endpoints } } })).facts).toMatchObject({
      detail: "no keys",
    });
    for (const keySet of [
      new Response("", { status: 404 }),
      new Response("<html>"),
      Response.json({ keys: 1 }),
      Response.json({ keys: [] }),
    ]) {
      expect((await failure({ reading: { fetch: async () => keySet } })).code).toBe("bad_token_answer");
    }
  });

  it("is verified with keys behind a redirect of the same origin", async () => {
    const { port: otherPort } = await httpServer((_request, response) => response.end(JSON.stringify(jwks)));
    const { port } = await httpServer((request, response) => {
      const target = { "/jwks": "/jwks/", "/away": `http://127.0.0.1:${otherPort}/`, "/loop": "/loop" };
      const location = target[request.url as keyof typeof target];
      if (location === undefined) response.end(JSON.stringify(jwks));
      else response.writeHead(301, { location }).end();
    });
    const from = (path: string): Trial => {
      const endpoints = { authorization: issuer, token: issuer, jwks: `http://127.0.0.1:${port}${path}` };
      return { reading: { server: { issuer, endpoints }, fetch: plainFetch } };
    };
    expect((await read(from("/jwks"))).claims).toEqual(claims);
    expect((await failure(from("/away"))).facts).toMatchObject({ detail: "no keys" });
    expect(await failure(from("/loop"))).toMatchObject({ code: "too_many_redirects" });
  });

  it("is judged later where the keys cannot be fetched now", async () => {
    const down: Fetch = async () => {
      throw new WireError("unreachable", false, { host: "login.example.com", reason: "refused" });
    };
    expect(await failure({ reading: { fetch: down } })).toMatchObject({
      name: "WireError",
      code: "unreachable",
    });
    const busy: Fetch = async () => new Response("", { status: 503 });
    expect(await failure({ reading: { fetch: busy } })).toMatchObject({
      name: "WireError",
      code: "no_answer",
    });
  });
});

describe("an answer that is none", () => {
  it.each([
    ["HTML", "<html>"],
    ["nothing", ""],
    ["a list", "[]"],
    ["null", "null"],
    ["no access token", JSON.stringify({ token_type: "Bearer", refresh_token: canary })],
    [
      "an empty access token",
      JSON.stringify({ access_token: "", token_type: "Bearer", refresh_token: canary }),
    ],
    ["an access token that is no string", JSON.stringify({ access_token: 7, token_type: "Bearer" })],
    ["a prototype", '{"__proto__":{"access_token":"at","token_type":"Bearer"}}'],
  ])("is not trusted: %s", async (_what, body) => {
    expect(await failure({ body })).toMatchObject({
      code: "bad_token_answer",
      facts: { what: "trust.not_an_answer" },
    });
  });

  it.each(["DPoP", "mac", "N_A"])("is not trusted with the token type %s", async (type) => {
    const error = await failure({ answer: { token_type: type } });
    expect(error.facts).toMatchObject({ what: "trust.token_type", type });
  });

  it("may be a stored text that is damaged", async () => {
    expect((await failure({ reading: { answer: Secret.of("{") } })).facts).toMatchObject({
      what: "trust.not_an_answer",
    });
  });
});

describe("a refusal", () => {
  it.each([
    [401, '{"error":"invalid_client"}', "wrong_secret", "invalid_client"],
    [
      400,
      '{"error":"invalid_client","error_description":"invalid client credentials"}',
      "wrong_secret",
      "invalid_client: invalid client credentials",
    ],
    [
      403,
      '{"error":"unauthorized_client","error_description":"x"}',
      "wrong_secret",
      "unauthorized_client: x",
    ],
    [401, "", "wrong_secret", "HTTP 401"],
    [
      400,
      '{"error":"invalid_grant","error_description":"expired authorization code"}',
      "code_expired",
      "invalid_grant: expired authorization code",
    ],
    [403, '{"error":"invalid_grant"}', "code_expired", "invalid_grant"],
    [400, '{"error":"invalid_scope"}', "token_refused", "invalid_scope"],
    [200, '{"error":"bad_verification_code"}', "token_refused", "bad_verification_code"],
    [400, "error=invalid_request&error_description=no+way", "token_refused", "invalid_request: no way"],
    [500, "<html>", "token_refused", "HTTP 500"],
    [302, "", "token_refused", "HTTP 302"],
    [400, '{"error":7}', "token_refused", "HTTP 400"],
  ])("%i %s is %s", async (...[status, body, code, said]) => {
    expect(await failure({ status, body })).toMatchObject({
      name: "ProviderError",
      code,
      facts: { said, status },
    });
  });

  it("is quoted in one clean line of at most 200 characters", async () => {
    const description = `\u001b[31mred\r\n${"x".repeat(500)}`;
    const body = JSON.stringify({ error: "server_error", error_description: description });
    const said = String((await failure({ status: 400, body })).facts.said);
    expect(said).toMatch(/^server_error: \[31mred x+…$/);
    expect(said).toHaveLength(200);
  });

  it("is not read out of a response with a token", async () => {
    const body = JSON.stringify({ error: "x", access_token: "at", token_type: "Bearer" });
    expect(await read({ body, reading: { scope: "api" } })).toMatchObject({ tokenType: "Bearer" });
  });
});
