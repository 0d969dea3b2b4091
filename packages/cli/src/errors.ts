import type { MessageParams } from "@tokenwell/core";
import type { WordKey } from "./text/en.ts";

type WithoutMore<Key extends string> = Key extends `${string}.${string}` ? never : Key;
type WithoutPrefix<Key extends string> = Key extends `error.${infer Rest}` ? WithoutMore<Rest> : never;

/** What the command itself has to say against how it was called: each has its sentence `error.<code>`. */
export type UsageCode = WithoutPrefix<WordKey>;

/** Thrown when the command line asks for something that does not exist or fit. The command exits with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code: UsageCode;
  readonly facts: MessageParams;

  constructor(code: UsageCode, facts: MessageParams = {}) {
    super(code);
    this.code = code;
    this.facts = facts;
  }
}

/** Thrown when the command did what it was asked and the outcome is no success. The command exits with 1. */
export class OutcomeError extends UsageError {}

/** Thrown when stdout does not take what it was given. `quiet`: its reader has gone, which is no news to anybody. */
export class OutputError extends OutcomeError {
  readonly quiet: boolean;

  constructor(reason: string) {
    super("unwritable", { reason });
    this.quiet = reason === "EPIPE";
  }
}
