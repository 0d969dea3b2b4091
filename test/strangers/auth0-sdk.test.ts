import { readFileSync } from "node:fs";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import tls from "node:tls";
import { Visitor } from "@tokenwell/emulator";
import { AuthApiError, AuthenticationClient } from "auth0";
import { afterEach, expect, test } from "vitest";
import { repository } from "./children.ts";
import { Provider } from "./provider.ts";

const CALLBACK = "http://localhost:9355/callback";
const material = (name: string) => readFileSync(`${repository}packages/core/test/wire/tls/${name}`);

// The SDK speaks https only, and takes no authority of its own.
tls.setDefaultCACertificates([...tls.getCACertificates("default"), material("test-ca.pem").toString()]);

const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close();
});

/** A TLS front: what comes in by https is asked of the emulator, once that is known. */
async function openFront() {
  let emulatorPort = 0;
  const server = https.createServer(
    { key: material("test-server-key.pem"), cert: material("test-server.pem") },
    (request, response) => {
      const { headers, method, url } = request;
      const host = `localhost:${emulatorPort}`;
      const asked = http.request({
        host: "127.0.0.1",
        port: emulatorPort,
        method,
        path: url,
        headers: { ...headers, host },
      });
      asked.on("response", (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      request.pipe(asked);
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  opened.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  const domain = `localhost:${(server.address() as AddressInfo).port}`;
  return { domain, leadTo: (port: number) => (emulatorPort = port) };
}

async function startTenant() {
  const front = await openFront();
  const tenant = await Provider.start({
    personality: "auth0",
    origins: { tenant: `https://${front.domain}` },
  });
  opened.push({ close: () => tenant.stop() });
  front.leadTo(tenant.port);
  const sdk = new AuthenticationClient({
    domain: front.domain,
    clientId: "web",
    clientSecret: "CANARY_client_secret_of_web",
  });
  return { tenant, sdk, origin: `https://${front.domain}` };
}

async function codeFor(origin: string): Promise<string> {
  const url = new URL("/authorize", origin);
  url.search = new URLSearchParams({
    client_id: "web",
    response_type: "code",
    redirect_uri: CALLBACK,
    scope: "openid offline_access",
    audience: "https://api.emulator.example",
    nonce: "n1",
  }).toString();
  return new URL(await new Visitor(origin).authorize(url)).searchParams.get("code") ?? "";
}

test("the auth0 SDK: code exchange with its ID token check, refresh, reuse, revocation", async () => {
  const { sdk, tenant, origin } = await startTenant();
  const code = await codeFor(origin);
  const { data: first } = await sdk.oauth.authorizationCodeGrant(
    { code, redirect_uri: CALLBACK },
    { idTokenValidateOptions: { nonce: "n1" } },
  );
  expect(first.refresh_token).toMatch(/^v1\.M/);
  const { data: second } = await sdk.oauth.refreshTokenGrant({ refresh_token: first.refresh_token ?? "" });
  expect(second.refresh_token).not.toBe(first.refresh_token);
  await sdk.oauth.revokeRefreshToken({ token: second.refresh_token ?? "" });
  const dead = await sdk.oauth
    .refreshTokenGrant({ refresh_token: second.refresh_token ?? "" })
    .catch((cause: unknown) => cause);
  expect(dead).toBeInstanceOf(AuthApiError);
  expect(dead).toMatchObject({
    statusCode: 403,
    error: "invalid_grant",
    error_description: "Unknown or invalid refresh token.",
  });
  expect((await tenant.entries()).map(({ kind, outcome, via }) => [kind, outcome, via])).toEqual([
    ["code", "exchanged", "client_secret_post"],
    ["refresh", "rotated", "client_secret_post"],
    ["revocation", "revoked", "client_secret_post"],
    ["refresh", "refused", "client_secret_post"],
  ]);
});
