import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { TokenwellError } from "../../src/errors.ts";
import { exchangeCode } from "../../src/login/exchange-code.ts";
import { readGrant, type TokenGrant } from "../../src/login/token-grant.ts";
import type { AuthMethod } from "../../src/model.ts";
import { ClientAuthentication } from "../../src/model.ts";
import {
  type AuthorizationRequest,
  createAuthorizationRequest,
} from "../../src/oauth/authorization-request.ts";
import { readCallback } from "../../src/oauth/callback.ts";
import { introspectToken } from "../../src/oauth/introspection.ts";
import { discover } from "../../src/oauth/metadata.ts";
import { revokeToken } from "../../src/oauth/revocation.ts";
import { identify } from "../../src/oauth/userinfo.ts";
import { oidc } from "../../src/providers/oidc.ts";
import type { ServerMetadata } from "../../src/providers/provider.ts";
import { Secret } from "../../src/secret.ts";
import { openEgress } from "../../src/wire/egress.ts";
import { plainFetch } from "../providers/loopback.ts";
import { openProvider, type Provider } from "./stranger.ts";

const redirectUri = "http://localhost:9355/callback";
// oidc-provider takes visible ASCII only; exchange-code.test.ts has the rest.
const oddSecret = "a:b%41+c d/&=\"'~!";
const registration = {
  redirect_uris: [redirectUri],
  grant_types: ["authorization_code", "refresh_token"],
  response_types: ["code"],
  application_type: "native",
};
const clients = [
  { ...registration, client_id: "public", token_endpoint_auth_method: "none" },
  {
    ...registration,
    client_id: "basic",
    client_secret: "s3cret",
    token_endpoint_auth_method: "client_secret_basic",
  },
  {
    ...registration,
    client_id: "post",
    client_secret: "s3cret",
    token_endpoint_auth_method: "client_secret_post",
  },
];

interface App {
  readonly clientId: string;
  readonly secret: Secret | null;
  readonly authMethod: AuthMethod | null;
}

const publicApp: App = { clientId: "public", secret: null, authMethod: null };
const basicApp: App = { clientId: "basic", secret: Secret.of("s3cret"), authMethod: null };
const postApp: App = { clientId: "post", secret: Secret.of("s3cret"), authMethod: null };

let provider: Provider;
let server: ServerMetadata;

beforeAll(async () => {
  provider = await openProvider({ clients });
  server = await discover(provider.issuer, plainFetch);
});

const egress = openEgress({ clock: systemClock, env: {} });

afterAll(async () => {
  await egress.close();
  await provider.close();
});

afterEach(() => {
  vi.useRealTimers();
  provider.tokenRequests.length = 0;
});

interface Approved {
  readonly request: AuthorizationRequest;
  readonly code: string;
}

async function approve(app: App, at = provider, known = server): Promise<Approved> {
  const request = await createAuthorizationRequest({
    server: known,
    provider: oidc,
    client: app,
    redirectUri,
  });
  const address = await at.approve(request.url);
  const result = readCallback(address, {
    state: request.state,
    issuer: known.issuer,
    issRequired: known.issParameter,
    redirectUri,
    authorizationUrl: request.url,
  });
  if (result.kind !== "code") throw new Error(`${result.kind} ${result.code} ${address}`);
  return { request, code: result.code };
}

function redeem(app: App, { request, code }: Approved, known = server) {
  const { verifier } = request;
  return exchangeCode({
    server: known,
    provider: oidc,
    client: app,
    code,
    verifier,
    redirectUri,
    clock: systemClock,
    send: (request) => egress.send(request),
  });
}

function read(app: App, { request }: Approved, answer: Secret, known = server): Promise<TokenGrant> {
  const { nonce, scope } = request;
  return readGrant({
    server: known,
    provider: oidc,
    client: app,
    answer,
    nonce,
    scope,
    fetch: plainFetch,
  });
}

async function failure(work: Promise<unknown>): Promise<TokenwellError> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (error instanceof TokenwellError) return error;
  throw new Error(`no TokenwellError: ${String(error)}`);
}

