/** A number as it is written, which JavaScript could not tell from its neighbours. */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;
const exactJson = JSON as unknown as {
  parse(text: string, reviver: Reviver): unknown;
  rawJSON(text: string): unknown;
};

type JsonObject = Record<string, unknown>;

/**
 * Returns the text of a JSON file with a member set, in the indentation of the file. Returns `null` if it is not an object
 * of JSON, such as one with comments.
 */
export function withMember(text: string, at: readonly string[], value: unknown): string | null {
  const root = text.trim() === "" ? {} : parsed(text);
  if (!isObject(root)) return null;
  let parent = root;
  for (const key of at.slice(0, -1)) {
    const child = Object.hasOwn(parent, key) ? parent[key] : undefined;
    if (child !== undefined && !isObject(child)) return null;
    const next = child ?? {};
    parent[key] = next;
    parent = next;
  }
  const last = at.at(-1) ?? "";
  if (Object.hasOwn(parent, last) && JSON.stringify(parent[last]) === JSON.stringify(value)) return text;
  parent[last] = value;
  const indent = /^[{[]\r?\n([ \t]+)/.exec(text.trimStart())?.[1] ?? "  ";
  const end = text === "" || text.endsWith("\n") ? "\n" : "";
  return `${JSON.stringify(root, null, indent)}${end}`;
}

/** Returns a member with what is around it. */
export const nested = (at: readonly string[], value: unknown): unknown =>
  at.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parsed(text: string): unknown {
  try {
    return exactJson.parse(text, (_key, value, { source }) =>
      typeof value === "number" && source !== undefined && String(value) !== source
        ? exactJson.rawJSON(source)
        : value,
    );
  } catch {
    return null;
  }
}
