import { InputError, loopbackRedirectUri, Secret } from "@tokenwell/core";
import { type AppOptions, findApp } from "../app.ts";
import { ask } from "../ask.ts";
import type { CommonOptions, Context } from "../context.ts";
import { type EndpointOptions, endpointsOf } from "../endpoints.ts";
import { UsageError } from "../errors.ts";
import { readAll } from "../input.ts";
import { loginResultJson } from "../login/connected.ts";
import { progressReporter } from "../login/progress.ts";
import { appsAt, findTarget } from "../login/target.ts";
import { writeJson } from "../output.ts";

/** The options of `tokenwell import`. */
export interface ImportCommandOptions extends CommonOptions, AppOptions, EndpointOptions {
  readonly host?: string;
  readonly name?: string;
  readonly api?: string;
  readonly clientSecret?: unknown;
}

/**
 * Runs `tokenwell import <provider or address> [name]`: reads a refresh token from stdin and verifies it
 * with a refresh.
 */
export async function importToken(
  context: Context,
  [given, word]: readonly string[],
  options: ImportCommandOptions,
): Promise<number> {
  if (options.clientSecret !== undefined) throw new UsageError("secret_in_argv");
  if (given === undefined) throw new UsageError("no_import_target");
  if (options.clientSecretFile === "-") throw new UsageError("secret_and_token");
  const endpoints = endpointsOf(options);
  const tokenwell = await context.open();
  const target = await findTarget(tokenwell, given, options.host);
  const known = await appsAt(tokenwell, target);
  const { provider, address } = target;
  const app = await findApp(context, {
    provider,
    address,
    options,
    known,
    redirectUri: known[0]?.redirectUri ?? loopbackRedirectUri(),
    isRelogin: false,
  });
  const refreshToken = await readToken(context, given);
  const name = options.name ?? word;
  const result = await tokenwell.import(app.address, {
    provider,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    refreshToken,
    ...(endpoints && { endpoints }),
    ...(name !== undefined && { name }),
    ...(options.api !== undefined && { apiBase: options.api }),
    onProgress: progressReporter(context, provider, "import"),
  });
  const { ui } = context;
  ui.mark("done", ui.words("import.done", { name: result.name ?? "", account: result.account }));
  if (options.json) await writeJson(context.io.stdout, loginResultJson(result));
  return 0;
}

/** Reads the token from a pipe or file, or asks the user for it without echo. */
async function readToken(context: Context, given: string): Promise<Secret> {
  const { io, ui } = context;
  const text = context.canAsk
    ? await ask(context, ui.words("ask.refresh_token"), { hidden: true })
    : (await readAll(io.stdin)).toString("utf8").trim();
  // A file of several lines is not a token, and its first line need not be one.
  if (text === "" || /\s/.test(text)) throw new InputError("import_empty", { kind: given });
  return Secret.of(text);
}
