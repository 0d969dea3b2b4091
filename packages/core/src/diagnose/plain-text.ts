import { withEnglish } from "./system-messages.ts";

/** Characters of a pasted text that are read: its beginning, and the end of a log. */
const headLength = 4000;
const tailLength = 2000;

/** A run that is longer than any word: a token, or noise. Its beginning is read, so that no pattern goes on over all of it. */
const longRun = /(\w{160})\w{1,6000}/g;

/** Tags of pages. What Python prints in angle brackets, such as `<HttpError 403 …>`, is none. */
const markup =
  /<(?:!doctype\b|!--|\/?(?:html|head|body|title|meta|link|base|div|span|p|a|br|hr|h[1-6]|ul|ol|li|dl|dt|dd|table|thead|tbody|tr|td|th|img|svg|path|b|i|u|em|strong|small|pre|code|tt|center|font|form|input|button|label|select|option|textarea|section|article|header|footer|main|nav|aside|iframe|noscript|script|style|details|summary|blockquote)\b)[^<>]{0,400}>/gi;

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&quot;": '"',
  "&#34;": '"',
  "&#39;": "'",
  "&#x27;": "'",
  "&lt;": "<",
  "&gt;": ">",
  "&nbsp;": " ",
};

/** Returns the part of a text that is read. */
export function bounded(text: string): string {
  if (text.length <= headLength + tailLength) return text;
  return `${text.slice(0, headLength)} … ${text.slice(-tailLength)}`;
}

/**
 * Returns a text without the forms in which messages come: markup, entities, percent encoding, escapes of JSON and of
 * terminals. Words then stand beside each other, whatever carried them.
 */
export function plainTextOf(text: string): string {
  const plain = bounded(text)
    .replace(/\p{Cc}\[[0-9;]{0,20}[A-Za-z]/gu, "")
    .replace(/<(?:script|style)\b[^<]{0,4000}/gi, " ")
    .replace(markup, " ")
    .replace(/&(?:amp|quot|#34|#39|#x27|lt|gt|nbsp);/gi, (entity) => entities[entity.toLowerCase()] ?? " ")
    .replace(/(?:%[0-9a-f]{2}){1,400}/gi, decoded)
    .replace(/\\u00(2[267]|3[ce])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\[nrt]/g, " ")
    .replace(/\\{1,3}(["'/])/g, "$1")
    .replace(/(?<=[\w.,:'")])\+(?=[\w'"(])/g, " ")
    .replaceAll("`", "")
    .replace(/[‘’]/g, "'")
    .replace(/[“”„]/g, '"')
    .replace(/[\s\u00a0]+/g, " ")
    .replace(longRun, "$1");
  return withEnglish(plain);
}

function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
