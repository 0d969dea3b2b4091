import { InputError, type KnownApp, type ProviderId, providerOf, Secret } from "@tokenwell/core";
import { askAudience, askClientId, askClientSecret, askHost } from "./app-questions.ts";
import { confirm } from "./ask.ts";
import type { Context } from "./context.ts";
import { UsageError } from "./errors.ts";
import { readInput } from "./input.ts";
import { variant } from "./text/words.ts";

/** What of the command line says which app it is. */
export interface AppOptions {
  readonly clientId?: string;
  readonly clientSecretFile?: string;
  readonly public?: boolean;
  readonly audience?: string;
}

/** The app that a login goes through, and where. */
export interface App {
  /** The address of its org, tenant or issuer. */
  readonly address: string;
  readonly clientId: string;
  /** `null`: a public client. */
  readonly clientSecret: Secret | null;
  /** As it was asked for; left out where nobody was asked. */
  readonly audience?: string;
}

/** Where a login goes, as far as it concerns the app. */
export interface AppRequest {
  readonly provider: ProviderId;
  /** `undefined`: nobody said. */
  readonly address: string | undefined;
  readonly options: AppOptions;
  /** Apps that this provider has accepted before, the latest first. */
  readonly known: readonly KnownApp[];
  readonly redirectUri: string;
  /** Whether one that is known is used without asking: the connection was named. */
  readonly isRelogin: boolean;
}

/**
 * The app to log in through: the one given, one that is known, or one that is asked for. Without a terminal nothing
 * is asked: throws `missing_options` with the list of what would be.
 */
export async function findApp(context: Context, request: AppRequest): Promise<App> {
  const { options, known } = request;
  const secret = await givenSecret(context, options);
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

/** What the command line and an earlier login tell. `secret`: `null` there is none, `undefined` nothing was said. */
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

/** Asks for what is missing, and says at the moment of asking where to find it. */
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
  // An API is what an app at Auth0 is for; elsewhere the scope says it.
  const asksAudience =
    provider === "auth0" && options.audience === undefined && options.clientId === undefined;
  const audience = asksAudience ? await askAudience(context, provider) : undefined;
  return { address, clientId, clientSecret, ...(audience !== undefined && { audience }) };
}

/** From the file, the environment, or the word that there is none; `undefined` where nothing was said. */
export async function givenSecret(
  { io }: Context,
  options: Pick<AppOptions, "public" | "clientSecretFile">,
): Promise<Secret | null | undefined> {
  const inEnvironment = io.env.TOKENWELL_CLIENT_SECRET;
  // Children and crash reports need not have it.
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
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(address) ? address : `https://${address}`);
  if (!url) throw new InputError("invalid_address", { given: address.slice(0, 80) });
  return url.host;
}
