import { expect, test } from "vitest";
import { turn, whenever } from "../../../session/test/support/test-clock.ts";
import { LoginNeededError, RetryLaterError } from "../../src/errors.ts";
import { claimsOf, SessionWorld, visit } from "./session-world.ts";

const minuteMs = 60_000;

test("D13 two hundred requests at once, in two processes, extend a session with one refresh", async () => {
  const world = await SessionWorld.open();
  const [one, two] = [await world.process(), await world.process()];
  const { cookie } = await world.logIn(one);
  world.clock.advance(20 * minuteMs);
  world.issuer.refreshClaims = { name: "Alice Cooper" };
  const visits = Array.from({ length: 200 }, (_, at) => visit(at % 2 === 0 ? one : two, cookie));
  const sessions = await world.clock.until(Promise.all(visits));
  expect(world.issuer.refreshCount).toBe(1);
  for (const session of sessions) expect(claimsOf(session).name).toBe("Alice Cooper");
  await Promise.all(Array.from({ length: 50 }, () => visit(one, cookie)));
  expect(world.issuer.refreshCount).toBe(1);
});

test("D13 two hundred requests for an access token that has expired, in two processes, refresh once", async () => {
  const world = await SessionWorld.open();
  const [one, two] = [await world.process(), await world.process()];
  const { session } = await world.logIn(one);
  world.clock.advance(61 * minuteMs);
  const request = { audience: "", minTtlMs: minuteMs };
  const asked = Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? one : two).token(session, request));
  const tokens = await world.clock.until(Promise.all(asked));
  expect(world.issuer.refreshCount).toBe(1);
  expect(new Set(tokens.map(({ accessToken }) => accessToken)).size).toBe(1);
});

test("D13 a provider that never answers holds requests for three seconds in all, and ends no session", async () => {
  const world = await SessionWorld.open();
  const manager = await world.process();
  const { cookie, session } = await world.logIn(manager);
  world.clock.advance(20 * minuteMs);
  world.issuer.refreshes.push(() => "silence");
  const started = world.clock.monotonicMs();
  const first = visit(manager, cookie);
  await whenever(() => world.issuer.refreshCount === 1);
  const state = await Promise.race([first, turn().then(() => "waits" as const)]);
  expect(state).toBe("waits");
  world.clock.advance(2_999);
  await turn();
  const late = visit(manager, cookie);
  expect(await Promise.race([first, turn().then(() => "waits" as const)])).toBe("waits");
  world.clock.advance(1);
  for (const answer of [await first, await late]) {
    expect(answer?.endedAtMs).toBeNull();
    expect(answer?.extendedAtMs).toBe(session.extendedAtMs);
    expect(claimsOf(answer).sub).toBe("alice");
  }
  // Later requests of the same extension do not wait at all.
  for (let at = 0; at < 20; at += 1) expect((await visit(manager, cookie))?.endedAtMs).toBeNull();
  expect(world.clock.monotonicMs() - started).toBe(3_000);
  expect(world.issuer.refreshCount).toBe(1);
});

test("D13 a provider that is down for a minute is asked a few times, logs nobody out, and is well again afterwards", async () => {
  const world = await SessionWorld.open();
  const manager = await world.process();
  const visitors = [await world.logIn(manager, "alice"), await world.logIn(manager, "bob")];
  world.clock.advance(61 * minuteMs);
  const down = [
    { status: 503, body: {} },
    { status: 429, body: {}, headers: { "retry-after": "5" } },
    { status: 200, body: "<html>maintenance</html>", headers: { "content-type": "text/html" } },
    { status: 502, body: "bad gateway" },
  ] as const;
  for (let at = 0; at < 200; at += 1) world.issuer.refreshes.push(() => down[at % 4] ?? down[0]);
  const endMs = world.clock.nowMs() + minuteMs;
  while (world.clock.nowMs() < endMs) {
    for (const { cookie, session } of visitors) {
      const seen = await world.clock.until(visit(manager, cookie), 250);
      expect([seen?.endedAtMs, claimsOf(seen).sub]).toEqual([null, session.subject]);
      const token = manager.token(session, { audience: "", minTtlMs: minuteMs });
      await expect(world.clock.until(token, 250)).rejects.toThrow();
      await expect(token).rejects.not.toBeInstanceOf(LoginNeededError);
    }
    world.clock.advance(1_000);
  }
  expect(world.issuer.refreshCount).toBeGreaterThan(1);
  expect(world.issuer.refreshCount).toBeLessThan(40);
  world.issuer.refreshes.length = 0;
  world.clock.advance(30 * minuteMs);
  for (const { session } of visitors) {
    const token = await world.clock.until(manager.token(session, { audience: "", minTtlMs: minuteMs }));
    expect(token.accessToken).toContain("CANARY_access_token");
  }
});