describe("an authorization request", () => {
  it("asks with PKCE, state and nonce, and for offline access with consent", async () => {
    const request = await createAuthorizationRequest({
      server,
      provider: oidc,
      client: publicApp,
      redirectUri,
      audience: "https://api.example",
    });
    const parameters = Object.fromEntries(new URL(request.url).searchParams);
    expect(parameters).toEqual({
      response_type: "code",
      client_id: "public",
      redirect_uri: redirectUri,
      scope: "openid profile email offline_access",
      audience: "https://api.example",
      prompt: "consent",
      state: request.state,
      nonce: request.nonce.expose(),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: "S256",
    });
    expect(JSON.stringify(request)).not.toContain(request.verifier.expose());
  });

  it.each([
    ["", false],
    ["openid api", true],
    ["api offline_access", false],
  ])(
    "with the scope '%s' has a nonce: %s, which oidc-provider refuses without openid",
    async (scope, has) => {
      const [known, isPlainOAuth] = [server, scope === ""];
      const options = { provider: oidc, client: publicApp, redirectUri, scope };
      const request = await createAuthorizationRequest({ ...options, server: { ...known, isPlainOAuth } });
      expect(new URL(request.url).searchParams.has("nonce")).toBe(has);
      const answer = await fetch(request.url, { redirect: "manual" });
      expect(answer.headers.get("location")).not.toContain("nonce");
    },
  );

  it("uses PKCE also where nothing promises it, and keeps the endpoint's own query", async () => {
    const silent = {
      ...server,
      codeChallengeMethods: null,
      endpoints: { ...server.endpoints, authorization: "https://a.example/auth?tenant=x y#part" },
    };
    const { url } = await createAuthorizationRequest({
      server: silent,
      provider: oidc,
      client: publicApp,
      redirectUri,
      scope: "api",
    });
    const { searchParams, hash } = new URL(url);
    expect(searchParams.get("code_challenge_method")).toBe("S256");
    expect([searchParams.get("tenant"), searchParams.get("scope"), searchParams.get("prompt"), hash]).toEqual(
      ["x y", "api", null, ""],
    );
  });

  it("never repeats a verifier, state or nonce, in 10,000 requests", async () => {
    const seen = new Set<string>();
    for (let count = 0; count < 10_000; count += 1) {
      const request = await createAuthorizationRequest({
        server,
        provider: oidc,
        client: publicApp,
        redirectUri,
      });
      const verifier = request.verifier.expose();
      if (count === 0) expect(verifier).toMatch(/^[\w.~-]{43,128}$/);
      seen.add(verifier).add(request.state).add(request.nonce.expose());
    }
    expect(seen.size).toBe(30_000);
  });
});

describe("a login at oidc-provider", () => {
  it.each([
    ["public", publicApp, ["none"]],
    ["basic", basicApp, ["client_secret_basic"]],
    // oidc-provider takes either method from either client.
    ["post, by the default", postApp, ["client_secret_basic"]],
    ["post, known", { ...postApp, authMethod: "client_secret_post" as const }, ["client_secret_post"]],
  ])("works for a client that is %s", async (_name, app, methods) => {
    const approved = await approve(app);
    const redeemed = await redeem(app, approved);
    expect(redeemed.authMethod).toBe(methods.at(-1));
    expect(provider.tokenRequests.map(({ body, authorization }) => methodOf(body, authorization))).toEqual(
      methods,
    );
    const grant = await read(app, approved, redeemed.answer);
    expect(grant).toMatchObject({
      tokenType: "Bearer",
      scope: "openid profile email offline_access",
      expiresInSeconds: 600,
      instanceUrl: null,
    });
    expect(grant.claims).toMatchObject({ sub: "alice", iss: provider.issuer });
    expect(grant.refreshToken?.expose()).toMatch(/^[\w-]{40,}$/);
    expect(grant.idToken?.expose().split(".")).toHaveLength(3);
    expect(Math.abs(grant.receivedAtMs - Date.now())).toBeLessThan(60_000);
  });

  function methodOf(body: URLSearchParams, authorization: string | null): AuthMethod {
    if (body.has("client_secret")) return "client_secret_post";
    return authorization === null ? "none" : "client_secret_basic";
  }

  it("can be finished later by another process, from what was stored", async () => {
    const approved = await approve(publicApp);
    const { answer } = await redeem(publicApp, approved);
    const stored = answer.expose();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 86_400_000 });
    // A stored client knows issuer and endpoints, and nothing else of the metadata.
    const { issuer, endpoints } = server;
    const grant = await readGrant({
      server: { issuer, endpoints },
      provider: oidc,
      client: publicApp,
      answer: Secret.of(stored),
      nonce: Secret.of(approved.request.nonce.expose()),
      scope: approved.request.scope,
      fetch: plainFetch,
    });
    expect(grant.claims?.sub).toBe("alice");
  });

  it("names the account by userinfo where the ID token does not", async () => {
    const wish = { server: { ...server, scopes: null }, provider: oidc, client: publicApp, redirectUri };
    const request = await createAuthorizationRequest({ ...wish, scope: "openid email offline_access" });
    const address = await provider.approve(request.url);
    const code = new URL(address).searchParams.get("code") ?? "";
    const { answer } = await redeem(publicApp, { request, code });
    const grant = await read(publicApp, { request, code }, answer);
    const { accessToken, claims } = grant;
    const known = { server, provider: oidc, client: publicApp, fetch: plainFetch };
    const question = { ...known, accessToken, answer: { claims, id: null } };
    expect(await identify(question)).toEqual({ subject: "alice", account: "alice@acme.example" });
    expect(await identify({ ...question, accessToken: Secret.of("wrong") })).toEqual({
      subject: "alice",
      account: "alice",
    });
    expect(await identify({ ...question, answer: { claims: null, id: null } })).toEqual({
      subject: null,
      account: null,
    });
    const named = {
      ...question,
      answer: { claims: { sub: "alice", email: "a@b.example" }, id: null },
      accessToken: Secret.of("wrong"),
    };
    expect(await identify(named)).toEqual({ subject: "alice", account: "a@b.example" });
    const other = { ...question, answer: { claims: { sub: "bob" }, id: null } };
    expect(await identify(other)).toEqual({ subject: "bob", account: "bob" });
  });

  it("ends with revocation, as introspection shows", async () => {
    const approved = await approve(basicApp);
    const grant = await read(basicApp, approved, (await redeem(basicApp, approved)).answer);
    const token = grant.refreshToken ?? Secret.of("");
    const withSecret = (secret: Secret | null) => ({
      clientId: basicApp.clientId,
      authentication: ClientAuthentication.of("client_secret_basic", secret),
    });
    const client = withSecret(basicApp.secret);
    const question = { server, client, token, hint: "refresh_token" as const, fetch: plainFetch };
    const before = await introspectToken(question);
    expect(before).toMatchObject({ kind: "active", scope: "openid profile email offline_access" });
    expect(before.kind === "active" && (before.expiresAtMs ?? 0) > Date.now()).toBe(true);
    expect(await revokeToken(question)).toEqual({ kind: "revoked" });
    expect(await introspectToken(question)).toEqual({ kind: "inactive" });
    const wrong = { ...question, client: withSecret(Secret.of("wrong")) };
    expect(await revokeToken(wrong)).toMatchObject({ kind: "refused", error: "invalid_client" });
  });
});

