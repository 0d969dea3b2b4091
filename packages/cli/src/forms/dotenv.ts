import { type Form, Unfit } from "./form.ts";

/** Characters that stand for themselves, without quotes, for every reader of such files and for a shell. */
const plain = /^[\w.~+/=:@%,!-]+$/;

/**
 * Returns a value in the quotes in which every reader sees the same: none, which `docker run --env-file` needs, single
 * ones or double ones. Readers differ in escapes, so there are none.
 */
function quoted(value: string): string {
  if (plain.test(value)) return value;
  if (/^[^'\\\p{Cc}]+$/u.test(value)) return `'${value}'`;
  if (/^[^"\\$`\p{Cc}]+$/u.test(value)) return `"${value}"`;
  throw new Unfit("token");
}

/**
 * Lines of an .env file. The names are those of `tokenwell run` and of the code of `tokenwell snippet`.
 *
 * @see https://github.com/motdotla/dotenv#what-rules-does-the-parsing-engine-follow (read 2026-11-28)
 * @see https://nodejs.org/api/environment_variables.html#env-files (read 2026-11-28)
 */
export const dotenv: Form = {
  print({ token, instanceUrl }) {
    const url = instanceUrl === undefined ? "" : `INSTANCE_URL=${quoted(instanceUrl)}\n`;
    return `ACCESS_TOKEN=${quoted(token)}\n${url}`;
  },
};
