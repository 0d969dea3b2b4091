import { Secret } from "@tokenwell/core";
import { beforeAll, beforeEach, expect, test } from "vitest";
import type { Installed } from "./cache.ts";
import { unpackOnce } from "./debian.ts";
import { startGlewlwyd } from "./glewlwyd.ts";
import { logIn, openLibrary, refreshThrice } from "./library.ts";
import type { Arrived } from "./recording-proxy.ts";

// glewlwyd, as Debian ships it: it does not decode the secret in the header, and answers 403 unauthorized_client.
const wanted = /^(glewlwyd(-common)?|lib(?!c6$|c-bin|gcc|stdc|perl|js-)[\w.+-]*)$/;

let installed: Installed;

beforeAll(async () => {
  installed = await unpackOnce("debian-glewlwyd", ["glewlwyd"], wanted);
});
beforeEach((context) => {
  if (installed.folder === undefined) context.skip(installed.reason);
});

const short = ({ basic, form, path, status }: Arrived): string => {
  const method = basic === undefined ? `post ${form.get("client_secret")}` : `basic ${basic}`;
  return `${form.get("grant_type") ?? path} by ${method}: ${status}`;
};

/** Form-encoding changes this secret. */
const oddSecret = "a secret: +/%";

/** Logs in, refreshes three times and logs out. Returns what arrived. */
async function roundTrip(secret: string, change?: (answer: string) => string): Promise<readonly string[]> {
  const server = await startGlewlwyd(installed.folder ?? "", { id: "app", secret }, change);
  const tokenwell = await openLibrary();
  const options = { clientId: "app", clientSecret: Secret.of(secret), scope: "openid" };
  await logIn(tokenwell, server.issuer, options, server.browse);
  expect((await refreshThrice(tokenwell)).size).toBe(3);
  expect(await tokenwell.revoke("acme")).toMatchObject({ revoked: true });
  const presented = server.arrived
    .map(({ form }) => form.get("refresh_token"))
    .filter((token) => token !== null);
  expect(new Set(presented).size).toBe(4);
  return server.arrived.map(short);
}

test("glewlwyd: a secret that form-encoding would change goes in the body", async () => {
  expect(await roundTrip(oddSecret)).toEqual([
    `authorization_code by post ${oddSecret}: 200`,
    ...Array.from({ length: 4 }, () => `refresh_token by post ${oddSecret}: 200`),
    `/api/oidc/revoke by post ${oddSecret}: 200`,
    `/api/oidc/introspect by post ${oddSecret}: 200`,
  ]);
});

test("glewlwyd: a refused header is followed by the body if the metadata lists no method, and never sent again", async () => {
  const silent = (answer: string) =>
    answer.replace(/"(token|revocation|introspection)_endpoint_auth_methods_supported":\[[^\]]*\],/g, "");
  expect(await roundTrip(oddSecret, silent)).toEqual([
    "authorization_code by basic app:a+secret%3A+%2B%2F%25: 403",
    `authorization_code by post ${oddSecret}: 200`,
    ...Array.from({ length: 4 }, () => `refresh_token by post ${oddSecret}: 200`),
    `/api/oidc/revoke by post ${oddSecret}: 200`,
    // After a revocation it asks whether the token is dead.
    `/api/oidc/introspect by post ${oddSecret}: 200`,
  ]);
});
