/*
 * The messages between the two sides, one JSON object a line. The other machine begins with what it is:
 *
 *   there  {"tokenwell":"0.1.0","protocol":1}
 *   here   {"id":1,"call":"login","with":{…}}
 *   there  {"id":1,"step":{…}}            any number of times, while the call runs
 *   there  {"id":1,"ask":{…}}             the call waits for the answer of the user
 *   here   {"id":1,"answer":"acme-2"}
 *   there  {"id":1,"value":…}  or  {"id":1,"error":{…}}
 *
 * Both sides distrust what they read: the machine there may be in other hands than its owner's.
 */
import {
  type ErrorCode,
  hasText,
  InputError,
  LoginNeededError,
  type MessageParams,
  ProviderError,
  printable,
  RetryLaterError,
  StoreError,
  TokenwellError,
  WireError,
} from "@tokenwell/core";
import { OutcomeError } from "../errors.ts";

/** The version of these messages. The two sides must have the same. */
export const protocol = 1;

export type Members = Readonly<Record<string, unknown>>;

/** Parses one line; `undefined` if it is no JSON object. Its texts have no control characters. */
export function readMessage(line: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isMembers(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const isMembers = (value: unknown): value is Members =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Returns the members of a value, none if it has none. */
export const membersOf = (value: unknown): Members => (isMembers(value) ? value : {});

/** Returns a text that may be shown in a line, at most so long; `""` for anything else. */
export const textOf = (value: unknown, maxLength = 2_000): string =>
  typeof value === "string" ? printable(value.slice(0, maxLength)) : "";

/** Returns an error as the other side reads it with {@link errorOf}. Nothing of its causes is in it. */
export function errorMessage(error: unknown): Members {
  if (!(error instanceof TokenwellError)) return { class: "unexpected", name: kindOf(error) };
  const { name, code, facts } = error;
  return {
    class: name,
    code,
    facts,
    ...(error instanceof RetryLaterError && { seconds: error.retryAfterSeconds }),
    ...(error instanceof WireError && { sent: error.sent }),
  };
}

const kindOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error);

/** Reads an error of the other side, so that it is reported here as one of ours, in the user's language. */
export function errorOf(message: unknown, place: string): Error {
  const { class: name, code, facts: given, seconds, sent } = membersOf(message);
  if (typeof code !== "string" || !hasText(`error.${code}`))
    return new OutcomeError("remote_failed", { place, what: textOf(membersOf(message).name, 80) });
  const facts = factsOf(given);
  const known = code as ErrorCode;
  switch (name) {
    case "InputError":
      return new InputError(known, facts);
    case "LoginNeededError":
      return new LoginNeededError(known, facts);
    case "ProviderError":
      return new ProviderError(known, facts);
    case "RetryLaterError":
      return new RetryLaterError(known, typeof seconds === "number" ? seconds : 60, facts);
    case "WireError":
      return new WireError(known, sent === true, facts);
    default:
      return new StoreError(known, facts);
  }
}

function factsOf(given: unknown): MessageParams {
  const facts: Record<string, string | number> = {};
  for (const [name, fact] of Object.entries(membersOf(given)))
    if (typeof fact === "number") facts[name] = fact;
    else if (typeof fact === "string") facts[name] = textOf(fact);
  return facts;
}
