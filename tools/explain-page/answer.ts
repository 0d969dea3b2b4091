import { displayNames } from "../../packages/core/src/diagnose/describe.ts";
import {
  type DescribedCause,
  describeExplanation,
  type Explanation,
  type ExplanationText,
  explain,
  type Hints,
} from "../../packages/core/src/diagnose/index.ts";
import type { Language } from "../../packages/core/src/text/say.ts";
import { say, type TextKey } from "./say.ts";

/** A part of the page: an element with a text or with parts. */
export interface Part {
  readonly tag: "a" | "b" | "code" | "dd" | "div" | "dl" | "dt" | "h2" | "h3" | "h4" | "li" | "ol" | "p";
  readonly name?: string;
  readonly href?: string;
  readonly content: string | readonly Part[];
}

/** Answer to a pasted error. */
export interface Answer {
  readonly parts: readonly Part[];
  /** Sentence for a screen reader. */
  readonly announced: string;
}

/** Explains an error as the page shows it: what the command says, in parts. `null` without an error. Pure. */
export function answerTo(text: string, hints: Hints, language: Language): Answer | null {
  if (text.trim() === "") return null;
  const explanation = explain(text, hints);
  const described = describeExplanation(explanation, language);
  const { causes, meaning } = described;
  const heading = meaning.charAt(0).toUpperCase() + meaning.slice(1);
  const isNoStatus = explanation.notUnderstood.includes("status");
  const parts: readonly Part[] = [
    { tag: "h2", content: heading },
    ...readAs(explanation, language),
    ...(isNoStatus ? [remark(say(language, "status.not_understood"))] : []),
    ...(causes[0]?.cause === "not_known"
      ? nothingKnown(causes[0], language)
      : reasons(explanation, described, language)),
  ];
  const count = String(causes.length);
  return { parts, announced: say(language, "announced", { meaning: heading, count }) };
}

const remark = (content: string): Part => ({ tag: "p", name: "remark", content });

/** The verdicts and the causes. */
function reasons(explanation: Explanation, described: ExplanationText, language: Language): readonly Part[] {
  const { causes, meaning } = described;
  const [first] = causes;
  // An error of ours says itself why.
  const isSaid = causes.length === 1 && first?.why === meaning;
  const label = isSaid ? "steps" : causes.length === 1 ? "causes.one" : "causes.several";
  const list: Part =
    isSaid && first !== undefined
      ? stepList(first.fix)
      : { tag: "ol", name: "causes", content: causes.map((cause) => causePart(cause, language)) };
  return [
    ...(explanation.isGuess ? [remark(say(language, "guess"))] : []),
    verdicts(explanation, described, language),
    { tag: "h3", content: say(language, label) },
    list,
  ];
}

/** Advice if nothing is known: what to look for. */
const nothingKnown = ({ why }: DescribedCause, language: Language): readonly Part[] => [
  remark(why),
  { tag: "h3", content: say(language, "steps") },
  stepList(say(language, "fix.not_known").split("\n")),
];

const stepList = (steps: readonly string[]): Part => ({
  tag: "ol",
  name: "steps",
  content: steps.map((content) => ({ tag: "li", content })),
});

/** What was read in the text and the hints: the code, the status, the provider and the step. */
function readAs({ code, provider, stage, status }: Explanation, language: Language): readonly Part[] {
  const name = provider === null || provider === "oidc" ? null : displayNames[provider];
  const step = stage === null ? null : say(language, `stage.${stage}`);
  const http = status === null ? null : `HTTP ${status}`;
  const words = [http, name, step].flatMap((word): Part[] =>
    word === null ? [] : [{ tag: "b", content: word }],
  );
  const all: readonly Part[] = [
    ...(code === null ? [] : [{ tag: "code", content: code } as const]),
    ...words,
  ];
  if (all.length === 0) return [];
  const label: Part = { tag: "b", name: "label", content: say(language, "read") };
  return [{ tag: "p", name: "read", content: [label, ...all] }];
}

/** What became of the refresh token, and whether to try again. */
function verdicts(
  { retry: isPassing, tokenStillGood }: Explanation,
  { retry, token }: ExplanationText,
  language: Language,
): Part {
  const tokenName = tokenStillGood === null ? "unknown" : tokenStillGood ? "good" : "bad";
  const verdict = (key: TextKey, name: string, content: string): Part => ({
    tag: "div",
    name,
    content: [
      { tag: "dt", content: say(language, key) },
      { tag: "dd", content },
    ],
  });
  return {
    tag: "dl",
    name: "verdicts",
    content: [verdict("token", tokenName, token), verdict("retry", isPassing ? "good" : "unknown", retry)],
  };
}

function causePart({ fix, page, why }: DescribedCause, language: Language): Part {
  // The page lies in docs/, too.
  const href = page?.slice("docs/".length);
  const more: readonly Part[] =
    href === undefined
      ? []
      : [
          { tag: "b", content: say(language, "more") },
          { tag: "a", href, content: href.slice(href.lastIndexOf("/") + 1) },
        ];
  return {
    tag: "li",
    content: [
      { tag: "h4", content: why },
      stepList(fix),
      ...(more.length === 0 ? [] : [{ tag: "p", name: "more", content: more } as const]),
    ],
  };
}
