import type { Verdict } from "./oracle.ts";
import type { EngineName } from "./stores.ts";

/** One line of the table. */
export interface Row {
  readonly section: string;
  /** Absent where none matters. */
  readonly engine?: EngineName;
  readonly what: string;
  /** States, seeds, cells or kills. */
  readonly count: number;
  /** Families that were lost as they may be: strict rotation, from the provider's decision to our first durable commit. */
  readonly lost?: number;
  /** Spent tokens that were shown since nobody could hold another. */
  readonly lastChances?: number;
  /** Families that were lost where no client is safe: `refresh.md` §7. */
  readonly unsafe?: number;
  readonly violations: readonly string[];
  readonly tookMs: number;
}

/** Many runs as one line. */
export function rowOf(section: string, what: string, verdicts: readonly Verdict[], begunMs: number): Row {
  return {
    section,
    what,
    count: verdicts.length,
    lost: verdicts.filter(({ end }) => end === "lost").length,
    unsafe: verdicts.filter(({ end, isUnsafe }) => end === "lost" && isUnsafe).length,
    lastChances: verdicts.reduce((sum, verdict) => sum + verdict.lastChances, 0),
    violations: verdicts.flatMap(({ violations }) => violations),
    tookMs: Date.now() - begunMs,
  };
}

const doubled = /was shown again|was shown \d+ times/;
const ended = /could still have used|was thrown away|is thrown away|ended by a spent token/;

/** The one table, with what was counted over all of it. */
export function table(
  rows: readonly Row[],
  {
    left,
    repeated,
    shorter,
    tookMs,
  }: {
    readonly left: readonly string[];
    readonly repeated: number;
    readonly shorter: number;
    readonly tookMs: number;
  },
): string {
  const line = (cells: readonly string[]): string =>
    `${(cells[0] ?? "").padEnd(12)}${(cells[1] ?? "").padEnd(10)}${(cells[2] ?? "").padEnd(80)}${cells
      .slice(3)
      .map((cell) => cell.padStart(9))
      .join("")}`;
  const violations = rows.flatMap((row) =>
    row.violations.map((one) => `${row.section} ${row.engine ?? ""} ${row.what}: ${one}`),
  );
  const count = (pattern: RegExp): number => violations.filter((one) => pattern.test(one)).length;
  return [
    line(["section", "engine", "what", "count", "lost", "last ch.", "wrong", "seconds"]),
    ...rows.map((row) =>
      line([
        row.section,
        row.engine ?? "-",
        row.what,
        String(row.count),
        String(row.lost ?? "-"),
        String(row.lastChances ?? "-"),
        String(row.violations.length),
        (row.tookMs / 1000).toFixed(0),
      ]),
    ),
    "",
    `double presentations against the rules: ${count(doubled)}`,
    `families destroyed that we could still have used: ${count(ended)}`,
    `logins lost where no client is safe, by a pause, a cut or a failover: ${rows.reduce((sum, row) => sum + (row.unsafe ?? 0), 0)}`,
    `last-chance resends: ${rows.reduce((sum, row) => sum + (row.lastChances ?? 0), 0)}`,
    `the protocol's times, on this machine divided by: ${shorter.toFixed(1)}`,
    `runs made again, as something stood still in them: ${repeated}`,
    `violations in all: ${violations.length}; time taken: ${Math.round(tookMs / 1000)} s`,
    ...left.map((one) => `n/a: ${one}`),
    ...violations.map((one) => `WRONG ${one}`),
  ].join("\n");
}
