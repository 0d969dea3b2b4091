import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Emulator, type EmulatorOptions, startEmulator, visit } from "@tokenwell/emulator";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { providerOf } from "../../src/providers/index.ts";
import { openTokenwell } from "../../src/tokenwell/open.ts";
import { type Loopback, openLoopback, sendJson } from "../providers/loopback.ts";

let folder: string;
let tokenwell: Tokenwell;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tokenwell-"));
  tokenwell = await openTokenwell({ home: folder, env: {} });
});

afterAll(async () => {
  await tokenwell.close();
  await rm(folder, { recursive: true });
});

describe("a client at an address", () => {
  test("of Salesforce is described without a request: every org has the same paths", async () => {
    expect(await tokenwell.describeClient({ address: "acme.my.salesforce.com", clientId: "3MVG9" })).toEqual({
      provider: "salesforce",
      issuer: "https://acme.my.salesforce.com",
      clientId: "3MVG9",
      authMethod: "client_secret_post",
      redirectUri: "http://localhost:9355/callback",
      authorizationEndpoint: "https://acme.my.salesforce.com/services/oauth2/authorize",
      tokenEndpoint: "https://acme.my.salesforce.com/services/oauth2/token",
      userinfoEndpoint: "https://acme.my.salesforce.com/services/oauth2/userinfo",
      authorizationParameters: {
        response_type: "code",
        client_id: "3MVG9",
        redirect_uri: "http://localhost:9355/callback",
      },
      apiBase: null,
    });
  });

  test("of Auth0 asks for the API, whose address the audience is", async () => {
    const audience = "https://api.acme.example/";
    const { authorizationParameters, authMethod, apiBase } = await tokenwell.describeClient({
      address: "acme.us.auth0.com",
      clientId: "app",
      isPublic: true,
      audience,
    });
    expect(authorizationParameters).toMatchObject({ scope: "openid profile email offline_access", audience });
    expect({ authMethod, apiBase }).toEqual({ authMethod: "none", apiBase: audience });
  });

  test.each([
    [["client_secret_basic", "client_secret_post"], "client_secret_post"],
    [["client_secret_basic"], "client_secret_basic"],
    [undefined, "client_secret_basic"],
  ])("of any issuer has the endpoints of its metadata; of methods %j it takes %s", async (listed, method) => {
    const server: Loopback = await openLoopback((_request, response) =>
      sendJson(response, 200, {
        issuer: server.origin,
        authorization_endpoint: `${server.origin}/a`,
        token_endpoint: `${server.origin}/t`,
        token_endpoint_auth_methods_supported: listed,
      }),
    );
    try {
      expect(await tokenwell.describeClient({ address: server.origin, clientId: "app" })).toMatchObject({
        authorizationEndpoint: `${server.origin}/a`,
        tokenEndpoint: `${server.origin}/t`,
        userinfoEndpoint: null,
        authMethod: method,
      });
    } finally {
      await server.close();
    }
  });
});

const personalities: readonly EmulatorOptions[] = [{ personality: "salesforce" }, { personality: "auth0" }];

test.each(personalities)(
  "the paths that are known of $personality are those of its metadata",
  async (options) => {
    const emulator = await startEmulator(options);
    try {
      const metadata = await fetch(`${emulator.issuer}/.well-known/openid-configuration`);
      const known = providerOf(options.personality ?? "").endpointsAt(emulator.issuer);
      expect(await metadata.json()).toMatchObject({
        authorization_endpoint: known?.authorization,
        token_endpoint: known?.token,
        userinfo_endpoint: known?.userinfo,
      });
      expect(known).not.toBeNull();
    } finally {
      await emulator.close();
    }
  },
);

test("a connection is described as it logged in: app, scope, audience, callback and API", async () => {
  const audience = "https://api.acme.example/";
  const emulator: Emulator = await startEmulator({
    personality: "auth0",
    clients: [{ clientId: "app", redirectUris: ["http://localhost:9355/callback"] }],
    auth0: { apis: [{ identifier: audience }] },
  });
  try {
    const asked = { clientId: "app", scope: "openid offline_access", audience };
    const login = await tokenwell.login(emulator.issuer, {
      ...asked,
      provider: "auth0",
      clientSecret: null,
      name: "acme",
    });
    await login.answer(await visit(login.url));
    expect(await tokenwell.describeClient({ name: "acme" })).toMatchObject({
      provider: "auth0",
      clientId: "app",
      authMethod: "none",
      redirectUri: login.redirectUri,
      authorizationParameters: { scope: asked.scope, audience },
      apiBase: audience,
    });
    await expect(tokenwell.describeClient({ name: "acm" })).rejects.toMatchObject({
      code: "unknown_connection_did_you_mean",
    });
  } finally {
    await emulator.close();
  }
});
