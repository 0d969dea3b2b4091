/** The longest quotation of a provider, in characters. */
const longestSaid = 200;

/**
 * Text of others made fit for a terminal and a log: one line, no control or invisible characters (they can
 * move a cursor or turn the reading direction), at most 200 characters.
 */
export function cleaned(text: string): string {
  const line = text
    .slice(0, 20 * longestSaid)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\p{Cf}\p{Co}\p{Cs}]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
  const characters = Array.from(line);
  return characters.length > longestSaid ? `${characters.slice(0, longestSaid - 1).join("")}…` : line;
}

/**
 * What a provider said, as sentences quote it: `error: description`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export function saidOf(error: string, description: string | null): string {
  return cleaned(description ? `${error}: ${description}` : error);
}
