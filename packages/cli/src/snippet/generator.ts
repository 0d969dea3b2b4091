import type { goNative } from "@scalar/snippetz/plugins/go/native";
import { encodeValue, type SnippetRequest, type VariableName } from "./request.ts";

// A generator writes values into the code as they are. Ours must be read when the code runs, so the generator gets
// placeholders, and the string that has one becomes an expression.

/** A generator of one language. All have the same type. */
type Generator = typeof goNative;

/** The parts of a request, besides variables, that a language writes in its own way. */
type PartName = "BASIC" | "FORM";
type PlaceholderName = VariableName | PartName;

const placeholder = (name: PlaceholderName): string => `tw0${name}0tw`;
const anyPlaceholder = /tw0(\w+?)0tw/;

/**
 * Runs a generator. `form` is `fields` if the code that it writes encodes the fields, `placeholder` if it would write an
 * encoded string.
 */
export function generate(
  generator: Generator,
  request: SnippetRequest,
  form: "fields" | "placeholder",
): string {
  const { method, url, form: fields, authorization } = request;
  const bearer = `Bearer ${placeholder("ACCESS_TOKEN")}`;
  const credentials = { none: [], basic: [`Basic ${placeholder("BASIC")}`], bearer: [bearer] }[authorization];
  const mimeType = "application/x-www-form-urlencoded";
  const params = fields.map(([name, value]) => ({
    name,
    value: typeof value === "string" ? value : placeholder(value.variable),
  }));
  const content = form === "fields" ? { params } : { text: placeholder("FORM") };
  return generator.generate({
    method,
    url,
    headers: [
      { name: "Accept", value: "application/json" },
      ...(fields.length > 0 ? [{ name: "Content-Type", value: mimeType }] : []),
      ...credentials.map((value) => ({ name: "Authorization", value })),
    ],
    ...(fields.length > 0 && { postData: { mimeType, ...content } }),
  });
}

/** The strings of a language, and what takes the place of a placeholder in them. */
export interface Splicing {
  /** Matches one string; its first group is the content. */
  readonly literal: RegExp;
  readonly quote: (content: string) => string;
  readonly variable: (name: VariableName) => string;
  /** The expression of each part that the code may have. */
  readonly parts: Readonly<Partial<Record<PartName, string>>>;
  /** Joins strings and expressions. Default: ` + `. */
  readonly join?: (parts: readonly string[]) => string;
}

/** Strings in double quotes, with backslashes as escapes. */
export const doubleQuoted = {
  literal: /"((?:[^"\\\n]|\\.)*)"/g,
  quote: (content: string): string => `"${content}"`,
};
/** The same in single quotes. */
export const singleQuoted = {
  literal: /'((?:[^'\\\n]|\\.)*)'/g,
  quote: (content: string): string => `'${content}'`,
};

/** Replaces each string with a placeholder in it by an expression. */
export function splice(code: string, { literal, quote, variable, parts: own, join }: Splicing): string {
  const expressionOf = (name: string): string => own[name as PartName] ?? variable(name as VariableName);
  return code.replace(literal, (whole, content: string) => {
    if (!anyPlaceholder.test(content)) return whole;
    // Splitting by a pattern with a group leaves what it found at the odd places.
    const parts = content
      .split(anyPlaceholder)
      .map((part, index) => (index % 2 === 1 ? expressionOf(part) : part && quote(part)))
      .filter((part) => part !== "");
    return join ? join(parts) : parts.join(" + ");
  });
}

/** Replaces parts of generated code. A part that is missing means that the generator has changed. */
export function edit(code: string, edits: readonly (readonly [from: string, to: string])[]): string {
  return edits.reduce((edited, [from, to]) => {
    if (!edited.includes(from)) throw new Error(`the generator no longer writes: ${from}`);
    return edited.replace(from, () => to);
  }, code);
}

/** Indents lines that are not empty. */
export function indent(code: string, by: string): string {
  return code.replace(/^(?=.)/gm, by);
}

/** Returns the fields of a form in a language: what is known is encoded already, a variable becomes an expression. */
export function formFields(
  { form }: SnippetRequest,
  known: (encoded: string) => string,
  variable: (nameAndSign: string, name: VariableName) => string,
): readonly string[] {
  return form.map(([name, value]) =>
    typeof value === "string" ? known(`${name}=${encodeValue(value)}`) : variable(`${name}=`, value.variable),
  );
}
