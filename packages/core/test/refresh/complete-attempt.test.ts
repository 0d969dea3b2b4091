import { describe, expect, test } from "vitest";
import { type Attempt, ClientAuthentication, type UnexplainedRefusals } from "../../src/model.ts";
import type { AttemptObservation, AttemptStatus } from "../../src/refresh/attempt-observation.ts";
import { completeAttempt } from "../../src/refresh/complete-attempt.ts";
import { declareInactive } from "../../src/refresh/failed-attempt.ts";
import type { AnsweredAccess, Outcome } from "../../src/refresh/outcome.ts";
import { defaultDeadlines, dueAt } from "../../src/refresh/schedule.ts";
import { Secret } from "../../src/secret.ts";
import type { Change } from "../../src/store/store.ts";
import {
  adopted,
  aFamily,
  anAttempt,
  fingerprint,
  type Given,
  nowMs,
  raw,
} from "../support/connection-states.ts";
import { exposed } from "../support/samples.ts";
import { hourMs } from "../support/world.ts";

const access: AnsweredAccess = {
  token: Secret.of("at5"),
  tokenType: "Bearer",
  otherTokenType: null,
  idToken: null,
  scope: "openid api",
  expiresInSeconds: 600,
  instanceUrl: null,
  subject: "alice",
};

const success = (over: Partial<Outcome & { kind: "success" }> = {}): Outcome => ({
  kind: "success",
  refreshToken: Secret.of("rt5"),
  access,
  distrust: null,
  ...over,
});

function observing(outcome: Outcome, over: Partial<AttemptObservation> = {}): AttemptObservation {
  return {
    attempt: anAttempt(),
    outcome,
    rawAnswer: raw,
    httpStatus: 200,
    nextAuthentication: null,
    namesScope: false,
    fingerprint,
    nowMs,
    jitter: 0.5,
    deadlines: defaultDeadlines,
    ...over,
  };
}

function settled(
  outcome: Outcome,
  given: Given = {},
  over: Partial<AttemptObservation> = {},
): { change: Change; result: AttemptStatus } {
  const { change, result } = completeAttempt(aFamily(given), observing(outcome, over));
  return { change: change ?? {}, result };
}

const closed = (phase: Attempt["phase"], over: Partial<Attempt> = {}): Attempt =>
  anAttempt({ phase, httpStatus: 200, closedAtMs: nowMs, ...over });

