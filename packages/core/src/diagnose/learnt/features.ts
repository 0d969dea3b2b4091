import type { Facts } from "../facts.ts";
import type { Symptoms } from "../symptoms.ts";

/** Features of a failure by which weights are learnt, in two groups: the words, each with its count, and the facts. */
export interface Features {
  readonly words: ReadonlyMap<string, number>;
  readonly facts: readonly string[];
}

/** Latin words and names, and runs of Chinese characters or katakana. */
const wordPattern = /[a-z_][a-z_'0-9]+|[\u3400-\u9fff\u30a0-\u30ff]{2,6}/g;

/** Identifiers and long numbers, which say nothing of a cause. */
const idPattern = /[0-9a-f]{8,}|\d{4,}/g;

/** Lists the features of a failure. */
export function featuresOf(facts: Facts, symptoms: Symptoms): Features {
  return {
    words: counted(facts.words.replace(idPattern, "#").match(wordPattern) ?? []),
    facts: factsOf(facts, symptoms),
  };
}

function counted(words: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function factsOf(facts: Facts, { found }: Symptoms): readonly string[] {
  const { provider, stage, grant, status, refusal, codes, signals, addresses } = facts;
  return [
    `provider:${provider}`,
    `stage:${stage}`,
    `place:${provider}/${stage}`,
    `grant:${grant}`,
    `status:${status}`,
    `refusal:${refusal}`,
    ...[...codes].map((code) => `code:${code}`),
    ...[...signals].map((signal) => `signal:${signal}`),
    ...[...addresses].map((address) => `address:${address}`),
    ...[...found].map((symptom) => `symptom:${symptom}`),
  ];
}
