import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { EmulatorOptions } from "@tokenwell/emulator";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import type { OpenOptions } from "../../src/api/open.ts";
import type { Tokenwell } from "../../src/api/tokenwell.ts";
import { Witness } from "../../src/store/sqlite/witness.ts";
import { Home } from "./home.ts";

let machine = "this machine";
vi.mock("../../src/store/sqlite/machine.ts", () => ({ machineFor: () => machine }));

const hourMs = 3_600_000;

let home: Home;
beforeEach(() => {
  machine = "this machine";
});
afterEach(() => home.remove());

/** A connection whose token was replaced twice. */
async function connected(options: EmulatorOptions = {}): Promise<Tokenwell> {
  home = await Home.make(options);
  const tokenwell = await home.open();
  await home.connect(tokenwell);
  await tokenwell.token(undefined, { refresh: true });
  return tokenwell;
}

/** The home as it is now, in another folder. */
async function copy(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "tokenwell-copy-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(home.folder, folder, { recursive: true });
  return folder;
}

/** Every process ends, and yesterday's data is put where today's was. */
async function putBack(data: string, tokenwell: Tokenwell): Promise<Tokenwell> {
  await tokenwell.close();
  await rm(join(home.folder, "data"), { recursive: true });
  await cp(join(data, "data"), join(home.folder, "data"), { recursive: true });
  return await home.open();
}

/** A handle of a person who answers, and how often he was asked. */
async function asked(
  isGone: boolean,
  options: OpenOptions = {},
): Promise<{ tokenwell: Tokenwell; questions: string[] }> {
  const questions: string[] = [];
  const tokenwell = await home.open({
    ...options,
    confirmOnlyCopy: async (error) => {
      questions.push("code" in error ? String(error.code) : "");
      return isGone;
    },
  });
  return { tokenwell, questions };
}

/** How often a spent token was sent, which ends a family here. */
const spentSent = (): number => home.emulator.ledger.refreshes().filter(({ spent }) => spent).length;

describe("yesterday's copy, put back", () => {
  test("goes on with the access token that lives, and then sends nothing", async () => {
    const first = await connected();
    const yesterday = await copy();
    await first.token(undefined, { refresh: true });
    const tokenwell = await putBack(yesterday, first);
    const sent = home.emulator.ledger.refreshes().length;
    expect((await tokenwell.token()).accessToken).not.toBe("");
    home.clock.advance(50 * 60_000);
    expect((await tokenwell.token()).accessToken).not.toBe("");
    home.clock.advance(hourMs);
    await expect(tokenwell.token()).rejects.toMatchObject({
      code: "store_restored",
      facts: { name: "localhost" },
    });
    await expect(tokenwell.status(undefined, { check: true })).rejects.toMatchObject({
      code: "store_restored",
    });
    expect(home.emulator.ledger.refreshes().length).toBe(sent);
  });

  test("goes on where tokens do not rotate", async () => {
    const first = await connected({ rotation: "static" });
    const yesterday = await copy();
    await first.token(undefined, { refresh: true });
    const tokenwell = await putBack(yesterday, first);
    home.clock.advance(2 * hourMs);
    expect((await tokenwell.token()).accessToken).not.toBe("");
  });

  test("lets a new login in, which was never in another copy, and doubts the old ones still", async () => {
    const first = await connected();
    const yesterday = await copy();
    await first.token(undefined, { refresh: true });
    const tokenwell = await putBack(yesterday, first);
    await home.connect(tokenwell, { name: "bob" }, { login: "bob" });
    await home.connect(tokenwell, { name: "carol" }, { login: "carol" });
    home.clock.advance(2 * hourMs);
    await expect(tokenwell.token("localhost")).rejects.toMatchObject({ code: "store_restored" });
    expect(spentSent()).toBe(0);
  });
});

describe("a copy", () => {
  test.each(["this machine", "another machine"])(
    "on %s is asked about once, when it first refreshes",
    async (where) => {
      const original = await connected();
      const folder = await copy();
      machine = where;
      const { tokenwell, questions } = await asked(true, { home: folder });
      await tokenwell.token();
      expect(questions).toEqual([]);
      home.clock.advance(2 * hourMs);
      await Promise.all([tokenwell.token(), tokenwell.token(undefined, { minTtlSeconds: 30 })]);
      home.clock.advance(2 * hourMs);
      await tokenwell.token();
      expect(questions).toEqual(["store_copied"]);
      expect(spentSent()).toBe(0);
      await original.close();
    },
  );

  test("goes on where tokens do not rotate", async () => {
    await connected({ rotation: "static" });
    const folder = await copy();
    machine = "another machine";
    const clone = await home.open({ home: folder });
    home.clock.advance(2 * hourMs);
    expect((await clone.token()).accessToken).not.toBe("");
  });

  test("used beside the original sends nothing, and the original goes on", async () => {
    const original = await connected();
    const folder = await copy();
    machine = "another machine";
    const clone = await home.open({ home: folder });
    const { tokenwell: refused, questions } = await asked(false, { home: folder });
    for (let expiry = 0; expiry < 3; expiry += 1) {
      home.clock.advance(2 * hourMs);
      await expect(clone.token()).rejects.toMatchObject({ code: "store_copied" });
      await expect(refused.token()).rejects.toMatchObject({ code: "store_copied" });
      expect((await original.token()).accessToken).not.toBe("");
    }
    expect(questions).toEqual(["store_copied"]);
    expect(spentSent()).toBe(0);
  });

  test("is adopted by upkeep, and refreshes from then on", async () => {
    const original = await connected();
    const folder = await copy();
    await original.close();
    machine = "another machine";
    const clone = await home.open({ home: folder });
    home.clock.advance(2 * hourMs);
    await expect(clone.token()).rejects.toMatchObject({ code: "store_copied" });
    await clone.upkeep({ adopt: true });
    expect((await clone.token()).accessToken).not.toBe("");
    home.clock.advance(2 * hourMs);
    expect((await (await home.open({ home: folder })).token()).accessToken).not.toBe("");
  });
});

test("a container that starts anew without its state folder is asked nothing", async () => {
  const first = await connected();
  await first.close();
  for (let start = 0; start < 3; start += 1) {
    await rm(join(home.folder, "state"), { recursive: true });
    const { tokenwell, questions } = await asked(true);
    home.clock.advance(2 * hourMs);
    await tokenwell.token();
    expect(questions).toEqual([]);
    await tokenwell.close();
  }
});

test("a token that lives is handed out without a look at the witness", async () => {
  const tokenwell = await connected();
  const [looks, notes] = [
    vi.spyOn(Witness.prototype, "findEvidence"),
    vi.spyOn(Witness.prototype, "recordRotations"),
  ];
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  await tokenwell.token();
  await (await home.open()).token();
  expect([looks, notes].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
  await tokenwell.token(undefined, { refresh: true });
  expect([looks, notes].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
});
