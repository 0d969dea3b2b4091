// `npm run learn`: learns how like the reports of each cause a failure is, and writes the weights for `explain`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { causeRules } from "../packages/core/src/diagnose/causes/index.ts";
import { type Features, featuresOf } from "../packages/core/src/diagnose/learnt/features.ts";
import { type Known, vectorOf } from "../packages/core/src/diagnose/learnt/vector.ts";
import { encoded } from "./learn-weights/encode.ts";
import { digestOfReports, reports } from "./learn-weights/reports.ts";
import { learn, type Row } from "./learn-weights/svm.ts";

/** Reports in which a feature must occur to be learnt. */
const fewest = 2;

/** Learns the weights of every cause from the reports, and returns the text of the module that holds them. */
function weightsModule(): string {
  const from = reports().map(({ read, causes, count }) => {
    const { facts, symptoms } = read();
    return { features: featuresOf(facts, symptoms), causes, count };
  });
  const known = knownIn(from.map(({ features }) => features));
  const rows = from.map(({ features, count }) =>
    rowOf(
      vectorOf(features, (feature) => known.get(feature)),
      count,
    ),
  );
  const causes = causeRules
    .map(({ id }) => id)
    .filter((id) => from.some((example) => example.causes.includes(id)));
  const learnt = causes.map((cause) =>
    learn(rows, (row) => from[row]?.causes.includes(cause) === true, known.size + 1),
  );
  return encoded({ digest: digestOfReports(), causes, known, learnt });
}

/** Lists the features that are common enough. The place 0 is that of the constant. */
function knownIn(from: readonly Features[]): ReadonlyMap<string, Known> {
  const counts = new Map<string, number>();
  for (const { words, facts } of from)
    for (const feature of new Set([...words.keys(), ...facts]))
      counts.set(feature, (counts.get(feature) ?? 0) + 1);
  const common = [...counts].filter(([, count]) => count >= fewest).sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(
    common.map(([feature, count], index) => [
      feature,
      { place: index + 1, rarity: Math.log((1 + from.length) / (1 + count)) + 1 },
    ]),
  );
}

function rowOf(vector: readonly (readonly [place: number, value: number])[], count: number): Row {
  const sorted = [[0, 1] as const, ...vector].sort(([a], [b]) => a - b);
  return {
    places: Int32Array.from(sorted, ([place]) => place),
    values: Float64Array.from(sorted, ([, value]) => value),
    count,
  };
}

if (import.meta.main) {
  writeFileSync(
    join(import.meta.dirname, "..", "packages", "core", "src", "diagnose", "learnt", "weights.ts"),
    weightsModule(),
  );
}
