import { describe, expect, test } from "vitest";
import type { AccessToken, Attempt, Connection } from "../../src/model.ts";
import { type Decision, decide, type RefreshContext, rejectToken } from "../../src/refresh/decide.ts";
import { defaultDeadlines } from "../../src/refresh/schedule.ts";
import { Secret } from "../../src/secret.ts";
import type { ConnectionState } from "../../src/store/store.ts";
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

interface Asking extends Given {
  /** The access token of the default audience. */
  readonly token?: Partial<AccessToken>;
  /** When the next refresh is due, from now. */
  readonly dueInMs?: number;
}

function familyOf({ dueInMs = -1, token = {}, ...given }: Asking): ConnectionState {
  const state = aFamily(given);
  const [own] = state.accessTokens;
  return {
    ...state,
    accessTokens: own
      ? [
          { ...own, audience: "api", expiresAtMs: nowMs + hourMs },
          { ...own, ...token },
        ]
      : [],
    attempts: given.others ?? [],
    schedule: { ...state.schedule, dueAtMs: nowMs + dueInMs },
  };
}

function decided(asking: Asking = {}, over: Partial<RefreshContext> = {}): ReturnType<typeof decide> {
  return decide(familyOf(asking), {
    attemptId: "new",
    audience: "",
    minTtlMs: 60_000,
    force: false,
    deadOwners: new Set(),
    fingerprint,
    nowMs,
    deadlines: defaultDeadlines,
    ...over,
  });
}

/** The decision in a few words: its kind, and what there is to say of it. */
function inShort(decision: Decision): unknown {
  switch (decision.kind) {
    case "fresh":
      return "fresh";
    case "refuse":
      return { code: decision.error.code, ...decision.error.facts };
    case "wait":
      return { why: decision.why, attempt: decision.attempt.id, inMs: decision.untilMs - nowMs };
    case "send":
      return "send";
    default:
      return decision.kind;
  }
}
const asked = (asking?: Asking, over?: Partial<RefreshContext>): unknown =>
  inShort(decided(asking, over).result);

const living = (leftMs: number): Asking => ({ token: { expiresAtMs: nowMs + leftMs } });
const silent = anAttempt({
  id: "old",
  phase: "ambiguous",
  createdAtMs: nowMs - 10_000,
  drainDeadlineMs: nowMs + 70_000,
});
const drained = anAttempt({
  id: "old",
  phase: "ambiguous",
  createdAtMs: nowMs - 90_000,
  drainDeadlineMs: nowMs - 1,
});
const facts = { kind: "oidc", name: "acme", provider: "idp.example" };

describe("a token that is good enough", () => {
  test.each([
    [60_000, 1, "fresh"],
    [59_999, 1, "send"],
    [60_000, 0, "send"],
  ])("lives %i ms and is due in %i: %s", (leftMs, dueInMs, what) => {
    expect(asked({ ...living(leftMs), dueInMs })).toBe(what);
  });

  test("is not one of another audience, nor one that the API refused, nor one that is over", () => {
    expect(asked({ dueInMs: 1 })).toBe("send");
    expect(asked({ dueInMs: 1 }, { audience: "api" })).toBe("fresh");
    const refused = { expiresAtMs: nowMs + hourMs, rejectedAtMs: nowMs - 1 };
    expect(asked({ token: refused, dueInMs: 1 })).toBe("send");
    expect(asked(living(0), { minTtlMs: 0 })).toBe("send");
  });

  test("is refreshed all the same where somebody insists", () => {
    expect(asked({ ...living(hourMs), dueInMs: 1 }, { force: true })).toBe("send");
  });
});

describe("a token that must have been received since an instant", () => {
  const token = { receivedAtMs: nowMs - hourMs, expiresAtMs: nowMs + hourMs };
  const since = (agoMs: number): Partial<RefreshContext> => ({ receivedSinceMs: nowMs - agoMs });

  test("is refreshed if it is older, and only then", () => {
    expect(asked({ token, dueInMs: 1 }, since(hourMs))).toBe("fresh");
    expect(asked({ token, dueInMs: 1 }, since(hourMs - 1))).toBe("send");
  });

  test("is the live one while a refresh is held back: by the floor, by a pause, and while its refresh token may be spent", () => {
    const young = { ...token, receivedAtMs: nowMs - 29_999 };
    expect(asked({ token: young, dueInMs: 1 }, since(0))).toBe("fresh");
    expect(asked({ token, dueInMs: 1, failures: 1 }, since(0))).toBe("fresh");
    expect(asked({ token, dueInMs: 1, others: [silent] }, since(0))).toBe("fresh");
  });
});