describe("an answer with new tokens", () => {
  test("is all written at once: tokens, generation, what shows that it rotates, when the next one is due", () => {
    const failure = { kind: "busy", reason: "refused", httpStatus: 503 } as const;
    const details = { account: "alice", providerError: "x", lostAtMs: 1, failure };
    const given = {
      connection: { details, status: "unsettled", statusReason: "no_answer" },
      failures: 3,
    } as const;
    const { change, result } = settled(success(), given);
    expect(result).toBe("committed");
    const expiresAtMs = nowMs + 600_000;
    expect(exposed(change)).toEqual(
      exposed({
        connection: {
          generation: 5,
          refreshToken: Secret.of("rt5"),
          scope: "openid api",
          details: { account: "alice" },
          status: "ok",
          statusReason: null,
          statusSinceMs: nowMs,
          refreshCount: 8,
          refreshedAtMs: nowMs,
        },
        client: { rotationSeen: "strict", breakerUntilMs: null, breakerReason: null },
        accessToken: {
          connectionId: "n1",
          audience: "",
          generation: 5,
          token: Secret.of("at5"),
          tokenType: "Bearer",
          idToken: null,
          fingerprint: "at5",
          scope: "openid api",
          receivedAtMs: nowMs,
          rejectedAtMs: null,
          expiresAtMs,
          expiresSource: "answer",
        },
        attempts: [closed("committed")],
        schedule: { dueAtMs: dueAt({ receivedAtMs: nowMs, expiresAtMs }, 80_000, 0.5), failures: 0 },
        event: {
          kind: "refreshed",
          atMs: nowMs,
          detail: { generation: 5, attempt: "own", rotated: 1 },
        },
      }),
    );
  });

  test("of a connection that stands well leaves its status as it is", () => {
    expect(settled(success()).change.connection).not.toHaveProperty("statusSinceMs");
    const leaving = settled(success(), { connection: { status: "revoking" } }).change.connection;
    expect(leaving).not.toHaveProperty("status");
    expect(leaving).toMatchObject({ generation: 5 });
  });

  test("changes nothing if it is stored already, whether it was committed or kept", () => {
    const now = aFamily({ connection: { generation: 5 } });
    for (const own of [closed("committed"), closed("superseded", { rawAnswer: raw })]) {
      const { change, result } = completeAttempt({ ...now, attempts: [own] }, observing(success()));
      expect([change, result]).toEqual([null, "stale"]);
    }
  });

  test("is committed though a recovery has kept it", () => {
    const kept = closed("superseded", { rawAnswer: raw });
    const { change } = completeAttempt({ ...aFamily(), attempts: [kept] }, observing(success()));
    expect(change).toMatchObject({ connection: { generation: 5 }, attempts: [{ rawAnswer: null }] });
  });

  test.each([
    ["strict", "strict"],
    [null, "strict"],
    ["sliding", "sliding"],
    ["grace", "grace"],
    ["static", "strict"],
  ] as const)(
    "shows that an app that was %s is %s, and one without them that it is static",
    (rotationSeen, seen) => {
      expect(settled(success(), { client: { rotationSeen } }).change.client?.rotationSeen).toBe(seen);
      const { change } = settled(success({ refreshToken: null }), { client: { rotationSeen } });
      expect(change.client?.rotationSeen).toBe("static");
      expect(change.connection).not.toHaveProperty("refreshToken");
      expect(change.event?.detail).toMatchObject({ rotated: 0 });
    },
  );

  test("tells whose it is where nobody knew, and where the API lives", () => {
    const told = success({ access: { ...access, instanceUrl: "https://acme.example" } });
    const { change } = settled(told, { connection: { subject: null } });
    expect(change.connection).toMatchObject({
      subject: "alice",
      details: { account: "alice@idp.example", instanceUrl: "https://acme.example" },
    });
    expect(settled(success()).change.connection).not.toHaveProperty("subject");
    const silent = success({ access: { ...access, subject: null } });
    expect(settled(silent, { connection: { subject: null } }).change.connection).not.toHaveProperty(
      "subject",
    );
  });

  test("whose access token cannot be trusted rotates all the same; the next try comes after the floor", () => {
    const distrust = { what: "token_type", detail: "mac" } as const;
    const { change, result } = settled(success({ access: null, distrust }));
    expect(result).toBe("withheld");
    expect(change).not.toHaveProperty("accessToken");
    expect(change.connection).not.toHaveProperty("scope");
    expect(change.connection).toMatchObject({ generation: 5, status: "ok" });
    expect(change.schedule).toEqual({ dueAtMs: nowMs + 30_000, failures: 0 });
  });

  test("for another account is locked away", () => {
    const distrust = { what: "subject", detail: "sub" } as const;
    expect(settled(success({ access: null, distrust })).change.connection).toMatchObject({
      status: "quarantined",
      statusReason: "other_subject",
      statusSinceMs: nowMs,
    });
  });
});

