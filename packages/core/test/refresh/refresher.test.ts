import { describe, expect, test } from "vitest";
import { LoginNeededError, RetryLaterError, StoreError } from "../../src/errors.ts";
import { type Client, ClientAuthentication } from "../../src/model.ts";
import { completeAttempt } from "../../src/refresh/complete-attempt.ts";
import { defaultDeadlines } from "../../src/refresh/schedule.ts";
import { Secret } from "../../src/secret.ts";
import { hourMs, jwt, World, withIntrospection, worldToken } from "../support/world.ts";

const post = (secret: string) => ClientAuthentication.of("client_secret_post", Secret.of(secret));
/** A client whose secret was changed, or will be. */
const oldAndNew = { authentication: post("old"), nextAuthentication: post("new") };

describe("a token that is fresh", () => {
  test("is handed out without a request", async () => {
    const world = await World.connected();
    expect(await world.token()).toBe("at0");
    expect(world.provider.presented).toEqual([]);
  });

  test("is refreshed on request, and the new refresh token replaces the old one", async () => {
    const world = await World.connected();
    expect(await world.token(world.process(), { force: true })).toBe("at1");
    expect(await world.refreshToken()).toBe("rt2");
    const { connection, client } = await world.state();
    expect(connection.generation).toBe(2);
    expect(client.rotationSeen).toBe("strict");
  });

  test("is renewed when it is due, and still handed out when that fails", async () => {
    const world = await World.connected({ ageMs: hourMs - 300_000 });
    world.provider.script.push(() => ({ refused: true }));
    expect(await world.token()).toBe("at0");
    world.clock.advance(10_000);
    expect(await world.token()).toBe("at1");
  });
});

describe("at expiry", () => {
  test.each<[string, Partial<Client>]>([
    ["with tokens that are spent at once", {}],
    ["with an overlap", { rotationSeen: "strict", overlapSeconds: 180 }],
  ])("250 callers in each of 4 processes make one request %s", async (_what, client) => {
    const world = await World.connected({ ageMs: hourMs, client });
    const processes = Array.from({ length: 4 }, () => world.process());
    const calls = processes.flatMap((process) => Array.from({ length: 250 }, () => world.token(process)));
    expect(new Set(await Promise.all(calls))).toEqual(new Set(["at1"]));
    expect(world.provider.presented).toEqual(["rt1"]);
  });

  test("three refreshes present three tokens, each once", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const process = world.process();
    for (const expected of ["at1", "at2", "at3"]) {
      expect(await world.token(process)).toBe(expected);
      world.clock.advance(hourMs);
    }
    expect(world.provider.presented).toEqual(["rt1", "rt2", "rt3"]);
  });

  test("a token that does not change is static, and its generation grows all the same", async () => {
    const world = await World.connected({ ageMs: hourMs, rotation: "static" });
    expect(await world.token()).toBe("at1");
    const { connection, client } = await world.state();
    expect(client.rotationSeen).toBe("static");
    expect(connection.generation).toBe(2);
    expect(await world.refreshToken()).toBe("rt1");
  });
});

