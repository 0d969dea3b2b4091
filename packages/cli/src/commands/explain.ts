import type { Explanation, ExplanationText } from "@tokenwell/core/explain";
import type { CommonOptions, Context } from "../context.ts";
import { UsageError } from "../errors.ts";
import { readAll } from "../input.ts";
import { writeJson, writeOut } from "../output.ts";
import type { WordKey } from "../text/en.ts";
import { padTo } from "../text-layout.ts";
import type { Ui } from "../ui.ts";

/** The options of `tokenwell explain`. A value that is not understood is a remark, never an error. */
export interface ExplainCommandOptions extends CommonOptions {
  readonly provider?: string;
  readonly stage?: string;
  readonly grant?: string;
  readonly status?: string;
  readonly context?: string;
}

/** Columns of the labels before the sentences. */
const labelColumns = 8;

/** Runs `tokenwell explain TEXT`: says what an error means, why it comes, and how to mend it. Opens no store. */
export async function explain(
  context: Context,
  words: readonly string[],
  options: ExplainCommandOptions,
): Promise<number> {
  const { io, ui } = context;
  const text = await textOf(context, words);
  // The rules are of no use to any other command.
  const { describeExplanation, explain: explanationOf } = await import("@tokenwell/core/explain");
  const explanation = explanationOf(text, options);
  const described = describeExplanation(explanation, ui.language);
  if (options.json) await writeJson(io.stdout, jsonOf(explanation, described));
  else {
    const lines = ui.fitted(linesOf(explanation, described, ui), io.stdout.isTTY === true);
    await writeOut(io.stdout, `${lines.join("\n")}\n`);
  }
  return 0;
}

/** Returns the words as one text; stdin for "-", or if there are none and another program writes to it. */
async function textOf({ io }: Context, words: readonly string[]): Promise<string> {
  const isPiped = words.length === 0 && io.stdin.isTTY !== true;
  const text =
    isPiped || (words.length === 1 && words[0] === "-")
      ? (await readAll(io.stdin)).toString("utf8")
      : words.join(" ");
  if (text.trim() === "") throw new UsageError("nothing_to_explain");
  return text;
}

/** The explanation for programs. Keys and codes are the same in every language, sentences are the user's. */
function jsonOf(explanation: Explanation, { meaning, causes }: ExplanationText): object {
  const { provider, code, status, stage, grant, tokenStillGood, retry, isGuess, notUnderstood } = explanation;
  const known = { provider, code, status, stage, grant };
  return { ...known, meaning, causes, tokenStillGood, retry, isGuess, notUnderstood };
}

function linesOf({ code, status }: Explanation, text: ExplanationText, ui: Ui): string[] {
  const labelled = (label: WordKey | null, sentence: string): string =>
    padTo(label === null ? "" : ui.words(label), labelColumns) + sentence;
  const lines = [text.meaning];
  if (code !== null || status !== null) lines.push(labelled("explain.said", readAs(code, status)));
  if (text.guess !== null) lines.push(text.guess);
  for (const { why, fix, page } of text.causes) {
    const steps = fix.map((step, index) => labelled(index === 0 ? "explain.fix" : null, step));
    lines.push("", labelled("explain.why", why), ...steps);
    if (page !== null) lines.push(labelled("explain.page", page));
  }
  lines.push("", labelled("explain.token", text.token), labelled("explain.retry", text.retry));
  return [...lines, ...text.notUnderstood];
}

function readAs(code: string | null, status: number | null): string {
  return [code, status === null ? null : `HTTP ${status}`].filter((part) => part !== null).join(", ");
}
