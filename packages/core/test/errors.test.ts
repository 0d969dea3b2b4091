import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  InputError,
  LoginNeededError,
  ProviderError,
  RetryLaterError,
  StoreError,
  WireError,
} from "../src/errors.ts";
import { Secret } from "../src/secret.ts";

const canary = "CANARY_do_not_print";
const cause = Object.assign(new Error(canary), { body: canary, headers: { authorization: canary } });

describe("an error", () => {
  test.each([
    ["InputError", new InputError("which_connection", { names: "a  b" }, cause)],
    ["LoginNeededError", new LoginNeededError("nothing_connected", {}, cause)],
    ["RetryLaterError", new RetryLaterError("refresh_waiting", 5, { name: "acme" }, cause)],
    ["WireError", new WireError("unreachable", false, { host: "a", reason: "dns" }, cause)],
    ["ProviderError", new ProviderError("suspended", { name: "acme" }, cause)],
    ["StoreError", new StoreError("store_busy", { place: "x" }, cause)],
  ])("%s keeps its cause and prints nothing of it", (name, error) => {
    expect(error.name).toBe(name);
    expect(error.cause).toBe(cause);
    const printed = [
      String(error),
      inspect(error),
      inspect(error, { showHidden: true, depth: 9 }),
      JSON.stringify(error),
      error.stack,
    ];
    expect(printed.join("\n")).not.toContain(canary);
    expect(inspect(error)).toContain(error.code);
  });

  test("says in seconds when to try again", () => {
    expect(new RetryLaterError("refresh_waiting", 5, { name: "acme" })).toMatchObject({
      retryAfterSeconds: 5,
      facts: { name: "acme", seconds: 5 },
    });
  });
});

describe("a secret", () => {
  test("prints itself nowhere", () => {
    const secret = Secret.of(canary);
    const printed = [
      String(secret),
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }),
      inspect(secret, { showHidden: true }),
    ];
    expect(printed.join("\n")).not.toContain(canary);
    expect(secret.expose()).toBe(canary);
  });

  test("that is lazy is read each time", () => {
    let reads = 0;
    const secret = Secret.lazy(() => {
      reads += 1;
      return `value ${reads}`;
    });
    expect([secret.expose(), secret.expose()]).toEqual(["value 1", "value 2"]);
  });
});
