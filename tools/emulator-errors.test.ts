import { expect, test } from "vitest";
import { rendered, written } from "./emulator-errors.ts";

test("docs/reference/emulator-errors.md is what the tables say (else: node tools/emulator-errors.ts)", () => {
  expect(written()).toBe(rendered());
});
