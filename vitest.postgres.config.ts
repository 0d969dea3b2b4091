import { defineConfig } from "vitest/config";
import { compiled } from "./test/strangers/children.ts";

/** A limit for what hangs. */
const limitMs = 5 * 60_000;

/** What cannot run on PostgreSQL, and why. Besides, a test that opens a file of SQLite leaves itself out. */
const left = {
  "reads or damages the file of SQLite": [
    "packages/core/test/tokenwell/copied-store-prompt.test.ts",
    "test/strangers/{bad-store,copied-store,reference,persistent-login}.test.ts",
    "test/whole/{doctor,evidence}.test.ts",
  ],
  "kills processes and does not wait the 80 seconds until PostgreSQL counts them as gone": [
    "packages/core/test/login/{recover,complete-login}.test.ts",
    "test/strangers/crash.test.ts",
    "test/whole/{kills,login-on,move}.test.ts",
  ],
  "has no store": [
    "test/strangers/{accessibility,guide-code,auth0-spa-js}.test.ts",
    "test/sessions/rivals/**",
  ],
  "differs from Express in the adapter only, or builds an app of Next.js": [
    "test/sessions/long/{adapters,examples,next}.test.ts",
  ],
  "prints where the store is": ["test/strangers/{remote,use}-transcripts.test.ts"],
  "moves between the two engines itself": ["test/whole/store-move.test.ts"],
  "installs what it needs": ["test/strangers/installed/**", "test/whole/long/**"],
};

/** The tests of library, command and sessions on PostgreSQL, as they are: npm run postgres. */
export default defineConfig({
  test: {
    include: [
      "packages/core/test/{answers,login,sessions,tokenwell}/**/*.test.ts",
      "packages/core/test/store/postgres/long/**",
      "packages/session/test/**/*.test.ts",
      "test/{sessions,strangers,whole}/**/*.test.ts",
    ],
    exclude: Object.values(left).flat(),
    setupFiles: "packages/core/test/support/postgres/skip-sqlite.ts",
    globalSetup: "packages/core/test/support/postgres/whole-run.ts",
    env: compiled,
    pool: "forks",
    isolate: false,
    maxWorkers: 2,
    testTimeout: limitMs,
    hookTimeout: limitMs,
  },
});
