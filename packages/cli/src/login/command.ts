import type { App } from "../app.ts";

/** The options of a login that its command repeats. */
interface LoginWords {
  readonly name?: string;
  readonly host?: string;
  readonly clientId?: string;
  readonly clientSecretFile?: string;
  readonly public?: boolean;
  readonly scope?: string;
  readonly audience?: string;
  readonly api?: string;
  readonly port?: string;
  readonly callback?: string;
  readonly authorizeUrl?: string;
  readonly tokenUrl?: string;
  readonly revokeUrl?: string;
  readonly userinfoUrl?: string;
  readonly print?: boolean;
  readonly on?: string;
}

const valued = [
  ["--host", "host"],
  ["--client-id", "clientId"],
  ["--client-secret-file", "clientSecretFile"],
  ["--name", "name"],
  ["--on", "on"],
  ["--scope", "scope"],
  ["--audience", "audience"],
  ["--api", "api"],
  ["--port", "port"],
  ["--callback", "callback"],
  ["--authorize-url", "authorizeUrl"],
  ["--token-url", "tokenUrl"],
  ["--revoke-url", "revokeUrl"],
  ["--userinfo-url", "userinfoUrl"],
] as const;

/**
 * Returns the login to type once more: as it was given, with what the user has entered since. `words` begin with the
 * command; `asked` is the app if the user entered it.
 */
export function loginCommand(
  [command = "", ...words]: readonly string[],
  options: LoginWords,
  asked: Pick<App, "address" | "clientId" | "clientSecret"> | undefined,
): string {
  const [given = "", ...more] = words;
  const isAddress = /[.:/]/.test(given);
  const all: LoginWords = {
    ...(asked && !isAddress && { host: asked.address }),
    ...(asked && { clientId: asked.clientId, public: asked.clientSecret === null }),
    ...options,
  };
  const flags = valued.flatMap(([flag, name]) => (all[name] === undefined ? [] : [flag, all[name]]));
  const isPublic = all.public === true ? ["--public"] : [];
  const isPrinted = all.print === true ? ["--print"] : [];
  return ["tokenwell", command, given, ...more, ...flags, ...isPublic, ...isPrinted].map(quoted).join(" ");
}

/** Quotes a word that a shell would split or expand. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