describe("what holds a refresh back", () => {
  test("is the floor after the last one of this audience, where its token is refused or too short", () => {
    const token = { receivedAtMs: nowMs - 10_001, rejectedAtMs: nowMs - 1, expiresAtMs: nowMs + hourMs };
    expect(asked({ token })).toEqual({ code: "refresh_floor", name: "acme", floor: 30, seconds: 20 });
    expect(asked({ token: { ...token, rejectedAtMs: null, expiresAtMs: nowMs + 1 } })).toBe("fresh");
    expect(asked({ token: { ...token, rejectedAtMs: null, expiresAtMs: nowMs } })).toBe("send");
    expect(asked({ token: { ...token, receivedAtMs: nowMs - 30_000 } })).toBe("send");
    expect(asked({ token: { ...token, receivedAtMs: nowMs } })).toMatchObject({ seconds: 30 });
    expect(asked({ token: { ...token, receivedAtMs: nowMs + 1 } })).toBe("send");
    expect(asked({ token }, { force: true })).toBe("send");
  });

  test("is a client that was refused", () => {
    const client = { breakerUntilMs: nowMs + 1, breakerReason: "invalid_client: wrong: secret" };
    expect(asked({ client })).toMatchObject({
      code: "client_refused",
      name: "acme",
      provider: "idp.example",
      said: "invalid_client: wrong: secret",
    });
    expect(asked({ client, ...living(1_000) })).toBe("fresh");
    expect(asked({ client: { ...client, breakerUntilMs: nowMs } })).toBe("send");
    expect(asked({ client: { ...client, breakerUntilMs: nowMs + 300_000 } })).toMatchObject({
      code: "client_refused",
    });
    expect(asked({ client: { ...client, breakerUntilMs: nowMs + 300_001 } })).toBe("send");
    expect(asked({ client: { ...client, breakerReason: null } })).toMatchObject({ said: "" });
  });

  test.each([
    ["not_sent", "refresh_not_sent"],
    ["busy", "refresh_rejected"],
    ["unanswered", "refresh_unanswered"],
    ["refused", "refresh_refused"],
  ] as const)("is the pause after a refresh that was %s", (kind, code) => {
    const failure = { kind, reason: "reset", httpStatus: 503 };
    const connection = { details: { failure, providerError: "teapot" } };
    expect(asked({ connection, failures: 1, dueInMs: 2_001 })).toEqual({
      ...(kind === "refused" && { said: "teapot", kind: "oidc" }),
      code,
      name: "acme",
      host: "idp.example",
      provider: "idp.example",
      reason: "reset",
      status: 503,
      seconds: 3,
    });
    expect(asked({ connection, failures: 1, dueInMs: 2_001, ...living(1) })).toBe("fresh");
    expect(asked({ connection, failures: 1, dueInMs: 0 })).toBe("send");
    expect(asked({ connection, failures: 0, dueInMs: 2_001 })).toBe("send");
    expect(asked({ connection, failures: 1, dueInMs: hourMs })).toMatchObject({ code });
    expect(asked({ connection, failures: 1, dueInMs: hourMs + 1 })).toBe("send");
  });

  test("is told as no answer where nobody wrote down how it failed", () => {
    const connection = { details: {} };
    expect(asked({ connection, failures: 1, dueInMs: 2_001 })).toMatchObject({
      code: "refresh_unanswered",
      reason: "timeout",
      status: 0,
    });
  });

  test("is an account that was stopped, for a day", () => {
    const connection = { status: "suspended", details: { providerError: "access_denied: blocked" } } as const;
    const expected = { code: "suspended", name: "acme", said: "access_denied: blocked" };
    expect(asked({ connection, failures: 1, dueInMs: 24 * hourMs })).toMatchObject(expected);
    expect(asked({ connection, failures: 1, dueInMs: 24 * hourMs + 1 })).toBe("send");
    const silentOne = { ...connection, details: {} };
    expect(asked({ connection: silentOne, failures: 1, dueInMs: hourMs })).toMatchObject({ said: "" });
  });

  test("is no pause where an unanswered attempt has its own", () => {
    const pause = { failures: 1, dueInMs: 5_000, others: [drained] };
    expect(asked(pause)).toBe("send");
    expect(asked({ ...pause, client: { rotationSeen: "static" } })).toMatchObject({
      code: "refresh_unanswered",
    });
  });

  test.each([
    ["busy", "refresh_rejected"],
    ["not_sent", "refresh_not_sent"],
  ] as const)("is the pause after one that was %s, also behind an unanswered attempt", (kind, code) => {
    const connection = { details: { failure: { kind, reason: "reset", httpStatus: 429 } } };
    const pause = { connection, failures: 2, others: [drained] };
    expect(asked({ ...pause, dueInMs: 5_000 })).toMatchObject({ code, seconds: 5 });
    expect(asked({ ...pause, dueInMs: 0 })).toBe("send");
  });

  test("is a token that was sent six times within the hour and never answered", () => {
    const sent = (count: number, generation = 4): Attempt[] =>
      Array.from({ length: count }, (_, index) =>
        anAttempt({
          ...drained,
          id: `a${index}`,
          baseGeneration: generation,
          createdAtMs: nowMs - hourMs - 75_000 + index * 100_000,
          drainDeadlineMs: nowMs - hourMs + 5_000 + index * 100_000,
        }),
      );
    expect(asked({ others: sent(6) })).toMatchObject({ code: "refresh_unanswered", seconds: 5 });
    expect(asked({ others: sent(7) })).toMatchObject({ seconds: 105 });
    expect(asked({ others: sent(5) })).toBe("send");
    expect(asked({ others: [...sent(3, 3), ...sent(3)] })).toBe("send");
    expect(asked({ others: sent(6) }, { force: true })).toBe("send");
    expect(asked({ others: sent(6), client: { rotationSeen: "static" } })).toBe("send");
    const before = { others: sent(6), token: { expiresAtMs: 0 } };
    expect(asked(before, { nowMs: nowMs - 10 * hourMs })).toMatchObject({ seconds: 3_600 });
  });
});

