import { generateKeyPairSync } from "node:crypto";
import { SignJWT } from "jose";
import { expect, test } from "vitest";
import { start } from "../starting.ts";
import { SalesforceApp } from "./app.ts";

const options = { personality: "salesforce", rotation: "static" } as const;
const secret = "CANARY_client_secret_of_web";
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const certificate = publicKey.export({ type: "spki", format: "pem" }).toString();
const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

const signed = (claims: Readonly<Record<string, unknown>>): Promise<string> =>
  new SignJWT({ exp: Math.floor(Date.now() / 1000) + 180, ...claims })
    .setProtectedHeader({ alg: "RS256" })
    .sign(privateKey);

test("the JWT bearer grant answers five members for a user who approved the app, and never a refresh token", async () => {
  const emulator = await start(options);
  emulator.setApp("demo", { certificate });
  const app = new SalesforceApp(emulator);
  await app.connect();
  const assertion = await signed({ iss: "demo", sub: "alice@emulator.example", aud: emulator.issuer });
  const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion, client_id: undefined };
  const { body, status } = await app.token(form);
  expect(status).toBe(200);
  expect(new Set(Object.keys(body))).toEqual(
    new Set(["access_token", "id", "instance_url", "scope", "token_type"]),
  );
  expect(await app.api(body.access_token)).toBe(200);
  // The live session of the same user, app and scopes: byte for byte.
  expect((await app.token(form)).body.access_token).toBe(body.access_token);
});

test("the JWT bearer grant of a user whom the administrator approved needs no login, but the right address", async () => {
  const emulator = await start(options);
  emulator.setApp("demo", { certificate, permittedUsers: "admin_approved", approvedUsers: ["alice"] });
  const app = new SalesforceApp(emulator);
  const assertion = await signed({ iss: "demo", sub: "alice@emulator.example", aud: emulator.issuer });
  const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
  expect((await app.token(form)).status).toBe(200);
  emulator.setApp("demo", { ipAllowed: false });
  expect((await app.token(form)).body.error_description).toBe("ip restricted");
});

test("A JWT that ends in milliseconds is accepted, as Salesforce's own command sends it, and an expired one is not", async () => {
  const emulator = await start(options);
  emulator.setApp("demo", { certificate, permittedUsers: "admin_approved", approvedUsers: ["alice"] });
  const claims = { iss: "demo", sub: "alice@emulator.example", aud: emulator.issuer };
  const statusUntil = async (exp: number) => {
    const form = {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      assertion: await signed({ ...claims, exp }),
    };
    return (await new SalesforceApp(emulator).token(form)).status;
  };
  expect(await statusUntil(Date.now() + 300)).toBe(200);
  expect(await statusUntil(Math.floor(Date.now() / 1000) - 1)).toBe(400);
});

test.each([
  ["login", "https://login.salesforce.com", "exchanged"],
  ["login", "https://test.salesforce.com", "Audience validation failed"],
  ["test", "https://test.salesforce.com", "exchanged"],
  ["test", "https://login.salesforce.com", "Audience validation failed"],
  ["site", "https://login.salesforce.com", "Audience validation failed"],
  ["login", ["https://login.salesforce.com"], "Audience validation failed"],
] as const)(
  "A JWT at the host %s for %j, an address that clients have built in, is %s",
  async (host, aud, outcome) => {
    const emulator = await start(options);
    emulator.setApp("demo", { certificate, permittedUsers: "admin_approved", approvedUsers: ["alice"] });
    const assertion = await signed({ iss: "demo", sub: "alice@emulator.example", aud });
    const form = { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion };
    const { body, status } = await new SalesforceApp(emulator, host).token(form);
    expect(status === 200 ? "exchanged" : body.error_description).toBe(outcome);
  },
);

test("client credentials run as the chosen user, at My Domain, without the scopes that need a person", async () => {
  const emulator = await start(options);
  emulator.setApp("web", { clientCredentialsUser: "alice", scopes: ["api", "id", "web", "refresh_token"] });
  const app = new SalesforceApp(emulator, "myDomain", "web");
  const { body, status } = await app.token({ grant_type: "client_credentials", client_secret: secret });
  expect(status).toBe(200);
  expect(body).toMatchObject({ scope: "api id", token_type: "Bearer" });
  expect(new Set(Object.keys(body))).toEqual(
    new Set(["access_token", "id", "instance_url", "issued_at", "scope", "signature", "token_type"]),
  );
  expect(await app.api(body.access_token)).toBe(200);
  expect((await app.token({ grant_type: "client_credentials" })).body.error).toBe("invalid_client");
});

test("an app proves itself with a signed assertion in place of its secret", async () => {
  const emulator = await start(options);
  emulator.setApp("web", { certificate });
  const app = new SalesforceApp(emulator, "login", "web");
  const claims = { iss: "web", sub: "web", aud: `${emulator.issuer}/services/oauth2/token` };
  const proof = async (changes = {}) => ({
    client_assertion_type: assertionType,
    client_assertion: await signed({ ...claims, ...changes }),
  });
  const { body } = await app.exchange(await app.code(), await proof());
  expect((await app.refresh(body.refresh_token, await proof())).status).toBe(200);
  for (const wrong of [{ aud: "https://else.example" }, { sub: "demo" }, { iss: "demo" }, { exp: 1 }]) {
    expect((await app.refresh(body.refresh_token, await proof(wrong))).body.error).toBe("invalid_client");
  }
  emulator.setApp("web", { certificate: null });
  expect((await app.refresh(body.refresh_token, await proof())).body.error).toBe("invalid_client");
});

test("a new secret works from the moment at which it is applied, and the old one no longer", async () => {
  const emulator = await start(options);
  const app = new SalesforceApp(emulator, "login", "web");
  const { body } = await app.exchange(await app.code(), { client_secret: secret });
  emulator.setApp("web", { clientSecret: "CANARY_new" });
  expect((await app.refresh(body.refresh_token, { client_secret: secret })).body.error).toBe(
    "invalid_client",
  );
  expect((await app.refresh(body.refresh_token, { client_secret: "CANARY_new" })).status).toBe(200);
  expect(() => emulator.setApp("web", { clientSecret: 1 })).toThrow('"clientSecret" of the app "web"');
});

test.each([[{ active: 0 }], [{ apiFailure: "sometimes" }], [{ colour: "red" }]])(
  "the org refuses %j",
  async (conditions) => {
    const { issuer } = await start(options);
    const response = await fetch(`${issuer}/emulator/org`, {
      method: "POST",
      body: JSON.stringify(conditions),
    });
    expect(response.status).toBe(400);
  },
);
