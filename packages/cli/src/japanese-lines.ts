import { widthOf } from "@tokenwell/core";

// Places at which Japanese text may break into lines. Pure.

/**
 * Characters that must not begin a line, and those that must not end one.
 * @see https://www.w3.org/TR/jlreq/#line_composition
 */
const noStart =
  /^[、。,.，．・:;：；?!？！」』)）】〕〉》\]］}｝ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥々〜％]/u;
const noEnd = /[「『(（【〔〈《[［{｛]$/u;
const hiragana = /^\p{sc=Hiragana}+$/u;
const japanese = /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}ー]/u;
const startsWithKanji = /^\p{sc=Han}/u;
/** The joint of a compound noun, as in 更新トークン. */
const compound = /[\p{sc=Han}\p{sc=Katakana}ー]\n[\p{sc=Han}\p{sc=Katakana}]/u;
/** The stem of a verb that begins a compound, as in 貼り付ける and 取り消し後. Particles end in other characters. */
const verbStem = /(?:^|\p{sc=Han})[いきしちひみりえけせねめれぎじびげぜべ]$/u;
const honorific = /^[おご]$/;

let segmenter: Intl.Segmenter | undefined;

/** Whether a text has Japanese characters. */
export const isJapanese = (text: string): boolean => japanese.test(text);

/**
 * Splits a word without spaces into phrases, between which a line may break. A phrase is a word with the particles and
 * endings that follow it. Takes some 20 ms the first time, because the dictionary is loaded.
 */
export function phrasesOf(word: string): string[] {
  segmenter ??= new Intl.Segmenter("ja", { granularity: "word" });
  const segments = [...segmenter.segment(word)].map(({ segment }) => segment);
  const phrases: string[] = [];
  for (const [index, segment] of segments.entries()) {
    const phrase = phrases.at(-1);
    if (phrase === undefined || beginsPhrase(segments, index, phrase)) phrases.push(segment);
    else phrases[phrases.length - 1] = phrase + segment;
  }
  return phrases;
}

function beginsPhrase(segments: readonly string[], index: number, phrase: string): boolean {
  const [before = "", segment = "", after = ""] = segments.slice(index - 1, index + 2);
  if (!mayBreak(phrase, segment)) return false;
  if (/[、。]$/.test(phrase)) return true;
  if (honorific.test(segment) && startsWithKanji.test(after)) return true;
  if (hiragana.test(segment) || honorific.test(before)) return false;
  if (verbStem.test(before) && startsWithKanji.test(segment)) return false;
  return !compound.test(`${before.slice(-1)}\n${segment.slice(0, 1)}`);
}

/** Splits a word between any two Japanese characters that may be apart: for phrases longer than a line. */
export function charactersOf(word: string): string[] {
  const parts: string[] = [];
  for (const character of word) {
    const before = parts.at(-1);
    if (before === undefined || mayBreak(before, character)) parts.push(character);
    else parts[parts.length - 1] = before + character;
  }
  return parts;
}

/** Whether a phrase belongs to the foreign word or the number before it, as in `tokenwell を` and `10 分`. */
export function isTailOf(before: string, phrase: string): boolean {
  return (
    !isJapanese(before.slice(-1)) &&
    !/[、。:;!?]$/.test(before) &&
    (hiragana.test(phrase) || (/\d$/.test(before) && isJapanese(phrase.slice(0, 1))))
  );
}

function mayBreak(before: string, after: string): boolean {
  return (isWide(after) || isWide(before.slice(-1))) && !noStart.test(after) && !noEnd.test(before);
}

const isWide = (text: string): boolean => widthOf(text.slice(0, 1)) === 2;
