import { Accounts } from "../../accounts.ts";
import type { EmulatorClock } from "../../clock.ts";
import { EmulatorError } from "../../errors.ts";
import { isLoopbackUrl } from "../../loopback-address.ts";
import { mergeClients, type Settings } from "../../options.ts";
import { randomBytes } from "../../random.ts";
import { type Family, type Grant, RefreshTokens } from "./refresh-tokens.ts";
import {
  type Api,
  type App,
  allowsOrigin,
  changeApp,
  changeTenant,
  checkTenant,
  defaultApi,
  defaultApps,
  registerApi,
  registerApp,
  type TenantOptions,
} from "./registration.ts";
import { Users } from "./users.ts";

/** The parts of a login that the code exchange needs. */
export interface Login {
  readonly nonce: string | undefined;
  /** The id of the browser's session. */
  readonly sid: string;
  /** The time of the login in seconds since 1970. Present if the request asked for it. */
  readonly authTime: number | undefined;
  /** The `acr` of the login. Present if a second factor was given. */
  readonly acr: string | undefined;
}

/** An authorization code that has not been exchanged. */
export interface Code {
  readonly grant: Grant;
  readonly login: Login;
  /** The scope parameter of the request, unchanged. */
  readonly requestedScope: string;
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly endsMs: number;
}

const defaultCodeSeconds = 600;

