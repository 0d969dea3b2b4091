/** A text as a connection's name, at most 63 characters; `otherwise` where nothing of it can stand in one. */
export function asName(text: string, alternative: string): string {
  return (
    text
      .replace(/[^\w.-]+/g, "-")
      .replace(/^[^a-z0-9]+/i, "")
      .slice(0, 63) || alternative
  );
}
