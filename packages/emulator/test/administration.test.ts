import { expect, test } from "vitest";
import type { ControlState, Emulator } from "../src/index.ts";
import { App } from "./app.ts";
import { TenantApp } from "./auth0/tenant-app.ts";
import { SalesforceApp } from "./salesforce/app.ts";
import { start } from "./starting.ts";

type Tokens = Readonly<Record<string, unknown>>;

/** A client of any of the providers. */
interface Client {
  connect(login: string): Promise<Tokens>;
  refresh(refreshToken: unknown): Promise<{ readonly status: number; readonly body: Tokens }>;
  /** The status of the provider's API. */
  call(accessToken: unknown): Promise<number>;
}

const clients: Readonly<Record<string, (emulator: Emulator) => Client>> = {
  oidc: ({ issuer }) => {
    const app = new App(issuer);
    return {
      connect: (login) => app.connect(login),
      refresh: (token) => app.refresh(String(token)),
      call: (token) => app.hello(String(token)),
    };
  },
  salesforce: (emulator) => {
    const app = new SalesforceApp(emulator);
    return {
      connect: (login) => app.connect({ login }),
      refresh: (token) => app.refresh(String(token)),
      call: (token) => app.api(String(token)),
    };
  },
  auth0: ({ issuer }) => {
    const app = new TenantApp(issuer);
    return {
      connect: (login) => app.connect({}, login),
      refresh: (token) => app.refresh(token),
      call: async (token) => (await app.get("/api/hello", token)).status,
    };
  },
};

const personalities = ["oidc", "salesforce", "auth0"] as const;

async function scene(personality: (typeof personalities)[number]) {
  const emulator = await start({ personality });
  const client = clients[personality]?.(emulator);
  if (client === undefined) throw new Error(personality);
  const control = async (call: string, body?: unknown) => {
    const [method = "", path = ""] = call.split(" ");
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(`${emulator.issuer}/emulator/${path}`, { method, ...sent });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
  const state = async (): Promise<ControlState> => (await control("GET state")).body;
  return { client, control, state, emulator };
}

test.each(personalities)("%s: one answer shows everything, and no secret", async (personality) => {
  const { client, state, emulator } = await scene(personality);
  await client.connect("alice");
  await client.connect("bob");
  emulator.faults.arm({ fault: "html" });
  const seen = await state();
  expect(seen.personality).toBe(personality);
  expect(seen.grants.map(({ clientId, user }) => [clientId, user])).toEqual([
    ["demo", "alice"],
    ["demo", "bob"],
  ]);
  expect(seen.grants[0]?.scopes.length).toBeGreaterThan(1);
  expect(seen.users.map(({ blocked, name }) => [name, blocked])).toEqual([
    ["alice", false],
    ["bob", false],
  ]);
  expect(seen.apps.map(({ clientId }) => clientId)).toContain("demo");
  expect(seen.faults.armed).toMatchObject([{ fault: "html" }]);
  expect(seen.ledger.entries.map(({ outcome }) => outcome)).toEqual(["exchanged", "exchanged"]);
  expect(seen.hosts).toEqual(emulator.hosts);
  expect(Math.abs(seen.clock.nowMs - Date.now())).toBeLessThan(60_000);
  const text = JSON.stringify(seen);
  const secrets = emulator.record.list().map(({ value }) => value);
  expect(secrets.filter((value) => text.includes(value))).toEqual([]);
});

test.each(personalities)("%s: one grant is revoked, and the other lives", async (personality) => {
  const { client, control, state } = await scene(personality);
  const [alice, bob] = [await client.connect("alice"), await client.connect("bob")];
  const [first, second] = (await state()).grants;
  expect((await control(`DELETE grants/${first?.id}`)).body).toEqual({ id: first?.id, revoked: true });
  expect((await client.refresh(alice.refresh_token)).status).toBeGreaterThanOrEqual(400);
  expect((await client.refresh(bob.refresh_token)).status).toBe(200);
  expect((await state()).grants.map(({ id }) => id)).toEqual([second?.id]);
  expect(await control(`DELETE grants/${first?.id}`)).toMatchObject({
    status: 400,
    body: { error: `There is no live grant "${first?.id}".` },
  });
});

test.each(personalities)("%s: every access token expires, and no refresh token", async (personality) => {
  const { client, control } = await scene(personality);
  const { access_token: accessToken, refresh_token: refreshToken } = await client.connect("alice");
  expect(await client.call(accessToken)).toBe(200);
  expect((await control("POST expire")).body).toEqual({ expired: 1 });
  expect(await client.call(accessToken)).toBe(401);
  const { body } = await client.refresh(refreshToken);
  expect(await client.call(body.access_token)).toBe(200);
  expect((await control("POST expire")).body).toEqual({ expired: 1 });
});

test.each(personalities)("%s: a user is deactivated and let in again", async (personality) => {
  const { client, control, state } = await scene(personality);
  const { refresh_token: refreshToken } = await client.connect("bob");
  await control("POST users/bob", { blocked: true });
  expect((await state()).users.find(({ name }) => name === "bob")?.blocked).toBe(true);
  expect((await client.refresh(refreshToken)).status).toBeGreaterThanOrEqual(400);
  await control("POST users/bob", { blocked: false });
  expect((await client.refresh(refreshToken)).status).toBe(200);
});

test.each(personalities)("%s: rotation is switched off and on", async (personality) => {
  const { client, control, state } = await scene(personality);
  const { refresh_token: refreshToken } = await client.connect("alice");
  const switched = (isOn: boolean) =>
    personality === "auth0" ? { rotating: isOn } : { rotation: isOn ? "strict" : "static" };
  await control("POST apps/demo", switched(false));
  expect((await state()).apps.find(({ clientId }) => clientId === "demo")).toMatchObject(switched(false));
  const { body } = await client.refresh(refreshToken);
  const kept = body.refresh_token ?? refreshToken;
  expect((await client.refresh(kept)).status).toBe(200);
  expect((await client.refresh(kept)).status).toBe(200);
  await control("POST apps/demo", switched(true));
  const rotated = (await client.refresh(kept)).body.refresh_token;
  expect([typeof rotated, rotated === kept]).toEqual(["string", false]);
});

test("switches that there are not are refused, at oidc as well", async () => {
  const { control } = await scene("oidc");
  expect((await control("POST apps/demo", { rotation: "grace" })).body.error).toContain(
    '"strict" or "static"',
  );
  expect((await control("POST apps/nobody", {})).body.error).toBe('There is no app "nobody".');
  expect((await control("GET constructor")).status).toBe(404);
});
