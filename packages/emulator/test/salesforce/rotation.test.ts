import { expect, test } from "vitest";
import { fingerprintOf } from "../../src/index.ts";
import { start } from "../starting.ts";
import { SalesforceApp, type TokenAnswer } from "./app.ts";

const strict = { personality: "salesforce", rotation: "strict" } as const;
const fixed = { personality: "salesforce", rotation: "static" } as const;

const expired = { error: "invalid_grant", error_description: "expired access/refresh token" };
const inFlight = { error: "invalid_grant", error_description: "token request is already being processed" };

function refused(body: Readonly<Record<string, string>>): TokenAnswer {
  return { status: 400, body };
}

test("strict: each use replaces the token, and a spent one ends the current one and the access token", async () => {
  const emulator = await start(strict);
  const app = new SalesforceApp(emulator);
  const first = await app.connect();
  const { body: second } = await app.refresh(first.refresh_token);
  expect(second.refresh_token).toMatch(/^5Aep861/);
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect(await app.api(second.access_token)).toBe(200);
  expect(await app.refresh(first.refresh_token)).toEqual(refused(expired));
  expect(await app.api(second.access_token)).toBe(401);
  expect(await app.refresh(second.refresh_token)).toEqual(refused(expired));
  const [spent, newest] = [
    fingerprintOf(first.refresh_token ?? ""),
    fingerprintOf(second.refresh_token ?? ""),
  ];
  expect(emulator.ledger.refreshes()).toMatchObject([
    { fingerprint: spent, outcome: "rotated", spent: false, issued: newest, clientId: "demo", via: "none" },
    {
      fingerprint: spent,
      outcome: "refused",
      spent: true,
      detail: "spent refresh token",
      grantRevoked: true,
    },
    {
      fingerprint: newest,
      outcome: "refused",
      spent: false,
      detail: "revoked: a spent refresh token was used",
      grantRevoked: false,
    },
  ]);
  expect(emulator.ledger.summary()).toMatchObject({ codes: 1, refreshes: 3, refreshed: 1, grantsRevoked: 1 });
  expect(JSON.stringify(emulator.ledger.list())).not.toContain("CANARY");
});

test("static: the token stays, and is not in the answer", async () => {
  const emulator = await start(fixed);
  const app = new SalesforceApp(emulator);
  const { refresh_token: token } = await app.connect();
  const first = await app.refresh(token);
  expect(first.body).not.toHaveProperty("refresh_token");
  expect((await app.refresh(token)).status).toBe(200);
  expect(emulator.ledger.refreshes()).toMatchObject([{ outcome: "same" }, { outcome: "same", spent: false }]);
});

test.each([strict, fixed])("of two uses in flight the second is told so, $rotation", async (options) => {
  const emulator = await start(options);
  const app = new SalesforceApp(emulator);
  const { refresh_token: token } = await app.connect();
  emulator.faults.arm({ fault: "hold" });
  const first = app.refresh(token);
  await emulator.faults.whenHeld();
  expect(await app.refresh(token)).toEqual(refused(inFlight));
  emulator.faults.release();
  const { body, status } = await first;
  expect(status).toBe(200);
  expect((await app.refresh(body.refresh_token ?? token)).status).toBe(200);
});

