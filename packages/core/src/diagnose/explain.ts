import type { Explanation, HintName, Hints } from "./explanation.ts";
import type { Facts } from "./facts.ts";
import { likenessOf } from "./learnt/likeness.ts";
import { meaningOf } from "./meaning.ts";
import { isPassing, isTokenGoodAfter, ownSymptom } from "./own-errors.ts";
import { type Ranked, rankedCauses } from "./rank.ts";
import { readFacts } from "./read-facts.ts";
import { readGrant, readProvider, readStage, readStatus } from "./read-hints.ts";
import { type Symptoms, symptomsOf } from "./symptoms.ts";

const mostCauses = 4;
/** Part of the best score that another cause must have to be named: beside evidence, and beside a guess. */
const leastShare = { evident: 0.4, guessed: 0.25 } as const;

/**
 * Explains why something failed: a JSON body, an address with `error=`, a page, an exception, a log, or one of our own
 * codes. It reasons by the evidence in the text and the hints. Pure: no network, no clock, nothing of Node.
 */
export function explain(input: string, hints: Hints = {}): Explanation {
  const provider = readProvider(hints.provider ?? "");
  const stage = readStage(hints.stage ?? "");
  const grant = readGrant(hints.grant ?? "");
  const status = readStatus(hints.status ?? "");
  const read = { provider, stage, grant, status };
  const notUnderstood = (Object.keys(read) as HintName[]).filter(
    (name) => read[name] === undefined && (hints[name] ?? "") !== "",
  );
  const facts = readFacts(input, { ...read, context: hints.context });
  return { ...(ownExplained(facts) ?? reasoned(facts)), ...shown(facts), notUnderstood };
}

function shown({
  provider,
  code,
  status,
  stage,
  grant,
}: Facts): Pick<Explanation, "provider" | "code" | "status" | "stage" | "grant"> {
  return { provider, code, status, stage, grant };
}

type Reasoned = Pick<Explanation, "meaning" | "causes" | "tokenStillGood" | "retry" | "isGuess">;

/** Explains an error of ours: by its own sentences, or, if something else caused it, by the evidence. */
function ownExplained(facts: Facts): Reasoned | null {
  const { ownCode } = facts;
  if (ownCode === null) return null;
  const own = {
    meaning: `error.${ownCode}`,
    tokenStillGood: isTokenGoodAfter(ownCode),
    retry: isPassing(ownCode),
  } as const;
  const symptom = ownSymptom(ownCode);
  if (symptom === undefined)
    return { ...own, causes: [{ cause: `own.${ownCode}`, evidence: [] }], isGuess: false };
  return { ...reasoned(facts, { found: new Set([symptom]), possible: new Set(), isGuess: false }), ...own };
}

function reasoned(facts: Facts, symptoms: Symptoms = symptomsOf(facts)): Reasoned {
  const isOurs = facts.ownCode !== null;
  const ranked = rankedCauses(facts, symptoms, isOurs ? undefined : likenessOf(facts, symptoms));
  const best = ranked[0];
  const meaning = meaningOf(facts, symptoms, best?.rule);
  if (best === undefined)
    return {
      meaning,
      causes: [{ cause: "not_known", evidence: [] }],
      tokenStillGood: null,
      retry: false,
      isGuess: true,
    };
  const isGuess = isUndecided(ranked) || (!isOurs && best.score < certainScore);
  return {
    meaning,
    causes: named(ranked, isGuess).map(({ rule, signals }) => ({ cause: rule.id, evidence: signals })),
    tokenStillGood: tokenOf(best, facts),
    retry: best.rule.retry === true,
    isGuess,
  };
}

/** Score from which a cause is more than a guess: of those above it 3 of 4 unseen reports had it rightly, below 1 of 4. */
const certainScore = 95;

/** Part of the best score from which another cause is as likely. */
const equalShare = 0.7;
const nearShare = 0.85;

/** Whether another cause that is named is as likely as the first. */
function isUndecided([best, second]: readonly Ranked[]): boolean {
  if (best === undefined || second === undefined) return false;
  return second.score >= best.score * nearShare;
}

/**
 * The causes to name: those whose evidence comes near that of the best. Next to one that leaves the refresh token good, one
 * that ends it is named only if it is as likely: its remedy is a new login, which would be in vain.
 */
function named(ranked: readonly Ranked[], isGuess: boolean): readonly Ranked[] {
  const best = ranked[0];
  if (best === undefined) return [];
  const { rulesOut = [], refines, tokenStillGood } = best.rule;
  const least = best.hasEvidence ? leastShare.evident : leastShare.guessed;
  // Beside evidence a symptom that is guessed by the stage says nothing.
  const isProven = isGuess && best.hasEvidence;
  const isAdvised = ({ rule, score, ruled, hasEvidence }: Ranked): boolean => {
    const share = tokenStillGood && rule.tokenStillGood === false ? equalShare : least;
    return (
      rule.id !== refines &&
      (hasEvidence || !isProven) &&
      !rulesOut.includes(rule.id) &&
      (score >= best.score * share || (ruled > 0 && ruled >= best.ruled * share))
    );
  };
  return ranked.filter(isAdvised).slice(0, mostCauses);
}

/** Before a token was given there is none that could be good. */
function tokenOf({ rule }: Ranked, { stage, grant }: Facts): boolean | null {
  if (rule.tokenStillGood !== true) return rule.tokenStillGood;
  const without = grant === "jwt_bearer" || grant === "client_credentials" || grant === "password";
  const before = stage === "authorize" || stage === "callback" || stage === "token-exchange";
  return without || before ? null : true;
}
