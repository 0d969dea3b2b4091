import { type CauseId, causeRules } from "./causes/index.ts";
import type { CauseRule, Condition, Evidence } from "./causes/rule.ts";
import type { Facts } from "./facts.ts";
import type { SignalName } from "./signals.ts";
import type { Symptom, Symptoms } from "./symptoms.ts";

/** A cause that fits, with the sum of its evidence. */
export interface Ranked {
  readonly rule: CauseRule<CauseId>;
  readonly score: number;
  /** Whether more than the symptom speaks for it. */
  readonly hasEvidence: boolean;
  /** The circumstances that speak for it. */
  readonly signals: readonly SignalName[];
}

/** Ranks every cause that fits the facts, the likeliest first. Pure. */
export function rankedCauses(facts: Facts, symptoms: Symptoms): readonly Ranked[] {
  return causeRules
    .filter(
      ({ provider }) => provider === undefined || provider === facts.provider || facts.provider === null,
    )
    .map((rule) => judged(rule, facts, symptoms))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}

/** A cause of one provider counts without that provider only if its own words are there, and for a little less. */
const foreignDiscount = 14;

/** Part of its weight that a cause of a symptom has which is possible only. */
const possibleShare = 0.6;

function judged(rule: CauseRule<CauseId>, facts: Facts, { found, possible }: Symptoms): Ranked {
  const isForeign = rule.provider !== undefined && rule.provider !== facts.provider;
  const proofs = (rule.proof ?? []).filter(([, condition]) => holds(condition, facts));
  const proof = Math.max(0, ...proofs.map(([weight]) => weight));
  const bases = (Object.entries(rule.of ?? {}) as [Symptom, number][]).flatMap(([symptom, base]) =>
    found.has(symptom) ? [possible.has(symptom) ? base * possibleShare : base] : [],
  );
  const base = isForeign ? 0 : Math.max(0, ...bases);
  const counted = base > 0 ? (rule.evidence ?? []).filter(([, condition]) => holds(condition, facts)) : [];
  const sum = Math.max(base, proof) + counted.reduce((total, [weight]) => total + weight, 0);
  return {
    rule,
    score: isForeign ? Math.max(0, proof - foreignDiscount) : sum,
    hasEvidence: proof > 0 || counted.some(([weight]) => weight > 0),
    signals: signalsOf([...proofs, ...counted], facts),
  };
}

function signalsOf(evidence: readonly Evidence[], { signals }: Facts): readonly SignalName[] {
  const named = evidence
    .filter(([weight]) => weight > 0)
    .flatMap(([, { signal = [] }]) => (typeof signal === "string" ? [signal] : signal));
  return [...new Set(named)].filter((name) => signals.has(name));
}

function holds(condition: Condition, facts: Facts): boolean {
  const { code, refusal, signal, words, provider, stage, grant, status } = condition;
  return (
    (code === undefined || listed(code).some((one) => facts.codes.has(one))) &&
    (refusal === undefined || refusal === facts.refusal) &&
    (signal === undefined || listed(signal).some((one) => facts.signals.has(one))) &&
    (provider === undefined || isAmong(provider, facts.provider)) &&
    (stage === undefined || isAmong(stage, facts.stage)) &&
    (grant === undefined || isAmong(grant, facts.grant)) &&
    (status === undefined || isAmong(status, facts.status)) &&
    (words === undefined || words.test(facts.words))
  );
}

function listed<T extends string | number>(one: T | readonly T[]): readonly T[] {
  return typeof one === "object" ? one : [one];
}

function isAmong<T extends string | number>(wanted: T | readonly T[], given: T | null): boolean {
  return given !== null && listed(wanted).includes(given);
}