describe("a lost answer", () => {
  test("is not asked for again before drain on a rotating app, then once, and then says what was lost", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const begunMs = world.clock.nowMs();
    let askedAgainAtMs = 0;
    world.provider.script.push(
      (token) => {
        world.provider.process(token);
        return { lost: true };
      },
      (token) => {
        askedAgainAtMs = world.clock.nowMs();
        return world.provider.process(token);
      },
    );
    const failure = world.token();
    await expect(failure).rejects.toBeInstanceOf(LoginNeededError);
    expect(askedAgainAtMs - begunMs).toBeGreaterThanOrEqual(80_000);
    expect(world.notices[0]).toMatchObject({ kind: "waiting", why: "drain", name: "acme" });
    expect((await world.state()).connection).toMatchObject({
      status: "needs_login",
      statusReason: "rotation_lost",
    });
    expect(world.provider.presented).toEqual(["rt1", "rt1"]);
  });

  const askable: Partial<Client> = { provider: "salesforce", ...withIntrospection };

  test("that replaced the token is told by a provider that can be asked, and nothing spent is sent", async () => {
    const world = await World.connected({ ageMs: hourMs, client: askable });
    world.provider.script.push((token) => {
      world.provider.process(token);
      return { lost: true };
    });
    await expect(world.token()).rejects.toMatchObject({ code: "needs_login" });
    expect((await world.state()).connection).toMatchObject({
      status: "needs_login",
      statusReason: "rotation_lost",
      refreshToken: null,
    });
    expect([world.asked, world.provider.presented]).toEqual([["rt1"], ["rt1"]]);
    expect(world.provider.revoked).toBe(false);
  });

  test.each([true, false])(
    "to a request that never arrived costs nothing where the provider can be asked (it tells: %s)",
    async (knowsTokens) => {
      const world = await World.connected({ ageMs: hourMs, client: askable });
      world.knowsTokens = knowsTokens;
      world.provider.script.push(() => ({ lost: true }));
      expect(await world.token()).toBe("at1");
      expect([world.asked, world.provider.presented]).toEqual([["rt1"], ["rt1", "rt1"]]);
    },
  );

  test("whose request never arrived costs nothing", async () => {
    const world = await World.connected({ ageMs: hourMs });
    world.provider.script.push(() => ({ lost: true }));
    expect(await world.token()).toBe("at1");
    expect((await world.state()).connection.status).toBe("ok");
  });

  test("is asked for again after a pause on an app that does not rotate", async () => {
    const world = await World.connected({
      ageMs: hourMs,
      rotation: "static",
      client: { rotationSeen: "static" },
    });
    world.provider.script.push(() => ({ lost: true }));
    await expect(world.token()).rejects.toMatchObject({ code: "refresh_unanswered", retryAfterSeconds: 3 });
    world.clock.advance(3_000);
    expect(await world.token()).toBe("at1");
  });

  test("is asked for again inside the overlap of an app that has one", async () => {
    const world = await World.connected({
      ageMs: hourMs,
      client: { rotationSeen: "strict", overlapSeconds: 180 },
    });
    await world.killedAttempt();
    world.clock.advance(1_000);
    const begunMs = world.clock.nowMs();
    expect(await world.token()).toBe("at1");
    expect(world.clock.nowMs() - begunMs).toBeLessThan(1_000);
  });

  test("is asked for again inside the overlap only when its sender, which lives, had its time", async () => {
    const world = await World.connected({
      ageMs: hourMs,
      client: { rotationSeen: "strict", overlapSeconds: 180 },
    });
    const attempt = await world.killedAttempt();
    await world.store.owners.acquire(attempt.id);
    expect(await world.token()).toBe("at1");
    const { supersedeMs } = defaultDeadlines;
    expect(world.clock.nowMs()).toBeGreaterThanOrEqual(attempt.createdAtMs + supersedeMs);
    expect(world.clock.nowMs()).toBeLessThan(attempt.createdAtMs + supersedeMs + 1_000);
  });

  test("of a killed process is waited out, not raced", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const attempt = await world.killedAttempt();
    expect(await world.token()).toBe("at1");
    expect(world.clock.nowMs()).toBeGreaterThanOrEqual(attempt.drainDeadlineMs);
    expect((await world.state()).attempts.map((row) => row.phase)).toContain("abandoned");
  });

  test("again and again is asked for no more than six times in an hour, as long as nobody insists", async () => {
    const world = await World.connected({ ageMs: hourMs });
    world.provider.script.push(...Array.from({ length: 6 }, () => () => ({ lost: true }) as const));
    const first = world.clock.nowMs();
    const tries = async (untilMs: number): Promise<unknown> => {
      for (;;) {
        const got = await world.token(undefined, { drainWaitMs: 200_000 }).catch((error: unknown) => error);
        if (typeof got === "string" || world.clock.nowMs() >= untilMs) return got;
        world.clock.advance(60_000);
      }
    };
    expect(await tries(first + 50 * 60_000)).toMatchObject({ code: "refresh_unanswered" });
    expect(world.provider.presented).toHaveLength(6);
    expect(await tries(first + 2 * hourMs)).toBe("at1");
    expect(world.clock.nowMs()).toBeGreaterThanOrEqual(first + hourMs);
  });

  test("does not fail a caller while the access token lives", async () => {
    const world = await World.connected({ ageMs: hourMs - 300_000 });
    await world.killedAttempt();
    const begunMs = world.clock.nowMs();
    expect(await world.token()).toBe("at0");
    expect(world.clock.nowMs()).toBe(begunMs);
    expect(world.provider.presented).toEqual([]);
  });

  test("is never raced while its sender lives, however long that takes", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const attempt = await world.killedAttempt();
    await world.store.owners.acquire(attempt.id);
    world.clock.advance(500_000);
    await expect(world.token(world.process(), { drainWaitMs: 90_000 })).rejects.toBeInstanceOf(
      RetryLaterError,
    );
    expect(world.provider.presented).toEqual([]);
  });
});