describe("a connection that is over", () => {
  const gone = (over: Partial<Connection>): Asking => ({ connection: { refreshToken: null, ...over } });

  test.each(["revoking", "revoked"] as const)("since it is %s", (status) => {
    expect(asked({ ...gone({ status }), ...living(hourMs), dueInMs: 1 })).toEqual({
      code: "revoked",
      ...facts,
    });
  });

  test("since it was locked away, or handed over", () => {
    expect(asked(gone({ status: "quarantined" }))).toEqual({ code: "quarantined", ...facts });
    const released = gone({ status: "released", statusSinceMs: nowMs - 5 });
    expect(asked(released)).toEqual({ code: "released", ...facts, lastMs: nowMs - 5 });
  });

  test.each([
    [
      { statusReason: "rotation_lost", details: { providerError: "x", lostAtMs: 7 }, refreshedAtMs: 9 },
      "rotation_lost",
      "x",
      9,
      { how: "reason.no_answer", lostMs: 7 },
    ],
    [
      { statusReason: "interaction", details: { providerError: "x", lostAtMs: 7 }, refreshedAtMs: 9 },
      "interaction",
      "x",
      9,
      {},
    ],
    [{ refreshedAtMs: null, details: {} }, "provider_revoked", "invalid_grant", nowMs - hourMs, {}],
  ] as const)("and says why and since when: %j", (over, reason, said, ...[lastMs, lost]) => {
    const expected = Object.assign({ code: "needs_login", ...facts, said, reason, lastMs }, lost);
    expect(asked(gone({ status: "needs_login", ...over }))).toEqual(expected);
    expect(asked(gone({ ...over }))).toEqual(expected);
  });

  test.each([
    ["no_reason", "rt4", "send"],
    ["rotation_lost", "rt4", "send"],
    ["no_reason", null, "needs_login"],
    ["interaction", "rt4", "needs_login"],
    ["provider_revoked", "rt4", "needs_login"],
  ] as const)("though a user may insist on one more try: %s, with the token %s", (...given) => {
    const [statusReason, token, outcome] = given;
    const refreshToken = token === null ? null : Secret.of(token);
    const ended = gone({ status: "needs_login", statusReason, refreshToken });
    const expected = outcome === "send" ? "send" : expect.objectContaining({ code: "needs_login" });
    expect(asked(ended, { force: true })).toEqual(expected);
    expect(asked(ended)).toMatchObject({ code: "needs_login" });
    // The drain period of the last refusal holds for the user, too.
    const open = anAttempt({ id: "refused", phase: "ambiguous", drainDeadlineMs: nowMs + 1 });
    const early = decided({ ...ended, others: [open] }, { force: true }).result.kind;
    expect(early).toBe(outcome === "send" ? "wait" : "refuse");
  });

  test("looks into a kept answer before it sends anybody to log in", () => {
    const kept = anAttempt({ id: "kept", phase: "superseded", rawAnswer: raw, closedAtMs: nowMs - 3 });
    const { change, result } = decided({ ...gone({ status: "needs_login" }), others: [kept] });
    expect(result).toEqual({ kind: "adopted" });
    expect(exposed(change)).toEqual(
      exposed({
        connection: adopted,
        attempts: [{ ...kept, rawAnswer: null, phase: "committed" }],
        event: { kind: "sibling_adopted", atMs: nowMs, detail: { generation: 5 } },
      }),
    );
  });

  test.each([
    ["of another family", { tokenFamilyId: "f0" }, raw],
    ["without a token", {}, Secret.of("{}")],
    ["with a token that was presented", {}, Secret.of('{"refresh_token":"rt3"}')],
  ] as const)("and not into one %s", (_what, over, rawAnswer) => {
    const kept = anAttempt({ id: "kept", phase: "superseded", ...over, rawAnswer });
    expect(asked({ ...gone({ status: "needs_login" }), others: [kept] })).toMatchObject({
      code: "needs_login",
    });
  });
});