test("D12 a refused refresh token ends the session at once, is never presented again, and its reason stays", async () => {
  const world = await SessionWorld.open();
  const [manager, other] = [await world.process(), await world.process()];
  const { cookie, session } = await world.logIn(manager);
  world.issuer.blocked.add("alice");
  world.clock.advance(20 * minuteMs);
  for (const process of [manager, other, manager])
    expect((await world.clock.until(visit(process, cookie)))?.endReason).toBe("grant_refused");
  await expect(manager.token(session, { audience: "", minTtlMs: 0 })).rejects.toBeInstanceOf(
    LoginNeededError,
  );
  await expect(manager.prove(session, 0)).rejects.toBeInstanceOf(LoginNeededError);
  await world.clock.until(other.sweep());
  expect(world.issuer.refreshCount).toBe(1);
  expect(world.issuer.revoked).toEqual([]);
  expect((await manager.read(session.id))?.endReason).toBe("grant_refused");
});

test("A session whose grant is gone from the store, as if an ended one was put back, ends at the next extension", async () => {
  const world = await SessionWorld.open();
  const manager = await world.process();
  const { cookie, session } = await world.logIn(manager);
  world.rows.run("CREATE TABLE kept AS SELECT * FROM session");
  await manager.end(session.id, "logged_out");
  await whenever(() => world.issuer.revoked.length === 1);
  await whenever(async () => (await manager.read(session.id))?.revokeAtMs === null);
  const columns = "ended_at, end_reason, revoke_at, details, id_token, mac";
  world.rows.run(`UPDATE session SET (${columns}) = (SELECT ${columns} FROM kept); DROP TABLE kept`);
  world.clock.advance(20 * minuteMs);
  expect((await world.clock.until(visit(manager, cookie)))?.endReason).toBe("grant_refused");
});

test("A5 an answer for another subject ends the session, and neither of the two refresh tokens stays alive", async () => {
  const world = await SessionWorld.open();
  const manager = await world.process();
  const { cookie, session } = await world.logIn(manager);
  world.clock.advance(20 * minuteMs);
  world.issuer.refreshClaims = { sub: "mallory" };
  const seen = await world.clock.until(visit(manager, cookie));
  expect([seen?.endReason, seen?.subject, seen?.idToken]).toEqual(["other_subject", "alice", null]);
  await expect(manager.token(session, { audience: "", minTtlMs: 0 })).rejects.toBeInstanceOf(
    LoginNeededError,
  );
  await world.clock.until(whenever(() => world.issuer.alive.length === 0));
});

test("A5 an ID token of another issuer or audience is not taken, and no claim of it is seen", async () => {
  for (const claims of [{ iss: "https://evil.example" }, { aud: "other" }]) {
    const world = await SessionWorld.open();
    const manager = await world.process();
    const { cookie } = await world.logIn(manager);
    world.clock.advance(20 * minuteMs);
    world.issuer.refreshClaims = { ...claims, name: "Eve" };
    const seen = await world.clock.until(visit(manager, cookie));
    expect(claimsOf(seen).name).toBeUndefined();
    await world.clock.until(whenever(() => world.issuer.alive.length < 2));
  }
});

