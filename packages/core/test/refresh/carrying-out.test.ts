import { describe, expect, test, vi } from "vitest";
import { StoreError } from "../../src/errors.ts";
import { type Client, ClientAuthentication } from "../../src/model.ts";
import { Secret } from "../../src/secret.ts";
import type { CopyEvidence } from "../../src/store/store.ts";
import { eventsOf } from "../support/store-contents.ts";
import {
  hourMs,
  jwt,
  World,
  withIntrospection,
  worldConnection,
  worldLogin,
  worldToken,
} from "../support/world.ts";

/* How the refresher carries out what is decided: who waits how long, what is told, what is tried again. */

describe("an own request", () => {
  test("is named while it is under way, and waited for by who ends the process", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const process = world.process();
    const gate = Promise.withResolvers<void>();
    world.provider.script.push(async (token) => {
      await gate.promise;
      return world.provider.process(token);
    });
    const token = world.token(process);
    await vi.waitFor(() => expect(process.pendingRefreshes).toEqual(["acme"]));
    let isSettled = false;
    const settled = process.whenIdle().then(() => {
      isSettled = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isSettled).toBe(false);
    gate.resolve();
    expect(await token).toBe("at1");
    await settled;
    expect(process.pendingRefreshes).toEqual([]);
    await process.whenIdle();
  });

  test("holds its lock while it is under way, and no longer", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const acquire = vi.spyOn(world.store.owners, "acquire");
    const seen: boolean[] = [];
    const isLocked = async (): Promise<boolean> => {
      const id = String(acquire.mock.calls[0]?.[0]);
      return (await world.store.owners.alive([id])).has(id);
    };
    world.provider.script.push(async (token) => {
      seen.push(await isLocked());
      return world.provider.process(token);
    });
    await world.token();
    expect([...seen, await isLocked()]).toEqual([true, false]);
  });

  test("needs one look at the connection, where nothing happens meanwhile", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const read = vi.spyOn(world.store.connections, "read");
    expect(await world.token()).toBe("at1");
    expect(read).toHaveBeenCalledTimes(1);
  });

  test("is for the audience that was asked for", async () => {
    const world = await World.connected({ ageMs: 60_000 });
    expect(await world.token(undefined, { audience: "web" })).toBe("at1");
    expect(await world.token()).toBe("at0");
    expect((await world.state()).accessTokens.map(({ audience }) => audience)).toEqual(["", "web"]);
  });

  test("is rehearsed once in a process, before its first", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const rehearse = vi.spyOn(world.store.connections, "warmUp");
    const process = world.process();
    await world.token(process);
    await world.token(process, { force: true });
    expect(rehearse).toHaveBeenCalledTimes(1);
    const [id, step] = rehearse.mock.calls[0] ?? [];
    expect(id).toBe("n1");
    // What is taken back is what a real answer would write.
    const state = await world.state();
    expect(step?.(state).change).toMatchObject({
      connection: { generation: state.connection.generation + 1 },
      accessToken: { tokenType: "Bearer" },
    });
    const gone = { ...state, connection: { ...state.connection, refreshToken: null } };
    expect(step?.(gone)).toEqual({ change: null, result: null });
  });

  test("of a rotating token looks for room first, one of another kind need not", async () => {
    const strict = await World.connected({ ageMs: hourMs });
    const room = vi.spyOn(strict.store.connections, "ensureFreeSpace");
    await strict.token();
    expect(room).toHaveBeenCalledTimes(1);
    const fixed = await World.connected({ ageMs: hourMs, client: { rotationSeen: "static" } });
    const none = vi.spyOn(fixed.store.connections, "ensureFreeSpace");
    await fixed.token();
    expect(none).not.toHaveBeenCalled();
  });

  test.each([
    [{ wallMs: 1_000, monoMs: 0 }, true],
    [{ wallMs: 1_001, monoMs: 0 }, false],
    [{ wallMs: -1_001, monoMs: 0 }, false],
    [{ wallMs: 0, monoMs: 1_001 }, false],
    [{ wallMs: 5_000, monoMs: 5_000 }, true],
    [{ wallMs: 5_001, monoMs: 5_001 }, false],
    [{ wallMs: 4_500, monoMs: 5_001 }, false],
  ] as const)("before which the clocks moved by %j is sent: %s", async ({ monoMs, wallMs }, isSent) => {
    const world = await World.connected({ ageMs: 2 * hourMs });
    const send = world.provider.send.bind(world.provider);
    world.provider.send = async (request) => {
      world.clock.wallMs += wallMs;
      world.clock.monoMs += monoMs;
      return await send(request);
    };
    const got = await world.token().catch((error: unknown) => error);
    if (isSent) expect(got).toBe("at1");
    else expect(got).toMatchObject({ code: "refresh_not_sent", facts: { reason: "clock" } });
  });
});

