import { defineConfig } from "vitest/config";
import { compiled } from "./test/strangers/children.ts";

/** A limit for what hangs. It includes an installation and a build of Next.js. */
const limitMs = 20 * 60_000;

/**
 * The tests of `npm run sessions`: all situations on every adapter, and the examples in Chromium and on Next.js. Besides, what
 * takes too long for `npm test`: docs/explain.html and the emulator's pages in Chromium, and the transcripts in Japanese.
 */
export default defineConfig({
  test: {
    include: ["test/{sessions,whole}/long/*.test.ts", "test/strangers/*transcripts.test.ts"],
    env: { ...compiled, TOKENWELL_TEST_LANGUAGE: "ja" },
    pool: "forks",
    maxWorkers: 1,
    testTimeout: limitMs,
    hookTimeout: limitMs,
  },
});
