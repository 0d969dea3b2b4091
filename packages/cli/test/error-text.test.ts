import { readFileSync } from "node:fs";
import { PassThrough } from "node:stream";
import {
  type ErrorCode,
  InputError,
  type Language,
  ProviderError,
  StoreError,
  widthOf,
} from "@tokenwell/core";
import { describe, expect, test } from "vitest";
import {
  describeErrorInOneLine,
  exitCodeOf,
  describeError as inWords,
  stackFramesOf,
} from "../src/error-text.ts";
import { OutcomeError, OutputError, type UsageCode, UsageError } from "../src/errors.ts";
import { Ui } from "../src/ui.ts";
import { noonMs } from "./support/cli-harness.ts";
import { coreError, coreErrors, exitCodeFor, usageFacts } from "./support/sample-errors.ts";
import { withoutEscapes } from "./support/screen.ts";

const languages = ["en", "ja"] as const;
const coreCodes = Object.keys(coreErrors) as ErrorCode[];
const usageCodes = Object.keys(usageFacts) as UsageCode[];

function uiFor(language: Language, isTTY: boolean): { ui: Ui; written: () => string } {
  const stream = Object.assign(new PassThrough({ encoding: "utf8" }), { isTTY });
  const env = { LANG: "ja_JP.UTF-8" };
  const ui = new Ui(stream, { language, env, platform: "linux", nowMs: () => noonMs });
  ui.command = "tokenwell login https://login.example.com acme";
  return { ui, written: () => withoutEscapes(stream.read() ?? "") };
}

function told(error: unknown, language: Language, isTTY = true): string {
  const { ui, written } = uiFor(language, isTTY);
  ui.error(error);
  return written();
}

/** Returns the lines that are too long, except those with one address, path or command that must stay whole. */
function tooLong(text: string): string[] {
  const isWhole = (line: string): boolean => /^ *(?:\S+|tokenwell .*)$/.test(line);
  return text.split("\n").filter((line) => widthOf(line) > 80 && !isWhole(line));
}

function expectWellTold(text: string): void {
  expect(text).toMatch(/^tokenwell: \S/);
  expect(text.replaceAll("{tenantid}", "")).not.toMatch(/\{\w+\}/);
  expect(text).not.toMatch(/\bundefined\b|\b(?:why|fix|grant|trust|reason|takes)\.\w/);
  expect(text).not.toMatch(/[ \t]$/m);
  expect(tooLong(text)).toEqual([]);
}

describe.each(languages)("in %s", (language) => {
  test.each(coreCodes)("The text of %s is complete and fits 80 columns", (code) => {
    expectWellTold(told(coreError(code), language));
  });

  test.each(coreCodes)("The message of %s has no open placeholder", (code) => {
    expect(coreError(code).message.replaceAll("{tenantid}", "")).not.toMatch(/\{\w+\}/);
  });

  test.each(["revoked", "left", "shared"])("The end of a login says that its grant is %s", (end) => {
    const grant = `grant.${end}`;
    const text = told(coreError("other_account", { provider: "Salesforce", grant }), language);
    expectWellTold(text);
    expect(text).toContain("Salesforce");
  });

  test.each(usageCodes)("The text of %s is complete and fits 80 columns", (code) => {
    expectWellTold(told(new UsageError(code, usageFacts[code]), language));
  });

  test.each(coreCodes.filter((code) => code.startsWith("paste_")))(
    "The text of %s is one short remark",
    (code) => {
      const { ui, written } = uiFor(language, true);
      ui.warn(coreError(code));
      const text = written();
      expect(text).toMatch(/^! \S/);
      expect(tooLong(text)).toEqual([]);
    },
  );

  test("A connection that must log in gets a second cause, with parameters of its own", () => {
    const first = { why: "evidence.idle", days: 41, idleDays: 30, lastMs: 0 };
    const second = { also: "evidence.rotation_lost", "also.lostMs": 0, "also.how": "reason.killed" };
    const text = told(coreError("needs_login", { ...first, ...second }), language);
    expectWellTold(text);
    expect(text).toMatch(language === "en" ? /^ {2}or {4}.*\n.*\(the process|killed\)/m : /^ {2}または {2}/m);
  });

  test.each(["provider_revoked", "rotation_lost", "interaction"])(
    "A connection that must log in gets its reason: %s",
    (reason) => {
      const text = told(coreError("needs_login", { reason }), language);
      expectWellTold(text);
      expect(text).toContain("tokenwell renew acme");
    },
  );

  test("A reason without its own explanation gets the general one", () => {
    expectWellTold(told(coreError("needs_login", { reason: "no_answer" }), language));
  });

  test("An unexpected error shows its kind and nothing of its message or causes", () => {
    const cause = new Error("CANARY-of-the-cause");
    const error = Object.assign(new TypeError("CANARY-of-the-text", { cause }), { code: "ERR_X" });
    const { ui, written } = uiFor(language, true);
    ui.verbose = true;
    ui.error(error);
    const text = written();
    expect(text).toContain("TypeError ERR_X");
    expect(text).toMatch(/^ {2,}at /m);
    expect(text).not.toContain("CANARY");
    expect(told("CANARY-thrown", language)).not.toContain("CANARY");
  });

  test.each(["wrong_secret", "unreachable", "key_missing"] as const)("%s shows no stack frames", (code) => {
    const { ui, written } = uiFor(language, true);
    ui.verbose = true;
    ui.error(coreError(code));
    expect(written()).not.toMatch(/^ {2,}at /m);
  });

  test("Without a terminal one line describes a connection that must log in", () => {
    const text = told(coreError("needs_login"), language, false);
    expect(text.split("\n")).toHaveLength(2);
    expect(text).toContain("acme");
    expect(text).toContain("(invalid_grant)");
    expect(text).toContain("tokenwell renew acme");
  });
});

