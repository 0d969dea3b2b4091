/** Writes one line with some facts. */
type Write = (facts: object, message: string) => void;

/** A log, by level. */
export interface Log {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
}

/** Options of `openLog()`. */
export interface LogOptions {
  readonly write: (line: string) => void;
  /** Removes secrets from a line. */
  readonly hide: (line: string) => string;
  /** Whether to write lines of level `debug`. */
  readonly isVerbose: boolean;
}
