import { isWhole } from "./checks.ts";
import { EmulatorError } from "./errors.ts";
import type { Auth0App, Auth0Options } from "./personalities/auth0/options.ts";
import type { SalesforceApp, SalesforceOptions } from "./personalities/salesforce/options.ts";
import { type HostName, hostsOf, type PersonalityName } from "./serving/hosts.ts";

/**
 * How refresh tokens behave. `strict`: each use replaces the token, and using a spent one revokes the whole grant
 * (RFC 9700 §4.14.2). `static`: the same token for ever.
 */
export type Rotation = "strict" | "static";

/** An application that is registered at the emulator. */
export interface EmulatedClient {
  readonly clientId: string;
  /** A test value. Absent: a public client. */
  readonly clientSecret?: string;
  /** What the consent page calls it. Default: the client id. */
  readonly name?: string;
  /** Any: loopback, https, a mobile scheme. */
  readonly redirectUris: readonly string[];
  /**
   * `native` accepts loopback redirect URIs with any port (RFC 8252 §7.3) and mobile schemes; `web` compares exactly and
   * takes http and https only. Default: `native` without a secret, `web` with one.
   */
  readonly applicationType?: "native" | "web";
  /** The one way in which the secret may be sent. Default: either of the two. */
  readonly authMethod?: "client_secret_basic" | "client_secret_post";
  /** Default: the emulator's. */
  readonly rotation?: Rotation;
  /** Its settings at Salesforce. */
  readonly salesforce?: SalesforceApp;
  /** Its settings at Auth0. */
  readonly auth0?: Auth0App;
}

/** A person with an account at the emulator. Any password is right. */
export interface EmulatedUser {
  /** What is typed at the login page. */
  readonly name: string;
  /** Default: the name at emulator.example. */
  readonly email?: string;
  /** The `sub` claim. Default: the name. */
  readonly subject?: string;
}

/**
 * What can be chosen when an emulator starts. Lifetimes are whole seconds of the provider's clock, at least 1. From
 * `accessTokenSeconds` on, what is not named after another personality is of `oidc` alone.
 */
export interface EmulatorOptions {
  /** Default: `oidc`. */
  readonly personality?: PersonalityName;
  /** Of the first host; the others have those after it. Default: 0, any that are free. */
  readonly port?: number;
  /** What hosts call themselves where it is not http://localhost and the port, as behind a TLS front of a test. */
  readonly origins?: Readonly<Partial<Record<HostName, string>>>;
  /**
   * Over https, with a certificate for localhost, 127.0.0.1 and ::1 whose authority is made at start; its certificate is
   * in a file until the emulator closes. Default: `false`.
   */
  readonly tls?: boolean;
  /** Default: `strict`. */
  readonly rotation?: Rotation;
  /** Added to those of the provider; the same id replaces. */
  readonly clients?: readonly EmulatedClient[];
  /** Added to alice. Other names log in too, with subjects and addresses made of the name. */
  readonly users?: readonly EmulatedUser[];
  /**
   * Of `salesforce` and `auth0`: the same seed and the same calls, one after the other, give the same codes, tokens and
   * ids. With `startMs`, the same ledger. Default: unpredictable ones.
   */
  readonly seed?: number | undefined;
  /**
   * Of `salesforce` and `auth0`: where the clock stands, in milliseconds since 1970, and moves only when it is moved.
   * Default: it runs with the machine's.
   */
  readonly startMs?: number | undefined;
  /** Default: 3600. */
  readonly accessTokenSeconds?: number;
  /** Default: 3600. */
  readonly idTokenSeconds?: number;
  /** Default: 60. */
  readonly codeSeconds?: number;
  /** Life of one refresh token: under `strict` the longest time between two uses. Default: 2592000, 30 days. */
  readonly refreshTokenSeconds?: number;
  /** Life of a consent, however often it is used. Default: 315360000, 10 years. */
  readonly grantSeconds?: number;
  /** `false`: offline_access is granted and no refresh token comes. Default: `true`. */
  readonly refreshTokens?: boolean;
  /** Whether there is a revocation endpoint (RFC 7009). Default: `true`. */
  readonly revocation?: boolean;
  /** Whether there is an introspection endpoint (RFC 7662). Default: `true`. */
  readonly introspection?: boolean;
  /** Whether name and address are in the ID token; the userinfo endpoint has them always. Default: `true`. */
  readonly idTokenClaims?: boolean;
  /** Members that the discovery document leaves out, such as `code_challenge_methods_supported`. */
  readonly discoveryWithout?: readonly string[];
  /** Of the personality `salesforce`. */
  readonly salesforce?: SalesforceOptions;
  /** Of the personality `auth0`. */
  readonly auth0?: Auth0Options;
}

/** The options with nothing left open. */
export type Settings = Required<EmulatorOptions>;

/** The secret of an app that a provider knows by itself: a test value. */
export const testSecretOf = (clientId: string): string => `CANARY_client_secret_of_${clientId}`;

