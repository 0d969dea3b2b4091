/** A call that an agent may make: a method, and a pattern of paths in which `*` stands for any characters. */
export interface Rule {
  readonly method: string;
  readonly pattern: string;
}

/** The calls that need no rule, because they change nothing. */
const always: readonly Rule[] = [
  { method: "GET", pattern: "/*" },
  { method: "HEAD", pattern: "/*" },
];

/** Reads a rule such as `POST /crm/*`; `null` if it is none. */
export function readRule(text: string): Rule | null {
  const [, method, pattern] = /^\s*(GET|HEAD|POST|PUT|PATCH|DELETE)\s+(\/\S*)\s*$/i.exec(text) ?? [];
  return method === undefined || pattern === undefined ? null : { method: method.toUpperCase(), pattern };
}

/** Writes rules as the person gave them, those that always hold first. */
export const describeRules = (rules: readonly Rule[]): string[] =>
  [...always, ...rules].map(({ method, pattern }) => `${method} ${pattern}`);

/**
 * Resolves a path below the base of an API and returns the address and the path to judge: decoded, without `.` and `..`.
 * Returns `null` for a path that leaves the base, or that servers read in several ways, because one of them may not be
 * the one that the rules have judged.
 */
export function resolvePath(
  path: string,
  base: string,
): { readonly address: string; readonly path: string } | null {
  const [way = "", query] = path.split(/\?(.*)/s);
  const decoded = decode(way);
  const isPlain =
    way.startsWith("/") && decoded !== null && !/[\\#;%\p{Cc}]|\/\/|\/\.{1,2}(?:\/|$)/u.test(decoded);
  // An encoded separator is a name to one server and a folder to the next one.
  if (!isPlain || /%2f|%5c|%2e/i.test(way)) return null;
  const api = new URL(base);
  const folder = api.pathname.replace(/\/+$/, "");
  const url = URL.parse(`${api.origin}${folder}${way}${query === undefined ? "" : `?${query}`}`);
  if (url?.origin !== api.origin || url.hash !== "" || !url.pathname.startsWith(`${folder}/`)) return null;
  return { address: url.href, path: decoded };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Whether a rule allows a call. `path` is one of {@link resolvePath}. */
export function isAllowed(method: string, path: string, rules: readonly Rule[]): boolean {
  return [...always, ...rules].some((rule) => rule.method === method && matches(path, rule.pattern));
}

function matches(path: string, pattern: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(path);
}