describe("an answer is stored", () => {
  /** One process refreshes so many connections at once; how each answer was stored. */
  async function storing(count: number, answer: (token: string) => object): Promise<readonly boolean[]> {
    const world = await World.connected({ ageMs: hourMs });
    const { store, clock, provider } = world;
    const ids = Array.from({ length: count }, (_, index) => `c${index}`);
    for (const id of ids) {
      await store.logins.put(worldLogin(id, clock.nowMs()));
      const times = { expiresAtMs: clock.nowMs() - 1 };
      await store.connections.create(id, id, () => ({
        connection: worldConnection(clock.nowMs(), {
          id,
          owner: { kind: "named", name: id },
          tokenFamilyId: id,
          refreshToken: Secret.of(`rt-${id}`),
        }),
        accessToken: worldToken(store, clock.nowMs(), { connectionId: id, ...times }),
        schedule: { dueAtMs: clock.nowMs(), failures: 0 },
        event: { kind: "connected", atMs: clock.nowMs(), detail: {} },
      }));
    }
    const gate = Promise.withResolvers<void>();
    const answered = async (token: string) => {
      await gate.promise;
      return { status: 200, body: { access_token: `at-${token}`, token_type: "Bearer", ...answer(token) } };
    };
    provider.script.push(...ids.map(() => answered));
    const process = world.process();
    const result = ids.map((id) => process.getAccessToken(id, world.request()));
    await vi.waitFor(() => expect(process.pendingRefreshes).toHaveLength(count));
    const change = vi.spyOn(store.connections, "update");
    gate.resolve();
    await Promise.all(result);
    return change.mock.calls.map(([, , options]) => options?.allowGroupCommit === true);
  }
  const isNew = (token: string) => ({ expires_in: 3600, refresh_token: `${token}-next` });

  test("at once where it has a new token", async () => {
    expect(await storing(1, isNew)).toEqual([false]);
  });

  test("with others where it has none", async () => {
    expect(await storing(1, () => ({ expires_in: 3600 }))).toEqual([true]);
  });

  test("with others also where it has one, as long as many are under way", async () => {
    expect((await storing(9, isNew)).slice(0, 2)).toEqual([true, true]);
    expect((await storing(8, isNew))[0]).toBe(true);
    expect(await storing(7, isNew)).toEqual(Array(7).fill(false));
  });
});

describe("an answer that the store does not take", () => {
  const stuck =
    (code: ConstructorParameters<typeof StoreError>[0], times: number) => async (world: World) => {
      const { update } = world.store.connections;
      let writes = 0;
      world.store.connections.update = async (id, decide) => {
        writes += 1;
        if (writes > 1 && writes <= 1 + times) throw new StoreError(code, { place: "x" });
        return await update(id, decide);
      };
    };

  test.each(["store_busy", "store_full", "store_unwritable"] as const)(
    "%s: is tried again until it does",
    async (code) => {
      const world = await World.connected({ ageMs: hourMs });
      await stuck(code, 7)(world);
      const begunMs = world.clock.nowMs();
      expect(await world.token()).toBe("at1");
      expect(world.notices).toEqual([{ kind: "unsaved", name: "acme" }]);
      expect(world.clock.nowMs() - begunMs).toBe(100 + 200 + 400 + 800 + 1_600 + 2_000 + 2_000);
      expect(await world.refreshToken()).toBe("rt2");
    },
  );

  test.each([
    ["an answer", () => undefined, "at1"],
    ["a refusal", (world: World) => world.provider.script.push(() => ({ status: 503, body: {} })), "at0"],
  ] as const)("%s whose commit brought no answer is stored once", async (_what, arm, token) => {
    const world = await World.connected({ ageMs: hourMs - 60_000 });
    arm(world);
    const update = world.store.connections.update.bind(world.store.connections);
    let writes = 0;
    world.store.connections.update = async (id, decide, hints) => {
      const result = await update(id, decide, hints);
      writes += 1;
      if (writes === 2) throw new StoreError("store_unreachable", { place: "x" });
      return result;
    };
    const before = await eventsOf(world.store, "n1");
    const answer = await world.token(undefined, { force: true }).catch(String);
    expect(token === "at1" ? answer : await world.token()).toBe(token);
    expect(writes).toBeGreaterThan(2);
    const { schedule } = await world.state();
    expect(schedule.failures).toBe(token === "at1" ? 0 : 1);
    const kinds = (await eventsOf(world.store, "n1")).slice(before.length).map(({ kind }) => kind);
    expect(kinds).toEqual([token === "at1" ? "refreshed" : "ambiguous"]);
    expect(world.provider.presented).toEqual(["rt1"]);
  });

  test("for another reason is no use trying again", async () => {
    const world = await World.connected({ ageMs: hourMs });
    await stuck("store_conflict", 1)(world);
    await expect(world.token()).rejects.toMatchObject({ code: "store_conflict" });
    expect(world.notices).toEqual([]);
  });
});

