import { request } from "node:http";
import { afterEach, expect, test, vi } from "vitest";
import { EmulatorError, startEmulator } from "../src/index.ts";
import { App } from "./app.ts";
import { start } from "./starting.ts";

afterEach(() => vi.unstubAllEnvs());

async function control(issuer: string, call: string, body?: unknown) {
  const [method = "", path] = call.split(" ");
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${issuer}/emulator/${path}`, { method, ...sent });
  const answer: Record<string, unknown> = JSON.parse(await response.text());
  return { status: response.status, body: answer };
}

function statusFor(address: string, port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: address, port, path: "/jwks", headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on("error", reject);
    sent.end();
  });
}

test("both loopback addresses answer at the same port, to loopback names only", async () => {
  const { port } = await start();
  for (const address of ["127.0.0.1", "::1"]) {
    for (const host of ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"]) {
      expect(await statusFor(address, port, `${host}:${port}`)).toBe(200);
    }
    for (const host of ["evil.example", `evil.example:${port}`, "localhost", `localhost:${port + 1}`]) {
      expect(await statusFor(address, port, host)).toBe(403);
    }
  }
});

test("it does not start in production, with an unknown option or with a client that cannot be", async () => {
  const code = async (starting: Promise<unknown>) => {
    const cause: unknown = await starting.catch((thrown: unknown) => thrown);
    return cause instanceof EmulatorError ? [cause.code, cause.message] : cause;
  };
  const refused = async (options: object) => (await code(startEmulator(options)))?.toString();
  expect(await refused({ rotate: true })).toBe('invalid_option,"rotate" is not an option of the emulator.');
  expect(await refused({ codeSeconds: 0 })).toContain('"codeSeconds" must be a whole number of seconds');
  expect(await refused({ rotation: "grace" })).toContain('"rotation" must be');
  expect(await refused({ clients: [{ clientId: "x", redirectUris: ["http://app.example/"] }] })).toContain(
    'The client "x" is not acceptable: redirect_uris',
  );
  const { port } = await start();
  expect(await refused({ port })).toContain(`no_loopback,Port ${port} cannot be taken`);
  vi.stubEnv("NODE_ENV", "production");
  expect(await refused({})).toContain("production,");
});

test("it says what to install when oidc-provider is absent", async () => {
  vi.doMock("oidc-provider", () => {
    throw new Error("absent");
  });
  await expect(startEmulator()).rejects.toMatchObject({ code: "missing_dependency" });
  vi.doUnmock("oidc-provider");
});

test("another process can read the ledger and the record", async () => {
  const { issuer } = await start();
  const app = new App(issuer);
  const { refresh_token: token } = await app.connect();
  await app.refresh(token);
  const ledger = await control(issuer, "GET ledger");
  expect(ledger.body).toMatchObject({
    summary: { refreshes: 1 },
    entries: [
      { number: 1, kind: "code", outcome: "exchanged" },
      { number: 2, kind: "refresh", outcome: "rotated" },
    ],
  });
  const record = await control(issuer, "GET record");
  expect(record.body.secrets).toContainEqual({ kind: "refresh_token", value: token });
});

test("another process can arm, hold, release and disarm faults", async () => {
  const { issuer } = await start();
  await control(issuer, "POST faults", { fault: "hold" });
  const held = new App(issuer).refresh("unknown");
  expect(await control(issuer, "GET held")).toEqual({ status: 200, body: { held: 1 } });
  expect(await control(issuer, "POST release")).toEqual({ status: 200, body: { released: 1 } });
  expect((await held).status).toBe(400);
  await control(issuer, "POST faults", { fault: "html" });
  expect((await control(issuer, "GET faults")).body).toEqual({
    armed: [{ fault: "html", skip: 0, times: 1 }],
    held: 0,
  });
  expect((await control(issuer, "DELETE faults")).body).toEqual({ armed: [] });
});

test("control requests that make no sense are answered with a sentence", async () => {
  const { issuer } = await start();
  for (const fault of [
    { fault: "flood" },
    { fault: "status" },
    { fault: "truncate" },
    { fault: "html", skip: -1 },
  ]) {
    expect((await control(issuer, "POST faults", fault)).status).toBe(400);
  }
  expect((await control(issuer, "POST users/%zz", { blocked: true })).status).toBe(400);
  const nonsense = await fetch(`${issuer}/emulator/faults`, { method: "POST", body: "drop" });
  expect(await nonsense.json()).toMatchObject({ error: "The body must be a JSON object." });
  expect((await control(issuer, "GET nothing")).status).toBe(404);
  expect((await control(issuer, "POST users/alice", {})).status).toBe(400);
  expect((await control(issuer, "POST users/alice", { blocked: true })).body).toEqual({
    name: "alice",
    blocked: true,
  });
});

test("without the preload the clock stands still and says why", async () => {
  const { issuer, clock } = await start();
  const moved = await control(issuer, "POST clock", { advanceMs: 1000 });
  expect(moved.status).toBe(409);
  expect(moved.body.error).toContain("preload.cjs");
  expect((await control(issuer, "GET clock")).body.offsetMs).toBe(0);
  expect(() => clock.advance(1)).toThrow(EmulatorError);
});

test("web pages cannot steer it", async () => {
  const { issuer } = await start();
  const response = await fetch(`${issuer}/emulator/ledger`, { headers: { origin: "https://evil.example" } });
  expect(response.status).toBe(403);
});

test("the API tells what became of the token on the way", async () => {
  const [here, there] = [await start(), await start()];
  const { access_token: accessToken } = await new App(here.issuer).connect();
  const headers = { authorization: `Bearer ${accessToken}` };
  const echo = await fetch(`${here.issuer}/api/echo?x=1`, { method: "PUT", body: "hi", headers });
  expect(await echo.json()).toMatchObject({
    method: "PUT",
    path: "/api/echo?x=1",
    authorization: "valid",
    body: "hi",
  });
  const followed = await fetch(`${here.issuer}/api/redirect?to=${there.issuer}/api/echo`, { headers });
  expect(followed.url).toBe(`${there.issuer}/api/echo`);
  expect(await followed.json()).toMatchObject({ authorization: "absent" });
  const bare = await fetch(`${here.issuer}/api/hello`);
  expect([bare.status, bare.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="emulator"']);
  const dead = await fetch(`${here.issuer}/api/hello`, { headers: { authorization: "Bearer none" } });
  expect(dead.headers.get("www-authenticate")).toContain('error="invalid_token"');
});
