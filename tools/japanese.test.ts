import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ja as command } from "../packages/cli/src/text/ja.ts";
import { explainTables } from "../packages/core/src/diagnose/sentences.ts";
import { providers } from "../packages/core/src/providers/index.ts";
import { ja as library } from "../packages/core/src/text/ja.ts";
import { ja as emulator } from "../packages/emulator/src/text/ja.ts";
import { ja as session } from "../packages/session/src/text/ja.ts";
import { ja as explainPage } from "./explain-page/ja.ts";

const root = join(import.meta.dirname, "..");

type Text = readonly [place: string, text: string];

const sentences: readonly Text[] = [
  ...[library, command, emulator, session, explainPage, ...providers.map(({ texts }) => texts.ja)].flatMap(
    (table) => Object.entries(table),
  ),
  ...explainTables.flatMap(([, , table]) => Object.entries(table)),
];

const pages: readonly Text[] = [
  "README.ja.md",
  ...readdirSync(join(root, "docs/ja"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs/ja", name)),
].map((path) => [path, readFileSync(join(root, path), "utf8")]);

/** Words that must not be used, and the word that stands for the same thing. */
const instead: readonly (readonly [forbidden: RegExp, word: string])[] = [
  [/範囲/, "スコープ"],
  [/秘密/, "シークレット"],
  [/端末/, "ターミナル"],
  [/要求/, "リクエスト"],
  [/台帳/, "記録"],
  [/そっくり/, "模擬環境"],
  [/重なり/, "猶予、オーバーラップ"],
  [/写し/, "コピー"],
  [/再利用/, "再使用"],
  [/利用者/, "ユーザー"],
  [/ブラウザー/, "ブラウザ"],
  [/プロバイダ(?!ー)/, "プロバイダー"],
  [/黙って/, "通知なく"],
  [/断[りる]/, "拒否"],
  [/OAuth 利用状況/, "OAuth の利用状況"],
];

/** Labels on Salesforce's own screens, and the ranges of IP addresses. */
const labels =
  /(?:選択した )?OAuth 範囲|IP 範囲|コンシューマーの秘密|フローの秘密が必要|いつでも要求を実行|PKCE 拡張を要求/g;

test.each(instead)("No Japanese text has %s, because the word is %s", (forbidden) => {
  const wrong = [...sentences, ...pages].flatMap(([place, text]) =>
    text
      .replaceAll(labels, "")
      .split("\n")
      .filter((line) => forbidden.test(line))
      .map((line) => `${place}: ${line}`),
  );
  expect(wrong).toEqual([]);
});

/** The prose of a page: without code, tables and headings. Its lines are joined as a browser joins them. */
function proseOf(markdown: string): string {
  return markdown
    .replaceAll(/^```[\s\S]*?^```$/gm, "")
    .replaceAll(/^(?:\||#).*$/gm, "")
    .replaceAll("**", "")
    .replaceAll(/\n(?=\S)/g, "");
}

/** Finds the sentences that end in a plain verb or adjective. A noun may end a sentence in both styles. */
function plainSentencesOf(text: string): readonly string[] {
  const plain = /(?:である.*|(?<![でま])す|(?<!しょ)う|[くぐつぬぶむる]|(?<!まし|でし)た|[なた]い|だ)$/;
  return text
    .split("。")
    .slice(0, -1)
    .map((sentence) => sentence.replace(/\([^()]*\)$/, "").trim())
    .filter((sentence) => plain.test(sentence));
}

describe("One text has one style", () => {
  const help = sentences.filter(([key]) => key.startsWith("help."));
  const others = sentences.filter(([key]) => !key.startsWith("help."));

  test("No sentence for the user is plain, because the others end in です or ます", () => {
    expect(others.filter(([, text]) => plainSentencesOf(text).length > 0)).toEqual([]);
  });

  test.each(pages)("No sentence of %s is plain, because the others end in です or ます", (_, markdown) => {
    expect(plainSentencesOf(proseOf(markdown))).toEqual([]);
  });

  test("No sentence of the help, which is plain, ends in です or ます", () => {
    const polite = /(?:です|ます|ません|ました|ください)(?=[。:)\n]|$)/;
    expect(help.filter(([, text]) => polite.test(text))).toEqual([]);
  });
});

// 〜ます says what the program does, so advice that ends in it reads as if the user need not act.
test("Advice ends in 〜してください", () => {
  const adviceKey = /^(?:fix|otherwise|handed|browser)\.|\.more(?:\.|$)/;
  const told =
    /(?:確認し|試し|使い|設定し|選び|戻し|直し|指定し|加え|追加し|渡し|移し|押し|待ち|付け|外し|許可し|にし|忘れ|コピーし|更新し|割り当て|与え|区切り)ます/;
  const wrong = sentences.filter(([key, text]) => adviceKey.test(key) && told.test(text));
  expect(wrong).toEqual([]);
});
