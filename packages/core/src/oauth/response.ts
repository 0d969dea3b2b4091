import type { InstantMs } from "../model.ts";
import type { Members } from "../providers/provider.ts";

/** Parses a JSON object; `null` for any other text. */
export function parseJsonObject(text: string): Members | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Members) : null;
  } catch {
    return null;
  }
}

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

/** An OAuth error, unchanged. */
export interface ErrorMembers {
  readonly error: string;
  readonly description: string | null;
}

/** Reads the error of a response; `null` if it has none. @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2 */
export function readError(members: Members | null): ErrorMembers | null {
  const error = textMember(members, "error");
  return error === null ? null : { error, description: textMember(members, "error_description") };
}

/**
 * Reads `Retry-After` in seconds; `null` if it is absent or unreadable. A date counts from the response's own `Date`,
 * or from `nowMs` without one.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function readRetryAfter(headers: Pick<Headers, "get">, nowMs: InstantMs): number | null {
  const value = headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(value)) return Number(value);
  const sentMs = Date.parse(headers.get("date") ?? "");
  const seconds = (Date.parse(value) - (Number.isNaN(sentMs) ? nowMs : sentMs)) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}
