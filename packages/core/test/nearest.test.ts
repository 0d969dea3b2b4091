import { describe, expect, test } from "vitest";
import { nearest } from "../src/text/nearest.ts";

const commands = ["login", "token", "request", "status", "logout"];

describe("what was meant by", () => {
  test.each([
    ["tokn", "token"],
    ["tokens", "token"],
    ["tkoen", "token"],
    ["stauts", "status"],
    ["request", "request"],
    ["logut", "logout"],
  ])("%s is %s", (given, meant) => {
    expect(nearest(given, commands)).toBe(meant);
  });

  test.each(["frobnicate", "", "x", "reque", "toookkkeen"])("%j is nothing that there is", (given) => {
    expect(
      nearest(
        given,
        commands.filter((one) => one !== "request"),
      ),
    ).toBeUndefined();
  });

  test("a short word is not one that differs in half of it", () => {
    expect(nearest("ab", ["id"])).toBeUndefined();
    expect(nearest("--ib", ["--id"])).toBe("--id");
  });
});

test("of several the closest, and of equals the first is meant", () => {
  expect(nearest("logoun", ["login", "logout"])).toBe("logout");
  expect(nearest("tokem", ["token", "tokes"])).toBe("token");
});
