import { Visitor } from "@tokenwell/emulator";
import jsforce from "jsforce";
import { afterEach, expect, test } from "vitest";
import { Provider } from "./provider.ts";

// jsforce as it is, against the emulated Salesforce: what it takes for granted of the real one must be there.
const redirectUri = "http://localhost:9355/callback";
const SESSION_MS = 2 * 3_600_000;
const running: Provider[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((provider) => provider.stop()));
});

async function start(rotation: "strict" | "static"): Promise<Provider> {
  const provider = await Provider.start({ personality: "salesforce", rotation });
  running.push(provider);
  return provider;
}

/** Logs in with PKCE as jsforce does it: a verifier of 171 characters, and no method. */
async function connect({ issuer }: Provider) {
  const oauth2 = new jsforce.OAuth2({ loginUrl: issuer, clientId: "demo", redirectUri, useVerifier: true });
  const callback = new URL(await new Visitor(issuer).authorize(oauth2.getAuthorizationUrl({ state: "s1" })));
  const connection = new jsforce.Connection({ oauth2 });
  const user = await connection.authorize(callback.searchParams.get("code") ?? "");
  return { connection, user };
}

test("it logs in, asks, refreshes when the session is over, three times, and revokes", async () => {
  const provider = await start("static");
  const { connection, user } = await connect(provider);
  expect(connection.instanceUrl).toBe(provider.hosts.myDomain?.origin);
  expect(user).toMatchObject({ organizationId: expect.stringMatching(/^00D/) });
  const { records } = await connection.query<{ Username: string }>("SELECT Id, Username FROM User LIMIT 1");
  expect(records[0]?.Username).toBe("alice@emulator.example");
  const identity = await connection.identity();
  expect(identity.username).toBe("alice@emulator.example");

  for (let round = 0; round < 3; round += 1) {
    const before = connection.accessToken;
    await provider.advance(SESSION_MS);
    expect((await connection.query("SELECT Id FROM Account")).totalSize).toBe(3);
    expect(connection.accessToken).not.toBe(before);
  }
  expect(await provider.entries()).toMatchObject([
    { kind: "code", outcome: "exchanged" },
    ...Array.from({ length: 3 }, () => ({ kind: "refresh", outcome: "same" })),
  ]);

  await connection.oauth2.revokeToken(connection.refreshToken ?? "");
  await expect(connection.oauth2.refreshToken(connection.refreshToken ?? "")).rejects.toThrow(
    "expired access/refresh token",
  );
  await expect(connection.oauth2.revokeToken("unknown")).rejects.toThrow("invalid token");
});

test("it drops a rotated refresh token, so that its second refresh ends the connection", async () => {
  const provider = await start("strict");
  const { connection } = await connect(provider);
  const { refreshToken } = connection;
  await provider.advance(SESSION_MS);
  await connection.query("SELECT Id FROM Account");
  expect(connection.refreshToken).toBe(refreshToken);
  await provider.advance(SESSION_MS);
  await expect(connection.query("SELECT Id FROM Account")).rejects.toThrow("expired access/refresh token");
  expect(await provider.entries()).toMatchObject([
    { kind: "code", outcome: "exchanged" },
    { kind: "refresh", outcome: "rotated" },
    { kind: "refresh", outcome: "refused", spent: true, grantRevoked: true },
  ]);
});
