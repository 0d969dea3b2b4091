import { describe, expect, test } from "vitest";
import { loginLifetimeOf } from "../../src/diagnose/lives.ts";
import { causesOf, type LoginRecord } from "../../src/diagnose/needs-login.ts";
import type { Client, Connection } from "../../src/model.ts";
import { sampleClient, sampleConnection, startMs } from "../support/samples.ts";

const dayMs = 24 * 3_600_000;
const daySeconds = 24 * 3600;

/** A connection made at the start, last refreshed after a day, refused `days` after the start. */
function refused(days: number, client: Partial<Client> = {}, connection: Partial<Connection> = {}) {
  const app = sampleClient({ lifetimes: {}, ...client });
  const own = sampleConnection(app, {
    details: { connectedAtMs: startMs },
    refreshedAtMs: startMs + dayMs,
    status: "needs_login",
    statusReason: "provider_revoked",
    statusSinceMs: startMs + days * dayMs,
    ...connection,
  });
  return { client: app, connection: own, logins: [] as readonly LoginRecord[] };
}

const whys = (records: Parameters<typeof causesOf>[0]): readonly string[] =>
  causesOf(records).map(({ why }) => why);

describe("the diagnosis of a refused refresh token", () => {
  test("finds no cause if the records explain nothing", () => {
    expect(causesOf(refused(42))).toEqual([]);
  });

  test("finds that the login was unused for longer than its idle lifetime", () => {
    const records = refused(42, { lifetimes: { idleSeconds: 30 * daySeconds } });
    expect(causesOf(records)).toEqual([
      { why: "why.idle", next: "next.idle", facts: { days: 41, idleDays: 30, lastMs: startMs + dayMs } },
    ]);
    expect(whys(refused(30, { lifetimes: { idleSeconds: 30 * daySeconds } }))).toEqual([]);
  });

  test("finds that the login is older than its maximum lifetime, as set or as assumed of Auth0", () => {
    expect(whys(refused(366, { lifetimes: { maxSeconds: 365 * daySeconds } }))).toEqual(["why.max_life"]);
    expect(whys(refused(364, { lifetimes: { maxSeconds: 365 * daySeconds } }))).toEqual([]);
    expect(whys(refused(31, { provider: "auth0" }))).toEqual(["why.max_life_assumed"]);
    expect(whys(refused(31, { provider: "auth0", rotationSeen: "static" }))).toEqual([]);
  });

  test("reports every cause that agrees with the records", () => {
    const lifetimes = { idleSeconds: 30 * daySeconds, maxSeconds: 40 * daySeconds };
    expect(whys(refused(42, { lifetimes }))).toEqual(["why.idle", "why.max_life"]);
  });

  test("finds that five later logins of the same user through the same app ended it, but not four", () => {
    const records = refused(3);
    const later = (count: number): LoginRecord[] =>
      Array.from({ length: count }, (_, index) => ({
        connectionId: `other-${index}`,
        atMs: startMs + index + 1,
        name: index === 4 ? "acme-bot" : null,
      }));
    expect(causesOf({ ...records, logins: later(5) })).toEqual([
      {
        why: "why.salesforce.crowded_out",
        next: null,
        facts: { most: 5, other: "acme-bot", otherMs: startMs + 5 },
      },
    ]);
    expect(whys({ ...records, logins: later(4) })).toEqual([]);
    const same = later(5).map((login) => ({ ...login, connectionId: "other" }));
    // A connection that logs in again takes its own place.
    expect(whys({ ...records, logins: same })).toEqual([]);
    const own = later(5).map((login) => ({ ...login, connectionId: records.connection.id }));
    expect(whys({ ...records, logins: own })).toEqual([]);
  });

  test.each(["rotation_lost", "interaction"] as const)(
    "reports %s as the failed refresh recorded it",
    (statusReason) => {
      const records = refused(366, { lifetimes: { maxSeconds: 1 } }, { statusReason });
      expect(whys(records)).toEqual([`why.${statusReason}`]);
    },
  );
});

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