describe("the end of an access token", () => {
  const unknown = success({ access: { ...access, expiresInSeconds: null } });

  test.each([
    [success(), {}, { expiresAtMs: nowMs + 600_000, expiresSource: "answer" }],
    [unknown, { accessSeconds: 120 }, { expiresAtMs: nowMs + 120_000, expiresSource: "setting" }],
    [unknown, {}, { expiresAtMs: nowMs + 900_000, expiresSource: "assumed" }],
  ] as const)("is the answer's, or your setting, or our assumption", (outcome, lifetimes, end) => {
    expect(settled(outcome, { client: { lifetimes } }).change.accessToken).toMatchObject(end);
  });

  test("stays what it was where the same token comes again and nothing new is said of it", () => {
    const same = { ...access, token: Secret.of("at4"), expiresInSeconds: null };
    const before = aFamily().accessTokens[0];
    const { accessToken } = settled(success({ access: same })).change;
    expect(accessToken).toMatchObject({
      expiresAtMs: before?.expiresAtMs,
      expiresSource: before?.expiresSource,
      receivedAtMs: nowMs,
    });
    expect(accessToken?.idToken?.expose()).toBe("id4");
    const told = settled(success({ access: { ...same, expiresInSeconds: 60 } })).change.accessToken;
    expect(told).toMatchObject({ expiresAtMs: nowMs + 60_000, expiresSource: "answer" });
    const fresh = settled(success({ access: { ...same, idToken: Secret.of("id5") } })).change.accessToken;
    expect(fresh?.idToken?.expose()).toBe("id5");
  });

  test("is assumed anew if the same token is dated in the future, because a clock was ahead", () => {
    const same = { ...access, token: Secret.of("at4"), expiresInSeconds: null };
    const backMs = nowMs - 2 * hourMs;
    const { accessToken } = settled(success({ access: same }), {}, { nowMs: backMs }).change;
    expect(aFamily().accessTokens[0]?.receivedAtMs).toBeGreaterThan(backMs);
    expect(accessToken).toMatchObject({ expiresAtMs: backMs + 900_000, expiresSource: "assumed" });
  });

  test("of one audience says nothing of another one's", () => {
    const same = success({ access: { ...access, token: Secret.of("at4"), expiresInSeconds: null } });
    const { accessToken } = settled(same, {}, { attempt: anAttempt({ audience: "api" }) }).change;
    expect(accessToken).toMatchObject({ audience: "api", expiresSource: "assumed", idToken: null });
  });
});

describe("an answer that comes when the connection has moved on", () => {
  const moved = { connection: { generation: 5, refreshToken: Secret.of("rt5b") } };
  const other = { connection: { tokenFamilyId: "f2", generation: 5, refreshToken: Secret.of("other") } };

  test.each([
    ["of this family", moved, "sibling"],
    ["of the family before", other, "orphan"],
  ] as const)("%s, with a token that nobody has: it is kept", (_what, given, kind) => {
    expect(settled(success(), given)).toEqual({
      result: "stale",
      change: {
        attempts: [closed("superseded", { rawAnswer: raw })],
        event: { kind, atMs: nowMs, detail: { attempt: "own" } },
      },
    });
  });

  test.each([
    ["no token", null, moved],
    ["the present token", "rt5b", moved],
    ["a token that was presented", "rt3", moved],
  ] as const)("with %s: it is not kept", (_what, token, given) => {
    const refreshToken = token === null ? null : Secret.of(token);
    expect(settled(success({ refreshToken }), given).change.attempts).toEqual([closed("committed")]);
  });

  test("of another family is kept though this family has presented the same", () => {
    const { change } = settled(success({ refreshToken: Secret.of("rt3") }), other);
    expect(change.attempts).toEqual([closed("superseded", { rawAnswer: raw })]);
  });

  test.each<Outcome>([
    { kind: "dead", said: "invalid_grant" },
    { kind: "suspended", said: "access_denied" },
    { kind: "interaction", said: "mfa_required" },
  ])("and refuses ($kind) says nothing of the token of now", (outcome) => {
    const expected = { result: "stale", change: { attempts: [closed("rejected")] } };
    expect(settled(outcome, moved)).toEqual(expected);
    expect(settled(outcome, { connection: { tokenFamilyId: "f2" } })).toEqual(expected);
  });

  test("and is none only closes the attempt", () => {
    const outcome = { kind: "not_sent", reason: "refused" } as const;
    const expected = { result: "stale", change: { attempts: [closed("not_sent")] } };
    expect(settled(outcome, moved)).toEqual(expected);
    expect(settled(outcome, { connection: { tokenFamilyId: "f2" } })).toEqual(expected);
  });
});

