import {
  defaultCallbackPort,
  type HandOver,
  InputError,
  type KnownApp,
  type LoginOptions,
  type LoginResult,
  loopbackRedirectUri,
  type PendingLogin,
  ProviderError,
  type ProviderId,
  type Secret,
} from "@tokenwell/core";
import { type App, type AppOptions, findApp, hostOf } from "../app.ts";
import { askClientSecret } from "../app-questions.ts";
import type { CommonOptions, Context } from "../context.ts";
import { type EndpointOptions, endpointsOf } from "../endpoints.ts";
import { exitCodeOf } from "../error-text.ts";
import { UsageError } from "../errors.ts";
import { withLikeliestCause } from "../likeliest-cause.ts";
import { loginCommand } from "../login/command.ts";
import { type ConnectedOptions, loginResultJson, printConnected } from "../login/connected.ts";
import { reportWithoutCommand, waitForLogin } from "../login/dialogue.ts";
import { progressReporter } from "../login/progress.ts";
import { accessOf, findResourceApp, findResourceTarget, resourceAnew } from "../login/resource.ts";
import { appsAt, findTarget, type LoginPlace, type Target } from "../login/target.ts";
import { writeJson } from "../output.ts";
import { type RefreshTokenFormat, writeRefreshToken } from "../refresh-token-output.ts";
import { type Carrier, readCarrier } from "../remote/carrier.ts";
import { Link } from "../remote/link.ts";
import { secretInFileThere, TokenwellThere } from "../remote/tokenwell-there.ts";
import { variant } from "../text/words.ts";

/** The options of `tokenwell login`. */
export interface LoginCommandOptions extends CommonOptions, AppOptions, EndpointOptions {
  readonly host?: string;
  readonly name?: string;
  readonly scope?: string;
  readonly api?: string;
  readonly port?: string;
  readonly callback?: string;
  readonly print?: boolean;
  readonly withSecret?: boolean;
  /** `false` with `--no-test`. */
  readonly test?: boolean;
  readonly replaceAccount?: boolean;
  /** `false` with `--no-browser`. */
  readonly browser?: boolean;
  readonly clientSecret?: unknown;
  /** Registers a new client at the authorization server of an MCP server. */
  readonly register?: boolean;
  /** The address of the machine that logs in. Default: this one. */
  readonly on?: string;
}

/** Runs `tokenwell login <provider, address or name> [name]`: turns an account into a tested connection. */
export async function login(
  context: Context,
  words: readonly string[],
  options: LoginCommandOptions,
): Promise<number> {
  const [given, name] = words;
  if (options.clientSecret !== undefined) throw new UsageError("secret_in_argv");
  if (given === undefined) throw new UsageError("no_target");
  if (options.print && (options.name ?? name) !== undefined)
    throw new UsageError("excluded", { one: "--print", other: "--name" });
  const command = ["login", ...words];
  context.ui.command = loginCommand(command, options, undefined);
  if (options.on !== undefined)
    return await loginThere(context, { on: options.on, command, given, name }, options);
  const tokenwell = await context.open();
  const target =
    (await findResourceTarget(tokenwell, given)) ?? (await findTarget(tokenwell, given, options.host));
  return await connect(context, { tokenwell, command, target, name }, options);
}

interface RequestThere extends Pick<LoginRequest, "command" | "name"> {
  /** The address of the other machine. */
  readonly on: string;
  /** The word that names the target. */
  readonly given: string;
}

/** Logs in on another machine, with the browser of this one. */
async function loginThere(
  context: Context,
  { on, command, given, name }: RequestThere,
  options: LoginCommandOptions,
): Promise<number> {
  if (options.print) throw new UsageError("excluded", { one: "--on", other: "--print" });
  const carrier = readCarrier(on);
  const link = await Link.open(context, carrier);
  try {
    const tokenwell = new TokenwellThere(link);
    const target =
      (await findResourceTarget(tokenwell, given)) ?? (await findTarget(tokenwell, given, options.host));
    const { clientSecretFile: file, ...rest } = options;
    const isThere = file !== undefined && file !== "-";
    const secret = isThere ? { secret: secretInFileThere(file) } : {};
    const request = { tokenwell, command, target, name, carrier, ...secret };
    return await connect(context, request, isThere ? rest : options);
  } finally {
    link.close();
  }
}

/** A login to make. */
interface LoginRequest {
  readonly tokenwell: LoginPlace;
  /** The words that the user typed, which messages repeat with what the user has entered since. */
  readonly command: readonly string[];
  readonly target: Target;
  /** The name for the connection. Default: the one that it has, or one after the provider's host. */
  readonly name?: string | undefined;
  /** The way to the machine that logs in. Default: this one does. */
  readonly carrier?: Carrier;
  /** A client secret that is known from elsewhere than the options. */
  readonly secret?: Secret;
}

