import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { copyOf, replaceFile } from "../src/use/replace-file.ts";

const options = { mode: 0o600, nowMs: Date.UTC(2026, 10, 28) };
const stamp = ".tokenwell-20261128T000000Z";
const addOurs = (text: string): string => (text.includes("ours\n") ? text : `${text}ours\n`);

function inFolder() {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "tokenwell-replace-")));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "config");
  const texts = (): string[] => readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
  return { folder, path, texts, read: () => readFileSync(path, "utf8") };
}

/** Ways in which another program writes a file. */
const edits = {
  "in place": (path: string, text: string) => writeFileSync(path, text),
  "by a new file": (path: string, text: string) => {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  },
};

test("A new file is private, in a new folder", () => {
  const { folder } = inFolder();
  const path = join(folder, "deep", "config");
  expect(replaceFile(path, addOurs, options)).toEqual({ written: true, copy: null });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(folder, "deep"))).toEqual(["config"]);
});

test("A file that has the lines is not touched", () => {
  const { folder, path } = inFolder();
  writeFileSync(path, "ours\n");
  const before = statSync(path).ino;
  expect(replaceFile(path, addOurs, options)).toEqual({ written: false, copy: null });
  expect([statSync(path).ino, readdirSync(folder)]).toEqual([before, ["config"]]);
});

test("A link stays a link, and what it leads to is changed", () => {
  const { folder, path } = inFolder();
  const target = join(folder, "dotfiles");
  writeFileSync(target, "mine\n");
  chmodSync(target, 0o640);
  symlinkSync(target, path);
  expect(replaceFile(path, addOurs, options)).toEqual({ written: true, copy: target + stamp });
  expect(realpathSync(path)).toBe(target);
  expect([readFileSync(target, "utf8"), statSync(target).mode & 0o777]).toEqual(["mine\nours\n", 0o640]);
});

test.each(Object.entries(edits))(
  "An edit at the same moment, %s, is kept, and so are our lines",
  (_how, edit) => {
    const { path, read, texts } = inFolder();
    writeFileSync(path, "mine\n");
    let isFirst = true;
    const result = replaceFile(
      path,
      (text) => {
        if (isFirst) edit(path, "mine\nedited\n");
        isFirst = false;
        return addOurs(text);
      },
      options,
    );
    expect(result).toEqual({ written: true, copy: path + stamp });
    expect(read()).toBe("mine\nedited\nours\n");
    expect(new Set(texts())).toEqual(new Set(["mine\nedited\n", "mine\nedited\nours\n"]));
  },
);

test.each(Object.entries(edits))("A file that appears at the same moment, %s, is kept", (_how, edit) => {
  const { path, read } = inFolder();
  let isFirst = true;
  const change = (text: string): string => {
    if (isFirst) edit(path, "theirs\n");
    isFirst = false;
    return addOurs(text);
  };
  replaceFile(path, change, options);
  expect(read()).toBe("theirs\nours\n");
});

test("An edit that comes again and again is in the file or in a copy", () => {
  const { path, read, texts } = inFolder();
  writeFileSync(path, "0\n");
  let number = 0;
  const change = (text: string): string => {
    number += 1;
    if (number < 8) writeFileSync(path, `${text}${number}\n`);
    return addOurs(text);
  };
  replaceFile(path, change, options);
  expect(read()).toContain("ours\n");
  for (let edit = 0; edit < 8; edit += 1) expect(texts().join("")).toContain(`${edit}\n`);
});

test("A file that is written without end is left to its writer", () => {
  const { path, texts } = inFolder();
  writeFileSync(path, "0\n");
  let number = 0;
  const change = (text: string): string => {
    number += 1;
    writeFileSync(path, `${number}\n`);
    return `${text}ours ${number}\n`;
  };
  expect(() => replaceFile(path, change, options)).toThrow("use_not_written");
  expect(texts().join("")).toContain(`${number}\n`);
});

test("A file that is not text stays as it is", () => {
  const { folder, path } = inFolder();
  writeFileSync(path, Buffer.from([0xff, 0xfe, 0x00]));
  expect(() => replaceFile(path, addOurs, options)).toThrow("use_not_written");
  expect([readFileSync(path).length, readdirSync(folder)]).toEqual([3, ["config"]]);
});

test.skipIf(process.getuid?.() !== 0)("A file of another user stays as it is", async () => {
  const { chownSync } = await import("node:fs");
  const { path, read } = inFolder();
  writeFileSync(path, "theirs\n");
  chownSync(path, 65_534, 65_534);
  expect(() => replaceFile(path, addOurs, options)).toThrow("use_not_yours");
  expect(read()).toBe("theirs\n");
});

test("A copy never takes the place of another", () => {
  const { path } = inFolder();
  writeFileSync(path, "one\n", { mode: 0o644 });
  expect([copyOf(path, options.nowMs), copyOf(path, options.nowMs)]).toEqual([
    path + stamp,
    `${path}${stamp}-2`,
  ]);
  expect(statSync(path + stamp).mode & 0o777).toBe(0o600);
});