describe("a waiter", () => {
  test("that looks just as the owner commits and lets go does not sleep until drain", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const attempt = await world.killedAttempt();
    const lock = await world.store.owners.acquire(attempt.id);
    const { store, clock } = world;
    const look = store.owners.alive;
    let looks = 0;
    store.owners.alive = async (ids) => {
      looks += 1;
      // Between the read and the second look at the lock, which a busy machine takes a while for: the owner's answer is
      // stored, its lock goes.
      if (looks === 2) {
        clock.advance(1_500);
        void store.connections.update("n1", (now) => ({
          change: {
            connection: { generation: now.connection.generation + 1, refreshToken: Secret.of("rt2") },
            accessToken: worldToken(store, clock.nowMs(), { generation: 2, token: Secret.of("at-owner") }),
            attempts: [{ ...attempt, phase: "committed", closedAtMs: clock.nowMs() }],
            schedule: { dueAtMs: clock.nowMs() + hourMs / 2, failures: 0 },
          },
          result: undefined,
        }));
        lock.releaseAndDelete();
      }
      return look(ids);
    };
    const begunMs = clock.nowMs();
    expect(await world.token()).toBe("at-owner");
    expect(clock.nowMs() - begunMs).toBeLessThan(2_000);
    // Nobody is told of an answer that was lost: it was not.
    expect(world.notices).toEqual([]);
  });

  test("looks at a living owner four times a second, also past the deadline of its attempt", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const attempt = await world.killedAttempt();
    await world.store.owners.acquire(attempt.id);
    const { store, clock } = world;
    clock.advance(attempt.drainDeadlineMs - clock.nowMs() + 1_000);
    const alive = store.owners.alive;
    let looks = 0;
    store.owners.alive = (ids) => {
      looks += 1;
      return alive(ids);
    };
    await expect(world.token()).rejects.toMatchObject({ code: "refresh_waiting" });
    // 15 seconds, and two looks at each turn: one of the wait, one of the decision after it.
    expect(looks).toBeGreaterThan(60);
    expect(looks).toBeLessThan(140);
  });

  test("waits on for an owner that has fallen silent, as during drain, and is told so", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const attempt = await world.killedAttempt();
    const lock = await world.store.owners.acquire(attempt.id);
    const { clock, store } = world;
    const begunMs = clock.nowMs();
    const goneMs = begunMs + 50_000;
    const { alive } = store.owners;
    let looks = 0;
    // As PostgreSQL judges: a process counts as alive until it has been silent for long enough.
    store.owners.silent = async (ids) => new Set(ids);
    store.owners.alive = async (ids) => {
      looks += 1;
      if (clock.nowMs() >= goneMs) lock.releaseAndDelete();
      return await alive(ids);
    };
    expect(await world.token(world.process(), { drainWaitMs: 90_000 })).toBe("at1");
    expect(clock.nowMs()).toBeGreaterThanOrEqual(goneMs);
    const told = world.notices.flatMap((notice) => (notice.kind === "waiting" ? [notice.untilMs] : []));
    expect(told.map((untilMs) => Math.round((untilMs - begunMs) / 1000))).toEqual([15, 90]);
    expect(looks).toBeLessThan(1_000);
  });

  test("is told once, and truly how long it will wait", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const attempt = await world.killedAttempt();
    await world.store.owners.acquire(attempt.id);
    await expect(world.token()).rejects.toMatchObject({ code: "refresh_waiting" });
    expect(world.notices).toHaveLength(1);
    const [notice] = world.notices;
    const left = notice?.kind === "waiting" ? notice.untilMs - attempt.createdAtMs : 0;
    expect(left).toBeGreaterThan(14_000);
    expect(left).toBeLessThan(16_000);
  });
});