describe("a token that may be spent", () => {
  test.each([
    [
      "an app without a secret",
      { ...withIntrospection, provider: "salesforce", authentication: ClientAuthentication.of("none", null) },
    ],
    [
      "a provider without an address to ask at",
      { provider: "salesforce", authentication: withIntrospection.authentication },
    ],
    ["a provider that does not tell of refresh tokens", { ...withIntrospection, provider: "auth0" }],
  ] as const)("is not asked about for %s", async (_what, client) => {
    const world = await World.connected({ ageMs: hourMs, client });
    await world.killedAttempt();
    expect(await world.token()).toBe("at1");
    expect(world.asked).toEqual([]);
  });
});

describe("a copied store", () => {
  const detector = (evidence: CopyEvidence | null) => ({
    findEvidence: vi.fn(() => evidence),
    recordRotations: vi.fn(),
    confirmOnlyCopy: vi.fn(),
  });
  const watched = async (evidence: CopyEvidence | null, client: Partial<Client> = {}) => {
    const world = await World.connected({ ageMs: hourMs, client });
    const seen = detector(evidence);
    world.store.copies = seen;
    return { world, seen };
  };

  test.each(["copied", "restored"] as const)(
    "(%s) sends no rotating token, but for a login just made here",
    async (evidence) => {
      const { world, seen } = await watched(evidence);
      await expect(world.token()).rejects.toMatchObject({
        code: `store_${evidence}`,
        facts: { name: "acme", place: "memory:default" },
      });
      expect(world.provider.presented).toEqual([]);
      expect(seen.recordRotations).not.toHaveBeenCalled();
      expect(await world.token(undefined, { isNew: true })).toBe("at1");
    },
  );

  test("refreshes what does not rotate", async () => {
    const { world, seen } = await watched("copied", { rotationSeen: "static" });
    world.provider.rotation = "static";
    expect(await world.token()).toBe("at1");
    expect(seen.findEvidence).not.toHaveBeenCalled();
    expect(seen.recordRotations).not.toHaveBeenCalled();
  });

  test("is told by what is noted after each rotation, and after nothing else", async () => {
    const { world, seen } = await watched(null);
    world.provider.script.push(() => ({ status: 503, body: "", headers: { "retry-after": "1" } }));
    await expect(world.token()).rejects.toThrow();
    expect(seen.recordRotations).not.toHaveBeenCalled();
    world.clock.advance(1_000);
    expect(await world.token()).toBe("at1");
    expect(seen.recordRotations).toHaveBeenCalledTimes(1);
  });
});

describe("the end of an access token that no answer tells", () => {
  async function ended(world: World): Promise<unknown> {
    const process = world.process();
    world.provider.expiresIn = null;
    await world.token(process);
    await process.whenIdle();
    return (await world.state()).accessTokens[0];
  }

  test("is asked for afterwards, and kept", async () => {
    const world = await World.connected({ ageMs: hourMs, client: withIntrospection });
    world.endsAtMs = world.clock.nowMs() + 1_234;
    expect(await ended(world)).toMatchObject({ expiresAtMs: world.endsAtMs, expiresSource: "introspected" });
    expect(world.askedEnds).toEqual(["at1"]);
  });

  test.each([
    ["does not know", null],
    ["says that it is over", 0],
  ])("is assumed where the provider %s", async (_what, leftMs) => {
    const world = await World.connected({ ageMs: hourMs, client: withIntrospection });
    world.endsAtMs = leftMs === null ? null : world.clock.nowMs() + leftMs;
    expect(await ended(world)).toMatchObject({ expiresSource: "assumed" });
    expect(world.askedEnds).toEqual(["at1"]);
  });

  test.each([
    [
      "an app without a secret",
      { ...withIntrospection, authentication: ClientAuthentication.of("none", null) },
    ],
    [
      "a provider that cannot be asked",
      {
        ...withIntrospection,
        endpoints: { authorization: "https://idp.example/auth", token: "https://idp.example/token" },
      },
    ],
    ["an app whose setting says it", { ...withIntrospection, lifetimes: { accessSeconds: 60 } }],
  ] as const)("is not asked for of %s", async (_what, client) => {
    const world = await World.connected({ ageMs: hourMs, client });
    await ended(world);
    expect(world.askedEnds).toEqual([]);
  });

  test("is not asked for where the answer told it, or held no token that may be handed out", async () => {
    const world = await World.connected({ ageMs: hourMs, client: withIntrospection });
    await world.token();
    world.provider.script.push(() => ({ status: 200, body: { refresh_token: "rt9" } }));
    await expect(world.token(undefined, { force: true })).rejects.toThrow();
    expect(world.askedEnds).toEqual([]);
  });

  test("is not kept where the token has been replaced meanwhile", async () => {
    const world = await World.connected({ ageMs: hourMs, client: withIntrospection });
    const process = world.process();
    const gate = Promise.withResolvers<void>();
    world.telling = gate.promise;
    world.provider.expiresIn = null;
    world.endsAtMs = world.clock.nowMs() + 1_234;
    await world.token(process);
    world.provider.expiresIn = 600;
    expect(await world.token(process, { force: true })).toBe("at2");
    gate.resolve();
    await process.whenIdle();
    expect(world.askedEnds).toEqual(["at1"]);
    expect((await world.state()).accessTokens).toMatchObject([{ expiresSource: "answer" }]);
  });
});

