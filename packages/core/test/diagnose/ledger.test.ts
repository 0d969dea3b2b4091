import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Ledger, type LoginRecord, recordedCauses, type Trouble } from "../../src/diagnose/ledger.ts";

const dayMs = 24 * 3_600_000;
const daySeconds = 24 * 3600;
const begunMs = Date.UTC(2026, 8, 1);

/** A login of the start, refreshed after a day and refused after two; each refresh replaces its token. */
function ledger(over: Partial<Ledger> = {}): Ledger {
  return {
    provider: "salesforce",
    issuer: "https://login.salesforce.com",
    trouble: { kind: "token", said: "invalid_grant: expired access/refresh token" },
    sinceMs: begunMs + 2 * dayMs,
    lastMs: begunMs + dayMs,
    hasRefreshed: true,
    begunMs,
    idleSeconds: null,
    maxSeconds: null,
    maxSource: "assumed",
    logins: [],
    mostLogins: 5,
    rotates: true,
    overlapSeconds: null,
    lostMs: null,
    isSenderDead: false,
    adoptedMs: null,
    hasClientSecret: true,
    hasNextSecret: false,
    ...over,
  };
}

const after = (days: number): number => begunMs + days * dayMs;

/** The causes with what the records show, as `cause evidence (grounds)`. */
const told = (over: Partial<Ledger>): readonly string[] =>
  recordedCauses(ledger(over)).map(({ cause, evidence, grounds }) => `${cause} ${evidence} (${grounds})`);

const named = (over: Partial<Ledger>): readonly string[] =>
  recordedCauses(ledger(over)).map(({ cause }) => cause);

const later = (count: number, atDays = 1.5, name: string | null = "acme-bot"): LoginRecord[] =>
  Array.from({ length: count }, (_, index) => ({
    connectionId: `other-${index}`,
    atMs: after(atDays) + index,
    name,
    isOwn: false,
  }));

describe("a refused refresh token is explained by the records", () => {
  test.each<readonly [string, Partial<Ledger>, readonly string[]]>([
    [
      "the idle time that the user set was over",
      { idleSeconds: 30 * daySeconds, sinceMs: after(42) },
      ["idle idle (setting)"],
    ],
    [
      "the same at Auth0, by its own name",
      { provider: "auth0", idleSeconds: 30 * daySeconds, sinceMs: after(42) },
      ["auth0.idle_lifetime idle (setting)"],
    ],
    [
      "the absolute life that the user set was over",
      { maxSeconds: 365 * daySeconds, maxSource: "setting", lastMs: after(364), sinceMs: after(366) },
      ["too_old too_old (setting)"],
    ],
    [
      "the default of the provider was over",
      { provider: "auth0", maxSeconds: 30 * daySeconds, lastMs: after(29), sinceMs: after(31) },
      ["auth0.lifetime too_old_assumed (assumed)"],
    ],
    [
      "five later logins crowded it out",
      { logins: later(5) },
      ["salesforce.crowded_out crowded_out (measured)"],
    ],
    [
      "one of them is gone by now",
      { logins: later(5, 1.5, null) },
      ["salesforce.crowded_out crowded_out_gone (measured)"],
    ],
    [
      "two hundred later logins at Auth0 did",
      { provider: "auth0", mostLogins: 200, logins: later(200) },
      ["auth0.crowded_out crowded_out (measured)"],
    ],
    ["the answer to a refresh was lost", { lostMs: after(1.5) }, ["answer_lost rotation_lost (measured)"]],
    [
      "it was lost, and the overlap was over",
      { lostMs: after(1.5), overlapSeconds: 30 },
      ["answer_lost rotation_lost_overlap (measured)"],
    ],
    [
      "the store was taken over as the only copy, and was not",
      { adoptedMs: after(1.9) },
      ["restored_copy restored_copy (measured)"],
    ],
    [
      "the provider saw the token used, and our records have it sent once: possible theft",
      { provider: "oidc", trouble: { kind: "token", said: "invalid_grant: refresh token already used" } },
      ["token_stolen token_stolen (measured)"],
    ],
  ])("%s", (_, over, expected) => {
    expect(told(over)).toEqual(expected);
  });

  test("each with its numbers and instants", () => {
    const [idle] = recordedCauses(ledger({ idleSeconds: 30 * daySeconds, sinceMs: after(42) }));
    expect(idle?.facts).toEqual({ days: 41, idleDays: 30, lastMs: after(1) });
    const [old] = recordedCauses(ledger({ maxSeconds: daySeconds, lastMs: after(0.5), sinceMs: after(2) }));
    expect(old?.facts).toEqual({ days: 2, maxDays: 1, begunMs });
    const [crowded] = recordedCauses(ledger({ logins: later(6) }));
    // The fifth other one ended it, and not the sixth.
    expect(crowded?.facts).toEqual({ most: 5, other: "acme-bot", otherMs: after(1.5) + 4 });
    const [lost] = recordedCauses(ledger({ lostMs: after(1.5), overlapSeconds: 30 }));
    expect(lost?.facts).toEqual({ lostMs: after(1.5), how: "reason.no_answer", overlap: 30 });
    const [killed] = recordedCauses(ledger({ lostMs: after(1.5), isSenderDead: true }));
    expect(killed?.facts.how).toBe("reason.killed");
  });

  test("of several the earliest ended it, so it comes first", () => {
    const both = { idleSeconds: 30 * daySeconds, maxSource: "setting", sinceMs: after(50) } as const;
    expect(named({ ...both, maxSeconds: 40 * daySeconds })).toEqual(["idle", "too_old"]);
    expect(named({ ...both, maxSeconds: 20 * daySeconds })).toEqual(["too_old", "idle"]);
    expect(named({ ...both, lostMs: after(1.2) })).toEqual(["answer_lost", "idle"]);
  });

  test.each<readonly [string, Partial<Ledger>]>([
    ["an idle time that was not over", { idleSeconds: 30 * daySeconds, sinceMs: after(30) }],
    ["an end that the login outlived", { maxSeconds: daySeconds / 2, lastMs: after(1) }],
    ["an end that had not come", { maxSeconds: 365 * daySeconds, sinceMs: after(364) }],
    ["four later logins", { logins: later(4) }],
    [
      "later logins of one other connection",
      { logins: later(9).map((one) => ({ ...one, connectionId: "b" })) },
    ],
    ["later logins of the connection itself", { logins: later(9).map((one) => ({ ...one, isOwn: true })) }],
    ["logins after which it still worked", { logins: later(5, 0.5) }],
    ["a takeover of the store after which it still worked", { adoptedMs: after(0.5) }],
    ["a lost answer of a token that is not replaced", { lostMs: after(1.5), rotates: false }],
    [
      "words about a second use, if an answer was lost to a token that is not replaced",
      { trouble: { kind: "token", said: "token reuse" }, lostMs: after(1.5), rotates: false },
    ],
  ])("%s explains nothing", (_, over) => {
    expect(recordedCauses(ledger(over)).filter(({ grounds }) => grounds !== "none")).toEqual([]);
  });
});