/** Logs in at a target and prints the connection. */
export async function connect(
  context: Context,
  { tokenwell, command, target, name, carrier, secret }: LoginRequest,
  options: LoginCommandOptions,
): Promise<number> {
  const endpoints = endpointsOf(options);
  const isSecretGiven = secret ?? options.clientSecretFile ?? context.io.env.TOKENWELL_CLIENT_SECRET;
  const mayAskSecret = context.canAsk && !isSecretGiven;
  const { provider, address } = target;
  const isAnew = options.register === true;
  const resource = target.resource ?? (isAnew ? await resourceAnew(tokenwell, target) : null);
  const known = await appsAt(tokenwell, target);
  const redirectUri = redirectUriOf(options, known);
  const request = {
    ...{ provider, address, options, known, redirectUri },
    ...(secret && { secret }),
    isRelogin: target.again !== undefined,
  };
  const app = resource
    ? await findResourceApp(context, tokenwell, resource, { ...request, isAnew })
    : await findApp(context, request);
  const isAsked = context.canAsk && !resource && !known.some(({ clientId }) => clientId === app.clientId);
  context.ui.command = loginCommand(command, options, isAsked ? app : undefined);
  const loginOptions = {
    ...(resource && accessOf(resource)),
    ...loginOptionsOf(context, provider, options, name ?? target.again?.name),
    ...(app.audience !== undefined && { audience: app.audience }),
    provider,
    redirectUri,
    ...(endpoints && { endpoints }),
  };
  const opensBrowser = options.browser !== false;
  const { clientId, clientSecret } = app;
  const first = await tokenwell.login(app.address, { ...loginOptions, clientId, clientSecret });
  const steps = { app, first, loginOptions, opensBrowser, mayAskSecret };
  const result = await logIn(context, tokenwell, steps).catch(async (error: unknown) => {
    // Report the error within the dialogue, as its end.
    if (!context.canAsk || options.json || context.signals.isStopping) throw error;
    context.ui.gap();
    context.ui.error(await withLikeliestCause(error, context.ui.language), "dialogue");
    return exitCodeOf(error);
  });
  if (typeof result === "number") return result;
  return await printResult(context, result, { ...options, isResource: resource !== null, carrier });
}

interface LoginSteps {
  /** The login of `app` and `loginOptions` that has begun. */
  readonly first: PendingLogin;
  readonly app: App;
  readonly loginOptions: Omit<LoginOptions, "clientId" | "clientSecret" | "provider"> & {
    readonly provider: ProviderId;
  };
  readonly opensBrowser: boolean;
  /** Whether the user may enter the client secret once more if the provider refuses it. */
  readonly mayAskSecret: boolean;
}

/** Logs in, at a terminal with another client secret until the provider accepts it. */
async function logIn(context: Context, tokenwell: LoginPlace, steps: LoginSteps): Promise<LoginResult> {
  const { app, loginOptions, opensBrowser, mayAskSecret } = steps;
  const { address, clientId } = app;
  const { provider } = loginOptions;
  let { clientSecret } = app;
  const restart = (): Promise<PendingLogin> =>
    tokenwell.login(address, { ...loginOptions, clientId, clientSecret });
  const dialogue = { host: hostOf(address), provider, opensBrowser, restart };
  for (let pending = steps.first; ; pending = await restart()) {
    try {
      return await waitForLogin(context, pending, dialogue);
    } catch (error) {
      const isSecret = error instanceof ProviderError && error.code === "wrong_secret";
      if (!isSecret || !mayAskSecret || context.signals.isStopping) throw error;
      await reportWithoutCommand(context, error);
      clientSecret = await askClientSecret(context, provider);
    }
  }
}

async function printResult(
  context: Context,
  result: LoginResult,
  options: LoginCommandOptions & Pick<ConnectedOptions, "isResource" | "carrier">,
): Promise<number> {
  const { json: asJson = false, withSecret = false } = options;
  if (result.handOver)
    return await printRefreshToken(context, result, result.handOver, { asJson, withSecret });
  if (asJson) await writeJson(context.io.stdout, loginResultJson(result));
  else printConnected(context, result, options);
  return 0;
}

/** Prints the refresh token of a login and keeps nothing of it. */
async function printRefreshToken(
  context: Context,
  { provider, rotation }: LoginResult,
  token: HandOver,
  options: Pick<RefreshTokenFormat, "asJson" | "withSecret">,
): Promise<number> {
  const { ui } = context;
  if (ui.isTerminal && !options.asJson) ui.blank();
  const format = { ...options, provider, keptKey: "handed.not_taken" } as const;
  if (!(await writeRefreshToken(context, token, format))) return 1;
  ui.blank();
  ui.text(ui.words("handed.kept_nothing"), 2);
  if (rotation !== "static") ui.mark("warning", ui.words(variant("handed.rotates", provider)));
  return 0;
}

function redirectUriOf(options: LoginCommandOptions, known: readonly KnownApp[]): string {
  const { callback, port, clientId = known[0]?.clientId } = options;
  if (callback !== undefined && port !== undefined)
    throw new UsageError("excluded", { one: "--callback", other: "--port" });
  if (callback !== undefined) return callback;
  const app = known.find((one) => one.clientId === clientId);
  if (port === undefined && app) return app.redirectUri;
  const number = Number(port ?? defaultCallbackPort);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new InputError("invalid_option", { option: "--port", given: port ?? "", takes: "takes.port" });
  return loopbackRedirectUri(number);
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
    onProgress: progressReporter(context, provider, print ? "print" : "login"),
    ...(context.canAsk && { chooseName: (taken) => askName(context, taken) }),
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
