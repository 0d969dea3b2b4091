import { isWhole } from "./checks.ts";
import { EmulatorError } from "./errors.ts";
import type { Auth0App, Auth0Options } from "./personalities/auth0/options.ts";
import type { SalesforceApp, SalesforceOptions } from "./personalities/salesforce/options.ts";
import { type HostName, hostsOf, type PersonalityName } from "./serving/hosts.ts";

/**
 * The behaviour of refresh tokens. `strict`: each use replaces the token, and using a spent one revokes the whole grant
 * (RFC 9700 §4.14.2). `static`: the token never changes.
 */
export type Rotation = "strict" | "static";

/** An application that is registered with the emulator. */
export interface EmulatedClient {
  readonly clientId: string;
  /** A test value. Absent: a public client. */
  readonly clientSecret?: string;
  /** The name on the consent page. Default: the client id. */
  readonly name?: string;
  /** Redirect URIs of any kind: loopback, https, a mobile scheme. */
  readonly redirectUris: readonly string[];
  /** Addresses to which a logout at `oidc` may return. Default: none. */
  readonly postLogoutRedirectUris?: readonly string[];
  /**
   * `native` accepts loopback redirect URIs with any port (RFC 8252 §7.3) and mobile schemes; `web` compares exactly
   * and takes http and https only. Default: `native` without a secret, `web` with one.
   */
  readonly applicationType?: "native" | "web";
  /** The only method by which the secret may be sent. Default: either of the two. */
  readonly authMethod?: "client_secret_basic" | "client_secret_post";
  /** Default: that of the emulator. */
  readonly rotation?: Rotation;
  /** The settings of the personality `salesforce`. */
  readonly salesforce?: SalesforceApp;
  /** The settings of the personality `auth0`. */
  readonly auth0?: Auth0App;
}

/** A user with an account at the emulator. Any password is accepted. */
export interface EmulatedUser {
  /** The name for the login page. */
  readonly name: string;
  /** Default: the name at emulator.example. */
  readonly email?: string;
  /** The `sub` claim. Default: the name. */
  readonly subject?: string;
}

/**
 * The options of an emulator. Lifetimes are whole seconds of the provider's clock, at least 1. The options from
 * `accessTokenSeconds` on that do not name another personality are for `oidc` only.
 */
export interface EmulatorOptions {
  /** Default: `oidc`. */
  readonly personality?: PersonalityName;
  /** The port of the first host; the others take the ports after it. Default: 0, any free ports. */
  readonly port?: number;
  /** The origins of hosts, if they differ from http://localhost and the port, as behind a TLS proxy of a test. */
  readonly origins?: Readonly<Partial<Record<HostName, string>>>;
  /**
   * Whether to serve https with a certificate for localhost, 127.0.0.1 and ::1. Its authority is created at the start,
   * and the authority's certificate is in a file until the emulator closes. Default: `false`.
   */
  readonly tls?: boolean;
  /** Default: `strict`. */
  readonly rotation?: Rotation;
  /** Clients in addition to those of the provider. A client with the same id replaces the provider's. */
  readonly clients?: readonly EmulatedClient[];
  /**
   * Whether an unknown client id is accepted, as a public app with every callback of this machine. No provider does so:
   * it is for tools that cannot be given the id of an app. Default: `false`.
   */
  readonly anyApp?: boolean;
  /**
   * Users in addition to alice. Other names can log in, too; their subjects and addresses are derived from the name.
   */
  readonly users?: readonly EmulatedUser[];
  /**
   * The seed of all codes, tokens and ids, for `salesforce` and `auth0`. The same seed and the same sequence of calls
   * give the same values; with `startMs`, also the same ledger. Default: unpredictable values.
   */
  readonly seed?: number | undefined;
  /**
   * The time at which the clock stands until it is moved, in milliseconds since 1970, for `salesforce` and `auth0`.
   * Default: the clock runs with the machine's.
   */
  readonly startMs?: number | undefined;
  /** Default: 3600. */
  readonly accessTokenSeconds?: number;
  /** Default: 3600. */
  readonly idTokenSeconds?: number;
  /** Default: 60. */
  readonly codeSeconds?: number;
  /** The lifetime of one refresh token: under `strict` the longest time between two uses. Default: 2592000, 30 days. */
  readonly refreshTokenSeconds?: number;
  /** The lifetime of a grant, regardless of its use. Default: 315360000, 10 years. */
  readonly grantSeconds?: number;
  /** Whether `offline_access` yields a refresh token. If `false`, the scope is granted without one. Default: `true`. */
  readonly refreshTokens?: boolean;
  /** Whether there is a revocation endpoint (RFC 7009). Default: `true`. */
  readonly revocation?: boolean;
  /** Whether there is an introspection endpoint (RFC 7662). Default: `true`. */
  readonly introspection?: boolean;
  /** Whether the ID token contains name and email. The userinfo endpoint always does. Default: `true`. */
  readonly idTokenClaims?: boolean;
  /** Members to omit from the discovery document, such as `code_challenge_methods_supported`. */
  readonly discoveryWithout?: readonly string[];
  /** The options of the personality `salesforce`. */
  readonly salesforce?: SalesforceOptions;
  /** The options of the personality `auth0`. */
  readonly auth0?: Auth0Options;
}

/** The options with all defaults filled in. */
export type Settings = Required<EmulatorOptions>;

/** Returns the secret of a default app: a test value. */
export const testSecretOf = (clientId: string): string => `CANARY_client_secret_of_${clientId}`;

/** The default clients of `oidc`. Their secrets are test values. */
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

/** The default users of every emulator. */
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
  assertOption(typeof settings.anyApp === "boolean", '"anyApp" must be true or false.');
  assertOption(isWhole(settings.port, 0, 65_535), '"port" must be a whole number from 0 to 65535.');
  for (const name of lifetimeOptions) {
    assertOption(isWhole(settings[name], 1), `"${name}" must be a whole number of seconds, at least 1.`);
  }
  for (const name of repeatableOptions) {
    const isValid = settings[name] === undefined || isWhole(settings[name], 0);
    assertOption(isValid, `"${name}" must be a whole number from 0.`);
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

/** Merges the clients of the options into those of a provider. The same id replaces. */
export function mergeClients(
  own: readonly EmulatedClient[],
  { clients }: Pick<Settings, "clients">,
): readonly EmulatedClient[] {
  const given = new Set(clients.map(({ clientId }) => clientId));
  return [...own.filter(({ clientId }) => !given.has(clientId)), ...clients];
}

/** Refuses options of another personality, which this one would ignore silently. */
function assertOptionOwners(options: EmulatorOptions, personality: PersonalityName): void {
  for (const name of Object.keys(options)) {
    const owner = Object.hasOwn(hostsOf, name) ? name : "oidc";
    const isValid = commonOptions.has(name) || owner === personality;
    assertOption(isValid, `"${name}" is an option of "${owner}" and not of "${personality}".`);
  }
}

const commonOptions: ReadonlySet<string> = new Set<keyof EmulatorOptions>([
  "personality",
  "port",
  "origins",
  "tls",
  "rotation",
  "clients",
  "anyApp",
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
  anyApp: false,
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
