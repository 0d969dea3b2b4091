import { expect, test } from "vitest";
import { turn, whenever } from "../../../session/test/support/test-clock.ts";
import { stateHashOf } from "../../src/login/callback.ts";
import { exchange } from "../../src/login/complete-login.ts";
import type { Session } from "../../src/model.ts";
import { Secret } from "../../src/secret.ts";
import { overriding } from "../support/overriding.ts";
import { SessionWorld, visit } from "./session-world.ts";

const minuteMs = 60_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Answers with a failure of the provider. */
const failing = () => ({ status: 503, body: {} });

test("A session that ends while a refresh is under way revokes the token that arrives", async () => {
  const world = await SessionWorld.open();
  const [one, two] = [await world.process(), await world.process()];
  const { cookie, session } = await world.logIn(one);
  world.clock.advance(20 * minuteMs);
  const held = Promise.withResolvers<{ readonly status: 0; readonly body: null }>();
  world.issuer.refreshes.push(() => held.promise);
  const visiting = visit(one, cookie);
  await whenever(() => world.issuer.refreshCount === 1);
  // Another process ends it: at once, and without waiting for the refresh.
  expect(await two.end(session.id, "ended")).toBe(true);
  expect((await two.find(cookie))?.endReason).toBe("ended");
  expect((await one.find(cookie))?.endReason).toBe("ended");
  held.resolve({ status: 0, body: null });
  expect((await world.clock.until(visiting))?.endReason).toBe("ended");
  await world.clock.until(whenever(() => world.issuer.revoked.length > 0));
  await world.clock.until(whenever(() => world.issuer.alive.length === 0));
  expect(await world.clock.until(visit(one, cookie))).toMatchObject({ endReason: "ended" });
});

test("A revocation that fails is tried again by another process, with growing pauses, and given up after its tries", async () => {
  const world = await SessionWorld.open();
  const one = await world.process();
  const { session } = await world.logIn(one);
  for (let at = 0; at < 100; at += 1) world.issuer.revocations.push(failing);
  await one.end(session.id, "logged_out");
  await whenever(() => world.issuer.revoked.length === 1);
  await world.close(one);
  const two = await world.process();
  const times: number[] = [];
  const startMs = world.clock.nowMs();
  while (world.clock.nowMs() < startMs + 20 * hourMs) {
    const before = world.issuer.revoked.length;
    await two.sweep();
    if (world.issuer.revoked.length > before) times.push(world.clock.nowMs());
    world.clock.advance(2 * minuteMs);
  }
  expect(world.issuer.revoked).toHaveLength(12);
  const pauses = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  const over = await two.read(session.id);
  expect(over?.revokeAtMs).toBeNull();
  expect(over?.details).toMatchObject({ revokeTries: 12, notRevoked: "not_revoked" });
  expect(world.problems.map((problem) => Reflect.get(problem, "code"))).toContain("not_revoked");
  // The tokens are erased all the same.
  expect(world.rows.count("connection")).toBe(0);
});

test("A provider without a revocation endpoint ends the tries at once", async () => {
  const world = await SessionWorld.open();
  world.issuer.metadata = { revocation_endpoint: undefined };
  const manager = await world.process();
  const { session } = await world.logIn(manager);
  await manager.end(session.id, "logged_out");
  await world.clock.until(whenever(async () => (await manager.read(session.id))?.revokeAtMs === null));
  expect((await manager.read(session.id))?.details.notRevoked).toBe("no_revocation");
  expect(world.rows.count("connection")).toBe(0);
});

test("Of two logins of a browser whose sessions exist before either has replaced the other, the later one stays", async () => {
  const world = await SessionWorld.open();
  const services = await world.services();
  const { store } = services;
  const both = Promise.withResolvers<void>();
  let asked = 0;
  const ofBrowser = async (app: string, browserHash: string): Promise<readonly Session[]> => {
    asked += 1;
    if (asked === 2) both.resolve();
    await both.promise;
    return await store.sessions.ofBrowser(app, browserHash);
  };
  const manager = world.processOn({ ...services, store: overriding(store, { sessions: { ofBrowser } }) });
  const logins = [
    await world.begin(manager, "alice", { browser: "one" }),
    await world.begin(manager, "alice", { browser: "one" }),
  ];
  const visitors = await Promise.all(logins.map((login) => world.complete(manager, login)));
  const seen = await Promise.all(visitors.map(({ cookie }) => manager.find(cookie)));
  expect(seen.map((session) => session?.endReason).toSorted()).toEqual(["replaced", null].toSorted());
  // Each callback knows whether its own session is the one that stays.
  expect(visitors.map(({ session }) => session.endReason)).toEqual(seen.map((session) => session?.endReason));
});

