import {
  InputError,
  type KnownApp,
  type LoginOptions,
  type LoginProgress,
  type LoginResult,
  type PendingLogin,
  type ProviderId,
} from "@tokenwell/core";
import { type AppOptions, findApp } from "../app.ts";
import type { CommonOptions, Context } from "../context.ts";
import { exitCodeOf } from "../error-text.ts";
import { UsageError } from "../errors.ts";
import { loginResultJson, printConnected } from "../login/connected.ts";
import { waitForLogin } from "../login/dialogue.ts";
import { appsAt, findTarget, hostOf } from "../login/target.ts";
import { writeJson } from "../output.ts";
import { handOver } from "../refresh-token-output.ts";
import { variant } from "../text/words.ts";

/** The options of `tokenwell login`. */
export interface LoginCommandOptions extends CommonOptions, AppOptions {
  readonly host?: string;
  readonly name?: string;
  readonly scope?: string;
  readonly api?: string;
  readonly port?: string;
  readonly callback?: string;
  readonly print?: boolean;
  readonly withSecret?: boolean;
  /** `--no-test` makes it false. */
  readonly test?: boolean;
  readonly replaceAccount?: boolean;
  /** `--no-browser` makes it false. */
  readonly browser?: boolean;
  readonly clientSecret?: unknown;
}

const defaultPort = 9355;

/** `tokenwell login <provider, address or name> [name]`: from an account to a connection that has been tested. */
export async function login(
  context: Context,
  [given, name]: readonly string[],
  options: LoginCommandOptions,
): Promise<number> {
  if (options.clientSecret !== undefined) throw new UsageError("secret_in_argv");
  if (given === undefined) throw new UsageError("no_target");
  if (options.print && (options.name ?? name) !== undefined)
    throw new UsageError("excluded", { one: "--print", other: "--name" });
  context.ui.command = `tokenwell login ${given}${name === undefined ? "" : ` ${name}`}`;
  const tokenwell = await context.open();
  const target = await findTarget(tokenwell, given, options.host);
  const { provider, address } = target;
  const known = await appsAt(tokenwell, target);
  const redirectUri = redirectUriOf(options, known);
  const app = await findApp(context, {
    provider,
    address,
    options,
    known,
    redirectUri,
    isRelogin: target.again !== undefined,
  });
  const loginOptions = {
    ...loginOptionsOf(context, provider, options, name ?? target.again?.name),
    ...app,
    provider,
    redirectUri,
  };
  const restart = (): Promise<PendingLogin> => tokenwell.login(app.address, loginOptions);
  const opensBrowser = options.browser !== false;
  const dialogue = { host: hostOf(app.address), provider, opensBrowser, restart };
  const result = await waitForLogin(context, await restart(), dialogue).catch((error: unknown) => {
    // Within the dialogue, and told as its end.
    if (!context.canAsk || context.signals.isStopping) throw error;
    context.ui.gap();
    context.ui.error(error, "dialogue");
    return exitCodeOf(error);
  });
  return typeof result === "number" ? result : await printResult(context, result, options);
}

async function printResult(
  context: Context,
  result: LoginResult,
  options: LoginCommandOptions,
): Promise<number> {
  const { json: asJson = false, withSecret = false } = options;
  if (result.handOver) return await handOver(context, result, result.handOver, { asJson, withSecret });
  if (asJson) await writeJson(context.io.stdout, loginResultJson(result));
  else printConnected(context, result);
  return 0;
}

function redirectUriOf(options: LoginCommandOptions, known: readonly KnownApp[]): string {
  const { callback, port, clientId = known[0]?.clientId } = options;
  if (callback !== undefined && port !== undefined)
    throw new UsageError("excluded", { one: "--callback", other: "--port" });
  if (callback !== undefined) return callback;
  const app = known.find((one) => one.clientId === clientId);
  if (port === undefined && app) return app.redirectUri;
  const number = Number(port ?? defaultPort);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new InputError("invalid_option", { option: "--port", given: port ?? "", takes: "takes.port" });
  return `http://localhost:${number}/callback`;
}

function loginOptionsOf(
  context: Context,
  provider: ProviderId,
  options: LoginCommandOptions,
  word: string | undefined,
): Omit<LoginOptions, "clientId" | "clientSecret"> {
  const { print, scope, audience, api } = options;
  const name = print ? undefined : (options.name ?? word);
  return {
    ...(name !== undefined && { name }),
    ...(scope !== undefined && { scope }),
    ...(audience !== undefined && { audience }),
    ...(api !== undefined && { apiBase: api }),
    replaceAccount: options.replaceAccount === true,
    handOver: print === true,
    test: options.test !== false,
    language: context.ui.language,
    onProgress: stepTeller(context, provider, print === true),
    ...(context.canAsk && { chooseName: (taken) => askName(context, taken) }),
  };
}

/** Tells each step when it has happened; the first one takes the prompt off the screen. */
function stepTeller(
  { ui, lineReader: keyboard }: Context,
  provider: ProviderId,
  isPrinted: boolean,
): (step: LoginProgress) => void {
  return (step) => {
    if (step.kind === "allowed") {
      keyboard.dismiss();
      if (ui.isTerminal) ui.blank();
      const key = step.isNamed ? variant("step.allowed", provider) : "step.allowed_by_id";
      ui.mark("done", ui.words(key, { account: step.account }));
    } else if (step.kind === "stored") {
      // Of a token that is handed over nothing is kept, so this would be half the truth.
      if (!isPrinted) ui.mark("done", ui.words(variant("step.stored", provider)));
    } else {
      const key = step.rotation === "static" ? "step.tested_static" : "step.tested_rotates";
      ui.mark("done", ui.words(isPrinted ? "step.tested" : variant(key, provider)));
    }
  };
}

async function askName(
  { ui, lineReader: keyboard }: Context,
  taken: { readonly name: string; readonly owner: string; readonly account: string },
): Promise<string | null> {
  ui.mark("ask", ui.words("ask.other_name", taken));
  const entry = (await keyboard.ask(`  ${ui.symbol("prompt")} `))?.trim();
  return entry ? entry : null;
}
