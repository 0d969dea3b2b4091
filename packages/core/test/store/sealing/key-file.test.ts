import { chmodSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { createKey, readKey } from "../../../src/store/sealing/key-file.ts";
import { freshPlaces } from "../sqlite/folder.ts";

const isWindows = process.platform === "win32";

function freshKey(): string {
  const { key } = freshPlaces();
  createKey(key);
  return key;
}

describe("a key file", () => {
  it("is made once, readable by its owner only, in a folder of its own, with no draft left", () => {
    const { key } = freshPlaces();
    const made = createKey(key);
    expect(made.refused).toBeUndefined();
    expect(createKey(key)).toEqual(made);
    expect(readKey(key)).toEqual(made);
    expect(readdirSync(dirname(key))).toEqual(["key"]);
    if (isWindows) return;
    expect(statSync(key).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(key)).mode & 0o777).toBe(0o700);
  });

  it("holds 32 random bytes", () => {
    const [one, other] = [readKey(freshKey()), readKey(freshKey())];
    if (one.refused !== undefined || other.refused !== undefined) throw new TypeError("both can be read");
    expect(one.bytes).toHaveLength(32);
    expect(one.bytes).not.toEqual(other.bytes);
  });

  it("that is not there is missing", () => {
    const { key } = freshPlaces();
    expect(readKey(key)).toEqual({ refused: "key_missing", facts: { path: key } });
  });

  it("that cannot be read is refused, with the reason", () => {
    const key = `${freshKey()}/key`;
    const refusal = { refused: "key_unreadable", facts: { path: key, reason: "ENOTDIR" } };
    expect(readKey(key)).toEqual(refusal);
    expect(createKey(key)).toEqual(refusal);
  });

  it("that cannot be made is refused, with the reason", () => {
    const key = `${dirname(freshKey())}/${"k".repeat(250)}`;
    expect(createKey(key)).toEqual({
      refused: "key_unwritable",
      facts: { path: key, reason: "ENAMETOOLONG" },
    });
  });

  it.skipIf(isWindows)("that others may read is refused, with its mode", () => {
    const key = freshKey();
    for (const [mode, text] of [
      [0o640, "0640"],
      [0o604, "0604"],
      [0o620, "0620"],
      [0o644, "0644"],
    ] as const) {
      chmodSync(key, mode);
      expect(readKey(key)).toEqual({ refused: "key_readable", facts: { path: key, mode: text } });
    }
    chmodSync(key, 0o400);
    expect(readKey(key).refused).toBeUndefined();
  });

  it.skipIf(isWindows)("that is a link is refused, even to a good key, and when it dangles", () => {
    const { key, folder } = freshPlaces();
    mkdirSync(dirname(key), { recursive: true });
    symlinkSync(freshKey(), key);
    expect(readKey(key)).toEqual({ refused: "key_link", facts: { path: key } });
    expect(createKey(key)).toEqual({ refused: "key_link", facts: { path: key } });
    const dangling = `${folder}/dangling`;
    symlinkSync(`${folder}/nowhere`, dangling);
    expect(createKey(dangling)).toEqual({ refused: "key_link", facts: { path: dangling } });
  });

  it.skipIf(process.geteuid?.() !== 0)("of another user is refused", async () => {
    const { chownSync } = await import("node:fs");
    const key = freshKey();
    chownSync(key, 12_345, 12_345);
    expect(readKey(key)).toEqual({ refused: "key_foreign", facts: { path: key } });
  });

  it.each([
    ["empty", ""],
    ["too short", "tokenwell-key-1 AAAA\n"],
    ["of a later format", `tokenwell-key-2 ${"A".repeat(43)}\n`],
    ["with something behind", `tokenwell-key-1 ${"A".repeat(43)}\nmore`],
    ["too long", "x".repeat(10_000)],
    ["32 raw bytes", "k".repeat(32)],
  ])("that is %s is refused", (_, content) => {
    const { key } = freshPlaces();
    mkdirSync(dirname(key), { recursive: true });
    writeFileSync(key, content, { mode: 0o600 });
    expect(readKey(key)).toEqual({ refused: "key_invalid", facts: { path: key } });
    expect(createKey(key)).toEqual({ refused: "key_invalid", facts: { path: key } });
  });

  it("that is a folder is refused", () => {
    const { key } = freshPlaces();
    mkdirSync(key, { recursive: true });
    expect(readKey(key)).toEqual({ refused: "key_invalid", facts: { path: key } });
  });
});