test("The samples contain every error of the library's table", () => {
  const table = readFileSync(new URL("../../core/src/text/en.ts", import.meta.url), "utf8");
  const codes = [...table.matchAll(/^ {2}"error\.([^".]+)":/gm)].map(([, code]) => code);
  expect(new Set(coreCodes)).toEqual(new Set(codes));
});

describe("a sentence", () => {
  const at = { language: "en", nowMs: noonMs } as const;

  test("A sentence shows the time for today and the date for earlier days", () => {
    const today = inWords(coreError("needs_login", { lastMs: noonMs }), at);
    expect(today.details.join("\n")).toMatch(/our last refresh, \d\d:\d\d, was fine/);
    const before = inWords(coreError("needs_login"), at);
    expect(before.details.join("\n")).toMatch(/our last refresh, 2026-11-\d\d, was fine/);
  });

  test("A sentence shows text from outside on one line, without control characters", () => {
    const said = "no\n\u001b[2Jtokenwell: all is well\u202e";
    const { sentence, details: more } = inWords(coreError("authorization_refused", { said }), at);
    expect(sentence).toBe("login.example.com refused the login: no [2Jtokenwell: all is well ");
    expect(more.join("\n")).not.toContain("all is well");
  });

  test("A sentence does not translate a parameter that is the key of an error", () => {
    const { sentence } = inWords(coreError("not_json", { what: "error.store_full" }), at);
    expect(sentence).toContain("error.store_full");
  });

  test("Only a connection that must log in is described on one line", () => {
    expect(describeErrorInOneLine(coreError("quarantined"), at)).toBeUndefined();
    expect(describeErrorInOneLine(new Error("CANARY"), at)).toBeUndefined();
    expect(describeErrorInOneLine(coreError("needs_login"), at)).toBe(
      "acme must log in again (invalid_grant): run tokenwell renew acme",
    );
  });
});

describe("the exit code", () => {
  test.each(coreCodes)("The exit code of %s depends on its class", (code) => {
    expect(exitCodeOf(coreError(code))).toBe(exitCodeFor(code));
  });

  test("The exit code of one error differs if its class does", () => {
    expect(exitCodeOf(new InputError("connection_gone"))).toBe(2);
    expect(exitCodeOf(new StoreError("connection_gone"))).toBe(1);
    expect(exitCodeOf(new ProviderError("nothing_connected"))).toBe(3);
  });

  test("The exit code is 2 for a usage error, 1 for an outcome and 1 for an unexpected error", () => {
    expect(exitCodeOf(new UsageError("no_target"))).toBe(2);
    expect(exitCodeOf(new OutcomeError("http_status"))).toBe(1);
    expect(exitCodeOf(new OutputError("ENOSPC"))).toBe(1);
    expect(exitCodeOf(new Error("CANARY"))).toBe(1);
    expect(exitCodeOf(undefined)).toBe(1);
  });
});

test("A closed pipe is quiet, a full disk is not", () => {
  expect(told(new OutputError("EPIPE"), "en")).toBe("");
  expect(told(new OutputError("ENOSPC"), "en")).toBe("tokenwell: stdout cannot be written (ENOSPC)\n");
});

test("stackFramesOf() leaves out the message, even one that looks like a frame", () => {
  const error = new Error("first\nsecond CANARY");
  expect(stackFramesOf(error).length).toBeGreaterThan(0);
  expect(stackFramesOf(error).join("\n")).not.toContain("CANARY");
  expect(stackFramesOf("CANARY")).toEqual([]);
});
