import type { MessageParams } from "@tokenwell/core";
import type { WordKey } from "./text/en.ts";

type WithoutMore<Key extends string> = Key extends `${string}.${string}` ? never : Key;
type WithoutPrefix<Key extends string> = Key extends `error.${infer Rest}` ? WithoutMore<Rest> : never;

/** The codes of errors in the command line. Each has its sentence `error.<code>`. */
export type UsageCode = WithoutPrefix<WordKey>;

/** Thrown when the command line is invalid. The command exits with 2. */
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

/** Thrown when the command ran and did not succeed. The command exits with 1. */
export class OutcomeError extends UsageError {}

/** Thrown when a program of the user cannot be started. The exit code is that of `env` and of a shell. */
export class ProgramError extends UsageError {
  readonly exitCode: number;

  constructor(file: string, reason: string) {
    const isMissing = reason === "ENOENT";
    super(isMissing ? "program_not_found" : "program_not_started", { file, reason });
    this.exitCode = isMissing ? 127 : 126;
  }
}

/** Thrown when stdout does not accept data. `quiet` if the reader has closed the pipe: that is not reported. */
export class OutputError extends OutcomeError {
  readonly quiet: boolean;

  constructor(reason: string) {
    super("unwritable", { reason });
    this.quiet = reason === "EPIPE";
  }
}
