import type { Row } from "../sealing/row.ts";
import type { Dialect } from "../tables/services.ts";
import { storable } from "./texts.ts";

/** A statement as PostgreSQL takes it: numbered parameters, tables of one schema. */
export interface Translated {
  readonly text: string;
  /** Names of the parameters, in their order. */
  readonly names: readonly string[];
  /** Name of the prepared statement; absent for a script, which cannot be prepared. */
  readonly name?: string;
}

const parameter = /(?<!:):([a-z_]\w*)/gi;
const table =
  /\b(FROM|JOIN|INTO|UPDATE)\s+(?=(?:access_token|attempt|browser_login|client|connection|event|hook|kept_token|login|node|owner|schedule|session|store|used_token|workspace)\b)/g;

/** Translates statements of the tables, and remembers each by its text: there are few. */
export class Translator {
  readonly #schema: string;
  readonly #known = new Map<string, Translated>();

  /** `schema`: the PostgreSQL schema that has the tables. It is named in each statement: a session has no search path. */
  constructor(schema: string) {
    this.#schema = schema;
  }

  translate(sql: string): Translated {
    const known = this.#known.get(sql);
    if (known !== undefined) return known;
    const names: string[] = [];
    const text = sql
      .replace(parameter, (_, name: string) => {
        if (!names.includes(name)) names.push(name);
        return `$${names.indexOf(name) + 1}`;
      })
      .replace(table, (_, keyword: string) => `${keyword} ${this.#schema}.`);
    const isScript = text.includes(";");
    const translated = { text, names, ...(!isScript && { name: `tw${this.#known.size}` }) };
    this.#known.set(sql, translated);
    return translated;
  }
}

/** Returns the values of a statement's parameters in their order. */
export const valuesOf = ({ names }: Translated, row: Row): readonly Row[string][] =>
  names.map((name) => {
    const value = row[name] ?? null;
    return typeof value === "string" ? storable(value) : value;
  });

/** The SQL of PostgreSQL. */
export const dialect: Dialect = {
  lookUp: "JOIN",
  indexedBy: () => "",
  elements: (parameter) =>
    `json_array_elements_text(CAST(${parameter} AS json)) WITH ORDINALITY AS wanted (value, key)`,
  member: (column, name) => `${column} ->> '${name}'`,
  forUpdate: (...tables) => ` FOR UPDATE OF ${tables.join(", ")}`,
  forShare: (...tables) => ` FOR SHARE OF ${tables.join(", ")}`,
  skipLocked: " FOR UPDATE SKIP LOCKED",
  // A counter that each rotation writes would make all of them wait for each other.
  countRotation: [],
};
