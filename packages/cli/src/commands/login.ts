import {
  type ConnectionStatus,
  type HandOver,
  InputError,
  type KnownApp,
  type LoginOptions,
  type LoginResult,
  type LoginStep,
  type Tokenwell,
} from "@tokenwell/core";
import { cleaned, table } from "../columns.ts";
import type { CommonOptions, Context } from "../context.ts";
import { exitCodeOf } from "../describe.ts";
import { OutputError, UsageError } from "../errors.ts";
import { type AppOptions, findApp } from "../login/app.ts";
import { finishLogin } from "../login/dialogue.ts";
import { writeJson, writeOut } from "../output.ts";

/** The options of `tokenwell login`. */
export interface LoginCommandOptions extends CommonOptions, AppOptions {
  readonly name?: string;
  readonly scope?: string;
  readonly audience?: string;
  readonly api?: string;
  readonly port?: string;
  readonly callback?: string;
  readonly print?: boolean;
  /** `--no-test` makes it false. */
  readonly test?: boolean;
  readonly replaceAccount?: boolean;
  /** `--no-browser` makes it false. */
  readonly browser?: boolean;
  readonly clientSecret?: unknown;
}

const defaultPort = 9355;

/** `tokenwell login <issuer> [name]`: from an address to a connection that has been tested. */
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
  const target = await findTarget(tokenwell, given);
  const known = (await tokenwell.apps()).filter((app) => isSameIssuer(app.issuer, target.issuer));
  const apps = target.again ? known.filter((app) => app.clientId === target.again?.app.clientId) : known;
  const { clientId = apps[0]?.clientId } = options;
  const redirectUri = redirectUriOf(
    options,
    apps.find((app) => app.clientId === clientId),
  );
  const host = hostOf(target.issuer);
  const app = await findApp(context, {
    options,
    known: apps,
    host,
    redirectUri,
    isAgain: target.again !== undefined,
  });
  const wish = { ...app, redirectUri, ...wishOf(context, options, name ?? target.again?.name) };
  const pending = await tokenwell.login(target.issuer, wish);
  const opensBrowser = options.browser !== false;
  const result = await finishLogin(context, pending, { host, opensBrowser }).catch((error: unknown) => {
    // Within the dialogue, and told as its end.
    if (!context.canAsk || context.interruption.isStopping) throw error;
    context.ui.gap();
    context.ui.error(error, "dialogue");
    return exitCodeOf(error);
  });
  if (typeof result === "number") return result;
  if (result.handOver) return await handOver(context, result, result.handOver, options.json === true);
  if (options.json) await writeJson(context.io.stdout, jsonOf(result));
  else sayConnected(context, result);
  return 0;
}

interface Target {
  readonly issuer: string;
  /** The connection that logs in again. */
  readonly again?: ConnectionStatus;
}

/** An address, or the name of a connection that logs in again. */
async function findTarget(tokenwell: Tokenwell, given: string): Promise<Target> {
  const again = (await tokenwell.status()).find((one) => one.name === given);
  if (again) return { issuer: again.issuer, again };
  if (/[.:/]/.test(given)) return { issuer: given };
  throw new UsageError("unknown_target", { given });
}

function isSameIssuer(known: string, given: string): boolean {
  const bare = (address: string): string => address.replace(/^https:\/\//i, "").replace(/\/+$/, "");
  return bare(known) === bare(given);
}

function hostOf(issuer: string): string {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(issuer) ? issuer : `https://${issuer}`);
  return url?.host ?? cleaned(issuer);
}

function redirectUriOf(options: LoginCommandOptions, known: KnownApp | undefined): string {
  const { callback, port } = options;
  if (callback !== undefined && port !== undefined)
    throw new UsageError("excluded", { one: "--callback", other: "--port" });
  if (callback !== undefined) return callback;
  if (port === undefined && known) return known.redirectUri;
  const number = Number(port ?? defaultPort);
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new InputError("invalid_option", { option: "--port", given: port ?? "", takes: "takes.port" });
  return `http://localhost:${number}/callback`;
}

function wishOf(
  context: Context,
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
    step: stepTeller(context, print === true),
    ...(context.canAsk && { chooseName: (taken) => askName(context, taken) }),
  };
}

/** Tells each step when it has happened; the first one takes the prompt off the screen. */
function stepTeller({ ui, keyboard }: Context, isPrinted: boolean): (step: LoginStep) => void {
  return (step) => {
    if (step.kind === "allowed") {
      keyboard.dismiss();
      if (ui.isTerminal) ui.blank();
      ui.mark("done", ui.words("step.allowed", { account: step.account }));
    } else if (step.kind === "stored") {
      // Of a token that is handed over nothing is kept, so this would be half the truth.
      if (!isPrinted) ui.mark("done", ui.words("step.stored"));
    } else {
      const rotates = step.rotation === "static" ? "step.tested_static" : "step.tested_rotates";
      ui.mark("done", ui.words(isPrinted ? "step.tested" : rotates));
    }
  };
}

async function askName(
  { ui, keyboard }: Context,
  taken: { readonly name: string; readonly owner: string; readonly account: string },
): Promise<string | null> {
  ui.mark("ask", ui.words("ask.other_name", taken));
  const entry = (await keyboard.ask(`  ${ui.symbol("prompt")} `))?.trim();
  return entry ? entry : null;
}

function sayConnected({ ui }: Context, { name, apiBase, scope }: LoginResult): void {
  const rows = [
    [ui.words("connected.api"), apiBase],
    [ui.words("connected.scopes"), cleaned(scope)],
    [ui.words("connected.lives"), ui.words("lives.until_revoked")],
  ];
  ui.blank();
  ui.text(ui.words("connected.title", { name: name ?? "" }));
  ui.text(table(rows).join("\n"), 2);
  ui.blank();
  const next = [
    [`tokenwell token ${name}`, ui.words("next.token")],
    [`tokenwell request ${name} /…`, ui.words("next.request")],
  ];
  ui.text(table(next).join("\n"), 2);
}

/** Gives the refresh token away: forgotten here only when stdout has taken it. */
async function handOver(
  { io, ui }: Context,
  result: LoginResult,
  token: HandOver,
  asJson: boolean,
): Promise<number> {
  const { clientId, issuer, tokenEndpoint } = token;
  if (ui.isTerminal && !asJson) ui.blank();
  try {
    const refreshToken = token.refreshToken.expose();
    if (asJson) await writeJson(io.stdout, { refreshToken, clientId, issuer, tokenEndpoint });
    else await writeOut(io.stdout, `${refreshToken}\n`);
  } catch (error) {
    const name = await token.keep();
    ui.mark("failed", ui.words("handed.not_taken", { name }));
    if (error instanceof OutputError) return 1;
    throw error;
  }
  await token.forget();
  ui.blank();
  ui.text(ui.words("handed.kept_nothing"), 2);
  if (result.rotation !== "static") ui.mark("care", ui.words("handed.rotates"));
  return 0;
}

function jsonOf({ name, account, apiBase, scope, rotation }: LoginResult): object {
  return { name, account, apiBase, scope, rotation };
}
