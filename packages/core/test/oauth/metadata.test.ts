import { afterEach, describe, expect, it } from "vitest";
import { TokenwellError, WireError } from "../../src/errors.ts";
import { discover } from "../../src/oauth/metadata.ts";
import type { Fetch } from "../../src/providers/provider.ts";
import { type Loopback, openLoopback, plainFetch, sendJson } from "../providers/loopback.ts";

const oidcPath = "/.well-known/openid-configuration";
const oauthPath = "/.well-known/oauth-authorization-server";

const opened: Loopback[] = [];

afterEach(async () => {
  await Promise.all(opened.splice(0).map((server) => server.close()));
});

type Documents = Readonly<Record<string, (origin: string) => unknown>>;

/** A server that has a document at each of some paths, and 404 elsewhere. */
async function serve(documents: Documents): Promise<Loopback> {
  const server = await openLoopback((request, response) => {
    const document = documents[request.url ?? ""];
    if (document) sendJson(response, 200, document(server.origin));
    else response.writeHead(404).end("not here");
  });
  opened.push(server);
  return server;
}

async function serveText(status: number, headers: Record<string, string>, body: string): Promise<Loopback> {
  const server = await openLoopback((_request, response) => {
    response.writeHead(status, headers).end(body);
  });
  opened.push(server);
  return server;
}

function metadata(path = "", more: Readonly<Record<string, unknown>> = {}) {
  return (origin: string) => ({
    issuer: origin + path,
    authorization_endpoint: `${origin}/auth`,
    token_endpoint: `${origin}/token`,
    ...more,
  });
}

/** Fetch that answers for any host, without a network. */
function answering(documents: Readonly<Record<string, unknown>>): Fetch & { readonly asked: string[] } {
  const asked: string[] = [];
  const fetch: Fetch = async (url) => {
    asked.push(url);
    const document = documents[url];
    return document === undefined ? new Response("", { status: 404 }) : Response.json(document);
  };
  return Object.assign(fetch, { asked });
}

async function failure(typed: string, fetch: Fetch = plainFetch): Promise<TokenwellError> {
  const error = await discover(typed, fetch).catch((thrown: unknown) => thrown);
  if (error instanceof TokenwellError) return error;
  throw new Error(`no TokenwellError: ${String(error)}`);
}

describe("discovery", () => {
  it("reads what an OpenID provider says of itself", async () => {
    const all = {
      revocation_endpoint: "http://localhost/revoke",
      introspection_endpoint: "http://localhost/introspect",
      userinfo_endpoint: "http://localhost/me",
      jwks_uri: "http://localhost/jwks",
      token_endpoint_auth_methods_supported: ["client_secret_post", 7],
      code_challenge_methods_supported: ["S256"],
      scopes_supported: ["openid", "email"],
      id_token_signing_alg_values_supported: ["ES256"],
      authorization_response_iss_parameter_supported: true,
      end_session_endpoint: "http://localhost/logout",
      registration_endpoint: "http://localhost/register",
      client_id_metadata_document_supported: true,
    };
    const { origin } = await serve({ [oidcPath]: metadata("", all) });
    expect(await discover(origin, plainFetch)).toEqual({
      issuer: origin,
      endpoints: {
        authorization: `${origin}/auth`,
        token: `${origin}/token`,
        revocation: "http://localhost/revoke",
        introspection: "http://localhost/introspect",
        userinfo: "http://localhost/me",
        jwks: "http://localhost/jwks",
      },
      tokenAuthMethods: ["client_secret_post"],
      codeChallengeMethods: ["S256"],
      scopes: ["openid", "email"],
      idTokenAlgorithms: ["ES256"],
      issParameter: true,
      endSessionEndpoint: "http://localhost/logout",
      registrationEndpoint: "http://localhost/register",
      acceptsClientMetadata: true,
    });
  });

  it.each(["http://idp.example/logout", "javascript:alert(1)", "logout", 7])(
    "leaves out %j as the address of a logout",
    async (endSession) => {
      const { origin } = await serve({ [oidcPath]: metadata("", { end_session_endpoint: endSession }) });
      expect((await discover(origin, plainFetch)).endSessionEndpoint).toBeNull();
    },
  );

  it("says null for what the metadata leaves out", async () => {
    const { origin } = await serve({ [oidcPath]: metadata() });
    expect(await discover(origin, plainFetch)).toMatchObject({
      tokenAuthMethods: null,
      codeChallengeMethods: null,
      scopes: null,
      idTokenAlgorithms: null,
      issParameter: false,
      endSessionEndpoint: null,
      registrationEndpoint: null,
      acceptsClientMetadata: false,
    });
  });

  it("asks behind the path first (OpenID), then before it (RFC 8414)", async () => {
    const server = await serve({ [`${oauthPath}/realms/acme`]: metadata("/realms/acme") });
    const found = await discover(`${server.origin}/realms/acme`, plainFetch);
    expect(found.issuer).toBe(`${server.origin}/realms/acme`);
    expect(server.requests).toEqual([`GET /realms/acme${oidcPath}`, `GET ${oauthPath}/realms/acme`]);
  });

  it.each(["HTML", "a redirect"])("tries RFC 8414 also after %s", async (kind) => {
    const server = await openLoopback((request, response) => {
      if (request.url === oauthPath) sendJson(response, 200, metadata()(server.origin));
      else if (kind === "HTML") response.end("<html>an app</html>");
      else response.writeHead(302, { location: "/login" }).end();
    });
    opened.push(server);
    expect((await discover(server.origin, plainFetch)).issuer).toBe(server.origin);
  });

  it("does not trust members of a prototype", async () => {
    const text = '{"__proto__":{"issuer":"x","authorization_endpoint":"https://a.example"}}';
    const { origin } = await serveText(200, { "content-type": "application/json" }, text);
    expect(await failure(origin)).toMatchObject({
      code: "metadata_incomplete",
      facts: { endpoint: "issuer" },
    });
  });
});

