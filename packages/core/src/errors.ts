import { inspect } from "node:util";
import type { ErrorCode } from "./error-codes.ts";
import { type MessageParams, say } from "./text/say.ts";

export type { ErrorCode };

/**
 * The base class of every error that this library throws on purpose. Branch on `code`, never on `message`: sentences
 * may change between versions. No property but `cause` can hold a secret, and `cause` is never printed.
 */
export class TokenwellError extends Error {
  override readonly name: string = "TokenwellError";
  /** The stable name of the failure. */
  readonly code: ErrorCode;
  /** The values for the `{placeholders}` of the code's sentences: names, hosts, numbers. */
  readonly facts: MessageParams;

  constructor(code: ErrorCode, facts: MessageParams = {}, cause?: unknown) {
    super(say("en", `error.${code}`, { ...facts, ...lastOf(facts) }));
    this.code = code;
    this.facts = facts;
    if (cause !== undefined) Object.defineProperty(this, "cause", { value: cause, enumerable: false });
  }

  /** Prints no `cause`: errors of HTTP and SQL libraries contain headers, bodies and bound values. */
  [inspect.custom](): string {
    return `${this.stack ?? this.message} { code: '${this.code}' }`;
  }
}

/** Returns the instant in `lastMs` as sentences name it. */
function lastOf({ lastMs }: MessageParams): MessageParams {
  return typeof lastMs === "number" ? { last: new Date(lastMs).toISOString() } : {};
}

/** Thrown when an argument, option or pasted text is unusable. The store is unchanged. The command exits with 2. */
export class InputError extends TokenwellError {
  override readonly name = "InputError";
}

/** Thrown when only a new login helps. The command exits with 3. */
export class LoginNeededError extends TokenwellError {
  override readonly name = "LoginNeededError";
}

/** Thrown when nothing is lost and a later try may succeed. The command exits with 4. */
export class RetryLaterError extends TokenwellError {
  override readonly name = "RetryLaterError";
  /** Seconds to wait before the next try. */
  readonly retryAfterSeconds: number;

  constructor(code: ErrorCode, retryAfterSeconds: number, facts: MessageParams = {}, cause?: unknown) {
    super(code, { ...facts, seconds: retryAfterSeconds }, cause);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Thrown when a request got no usable response. The command exits with 4, or with 1 if the response was too large. */
export class WireError extends TokenwellError {
  override readonly name = "WireError";
  /** Whether the server may have received the request. */
  readonly sent: boolean;

  constructor(code: ErrorCode, sent: boolean, facts: MessageParams = {}, cause?: unknown) {
    super(code, facts, cause);
    this.sent = sent;
  }
}

/** Thrown when the provider refuses, or its response cannot be trusted. The command exits with 1. */
export class ProviderError extends TokenwellError {
  override readonly name = "ProviderError";
}

/** Thrown when the store or its key cannot be used. The store is unchanged. The command exits with 1. */
export class StoreError extends TokenwellError {
  override readonly name = "StoreError";
}
