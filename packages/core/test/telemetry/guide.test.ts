import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RefreshOutcome } from "../../src/observer.ts";
import { metrics } from "../../src/telemetry/metrics.ts";
import { spanNames } from "../../src/telemetry/spans.ts";

const docs = join(import.meta.dirname, "../../../../docs");
const outcomes: Readonly<Record<RefreshOutcome, true>> = {
  refreshed: true,
  withheld: true,
  kept: true,
  not_sent: true,
  unanswered: true,
  rejected: true,
  refused: true,
  client_refused: true,
  suspended: true,
  login_ended: true,
  store_failed: true,
};

test.each(["guides/monitoring.md", "ja/guides/monitoring.md"])(
  "%s lists what the library reports",
  (path) => {
    const text = readFileSync(join(docs, path), "utf8");
    const rows = text
      .split("\n")
      .filter((line) => /^\| `tokenwell\.[\w.]+` \| (counter|gauge|histogram|up-down)/.test(line));
    const table = Object.values(metrics).map(({ attributes, kind, name, unit }) => {
      const named = attributes.map((attribute) => `\`${attribute}\``).join(", ");
      return `| \`${name}\` | ${kind} | \`${unit}\` | ${named === "" ? "" : `${named} `}|`;
    });
    expect(rows).toEqual(table);
    for (const name of [...Object.values(spanNames), ...Object.keys(outcomes)])
      expect(text).toContain(`\`${name}\``);
    const known = [...table, ...Object.values(spanNames)].join(" ");
    const mentioned = [...text.matchAll(/`(tokenwell\.[a-z_.]+)`/g)].map(([, name = ""]) => name);
    expect(mentioned.filter((name) => !known.includes(name))).toEqual([]);
  },
);
