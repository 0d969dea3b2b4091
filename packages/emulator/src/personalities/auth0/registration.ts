import { EmulatorError } from "../../errors.ts";
import { type EmulatedClient, type Rotation, testSecretOf } from "../../options.ts";
import {
  type Check,
  type Checks,
  checked,
  either,
  oneOf,
  seconds,
  text,
  textList,
  yesOrNo,
} from "../checks.ts";
import type { RefreshPolicy } from "./refresh-tokens.ts";

/** What kind of application an app is; the public ones are `native` and `spa`. */
export type Auth0AppKind = "regular_web" | "native" | "spa";

/** How an app shows who it is at the token endpoint. */
export type Auth0AuthMethod = "client_secret_post" | "client_secret_basic" | "none";

/**
 * The settings of one application. All can be changed while the emulator runs.
 *
 * @see https://auth0.com/docs/get-started/applications/application-settings
 */
export interface Auth0App {
  /** Default: `native` without a secret, `regular_web` with one. */
  readonly kind?: Auth0AppKind;
  /** Default: `authorization_code` and `refresh_token`. */
  readonly grantTypes?: readonly string[];
  /** Default: `none` without a secret, else `client_secret_post`. */
  readonly authMethod?: Auth0AuthMethod;
  /** Whether each use replaces the refresh token. Default: what the rotation of the client or the emulator says. */
  readonly rotating?: boolean;
  /** Rotation Overlap Period. Default: 0, off. */
  readonly overlapSeconds?: number;
  /** Maximum Lifetime of a refresh token, from the login on; `null` is for ever. Default: 2592000, 30 days. */
  readonly absoluteSeconds?: number | null;
  /** Idle Lifetime of a refresh token; `null` is for ever. Default: 2592000, 30 days. */
  readonly idleSeconds?: number | null;
  /** `false`: consent is always asked for. Default: `true`. */
  readonly firstParty?: boolean;
  /** Leaves out the page that asks whether a loopback callback is the right program. Default: `false`. */
  readonly skipConfirmation?: boolean;
  /** Accepts loopback callbacks at any port, which Auth0 never does. Default: `false`; `true` for `demo`. */
  readonly anyLoopbackPort?: boolean;
  /** Refreshing is answered with mfa_required, as under the policy "Always". Default: `false`. */
  readonly mfaOnRefresh?: boolean;
  /** Token requests are answered with 429: by the limit of the tenant or by one of this app. Default: `false`. */
  readonly rateLimited?: "tenant" | "app" | false;
}

/**
 * One protected API.
 *
 * @see https://auth0.com/docs/get-started/apis/api-settings
 */
export interface Auth0Api {
  /** What `audience` names. */
  readonly identifier: string;
  /** Allow Offline Access. Default: `true`. */
  readonly allowOfflineAccess?: boolean;
  /** Default: 86400, at most 2592000. */
  readonly accessTokenSeconds?: number;
  /** The scopes that it knows; others are dropped. Default: `read:hello`. */
  readonly scopes?: readonly string[];
  /** Allow Skipping User Consent, for first-party apps. Default: `true`. */
  readonly skipConsent?: boolean;
}

/** What can be chosen for the whole tenant. */
export interface Auth0Options {
  /** Added to `https://api.emulator.example`; the same identifier changes it. */
  readonly apis?: readonly Auth0Api[];
  /** Life of an authorization code. Default: 600. */
  readonly codeSeconds?: number;
}

/**
 * Checks what was chosen for the tenant.
 *
 * @throws {EmulatorError} `invalid_option`
 */
export function checkTenant(options: Auth0Options): void {
  checked(options, tenantSettings, '"auth0"');
}

/** An app with nothing left open. */
export interface App extends RefreshPolicy, Required<Auth0App> {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly rotating: boolean;
  readonly overlapSeconds: number;
  readonly absoluteSeconds: number | null;
  readonly idleSeconds: number | null;
}

/** An API with nothing left open. */
export type Api = Required<Auth0Api>;

const MONTH_SECONDS = 30 * 24 * 3600;
const LONGEST_REFRESH_SECONDS = 31_557_600;
const DAY_SECONDS = 24 * 3600;

const CALLBACKS = ["http://localhost:9355/callback", "https://app.emulator.example/callback"];

/** The apps that every tenant has. */
export const defaultApps: readonly EmulatedClient[] = [
  { clientId: "demo", name: "Tokenwell demo", redirectUris: CALLBACKS, auth0: { anyLoopbackPort: true } },
  { clientId: "web", name: "Web app", clientSecret: testSecretOf("web"), redirectUris: CALLBACKS },
];

/** The API that every tenant has. */
export const defaultApi: Api = {
  identifier: "https://api.emulator.example",
  allowOfflineAccess: true,
  accessTokenSeconds: DAY_SECONDS,
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
    rotating: (client.rotation ?? rotation) === "strict",
    overlapSeconds: 0,
    absoluteSeconds: MONTH_SECONDS,
    idleSeconds: MONTH_SECONDS,
    firstParty: true,
    skipConfirmation: false,
    anyLoopbackPort: false,
    mfaOnRefresh: false,
    rateLimited: false,
  };
  return changeApp(app, client.auth0 ?? {});
}

/**
 * An app with some settings changed.
 *
 * @throws {EmulatorError} `invalid_option`
 */
export function changeApp(app: App, changes: Readonly<Record<string, unknown>> | Auth0App): App {
  const given = checked(changes, appSettings, `the app "${app.clientId}"`);
  const changed: App = { ...app, ...given };
  if (changed.authMethod !== "none" && changed.clientSecret === undefined) {
    throw new EmulatorError(
      "invalid_option",
      `The app "${app.clientId}" has no secret, so its "authMethod" is "none".`,
    );
  }
  return changed;
}

/**
 * An API with nothing left open, or with some settings changed.
 *
 * @throws {EmulatorError} `invalid_option`
 */
export function registerApi(
  given: Readonly<Record<string, unknown>> | Auth0Api,
  earlier: Api = defaultApi,
): Api {
  return { ...earlier, ...checked(given, apiSettings, "an API") };
}

const life = either(seconds(1, LONGEST_REFRESH_SECONDS), oneOf(null));

/** What each setting of an app accepts. */
export const appSettings: Checks & Readonly<Record<keyof Auth0App, Check>> = {
  kind: oneOf("regular_web", "native", "spa"),
  grantTypes: textList,
  authMethod: oneOf("client_secret_post", "client_secret_basic", "none"),
  rotating: yesOrNo,
  overlapSeconds: seconds(0),
  absoluteSeconds: life,
  idleSeconds: life,
  firstParty: yesOrNo,
  skipConfirmation: yesOrNo,
  anyLoopbackPort: yesOrNo,
  mfaOnRefresh: yesOrNo,
  rateLimited: oneOf("tenant", "app", false),
};

const apiSettings: Checks & Readonly<Record<keyof Auth0Api, Check>> = {
  identifier: text,
  allowOfflineAccess: yesOrNo,
  accessTokenSeconds: seconds(1, MONTH_SECONDS),
  scopes: textList,
  skipConsent: yesOrNo,
};

const tenantSettings: Checks & Readonly<Record<keyof Auth0Options, Check>> = {
  apis: { accepts: Array.isArray, words: "a list" },
  codeSeconds: seconds(1),
};
