// A value as each format reads it back. No value has control characters: `use/values.ts` refuses them.

/** A word of a shell's command line. */
export const shellWord = (value: string): string =>
  /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;

/** A command line of a shell. */
export const shellLine = (argv: readonly string[]): string => argv.map(shellWord).join(" ");

/**
 * A value of msmtp, which takes off the outer quotes and knows no escapes.
 *
 * @see https://marlam.de/msmtp/msmtp.html#Configuration-files (read 2026-11-28)
 */
export const msmtpValue = (value: string): string => `"${value}"`;

/**
 * A value of mbsync.
 *
 * @see https://isync.sourceforge.io/mbsync.html (read 2026-11-28)
 */
export const isyncValue = (value: string): string => `"${value.replace(/["\\]/g, "\\$&")}"`;

/**
 * A string of muttrc: in double quotes `$` names a variable and a backtick runs a program.
 *
 * @see https://neomutt.org/guide/configuration#2-%C2%A0syntax-of-initialization-files (read 2026-11-28)
 */
export const muttrcString = (value: string): string => `"${value.replace(/["\\$`]/g, "\\$&")}"`;

/**
 * A value of aerc, whose reader takes what stands between the first and the last backtick as it is.
 *
 * @see https://ini.unknwon.io/docs/howto/work_with_values (read 2026-11-28)
 */
export const aercValue = (value: string): string => `\`${value}\``;

/** A string of JSON, which YAML and TOML read as well: DEL is all that TOML wants escaped besides. */
export const jsonString = (value: string): string => JSON.stringify(value);

/**
 * A value or the name of a subsection in git's configuration.
 *
 * @see https://git-scm.com/docs/git-config#_syntax (read 2026-11-28)
 */
export const gitValue = (value: string): string => `"${value.replace(/["\\]/g, "\\$&")}"`;

/** A string of Python. */
export const pythonString = jsonString;

/** A string of Ruby, in which nothing is replaced. */
export const rubyString = (value: string): string => `'${value.replace(/['\\]/g, "\\$&")}'`;
