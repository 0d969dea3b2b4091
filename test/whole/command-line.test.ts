import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { Machine } from "../strangers/machine.ts";

const faulty = new URL("faulty.cjs", import.meta.url).pathname;
const loadedModules = new URL("loaded-modules.cjs", import.meta.url).pathname;

/** A machine whose every command starts Node. */
function newMachine(): Machine {
  const machine = new Machine();
  machine.startsNode = true;
  onTestFinished(() => machine.dispose());
  return machine;
}

describe("without a terminal", () => {
  test("login lists what is missing and asks nothing", async () => {
    const ended = await newMachine().run(["login", "https://login.example.com"]);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain("tokenwell: missing, and there is no terminal to ask on:\n");
    expect(ended.stderr).toContain("--client-id …");
    expect(ended.stderr).toContain("--client-secret-file …  or  TOKENWELL_CLIENT_SECRET  or  --public");
  });
});

describe("a Node that has run other commands before says what a new one says", () => {
  const machine = new Machine();
  afterAll(() => machine.dispose());

  test.each([
    "login",
    "token",
    "token --json",
    "status",
    "request /x",
    "logout acme",
    "set acme overlap=30s",
    "export acme --refresh-token",
    "import acme",
    "upkeep",
    "explain invalid_grant",
    "emulator okta",
    "demo --show-naive",
    "help salesforce --lang ja",
    "--version",
    "tokn",
  ])("tokenwell %s", async (command) => {
    const args = command.split(" ");
    machine.startsNode = false;
    await machine.run(args);
    const again = await machine.run(args);
    machine.startsNode = true;
    expect(again).toEqual(await machine.run(args));
  });
});

const olderNodes = (process.env.PATH ?? "")
  .split(":")
  .map((folder) => `${folder}/node`)
  .filter((path) => existsSync(path) && /^v(?:[0-9]|1\d|2[0-3])\./.test(versionOf(path)));

function versionOf(node: string): string {
  return execFileSync(node, ["--version"], { encoding: "utf8" });
}

test.skipIf(olderNodes.length === 0)("an older Node gets a sentence, no stack trace", async () => {
  const [node = ""] = olderNodes;
  const machine = newMachine();
  const [, ...args] = machine.commandLine(["token"]);
  const ended = await machine.startOther(node, args).ended;
  const version = versionOf(node).trim().slice(1);
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toBe(
    `tokenwell: needs Node 24.15+ or 26+, this is ${version}\n  Newer Node: README, "Install"\n`,
  );
});

test("--verbose shows the frames of a fault by the files and lines before they were made one", async () => {
  const ended = await newMachine().run(["token", "--verbose"], { require: faulty });
  expect(ended).toMatchObject({ code: 1, stdout: "" });
  expect(ended.stderr).toContain("tokenwell: unexpected: RangeError\n  This is a fault of tokenwell.");
  expect(ended.stderr).toMatch(/^ +at .*\/core\/dist\/connections\/find\.js:\d+:\d+\)?$/m);
  expect(ended.stderr).not.toContain("CANARY");
});

test("the rules of explain are no part of what every other command loads", () => {
  const bundle = readFileSync(new URL("../../packages/cli/dist/command.mjs", import.meta.url), "utf8");
  expect(bundle).toContain("@tokenwell/core/explain");
  expect(bundle).not.toContain("rotated_not_saved");
});

test("the generator of snippets is a file of its own, which no other command loads", () => {
  const [bundle = "", room = ""] = ["command", "snippet"].map((name) =>
    readFileSync(new URL(`../../packages/cli/dist/${name}.mjs`, import.meta.url), "utf8"),
  );
  expect(bundle).toContain("./snippet.mjs");
  expect(bundle).not.toContain("http.NewRequest");
  expect(room).toContain("http.NewRequest");
  expect(room).toContain("MIT License");
});

test("a command that sends nothing does not load the fetch that is part of Node, which takes 50 ms", async () => {
  const ended = await newMachine().run(["status"], { require: loadedModules });
  expect(ended.code).toBe(0);
  expect(ended.stdout.trim().split("\n")).toContain("NativeModule sqlite");
  expect(ended.stdout).not.toContain("undici");
});
