import { inspect } from "node:util";
import { expect, test } from "vitest";
import { Secret } from "../src/secret.ts";

const secret = Secret.of("CANARY");

test("a secret is told only to who asks for it by name", () => {
  expect(secret.expose()).toBe("CANARY");
  for (const shown of [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect(secret, { depth: 9, showHidden: true }),
    inspect({ secret }),
  ]) {
    expect(shown).toContain("[secret]");
    expect(shown).not.toContain("CANARY");
  }
  expect(Object.entries(secret)).toEqual([]);
  expect(JSON.stringify(structuredClone({ ...secret }))).not.toContain("CANARY");
});
