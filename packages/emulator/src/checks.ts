import { EmulatorError } from "./errors.ts";

/** A check of one value, with a description of the values that it accepts. */
export interface Check {
  readonly accepts: (value: unknown) => boolean;
  readonly words: string;
}

/** The checks of all settings, by name. */
export type Checks = Readonly<Record<string, Check>>;

/** `true` or `false`. */
export const yesOrNo: Check = {
  accepts: (value) => typeof value === "boolean",
  words: "true or false",
};

/** A list of texts. */
export const textList: Check = {
  accepts: (value) => Array.isArray(value) && value.every((one) => typeof one === "string"),
  words: "a list of texts",
};

/** A text that is not empty. */
export const text: Check = {
  accepts: (value) => typeof value === "string" && value !== "",
  words: "a text",
};

/** A JSON object. */
export const members: Check = {
  accepts: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  words: "a JSON object",
};

/** Accepts a whole number of seconds. */
export function seconds(least: number, most: number = Number.MAX_SAFE_INTEGER): Check {
  const limit = most === Number.MAX_SAFE_INTEGER ? "" : ` and at most ${most}`;
  return {
    accepts: (value) => isWhole(value, least, most),
    words: `a whole number of seconds, at least ${least}${limit}`,
  };
}

/** Accepts a whole number. */
export function wholeNumber(least: number, most: number = Number.MAX_SAFE_INTEGER): Check {
  const to = most === Number.MAX_SAFE_INTEGER ? "" : ` to ${most}`;
  return { accepts: (value) => isWhole(value, least, most), words: `a whole number from ${least}${to}` };
}

/** Whether a value is a whole number within bounds. */
export function isWhole(
  value: unknown,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
): value is number {
  return Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
}

/** Accepts one of the listed values. */
export function oneOf(...known: readonly (string | boolean | null)[]): Check {
  return {
    accepts: (value) => known.some((one) => one === value),
    words: known.map((one) => JSON.stringify(one)).join(" or "),
  };
}

/** Accepts the values of either check. */
export function either(first: Check, second: Check): Check {
  return {
    accepts: (value) => first.accepts(value) || second.accepts(value),
    words: `${first.words}, or ${second.words}`,
  };
}

/**
 * Checks every setting and returns those that are not `undefined`.
 *
 * @param owner The owner of the settings, as an error message names it.
 * @throws {EmulatorError} `invalid_option`
 */
export function checkSettings(
  given: object,
  checks: Checks,
  owner: string,
): Readonly<Record<string, unknown>> {
  const set = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name, value] of set) {
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check === undefined)
      throw new EmulatorError("invalid_option", `"${name}" is not a setting of ${owner}.`);
    if (!check.accepts(value))
      throw new EmulatorError("invalid_option", `"${name}" of ${owner} must be ${check.words}.`);
  }
  return Object.fromEntries(set);
}