test("an answer that could not be judged is kept", () => {
  expect(settled({ kind: "unjudged" })).toEqual({
    result: "stale",
    change: {
      attempts: [closed("superseded", { rawAnswer: raw })],
      event: { kind: "unjudged", atMs: nowMs, detail: { attempt: "own" } },
    },
  });
});

describe("a refresh without an outcome", () => {
  const lost = { kind: "ambiguous", reason: "reset", httpStatus: null } as const;

  test.each([
    [{ kind: "not_sent", reason: "dns" }, ["not_sent", "not_sent", "dns"], 10_000],
    [{ kind: "busy", status: 503, retryAfterSeconds: 20 }, ["rejected", "busy", "refused"], 20_000],
    [lost, ["ambiguous", "unanswered", "reset"], 10_000],
  ] as const)("%j leaves the token as it is, and a pause", (outcome, [phase, kind, reason], pauseMs) => {
    const { change, result } = settled(outcome, { failures: 2 }, { httpStatus: 503 });
    expect(result).toBe("failed");
    const isUnsettled = phase === "ambiguous";
    expect(change).toEqual({
      connection: {
        details: { account: "alice@idp.example", failure: { kind, reason, httpStatus: 503 } },
        ...(isUnsettled && { status: "unsettled", statusReason: "no_answer", statusSinceMs: nowMs }),
      },
      attempts: [closed(phase, { httpStatus: 503 })],
      schedule: { failures: 3, dueAtMs: nowMs + pauseMs },
      event: { kind: phase, atMs: nowMs, detail: { attempt: "own", reason, status: 503 } },
    });
  });

  test("makes only a connection that stood well unsettled", () => {
    const { change } = settled(lost, { connection: { status: "suspended" } });
    expect(change.connection).not.toHaveProperty("status");
  });

  test("gives an answer that nobody waits for any more its time to arrive", () => {
    const late = { attempt: anAttempt({ drainDeadlineMs: nowMs + 1_000 }) };
    const drainOf = (outcome: Outcome): number | undefined =>
      settled(outcome, {}, late).change.attempts?.[0]?.drainDeadlineMs;
    expect(drainOf(lost)).toBe(nowMs + 15_000);
    expect(drainOf({ kind: "not_sent", reason: "dns" })).toBe(nowMs + 1_000);
  });
});

