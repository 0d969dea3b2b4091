import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Locks } from "../../../src/store/sqlite/locks.ts";
import { freshPlaces } from "./folder.ts";
import { startChild } from "./process.ts";

const isWindows = process.platform === "win32";

describe("an owner lock", () => {
  it("is a zero-byte file for its owner only, which goes with its end", () => {
    const { locks } = freshPlaces();
    const id = randomUUID();
    const lock = new Locks(locks).acquire(id);
    expect(readdirSync(locks)).toEqual([id]);
    expect(statSync(join(locks, id)).size).toBe(0);
    if (!isWindows) expect(statSync(join(locks, id)).mode & 0o777).toBe(0o600);
    lock.releaseAndDelete();
    expect(readdirSync(locks)).toEqual([]);
  });

  it("is seen by another handle of the same process, which cannot take it", () => {
    const { locks } = freshPlaces();
    const id = randomUUID();
    const hold = new Locks(locks).acquire(id);
    const other = new Locks(locks);
    expect(other.isLocked(id)).toBe(true);
    expect(() => other.acquire(id)).toThrow(expect.objectContaining({ code: "store_busy" }));
    hold.release();
    expect(other.isLocked(id)).toBe(false);
  });

  it("leaves no file behind a look", () => {
    const { locks } = freshPlaces();
    expect(new Locks(locks).isLocked(randomUUID())).toBe(false);
    expect(existsSync(locks)).toBe(false);
  });

  it("survives that its own process looks at it, with any handle", async () => {
    const { locks } = freshPlaces();
    const id = randomUUID();
    const hold = new Locks(locks).acquire(id);
    for (let look = 0; look < 10; look += 1) expect(new Locks(locks).isLocked(id)).toBe(true);
    const prober = startChild("probe", { locks, id, times: 5 });
    await prober.says();
    prober.tell();
    expect(await prober.says()).toBe(5);
    hold.release();
  });

  it("of another process cannot be taken, and can when it is released", async () => {
    const { locks } = freshPlaces();
    const id = randomUUID();
    const holder = startChild("hold", { locks, id });
    expect(await holder.says()).toBe("held");
    const here = new Locks(locks);
    expect(here.isLocked(id)).toBe(true);
    expect(() => here.acquire(id)).toThrow(expect.objectContaining({ code: "store_busy" }));
    expect(here.isLocked(id)).toBe(true);
    holder.tell();
    expect(await holder.says()).toBe("released");
    expect(here.isLocked(id)).toBe(false);
    here.acquire(id).release();
  });

  it.skipIf(isWindows)("stays held while its process is stopped", async () => {
    const { locks } = freshPlaces();
    const id = randomUUID();
    const holder = startChild("hold", { locks, id });
    await holder.says();
    holder.signal("SIGSTOP");
    const here = new Locks(locks);
    expect(here.isLocked(id)).toBe(true);
    expect(() => here.acquire(id)).toThrow(expect.objectContaining({ code: "store_busy" }));
    holder.signal("SIGCONT");
    holder.tell();
    expect(await holder.says()).toBe("released");
  });

  it("is freed by the death of its process, though its file stays", async () => {
    const { locks } = freshPlaces();
    const id = randomUUID();
    const holder = startChild("hold", { locks, id });
    await holder.says();
    holder.signal("SIGKILL");
    await holder.closed;
    const here = new Locks(locks);
    expect(readdirSync(locks)).toEqual([id]);
    expect(here.isLocked(id)).toBe(false);
    const hold = here.acquire(id);
    expect(here.isLocked(id)).toBe(true);
    hold.release();
  });

  it("is not seen as held by those who look at the same time", async () => {
    const { locks } = freshPlaces();
    const id = randomUUID();
    const dead = startChild("hold", { locks, id });
    await dead.says();
    dead.signal("SIGKILL");
    await dead.closed;
    const probers = [1, 2].map(() => startChild("probe", { locks, id, times: 300 }));
    for (const prober of probers) await prober.says();
    for (const prober of probers) prober.tell();
    expect(await Promise.all(probers.map((prober) => prober.says()))).toEqual([0, 0]);
  });

  it("is never held by two, however often it is taken and released", async () => {
    const { locks } = freshPlaces();
    const id = randomUUID();
    const contenders = [1, 2].map(() => startChild("contend", { locks, id, times: 200 }));
    for (const contender of contenders) await contender.says();
    for (const contender of contenders) contender.tell();
    expect(await Promise.all(contenders.map((contender) => contender.says()))).toEqual([0, 0]);
    expect(readdirSync(locks)).toEqual([id]);
    new Locks(locks).acquire(id).releaseAndDelete();
    expect(readdirSync(locks)).toEqual([]);
  });
});
