/** The longest quotation of a provider, in characters. */
const maxLength = 200;

/**
 * Text of others made fit for a terminal and a log: one line, no control or invisible characters (they can
 * move a cursor or turn the reading direction), at most 200 characters.
 */
export function sanitize(text: string): string {
  const line = text
    .slice(0, 20 * maxLength)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\p{Cf}\p{Co}\p{Cs}]/gu, "")
    .replace(/\s+/g, " ")
    .trim();
  const characters = Array.from(line);
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join("")}…` : line;
}

/**
 * What a provider said, as sentences quote it: `error: description`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export function formatProviderError(error: string, description: string | null): string {
  return sanitize(description ? `${error}: ${description}` : error);
}

/**
 * Replaces control characters, line separators and directional overrides with a space, because they could rewrite the
 * terminal or forge a line. Keeps the length and all other white space, unlike {@link sanitize}.
 */
export function replaceControls(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}