describe("a refusal", () => {
  const dead = { kind: "dead", said: "invalid_grant: x" } as const;

  test("of the client touches no connection, and is believed for five minutes", () => {
    expect(settled({ kind: "client", said: "invalid_client" })).toEqual({
      result: "failed",
      change: {
        client: { breakerUntilMs: nowMs + 300_000, breakerReason: "invalid_client" },
        attempts: [closed("rejected")],
        event: { kind: "client_refused", atMs: nowMs, detail: { said: "invalid_client" } },
      },
    });
  });

  test("of the account keeps the token and asks again in a day", () => {
    expect(settled({ kind: "suspended", said: "access_denied" }, { failures: 1 })).toEqual({
      result: "failed",
      change: {
        connection: {
          status: "suspended",
          statusReason: "suspended_by_provider",
          statusSinceMs: nowMs,
          details: { account: "alice@idp.example", providerError: "access_denied" },
        },
        attempts: [closed("rejected")],
        schedule: { failures: 2, dueAtMs: nowMs + 24 * hourMs },
        event: { kind: "suspended", atMs: nowMs, detail: { said: "access_denied" } },
      },
    });
  });

  test.each([
    [{ kind: "interaction", said: "mfa_required" }, { statusReason: "interaction" }],
    [dead, { statusReason: "provider_revoked", refreshToken: null }],
  ] as const)("%j ends the login", (outcome, end) => {
    expect(settled(outcome)).toEqual({
      result: "failed",
      change: {
        connection: {
          status: "needs_login",
          statusSinceMs: nowMs,
          details: { account: "alice@idp.example", providerError: outcome.said },
          ...end,
        },
        attempts: [closed("rejected")],
        event: {
          kind: "needs_login",
          atMs: nowMs,
          detail: { reason: end.statusReason, said: outcome.said },
        },
      },
    });
  });

  const unanswered = anAttempt({ id: "lost", phase: "ambiguous", createdAtMs: nowMs - hourMs });

  test.each([
    ["an answer to the same token was lost", {}, {}, "rotation_lost"],
    ["an answer of an earlier generation was lost", { baseGeneration: 3 }, {}, "provider_revoked"],
    ["the app does not rotate", {}, { rotationSeen: "static" }, "provider_revoked"],
  ] as const)("where %s", (_what, over, client, statusReason) => {
    const { connection } = settled(dead, { client, others: [{ ...unanswered, ...over }] }).change;
    expect(connection).toMatchObject({ status: "needs_login", statusReason });
    const lostAtMs = statusReason === "rotation_lost" ? { lostAtMs: nowMs - hourMs } : {};
    expect(connection?.details).toEqual({
      account: "alice@idp.example",
      providerError: dead.said,
      ...lostAtMs,
    });
  });

  test("of a token that took the place of one whose answer was lost is that loss", () => {
    const details = { lostAtMs: nowMs - hourMs };
    expect(settled(dead, { connection: { details } }).change.connection).toMatchObject({
      statusReason: "rotation_lost",
      details,
    });
  });

  test("of a token that came after its predecessor was lost is that loss", () => {
    const details = { account: "alice@idp.example", lostAtMs: nowMs - hourMs };
    const given = { connection: { status: "needs_login", statusReason: "rotation_lost", details } } as const;
    const { connection } = settled(success(), given).change;
    expect(connection).toMatchObject({ status: "ok", statusReason: null, details });
  });

  test("looks into a kept answer first: its token may be the live one", () => {
    const kept = anAttempt({ id: "kept", phase: "superseded", rawAnswer: raw, createdAtMs: nowMs - 5_000 });
    const { change, result } = settled(dead, { others: [kept, unanswered] });
    expect(result).toBe("stale");
    expect(exposed(change)).toEqual(
      exposed({
        connection: {
          ...adopted,
          details: { account: "alice@idp.example", lostAtMs: unanswered.createdAtMs },
        },
        attempts: [{ ...kept, rawAnswer: null, phase: "committed", closedAtMs: nowMs }, closed("rejected")],
        event: { kind: "sibling_adopted", atMs: nowMs, detail: { generation: 5 } },
      }),
    );
    expect(settled(dead, { others: [kept] }).change.connection).not.toHaveProperty("details");
  });
});

