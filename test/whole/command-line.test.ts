import { describe, expect, onTestFinished, test } from "vitest";
import { Machine } from "../strangers/machine.ts";

function newMachine(): Machine {
  const machine = new Machine();
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

describe("what the command does not know", () => {
  test.each([
    [["tokn"], 'tokenwell: no command "tokn"; did you mean token?'],
    [["frobnicate"], 'tokenwell: no command "frobnicate"'],
    [["token", "--refesh"], "tokenwell: no option --refesh; did you mean --refresh?"],
    [["token", "--frobnicate=x"], "tokenwell: no option --frobnicate"],
    [["token", "--min-ttl"], "tokenwell: --min-ttl needs a value"],
    [["token", "--min-ttl", "soon"], "tokenwell: --min-ttl cannot be soon"],
    [["token", "a", "b"], "tokenwell: too many words"],
    [["login"], "tokenwell: login where?"],
    [["login", "gibberish"], 'tokenwell: "gibberish" is neither a connection nor an address'],
    [["request"], "tokenwell: which address?"],
    [
      ["login", "https://login.example.com", "--client-id", "a", "--client-secret=b"],
      "tokenwell: a secret does not",
    ],
    [["status", "--lang", "fr"], "tokenwell: --lang cannot be fr"],
  ])("%j", async (args, sentence) => {
    const ended = await newMachine().run(args);
    expect(ended).toMatchObject({ code: 2, stdout: "" });
    expect(ended.stderr).toContain(sentence);
    // A second line says what to do.
    expect(ended.stderr.trimEnd().split("\n").length).toBeGreaterThan(1);
  });
});

describe("with nothing connected", () => {
  test.each(["token", "logout"])("%s says how to begin", async (command) => {
    const ended = await newMachine().run([command]);
    expect(ended).toMatchObject({ code: 3, stdout: "" });
    expect(ended.stderr).toBe("tokenwell: nothing is connected yet\n  tokenwell login https://…\n");
  });
});
