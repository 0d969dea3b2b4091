// The proof that no login is lost that need not be: npm run prove, or one part of it: npm run prove -- matrix
import { shorter } from "../test/prove/deadlines.ts";
import { repeatedRuns } from "../test/prove/pulse.ts";
import { type Row, table } from "../test/prove/report.ts";
import { type Amount, notApplicable, sections } from "../test/prove/sections.ts";

const whole: Amount = {
  seeds: 50_000,
  runsPerCell: 5,
  kills: 500,
  badLines: 40,
  expiries: 20,
  longLived: { processes: 50, expiries: 200 },
  sessions: { sessions: 8, expiries: 504 },
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(sections, name));
if (unknown.length > 0) {
  console.error(`no part ${unknown.join(", ")}; there are ${Object.keys(sections).join(", ")}`);
  process.exit(2);
}

const begunMs = Date.now();
const rows: Row[] = [];
for (const [name, section] of Object.entries(sections)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for await (const row of section(whole)) {
    rows.push(row);
    console.error(
      `${row.section} ${row.what}: ${row.count}${row.violations.map((one) => `\n  WRONG ${one}`).join("")}`,
    );
  }
}
const tookMs = Date.now() - begunMs;
console.log(table(rows, { left: notApplicable(), repeated: repeatedRuns(), shorter, tookMs }));
if (rows.some(({ violations }) => violations.length > 0)) process.exitCode = 1;
