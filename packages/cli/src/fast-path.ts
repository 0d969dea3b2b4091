import { parseDurationSeconds } from "./duration.ts";

// On the fast path: imports only files as small as this one.

/** The arguments of `tokenwell token` that the fast path can serve. */
export interface TokenCommandArguments {
  readonly name: string | undefined;
  readonly minTtlSeconds: number;
  readonly json: boolean;
  readonly id: boolean;
}

/** The fields of a token that both paths print. */
export interface PrintedToken {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly instanceUrl?: string | undefined;
  readonly scope: string;
  readonly expiresAtMs: number;
  readonly expiresAtSource: string;
  readonly idToken?: string | undefined;
}

/** The default of `--min-ttl`, in seconds. */
export const defaultMinTtlSeconds = 60;

/** Parses the arguments of `tokenwell token`. Returns `undefined` if the fast path does not support them. */
export function parseTokenCommand(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): TokenCommandArguments | undefined {
  if (argv[0] !== "token") return undefined;
  let name: string | undefined;
  let minTtlSeconds: number | undefined = defaultMinTtlSeconds;
  let json = false;
  let id = false;
  for (let index = 1; index < argv.length; index += 1) {
    const argument = argv[index] ?? "";
    if (argument === "--json") json = true;
    else if (argument === "--id") id = true;
    else if (argument === "--min-ttl") {
      index += 1;
      minTtlSeconds = parseDurationSeconds(argv[index] ?? "");
    } else if (argument.startsWith("--min-ttl="))
      minTtlSeconds = parseDurationSeconds(argument.slice("--min-ttl=".length));
    else if (argument.startsWith("-") || argument === "" || name !== undefined) return undefined;
    else name = argument;
  }
  if (minTtlSeconds === undefined) return undefined;
  return { name: name ?? (env.TOKENWELL_CONNECTION || undefined), minTtlSeconds, json, id };
}

/** Formats the line for stdout. Returns `undefined` if an ID token is requested and there is none. */
export function printToken(
  token: PrintedToken,
  args: Pick<TokenCommandArguments, "json" | "id">,
): string | undefined {
  const { accessToken, tokenType, instanceUrl, scope, expiresAtMs, expiresAtSource, idToken } = token;
  if (args.id && idToken === undefined) return undefined;
  if (!args.json) return `${args.id ? idToken : accessToken}\n`;
  const expiresAt = new Date(expiresAtMs).toISOString().replace(/\.\d+Z$/, "Z");
  // The ID token identifies the user, so it is printed only if requested.
  const idPart = args.id ? { idToken } : {};
  return `${JSON.stringify({ accessToken, tokenType, instanceUrl, scope, expiresAt, expiresAtSource, ...idPart })}\n`;
}