describe("what the records do not explain", () => {
  test("has the causes of explain, without those that the records exclude, and possible theft last", () => {
    const causes = named({});
    expect(causes[0]).toBe("revoked");
    expect(causes).toEqual(expect.arrayContaining(["salesforce.crowded_out", "idle"]));
    expect(causes.at(-1)).toBe("token_stolen");
    for (const ours of ["rotated_not_saved", "concurrent_refresh", "answer_lost", "other_client_token"])
      expect(causes).not.toContain(ours);
  });

  test("was not idle, nor too old, if the user set times that were not over", () => {
    const causes = named({
      idleSeconds: 30 * daySeconds,
      maxSeconds: 365 * daySeconds,
      maxSource: "setting",
    });
    expect(causes).not.toContain("idle");
    expect(causes).not.toContain("too_old");
  });

  test("is no theft if a refresh does not replace the token: a second user ends nothing", () => {
    expect(named({ rotates: false })).not.toContain("token_stolen");
  });

  test("is ranked by the rules of the provider that the address shows", () => {
    const google = { provider: "oidc", issuer: "https://accounts.google.com", mostLogins: null } as const;
    expect(named(google).some((cause) => cause.startsWith("google."))).toBe(true);
    const keycloak = { ...google, issuer: "https://sso.example/realms/acme" };
    expect(named(keycloak).some((cause) => cause.startsWith("keycloak."))).toBe(true);
    expect(named({ ...google, issuer: "https://login.example" }).join()).not.toMatch(/google|keycloak/);
  });
});