describe("an answer", () => {
  test("that comes after another process took over is kept, and adopted before a spent token is sent again", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const { connection } = await world.state();
    const raw = Secret.of(JSON.stringify({ access_token: "x", token_type: "Bearer", refresh_token: "rt2" }));
    world.provider.live = "rt2";
    await world.killedAttempt({ phase: "superseded", rawAnswer: raw, baseGeneration: connection.generation });
    expect(await world.token()).toBe("at1");
    expect(world.provider.presented).toEqual(["rt2"]);
  });

  describe("that was kept beside one that was used on since", () => {
    /** A sibling of the first generation, the third at work, and that one's answer lost a second ago. */
    async function forked(provider: "auth0" | "oidc"): Promise<World> {
      const client = { provider, rotationSeen: "strict", overlapSeconds: 180 } as const;
      const world = await World.connected({ ageMs: hourMs, client });
      const raw = Secret.of('{"access_token":"x","token_type":"Bearer","refresh_token":"sibling"}');
      const kept = { id: "kept", phase: "superseded", rawAnswer: raw, drainDeadlineMs: 0 } as const;
      await world.killedAttempt(kept);
      await world.store.connections.update("n1", () => ({
        change: { connection: { generation: 3 } },
        result: undefined,
      }));
      await world.killedAttempt();
      world.clock.advance(1_000);
      return world;
    }

    test.each(["auth0", "oidc"] as const)("waits while the overlap lasts: %s", async (provider) => {
      const world = await forked(provider);
      expect(await world.token()).toBe("at1");
      expect(world.provider.presented).toEqual(["rt1"]);
    });

    test("is tried after it, where it keeps working", async () => {
      const world = await forked("oidc");
      world.provider.live = "sibling";
      world.clock.advance(200_000);
      expect(await world.token()).toBe("at1");
      expect(world.provider.presented).toEqual(["sibling"]);
    });

    test("is tried last where it ends the login, and then the login is called lost", async () => {
      const world = await forked("auth0");
      world.clock.advance(200_000);
      world.provider.live = "gone";
      await expect(world.token()).rejects.toMatchObject({ facts: { reason: "rotation_lost" } });
      expect(world.provider.presented).toEqual(["rt1", "sibling"]);
    });
  });

  test.each([
    [
      "of another token type",
      { status: 200, body: { access_token: "x", token_type: "DPoP", refresh_token: "rt2", expires_in: 60 } },
    ],
    [
      "with another issuer's ID token",
      {
        status: 200,
        body: {
          access_token: "x",
          token_type: "Bearer",
          refresh_token: "rt2",
          id_token: jwt({ iss: "https://other.example", sub: "alice", aud: "app" }),
        },
      },
    ],
    ["with 201", { status: 201, body: { refresh_token: "rt2" } }],
    [
      "of another content type",
      { status: 200, body: { refresh_token: "rt2" }, headers: { "content-type": "text/html" } },
    ],
    [
      "cut off behind the refresh token",
      { status: 200, body: '{"refresh_token":"rt2","access_tok', complete: false },
    ],
  ])("%s still rotates: the next refresh presents the new token", async (_what, reply) => {
    const world = await World.connected({ ageMs: hourMs });
    world.provider.script.push(() => reply);
    world.provider.live = "rt2";
    await expect(world.token()).rejects.toMatchObject({ code: "bad_token_answer" });
    world.clock.advance(31_000);
    expect(await world.token()).toBe("at1");
    expect(world.provider.presented).toEqual(["rt1", "rt2"]);
  });

  test("for another account is committed and locked away", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const idToken = jwt({ iss: "https://idp.example", sub: "mallory", aud: "app" });
    world.provider.script.push(() => ({
      status: 200,
      body: { access_token: "x", token_type: "Bearer", refresh_token: "rt2", id_token: idToken },
    }));
    await expect(world.token()).rejects.toMatchObject({ code: "quarantined" });
    await expect(world.token()).rejects.toMatchObject({ code: "quarantined" });
    expect(await world.refreshToken()).toBe("rt2");
  });

  test("that could not be judged is kept, and its token adopted", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const attempt = await world.killedAttempt();
    const body = JSON.stringify({ access_token: "x", token_type: "Bearer", refresh_token: "rt2" });
    await world.store.connections.update("n1", (state) =>
      completeAttempt(state, {
        attempt,
        outcome: { kind: "unjudged" },
        rawAnswer: Secret.of(body),
        httpStatus: 200,
        nextAuthentication: null,
        namesScope: false,
        fingerprint: (secret) => world.store.fingerprint(secret),
        nowMs: world.clock.nowMs(),
        jitter: 0.5,
        deadlines: defaultDeadlines,
      }),
    );
    world.provider.live = "rt2";
    expect(await world.token()).toBe("at1");
    expect(world.provider.presented).toEqual(["rt2"]);
  });

  test("that was kept and holds no token counts as none: drain is waited for", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const attempt = await world.killedAttempt({ phase: "superseded", rawAnswer: Secret.of("<html>") });
    expect(await world.token()).toBe("at1");
    expect(world.clock.nowMs()).toBeGreaterThanOrEqual(attempt.drainDeadlineMs);
  });

  test("cut off inside the refresh token is no answer", async () => {
    const world = await World.connected({ ageMs: hourMs });
    world.provider.script.push(() => ({ status: 200, body: '{"refresh_token":"rt', complete: false }));
    expect(await world.token()).toBe("at1");
    expect(world.provider.presented).toEqual(["rt1", "rt1"]);
  });
});

