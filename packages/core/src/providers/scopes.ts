/** The names in a scope string. @see https://www.rfc-editor.org/rfc/rfc6749#section-3.3 */
export function scopesIn(scope: string): string[] {
  return scope.split(/\s+/).filter((name) => name !== "");
}
