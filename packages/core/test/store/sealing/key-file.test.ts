import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { describe, expect, it } from "vitest";
import { createKey, readGivenKey, readKey, replaceKey } from "../../../src/store/sealing/key-file.ts";
import { freshPlaces } from "../sqlite/folder.ts";

const isWindows = process.platform === "win32";

function freshKey(): string {
  const { key } = freshPlaces();
  createKey(key);
  return key;
}

function keysIn(path: string): readonly Uint8Array[] {
  const read = readKey(path);
  if (read.refused !== undefined || read.kind !== "keys") throw new TypeError("it can be read");
  return read.keys;
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
    const [one, other] = [keysIn(freshKey()), keysIn(freshKey())];
    expect(one.map(({ length }) => length)).toEqual([32]);
    expect(one).not.toEqual(other);
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

  it("holds two keys while a rotation replaces one", () => {
    const key = freshKey();
    const keys = [...keysIn(key), randomBytes(32)];
    expect(replaceKey(key, { kind: "keys", keys })).toBeUndefined();
    expect(keysIn(key)).toEqual(keys);
    expect(readdirSync(dirname(key))).toEqual(["key"]);
    if (!isWindows) expect(statSync(key).mode & 0o777).toBe(0o600);
  });

  it.each([{ kind: "env" }, { kind: "keychain", account: "6f1c1b0a-0000-4000-8000-000000000000" }] as const)(
    "names the place where the key is: $kind",
    (text) => {
      const key = freshKey();
      expect(replaceKey(key, text)).toBeUndefined();
      expect(readKey(key)).toEqual(text);
      expect(createKey(key)).toEqual(text);
    },
  );

  it("that cannot be replaced keeps what it had", () => {
    const key = freshKey();
    const before = keysIn(key);
    const folder = dirname(key);
    renameSync(folder, `${folder}-moved`);
    writeFileSync(folder, "");
    expect(replaceKey(key, { kind: "env" })).toMatchObject({ refused: "key_unwritable" });
    expect(keysIn(`${folder}-moved/key`)).toEqual(before);
  });

  it.skipIf(isWindows)(
    "is overwritten with zeros when it is replaced, so that the disk does not keep the key",
    () => {
      const key = freshKey();
      const file = openSync(key, "r");
      replaceKey(key, { kind: "env" });
      const left = Buffer.alloc(100);
      const length = readSync(file, left, 0, 100, 0);
      closeSync(file);
      expect(left.subarray(0, length)).toEqual(Buffer.alloc(60));
    },
  );

  it("that is a folder is refused", () => {
    const { key } = freshPlaces();
    mkdirSync(key, { recursive: true });
    expect(readKey(key)).toEqual({ refused: "key_invalid", facts: { path: key } });
  });
});

describe("a key that the environment gives", () => {
  const line = (letter: string): string => `tokenwell-key-1 ${letter.repeat(42)}A`;

  it("is that of a variable, with or without a line break, or two keys", () => {
    const one = readGivenKey({ text: () => line("a") });
    expect(one).toMatchObject({ kind: "keys", keys: [expect.any(Buffer)] });
    expect(readGivenKey({ text: () => `${line("a")}\n` })).toEqual(one);
    for (const between of ["\n", " "])
      expect(readGivenKey({ text: () => line("a") + between + line("b") })).toMatchObject({
        kind: "keys",
        keys: { length: 2 },
      });
  });

  it.each(["", "hunter2", "tokenwell-key-in env", `${line("a")} ${line("b")} ${line("c")}`])(
    "is refused if it is no key: %j",
    (text) => {
      expect(readGivenKey({ text: () => text })).toEqual({
        refused: "key_invalid",
        facts: { path: "TOKENWELL_KEY" },
      });
    },
  );

  it.skipIf(isWindows)(
    "may be a link to a file, as a mounted secret is, but no file that others may read",
    () => {
      const key = freshKey();
      const link = `${key}-link`;
      symlinkSync(key, link);
      expect(readGivenKey({ file: link })).toEqual(readKey(key));
      replaceKey(key, { kind: "env" });
      expect(readGivenKey({ file: link })).toMatchObject({ refused: "key_invalid" });
    },
  );

  it.skipIf(process.geteuid?.() !== 0)("of root may be readable, but not writable, by others", () => {
    const key = freshKey();
    chmodSync(key, 0o444);
    expect(readGivenKey({ file: key }).refused).toBeUndefined();
    chmodSync(key, 0o464);
    expect(readGivenKey({ file: key })).toMatchObject({ refused: "key_readable" });
  });

  it.skipIf(process.geteuid?.() !== 0)("of another user than root is refused", async () => {
    const { chownSync } = await import("node:fs");
    const key = freshKey();
    chownSync(key, 12_345, 12_345);
    expect(readGivenKey({ file: key })).toMatchObject({ refused: "key_foreign" });
  });
});