test("A process that dies between the end of a session and its revocation leaves it to another", async () => {
  const world = await SessionWorld.open();
  const one = await world.process();
  const { session } = await world.logIn(one);
  world.issuer.revocations.push(() => "silence");
  await one.end(session.id, "logged_out");
  await whenever(() => world.issuer.revoked.length === 1);
  const two = await world.process();
  await two.sweep();
  expect(world.issuer.revoked).toHaveLength(1);
  // The first process has this long for its try.
  world.clock.advance(90_000);
  await world.clock.until(two.sweep());
  await world.clock.until(whenever(() => world.issuer.alive.length === 0));
});

test("A process that dies between the exchange of a code and its session leaves no grant alive", async () => {
  const world = await SessionWorld.open();
  const one = await world.process();
  const { state, text } = await world.begin(one);
  const services = await world.services();
  const login = await services.store.logins.byState(stateHashOf(state));
  if (!login) throw new TypeError("no login");
  const client = await services.store.clients.read(login.clientId, login.clientVersion);
  if (!client) throw new TypeError("no client");
  expect(await services.store.logins.claim(login.stateHash)).toBe(true);
  const code = new URL(text).searchParams.get("code") ?? "";
  await exchange(services, login, client, code);
  await services.store.close();
  await services.egress.close();
  expect(world.issuer.alive).toHaveLength(1);
  const two = await world.process();
  expect(world.issuer.alive).toEqual([]);
  expect(world.issuer.revoked).toHaveLength(1);
  expect(await two.list({ subject: "alice" })).toEqual([]);
  const left = await two.findLogin(state);
  const callback = left && { login: left, state, text, userAgent: null, previous: null };
  const answer = callback && (await world.clock.until(two.complete(callback), 50));
  expect(answer === null || answer?.kind === "failed").toBe(true);
});

test("An exchange of a visitor who hangs up is finished before the process closes", async () => {
  const world = await SessionWorld.open();
  const manager = await world.process();
  const pending = await world.begin(manager);
  const held = Promise.withResolvers<{ readonly status: 0; readonly body: null }>();
  world.issuer.exchanges.push(() => held.promise);
  const completing = world.complete(manager, pending);
  await whenever(() => world.issuer.received.length === 1);
  let isClosed = false;
  const closing = world.close(manager).then(() => {
    isClosed = true;
  });
  await whenever(() => world.clock.monotonicMs() > 500);
  expect(isClosed).toBe(false);
  held.resolve({ status: 0, body: null });
  await closing;
  const { cookie } = await completing;
  const other = await world.process();
  expect((await other.find(cookie))?.endedAtMs).toBeNull();
});

const listeners: Readonly<Record<string, () => void | Promise<void>>> = {
  throws: () => {
    throw new TypeError("the app's logger");
  },
  rejects: async () => {
    await turn();
    throw new TypeError("the app's logger");
  },
};

for (const [what, listener] of Object.entries(listeners))
  test(`A listener that ${what} stops neither the process nor its sweeps`, async () => {
    const world = await SessionWorld.open({ idleMs: 10 * minuteMs });
    let called = 0;
    const onProblem = (): void | Promise<void> => {
      called += 1;
      return listener();
    };
    const manager = await world.process({}, { onProblem });
    await world.logIn(manager, "alice");
    const bob = await world.logIn(manager, "bob");
    world.rows.run("UPDATE session SET subject = 'eve' WHERE subject = 'alice'");
    world.clock.advance(20 * minuteMs);
    await whenever(() => called === 1);
    await whenever(async () => (await manager.read(bob.session.id))?.endReason === "idle");
    // The next sweep begins a minute after the first one has ended, whenever that is.
    await whenever(() => {
      world.clock.advance(minuteMs);
      return called >= 2;
    });
  });