describe("a refusal without a known reason", () => {
  const mute = { kind: "unexplained", error: "", said: "HTTP 400", isAboutRequest: false } as const;
  const account = "alice@idp.example";
  const failure = { kind: "refused", reason: "refused_with", httpStatus: 400 } as const;
  const refusedBefore = (count: number, over: Partial<UnexplainedRefusals> = {}) => {
    const attempts = Array.from({ length: count }, (_, index) => `r${index}`);
    const rows = attempts.map((id) => anAttempt({ id, phase: "ambiguous", createdAtMs: nowMs - hourMs }));
    const unexplained = { count, drainedAtMs: nowMs - 200, attempts, ...over };
    return { connection: { details: { account, unexplained } }, others: rows } as const;
  };
  const after = (given: Given, over: Partial<AttemptObservation> = {}) =>
    settled(mute, given, { httpStatus: 400, ...over }).change;

  test("may have spent the token, keeps it, and counts", () => {
    expect(after({ failures: 2 })).toEqual({
      connection: {
        details: {
          account,
          providerError: "HTTP 400",
          unexplained: { count: 1, drainedAtMs: nowMs + 79_800, attempts: ["own"] },
          failure,
        },
        status: "unsettled",
        statusReason: "no_reason",
        statusSinceMs: nowMs,
      },
      attempts: [closed("ambiguous", { httpStatus: 400 })],
      schedule: { failures: 3, dueAtMs: nowMs + 10_000 },
      event: {
        kind: "ambiguous",
        atMs: nowMs,
        detail: { attempt: "own", reason: "refused_with", status: 400 },
      },
    });
  });

  test("the third time ends the login, and keeps the token", () => {
    expect(after(refusedBefore(1)).connection).not.toHaveProperty("status", "needs_login");
    const { change, result } = settled(mute, { ...refusedBefore(2), failures: 2 }, { httpStatus: 400 });
    expect(result).toBe("failed");
    expect(change).toEqual({
      connection: {
        details: {
          account,
          providerError: "HTTP 400",
          unexplained: { count: 3, drainedAtMs: nowMs + 79_800, attempts: ["r0", "r1", "own"] },
          failure,
        },
        status: "needs_login",
        statusReason: "no_reason",
        statusSinceMs: nowMs,
      },
      attempts: [closed("ambiguous", { httpStatus: 400 })],
      schedule: { failures: 3, dueAtMs: nowMs + 10_000 },
      event: { kind: "needs_login", atMs: nowMs, detail: { reason: "no_reason", said: "HTTP 400" } },
    });
    expect(change.connection).not.toHaveProperty("refreshToken");
  });

  test("counts only if it was sent after the drain period of the one before", () => {
    const early = refusedBefore(2, { drainedAtMs: nowMs - 199 });
    expect(after(early).connection).toMatchObject({
      status: "unsettled",
      details: {
        unexplained: { count: 2, drainedAtMs: nowMs - 199, attempts: ["r0", "r1", "own"] },
      },
    });
  });

  test.each([
    ["while a logout is under way", { status: "revoking" }, undefined],
    ["of a suspended account", { status: "suspended" }, "needs_login"],
  ] as const)("the third one %s", (_what, connection, status) => {
    const given = refusedBefore(2);
    const change = after({ ...given, connection: { ...given.connection, ...connection } });
    expect(change.connection?.status).toBe(status);
    expect(change.connection?.statusSinceMs).toBe(status && nowMs);
  });

  test("says nothing new of a login that has ended already, and keeps its time", () => {
    const given = refusedBefore(3);
    const ended = { status: "needs_login", statusReason: "no_reason" } as const;
    const { connection } = after({ ...given, connection: { ...given.connection, ...ended } });
    expect(connection).toMatchObject({ ...ended, details: { unexplained: { count: 4 } } });
    expect(connection).not.toHaveProperty("statusSinceMs");
  });

  test("counts the first one, whatever the clock was before", () => {
    const unexplained = { count: 0, drainedAtMs: nowMs + hourMs, attempts: ["r0"] };
    expect(after({ connection: { details: { account, unexplained } } }).connection?.details).toMatchObject({
      unexplained: { count: 1, drainedAtMs: nowMs + 79_800, attempts: ["r0", "own"] },
    });
  });

  test("of a token that a lost response may have replaced is that loss", () => {
    const lost = anAttempt({ id: "lost", phase: "ambiguous", createdAtMs: nowMs - 2 * hourMs });
    const given = refusedBefore(2);
    const change = after({ ...given, others: [lost, ...given.others] });
    expect(change.connection).toMatchObject({
      status: "needs_login",
      statusReason: "rotation_lost",
      details: { lostAtMs: lost.createdAtMs },
    });
    expect(change.connection).not.toHaveProperty("refreshToken");
    const fixed = { client: { rotationSeen: "static" } } as const;
    expect(after({ ...given, ...fixed, others: [lost] }).connection?.statusReason).toBe("no_reason");
  });

  test("lets a kept answer go first", () => {
    const kept = anAttempt({ id: "kept", phase: "superseded", rawAnswer: raw, createdAtMs: nowMs - 5_000 });
    const given = refusedBefore(2);
    const { change, result } = settled(mute, { ...given, others: [...given.others, kept] });
    expect(result).toBe("stale");
    expect(change.connection).toMatchObject({ generation: 5, status: "ok", details: { account } });
    expect(change.connection?.details).toEqual({ account });
    expect(change.attempts?.map(({ id, phase }) => [id, phase])).toEqual([
      ["kept", "committed"],
      ["own", "ambiguous"],
    ]);
  });

  test.each([0, 2])(
    "of an earlier token only closes the attempt, which may have spent it: after %i",
    (count) => {
      const { details } = refusedBefore(count).connection;
      const moved = { connection: { generation: 5, refreshToken: Secret.of("rt5b"), details } };
      expect(settled(mute, moved)).toEqual({
        result: "stale",
        change: { attempts: [closed("ambiguous")] },
      });
    },
  );

  test("about the request for one audience leaves the token and the count alone", () => {
    const about = { ...mute, error: "invalid_target", said: "invalid_target", isAboutRequest: true };
    const attempt = anAttempt({ audience: "api" });
    const { change } = settled(about, refusedBefore(2), { attempt });
    expect(change.connection).toEqual({
      details: {
        ...refusedBefore(2).connection.details,
        providerError: "invalid_target",
        failure: { ...failure, httpStatus: 200 },
      },
    });
    expect(change.attempts?.[0]?.phase).toBe("rejected");
    expect(settled(about, refusedBefore(2)).change.connection?.status).toBe("needs_login");
    expect(settled(mute, refusedBefore(2), { attempt }).change.connection?.status).toBe("needs_login");
  });

  test.each<Outcome>([
    { kind: "client", said: "invalid_client" },
    { kind: "suspended", said: "access_denied" },
    { kind: "interaction", said: "mfa_required" },
    { kind: "dead", said: "invalid_grant" },
  ])("starts anew after a refusal with a reason ($kind)", (outcome) => {
    const { connection } = settled(outcome, refusedBefore(2)).change;
    expect(connection?.details?.unexplained).toEqual({
      count: 0,
      drainedAtMs: nowMs - 200,
      attempts: ["r0", "r1"],
    });
  });

  test("is forgotten with the token", () => {
    expect(settled(success(), refusedBefore(2)).change.connection?.details).toEqual({ account });
  });

  test("before a dead token is no lost response", () => {
    const dead = settled({ kind: "dead", said: "invalid_grant" }, refusedBefore(2)).change.connection;
    expect(dead).toMatchObject({ statusReason: "provider_revoked", refreshToken: null });
    const asked = { generation: 4, fingerprint, nowMs };
    const state = aFamily({ ...refusedBefore(2) });
    const others = { ...state, attempts: state.attempts.filter(({ id }) => id !== "own") };
    expect(declareInactive(others, asked).change?.connection?.statusReason).toBe("provider_revoked");
  });
});

