import { InputError, loopbackRedirectUri, providerOf, type Tokenwell } from "@tokenwell/core";
import { type AppOptions, findApp } from "../app.ts";
import { ask } from "../ask.ts";
import type { CommonOptions, Context } from "../context.ts";
import { type Credentials, readCredentials } from "../credentials.ts";
import { type EndpointOptions, endpointsOf } from "../endpoints.ts";
import { UsageError } from "../errors.ts";
import { readAll } from "../input.ts";
import { loginCommand } from "../login/command.ts";
import { loginResultJson } from "../login/connected.ts";
import { progressReporter } from "../login/progress.ts";
import { appsAt, findTarget, isTarget, type Target, unknownTarget } from "../login/target.ts";
import { writeJson } from "../output.ts";

/** The options of `tokenwell import`. */
export interface ImportCommandOptions extends CommonOptions, AppOptions, EndpointOptions {
  readonly host?: string;
  readonly name?: string;
  readonly api?: string;
  readonly clientSecret?: unknown;
}

/**
 * Runs `tokenwell import [provider or address] [name]`: reads a refresh token from stdin, alone or with its app as
 * JSON, and verifies it with a refresh.
 */
export async function importToken(
  context: Context,
  words: readonly string[],
  options: ImportCommandOptions,
): Promise<number> {
  if (options.clientSecret !== undefined) throw new UsageError("secret_in_argv");
  if (options.clientSecretFile === "-") throw new UsageError("secret_and_token");
  const endpoints = endpointsOf(options);
  const tokenwell = await context.open();
  const { credentials, target, word } = await readTarget(context, tokenwell, words, options);
  const known = await appsAt(tokenwell, target);
  const { provider, address, again } = target;
  const { clientSecret: secret, clientId, apiBase } = credentials;
  context.ui.command = loginCommand(["login", ...words], options, undefined);
  const app = await findApp(context, {
    provider,
    address,
    options: { ...(clientId !== undefined && { clientId }), ...options },
    ...(secret !== undefined && { secret }),
    known,
    redirectUri: known[0]?.redirectUri ?? loopbackRedirectUri(),
    isRelogin: again !== undefined,
  });
  const name = options.name ?? word ?? again?.name;
  const api = options.api ?? apiBase;
  const result = await tokenwell.import(app.address, {
    provider,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    refreshToken: credentials.refreshToken,
    ...(endpoints && { endpoints }),
    ...(name !== undefined && { name }),
    ...(api !== undefined && { apiBase: api }),
    onProgress: progressReporter(context, provider, "import"),
  });
  const { ui } = context;
  const { account } = result;
  const own = { name: result.name ?? "" };
  ui.mark(
    "done",
    account === null ? ui.words("import.done_unnamed", own) : ui.words("import.done", { ...own, account }),
  );
  if (options.json) await writeJson(context.io.stdout, loginResultJson(result));
  return 0;
}

/** The refresh token, and the place and name that it is imported to. */
interface ReadTarget {
  readonly credentials: Credentials;
  readonly target: Target;
  /** The name on the command line. */
  readonly word: string | undefined;
}

/** Reads the credentials. The command line names the target; if it does not, the JSON does. */
async function readTarget(
  context: Context,
  tokenwell: Tokenwell,
  [first, second]: readonly string[],
  { host }: ImportCommandOptions,
): Promise<ReadTarget> {
  const isNamed = first !== undefined && (second !== undefined || (await isTarget(tokenwell, first)));
  const named = isNamed ? await findTarget(tokenwell, first, host) : undefined;
  if (!named && context.canAsk) throw await noTarget(tokenwell, first);
  const credentials = await read(context);
  const { provider, address } = credentials ?? {};
  const known = provider !== undefined && address !== undefined ? { provider, address } : undefined;
  if (!named && !known) throw await noTarget(tokenwell, first);
  if (!credentials) throw new InputError("import_empty", { kind: first ?? "salesforce" });
  if (named && known && known.provider !== named.provider)
    throw new UsageError("import_other_provider", { says: known.provider, given: named.provider });
  const found = named ?? (known && targetAt(known, host));
  if (!found) throw await noTarget(tokenwell, first);
  // The address on the command line counts, because an org may have moved.
  const target = found.address === undefined && known ? { ...found, address: known.address } : found;
  return { credentials, target, word: isNamed ? second : first };
}

function targetAt(
  { provider, address }: Target & { readonly address: string },
  host: string | undefined,
): Target {
  return { provider, address: host === undefined ? address : providerOf(provider).hostFrom(host) };
}

async function noTarget(tokenwell: Tokenwell, given: string | undefined): Promise<UsageError> {
  if (given === undefined) return new UsageError("no_import_target");
  return unknownTarget(given, await tokenwell.names());
}

/** Reads a pipe or file, or asks the user without echo; `undefined` if there is no refresh token in it. */
async function read(context: Context): Promise<Credentials | undefined> {
  const { io, ui } = context;
  const text = context.canAsk
    ? await ask(context, ui.words("ask.refresh_token"), { hidden: true, isWhole: true })
    : (await readAll(io.stdin)).toString("utf8");
  return readCredentials(text);
}
