import {
  type Check,
  type Checks,
  checkSettings,
  either,
  members,
  oneOf,
  seconds,
  text,
  textList,
  yesOrNo,
} from "../../checks.ts";
import { EmulatorError } from "../../errors.ts";
import { isLoopbackUrl } from "../../loopback-address.ts";
import { type EmulatedClient, type Rotation, testSecretOf } from "../../options.ts";
import { type Auth0Api, type Auth0App, type Auth0Options, defaultApiIdentifier } from "./options.ts";
import type { RefreshPolicy } from "./refresh-tokens.ts";

/**
 * Checks the options of the tenant.
 *
 * @throws {EmulatorError} `invalid_option`
 */
export function checkTenant(options: Auth0Options): void {
  checkSettings(options, { ...tenantSettings, apis }, '"auth0"');
}

/**
 * Returns the tenant's options with some changed.
 *
 * @throws {EmulatorError} `invalid_option`
 */
export function changeTenant(earlier: TenantOptions, changes: object): TenantOptions {
  return { ...earlier, ...checkSettings(changes, tenantSettings, "the tenant") };
}

/** The tenant's options without its APIs, with all defaults filled in. */
export type TenantOptions = Required<Omit<Auth0Options, "apis">>;

/** An app with all defaults filled in. */
export interface App extends RefreshPolicy, Required<Auth0App> {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly name: string;
  readonly redirectUris: readonly string[];
}

/** An API with all defaults filled in. */
export type Api = Required<Auth0Api>;

const monthSeconds = 30 * 24 * 3600;
const maxRefreshTokenSeconds = 31_557_600;
const daySeconds = 24 * 3600;

const defaultCallbacks = ["http://localhost:9355/callback", "https://app.emulator.example/callback"];

/** The apps that every tenant has. */
export const defaultApps: readonly EmulatedClient[] = [
  {
    clientId: "demo",
    name: "Tokenwell demo",
    redirectUris: defaultCallbacks,
    auth0: { anyLoopbackPort: true },
  },
  { clientId: "web", name: "Web app", clientSecret: testSecretOf("web"), redirectUris: defaultCallbacks },
];

/** The API that every tenant has. */
export const defaultApi: Api = {
  identifier: defaultApiIdentifier,
  allowOfflineAccess: true,
  accessTokenSeconds: daySeconds,
  scopes: ["read:hello"],
  skipConsent: true,
};

/**
 * Registers a client with all its settings.
 *
 * @throws {EmulatorError} `invalid_option`
 */
export function registerApp(client: EmulatedClient, rotation: Rotation): App {
  const { authMethod = "client_secret_post", clientId, clientSecret, name = clientId } = client;
  const isPublic = clientSecret === undefined;
  const app: App = {
    clientId,
    clientSecret,
    name,
    redirectUris: client.redirectUris,
    kind: isPublic ? "native" : "regular_web",
    grantTypes: ["authorization_code", "refresh_token"],
    authMethod: isPublic ? "none" : authMethod,
    publicKey: null,
    clientGrants: [],
    logoutUrls: [],
    allowedOrigins: [],
    backchannelLogoutUri: null,
    rotating: (client.rotation ?? rotation) === "strict",
    overlapSeconds: 0,
    absoluteSeconds: monthSeconds,
    idleSeconds: monthSeconds,
    firstParty: true,
    skipConfirmation: false,
    anyLoopbackPort: false,
    anyLoopbackCallback: false,
    mfaOnRefresh: false,
    denyLogin: null,
    denyRefresh: null,
    loginError: null,
    ignoresStepUp: false,
    idTokenClaims: null,
    accessTokenClaims: null,
    rateLimited: false,
  };
  return changeApp(app, client.auth0 ?? {});
}

/**
 * Returns an app with some settings changed.
 *
 * @throws {EmulatorError} `invalid_option`
 */
export function changeApp(app: App, changes: Readonly<Record<string, unknown>> | Auth0App): App {
  const given = checkSettings(changes, appSettings, `the app "${app.clientId}"`);
  const changed: App = { ...app, ...given };
  const { authMethod, clientId, clientSecret, publicKey } = changed;
  if (authMethod === "private_key_jwt" ? publicKey === null : authMethod !== "none" && !clientSecret) {
    const words =
      authMethod === "private_key_jwt"
        ? `The app "${clientId}" has no "publicKey", so its "authMethod" is not "private_key_jwt".`
        : `The app "${clientId}" has no secret, so its "authMethod" is "none".`;
    throw new EmulatorError("invalid_option", words);
  }
  return changed;
}

