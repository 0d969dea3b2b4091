import { defineConfig } from "vitest/config";

/** The tests that judge mutants: those of what is mutated, and none that start servers or explore for minutes. */
export default defineConfig({
  test: {
    include: [
      "packages/core/test/refresh/*.test.ts",
      "packages/core/test/oauth/callback.test.ts",
      "packages/core/test/store/sealing/envelope.test.ts",
      "packages/core/test/store/sealing/sealing.test.ts",
      "packages/core/test/secret.test.ts",
    ],
  },
});
