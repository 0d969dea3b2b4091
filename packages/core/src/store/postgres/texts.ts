// PostgreSQL stores no NUL in a text, and extracts no member of a JSON object that has one. A provider may send it all the
// same, and its answer must be stored as it is: MACs cover it.

/** What cannot be stored, and the mark that stands for it; a mark that was there before is told apart by what follows. */
const escapes = [
  { forbidden: "\0", mark: "\uE000", kept: "\uE001", replaced: "\uE002" },
  { forbidden: "\\u0000", mark: "\\ue000", kept: "\\ue001", replaced: "\\ue002" },
] as const;

/** Converts a text to one that PostgreSQL stores. */
export function storable(text: string): string {
  let result = text;
  for (const { forbidden, kept, mark, replaced } of escapes)
    if (result.includes(forbidden) || result.includes(mark))
      result = result.replaceAll(mark, mark + kept).replaceAll(forbidden, mark + replaced);
  return result;
}

/** Converts a text back that {@link storable} converted. */
export function stored(text: string): string {
  let result = text;
  for (const { forbidden, kept, mark, replaced } of escapes)
    if (result.includes(mark))
      result = result.replaceAll(mark + replaced, forbidden).replaceAll(mark + kept, mark);
  return result;
}
