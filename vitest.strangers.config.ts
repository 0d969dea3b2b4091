import { defineConfig } from "vitest/config";
import { compiled } from "./test/strangers/children.ts";

/** A limit for what hangs. It includes an installation. */
const limitMs = 20 * 60_000;

/** The tests of `npm run strangers`: with software that is installed for them, which takes minutes and a network. */
export default defineConfig({
  test: {
    include: ["test/strangers/installed/*.test.ts"],
    env: compiled,
    pool: "forks",
    maxWorkers: 1,
    testTimeout: limitMs,
    hookTimeout: limitMs,
  },
});