test("An auth_time that changed keeps the session, and does not make its authentication recent", async () => {
  const world = await SessionWorld.open();
  const manager = await world.process();
  const { cookie, session } = await world.logIn(manager);
  world.clock.advance(20 * minuteMs);
  world.issuer.refreshClaims = { auth_time: world.issuer.nowSeconds, acr: "strong", amr: ["mfa"] };
  const seen = await visit(manager, cookie);
  expect(claimsOf(seen).auth_time).toBe(world.issuer.nowSeconds);
  expect(seen?.authenticatedAtMs).toBe(session.authenticatedAtMs);
  expect([seen?.details.acr, seen?.details.amr]).toEqual([undefined, undefined]);
  expect(seen?.endedAtMs).toBeNull();
});

test("An answer without an ID token proves the grant, and the claims stay", async () => {
  const world = await SessionWorld.open();
  const manager = await world.process();
  const { cookie, session } = await world.logIn(manager);
  world.clock.advance(20 * minuteMs);
  world.issuer.refreshClaims = null;
  const seen = await visit(manager, cookie);
  expect(seen?.extendedAtMs).toBe(world.clock.nowMs());
  expect(claimsOf(seen)).toEqual(claimsOf(session));
  await manager.prove(session, minuteMs);
  expect(world.issuer.refreshCount).toBe(1);
});

test("An ID token with times that cannot be is not taken, and the refresh token that came with it is", async () => {
  for (const ahead of [600, -7_200]) {
    const world = await SessionWorld.open();
    const manager = await world.process();
    const { cookie, session } = await world.logIn(manager);
    world.clock.advance(20 * minuteMs);
    const iat = world.issuer.nowSeconds + ahead;
    world.issuer.refreshClaims = { iat, exp: iat + 3_600, name: "Eve" };
    const seen = await visit(manager, cookie);
    expect(claimsOf(seen)).toEqual(claimsOf(session));
    expect([seen?.endedAtMs, seen?.extendedAtMs]).toEqual([null, world.clock.nowMs()]);
    world.issuer.refreshClaims = { name: "Alice" };
    world.clock.advance(20 * minuteMs);
    expect(claimsOf(await visit(manager, cookie)).name).toBe("Alice");
    expect(world.issuer.refreshCount).toBe(2);
  }
});

test("A session without a refresh token asks for nothing, and ends with its ID token", async () => {
  const world = await SessionWorld.open();
  const manager = await world.process();
  const { cookie, session } = await world.logIn(manager, "alice", { refreshToken: false });
  expect(session.details.hasNoRefreshToken).toBe(true);
  world.clock.advance(59 * minuteMs);
  expect((await visit(manager, cookie))?.endedAtMs).toBeNull();
  world.clock.advance(minuteMs);
  expect((await visit(manager, cookie))?.endReason).toBe("no_refresh_token");
  expect(world.issuer.refreshCount).toBe(0);
});

test("A proof counts within its time and within the interval between refreshes, and a failure is no proof", async () => {
  const world = await SessionWorld.open();
  const manager = await world.process();
  const { session, cookie } = await world.logIn(manager);
  await manager.prove(session, 60_000);
  expect(world.issuer.refreshCount).toBe(0);
  world.clock.advance(61_000);
  await manager.prove(session, 60_000);
  expect(world.issuer.refreshCount).toBe(1);
  const proven = (await manager.find(cookie)) ?? session;
  world.clock.advance(20_000);
  await manager.prove(proven, 1_000);
  expect(world.issuer.refreshCount).toBe(1);
  world.clock.advance(61_000);
  world.issuer.refreshes.push(() => ({ status: 503, body: {} }));
  await expect(world.clock.until(manager.prove(proven, 60_000))).rejects.toBeInstanceOf(RetryLaterError);
  expect((await manager.find(cookie))?.endedAtMs).toBeNull();
});

test("A token for another audience is that audience's, and never that of the default one", async () => {
  const world = await SessionWorld.open();
  const manager = await world.process();
  const { session } = await world.logIn(manager);
  const first = await manager.token(session, { audience: "", minTtlMs: 0 });
  const other = await world.clock.until(
    manager.token(session, { audience: "https://other.example", minTtlMs: 0 }),
  );
  expect(other.accessToken).not.toBe(first.accessToken);
  expect((await manager.token(session, { audience: "", minTtlMs: 0 })).accessToken).toBe(first.accessToken);
});
