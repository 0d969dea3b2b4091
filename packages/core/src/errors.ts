import { inspect } from "node:util";
import type { TextKey } from "./text/en.ts";
import { type MessageParams, say } from "./text/say.ts";

/** The closed union of codes: each has its sentence `error.<code>` in every language. Branch on these, never on text. */
export type ErrorCode =
  Extract<TextKey, `error.${string}`> extends `error.${infer Code}` ? WithoutMore<Code> : never;
type WithoutMore<Code extends string> = Code extends `${string}.${string}` ? never : Code;

/**
 * The base of everything this library throws on purpose. `code` says what happened, `facts` what the
 * sentences need; neither holds a secret, and `cause` is kept out of what prints.
 */
export class TokenwellError extends Error {
  override readonly name: string = "TokenwellError";
  readonly code: ErrorCode;
  readonly facts: MessageParams;

  constructor(code: ErrorCode, facts: MessageParams = {}, cause?: unknown) {
    super(say("en", `error.${code}`, facts));
    this.code = code;
    this.facts = facts;
    if (cause !== undefined) Object.defineProperty(this, "cause", { value: cause, enumerable: false });
  }

  /** Causes of HTTP and SQL libraries carry headers, bodies and bound values: they are kept, and never printed. */
  [inspect.custom](): string {
    return `${this.stack ?? this.message} { code: '${this.code}' }`;
  }
}

/** Thrown when what the caller gave cannot be used; nothing was changed. The command exits with 2. */
export class InputError extends TokenwellError {
  override readonly name = "InputError";
}

/** Thrown when only a person can help, by logging in. The command exits with 3. */
export class LoginNeededError extends TokenwellError {
  override readonly name = "LoginNeededError";
}

/** Thrown when nothing is lost and a later try may succeed. The command exits with 4. */
export class RetryLaterError extends TokenwellError {
  override readonly name = "RetryLaterError";
  readonly retryAfterSeconds: number;

  constructor(code: ErrorCode, retryAfterSeconds: number, facts: MessageParams = {}, cause?: unknown) {
    super(code, { ...facts, seconds: retryAfterSeconds }, cause);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Thrown when a request got no usable answer. `sent` tells whether the provider may have received it. */
export class WireError extends TokenwellError {
  override readonly name = "WireError";
  readonly sent: boolean;

  constructor(code: ErrorCode, sent: boolean, facts: MessageParams = {}, cause?: unknown) {
    super(code, facts, cause);
    this.sent = sent;
  }
}

/** Thrown when the provider said no, or something that cannot be trusted. The command exits with 1. */
export class ProviderError extends TokenwellError {
  override readonly name = "ProviderError";
}

/** Thrown when the store or its key cannot be used; nothing was changed. The command exits with 1. */
export class StoreError extends TokenwellError {
  override readonly name = "StoreError";
}