describe("an attempt", () => {
  test("is written before it is sent, with the times that it has", () => {
    const { change, result } = decided({}, { audience: "web" });
    const attempt = {
      id: "new",
      connectionId: "n1",
      tokenFamilyId: "f1",
      baseGeneration: 4,
      audience: "web",
      scope: "openid offline_access",
      clientVersion: 1,
      createdAtMs: nowMs,
      drainDeadlineMs: nowMs + 80_000,
      phase: "open",
      fingerprint: "rt4",
      httpStatus: null,
      rawAnswer: null,
      closedAtMs: null,
    };
    expect(change).toEqual({ attempts: [attempt] });
    expect(exposed(result)).toEqual({
      kind: "send",
      attempt,
      refreshToken: "secret: rt4",
      resource: "",
      httpMs: 60_000,
      rotation: "strict",
    });
  });

  test("takes the right to send from every open one: of a dead process, of a living one, of the family before", () => {
    const past = { createdAtMs: nowMs - 90_000, drainDeadlineMs: nowMs - 1 };
    const dead = anAttempt({ id: "dead", ...past });
    const before = anAttempt({ id: "before", tokenFamilyId: "f0", ...past });
    const closed = anAttempt({ id: "closed", tokenFamilyId: "f0", phase: "ambiguous", ...past });
    const { change } = decided({ others: [closed, before, dead] }, { deadOwners: new Set(["dead"]) });
    expect(change?.attempts?.map(({ id, phase }) => [id, phase])).toEqual([
      ["dead", "abandoned"],
      ["before", "superseded"],
      ["new", "open"],
    ]);
    const slow = anAttempt({ id: "slow", createdAtMs: nowMs - 15_000 });
    const taken = decided({ client: { rotationSeen: "static" }, others: [slow] });
    expect(taken.change?.attempts?.map(({ id, phase }) => [id, phase])).toEqual([
      ["slow", "superseded"],
      ["new", "open"],
    ]);
  });
});

