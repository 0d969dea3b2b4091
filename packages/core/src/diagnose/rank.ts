import { type CauseId, causeRules } from "./causes/index.ts";
import type { CauseRule, Condition, Evidence } from "./causes/rule.ts";
import type { Facts } from "./facts.ts";
import { isFound } from "./patterns.ts";
import type { SignalName } from "./signals.ts";
import type { Symptom, Symptoms } from "./symptoms.ts";

/** A cause that fits, with the sum of its evidence. */
export interface Ranked {
  readonly rule: CauseRule<CauseId>;
  readonly score: number;
  /** The part of the score that rules and records give. */
  readonly ruled: number;
  /** Whether more than the symptom speaks for it. */
  readonly hasEvidence: boolean;
  /** The circumstances that speak for it. */
  readonly signals: readonly SignalName[];
}

/** Likeness of a failure to known reports of each cause, by the name of the cause: 0 for unlike, 1 for like. */
export type Likeness = ReadonlyMap<string, number>;

/** Ranks every cause that fits the facts or that the failure is like, the likeliest first. Pure. */
export function rankedCauses(
  facts: Facts,
  symptoms: Symptoms,
  likeness: Likeness = new Map(),
): readonly Ranked[] {
  const rules = causeRules.filter(
    ({ provider }) => provider === undefined || provider === facts.provider || facts.provider === null,
  );
  const [cases, general] = [rules.filter(isCase), rules.filter((rule) => !isCase(rule))];
  const ranked = general.map((rule) => judged(rule, facts, symptoms));
  const scores = new Map<string, number>(ranked.map(({ rule, score }) => [rule.id, score]));
  const ofCases = cases.map((rule) => judged(rule, facts, symptoms, scores.get(rule.refines ?? "")));
  return [...ranked, ...ofCases]
    .map((one) => withLikeness(withRecords(one, facts), likeness))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
}

/** Adds what our own records say of a cause. */
function withRecords(ranked: Ranked, { recorded }: Facts): Ranked {
  const weight = recorded?.get(ranked.rule.id) ?? 0;
  const score = ranked.score + weight;
  return { ...ranked, score, ruled: score, hasEvidence: ranked.hasEvidence || weight > 0 };
}

/** Weight of a full likeness. */
const likenessWeight = 60;

/** Likeness from which it speaks for a cause that no rule names, and from which it is evidence. */
const leastLikeness = 0.35;

/** Adds the weight of the likeness. A case that rules found is at least as likely as the cause that it refines. */
function withLikeness(ranked: Ranked, likeness: Likeness): Ranked {
  const { rule, ruled, hasEvidence } = ranked;
  const own = likeness.get(rule.id) ?? 0;
  const like = ruled > 0 ? Math.max(own, likeness.get(rule.refines ?? "") ?? own) : own;
  if (ruled <= 0 && like < leastLikeness) return ranked;
  const score = ruled + likenessWeight * like;
  return { ...ranked, score, hasEvidence: hasEvidence || like >= leastLikeness };
}

const isCase = ({ refines }: CauseRule<CauseId>): boolean => refines !== undefined;

/** A cause of one provider counts without that provider only if its own words are there, and for a little less. */
const foreignDiscount = 14;

/** Part of its weight that a cause of a symptom has which is possible only. */
const possibleShare = 0.6;

/** Part of its weight that a cause of a symptom has which only the stage or status suggests. */
const guessShare = 0.6;

/** Evidence that makes a case as likely as the cause that it refines. */
const caseEvidence = 40;

function judged(rule: CauseRule<CauseId>, facts: Facts, symptoms: Symptoms, ofGeneral = 0): Ranked {
  const isForeign = rule.provider !== undefined && rule.provider !== facts.provider;
  const proofs = (rule.proof ?? []).filter(([, condition]) => holds(condition, facts));
  const proof = Math.max(0, ...proofs.map(([weight]) => weight));
  const base = isForeign ? 0 : baseOf(rule, symptoms);
  const counted =
    base > 0 || ofGeneral > 0 ? (rule.evidence ?? []).filter(([, condition]) => holds(condition, facts)) : [];
  const evidence = counted.reduce((total, [weight]) => total + weight, 0);
  const asCase = ofGeneral > 0 && evidence >= caseEvidence ? ofGeneral + evidence - caseEvidence : 0;
  const share = symptoms.isGuess ? guessShare : 1;
  const score = isForeign
    ? Math.max(0, proof - foreignDiscount)
    : Math.max(Math.max(base * share, proof) + evidence * share, asCase);
  return {
    rule,
    score,
    ruled: score,
    hasEvidence: proof > 0 || counted.some(([weight]) => weight > 0),
    signals: signalsOf([...proofs, ...counted], facts),
  };
}

/** The weight of a cause by its symptoms alone. */
function baseOf({ of = {} }: CauseRule<CauseId>, { found, possible }: Symptoms): number {
  const weights = (Object.entries(of) as [Symptom, number][])
    .filter(([symptom]) => found.has(symptom))
    .map(([symptom, weight]) => (possible.has(symptom) ? weight * possibleShare : weight));
  return Math.max(0, ...weights);
}

function signalsOf(evidence: readonly Evidence[], { signals }: Facts): readonly SignalName[] {
  const named = evidence
    .filter(([weight]) => weight > 0)
    .flatMap(([, { signal = [] }]) => (typeof signal === "string" ? [signal] : signal));
  return [...new Set(named)].filter((name) => signals.has(name));
}

function holds(condition: Condition, facts: Facts): boolean {
  const { code, refusal, signal, address, words, text, provider, ofProvider, stage, grant, status, not } =
    condition;
  return (
    (code === undefined || listed(code).some((one) => facts.codes.has(one))) &&
    (refusal === undefined || refusal === facts.refusal) &&
    (signal === undefined || listed(signal).some((one) => facts.signals.has(one))) &&
    (address === undefined || listed(address).some((one) => facts.addresses.has(one))) &&
    (provider === undefined || isAmong(provider, facts.provider)) &&
    (ofProvider === undefined || facts.provider === null || ofProvider === facts.provider) &&
    (stage === undefined || isAmong(stage, facts.stage)) &&
    (grant === undefined || isAmong(grant, facts.grant)) &&
    (status === undefined || isAmong(status, facts.status)) &&
    (words === undefined || isFound(words, facts.words)) &&
    (text === undefined || isFound(text, facts.text)) &&
    (not === undefined || isNone(not, facts))
  );
}

/** Tests that no condition holds. */
function isNone(not: Condition | readonly Condition[], facts: Facts): boolean {
  return "every" in not ? not.every((one) => !holds(one, facts)) : !holds(not, facts);
}

function listed<T extends string | number>(one: T | readonly T[]): readonly T[] {
  return typeof one === "object" ? one : [one];
}

function isAmong<T extends string | number>(wanted: T | readonly T[], given: T | null): boolean {
  return given !== null && listed(wanted).includes(given);
}