describe("a refresh that somebody insists on", () => {
  test.each([
    [{ status: 400, body: { error: "invalid_grant" } }, { code: "needs_login" }],
    [{ status: 401, body: { error: "invalid_client" } }, { code: "client_refused" }],
    [
      { status: 503, body: "", headers: { "retry-after": "20" } },
      { code: "refresh_rejected", retryAfterSeconds: 20 },
    ],
    [
      { status: 400, body: "<html>" },
      { code: "refresh_refused", retryAfterSeconds: 3 },
    ],
  ] as const)("fails truly though an access token lives: %j", async (reply, error) => {
    const world = await World.connected({ ageMs: 60_000 });
    world.provider.script.push(() => reply);
    await expect(world.token(undefined, { force: true })).rejects.toMatchObject(error);
    expect(await world.token()).toBe("at0");
  });

  test("says that the connection was locked away, where the answer was for another account", async () => {
    const world = await World.connected({ ageMs: 60_000 });
    const idToken = jwt({ iss: "https://idp.example", sub: "mallory", aud: "app" });
    world.provider.script.push(() => ({
      status: 200,
      body: { access_token: "x", token_type: "Bearer", refresh_token: "rt2", id_token: idToken },
    }));
    await expect(world.token(undefined, { force: true })).rejects.toMatchObject({ code: "quarantined" });
  });

  test("says what is wrong with an answer that cannot be trusted", async () => {
    const world = await World.connected({ ageMs: 60_000 });
    world.provider.script.push(() => ({
      status: 200,
      body: { access_token: "x", token_type: "mac", refresh_token: "rt2" },
    }));
    await expect(world.token(undefined, { force: true })).rejects.toMatchObject({
      code: "bad_token_answer",
      facts: { name: "acme", provider: "idp.example", what: "trust.token_type", detail: "mac", type: "mac" },
    });
  });
});

describe("a caller with a token that still lives", () => {
  test.each([
    ["three seconds for a better one where it is good enough", 60_000, 3_000],
    ["as long as it likes to where it is not, and takes it then", 200_000, 15_000],
  ])("waits %s", async (_what, minTtlMs, waitedMs) => {
    const world = await World.connected({ ageMs: hourMs - 100_000, client: { rotationSeen: "static" } });
    const attempt = await world.killedAttempt({ createdAtMs: world.clock.nowMs() + 10_000 });
    await world.store.owners.acquire(attempt.id);
    const begunMs = world.clock.nowMs();
    expect(await world.token(undefined, { waitForCompletion: false, minTtlMs })).toBe("at0");
    expect(world.clock.nowMs() - begunMs).toBeGreaterThanOrEqual(waitedMs);
    expect(world.clock.nowMs() - begunMs).toBeLessThan(waitedMs + 1_000);
  });

  test("gets it when everything fails, but not one that was locked away", async () => {
    const world = await World.connected({ ageMs: hourMs - 30_000 });
    world.provider.script.push(() => ({ refused: true }));
    expect(await world.token()).toBe("at0");
    world.clock.advance(29_999);
    world.provider.script.push(() => ({ refused: true }));
    expect(await world.token(undefined, { minTtlMs: 60_000 })).toBe("at0");
    world.clock.advance(1);
    world.provider.script.push(() => ({ refused: true }));
    await expect(world.token()).rejects.toMatchObject({ code: "refresh_not_sent" });
  });

  test("gets none of a connection that is gone", async () => {
    const world = await World.connected({ ageMs: 60_000 });
    await expect(world.process().getAccessToken("n9", world.request())).rejects.toMatchObject({
      code: "connection_gone",
    });
  });
});

