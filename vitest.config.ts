import { statfsSync } from "node:fs";
import { defineConfig, type TestProjectInlineConfiguration } from "vitest/config";
import { LongestFirst } from "./test/longest-first.ts";
import { compiled } from "./test/strangers/children.ts";

interface Group {
  readonly name: string;
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
  /** So many files at once. */
  readonly maxWorkers: number;
  /** So many concurrent tests of one file at once. */
  readonly maxConcurrency?: number;
}

/** The tests in the order in which they run, which ends with those that start the most processes, alone and few at a time. */
const groups: readonly Group[] = [
  {
    name: "packages",
    include: ["packages/*/test/**/*.test.ts", "tools/**/*.test.ts"],
    // They take over a minute: npm run postgres.
    exclude: ["packages/core/test/store/postgres/long/**"],
    maxWorkers: 2,
  },
  {
    name: "programs",
    include: ["test/{sessions,snippets,strangers,whole}/**/*.test.ts"],
    // They install what they need: npm run strangers, npm run sessions.
    exclude: ["test/strangers/installed/**", "test/{sessions,whole}/long/**"],
    maxWorkers: 3,
  },
  { name: "proof", include: ["test/prove/**/*.test.ts"], maxWorkers: 1, maxConcurrency: 4 },
];

/** A limit for what hangs. A busy machine must not reach it. */
const limitMs = 10 * 60_000;

/** Where the tests put their files: in memory if the system has a folder there. Waiting for a disk takes a fifth of the time. */
function temporaryFolder(): { readonly TMPDIR?: string } {
  const folder = "/dev/shm";
  const gibibyte = 2 ** 30;
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > 2 * gibibyte ? { TMPDIR: folder } : {};
  } catch {
    return {};
  }
}

const env = { ...compiled, ...temporaryFolder() };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    globalSetup: "packages/core/test/support/postgres/one-for-all.ts",
    projects: groups.map(
      ({ exclude = [], include, ...group }, groupOrder): TestProjectInlineConfiguration => ({
        test: {
          ...group,
          include: [...include],
          exclude: [...exclude],
          env,
          pool: "forks",
          isolate: false,
          sequence: { groupOrder },
          testTimeout: limitMs,
          hookTimeout: limitMs,
        },
      }),
    ),
  },
});
