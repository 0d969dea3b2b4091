import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Facts } from "../../packages/core/src/diagnose/facts.ts";
import { readFacts } from "../../packages/core/src/diagnose/read-facts.ts";
import {
  readGrant,
  readProvider,
  readStage,
  readStatus,
} from "../../packages/core/src/diagnose/read-hints.ts";
import { type Symptoms, symptomsOf } from "../../packages/core/src/diagnose/symptoms.ts";

interface Report {
  /** Name of a collected report. */
  readonly id?: string;
  readonly provider?: string;
  readonly stage?: string;
  readonly grant?: string;
  readonly status?: string | number;
  readonly text: string;
  readonly context?: string;
  /** Causes that fit. */
  readonly expected?: readonly string[];
  /** The cause that a report was written for; a collected one has a key of its own collection there. */
  readonly cause?: string;
}

/** Something to learn from. */
export interface Example {
  /** Reads what the report says, which takes milliseconds. */
  readonly read: () => { readonly facts: Facts; readonly symptoms: Symptoms };
  readonly causes: readonly string[];
  /** Number of reports that it counts as: what people really wrote counts more. */
  readonly count: number;
}

const realCount = 3;

const written = join(import.meta.dirname, "written");
const collected = join(import.meta.dirname, "..", "..", "packages", "core", "test", "diagnose", "reports");

/** Reports that real people posted, without those of a measurement. */
const collectedFiles = /^(?:collected-.*|building)\.jsonl$/;

/** Lists every report to learn from. */
export function reports(): readonly Example[] {
  const ofBuilding: Record<string, string[]> = JSON.parse(
    readFileSync(join(collected, "expected-building.json"), "utf8"),
  );
  const real = filesOf(collected, collectedFiles).map((report) => ({
    report,
    causes: report.expected ?? ofBuilding[report.id ?? ""] ?? [],
    count: realCount,
  }));
  const made = filesOf(written, /\.jsonl$/).map((report) => ({
    report,
    causes: report.expected ?? [report.cause ?? ""],
    count: 1,
  }));
  return [...real, ...made]
    .filter(({ causes }) => causes.length > 0)
    .map(({ report, causes, count }) => ({ read: () => read(report), causes, count }));
}

/** Digest of every file with reports. */
export function digestOfReports(): string {
  const files = [...contentsOf(collected, collectedFiles), ...contentsOf(written, /\.jsonl$/)];
  return createHash("sha256").update(files.join("\n")).digest("hex").slice(0, 16);
}

function contentsOf(folder: string, name: RegExp): readonly string[] {
  return readdirSync(folder)
    .filter((file) => name.test(file))
    .sort()
    .map((file) => readFileSync(join(folder, file), "utf8").trim());
}

function filesOf(folder: string, name: RegExp): readonly Report[] {
  return contentsOf(folder, name)
    .flatMap((content) => content.split("\n"))
    .map((line) => JSON.parse(line));
}

function read({ provider = "", stage = "", grant = "", status = "", text, context }: Report) {
  const facts = readFacts(text, {
    provider: readProvider(provider),
    stage: readStage(stage),
    grant: readGrant(grant),
    status: readStatus(String(status)),
    context,
  });
  return { facts, symptoms: symptomsOf(facts) };
}