const fixed = { rotationSeen: "static" } as const;

describe("a refusal", () => {
  test("of the refresh token ends the connection, and nothing is sent again", async () => {
    const world = await World.connected({ ageMs: hourMs });
    world.provider.revoked = true;
    await expect(world.token()).rejects.toMatchObject({ code: "needs_login" });
    await expect(world.token()).rejects.toBeInstanceOf(LoginNeededError);
    expect(world.provider.presented).toEqual(["rt1"]);
    expect(await world.refreshToken()).toBeUndefined();
  });

  test("of the app touches no connection", async () => {
    const world = await World.connected({ ageMs: hourMs });
    world.provider.script.push(() => ({ status: 401, body: { error: "invalid_client" } }));
    await expect(world.token()).rejects.toMatchObject({ code: "client_refused" });
    expect((await world.state()).connection).toMatchObject({ status: "ok", generation: 1 });
    await expect(world.token()).rejects.toMatchObject({ code: "client_refused" });
    expect(world.provider.presented).toEqual(["rt1"]);
    world.clock.advance(301_000);
    expect(await world.token()).toBe("at1");
  });

  test("that gives no reason is asked three times, each past its drain, and then only a login helps", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const times: number[] = [];
    for (let count = 0; count < 4; count += 1)
      world.provider.script.push(() => {
        times.push(world.clock.nowMs());
        return { status: 400, body: "" };
      });
    const refused = { code: "refresh_refused", facts: { said: "HTTP 400" } };
    await expect(world.token(undefined, { drainWaitMs: 0 })).rejects.toMatchObject(refused);
    expect((await world.state()).connection).toMatchObject({
      status: "unsettled",
      statusReason: "no_reason",
      details: { failure: { kind: "refused", httpStatus: 400 } },
    });
    await expect(world.token(undefined, { drainWaitMs: 300_000 })).rejects.toMatchObject({
      code: "needs_login",
      facts: { reason: "no_reason", said: "HTTP 400" },
    });
    await expect(world.token()).rejects.toMatchObject({ code: "needs_login" });
    expect(world.provider.presented).toEqual(["rt1", "rt1", "rt1"]);
    expect(times.slice(1).every((atMs, index) => atMs - (times[index] ?? 0) >= 80_000)).toBe(true);
    // The user may try once more: past the drain, and as often as it is asked.
    const forced = { force: true, drainWaitMs: 90_000 };
    await expect(world.token(undefined, forced)).rejects.toMatchObject({ code: "needs_login" });
    expect(await world.token(undefined, forced)).toBe("at1");
    expect((await world.state()).connection).toMatchObject({ status: "ok", statusReason: null });
  });

  test("that gives no reason ends a token that does not rotate, too, and keeps it", async () => {
    const world = await World.connected({ ageMs: hourMs, rotation: "static", client: fixed });
    const mute = () => ({ status: 401, body: "" });
    for (let count = 0; count < 12; count += 1) world.provider.script.push(mute);
    const startedMs = world.clock.nowMs();
    let code: unknown;
    while (code !== "needs_login") {
      code = await world.token().catch((error) => error.code);
      world.clock.advance(5_000);
    }
    expect(world.clock.nowMs() - startedMs).toBeLessThan(600_000);
    expect((await world.state()).client.breakerUntilMs).toBe(null);
    expect(await world.refreshToken()).toBe("rt1");
    world.provider.script.length = 0;
    expect(await world.token(undefined, { force: true })).toBe("at1");
  });

  describe("for want of a scope", () => {
    const scopeOf = async (world: World): Promise<unknown> => (await world.state()).client.behaviour;
    const demand = (error: string, description: string, status = 400) => ({
      status,
      body: { error, error_description: description },
    });

    test.each([
      demand("invalid_scope", "scope is required"),
      demand("invalid_scope", ""),
      demand("INVALID_SCOPE", "nothing asked"),
      demand("invalid_request", "Missing parameter: scope"),
      demand("invalid_scope", "scope is required", 200),
    ])("is answered at once with the scope that was granted, and remembered: %j", async (refusal) => {
      const world = await World.connected({ ageMs: hourMs });
      world.provider.script.push(() => refusal);
      expect(await world.token()).toBe("at1");
      expect(world.provider.scopes).toEqual(["", "openid offline_access"]);
      expect(await scopeOf(world)).toEqual({ demandsScope: true });
      expect((await world.state()).attempts).toEqual([]);
      world.clock.advance(hourMs);
      expect(await world.token()).toBe("at2");
      expect(world.provider.scopes).toEqual(["", "openid offline_access", "openid offline_access"]);
    });

    test("is left out again where the provider no longer takes it", async () => {
      const world = await World.connected({ ageMs: hourMs, client: { behaviour: { demandsScope: true } } });
      world.provider.script.push(() => demand("invalid_scope", "exceeds the grant"));
      expect(await world.token()).toBe("at1");
      expect(world.provider.scopes).toEqual(["openid offline_access", ""]);
      expect(await scopeOf(world)).toEqual({ demandsScope: false });
    });

    test.each([
      demand("invalid_request", "Missing parameter: device_id"),
      demand("invalid_request", "the microscope is broken"),
      demand("teapot", "scope is required"),
      demand("invalid_grant", "scope is required"),
    ])("is not what this says: %j", async (refusal) => {
      const world = await World.connected({ ageMs: hourMs });
      world.provider.script.push(() => refusal);
      await expect(world.token(undefined, { drainWaitMs: 0 })).rejects.toThrow();
      expect(world.provider.scopes).toEqual([""]);
    });

    test("has no answer where no scope was granted, and is asked no third time", async () => {
      const world = await World.connected({ ageMs: hourMs });
      const refusal = demand("invalid_scope", "scope is required");
      world.provider.script.push(
        () => refusal,
        () => refusal,
      );
      const once = { drainWaitMs: 0 };
      const refused = { code: "refresh_refused", facts: { said: "invalid_scope: scope is required" } };
      await expect(world.token(undefined, once)).rejects.toMatchObject(refused);
      expect(world.provider.scopes).toEqual(["", "openid offline_access"]);
      expect(await scopeOf(world)).toEqual({});
      await world.store.connections.update("n1", () => ({
        change: { connection: { scope: "" } },
        result: undefined,
      }));
      world.clock.advance(100_000);
      world.provider.script.push(() => refusal);
      await expect(world.token(undefined, once)).rejects.toMatchObject(refused);
      expect(world.provider.scopes).toEqual(["", "openid offline_access", ""]);
    });

    test("comes after the app's next secret", async () => {
      const world = await World.connected({ ageMs: hourMs, client: oldAndNew });
      world.provider.script.push(
        () => ({ status: 401, body: "" }),
        () => demand("invalid_scope", "scope is required"),
      );
      world.provider.secret = "new";
      expect(await world.token()).toBe("at1");
      const { client } = await world.state();
      expect(client.authentication.secret?.expose()).toBe("new");
      expect(client.behaviour).toEqual({ demandsScope: true });
    });
  });

  test.each([
    [401, "", 2],
    [403, "", 2],
    [400, "", 1],
    [401, { error: "teapot" }, 1],
  ])("with %i %j is sent %i time(s) where a next secret waits", async (status, body, count) => {
    const world = await World.connected({ ageMs: hourMs, client: oldAndNew });
    const reply = () => ({ status, body });
    world.provider.script.push(reply, reply);
    await expect(world.token(undefined, { drainWaitMs: 0 })).rejects.toMatchObject({
      code: "refresh_refused",
    });
    expect(world.provider.presented).toHaveLength(count);
    expect((await world.state()).client.breakerUntilMs).toBe(null);
  });

  test("of the app's secret: the next one is tried at once, and takes its place where it works", async () => {
    const world = await World.connected({ ageMs: hourMs, client: oldAndNew });
    world.provider.secret = "new";
    expect(await world.token()).toBe("at1");
    expect(world.provider.presented).toEqual(["rt1", "rt1"]);
    const { client } = await world.state();
    expect([client.authentication.secret?.expose(), client.nextAuthentication]).toEqual(["new", null]);
    expect(client.breakerUntilMs).toBe(null);
  });

  test("of both secrets of the app leaves both as they are", async () => {
    const world = await World.connected({ ageMs: hourMs, client: oldAndNew });
    world.provider.secret = "another";
    await expect(world.token()).rejects.toMatchObject({ code: "client_refused" });
    const { client, connection } = await world.state();
    expect(client.authentication.secret?.expose()).toBe("old");
    expect(client.nextAuthentication?.secret?.expose()).toBe("new");
    expect(connection).toMatchObject({ status: "ok", generation: 1 });
  });

  test("of the next secret's grant still shows that the secret works", async () => {
    const world = await World.connected({ ageMs: hourMs, client: oldAndNew });
    world.provider.secret = "new";
    world.provider.revoked = true;
    await expect(world.token()).rejects.toMatchObject({ code: "needs_login" });
    expect((await world.state()).client.authentication.secret?.expose()).toBe("new");
  });

  test("with Retry-After is honoured", async () => {
    const world = await World.connected({ ageMs: hourMs });
    world.provider.script.push(() => ({ status: 503, body: "", headers: { "retry-after": "20" } }));
    await expect(world.token()).rejects.toMatchObject({ code: "refresh_rejected", retryAfterSeconds: 20 });
    world.clock.advance(19_000);
    await expect(world.token()).rejects.toMatchObject({ retryAfterSeconds: 1 });
    world.clock.advance(1_000);
    expect(await world.token()).toBe("at1");
  });

  test("with Retry-After is honoured behind an attempt without an answer, too", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const busy = { status: 429, body: "", headers: { "retry-after": "20" } };
    world.provider.script.push(
      () => ({ status: 502, body: "" }),
      () => busy,
      () => busy,
    );
    await expect(world.token()).rejects.toMatchObject({ code: "refresh_rejected", retryAfterSeconds: 20 });
    world.clock.advance(1_000);
    await expect(world.token()).rejects.toMatchObject({ code: "refresh_rejected", retryAfterSeconds: 19 });
    expect(world.provider.presented).toHaveLength(2);
  });

  test("to connect leaves the token unsent", async () => {
    const world = await World.connected({ ageMs: hourMs });
    world.provider.script.push(() => ({ refused: true }));
    await expect(world.token()).rejects.toMatchObject({
      code: "refresh_not_sent",
      facts: { reason: "refused" },
    });
    expect(world.provider.presented).toEqual([]);
    expect((await world.state()).attempts).toEqual([]);
  });
});

