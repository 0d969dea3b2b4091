import { defineConfig } from "vitest/config";

/** The tests that judge mutants: those of what is mutated, and none that start servers or explore for minutes. */
export default defineConfig({
  test: {
    include: [
      "packages/core/test/refresh/*.test.ts",
      "packages/core/test/flows/callback.test.ts",
      "packages/core/test/store/envelope.test.ts",
      "packages/core/test/store/sealing.test.ts",
      "packages/core/test/secret.test.ts",
    ],
  },
});