describe("waiting", () => {
  async function held(): Promise<World> {
    const world = await World.connected({ ageMs: hourMs });
    const attempt = await world.killedAttempt();
    await world.store.owners.acquire(attempt.id);
    return world;
  }

  test("for another program ends when the caller's time is over, and says when to come again", async () => {
    const world = await held();
    const begunMs = world.clock.nowMs();
    await expect(world.token(undefined, { waitMs: 5_000 })).rejects.toMatchObject({
      code: "refresh_waiting",
      retryAfterSeconds: 75,
      facts: { name: "acme" },
    });
    expect(world.clock.nowMs() - begunMs).toBeGreaterThan(5_000);
    expect(world.clock.nowMs() - begunMs).toBeLessThanOrEqual(5_100);
  });

  test("until drain is not begun where it would take too long", async () => {
    const world = await World.connected({ ageMs: hourMs });
    await world.killedAttempt();
    const begunMs = world.clock.nowMs();
    await expect(world.token(undefined, { drainWaitMs: 79_000 })).rejects.toMatchObject({
      code: "refresh_waiting",
      retryAfterSeconds: 80,
    });
    expect(world.clock.nowMs() - begunMs).toBeLessThanOrEqual(20);
    expect(await world.token(undefined, { drainWaitMs: 80_000 })).toBe("at1");
  });

  test("until drain that ends with a sleep that was a little too long has come to its end", async () => {
    const world = await World.connected({ ageMs: hourMs });
    await world.killedAttempt();
    const sleep = world.clock.sleep.bind(world.clock);
    let slept = 0;
    world.clock.sleep = async (ms, signal) => {
      slept += ms;
      await sleep(ms, signal);
      if (slept === 80_000) world.clock.advance(50);
    };
    expect(await world.token(undefined, { drainWaitMs: 80_000 })).toBe("at1");
  });

  test("is told after a second: why, since when and until when", async () => {
    const world = await World.connected({ ageMs: hourMs });
    const attempt = await world.killedAttempt();
    await world.token();
    expect(world.notices).toEqual([
      {
        kind: "waiting",
        why: "drain",
        name: "acme",
        sinceMs: attempt.createdAtMs,
        untilMs: attempt.drainDeadlineMs,
      },
    ]);
    const short = await World.connected({ ageMs: hourMs });
    const almost = await short.killedAttempt({ drainDeadlineMs: short.clock.nowMs() + 900 });
    expect(await short.token()).toBe("at1");
    expect(almost.drainDeadlineMs).toBeLessThanOrEqual(short.clock.nowMs());
    expect(short.notices).toEqual([]);
  });

  test("for another program notices within a quarter of a second that it is gone", async () => {
    const world = await World.connected({ ageMs: hourMs, client: { rotationSeen: "static" } });
    world.provider.rotation = "static";
    const attempt = await world.killedAttempt();
    const lock = await world.store.owners.acquire(attempt.id);
    const begunMs = world.clock.nowMs();
    const isHeld = vi.spyOn(world.store.owners, "alive");
    const sleep = world.clock.sleep.bind(world.clock);
    world.clock.sleep = async (ms, signal) => {
      await sleep(ms, signal);
      if (world.clock.nowMs() - begunMs >= 1_000) lock.releaseAndDelete();
    };
    expect(await world.token()).toBe("at1");
    expect(world.clock.nowMs() - begunMs).toBeLessThanOrEqual(1_300);
    // Not at each look: every one costs a file.
    expect(isHeld.mock.calls.length).toBeLessThan(10);
  });

  test("is done in small steps first, then in larger ones", async () => {
    const world = await held();
    const slept: number[] = [];
    const sleep = world.clock.sleep.bind(world.clock);
    world.clock.sleep = async (ms, signal) => {
      slept.push(ms);
      await sleep(ms, signal);
    };
    await expect(world.token(undefined, { waitMs: 5_000 })).rejects.toThrow();
    const [quick, slow] = [slept.slice(0, 50), slept.slice(-15)];
    expect(Math.max(...quick)).toBe(20);
    // The rest of a quarter of a second, after which the owner is looked at, may be shorter.
    expect(slow.filter((ms) => ms === 100).length).toBeGreaterThan(8);
    expect(slept.length).toBeLessThan(150);
  });
});