describe("what a person types", () => {
  const issuer = "https://acme.example";
  const document = (name: string) => ({
    issuer: name,
    authorization_endpoint: `${issuer}/a`,
    token_endpoint: `${issuer}/t`,
  });

  it.each([
    ["acme.example", issuer],
    ["acme.example/", issuer],
    [" https://acme.example \n", issuer],
    ["<https://acme.example>", issuer],
    ["HTTPS://ACME.example:443", issuer],
    ["https://acme.example", `${issuer}/`],
    ["https://acme.example/", `${issuer}/`],
    [`https://acme.example${oidcPath}`, issuer],
    [`acme.example${oidcPath}/`, `${issuer}/`],
    [`https://acme.example${oauthPath}`, issuer],
    ["https://ACME.example", "https://ACME.example"],
  ])("%j is the issuer %s", async (typed, called) => {
    const fetch = answering({ [`${issuer}${oidcPath}`]: document(called) });
    expect((await discover(typed, fetch)).issuer).toBe(called);
    expect(fetch.asked).toEqual([`${issuer}${oidcPath}`]);
  });

  it("may be the RFC 8414 address of an issuer with a path", async () => {
    const fetch = answering({ [`${issuer}/tenant${oidcPath}`]: document(`${issuer}/tenant`) });
    expect((await discover(`${issuer}${oauthPath}/tenant`, fetch)).issuer).toBe(`${issuer}/tenant`);
  });

  it.each([
    ["another host", "https://evil.example"],
    ["another case", "https://Acme.example"],
    ["another port", "https://acme.example:8443"],
    ["the default port", "https://acme.example:443"],
    ["a path", "https://acme.example/tenant"],
    ["another scheme", "http://acme.example"],
    ["a query", "https://acme.example?x"],
  ])("is not the issuer of %s", async (_what, called) => {
    const error = await failure(issuer, answering({ [`${issuer}${oidcPath}`]: document(called) }));
    expect(error).toMatchObject({ name: "InputError", code: "issuer_mismatch", facts: { says: called } });
  });

  it("of many tenants names the address of one", async () => {
    const server = await serve({ [`/common/v2.0${oidcPath}`]: metadata("/{tenantid}/v2.0") });
    await expect(discover(`${server.origin}/common/v2.0`, plainFetch)).rejects.toMatchObject({
      code: "issuer_template",
      facts: {
        says: `${server.origin}/{tenantid}/v2.0`,
        placeholder: "{tenantid}",
        command: `tokenwell login ${server.origin}/TENANT/v2.0`,
      },
    });
  });

  it("is asked over http at an address of this machine without a scheme", async () => {
    const server = await serve({ [oidcPath]: metadata() });
    const { issuer } = await discover(server.origin.replace("http://", ""), plainFetch);
    expect(issuer).toBe(server.origin);
  });

  it("gets a command that is safe to copy", async () => {
    const commandFor = async (called: string) => {
      const error = await failure(issuer, answering({ [`${issuer}${oidcPath}`]: document(called) }));
      return error.facts.command;
    };
    expect(await commandFor("https://other.example/realms/x")).toBe(
      "tokenwell login https://other.example/realms/x",
    );
    expect(await commandFor("https://x.example;$(reboot)")).toBe("tokenwell login …");
  });

  it.each([
    "",
    "   ",
    "not an address",
    "taro@acme.example",
    "https://",
    "ftp://acme.example",
    "https://user:hunter2@acme.example",
    "https://acme.example/?x=hunter2",
    "https://acme.example/#hunter2",
    "https://exa mple",
  ])("%j is no address", async (typed) => {
    const error = await failure(typed, answering({}));
    expect(error).toMatchObject({ name: "InputError", code: "invalid_address" });
    expect(JSON.stringify(error.facts)).not.toContain("hunter2");
  });

  it.each([
    "http://acme.example",
    "http://10.0.0.1",
    "http://localhost.example",
    "http://127.0.0.1.example",
    "http://0.0.0.0",
  ])("%j is not encrypted", async (typed) => {
    expect(await failure(typed, answering({}))).toMatchObject({
      name: "InputError",
      code: "insecure_address",
    });
  });

  it.each([
    "http://localhost:1",
    "http://127.0.0.1:1",
    "http://[::1]:1",
    "http://127.9.9.9:1",
    "http://0x7f.1:1",
  ])("%j is this machine", async (typed) => {
    expect((await failure(typed, answering({}))).code).toBe("no_discovery");
  });
});