describe("a scope in the request", () => {
  test.each([
    [false, {}, undefined],
    [true, {}, { demandsScope: true }],
    [true, { revocationMethod: "none" }, { demandsScope: true, revocationMethod: "none" }],
    [true, { demandsScope: true }, undefined],
    [false, { demandsScope: true }, { demandsScope: false }],
    [false, { demandsScope: false }, undefined],
  ] as const)("named: %s, where the app's behaviour is %j: it becomes %j", (namesScope, behaviour, after) => {
    const { change } = settled(success(), { client: { behaviour } }, { namesScope });
    expect(change.client?.behaviour).toEqual(after);
  });

  test("shows nothing if the request is refused", () => {
    const dead = { kind: "dead", said: "invalid_grant" } as const;
    expect(settled(dead, {}, { namesScope: true }).change).not.toHaveProperty("client");
  });
});

describe("the next secret of a client", () => {
  const post = (secret: string) => ClientAuthentication.of("client_secret_post", Secret.of(secret));
  const next = post("next");
  const waiting = { authentication: post("old"), nextAuthentication: next };

  test.each<Outcome>([
    success(),
    { kind: "dead", said: "invalid_grant" },
    { kind: "suspended", said: "access_denied" },
    { kind: "interaction", said: "mfa_required" },
  ])("the next secret works if the provider looked further ($kind)", (outcome) => {
    const { change } = settled(outcome, { client: waiting }, { nextAuthentication: next });
    expect(change.client).toMatchObject({
      nextAuthentication: null,
      breakerUntilMs: null,
      breakerReason: null,
    });
    expect(change.client?.authentication).toBe(next);
  });

  test.each<Outcome>([
    { kind: "client", said: "invalid_client" },
    { kind: "busy", status: 503, retryAfterSeconds: 1 },
    { kind: "ambiguous", reason: "reset", httpStatus: null },
  ])("the next secret has not shown that it works ($kind)", (outcome) => {
    const { change } = settled(outcome, { client: waiting }, { nextAuthentication: next });
    expect(change.client ?? {}).not.toHaveProperty("authentication");
  });

  test("a secret that the user set meanwhile stays waiting", () => {
    const newest = post("newest");
    const { client } = settled(
      success(),
      { client: { ...waiting, nextAuthentication: newest } },
      { nextAuthentication: next },
    ).change;
    expect(client?.nextAuthentication).toBe(newest);
    const none = settled(
      success(),
      { client: { ...waiting, nextAuthentication: null } },
      { nextAuthentication: next },
    ).change;
    expect(none.client).toMatchObject({ nextAuthentication: null });
    expect(none.client?.authentication).toBe(next);
  });

  test("the next secret stays as it is if the request was made with the present one", () => {
    expect(settled(success(), { client: waiting }).change.client).not.toHaveProperty("authentication");
  });
});

