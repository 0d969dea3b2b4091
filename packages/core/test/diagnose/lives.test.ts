import { describe, expect, test } from "vitest";
import { loginLifetimeOf } from "../../src/diagnose/lives.ts";
import type { Client, Connection } from "../../src/model.ts";
import { sampleClient, sampleConnection, startMs } from "../support/samples.ts";

const dayMs = 24 * 3_600_000;
const daySeconds = 24 * 3600;

describe("the lifetime of a login", () => {
  const connection = (client: Client): Connection =>
    sampleConnection(client, { details: { connectedAtMs: startMs } });

  test.each([
    ["salesforce", {}, null, null, "assumed"],
    ["salesforce", { idleSeconds: 30 * daySeconds }, null, 30 * daySeconds, "assumed"],
    ["salesforce", { maxSeconds: daySeconds }, startMs + dayMs, null, "setting"],
    ["auth0", {}, startMs + 30 * dayMs, null, "assumed"],
    ["auth0", { maxSeconds: 365 * daySeconds }, startMs + 365 * dayMs, null, "setting"],
    ["oidc", {}, null, null, "assumed"],
  ] as const)("at %s with %j", (...[provider, lifetimes, untilMs, idleSeconds, untilSource]) => {
    const client = sampleClient({ provider, lifetimes });
    expect(loginLifetimeOf(connection(client), client)).toMatchObject({
      until: untilMs === null ? null : new Date(untilMs),
      untilSource,
      idleSeconds,
    });
  });

  test("without use counts from the last use", () => {
    const client = sampleClient({ lifetimes: { idleSeconds: 30 * daySeconds } });
    const used = sampleConnection(client, {
      details: { connectedAtMs: startMs },
      refreshedAtMs: startMs + 3 * dayMs,
    });
    expect(loginLifetimeOf(connection(client), client).idleUntil).toEqual(new Date(startMs + 30 * dayMs));
    expect(loginLifetimeOf(used, client).idleUntil).toEqual(new Date(startMs + 33 * dayMs));
    expect(loginLifetimeOf(used, client).keepAliveAt).toEqual(new Date(startMs + 18 * dayMs));
  });

  test("is unknown for a connection without a recorded beginning", () => {
    const client = sampleClient({ lifetimes: { maxSeconds: 1 } });
    expect(loginLifetimeOf(sampleConnection(client), client).until).toBe(null);
  });
});
