import { expect, test } from "vitest";
import type { EmulatorOptions } from "../../src/index.ts";
import { startProcess } from "../process.ts";
import { SalesforceApp } from "./app.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Runs a scene at an emulator whose clock can be moved. */
async function at(
  options: EmulatorOptions,
  scene: (app: SalesforceApp, advance: (ms: number) => Promise<unknown>) => Promise<void>,
): Promise<void> {
  const emulator = await startProcess({ personality: "salesforce", rotation: "static", ...options });
  try {
    await scene(new SalesforceApp(emulator), emulator.advance);
  } finally {
    await emulator.stop();
  }
}

function withPolicy(refreshTokenPolicy: { idleSeconds: number } | { afterSeconds: number }): EmulatorOptions {
  const redirectUris = ["http://localhost:9355/callback"];
  return { clients: [{ clientId: "demo", redirectUris, salesforce: { refreshTokenPolicy } }] };
}

test("codes live for 15 minutes, access tokens for 2 hours after their last use", async () => {
  await at({}, async (app, advance) => {
    const [good, late] = [await app.code(), await app.code()];
    await advance(14 * minuteMs);
    const { body } = await app.exchange(good);
    await advance(minuteMs);
    expect((await app.exchange(late)).body.error_description).toBe("expired authorization code");
    await advance(1.5 * hourMs);
    expect(await app.api(body.access_token)).toBe(200);
    await advance(1.5 * hourMs);
    expect(await app.api(body.access_token)).toBe(200);
    await advance(2 * hourMs);
    expect(await app.api(body.access_token)).toBe(401);
    const next = await app.refresh(body.refresh_token);
    expect(next.body.access_token).not.toBe(body.access_token);
    expect(await app.api(next.body.access_token)).toBe(200);
  });
});

test("sessions can be shorter", async () => {
  await at({ salesforce: { sessionSeconds: 900 } }, async (app, advance) => {
    const { access_token: accessToken } = await app.connect();
    await advance(15 * minuteMs);
    expect(await app.api(accessToken)).toBe(401);
  });
});

test("a policy of disuse counts from the last use", async () => {
  await at(withPolicy({ idleSeconds: 7200 }), async (app, advance) => {
    const { refresh_token: token } = await app.connect();
    await advance(1.5 * hourMs);
    expect((await app.refresh(token)).status).toBe(200);
    await advance(1.5 * hourMs);
    expect((await app.refresh(token)).status).toBe(200);
    await advance(2 * hourMs);
    expect((await app.refresh(token)).body.error_description).toBe("expired access/refresh token");
  });
});

test("a policy of age counts from the approval", async () => {
  await at(withPolicy({ afterSeconds: 7200 }), async (app, advance) => {
    const { refresh_token: token } = await app.connect();
    await advance(1.5 * hourMs);
    expect((await app.refresh(token)).status).toBe(200);
    await advance(0.5 * hourMs);
    expect((await app.refresh(token)).body.error_description).toBe("expired access/refresh token");
  });
});