/** The state of a tenant, which all its domains share. */
export class Tenant {
  readonly users: Users;
  readonly refreshTokens = new RefreshTokens();
  readonly clock: EmulatorClock;
  #options: TenantOptions = {
    codeSeconds: defaultCodeSeconds,
    logoutUrls: [],
    revocationDeletesGrant: false,
  };
  readonly #apps: Map<string, App>;
  readonly #settings: Settings;
  readonly #apis: Map<string, Api>;
  readonly #codes = new Map<string, Code>();
  readonly #consents = new Map<string, Set<string>>();
  readonly #withoutGrant = new Set<string>();

  /** @throws {EmulatorError} `invalid_option` */
  constructor(clock: EmulatorClock, settings: Settings) {
    const { auth0, rotation, users } = settings;
    checkTenant(auth0);
    this.clock = clock;
    this.#settings = settings;
    this.users = new Users(new Accounts(users));
    const clients = mergeClients(defaultApps, settings);
    this.#apps = new Map(clients.map((client) => [client.clientId, registerApp(client, rotation)]));
    this.#apis = new Map([[defaultApi.identifier, defaultApi]]);
    const { apis = [], ...options } = auth0;
    for (const api of apis) this.setApi(api);
    this.changeOptions(options);
  }

  /** The options of the tenant. */
  get options(): TenantOptions {
    return this.#options;
  }

  /** @throws {EmulatorError} `invalid_option` */
  changeOptions(changes: object): TenantOptions {
    this.#options = changeTenant(this.#options, changes);
    return this.#options;
  }

  /** Finds an app. With `anyApp`, an unknown one is registered. */
  app(clientId = ""): App | undefined {
    const known = this.#apps.get(clientId);
    if (known !== undefined || clientId === "" || !this.#settings.anyApp) return known;
    const client = { clientId, redirectUris: [], auth0: { anyLoopbackCallback: true } };
    const app = registerApp(client, this.#settings.rotation);
    this.#apps.set(clientId, app);
    return app;
  }

  /** Whether a page of that origin may read responses. */
  allowsOrigin(origin: string): boolean {
    // An app of `anyApp` is not known yet when its page reads the metadata.
    const isOfAnyApp = this.#settings.anyApp && isLoopbackUrl(origin);
    return isOfAnyApp || this.apps().some((app) => allowsOrigin(app, origin));
  }

  api(identifier: string | undefined): Api | undefined {
    return this.#apis.get(identifier ?? "");
  }

  apps(): readonly App[] {
    return [...this.#apps.values()];
  }

  apis(): readonly Api[] {
    return [...this.#apis.values()];
  }

  /**
   * Changes settings of an app, or its secret, which no response shows.
   *
   * @throws {EmulatorError} `invalid_option`
   */
  changeApp(clientId: string, changes: Readonly<Record<string, unknown>>): App {
    const app = this.app(clientId);
    if (app === undefined) throw new EmulatorError("invalid_option", `There is no app "${clientId}".`);
    const { clientSecret = app.clientSecret, ...switches } = changes;
    if (clientSecret !== undefined && typeof clientSecret !== "string")
      throw new EmulatorError("invalid_option", `"clientSecret" of the app "${clientId}" must be a text.`);
    const changed = changeApp({ ...app, clientSecret }, switches);
    this.#apps.set(clientId, changed);
    return changed;
  }

  /**
   * Adds an API, or changes the one with that identifier.
   *
   * @throws {EmulatorError} `invalid_option`
   */
  setApi(given: Readonly<Record<string, unknown>> | { readonly identifier: string }): Api {
    const { identifier } = given;
    if (typeof identifier !== "string")
      throw new EmulatorError("invalid_option", 'An API must have an "identifier".');
    const api = registerApi(given, this.api(identifier));
    this.#apis.set(identifier, api);
    return api;
  }

  /** Revokes all that a user has allowed, as an administrator does. Returns the number of token families that ended. */
  revokeGrants(userName: string): number {
    const { subject } = this.users.byName(userName);
    for (const { clientId } of this.apps()) {
      for (const audience of [undefined, ...this.#apis.keys()]) {
        this.forgetConsent({ clientId, subject, audience });
      }
    }
    return this.refreshTokens.revokeAllOf(subject);
  }

  /**
   * Revokes a token family, as an app does. If the tenant is configured so, this also ends all other grants of the same
   * user, app and API. Returns whether the family was alive.
   *
   * @see https://auth0.com/docs/secure/tokens/refresh-tokens/revoke-refresh-tokens
   */
  revoke(family: Family): boolean {
    const wasAlive = this.refreshTokens.revokeFamily(family.id);
    if (this.#options.revocationDeletesGrant) {
      this.forgetConsent(family);
      this.refreshTokens.revokeSiblingsOf(family);
    }
    return wasAlive;
  }

  /** Ends one token family, as an administrator does. Returns whether it was alive. */
  revokeGrant(familyId: string): boolean {
    const family = this.refreshTokens.live(this.clock.nowMs()).find(({ id }) => id === familyId);
    if (family === undefined) return false;
    this.forgetConsent(family);
    return this.refreshTokens.revokeFamily(familyId);
  }

  /**
   * Deletes the grants of a user but keeps the refresh tokens. Returns the number of
   * families that can no longer refresh.
   *
   * @see https://github.com/auth0/node-auth0/issues/496
   */
  deleteGrants(userName: string): number {
    const { subject } = this.users.byName(userName);
    const theirs = this.refreshTokens.live(this.clock.nowMs()).filter((family) => family.subject === subject);
    for (const family of theirs) {
      this.forgetConsent(family);
      this.#withoutGrant.add(family.id);
    }
    return theirs.length;
  }

  /** Whether the grant of a family of refresh tokens was deleted. */
  lacksGrant(familyId: string): boolean {
    return this.#withoutGrant.has(familyId);
  }

  /** Issues an authorization code. */
  issueCode(code: Omit<Code, "endsMs">): string {
    const value = `CANARY_code_${randomBytes(24).toString("base64url")}`;
    this.#codes.set(value, { ...code, endsMs: this.clock.nowMs() + this.#options.codeSeconds * 1000 });
    return value;
  }

  /** Finds an authorization code. */
  codeOf(value: string): Code | undefined {
    return this.#codes.get(value);
  }

  /** Removes a code: it works once. */
  spendCode(value: string): void {
    this.#codes.delete(value);
  }

  /** Whether the user consented to all these scopes of the app and API before. */
  hasConsented({ clientId, subject, audience, scopes }: Grant): boolean {
    const allowed = this.#consents.get(JSON.stringify([subject, clientId, audience]));
    return allowed !== undefined && scopes.every((scope) => allowed.has(scope));
  }

  rememberConsent({ clientId, subject, audience, scopes }: Grant): void {
    const key = JSON.stringify([subject, clientId, audience]);
    this.#consents.set(key, new Set([...(this.#consents.get(key) ?? []), ...scopes]));
  }

  /** Forgets the consent to a grant that is revoked. */
  forgetConsent({ clientId, subject, audience }: Omit<Grant, "scopes" | "host">): void {
    this.#consents.delete(JSON.stringify([subject, clientId, audience]));
  }
}
