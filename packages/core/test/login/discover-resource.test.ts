import type { IncomingMessage } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { discoverResource, registerAt } from "../../src/login/discover-resource.ts";
import type { LoginServices } from "../../src/login/services.ts";
import { closeAll, egressWith, httpServer, rejection } from "../wire/servers.ts";

afterEach(closeAll);

const resourcePath = "/.well-known/oauth-protected-resource";
const serverPath = "/.well-known/oauth-authorization-server";

type Reply = { readonly status?: number; readonly headers?: Record<string, string>; readonly body?: object };

/** A server with a reply for each path; `§` in a reply stands for its origin. */
async function serve(replies: (origin: string) => Record<string, Reply>) {
  const asked: string[] = [];
  const bodies: unknown[] = [];
  const { port } = await httpServer(async (request: IncomingMessage, response) => {
    const path = request.url ?? "";
    asked.push(`${request.method} ${path}`);
    const chunks = await request.toArray();
    if (chunks.length > 0) bodies.push(JSON.parse(Buffer.concat(chunks).toString()));
    const { status = 200, headers = {}, body } = replies(`http://127.0.0.1:${port}`)[path] ?? { status: 404 };
    response.writeHead(status, headers).end(body && JSON.stringify(body));
  });
  return { origin: `http://127.0.0.1:${port}`, asked, bodies };
}

const services = () => ({ egress: egressWith(), clock: systemClock }) as unknown as LoginServices;

const metadata = (issuer: string, more: object = {}): Reply => ({
  body: { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token`, ...more },
});

describe("discoverResource()", () => {
  test("asks where the refusal says, with the scope that it asks for", async () => {
    const { origin, asked } = await serve((own) => ({
      "/mcp": {
        status: 401,
        headers: { "www-authenticate": `Bearer resource_metadata="${own}/elsewhere", scope="files:read"` },
      },
      "/elsewhere": { body: { resource: `${own}/mcp`, authorization_servers: [`${own}/tenant`] } },
      [`${serverPath}/tenant`]: metadata(`${own}/tenant`, { registration_endpoint: `${own}/register` }),
    }));
    expect(await discoverResource(services(), `${origin}/mcp?x=1`)).toEqual({
      resource: `${origin}/mcp`,
      apiBase: `${origin}/mcp`,
      issuer: `${origin}/tenant`,
      scope: "files:read",
      canRegister: true,
      acceptsClientMetadata: false,
    });
    expect(asked).toEqual(["POST /mcp", "GET /elsewhere", `GET ${serverPath}/tenant`]);
  });

  test("asks at the well-known address with the path, then at the origin's, and takes the scopes there", async () => {
    const { origin, asked } = await serve((own) => ({
      "/mcp/": { status: 401 },
      [resourcePath]: { body: { resource: own, authorization_servers: [own], scopes_supported: ["a", "b"] } },
      "/.well-known/openid-configuration": metadata(own, { client_id_metadata_document_supported: true }),
    }));
    expect(await discoverResource(services(), `${origin}/mcp/`)).toMatchObject({
      resource: origin,
      apiBase: `${origin}/mcp/`,
      scope: "a b",
      canRegister: false,
      acceptsClientMetadata: true,
    });
    expect(asked).toEqual([
      "POST /mcp/",
      `GET ${resourcePath}/mcp`,
      `GET ${resourcePath}`,
      `GET ${serverPath}`,
      "GET /.well-known/openid-configuration",
    ]);
  });

  test.each([
    ["another origin", () => "https://mcp.other.example/mcp"],
    ["another path", (own: string) => `${own}/mcp2`],
    ["a longer path", (own: string) => `${own}/mcp/deep`],
  ])("refuses a resource that names %s, because its tokens would go here", async (_what, resource) => {
    const { origin } = await serve((own) => ({
      [`${resourcePath}/mcp`]: { body: { resource: resource(own), authorization_servers: [own] } },
      [serverPath]: metadata(own),
    }));
    expect(await rejection(discoverResource(services(), `${origin}/mcp`))).toMatchObject({
      code: "resource_mismatch",
    });
  });

  test("takes the origin's server if no resource describes itself, as MCP did at first", async () => {
    const { origin } = await serve((own) => ({ [serverPath]: metadata(own) }));
    expect(await discoverResource(services(), `${origin}/mcp`)).toMatchObject({
      resource: `${origin}/mcp`,
      issuer: origin,
      scope: null,
    });
  });

  test("returns null for an address that describes nothing", async () => {
    const { origin } = await serve(() => ({}));
    expect(await discoverResource(services(), `${origin}/mcp`)).toBeNull();
  });

  test("says that a server is not there", async () => {
    const { origin } = await serve(() => ({}));
    await closeAll();
    expect(await rejection(discoverResource(services(), `${origin}/mcp`))).toMatchObject({
      code: "unreachable",
    });
  });
});

describe("registerAt()", () => {
  const redirectUri = "http://localhost:9355/callback";

  test.each([
    [undefined, "none", null],
    [["client_secret_basic"], "client_secret_basic", "geheim"],
    [["client_secret_post", "none"], "none", null],
  ])("with the methods %j registers a client that proves itself by %s", async (methods, method, secret) => {
    const { origin, bodies } = await serve((own) => ({
      [serverPath]: metadata(own, {
        registration_endpoint: `${own}/register`,
        ...(methods && { token_endpoint_auth_methods_supported: methods }),
      }),
      "/register": {
        status: 201,
        body: {
          client_id: "new",
          token_endpoint_auth_method: method,
          ...(secret && { client_secret: secret }),
        },
      },
    }));
    const client = await registerAt(services(), origin, { redirectUri, scope: "a" });
    expect([client.clientId, client.clientSecret?.expose() ?? null]).toEqual(["new", secret]);
    expect(bodies).toEqual([
      {
        client_name: "Tokenwell",
        application_type: "native",
        redirect_uris: [redirectUri],
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        token_endpoint_auth_method: method,
        scope: "a",
      },
    ]);
  });

  test("says what the server says against it", async () => {
    const { origin } = await serve((own) => ({
      [serverPath]: metadata(own, { registration_endpoint: `${own}/register` }),
      "/register": { status: 400, body: { error: "invalid_redirect_uri", error_description: "not https" } },
    }));
    expect(await rejection(registerAt(services(), origin, { redirectUri }))).toMatchObject({
      code: "registration_refused",
      facts: { said: "invalid_redirect_uri: not https" },
    });
  });
});
