import { describe, expect, it } from "vitest";
import { providers } from "../src/providers/index.ts";
import { hasText, sayFor } from "../src/providers/sentences.ts";
import { en } from "../src/text/en.ts";
import { ja } from "../src/text/ja.ts";
import { fill, say } from "../src/text/say.ts";
import { widthOf } from "../src/text/width.ts";

function placeholders(template: string): readonly string[] {
  return [...new Set(template.match(/\{\w+\}/g))].sort();
}

type Table = Readonly<Record<string, string>>;

/** The tables of one author, the library or a provider, in each language. */
const authors: readonly (readonly [author: string, en: Table, ja: Table])[] = [
  ["the library", en, ja],
  ...providers.map(({ id, texts }) => [id, texts.en, texts.ja] as const),
];

const rows = authors.flatMap(([author, ...tables]) =>
  tables.flatMap((table, index) =>
    Object.entries(table).map(([key, sentence]) => [author, ["en", "ja"][index], key, sentence] as const),
  ),
);

describe("the sentences", () => {
  it.each(authors)("of %s have the same keys in each language, in the same order", (_, english, japanese) => {
    expect(Object.keys(japanese)).toEqual(Object.keys(english));
  });

  it.each(authors)("of %s have the same placeholders in each language", (_, english, japanese) => {
    const differing = Object.entries(english).filter(
      ([key, sentence]) => placeholders(sentence).join() !== placeholders(japanese[key] ?? "").join(),
    );
    expect(differing).toEqual([]);
  });

  it("have no white space at a line's end and no control characters", () => {
    const dirty = rows.filter((row) => /[ \t]+$|^\n|\n$|[^\P{Cc}\n]/mu.test(row[3]));
    expect(dirty).toEqual([]);
  });

  it("of causes and remedies are one paragraph, or lines that fit a terminal below their label", () => {
    const reasons = rows.filter(([, , key]) => /^(?:why|fix|next|evidence)\./.test(key));
    // A fact may make a line longer; the command then breaks it.
    const long = reasons.flatMap(([, language, key, sentence]) =>
      sentence
        .split("\n")
        .filter((line, _, lines) => lines.length > 1 && !line.includes("{") && widthOf(line) > 72)
        .map((line) => [language, key, line]),
    );
    expect(long).toEqual([]);
  });

  it("name theft as the last cause, unless the provider saw a second use of the token", () => {
    const alarming = rows.filter(
      ([, , key, sentence]) => /thief|theft|stole|盗/.test(sentence) && key !== "evidence.token_stolen",
    );
    const order =
      /Most likely .*revoked.*Less likely, .*stolen\.|多くの場合、.*取り消し.*まれに、.*盗まれた可能性があります。/;
    expect(alarming.map(([, , key]) => key)).toContain("evidence.provider_revoked");
    expect(alarming.filter(([, , , sentence]) => !order.test(sentence))).toEqual([]);
  });

  it("have an error for each explanation of one", () => {
    const plain = rows.flatMap(([, , key]) => /^(error\..+)\.more/.exec(key)?.[1] ?? []);
    expect(plain.filter((key) => !hasText(key))).toEqual([]);
  });
});

describe("the sentences of a provider", () => {
  const own = providers.flatMap(({ id, texts }) => Object.keys(texts.en).map((key) => [id, key] as const));

  it("carry the provider's id in their keys, so that they replace no sentence of the library or of another", () => {
    expect(own.filter(([id, key]) => !key.split(".").includes(id))).toEqual([]);
  });

  it("that replace one of the library have no other parameters than that one", () => {
    const foreign = own.flatMap(([id, key]) => {
      const general = key.endsWith(`.${id}`) ? key.slice(0, -id.length - 1) : "";
      if (!hasText(general)) return [];
      const known = placeholders(sayFor(undefined, "en", general));
      return placeholders(sayFor(id, "en", general)).filter((name) => !known.includes(name));
    });
    expect(foreign).toEqual([]);
  });

  it("are shown to its own users, and the library's to all others", () => {
    const missing = (provider: string | undefined): string =>
      sayFor(provider, "en", "error.needs_login", { name: "acme", provider: "Acme" });
    expect(missing("salesforce")).toBe("acme must log in again: Salesforce refuses its refresh token");
    expect(missing("auth0")).toBe("acme must log in again: Acme refuses its refresh token");
    expect(missing(undefined)).toBe("acme must log in again: Acme refuses its refresh token");
  });
});

describe("a sentence", () => {
  it("is filled with parameters, and keeps a placeholder that no parameter fills", () => {
    expect(say("en", "error.paste_repeated", { parameter: "code" })).toContain('"code" twice');
    expect(say("ja", "error.paste_repeated", { parameter: "code" })).toContain("「code」");
    expect(fill("{a} {b}", { a: 1 })).toBe("1 {b}");
  });

  it("does not fill placeholders in the text of a parameter", () => {
    expect(fill("{a}", { a: "{b}", b: "no" })).toBe("{b}");
  });
});
