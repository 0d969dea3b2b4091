/*
 * The proof that no login is lost that need not be: npm run prove; or some parts of it, or one engine, or both:
 * npm run prove -- matrix kills postgres
 */
import { shorter } from "../test/prove/deadlines.ts";
import { repeatedRuns } from "../test/prove/pulse.ts";
import { type Row, table } from "../test/prove/report.ts";
import { type Amount, notApplicable, sections } from "../test/prove/sections.ts";
import { engineNames } from "../test/prove/stores.ts";

const whole: Omit<Amount, "engines"> = {
  seeds: 50_000,
  runsPerCell: 5,
  kills: 500,
  badLines: 40,
  expiries: 20,
  longLived: { processes: 50, expiries: 200 },
  sessions: { sessions: 8, expiries: 504 },
  work: { connections: 600, seconds: 60, lifeSeconds: 120, killEverySeconds: 10 },
};

const words = process.argv.slice(2);
const wantedEngines = engineNames.filter((name) => words.includes(name));
const engines = wantedEngines.length > 0 ? wantedEngines : engineNames;
const wanted = words.filter((word) => !engines.some((name) => name === word));
const unknown = wanted.filter((name) => !Object.hasOwn(sections, name));
if (unknown.length > 0) {
  console.error(
    `no part ${unknown.join(", ")}; there are ${[...Object.keys(sections), ...engineNames].join(", ")}`,
  );
  process.exit(2);
}

const begunMs = Date.now();
const rows: Row[] = [];
for (const [name, section] of Object.entries(sections)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for await (const row of section({ ...whole, engines })) {
    rows.push(row);
    console.error(
      `${row.section} ${row.engine ?? ""} ${row.what}: ${row.count}${row.violations.map((one) => `\n  WRONG ${one}`).join("")}`,
    );
  }
}
const tookMs = Date.now() - begunMs;
console.log(table(rows, { left: notApplicable(), repeated: repeatedRuns(), shorter, tookMs }));
// A cell that failed may have left something open.
process.exit(rows.some(({ violations }) => violations.length > 0) ? 1 : 0);
