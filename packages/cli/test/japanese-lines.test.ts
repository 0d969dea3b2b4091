import { describe, expect, test } from "vitest";
import { isTailOf, phrasesOf } from "../src/japanese-lines.ts";
import { ja } from "../src/text/ja.ts";
import { wrap } from "../src/text-layout.ts";

describe("phrasesOf()", () => {
  test.each([
    ["設定します。", ["設定します。"]],
    ["今後このトークンを使わないでください", ["今後この", "トークンを", "使わないでください"]],
    ["アドレスを貼り付けてください。", ["アドレスを", "貼り付けてください。"]],
    ["取り消されるまで(推定)", ["取り消されるまで", "(推定)"]],
    ["書き込めません", ["書き込めません"]],
    ["再ログインが必要です", ["再ログインが", "必要です"]],
    ["引き渡し済みです", ["引き渡し済みです"]],
    ["もう一度お試しください", ["もう一度", "お試しください"]],
    ["これをご自分で開く", ["これを", "ご自分で", "開く"]],
    ["「許可」を押すと、ブラウザで開きます。", ["「許可」を", "押すと、", "ブラウザで", "開きます。"]],
    ["設定から更新トークンポリシーを選ぶ", ["設定から", "更新トークンポリシーを", "選ぶ"]],
    ["https://login.example.com/?a=b&c=dを開く", ["https://login.example.com/?a=b&c=dを", "開く"]],
  ])("%s consists of its phrases", (text, phrases) => {
    expect(phrasesOf(text)).toEqual(phrases);
  });
});

test.each([
  ["tokenwell", "を", true],
  ["10", "分待って", true],
  ["API", "呼び出し", false],
  ["保存先", "は", false],
  ["(stdin)", "に", true],
  ["次のどちらか:", "または", false],
])("After %s, %s belongs to it: %s", (before, phrase, isTail) => {
  expect(isTailOf(before, phrase)).toBe(isTail);
});

describe("Japanese sentences", () => {
  test("A line ends after a phrase, never inside a word", () => {
    expect(wrap("この設定は、次に tokenwell を起動したときから有効になります。", 40)).toEqual([
      "この設定は、次に tokenwell を",
      "起動したときから有効になります。",
    ]);
    expect(wrap(ja["import.done"], 40)).toEqual([
      "{name} は {account} です。元の",
      "プログラムでは、今後このトークンを",
      "使わないでください",
    ]);
    expect(wrap("最大 10 分待ってから、もう一度試してください。", 24)).toEqual([
      "最大 10 分待ってから、",
      "もう一度試してください。",
    ]);
  });

  test("Addresses and commands stay whole between them", () => {
    const address = "https://login.example.com/authorize?response_type=code&client_id=demo";
    expect(wrap(`次の URL をブラウザで開いてください: ${address}`, 40)).toEqual([
      "次の URL をブラウザで開いてください:",
      address,
    ]);
    expect(wrap("もう一度 tokenwell で使うには:  tokenwell renew acme", 40)).toEqual([
      "もう一度 tokenwell で使うには:",
      "tokenwell renew acme",
    ]);
  });

  test("No line of the command's sentences begins with an ending or a particle, however wide the terminal is", () => {
    const torn =
      /^ *(?:す|ます|です|ません|した|ださい|ください|を|は|が|に|で|と|の|も|へ|から|まで)(?=[ 。、:)]|$)/;
    const sentences = Object.entries(ja).filter(([key]) => !key.startsWith("help."));
    const lines = sentences.flatMap(([key, text]) =>
      [40, 60, 80, 100].flatMap((columns) =>
        text.split("\n").flatMap((line) =>
          wrap(line, columns)
            .slice(1)
            .map((part) => `${key}: ${part}`),
        ),
      ),
    );
    expect(lines.filter((line) => torn.test(line.replace(/^\S+: /, "")))).toEqual([]);
    expect(lines.length).toBeGreaterThan(100);
  });
});
