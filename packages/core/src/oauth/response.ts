import type { InstantMs } from "../model.ts";
import type { Members } from "../providers/provider.ts";

/** Parses a JSON object; `null` for any other text. */
export function parseJsonObject(text: string): Members | null {
  try {
    const value: unknown = JSON.parse(text);
    return isMembers(value) ? value : null;
  } catch {
    return null;
  }
}

const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Parses a form-encoded text; `null` for any other text. Some addresses of Salesforce answer in this form. */
export function parseForm(text: string): Members | null {
  return /^[\w.-]{1,40}=/.test(text) ? Object.fromEntries(new URLSearchParams(text)) : null;
}

/** Returns a member that is a non-empty string. A member that is absent, empty or of another type counts as none. */
export function textMember(members: Members | null, name: string): string | null {
  // Own members only: a response must not speak through a prototype.
  const value = members !== null && Object.hasOwn(members, name) ? members[name] : null;
  return typeof value === "string" && value !== "" ? value : null;
}

/** The longest time that counts, 100 years in seconds. Some servers send their largest integer for "never". */
export const longestSeconds = 100 * 365 * 86_400;

/** Reads a number of seconds from a JSON number, or from one in a string; `null` for anything else. */
export function readNumber(value: unknown): number | null {
  const isNumeric = typeof value === "string" && /^\s*\d+(?:\.\d+)?(?:e\+?\d+)?\s*$/i.test(value);
  const number = isNumeric ? Number(value) : value;
  return typeof number === "number" && number >= 0 ? number : null;
}

/** An OAuth error, unchanged. */
export interface ErrorMembers {
  readonly error: string;
  readonly description: string | null;
}

/** Members that name an error code, and members that describe it, without `_` and in lower case; the first one counts. */
const codeMembers = ["error", "errortype", "errorcode", "code", "type", "status", "message"];
const descriptionMembers = ["errordescription", "description", "message", "errormessage", "detail"];

/**
 * Reads the error of a response; `null` if it has none. Knows the standard members in any spelling, objects and lists in
 * `error` and `errors`, and with a status from 400 to 499 a code in another member. Of several codes the first one that
 * `isKnown` counts.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export function readError(
  members: Members | null,
  status: number,
  isKnown: (code: string) => boolean = () => false,
): ErrorMembers | null {
  if (members === null) return null;
  const whole = respelled(members);
  const standard = textMember(whole, "error");
  if (standard !== null) return { error: standard, description: descriptionIn(whole, standard) };
  const errors = [whole.error, whole.errors].flat();
  const described = errors.map((one) => (isMembers(one) ? respelled(one) : { error: one }));
  const sources = status > 399 && status < 500 ? [...described, whole] : described;
  const found = sources.flatMap((source) => codesOf(source).map((error) => ({ error, source })));
  const chosen = found.find(({ error }) => isKnown(error)) ?? found[0];
  return chosen ? { error: chosen.error, description: descriptionIn(chosen.source, chosen.error) } : null;
}

/**
 * Reads the error of a challenge; `null` if it has none.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-3
 */
export function readChallenge(headers: Pick<Headers, "get">): ErrorMembers | null {
  const error = challengeParameter(headers, "error");
  return error === null ? null : { error, description: challengeParameter(headers, "error_description") };
}

/** Reads one parameter of a challenge; `null` if it has none of that name. */
export function challengeParameter(headers: Pick<Headers, "get">, name: string): string | null {
  const challenge = headers.get("www-authenticate") ?? "";
  const [, quoted, bare] =
    new RegExp(`[\\s,]${name}\\s*=\\s*(?:"([^"]*)"|([\\w.-]+))`, "i").exec(challenge) ?? [];
  return quoted || bare || null;
}

const respelled = (members: Members): Members =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name.toLowerCase().replaceAll("_", ""), value]),
  );

const codesOf = (members: Members): string[] =>
  codeMembers.flatMap((name) => textMember(members, name) ?? []).filter(isCode);

const descriptionIn = (members: Members, error: string): string | null =>
  descriptionMembers
    .map((name) => textMember(members, name))
    .find((text) => text !== null && text !== error) ?? null;

/** Whether a text is a code rather than a sentence. */
const isCode = (text: string): boolean => /^[\w.:-]{1,64}$/.test(text) && /[a-z]/i.test(text);

/**
 * Reads `Retry-After` in seconds, at most {@link longestSeconds}; `null` if it is absent or unreadable. A date counts from the response's own `Date`,
 * or from `nowMs` without one.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function readRetryAfter(headers: Pick<Headers, "get">, nowMs: InstantMs): number | null {
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(value)) return Math.min(Number(value), longestSeconds);
  // JavaScript takes a number below zero for a year.
  if (!/[a-z]/i.test(value)) return null;
  const sentMs = Date.parse(headers.get("date") ?? "");
  const seconds = (Date.parse(value) - (Number.isNaN(sentMs) ? nowMs : sentMs)) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(0, Math.ceil(seconds)), longestSeconds) : null;
}