describe("another failure is explained by the records", () => {
  const client = (said = "invalid_client: invalid client credentials"): Trouble => ({ kind: "client", said });
  const request = (over: Partial<Extract<Trouble, { kind: "request" }>>): Trouble => ({
    ...{ kind: "request", failure: "not_sent", reason: "dns", status: null, said: "" },
    ...over,
  });

  test.each<readonly [string, Partial<Ledger>, string]>([
    ["a renewed secret", { trouble: client() }, "secret_changed secret_changed (measured)"],
    [
      "a renewed secret at Auth0",
      { provider: "auth0", trouble: client("access_denied: Unauthorized") },
      "secret_changed secret_changed (measured)",
    ],
    [
      "two secrets that are both refused",
      { trouble: client(), hasNextSecret: true },
      "secret_changed secret_changed_twice (measured)",
    ],
    [
      "an app that demands a secret by now",
      { trouble: client(), hasClientSecret: false },
      "secret_missing secret_missing (measured)",
    ],
    [
      "an app that is gone",
      { trouble: client("invalid_client_id: client identifier invalid") },
      "salesforce.unknown_key unknown_client (measured)",
    ],
    [
      "a user who was deactivated",
      { trouble: { kind: "account", said: "invalid_grant: inactive user" } },
      "salesforce.inactive_user account (measured)",
    ],
    [
      "an address that is not allowed",
      { trouble: { kind: "account", said: "invalid_grant: ip restricted" } },
      "salesforce.ip_restricted account (measured)",
    ],
    [
      "a second factor",
      {
        provider: "auth0",
        trouble: { kind: "person", said: "mfa_required: Multifactor authentication required" },
      },
      "auth0.mfa interaction (measured)",
    ],
    ["no such name", { trouble: request({ reason: "dns" }) }, "name_unknown not_sent (measured)"],
    ["a company's certificate", { trouble: request({ reason: "tls" }) }, "company_ca not_sent (measured)"],
    ["a proxy's own login", { trouble: request({ reason: "proxy" }) }, "proxy_login not_sent (measured)"],
    [
      "a server that is down",
      { trouble: request({ failure: "busy", reason: "refused", status: 503 }) },
      "server_down busy (measured)",
    ],
    [
      "too many requests",
      { trouble: request({ failure: "busy", reason: "refused", status: 429 }) },
      "rate_limit busy (measured)",
    ],
    [
      "an answer that never came",
      { trouble: request({ failure: "unanswered", reason: "reset" }) },
      "connection_lost unanswered (measured)",
    ],
  ])("%s", (_, over, expected) => {
    expect(told(over)[0]).toBe(expected);
  });

  test("a secret that worked before was not typed wrongly", () => {
    expect(named({ trouble: client() })).not.toContain("wrong_secret");
  });
});

test("whatever the records are, each cause comes once, and those with evidence come first", () => {
  const instant = fc.option(fc.integer({ min: begunMs, max: after(400) }));
  const seconds = fc.option(fc.integer({ min: 1, max: 400 * daySeconds }));
  const arbitrary = fc.record({
    provider: fc.constantFrom("salesforce", "auth0", "oidc"),
    said: fc.constantFrom("invalid_grant", "invalid_grant: token reuse", "access_denied", "", "mfa_required"),
    kind: fc.constantFrom("token" as const, "person" as const, "client" as const, "account" as const),
    sinceMs: fc.integer({ min: begunMs, max: after(500) }),
    over: fc.record({
      ...{ lastMs: instant, begunMs: instant, lostMs: instant, adoptedMs: instant },
      ...{ idleSeconds: seconds, maxSeconds: seconds, maxSource: fc.constantFrom("setting", "assumed") },
      ...{ rotates: fc.boolean(), hasRefreshed: fc.boolean(), hasNextSecret: fc.boolean() },
    }),
  });
  fc.assert(
    fc.property(arbitrary, ({ provider, said, kind, sinceMs, over }) => {
      const causes = recordedCauses(ledger({ provider, sinceMs, trouble: { kind, said }, ...over }));
      expect(new Set(causes.map(({ cause }) => cause)).size).toBe(causes.length);
      const firstWithout = causes.findIndex(({ evidence }) => evidence === null);
      if (firstWithout >= 0)
        expect(causes.slice(firstWithout).every(({ evidence }) => evidence === null)).toBe(true);
      if (kind !== "token") return;
      // A login that worked after an instant was not ended at it.
      const { lastMs, lostMs, rotates } = over;
      const isLost = causes.some(({ cause }) => cause === "answer_lost");
      expect(isLost && (!rotates || lostMs === null)).toBe(false);
      expect(causes.some(({ cause }) => cause === "token_stolen") && !rotates).toBe(false);
      if (lastMs !== null && lastMs === sinceMs)
        expect(causes.some(({ evidence }) => evidence === "idle")).toBe(false);
    }),
    { numRuns: 150 },
  );
});