describe("a disk without room", () => {
  test("keeps a rotating token unsent, and says so", async () => {
    const world = await World.connected({ ageMs: hourMs });
    world.store.connections.ensureFreeSpace = () => {
      throw new StoreError("store_full", { place: "x" });
    };
    await expect(world.token()).rejects.toMatchObject({ code: "store_full" });
    expect(world.provider.presented).toEqual([]);
    expect((await world.state()).attempts).toEqual([]);
  });
});

describe("a clock", () => {
  test("that jumps between the row and the first byte keeps the request unsent", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const send = world.provider.send.bind(world.provider);
    world.provider.send = async (request) => {
      world.clock.wallMs += 6_000;
      return await send(request);
    };
    await expect(world.token()).rejects.toMatchObject({
      code: "refresh_not_sent",
      facts: { reason: "clock" },
    });
    expect(world.provider.presented).toEqual([]);
  });
});

describe("a clock that was wrong and is set right, an hour back", () => {
  test.each([
    ["a pause after a failure", () => ({ status: 503, body: {}, headers: { "retry-after": "20" } })],
    ["a refusal of the app", () => ({ status: 401, body: { error: "invalid_client" } })],
  ] as const)("does not make %s last an hour", async (_what, reply) => {
    const world = await World.connected({ ageMs: 2 * hourMs });
    world.provider.script.push(reply);
    world.clock.wallMs += hourMs;
    await expect(world.token()).rejects.toThrow();
    world.clock.wallMs -= hourMs;
    expect(await world.token()).toBe("at1");
  });

  test("does not make a token that the API refused wait an hour for its successor", async () => {
    const world = await World.connected({ ageMs: 2 * hourMs });
    const process = world.process();
    world.clock.wallMs += hourMs;
    expect(await world.token(process)).toBe("at1");
    world.clock.advance(defaultDeadlines.floorMs);
    expect(await process.reject("n1", "", Secret.of("at1"))).toBe(true);
    world.clock.wallMs -= hourMs;
    expect(await world.token(process)).toBe("at2");
  });
});

