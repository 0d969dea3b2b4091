/** A command line in two parts. */
export interface SplitArgv {
  /** The words before the first `--`: those that may be options of ours. */
  readonly own: readonly string[];
  /** The words after it; `undefined` if there is no `--`. */
  readonly rest: readonly string[] | undefined;
}

/** Splits a command line at its first `--`. */
export function splitArgv(argv: readonly string[]): SplitArgv {
  const at = argv.indexOf("--");
  return at < 0 ? { own: argv, rest: undefined } : { own: argv.slice(0, at), rest: argv.slice(at + 1) };
}
