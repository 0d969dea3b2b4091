import { defineConfig } from "vitest/config";
import { compiled } from "./test/strangers/children.ts";

/** A limit for what hangs. It includes an installation and a build. */
const limitMs = 20 * 60_000;

/** The comparison of `npm run rivals`: with libraries that are installed for it, which takes minutes and a network. */
export default defineConfig({
  test: {
    include: ["test/sessions/rivals/compare.ts"],
    env: compiled,
    pool: "forks",
    maxWorkers: 1,
    testTimeout: limitMs,
    hookTimeout: limitMs,
  },
});
