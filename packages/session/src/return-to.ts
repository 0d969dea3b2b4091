/** Longest path to return to, in characters. */
const maxLength = 2_000;

/** Whether browsers drop a character of the path, or read it as a slash, so that it becomes another host. */
const isHostile = (path: string): boolean =>
  [...path].some((sign) => sign < " " || sign === "\u007f" || sign === "\\");

/**
 * Returns the path to return to if it lies on the app's origin; `null` otherwise. The harmless parts of a path, its query
 * and its fragment stay as they are.
 *
 * @see https://url.spec.whatwg.org/#concept-basic-url-parser
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.11
 */
export function checkedReturnTo(given: string | null | undefined, baseUrl: URL): string | null {
  if (!given || given.length > maxLength || isHostile(given)) return null;
  if (!given.startsWith("/") || given.startsWith("//")) return null;
  const url = URL.parse(given, baseUrl);
  // `/.//host` becomes `//host`, which names another host wherever it stands alone.
  if (url?.origin !== baseUrl.origin || url.pathname.startsWith("//")) return null;
  return `${url.pathname}${url.search}${url.hash}`;
}

/** Reads a parameter that may stand once; `null` if it is absent or repeated. */
export function single(parameters: URLSearchParams, name: string): string | null {
  const [value = null, ...more] = parameters.getAll(name);
  return more.length > 0 ? null : value;
}