/** The clients that `oidc` knows. Their secrets are test values. */
export const defaultClients: readonly EmulatedClient[] = [
  {
    clientId: "demo",
    name: "Tokenwell demo",
    redirectUris: [
      "http://localhost:9355/callback",
      "http://127.0.0.1:9355/callback",
      "http://[::1]:9355/callback",
    ],
  },
  { clientId: "web", name: "Web app", ...confidential("web") },
  {
    clientId: "web-basic",
    name: "Web app (basic)",
    authMethod: "client_secret_basic",
    ...confidential("web-basic"),
  },
  {
    clientId: "web-post",
    name: "Web app (post)",
    authMethod: "client_secret_post",
    ...confidential("web-post"),
  },
];

/** The users that every emulator knows. */
export const defaultUsers: readonly EmulatedUser[] = [{ name: "alice", email: "alice@emulator.example" }];

function confidential(clientId: string): Pick<EmulatedClient, "clientSecret" | "redirectUris"> {
  return {
    clientSecret: testSecretOf(clientId),
    redirectUris: ["http://localhost:9355/callback", "https://app.emulator.example/callback"],
  };
}

/**
 * Checks the options and fills in the defaults.
 *
 * @throws {EmulatorError} `invalid_option`
 */
export function resolveOptions(options: EmulatorOptions): Settings {
  const settings: Settings = { ...defaults, ...omitUndefined(options) };
  for (const name of Object.keys(options)) {
    assertOption(name in defaults, `"${name}" is not an option of the emulator.`);
  }
  assertOption(
    Object.hasOwn(hostsOf, settings.personality),
    `"personality" must be one of ${Object.keys(hostsOf).join(", ")}.`,
  );
  assertOptionOwners(omitUndefined(options), settings.personality);
  assertOption(["strict", "static"].includes(settings.rotation), '"rotation" must be "strict" or "static".');
  assertOption(isWhole(settings.port, 0, 65_535), '"port" must be a whole number from 0 to 65535.');
  for (const name of lifetimeOptions) {
    assertOption(isWhole(settings[name], 1), `"${name}" must be a whole number of seconds, at least 1.`);
  }
  for (const name of repeatableOptions) {
    const isFine = settings[name] === undefined || isWhole(settings[name], 0);
    assertOption(isFine, `"${name}" must be a whole number from 0.`);
    assertOption(settings[name] === undefined || settings.personality !== "oidc", `"oidc" has no "${name}".`);
  }
  assertOrigins(settings);
  for (const { clientId, redirectUris } of settings.clients) {
    assertOption(
      typeof clientId === "string" && clientId !== "",
      'Each of "clients" must have a "clientId".',
    );
    assertOption(Array.isArray(redirectUris), `The client "${clientId}" must have a list of "redirectUris".`);
  }
  return { ...settings, users: [...settings.users, ...defaultUsers] };
}

/** The clients that a provider knows by itself and those that the options add or replace. */
export function mergeClients(
  own: readonly EmulatedClient[],
  { clients }: Pick<Settings, "clients">,
): readonly EmulatedClient[] {
  const given = new Set(clients.map(({ clientId }) => clientId));
  return [...own.filter(({ clientId }) => !given.has(clientId)), ...clients];
}

/** An option that this personality would pass over in silence must not be given. */
function assertOptionOwners(options: EmulatorOptions, personality: PersonalityName): void {
  for (const name of Object.keys(options)) {
    const owner = Object.hasOwn(hostsOf, name) ? name : "oidc";
    const isFine = commonOptions.has(name) || owner === personality;
    assertOption(isFine, `"${name}" is an option of "${owner}" and not of "${personality}".`);
  }
}

const commonOptions: ReadonlySet<string> = new Set<keyof EmulatorOptions>([
  "personality",
  "port",
  "origins",
  "tls",
  "rotation",
  "clients",
  "users",
  "seed",
  "startMs",
]);

const repeatableOptions = ["seed", "startMs"] as const;

function assertOrigins({ origins, personality }: Settings): void {
  for (const [host, origin] of Object.entries(origins)) {
    const names: readonly string[] = hostsOf[personality];
    assertOption(names.includes(host), `"origins" may name ${names.join(", ")}, not "${host}".`);
    assertOption(
      URL.canParse(origin) && new URL(origin).origin === origin,
      `"origins" must have an origin such as https://login.example.com for "${host}".`,
    );
  }
}

const lifetimeOptions = [
  "accessTokenSeconds",
  "idTokenSeconds",
  "codeSeconds",
  "refreshTokenSeconds",
  "grantSeconds",
] as const;

const defaults: Settings = {
  personality: "oidc",
  port: 0,
  tls: false,
  rotation: "strict",
  accessTokenSeconds: 3600,
  idTokenSeconds: 3600,
  codeSeconds: 60,
  refreshTokenSeconds: 30 * 24 * 3600,
  grantSeconds: 3650 * 24 * 3600,
  clients: [],
  users: [],
  seed: undefined,
  startMs: undefined,
  refreshTokens: true,
  revocation: true,
  introspection: true,
  idTokenClaims: true,
  discoveryWithout: [],
  origins: {},
  salesforce: {},
  auth0: {},
};

function omitUndefined(options: EmulatorOptions): EmulatorOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function assertOption(holds: boolean, sentence: string): void {
  if (!holds) throw new EmulatorError("invalid_option", sentence);
}
