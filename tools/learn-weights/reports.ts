import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Features, featuresOf } from "../../packages/core/src/diagnose/learnt/features.ts";
import { readFacts } from "../../packages/core/src/diagnose/read-facts.ts";
import {
  readGrant,
  readProvider,
  readStage,
  readStatus,
} from "../../packages/core/src/diagnose/read-hints.ts";
import { symptomsOf } from "../../packages/core/src/diagnose/symptoms.ts";

interface Report {
  readonly provider?: string;
  readonly stage?: string;
  readonly grant?: string;
  readonly status?: string | number;
  readonly text: string;
  readonly context?: string;
  /** Causes that fit, of a collected report. */
  readonly expected?: readonly string[];
  /** The cause that a written report was written for; of a collected one, a key of its own collection. */
  readonly cause?: string;
}

/** Something to learn from. */
export interface Example {
  readonly features: Features;
  readonly causes: readonly string[];
}

const written = join(import.meta.dirname, "written");
const collected = join(import.meta.dirname, "..", "..", "packages", "core", "test", "diagnose", "reports");

/** Lists every report to learn from: the collected ones and the written ones, never those of a measurement. */
export function examples(): readonly Example[] {
  const ofBuilding: Record<string, string[]> = JSON.parse(
    readFileSync(join(collected, "expected-building.json"), "utf8"),
  );
  const real = [...filesOf(collected, /^(?:collected-.*|anchors|building)\.jsonl$/)].map((report) => ({
    report,
    causes: report.expected ?? ofBuilding[(report as { id?: string }).id ?? ""] ?? [],
  }));
  const made = filesOf(written, /\.jsonl$/).map((report) => ({
    report,
    causes: report.expected ?? [report.cause ?? ""],
  }));
  return [...real, ...made]
    .filter(({ causes }) => causes.length > 0)
    .flatMap(({ report, causes }) => [{ features: featuresIn(report), causes }]);
}

function filesOf(folder: string, name: RegExp): readonly Report[] {
  return readdirSync(folder)
    .filter((file) => name.test(file))
    .sort()
    .flatMap((file) => readFileSync(join(folder, file), "utf8").trim().split("\n"))
    .map((line) => JSON.parse(line));
}

function featuresIn({ provider = "", stage = "", grant = "", status = "", text, context }: Report): Features {
  const given = {
    provider: readProvider(provider),
    stage: readStage(stage),
    grant: readGrant(grant),
    status: readStatus(String(status)),
    context,
  };
  const facts = readFacts(text, given);
  return featuresOf(facts, symptomsOf(facts));
}
