import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeExplanation, explain } from "../packages/core/src/diagnose/index.ts";
import { anyHints, anySecret, anyText, aroundSecret } from "../packages/core/test/diagnose/any-text.ts";
import { answerTo, type Part } from "./explain-page/answer.ts";
import { rendered, written } from "./explain-page.ts";

const textsOf = ({ content }: Part): readonly string[] =>
  typeof content === "string" ? [content] : content.flatMap(textsOf);

describe("docs/explain.html", () => {
  test("is what the rules and its script say (else: npm run docs)", async () => {
    // The whole text in a message would be 360 kB.
    expect(written() === (await rendered())).toBe(true);
  });

  test("is one file, whose policy permits nothing but its own script and style", () => {
    const [policy = ""] = /(?<=content-security-policy" content=")[^"]+/.exec(written()) ?? [];
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[\w+/=]{44}'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'; /,
    );
    const markup = written().replace(/<(script|style)>[\s\S]*?<\/\1>/g, "");
    expect(markup).not.toMatch(/<(?:link|img|iframe|object|embed|base)\b|\ssrc=|\sstyle=|\son\w+=|https?:/);
  });
});

describe("The answer of the page", () => {
  test("has each cause and step of the explanation, and no secret of the text", () => {
    fc.assert(
      fc.property(anyText, aroundSecret, anySecret, anyHints, (text, [before, after], hidden, given) => {
        const pasted = `${text} ${before}${hidden}${after}`;
        const asked = { ...given, context: `${before}${hidden}` };
        for (const language of ["en", "ja"] as const) {
          const answer = answerTo(pasted, asked, language);
          const texts = answer?.parts.flatMap(textsOf) ?? [];
          expect(`${texts.join("\n")}\n${answer?.announced}`).not.toContain(hidden);
          const { causes, meaning } = describeExplanation(explain(pasted, asked), language);
          const known = causes.filter(({ cause }) => cause !== "not_known");
          expect(texts[0]?.toLowerCase()).toBe(meaning.toLowerCase());
          expect(texts).toEqual(expect.arrayContaining(known.flatMap(({ fix }) => fix)));
          const reasons = known.map(({ why }) => why).filter((why) => why !== meaning);
          expect(texts).toEqual(expect.arrayContaining(reasons));
        }
      }),
    );
  });

  test.each(["en", "ja"] as const)("names no option of the command, in %s", (language) => {
    const texts = ["hello", "invalid_grant", "AADSTS50173", "x".repeat(10)].flatMap(
      (text) => answerTo(text, { status: "many" }, language)?.parts.flatMap(textsOf) ?? [],
    );
    expect(texts.filter((text) => /--[a-z]/.test(text))).toEqual([]);
  });

  test("is none without an error", () => {
    expect(answerTo(" \n", { provider: "slack" }, "en")).toBeNull();
  });
});
