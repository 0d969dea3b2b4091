/** Maximum length of a quotation, in characters. */
const maxLength = 200;

/**
 * Makes text from outside printable within a line: replaces each run of control characters, line separators and
 * directional overrides by a space. They could move the cursor, forge a line or reverse the reading direction.
 */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}

/**
 * Makes text from outside fit to be quoted in a sentence or a log: one line without control, invisible or private
 * characters, at most 200 characters.
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
 * Formats a provider's error for a sentence: `error: description`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export function formatProviderError(error: string, description: string | null): string {
  return sanitize(description ? `${error}: ${description}` : error);
}