describe("a provider that says that the refresh token is dead", () => {
  const asked = { generation: 4, fingerprint, nowMs };
  const lost = anAttempt({ id: "lost", phase: "ambiguous", createdAtMs: nowMs - hourMs });
  const older = anAttempt({
    id: "older",
    phase: "ambiguous",
    createdAtMs: nowMs - 2 * hourMs,
    baseGeneration: 3,
  });

  test.each(["ok", "unsettled"] as const)("ends a login that is %s as lost", (status) => {
    const state = aFamily({ connection: { status }, others: [older, lost] });
    expect(declareInactive(state, asked).change).toEqual({
      connection: {
        status: "needs_login",
        statusReason: "rotation_lost",
        statusSinceMs: nowMs,
        refreshToken: null,
        details: { account: "alice@idp.example", providerError: "active: false", lostAtMs: nowMs - hourMs },
      },
      event: {
        kind: "needs_login",
        atMs: nowMs,
        detail: { reason: "rotation_lost", said: "active: false" },
      },
    });
  });

  test("says nothing of a connection that has moved on, or stands otherwise", () => {
    for (const connection of [{ generation: 5 }, { status: "suspended" }, { status: "revoking" }] as const)
      expect(declareInactive(aFamily({ connection, others: [lost] }), asked).change).toBe(null);
  });

  test("lets a kept answer go first, and is told where nothing is known of a loss", () => {
    const kept = anAttempt({ id: "kept", phase: "superseded", rawAnswer: raw });
    expect(declareInactive(aFamily({ others: [kept] }), asked).change).toMatchObject({
      connection: { generation: 5, status: "ok" },
      event: { kind: "sibling_adopted" },
    });
    const none = { ...aFamily(), attempts: [] };
    const { connection } = declareInactive(none, asked).change ?? {};
    expect(connection).toMatchObject({ status: "needs_login", statusReason: "provider_revoked" });
    expect(connection?.details).not.toHaveProperty("lostAtMs");
  });
});