describe("an earlier attempt", () => {
  const held = anAttempt({ id: "held", createdAtMs: nowMs - 1_000, drainDeadlineMs: nowMs + 79_000 });

  test("of a rotating token is waited for while its owner lives, and then until it has drained", () => {
    expect(asked({ others: [held] })).toEqual({ why: "other", attempt: "held", inMs: 79_000 });
    expect(asked({ others: [held] }, { deadOwners: new Set(["held"]) })).toEqual({
      why: "drain",
      attempt: "held",
      inMs: 79_000,
    });
    expect(asked({ others: [silent] })).toEqual({ why: "drain", attempt: "old", inMs: 70_000 });
    expect(asked({ others: [silent] }, { nowMs: silent.drainDeadlineMs })).toBe("send");
    // A process may stand still longer than all times: while it lives, it may hold the answer.
    expect(asked({ others: [held] }, { nowMs: nowMs + hourMs })).toMatchObject({ why: "other" });
    const slower = { ...silent, id: "slower", drainDeadlineMs: nowMs + 75_000 };
    for (const others of [
      [silent, slower],
      [slower, silent],
    ])
      expect(asked({ others })).toEqual({ why: "drain", attempt: "slower", inMs: 75_000 });
    expect(asked({ others: [silent, held] })).toMatchObject({ why: "other", attempt: "held" });
  });

  test("of a token that does not rotate has fifteen seconds, or none where its owner is gone", () => {
    const client = { rotationSeen: "static" } as const;
    expect(asked({ client, others: [held] })).toEqual({ why: "other", attempt: "held", inMs: 14_000 });
    expect(asked({ client, others: [held] }, { nowMs: nowMs + 14_000 })).toBe("send");
    expect(asked({ client, others: [held] }, { deadOwners: new Set(["held"]) })).toBe("send");
  });

  test("is of no account once it is settled, or of another family, or its answer is kept", () => {
    for (const over of [
      { phase: "not_sent" },
      { phase: "committed" },
      { phase: "rejected" },
      { tokenFamilyId: "f0" },
    ] as const)
      expect(asked({ others: [{ ...silent, ...over }] })).toBe("send");
    expect(asked({ others: [{ ...silent, rawAnswer: Secret.of('{"refresh_token":"rt4"}') }] })).toBe("send");
    expect(asked({ others: [{ ...silent, rawAnswer: Secret.of("{}") }] })).toMatchObject({ why: "drain" });
  });

  test("that only time settles keeps nobody from a token that still lives, however short", () => {
    expect(asked({ others: [silent], ...living(1) })).toBe("fresh");
    expect(asked({ others: [silent], ...living(1) }, { force: true })).toMatchObject({ why: "drain" });
    expect(asked({ others: [held], ...living(1) })).toMatchObject({ why: "other" });
  });
});

describe("a token that may be spent", () => {
  test("is not sent while the access token is good enough, unless somebody insists", () => {
    expect(asked({ others: [drained], ...living(60_000) })).toBe("fresh");
    expect(asked({ others: [drained], ...living(59_999) })).toBe("send");
    expect(asked({ others: [drained], ...living(60_000) }, { force: true })).toBe("send");
    expect(asked({ others: [{ ...drained, baseGeneration: 3 }], ...living(60_000) })).toBe("send");
    expect(asked({ client: { rotationSeen: "static" }, others: [drained], ...living(60_000) })).toBe("send");
  });

  test("is asked about where the provider can be asked", () => {
    const { result } = decided({ others: [drained] }, { canIntrospect: true });
    expect(exposed(result)).toEqual({ kind: "introspect", refreshToken: "secret: rt4" });
    expect(asked({ others: [{ ...drained, baseGeneration: 3 }, drained] }, { canIntrospect: true })).toBe(
      "introspect",
    );
    expect(asked({ others: [{ ...drained, baseGeneration: 3 }] }, { canIntrospect: true })).toBe("send");
    expect(asked({}, { canIntrospect: true })).toBe("send");
    expect(asked({ client: { rotationSeen: "static" }, others: [drained] }, { canIntrospect: true })).toBe(
      "send",
    );
    expect(asked({ others: [drained] }, { canIntrospect: false })).toBe("send");
  });

  test("is left alone where a kept answer of its generation holds the next one", () => {
    const kept = anAttempt({ id: "kept", phase: "superseded", rawAnswer: raw, baseGeneration: 4 });
    expect(asked({ others: [kept] })).toBe("adopted");
    expect(asked({ others: [{ ...kept, baseGeneration: 3 }] })).toBe("send");
    expect(asked({ others: [drained, kept], ...living(hourMs) })).toBe("adopted");
  });

  test("goes before a token of an earlier generation that is worth less", () => {
    const kept = (baseGeneration: number) =>
      anAttempt({ id: "kept", phase: "superseded", rawAnswer: raw, baseGeneration });
    expect(asked({ others: [kept(2), drained] })).toBe("adopted");
    expect(asked({ client: { provider: "auth0" }, others: [kept(3), drained] })).toBe("adopted");
    expect(asked({ client: { provider: "auth0" }, others: [kept(2), drained] })).toBe("send");
  });
});

