import { expect, test } from "vitest";
import { App } from "./app.ts";
import { start } from "./starting.ts";

const options = { rotation: "strict" } as const;

test("drop-before: the provider never processed it, and the token is good", async () => {
  const { issuer, faults, ledger } = await start(options);
  const app = new App(issuer);
  const { refresh_token: token } = await app.connect();
  faults.arm({ fault: "drop-before" });
  await expect(app.refresh(token)).rejects.toThrow();
  expect(ledger.list().at(-1)).toMatchObject({
    kind: "refresh",
    outcome: "unprocessed",
    fault: "drop-before",
  });
  expect(ledger.summary()).toMatchObject({ refreshes: 0, unprocessed: 1 });
  expect((await app.refresh(token)).status).toBe(200);
});

test("drop-after: processed without an answer, and the token is spent", async () => {
  const { issuer, faults, ledger } = await start(options);
  const app = new App(issuer);
  const { refresh_token: token } = await app.connect();
  faults.arm({ fault: "drop-after" });
  await expect(app.refresh(token)).rejects.toThrow();
  expect(ledger.list().at(-1)).toMatchObject({ outcome: "rotated", fault: "drop-after" });
  expect((await app.refresh(token)).body.error).toBe("invalid_grant");
});

test("hang: never processed, and the release breaks the connection", async () => {
  const { issuer, faults, ledger } = await start(options);
  const app = new App(issuer);
  const { refresh_token: token } = await app.connect();
  faults.arm({ fault: "hang" });
  const refresh = app.refresh(token);
  const broken = expect(refresh).rejects.toThrow();
  await faults.whenHeld();
  expect(ledger.list().at(-1)).toMatchObject({ outcome: "unprocessed", fault: "hang" });
  expect(faults.release()).toBe(1);
  await broken;
  expect((await app.refresh(token)).status).toBe(200);
});

test("a provider that is not reachable refuses connections, forgets nothing, and comes back", async () => {
  const emulator = await start(options);
  const app = new App(emulator.issuer);
  const { refresh_token: token } = await app.connect();
  await emulator.setReachable(false);
  await expect(fetch(`${emulator.issuer}/emulator/state`)).rejects.toThrow();
  await emulator.setReachable(false);
  await emulator.setReachable(true);
  await emulator.setReachable(true);
  expect((await app.refresh(token)).status).toBe(200);
});

test("status: another answer, before or after processing", async () => {
  const { issuer, faults, ledger } = await start(options);
  const { refresh_token: refreshToken } = await new App(issuer).connect();
  const post = () => {
    const form = { grant_type: "refresh_token", client_id: "demo", refresh_token: refreshToken ?? "" };
    return fetch(`${issuer}/token`, { method: "POST", body: new URLSearchParams(form) });
  };
  faults.arm({ fault: "status", status: 503, retryAfter: "2" });
  faults.arm({ fault: "status", status: 500, where: "after", body: "oops", contentType: "text/plain" });
  const first = await post();
  expect([first.status, first.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(await first.json()).toEqual({ error: "temporarily_unavailable" });
  const second = await post();
  expect([second.status, second.headers.get("content-type")]).toEqual([500, "text/plain; charset=utf-8"]);
  expect(await second.text()).toBe("oops");
  expect(ledger.list().slice(1)).toMatchObject([
    { outcome: "unprocessed" },
    { outcome: "rotated", spent: false },
  ]);
});

test("html: 200 with a web page", async () => {
  const { issuer, faults } = await start(options);
  faults.arm({ fault: "html" });
  const response = await fetch(`${issuer}/token`, { method: "POST", body: new URLSearchParams({ a: "b" }) });
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(await response.text()).toContain("<p>");
});

test("truncate: the answer ends after so many bytes", async () => {
  const { issuer, faults, ledger } = await start(options);
  const app = new App(issuer);
  const { refresh_token: token } = await app.connect();
  faults.arm({ fault: "truncate", bytes: 20 });
  const form = { grant_type: "refresh_token", client_id: "demo", refresh_token: token ?? "" };
  const response = await fetch(`${issuer}/token`, { method: "POST", body: new URLSearchParams(form) });
  expect(Number(response.headers.get("content-length"))).toBeGreaterThan(100);
  const reader = response.body?.getReader();
  const chunk = await reader?.read();
  expect(Buffer.from(chunk?.value ?? []).toString()).toBe('{"access_token":"CAN');
  await expect(reader?.read()).rejects.toThrow();
  expect(ledger.list().at(-1)).toMatchObject({ outcome: "rotated", fault: "truncate" });
});

test("hold: processed at once, answered at the release, and nobody else waits for it", async () => {
  const { issuer, faults, ledger } = await start(options);
  const app = new App(issuer);
  const [mine, other] = [await app.connect(), await app.connect()];
  faults.arm({ fault: "hold" });
  const held = app.refresh(mine.refresh_token);
  await faults.whenHeld();
  expect(ledger.list().at(-1)).toMatchObject({ outcome: "rotated", fault: "hold" });
  expect((await app.refresh(other.refresh_token)).status).toBe(200);
  expect(faults.release()).toBe(1);
  expect((await held).status).toBe(200);
});

test("faults strike in order, after the requests they skip and as often as they say", async () => {
  const { issuer, faults } = await start();
  faults.arm({ fault: "status", status: 502, skip: 1, times: 2 });
  faults.arm({ fault: "status", status: 429 });
  const app = new App(issuer);
  const statuses: number[] = [];
  for (let request = 0; request < 5; request += 1) {
    statuses.push((await app.refresh("unknown")).status);
  }
  expect(statuses).toEqual([400, 502, 502, 429, 400]);
});

test("closing lets go of what is held", async () => {
  const emulator = await start();
  emulator.faults.arm({ fault: "hold" });
  const held = new App(emulator.issuer).refresh("unknown").catch(() => "broken");
  await emulator.faults.whenHeld();
  await emulator.close();
  await held;
  await expect(fetch(emulator.issuer)).rejects.toThrow();
});