describe("a secret with characters that mean something elsewhere", () => {
  it("comes through Basic, form-encoded first", async () => {
    const odd = {
      ...registration,
      client_id: "id:with %",
      client_secret: oddSecret,
      token_endpoint_auth_method: "client_secret_basic",
    };
    const other = await openProvider({ clients: [odd] });
    try {
      const tokenAuthMethods = ["client_secret_basic"];
      const known = { ...(await discover(other.issuer, plainFetch)), tokenAuthMethods };
      const app: App = { clientId: odd.client_id, secret: Secret.of(oddSecret), authMethod: null };
      const approved = await approve(app, other, known);
      const { answer, authMethod } = await redeem(app, approved, known);
      expect(authMethod).toBe("client_secret_basic");
      expect((await read(app, approved, answer, known)).refreshToken).not.toBeNull();
      expect(other.tokenRequests).toHaveLength(1);
    } finally {
      await other.close();
    }
  });
});

describe("a wrong secret", () => {
  const wrong: App = { ...basicApp, secret: Secret.of("wrong") };

  it.each([
    ["both methods", ["client_secret_basic", "client_secret_post", "none"], 2],
    ["nothing", null, 2],
    ["Basic alone", ["client_secret_basic"], 1],
    ["post alone", ["client_secret_post"], 1],
    ["neither", ["private_key_jwt"], 1],
  ])("is tried as often as metadata that lists %s allows", async (_name, tokenAuthMethods, times) => {
    const approved = await approve(wrong);
    const { answer } = await redeem(wrong, approved, { ...server, tokenAuthMethods });
    expect(provider.tokenRequests).toHaveLength(times);
    const error = await failure(read(wrong, approved, answer));
    expect(error).toMatchObject({ name: "ProviderError", code: "wrong_secret" });
    expect(error.facts.said).toMatch(/^invalid_client/);
    // A server looks at the client before the code, so the code is still good.
    const right = await redeem(basicApp, approved);
    expect((await read(basicApp, approved, right.answer)).refreshToken).not.toBeNull();
  });
});

describe("a code", () => {
  it("that was used before has expired", async () => {
    const approved = await approve(basicApp);
    await redeem(basicApp, approved);
    const { answer } = await redeem(basicApp, approved);
    expect(provider.tokenRequests).toHaveLength(2);
    expect(await failure(read(basicApp, approved, answer))).toMatchObject({ code: "code_expired" });
  });

  it("that is too old has expired", async () => {
    const approved = await approve(publicApp);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 120_000 });
    const { answer } = await redeem(publicApp, approved);
    expect(await failure(read(publicApp, approved, answer))).toMatchObject({
      code: "code_expired",
      facts: { error: "invalid_grant" },
    });
  });

  it("is bound to its verifier", async () => {
    const approved = await approve(publicApp);
    const other = await createAuthorizationRequest({
      server,
      provider: oidc,
      client: publicApp,
      redirectUri,
    });
    const { answer } = await redeem(publicApp, { ...approved, request: other });
    expect(await failure(read(publicApp, approved, answer))).toMatchObject({ code: "code_expired" });
  });

  it("does not bring a grant to another login: the nonce tells", async () => {
    const approved = await approve(publicApp);
    const { answer } = await redeem(publicApp, approved);
    const nonce = Secret.of("another nonce");
    const error = await failure(
      read(publicApp, { ...approved, request: { ...approved.request, nonce } }, answer),
    );
    expect(error).toMatchObject({
      code: "bad_token_answer",
      facts: { what: "trust.id_token", detail: "nonce" },
    });
  });
});
