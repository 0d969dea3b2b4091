import { InputError, type KnownApp, type ProviderId, providerOf, Secret, withScheme } from "@tokenwell/core";
import { askAudience, askClientId, askClientSecret, askHost } from "./app-questions.ts";
import { confirm } from "./ask.ts";
import type { Context } from "./context.ts";
import { UsageError } from "./errors.ts";
import { readInput } from "./input.ts";
import { variant } from "./text/words.ts";

/** The options that select an app. */
export interface AppOptions {
  readonly clientId?: string;
  readonly clientSecretFile?: string;
  readonly public?: boolean;
  readonly audience?: string;
}

/** The app that a login uses, and its address. */
export interface App {
  /** The address of its org, tenant or issuer. */
  readonly address: string;
  readonly clientId: string;
  /** The client secret; `null` for a public client. */
  readonly clientSecret: Secret | null;
  /** The API that the user named; absent if the command did not ask. */
  readonly audience?: string;
}

/** The input that decides which app a login uses. */
export interface AppRequest {
  readonly provider: ProviderId;
  /** The org, tenant or issuer; `undefined` if the user has not named one. */
  readonly address: string | undefined;
  readonly options: AppOptions;
  /** The client secret from elsewhere than the options; `null` for a public client. Default: unknown. */
  readonly secret?: Secret | null;
  /** Apps that this provider has accepted before, the latest first. */
  readonly known: readonly KnownApp[];
  readonly redirectUri: string;
  /** Whether a known app is used without a question, because the user named the connection. */
  readonly isRelogin: boolean;
}

/**
 * Finds the app to log in with: the given one, a known one, or one that the user enters.
 *
 * @throws {InputError} `missing_options` with the list of missing options if there is no terminal to ask at.
 */
export async function findApp(context: Context, request: AppRequest): Promise<App> {
  const { options, known } = request;
  const given = await givenSecret(context, options);
  const secret = given === undefined ? request.secret : given;
  const same = known.find((app) => app.clientId === options.clientId);
  if (same && secret === undefined) return appOf(same);
  const [latest] = known;
  const mayBeLatest = latest && options.clientId === undefined && secret === undefined;
  if (mayBeLatest && (await confirmReuse(context, latest, request))) return appOf(latest);
  if (!context.canAsk) return appWithoutTerminal(context, request, { secret, same });
  return await askForApp(context, request, { secret, same });
}

const appOf = ({ issuer, clientId, clientSecret }: KnownApp): App => ({
  address: issuer,
  clientId,
  clientSecret,
});

/**
 * The parts known from the command line and an earlier login. `secret` is `null` for a public client,
 * `undefined` if unknown.
 */
interface KnownParts {
  readonly secret: Secret | null | undefined;
  readonly same: KnownApp | undefined;
}

function appWithoutTerminal(context: Context, request: AppRequest, { secret, same }: KnownParts): App {
  const { options, provider } = request;
  const address = request.address ?? same?.issuer ?? providerOf(provider).defaultHost ?? undefined;
  if (address === undefined || options.clientId === undefined || secret === undefined)
    throw missingOptions(context, {
      host: address === undefined,
      id: options.clientId === undefined,
      secret: secret === undefined,
    });
  return { address, clientId: options.clientId, clientSecret: secret };
}

/** Asks for the missing parts and explains where to find them. */
async function askForApp(context: Context, request: AppRequest, { secret, same }: KnownParts): Promise<App> {
  const { options, provider, redirectUri } = request;
  const { ui } = context;
  if (options.clientId === undefined) {
    const host = request.address === undefined ? "" : hostOf(request.address);
    ui.text(ui.words(variant("login.app_needed", provider), { host, redirectUri }));
  }
  const address = request.address ?? same?.issuer ?? (await askHost(context, provider));
  const clientId = options.clientId ?? (await askClientId(context, provider));
  const clientSecret = secret === undefined ? await askClientSecret(context, provider) : secret;
  const { asksForAudience } = providerOf(provider);
  const asksAudience = asksForAudience && options.audience === undefined && options.clientId === undefined;
  const audience = asksAudience ? await askAudience(context, provider) : undefined;
  return { address, clientId, clientSecret, ...(audience !== undefined && { audience }) };
}

/**
 * Reads the client secret from the file or the environment. Returns `null` with `--public`, `undefined` if
 * there is neither.
 */
export async function givenSecret(
  { io }: Context,
  options: Pick<AppOptions, "public" | "clientSecretFile">,
): Promise<Secret | null | undefined> {
  const inEnvironment = io.env.TOKENWELL_CLIENT_SECRET;
  // Keep the secret from child processes and crash reports.
  delete io.env.TOKENWELL_CLIENT_SECRET;
  const file = options.clientSecretFile;
  if (options.public) {
    if (file !== undefined)
      throw new UsageError("excluded", { one: "--public", other: "--client-secret-file" });
    return null;
  }
  if (file === undefined) return inEnvironment ? Secret.of(inEnvironment) : undefined;
  const secret = (await readInput(file, io.stdin)).toString("utf8").trim();
  if (secret === "")
    throw new InputError("invalid_option", {
      option: "--client-secret-file",
      given: file,
      takes: "takes.secret",
    });
  return Secret.of(secret);
}

async function confirmReuse(context: Context, app: KnownApp, request: AppRequest): Promise<boolean> {
  if (request.isRelogin || !context.canAsk) return true;
  const { host } = new URL(app.issuer);
  const facts = { clientId: shortClientId(app.clientId), host, names: app.usedBy.join(", ") };
  const key = app.usedBy.length > 0 ? "ask.use_app" : "ask.use_app_before";
  return await confirm(context, context.ui.words(key, facts), "yes");
}

function missingOptions(
  { ui }: Context,
  needs: { readonly host: boolean; readonly id: boolean; readonly secret: boolean },
): InputError {
  const or = `  ${ui.words("missing.or")}  `;
  const secret = ["--client-secret-file …", "TOKENWELL_CLIENT_SECRET", "--public"].join(or);
  const options = [
    ...(needs.host ? ["--host …"] : []),
    ...(needs.id ? ["--client-id …"] : []),
    ...(needs.secret ? [secret] : []),
  ];
  return new InputError("missing_options", { options: options.join("\n") });
}

/** Shortens a client id to as much as identifies it to the user. */
export function shortClientId(clientId: string): string {
  return clientId.length > 9 ? `${clientId.slice(0, 8)}…` : clientId;
}

/**
 * Returns the host of an address as sentences name it.
 *
 * @throws {InputError} `invalid_address`
 */
export function hostOf(address: string): string {
  const url = URL.parse(withScheme(address));
  if (!url) throw new InputError("invalid_address", { given: address.slice(0, 80) });
  return url.host;
}
