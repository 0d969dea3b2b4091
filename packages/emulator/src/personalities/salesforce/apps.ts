import {
  type Check,
  type Checks,
  checkSettings,
  either,
  oneOf,
  text,
  textList,
  yesOrNo,
} from "../../checks.ts";
import { EmulatorError } from "../../errors.ts";
import { isLoopbackUrl } from "../../loopback-address.ts";
import {
  type EmulatedClient,
  mergeClients,
  type Rotation,
  type Settings,
  testSecretOf,
} from "../../options.ts";
import type { AppSwitches } from "../../personality.ts";
import type { SalesforceApp } from "./options.ts";

/** The settings that can change while the emulator runs. */
export interface Switches extends Required<SalesforceApp> {
  readonly rotation: Rotation;
}

/** A registered app with all defaults filled in. */
export interface App {
  readonly clientId: string;
  readonly clientSecret: string | undefined;
  readonly name: string;
  readonly redirectUris: readonly string[];
  readonly switches: Switches;
}

/** The default apps. Their secrets are test values. */
const ownApps: readonly EmulatedClient[] = [
  {
    clientId: "demo",
    name: "Tokenwell demo",
    redirectUris: callbacks(),
    salesforce: { anyLoopbackPort: true },
  },
  {
    clientId: "web",
    name: "Web app",
    clientSecret: testSecretOf("web"),
    redirectUris: callbacks(),
  },
  // Every org knows the app of Salesforce's own command, `sf`.
  {
    clientId: "PlatformCLI",
    name: "Salesforce CLI",
    redirectUris: ["http://localhost:1717/OauthRedirect"],
    salesforce: { scopes: ["refresh_token", "api", "web"] },
  },
];

/** The switches of an app that `anyApp` registers: it may ask for every scope. */
const switchesOfAnyApp: SalesforceApp = {
  requirePkce: false,
  scopes: ["full", "refresh_token"],
  anyLoopbackCallback: true,
};

function callbacks(): readonly string[] {
  return [
    "http://localhost:9355/callback",
    "https://login.salesforce.com/",
    "https://app.emulator.example/callback",
  ];
}

/** The registered apps and their settings. */
export class Apps {
  readonly #apps = new Map<string, App>();
  readonly #settings: Settings;

  /**
   * @param loginOrigin The origin of the login host. Its root is a callback of every default app: a page without a
   * program.
   * @throws {EmulatorError} `invalid_option`
   */
  constructor(settings: Settings, loginOrigin: string) {
    this.#settings = settings;
    const own = ownApps.map((app) => ({ ...app, redirectUris: [...app.redirectUris, `${loginOrigin}/`] }));
    for (const client of mergeClients(own, settings)) {
      this.#apps.set(client.clientId, registered(client, settings));
    }
  }

  /** Finds an app. With `anyApp`, an unknown one is registered. */
  find(clientId = ""): App | undefined {
    const known = this.#apps.get(clientId);
    if (known !== undefined || clientId === "" || !this.#settings.anyApp) return known;
    const client = { clientId, redirectUris: [], salesforce: switchesOfAnyApp };
    const app = registered(client, this.#settings);
    this.#apps.set(clientId, app);
    return app;
  }

  list(): readonly AppSwitches[] {
    return [...this.#apps.values()].map(shown);
  }

  /**
   * Changes settings of an app, or its secret, which no response shows.
   *
   * @throws {EmulatorError} `invalid_option`
   */
  set(clientId: string, given: Readonly<Record<string, unknown>>): AppSwitches {
    const app = this.find(clientId);
    if (app === undefined) throw new EmulatorError("invalid_option", `There is no app "${clientId}".`);
    const { clientSecret = app.clientSecret, ...switches } = given;
    if (clientSecret !== undefined && typeof clientSecret !== "string")
      throw new EmulatorError("invalid_option", `"clientSecret" of the app "${clientId}" must be a text.`);
    const changed = {
      ...app,
      clientSecret,
      switches: { ...app.switches, ...checkedSwitches(switches, clientId) },
    };
    this.#apps.set(clientId, changed);
    return shown(changed);
  }
}

/** Whether a redirect URI is a callback URL of an app. The comparison is exact, ports included. */
export function isCallback({ redirectUris, switches }: App, redirectUri: string): boolean {
  return (
    redirectUris.includes(redirectUri) ||
    (switches.anyLoopbackCallback && isLoopbackUrl(redirectUri)) ||
    (switches.anyLoopbackPort && redirectUris.some((known) => differsInPortOnly(known, redirectUri)))
  );
}

function differsInPortOnly(known: string, given: string): boolean {
  if (!URL.canParse(given)) return false;
  const [one, other] = [new URL(known), new URL(given)];
  other.hostname = ["127.0.0.1", "[::1]"].includes(other.hostname) ? "localhost" : other.hostname;
  one.port = other.port;
  return one.hostname === "localhost" && one.href === other.href;
}

function registered(client: EmulatedClient, { rotation }: Settings): App {
  const { clientId, clientSecret, name = clientId, redirectUris, salesforce = {} } = client;
  const isConfidential = clientSecret !== undefined;
  const defaults: Switches = {
    requireSecretForWebServerFlow: isConfidential,
    requireSecretForRefreshTokenFlow: isConfidential,
    requirePkce: true,
    refreshTokenPolicy: "until_revoked",
    ipAllowed: true,
    permittedUsers: "all",
    approvedUsers: [],
    blocked: false,
    installed: true,
    scopes: ["api", "refresh_token", "id"],
    certificate: null,
    clientCredentialsUser: null,
    anyLoopbackPort: false,
    anyLoopbackCallback: false,
    rotation: client.rotation ?? rotation,
  };
  const switches = { ...defaults, ...checkedSwitches(salesforce, clientId) };
  return { clientId, clientSecret, name, redirectUris, switches };
}

function shown({ clientId, switches }: App): AppSwitches {
  return { clientId, ...switches };
}

const refreshTokenPolicy: Check = {
  accepts: (value) =>
    value === "until_revoked" ||
    value === "immediately" ||
    (typeof value === "object" &&
      value !== null &&
      Object.entries(value).length === 1 &&
      Object.entries(value).every(
        ([name, seconds]) => ["idleSeconds", "afterSeconds"].includes(name) && Number(seconds) > 0,
      )),
  words: '"until_revoked", "immediately", {"idleSeconds":n} or {"afterSeconds":n}',
};

/** The checks of an app's settings. */
export const checks: Checks & Readonly<Record<keyof Switches, Check>> = {
  requireSecretForWebServerFlow: yesOrNo,
  requireSecretForRefreshTokenFlow: yesOrNo,
  requirePkce: yesOrNo,
  refreshTokenPolicy,
  ipAllowed: yesOrNo,
  permittedUsers: oneOf("all", "admin_approved"),
  approvedUsers: textList,
  blocked: yesOrNo,
  installed: yesOrNo,
  scopes: textList,
  certificate: either(text, oneOf(null)),
  clientCredentialsUser: either(text, oneOf(null)),
  anyLoopbackPort: yesOrNo,
  anyLoopbackCallback: yesOrNo,
  rotation: oneOf("strict", "static"),
};

function checkedSwitches(given: object, clientId: string): Readonly<Record<string, unknown>> {
  return checkSettings(given, checks, `the app "${clientId}"`);
}
