import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Attempt, AttemptPhase } from "../../src/model.ts";
import { decide, liveToken, type RefreshContext } from "../../src/refresh/decide.ts";
import { defaultDeadlines } from "../../src/refresh/schedule.ts";
import { Secret } from "../../src/secret.ts";
import type { ConnectionState } from "../../src/store/store.ts";
import { openMemory } from "../store/memory-store.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { hourMs, World, worldClient, worldConnection, worldLogin, worldToken } from "../support/world.ts";

const nowMs = Date.UTC(2026, 10, 25, 12);
const store = openMemory({ clock: new ManualClock(nowMs) });

const anAttempt = fc.record({
  id: fc.constantFrom("a", "b", "c", "d"),
  family: fc.constantFrom("f1", "old"),
  baseGeneration: fc.constantFrom(1, 2, 3),
  ageMs: fc.integer({ min: 0, max: 200_000 }),
  phase: fc.constantFrom<AttemptPhase>(
    "superseded",
    "ambiguous",
    "abandoned",
    "committed",
    "rejected",
    "not_sent",
  ),
  isSilent: fc.boolean(),
});

const aFamily = fc.record({
  attempts: fc.uniqueArray(anAttempt, { selector: (row) => row.id, maxLength: 4 }),
  rotation: fc.constantFrom("strict" as const, "static" as const, "unknown" as const),
  tokenAgeMs: fc.integer({ min: 0, max: 2 * hourMs }),
  force: fc.boolean(),
});

type Drawn = typeof aFamily extends fc.Arbitrary<infer Value> ? Value : never;

function familyOf(drawn: Drawn): { family: ConnectionState; wanted: RefreshContext } {
  const attempts = drawn.attempts.map((row): Attempt => {
    const createdAtMs = nowMs - row.ageMs;
    return {
      id: row.id,
      connectionId: "n1",
      tokenFamilyId: row.family,
      baseGeneration: row.baseGeneration,
      audience: "",
      scope: "",
      clientVersion: 1,
      createdAtMs,
      drainDeadlineMs: createdAtMs + 80_000,
      phase: row.phase,
      fingerprint: "",
      httpStatus: null,
      rawAnswer: null,
      closedAtMs: null,
    };
  });
  const receivedAtMs = nowMs - drawn.tokenAgeMs;
  const token = worldToken(store, receivedAtMs, { expiresAtMs: receivedAtMs + hourMs });
  return {
    family: {
      connection: worldConnection(nowMs, { generation: 3 }),
      client: worldClient({ rotationSeen: drawn.rotation }),
      accessTokens: [token],
      attempts,
      presented: [],
      schedule: { dueAtMs: receivedAtMs + hourMs - 720_000, failures: 0 },
    },
    wanted: {
      attemptId: "new",
      audience: "",
      minTtlMs: 60_000,
      force: drawn.force,
      deadOwners: new Set(drawn.attempts.filter((row) => row.isSilent).map((row) => row.id)),
      fingerprint: (secret) => store.fingerprint(secret),
      nowMs,
      deadlines: defaultDeadlines,
    },
  };
}

describe("the decision before a refresh", () => {
  test("never sends a rotating token while anything of an earlier attempt could still arrive", () => {
    fc.assert(
      fc.property(aFamily, (drawn) => {
        const { family: state, wanted: context } = familyOf(drawn);
        const { kind } = decide(state, context).result;
        const dangerous = state.attempts.some(
          (row) =>
            row.tokenFamilyId === "f1" &&
            ["superseded", "ambiguous", "abandoned"].includes(row.phase) &&
            (row.drainDeadlineMs > nowMs || (row.phase !== "ambiguous" && !context.deadOwners.has(row.id))),
        );
        if (dangerous && drawn.rotation !== "static") expect(kind).not.toBe("send");
      }),
      { numRuns: 2_000 },
    );
  });

  test("never refuses or waits while an access token lives long enough, unless a refresh was asked for", () => {
    fc.assert(
      fc.property(aFamily, (drawn) => {
        const { family: before, wanted } = familyOf({ ...drawn, force: false });
        const token = liveToken(before, "", nowMs);
        const { kind } = decide(before, wanted).result;
        if (token && nowMs < before.schedule.dueAtMs) expect(kind).toBe("fresh");
        if (token) expect(kind).not.toBe("refuse");
      }),
      { numRuns: 2_000 },
    );
  });

  test("writes the attempt before anything is sent, and leaves one open at most", () => {
    fc.assert(
      fc.property(aFamily, (drawn) => {
        const { family, wanted } = familyOf(drawn);
        const { change, result } = decide(family, wanted);
        const open = change?.attempts?.filter((row) => row.phase === "open") ?? [];
        expect(open.map((row) => row.id)).toEqual(result.kind === "send" ? ["new"] : []);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("a second login while a refresh is under way", () => {
  test("wins: the answer of the old family changes nothing, and is never adopted", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const { store: shared, clock } = world;
    world.provider.script.push(async () => {
      await shared.logins.put(worldLogin("l2", clock.nowMs()));
      await shared.connections.create("l2", "acme", (existing) => ({
        connection: worldConnection(clock.nowMs(), {
          tokenFamilyId: "f2",
          generation: 2,
          refreshToken: Secret.of("second"),
        }),
        accessToken: worldToken(shared, clock.nowMs(), { generation: 2, token: Secret.of("at-second") }),
        schedule: { dueAtMs: clock.nowMs() + hourMs / 2, failures: 0 },
        attempts: (existing?.attempts ?? []).map((row) => ({ ...row, phase: "superseded" as const })),
        event: { kind: "connected_again", atMs: clock.nowMs(), detail: {} },
      }));
      return { status: 200, body: { access_token: "old", token_type: "Bearer", refresh_token: "rt2" } };
    });
    expect(await world.token()).toBe("at-second");
    expect(await world.refreshToken()).toBe("second");
    clock.advance(hourMs);
    world.provider.live = "second";
    expect(await world.token()).toBe("at1");
    expect(world.provider.presented).toEqual(["rt1", "second"]);
  });
});

describe("a logout while a refresh is under way", () => {
  test("keeps the newest token, so that it is the one that is revoked", async () => {
    const world = await World.connected({ ageMs: hourMs });
    world.provider.script.push(async (token) => {
      await world.store.connections.update("n1", () => ({
        change: { connection: { status: "revoking" } },
        result: undefined,
      }));
      return world.provider.process(token);
    });
    expect(await world.token()).toBe("at1");
    expect(await world.refreshToken()).toBe("rt2");
    expect((await world.state()).connection.status).toBe("revoking");
    world.clock.advance(hourMs / 2 + 1_500_000);
    await expect(world.token()).rejects.toMatchObject({ code: "revoked" });
  });
});