describe("a server that does not describe itself", () => {
  it("says so with 404, and names the address", async () => {
    const { origin } = await serve({});
    const error = await failure(`${origin}/x`);
    expect(error).toMatchObject({
      name: "ProviderError",
      code: "no_discovery",
      facts: { status: 404, url: `${origin}/x${oidcPath}`, host: new URL(origin).host },
    });
  });

  it.each([301, 302, 307, 308])("is not followed elsewhere (%i)", async (status) => {
    const other = await serve({ [oidcPath]: metadata() });
    const { origin } = await serveText(status, { location: `${other.origin}${oidcPath}` }, "");
    expect(await failure(origin)).toMatchObject({ code: "no_discovery", facts: { status } });
    expect(other.requests).toEqual([]);
  });

  it("is unwell (503)", async () => {
    const { origin } = await serveText(503, {}, "");
    expect(await failure(origin)).toMatchObject({ code: "no_discovery", facts: { status: 503 } });
  });

  it.each([
    ["login", "<!DOCTYPE html><title>Wi-Fi Log in</title>"],
    ["login", '<html><form><input type="password"></form></html>'],
    ["login", "<html><head><title>社内ネットワーク サインイン</title></head></html>"],
    ["HTML", "<html><body>Blocked by policy</body></html>"],
    ["text", "hello"],
    ["text", ""],
    ["text", "[1]"],
  ])("answers with a %s page", async (what, body) => {
    const { origin } = await serveText(200, { "content-type": "text/html" }, body);
    expect(await failure(origin)).toMatchObject({ code: "not_json", facts: { what } });
  });

  it("has no such host", async () => {
    const noHost: Fetch = async () => {
      throw new WireError("unreachable", false, { host: "nowhere.invalid", reason: "dns" });
    };
    const error = await failure("nowhere.invalid", noHost);
    expect(error).toMatchObject({
      name: "InputError",
      code: "unknown_issuer",
      facts: { host: "nowhere.invalid" },
    });
  });

  it("cannot be reached", async () => {
    const { origin, close } = await serve({});
    await close();
    expect(await failure(origin)).toMatchObject({ name: "WireError", code: "unreachable" });
  });
});

describe("endpoints", () => {
  it.each([
    ["authorization_endpoint", undefined],
    ["token_endpoint", undefined],
    ["token_endpoint", ""],
    ["token_endpoint", 7],
    ["token_endpoint", "/token"],
    ["authorization_endpoint", "not an address"],
    ["issuer", undefined],
  ])("%s may not be %j", async (endpoint, value) => {
    const { origin } = await serve({ [oidcPath]: metadata("", { [endpoint]: value }) });
    expect(await failure(origin)).toMatchObject({ code: "metadata_incomplete", facts: { endpoint } });
  });

  const issuer = "https://acme.example";
  const withEndpoint = (name: string, value: string) =>
    answering({
      [`${issuer}${oidcPath}`]: {
        issuer,
        authorization_endpoint: `${issuer}/a`,
        token_endpoint: `${issuer}/t`,
        [name]: value,
      },
    });

  it.each([
    "authorization_endpoint",
    "token_endpoint",
    "revocation_endpoint",
    "introspection_endpoint",
    "userinfo_endpoint",
    "jwks_uri",
  ])("%s must be encrypted, and not on this machine", async (name) => {
    for (const address of [
      "http://acme.example/x",
      "http://localhost/x",
      "javascript:alert(1)",
      "file:///etc/passwd",
    ]) {
      expect((await failure(issuer, withEndpoint(name, address))).code).toBe("insecure_address");
    }
    const here = await failure(issuer, withEndpoint(name, "https://127.0.0.1/x"));
    expect(here).toMatchObject({ code: "endpoint_on_this_machine", facts: { endpoint: name } });
  });

  it("of a provider on this machine may be plain http there, and only there", async () => {
    const { origin } = await serve({ [oidcPath]: metadata("", { token_endpoint: "http://acme.example/t" }) });
    expect((await failure(origin)).code).toBe("insecure_address");
  });
});
