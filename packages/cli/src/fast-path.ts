import { parseDurationSeconds } from "./duration.ts";
import type { Form } from "./forms/form.ts";
import { forms, isFormName } from "./forms/forms.ts";

// On the fast path: imports only files as small as this one.

/** The arguments of `tokenwell token` that the fast path can serve. */
export interface TokenCommandArguments {
  readonly name: string | undefined;
  readonly minTtlSeconds: number;
  readonly json: boolean;
  readonly id: boolean;
  readonly form?: Form;
  readonly user?: string | undefined;
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

const valued = /^(--(?:min-ttl|as|user))(?:=(.*))?$/s;

/** Parses the arguments of `tokenwell token`. Returns `undefined` if the fast path does not support them. */
export function parseTokenCommand(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): TokenCommandArguments | undefined {
  if (argv[0] !== "token") return undefined;
  let name: string | undefined;
  const flags = { "--json": false, "--id": false };
  const values: { "--min-ttl"?: string; "--as"?: string; "--user"?: string } = {};
  for (let index = 1; index < argv.length; index += 1) {
    const argument = argv[index] ?? "";
    const [, option, value] = valued.exec(argument) ?? [];
    if (option !== undefined) {
      values[option as keyof typeof values] = value ?? argv[index + 1] ?? "";
      if (value === undefined) index += 1;
    } else if (argument === "--json" || argument === "--id") flags[argument] = true;
    else if (argument.startsWith("-") || argument === "" || name !== undefined) return undefined;
    else name = argument;
  }
  const { "--min-ttl": minTtl, "--as": as, "--user": user } = values;
  const minTtlSeconds = minTtl === undefined ? defaultMinTtlSeconds : parseDurationSeconds(minTtl);
  const form = as === undefined ? undefined : formFor(as, user);
  const hasForm = form !== undefined;
  if (minTtlSeconds === undefined || hasForm !== (as !== undefined || user !== undefined)) return undefined;
  const { "--json": json, "--id": id } = flags;
  if (hasForm && (json || id)) return undefined;
  const asked = name ?? (env.TOKENWELL_CONNECTION || undefined);
  return { name: asked, minTtlSeconds, json, id, ...(hasForm && { form, user }) };
}

/** Returns a form that needs nothing but the token and the given user. */
function formFor(as: string, user: string | undefined): Form | undefined {
  const form: Form | undefined = isFormName(as) ? forms[as] : undefined;
  const isEnough = form?.protocol === undefined && (form?.user === undefined) === (user === undefined);
  return isEnough ? form : undefined;
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
