import { expect, test } from "vitest";
import { situations } from "../situations/all.ts";
import { ownDriver } from "../support/drivers.ts";
import { testSituations } from "../support/tests.ts";

test("there are 26 situations, each with its own name", () => {
  expect(new Set(situations.map(({ name }) => name)).size).toBe(26);
});

testSituations(ownDriver("express"), situations);