describe("a 401 from the API", () => {
  test("counts once and only for the current token that a refresh could cure", async () => {
    const world = await World.connected({ ageMs: 60_000 });
    const process = world.process();
    expect(await process.reject("n1", "", Secret.of("other"))).toBe(false);
    expect(await process.reject("n1", "", Secret.of("at0"))).toBe(true);
    expect(await process.reject("n1", "", Secret.of("at0"))).toBe(false);
    expect(await world.token(process)).toBe("at1");
    expect(await process.reject("n1", "", Secret.of("at1"))).toBe(false);
    expect(await world.token(process)).toBe("at1");
    expect(world.provider.presented).toEqual(["rt1"]);
  });

  test("against a token that the refresh gives again is told, not refreshed for ever", async () => {
    const world = await World.connected({ ageMs: 60_000 });
    const process = world.process();
    await process.reject("n1", "", Secret.of("at0"));
    world.provider.script.push(() => ({
      status: 200,
      body: { access_token: "at0", token_type: "Bearer", refresh_token: "rt2", expires_in: 3600 },
    }));
    await expect(world.token(process)).rejects.toMatchObject({ code: "rejected_by_api" });
    await expect(world.token(process)).rejects.toMatchObject({ code: "refresh_floor" });
  });
});

describe("the end of an access token", () => {
  test.each([
    { from: "answer", expiresIn: 1800, lifetimes: {}, asked: {}, lifeSeconds: 1800 },
    { from: "setting", expiresIn: null, lifetimes: { accessSeconds: 7200 }, asked: {}, lifeSeconds: 7200 },
    { from: "assumed", expiresIn: null, lifetimes: {}, asked: {}, lifeSeconds: 900 },
  ])("comes from: $from", async ({ from, expiresIn, lifetimes, lifeSeconds }) => {
    const world = await World.connected({ ageMs: hourMs, client: { lifetimes } });
    world.provider.expiresIn = expiresIn;
    await world.token();
    const [token] = (await world.state()).accessTokens;
    expect(token).toMatchObject({ expiresSource: from });
    expect(token && token.expiresAtMs - token.receivedAtMs).toBe(lifeSeconds * 1000);
  });
});