test("Activity is written once in its interval, and counts in every process", async () => {
  const world = await SessionWorld.open({ idleMs: 20 * minuteMs });
  const [one, two] = [await world.process(), await world.process()];
  const { cookie, session } = await world.logIn(one);
  const touched: number[] = [];
  for (let second = 0; second < 600; second += 5) {
    world.clock.advance(5_000);
    const seen = one.remembered(cookie) ?? (await one.find(cookie));
    if (seen) one.touch(seen);
    const stored = (await two.read(session.id))?.touchedAtMs ?? 0;
    if (touched.at(-1) !== stored) touched.push(stored);
  }
  // The first is the login itself.
  expect(touched.length).toBeGreaterThan(5);
  expect(touched.length).toBeLessThanOrEqual(11);
  world.clock.advance(2_000);
  await whenever(async () => ((await two.read(session.id))?.touchedAtMs ?? 0) > (touched.at(-2) ?? 0));
  // Twenty minutes after the login, and a few after the last activity in the other process.
  world.clock.advance(11 * minuteMs);
  expect((await two.find(cookie))?.endedAtMs).toBeNull();
  await two.sweep();
  expect((await two.find(cookie))?.endedAtMs).toBeNull();
  world.clock.advance(20 * minuteMs);
  await two.sweep();
  expect((await one.find(cookie))?.endReason).toBe("idle");
});

test("An ended session stays for a week with its reason, and then it is removed with all that belongs to it", async () => {
  const world = await SessionWorld.open();
  const manager = await world.process();
  const { cookie, session } = await world.logIn(manager);
  await manager.end(session.id, "logged_out");
  await whenever(async () => (await manager.read(session.id))?.revokeAtMs === null);
  world.clock.advance(6 * dayMs);
  await manager.sweep();
  expect((await manager.find(cookie))?.endReason).toBe("logged_out");
  world.clock.advance(dayMs + minuteMs);
  await manager.sweep();
  expect(await manager.find(cookie)).toBeUndefined();
  for (const table of ["session", "connection", "access_token", "browser_login", "login"])
    expect([table, world.rows.count(table)]).toEqual([table, 0]);
});

test("A new client secret in the options takes the place of the stored one once the provider has accepted it", async () => {
  const world = await SessionWorld.open();
  const one = await world.process();
  const { cookie } = await world.logIn(one);
  await world.close(one);
  world.issuer.clientSecret = "CANARY_new_secret";
  const two = await world.process();
  world.clock.advance(20 * minuteMs);
  const seen = await visit(two, cookie);
  expect(seen?.extendedAtMs).toBeGreaterThan(world.clock.nowMs() - minuteMs);
  const sent = world.issuer.received.map(({ form }) => form.client_secret);
  await world.close(two);
  const three = await world.process();
  world.clock.advance(20 * minuteMs);
  await visit(three, cookie);
  expect(world.issuer.received.slice(sent.length).map(({ form }) => form.client_secret)).toEqual([
    "CANARY_new_secret",
  ]);
});

test("A wrong client secret in the options breaks no refresh: the stored one is still good", async () => {
  const world = await SessionWorld.open();
  const one = await world.process();
  const { cookie } = await world.logIn(one);
  const two = await world.process({ clientSecret: Secret.of("CANARY_wrong_secret") });
  for (let at = 0; at < 2; at += 1) {
    world.clock.advance(20 * minuteMs);
    const seen = await visit(two, cookie);
    expect([seen?.endedAtMs, seen?.extendedAtMs]).toEqual([null, world.clock.nowMs()]);
  }
});

test("A sweep ends what is over in one process, revokes it, and does so once", async () => {
  const world = await SessionWorld.open({ idleMs: 10 * minuteMs });
  const [one, two] = [await world.process(), await world.process()];
  const visitors = [];
  for (const user of ["alice", "bob", "carol"]) visitors.push(await world.logIn(one, user));
  world.clock.advance(9 * minuteMs);
  await Promise.all([one.sweep(), two.sweep()]);
  expect(world.issuer.revoked).toEqual([]);
  world.clock.advance(minuteMs);
  await Promise.all([one.sweep(), two.sweep()]);
  await world.clock.until(whenever(() => world.issuer.alive.length === 0));
  expect(world.issuer.revoked).toHaveLength(3);
  for (const { cookie } of visitors) expect((await two.find(cookie))?.endReason).toBe("idle");
});

test("The overlap in the options is that of the app, from the first login on and after each start", async () => {
  const world = await SessionWorld.open();
  const overlaps = async () =>
    (await (await world.services()).store.clients.list()).map((row) => row.overlapSeconds);
  await world.logIn(await world.process({ overlapSeconds: 60 }));
  expect(await overlaps()).toEqual([60]);
  await world.process();
  expect(await overlaps()).toEqual([60]);
  await world.process({ overlapSeconds: 0 });
  expect(await overlaps()).toEqual([0]);
});