test("8 uses at the same moment: one is answered, and every other is refused", async () => {
  const emulator = await start(strict);
  const app = new SalesforceApp(emulator);
  const { refresh_token: token } = await app.connect();
  const answers = await Promise.all(Array.from({ length: 8 }, () => app.refresh(token)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const words = new Set(answers.map(({ body }) => body.error_description).filter(Boolean));
  expect([expired.error_description, inFlight.error_description]).toEqual(expect.arrayContaining([...words]));
  expect(emulator.ledger.summary()).toMatchObject({ refreshes: 8, refreshed: 1, refused: 7 });
});

test("the sixth approval silently ends the oldest refresh token of the same user and app", async () => {
  const emulator = await start(fixed);
  const app = new SalesforceApp(emulator);
  const other = await app.connect({ login: "bob" });
  const approvals: TokenAnswer["body"][] = [];
  for (const _ of Array(6)) approvals.push(await app.connect());
  const statuses: number[] = [];
  for (const { refresh_token: token } of approvals) statuses.push((await app.refresh(token)).status);
  expect(statuses).toEqual([400, 200, 200, 200, 200, 200]);
  expect((await app.refresh(other.refresh_token)).status).toBe(200);
  expect(emulator.ledger.refreshes()[0]).toMatchObject({
    detail: "evicted by a sixth approval",
    errorDescription: expired.error_description,
  });
});

test("a live session is used again by the same user, app and scopes only", async () => {
  const app = new SalesforceApp(await start(fixed));
  const first = await app.connect();
  const { access_token: accessToken } = first;
  expect((await app.refresh(first.refresh_token)).body.access_token).toBe(accessToken);
  expect((await app.connect()).access_token).toBe(accessToken);
  expect((await app.connect({ login: "bob" })).access_token).not.toBe(accessToken);
  expect((await app.connect({ scope: "api" })).access_token).not.toBe(accessToken);
  await app.post("/services/oauth2/revoke", { token: accessToken });
  expect(await app.api(accessToken)).toBe(401);
  const next = await app.refresh(first.refresh_token);
  expect([next.status, next.body.access_token === accessToken]).toEqual([200, false]);
});

test("revoking a refresh token ends its access token; GET works too", async () => {
  const emulator = await start(strict);
  const app = new SalesforceApp(emulator);
  const { access_token: accessToken, refresh_token: token } = await app.connect();
  const revoked = await fetch(`${app.base}/services/oauth2/revoke?token=${token}`);
  expect([revoked.status, await revoked.text()]).toEqual([200, ""]);
  expect(await app.api(accessToken)).toBe(401);
  expect(await app.refresh(token)).toEqual(refused(expired));
  const [, entry, refresh] = emulator.ledger.list();
  expect(entry).toMatchObject({ kind: "revocation", outcome: "revoked", grantRevoked: true });
  expect(refresh).toMatchObject({ detail: "revoked at the revocation endpoint" });
  const again = await app.post("/services/oauth2/revoke", { token });
  expect([again.status, await again.text()]).toEqual([
    400,
    "error=invalid_token&error_description=invalid+token",
  ]);
});

test("a refresh token works where it was issued and at its org's My Domain, and nowhere else", async () => {
  const emulator = await start(fixed);
  const app = new SalesforceApp(emulator, "test");
  const { refresh_token: token } = await app.connect();
  expect((await app.at("sandbox").refresh(token)).status).toBe(200);
  expect(await app.at("login").refresh(token)).toEqual(refused(expired));
  expect(await app.at("myDomain").refresh(token)).toEqual(refused(expired));
  expect(emulator.ledger.list().at(-1)).toMatchObject({ detail: "refresh token of another host" });
  expect((await app.refresh(token)).status).toBe(200);
});

test("an administrator blocks a user, lets him in again, and revokes all that he approved", async () => {
  const emulator = await start(fixed);
  const app = new SalesforceApp(emulator);
  const { access_token: accessToken, refresh_token: token } = await app.connect();
  emulator.setBlocked("alice", true);
  expect(await app.api(accessToken)).toBe(401);
  const inactive = { error: "invalid_grant", error_description: "inactive user" };
  expect(await app.refresh(token)).toEqual(refused(inactive));
  emulator.setBlocked("alice", false);
  expect((await app.refresh(token)).status).toBe(200);
  const revoked = await fetch(`${emulator.issuer}/emulator/users/alice`, {
    method: "POST",
    body: '{"revoked":true}',
  });
  expect(await revoked.json()).toEqual({ name: "alice", revokedGrants: 1 });
  expect(await app.refresh(token)).toEqual(refused(expired));
  expect(await app.api(accessToken)).toBe(401);
});

test("no refresh token without the scope for it, or when the policy expires it immediately", async () => {
  const clients = [
    {
      clientId: "demo",
      redirectUris: ["http://localhost:9355/callback"],
      salesforce: { scopes: ["full", "refresh_token"] },
    },
  ];
  const emulator = await start({ ...strict, clients });
  const app = new SalesforceApp(emulator);
  expect(await app.connect({ scope: "full" })).not.toHaveProperty("refresh_token");
  expect(await app.connect({ scope: "api" })).not.toHaveProperty("refresh_token");
  expect(await app.connect({ scope: "full refresh_token" })).toHaveProperty("refresh_token");
  expect(await app.connect({ scope: "api offline_access" })).toHaveProperty("refresh_token");
  expect(await app.connect()).toHaveProperty("refresh_token");
  emulator.setApp("demo", { refreshTokenPolicy: "immediately" });
  const { refresh_token: token, scope } = await app.connect();
  expect([token, scope]).toEqual([undefined, "full refresh_token"]);
});

test("faults strike token requests, and the provider goes on as after any other answer", async () => {
  const emulator = await start(strict);
  const app = new SalesforceApp(emulator);
  const { refresh_token: first } = await app.connect();
  const post = () =>
    app.post("/services/oauth2/token", { grant_type: "refresh_token", refresh_token: first });
  emulator.faults.arm({ fault: "drop-before" });
  await expect(post()).rejects.toThrow();
  emulator.faults.arm({ fault: "status", status: 503, retryAfter: "2" });
  const unavailable = await post();
  expect([unavailable.status, unavailable.headers.get("retry-after"), await unavailable.json()]).toEqual([
    503,
    "2",
    { error: "temporarily_unavailable" },
  ]);
  emulator.faults.arm({ fault: "html" });
  expect(await (await post()).text()).toContain("<p>");
  emulator.faults.arm({ fault: "truncate", bytes: 20 });
  await expect((await post()).text()).rejects.toThrow();
  expect(await app.refresh(first)).toEqual(refused(expired));
  expect(emulator.ledger.list().slice(1)).toMatchObject([
    { outcome: "unprocessed", fault: "drop-before" },
    { outcome: "unprocessed", fault: "status" },
    { outcome: "unprocessed", fault: "html" },
    { outcome: "rotated", fault: "truncate" },
    { outcome: "refused", spent: true, grantRevoked: true },
  ]);
});

test("drop-after: processed without an answer, and the token is spent", async () => {
  const emulator = await start(strict);
  const app = new SalesforceApp(emulator);
  const { refresh_token: token } = await app.connect();
  emulator.faults.arm({ fault: "drop-after" });
  await expect(app.refresh(token)).rejects.toThrow();
  expect(emulator.ledger.list().at(-1)).toMatchObject({ outcome: "rotated", fault: "drop-after" });
  expect(await app.refresh(token)).toEqual(refused(expired));
});

test("every secret is recorded in full, with CANARY in it and the prefix that Salesforce gives it", async () => {
  const emulator = await start(strict);
  const app = new SalesforceApp(emulator, "login", "web");
  const code = await app.code();
  const { body } = await app.exchange(code, { client_secret: "CANARY_client_secret_of_web" });
  const secrets = emulator.record.list();
  expect(secrets).toEqual(
    expect.arrayContaining([
      { kind: "authorization_code", value: code },
      { kind: "access_token", value: body.access_token },
      { kind: "refresh_token", value: body.refresh_token },
      { kind: "code_verifier", value: app.verifier },
      { kind: "client_secret", value: "CANARY_client_secret_of_web" },
    ]),
  );
  const made = secrets.filter(({ kind }) => kind !== "code_verifier");
  expect(made.filter(({ value }) => !value.includes("CANARY"))).toEqual([]);
  expect(secrets).toHaveLength(5);
});

test("users connected without a login have tokens of their own, which the ledger has as issued", async () => {
  const emulator = await start(strict);
  const app = new SalesforceApp(emulator);
  const issued = emulator.connect("demo", ["alice", "bob"]);
  const fingerprints = issued.map(({ refreshToken }) => fingerprintOf(refreshToken));
  expect(emulator.ledger.list()).toMatchObject(
    fingerprints.map((one) => ({ kind: "other", outcome: "exchanged", issued: one })),
  );
  expect(emulator.grants()).toMatchObject([{ user: "alice" }, { user: "bob" }]);
  for (const { accessToken, refreshToken } of issued) {
    expect(await app.api(accessToken)).toBe(200);
    expect((await app.refresh(refreshToken)).status).toBe(200);
  }
  expect(emulator.ledger.refreshes()).toMatchObject(
    fingerprints.map((one, index) => ({
      fingerprint: one,
      outcome: "rotated",
      grantId: issued[index]?.grantId,
    })),
  );
  expect(() => emulator.connect("unknown", ["alice"])).toThrow('There is no app "unknown".');
});