describe("with an overlap", () => {
  const grace = { rotationSeen: "strict", overlapSeconds: 60 } as const;
  // Of 60 s: 36 s for the request to come and go, 2 s margin.
  const lost = (ageMs: number, over: Partial<Attempt> = {}): Attempt =>
    anAttempt({
      id: "lost",
      phase: "ambiguous",
      createdAtMs: nowMs - ageMs,
      drainDeadlineMs: nowMs - ageMs + 36_000,
      ...over,
    });

  test("a token is sent again at once, while its request comes and goes within the overlap", () => {
    const { result } = decided({ client: grace, others: [lost(1_000)] });
    expect(result).toMatchObject({
      kind: "send",
      httpMs: 16_000,
      rotation: "grace",
      attempt: { drainDeadlineMs: nowMs + 36_000 },
    });
    expect(asked({ client: grace, others: [lost(22_000)] })).toBe("send");
    expect(asked({ client: grace, others: [lost(22_001)] })).toEqual({
      why: "drain",
      attempt: "lost",
      inMs: 13_999,
    });
  });

  test("a sender that lives has its time first", () => {
    const living = lost(1_000, { phase: "open" });
    expect(asked({ client: grace, others: [living] })).toEqual({
      why: "other",
      attempt: "lost",
      inMs: 14_000,
    });
    expect(asked({ client: grace, others: [lost(15_000, { phase: "open" })] })).toBe("send");
    // Whoever would come too late waits until it is known what became of it.
    expect(asked({ client: grace, others: [lost(23_000, { phase: "open" })] })).toEqual({
      why: "other",
      attempt: "lost",
      inMs: 13_000,
    });
  });

  test("two are under way at most", () => {
    const second = lost(2_000, { id: "second" });
    expect(asked({ client: grace, others: [lost(3_000), second] })).toMatchObject({ why: "drain" });
    const over = lost(3_000, { drainDeadlineMs: nowMs });
    expect(asked({ client: grace, others: [over, second] })).toBe("send");
  });

  test("nothing of an earlier generation may still arrive", () => {
    const older = lost(3_000, { id: "older", baseGeneration: 3 });
    expect(asked({ client: grace, others: [older, lost(1_000)] })).toEqual({
      why: "drain",
      attempt: "lost",
      inMs: 35_000,
    });
    expect(asked({ client: grace, others: [older] })).toMatchObject({ why: "drain", attempt: "older" });
    const over = { ...older, drainDeadlineMs: nowMs };
    expect(asked({ client: grace, others: [over, lost(1_000)] })).toBe("send");
  });

  test("without it nothing is sent again before drain", () => {
    expect(asked({ client: { overlapSeconds: null }, others: [lost(1_000)] })).toMatchObject({
      why: "drain",
    });
    expect(asked({ client: { overlapSeconds: 24 }, others: [lost(1_000)] })).toMatchObject({ why: "drain" });
  });
});

describe("a caller's report that the API refused the token", () => {
  const report = { audience: "", fingerprint: "at4", nowMs, floorMs: 30_000 };
  const token = { receivedAtMs: nowMs - 30_000 };

  test("marks it, once", () => {
    const family = familyOf({ token });
    const [, own] = family.accessTokens;
    expect(rejectToken(family, report)).toEqual({
      result: true,
      change: {
        accessToken: { ...own, rejectedAtMs: nowMs },
        // A worker renews it without a caller.
        schedule: { dueAtMs: nowMs, failures: 0 },
        event: { kind: "rejected_by_api", atMs: nowMs, detail: { generation: 1 } },
      },
    });
  });

  test.each([
    ["it is another one", token, { fingerprint: "other" }],
    ["it is of another audience", token, { audience: "web" }],
    ["it was told before", { ...token, rejectedAtMs: 1 }, {}],
    ["it is so young that a refresh would give the same", { receivedAtMs: nowMs - 29_999 }, {}],
  ])("counts for nothing where %s", (_what, over, told) => {
    expect(rejectToken(familyOf({ token: over }), { ...report, ...told })).toEqual({
      change: null,
      result: false,
    });
  });
});
