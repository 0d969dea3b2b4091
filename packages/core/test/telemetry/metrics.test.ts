import type { Fault } from "@tokenwell/emulator";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { metrics } from "../../src/telemetry/metrics.ts";
import { Home } from "../tokenwell/home.ts";
import { Watched } from "./watched.ts";

let home: Home;
let watched: Watched;
beforeEach(() => {
  watched = new Watched();
});
afterEach(async () => {
  await home.remove();
  await watched.unregister();
});

const hourMs = 3_600_000;
const drainMs = 120_000;

const sum = (values: Readonly<Record<string, number>>): number =>
  Object.values(values).reduce((total, value) => total + value, 0);

describe("metrics of OpenTelemetry", () => {
  test("count the refreshes that the provider counts", async () => {
    home = await Home.make();
    const handles = [await home.open(), await home.open()];
    const [one = await home.open(), two = one] = handles;
    await home.connect(one);
    for (let round = 0; round < 3; round += 1) {
      home.clock.advance(hourMs);
      await Promise.all(handles.flatMap((handle) => Array.from({ length: 20 }, () => handle.token())));
    }
    await two.token(undefined, { refresh: true });
    const counted = await watched.values("tokenwell.refreshes");
    expect(counted).toEqual({ "oidc refreshed": home.emulator.ledger.summary().refreshed });
    expect(await watched.values("tokenwell.refresh.duration")).toEqual(counted);
    expect(await watched.values("tokenwell.active_refreshes")).toEqual({ oidc: 0 });
    expect(await watched.values("tokenwell.refresh.oldest_age")).toEqual({ "": 0 });
  });

  test("count every call for a token once, by its source", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    for (let call = 0; call < 5; call += 1) await tokenwell.token();
    const other = await home.open();
    await other.token();
    home.clock.advance(hourMs);
    await Promise.all(Array.from({ length: 7 }, () => other.token()));
    const sources = await watched.values("tokenwell.token.requests");
    expect(sources).toEqual({ memory: 4, store: 2, refresh: 7 });
  });

  test.each<{ fault: Fault; outcome: string; code: string; reached: number }>([
    { fault: { fault: "drop-before" }, outcome: "unanswered", code: "refresh_unanswered", reached: 0 },
    { fault: { fault: "drop-after" }, outcome: "unanswered", code: "refresh_unanswered", reached: 1 },
    {
      fault: { fault: "status", status: 503, retryAfter: "7" },
      outcome: "rejected",
      code: "refresh_rejected",
      reached: 0,
    },
    {
      fault: { fault: "status", status: 400, body: '{"error":"invalid_grant"}' },
      outcome: "login_ended",
      code: "needs_login",
      reached: 0,
    },
    {
      fault: { fault: "status", status: 401, body: '{"error":"invalid_client"}' },
      outcome: "client_refused",
      code: "client_refused",
      reached: 0,
    },
  ])("call what $fault.fault $fault.status leads to $outcome", async ({ fault, outcome, code, reached }) => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    home.clock.advance(hourMs);
    const before = home.emulator.ledger.summary().refreshes;
    home.emulator.faults.arm(fault);
    await expect(tokenwell.token()).rejects.toMatchObject({ code });
    expect(await watched.values("tokenwell.refreshes")).toMatchObject({ [`oidc ${outcome}`]: 1 });
    expect(await watched.values("tokenwell.token.requests")).toMatchObject({ [code]: 1 });
    expect(home.emulator.ledger.summary().refreshes - before).toBe(reached);
    const open = outcome === "client_refused" ? 1 : 0;
    expect(await watched.values("tokenwell.breakers.open")).toEqual({ oidc: open });
  });

  test("show a breaker that another process has opened, until it ends", async () => {
    home = await Home.make();
    const [one, two] = [await home.open({ telemetry: false }), await home.open()];
    await home.connect(one);
    home.clock.advance(hourMs);
    home.emulator.faults.arm({ fault: "status", status: 401, body: '{"error":"invalid_client"}' });
    await expect(one.token()).rejects.toMatchObject({ code: "client_refused" });
    await expect(two.token()).rejects.toMatchObject({ code: "client_refused" });
    home.clock.advance(hourMs);
    await two.token();
    expect(await watched.values("tokenwell.breakers.open")).toEqual({ oidc: 0 });
  });

  test("count a login that a lost response has cost as rotation_lost, from 0 on", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    expect(await watched.values("tokenwell.logins.ended")).toEqual({ "oidc rotation_lost": 0 });
    home.clock.advance(hourMs);
    home.emulator.faults.arm({ fault: "drop-after" });
    await expect(tokenwell.token()).rejects.toMatchObject({ code: "refresh_unanswered" });
    home.clock.advance(drainMs);
    await expect(tokenwell.token()).rejects.toMatchObject({ code: "needs_login" });
    await expect(tokenwell.token()).rejects.toMatchObject({ code: "needs_login" });
    expect(await watched.values("tokenwell.logins.ended")).toEqual({ "oidc rotation_lost": 1 });
    const { refreshes } = home.emulator.ledger.summary();
    expect(sum(await watched.values("tokenwell.refreshes"))).toBe(refreshes);
  });

  test("show how old the oldest refresh under way is", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell);
    home.clock.advance(hourMs);
    home.emulator.faults.arm({ fault: "hold" });
    const call = tokenwell.token();
    await home.emulator.faults.whenHeld();
    home.clock.advance(5_000);
    expect((await watched.values("tokenwell.refresh.oldest_age"))[""]).toBeGreaterThanOrEqual(5);
    expect(await watched.values("tokenwell.active_refreshes")).toEqual({ oidc: 1 });
    home.emulator.faults.release();
    await call;
    expect(await watched.values("tokenwell.active_refreshes")).toEqual({ oidc: 0 });
  });

  test("show the queue as long as it is watched, and no made-up figure if it cannot be read", async () => {
    home = await Home.make();
    const { services } = await home.openWithServices();
    let depth: number | null = 17;
    let reads = 0;
    const stop = services.observer.watchQueue(async () => {
      reads += 1;
      if (depth === null) throw new Error("the store is away");
      return { depth, lagMs: 2_500 };
    });
    expect(await watched.values("tokenwell.queue.depth")).toEqual({ "": 17 });
    expect(await watched.values("tokenwell.queue.lag")).toEqual({ "": 2.5 });
    depth = null;
    expect(await watched.values("tokenwell.queue.depth")).toEqual({ "": 17 });
    depth = 3;
    expect(await watched.values("tokenwell.queue.depth")).toEqual({ "": 3 });
    stop();
    await watched.collect();
    expect(reads).toBe(4);
  });

  test("of a worker count its refreshes as the provider does, and show what waits for it", async () => {
    home = await Home.make();
    const tokenwell = await home.open();
    await home.connect(tokenwell, { name: "one" });
    await home.connect(tokenwell, { name: "two" }, { login: "bob" });
    home.clock.advance(hourMs);
    home.emulator.faults.arm({ fault: "hold" });
    const ending = new AbortController();
    const work = tokenwell.work({ signal: ending.signal, concurrency: 1 });
    await home.emulator.faults.whenHeld();
    expect(await watched.values("tokenwell.queue.depth")).toEqual({ "": 1 });
    expect((await watched.values("tokenwell.queue.lag"))[""]).toBeGreaterThan(60);
    home.emulator.faults.release();
    await expect.poll(() => home.emulator.ledger.summary().refreshed).toBe(4);
    ending.abort();
    await work;
    expect(await watched.values("tokenwell.refreshes")).toEqual({ "oidc refreshed": 4 });
  });

  test("are those of the table, with its units and attributes, and name no connection", async () => {
    home = await Home.make();
    const { services, tokenwell } = await home.openWithServices();
    services.observer.watchQueue(async () => ({ depth: 0, lagMs: 0 }));
    await home.connect(tokenwell, { name: "a-name-to-be-found" });
    home.clock.advance(hourMs);
    home.emulator.faults.arm({ fault: "status", status: 400, body: '{"error":"invalid_grant"}' });
    await expect(tokenwell.token()).rejects.toMatchObject({ code: "needs_login" });
    const collected = await watched.collect();
    const found = [...collected.values()].map(({ dataPoints, descriptor: { description, name, unit } }) => ({
      name,
      unit,
      description,
      attributes: [...new Set(dataPoints.flatMap(({ attributes }) => Object.keys(attributes)))].toSorted(),
    }));
    const table = Object.values(metrics).map(({ kind: _, attributes, ...metric }) => ({
      ...metric,
      attributes: attributes.toSorted(),
    }));
    const byName = (one: { name: string }, other: { name: string }) => one.name.localeCompare(other.name);
    expect(found.sort(byName)).toEqual(table.sort(byName));
    const values = [...collected.values()].flatMap(({ dataPoints }) =>
      dataPoints.flatMap(({ attributes }) => Object.values(attributes)),
    );
    const text = JSON.stringify(values);
    expect(text).not.toContain("a-name-to-be-found");
    expect(text).not.toContain("alice");
    expect(text).not.toContain("127.0.0.1");
  });
});