/**
 * Whether a page of that origin may read responses. The callbacks of an app also allow their origins.
 *
 * @see https://auth0.com/docs/get-started/applications/set-up-cors
 */
export function allowsOrigin(app: App, origin: string): boolean {
  const { allowedOrigins, anyLoopbackCallback, redirectUris } = app;
  if (anyLoopbackCallback && isLoopbackUrl(origin)) return true;
  const isWeb = /^https?:\/\//.test(origin);
  return (
    isWeb && [...allowedOrigins, ...redirectUris].some((address) => URL.parse(address)?.origin === origin)
  );
}

const listsExactly = (logoutUrls: readonly string[], address: string): boolean =>
  logoutUrls.includes(address);

/** Whether Allowed Logout URLs have an address for `/v2/logout`, which does not compare query and fragment. */
export function listsLogoutUrl(logoutUrls: readonly string[], address: string): boolean {
  const plain = (url: string) => url.replace(/[?#].*$/s, "");
  return logoutUrls.some((listed) => plain(listed) === plain(address));
}

/** Whether a logout may redirect to this address. Allowing the roots of callbacks is a convenience of the emulator. */
export function allowsLogoutTo(app: App, address: string, lists = listsExactly): boolean {
  const { anyLoopbackCallback, logoutUrls, redirectUris } = app;
  if (logoutUrls.length > 0) return lists(logoutUrls, address);
  if (anyLoopbackCallback && isLoopbackUrl(address)) return true;
  const root = address.endsWith("/") ? address.slice(0, -1) : address;
  return /^https?:/.test(root) && redirectUris.some((callback) => URL.parse(callback)?.origin === root);
}

/**
 * Returns an API with all defaults filled in, or the earlier one with some settings changed.
 *
 * @throws {EmulatorError} `invalid_option`
 */
export function registerApi(
  given: Readonly<Record<string, unknown>> | Auth0Api,
  earlier: Api = defaultApi,
): Api {
  return { ...earlier, ...checkSettings(given, apiSettings, "an API") };
}

const textOrNull = either(text, oneOf(null));

const refreshLifetime = either(seconds(1, maxRefreshTokenSeconds), oneOf(null));

/** The checks of an app's settings. */
export const appSettings: Checks & Readonly<Record<keyof Auth0App, Check>> = {
  kind: oneOf("regular_web", "native", "spa"),
  grantTypes: textList,
  authMethod: oneOf("client_secret_post", "client_secret_basic", "private_key_jwt", "none"),
  publicKey: textOrNull,
  clientGrants: textList,
  logoutUrls: textList,
  allowedOrigins: textList,
  backchannelLogoutUri: either({ accepts: isLoopbackUrl, words: "an address of this machine" }, oneOf(null)),
  rotating: yesOrNo,
  overlapSeconds: seconds(0),
  absoluteSeconds: refreshLifetime,
  idleSeconds: refreshLifetime,
  firstParty: yesOrNo,
  skipConfirmation: yesOrNo,
  anyLoopbackPort: yesOrNo,
  anyLoopbackCallback: yesOrNo,
  mfaOnRefresh: yesOrNo,
  denyLogin: textOrNull,
  denyRefresh: textOrNull,
  loginError: textOrNull,
  ignoresStepUp: yesOrNo,
  idTokenClaims: either(members, oneOf(null)),
  accessTokenClaims: either(members, oneOf(null)),
  rateLimited: oneOf("tenant", "app", false),
};

const apiSettings: Checks & Readonly<Record<keyof Auth0Api, Check>> = {
  identifier: text,
  allowOfflineAccess: yesOrNo,
  accessTokenSeconds: seconds(1, monthSeconds),
  scopes: textList,
  skipConsent: yesOrNo,
};

const apis: Check = { accepts: Array.isArray, words: "a list" };

const tenantSettings: Checks & Readonly<Record<keyof TenantOptions, Check>> = {
  codeSeconds: seconds(1),
  logoutUrls: textList,
  revocationDeletesGrant: yesOrNo,
};
