import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import { ProviderError } from "../errors.ts";
import { loginClient } from "../login/begin.ts";
import type { LoginServices } from "../login/services.ts";
import { type Client, ClientAuthentication } from "../model.ts";
import { createAuthorizationRequest } from "../oauth/authorization-request.ts";
import { fetchKeys, type KeySet } from "../oauth/logout-token.ts";
import { discover } from "../oauth/metadata.ts";
import { providerFor } from "../providers/index.ts";
import type { Provider, ProviderId, ServerMetadata } from "../providers/provider.ts";
import type { Secret } from "../secret.ts";

/** Settings of a web app at its provider. */
export interface WebAppSettings {
  /** Id of the app in the store: sessions of other apps do not count. */
  readonly id: string;
  readonly issuer: string;
  readonly clientId: string;
  /** `null`: a public client. */
  readonly clientSecret: Secret | null;
  /** Default: by the issuer. */
  readonly provider?: ProviderId;
  readonly redirectUri: string;
  readonly scope?: string;
  readonly audience?: string;
  readonly apiBase?: string;
  /** Seconds in which the provider accepts the previous refresh token, too. Default: that of the stored client. */
  readonly overlapSeconds?: number;
}

/** Milliseconds for which metadata is used without a new request. */
const metadataLifetimeMs = 3_600_000;

/** Words with which a provider's page says that it does not know the callback. */
const saysUnknown =
  /redirect[_ ]?ur[il][^.<]{0,80}(?:mismatch|did not match|must match|invalid|not (?:registered|allowed|valid))|(?:invalid|mismatch\w*)[^.<]{0,40}redirect[_ ]?ur[il]|callback url mismatch/i;

/** A web app at its provider: what is known of both. */
export class WebApp {
  readonly settings: WebAppSettings;
  readonly provider: Provider;
  readonly #services: LoginServices;
  readonly #clock: Clock;
  #server: { readonly metadata: ServerMetadata; readonly untilMs: number } | undefined;
  #discovery: Promise<ServerMetadata> | undefined;
  #keys: Promise<KeySet | null> | undefined;

  constructor(services: LoginServices, settings: WebAppSettings) {
    this.#services = services;
    this.#clock = services.clock;
    this.settings = settings;
    this.provider = providerFor(settings.issuer, settings.provider);
  }

  /**
   * Returns the provider's metadata: fetched within the last hour, or the last that was fetched if the provider does not
   * answer. Throws the errors of {@link discover}.
   */
  async server(): Promise<ServerMetadata> {
    const known = this.#server;
    if (known !== undefined && this.#clock.monotonicMs() < known.untilMs) return known.metadata;
    this.#discovery ??= this.#discover().finally(() => {
      this.#discovery = undefined;
    });
    try {
      return await this.#discovery;
    } catch (error) {
      if (known === undefined) throw error;
      return known.metadata;
    }
  }

  /** Returns the metadata as {@link WebApp.server} does; `null` if it does not come within `limitMs`. */
  async serverWithin(limitMs: number): Promise<ServerMetadata | null> {
    const timer = new AbortController();
    const late = this.#clock.sleep(limitMs, timer.signal).then(
      () => null,
      () => null,
    );
    try {
      return await Promise.race([this.server().catch(() => null), late]);
    } finally {
      timer.abort("done");
    }
  }

  /**
   * Fetches the provider's keys. Callers at the same time share one request: any program may post a logout token, and none
   * can flood the provider by it.
   */
  async keys(server: ServerMetadata): Promise<KeySet | null> {
    const { egress } = this.#services;
    this.#keys ??= fetchKeys(server, (url, init) => egress.fetch(url, init)).finally(() => {
      this.#keys = undefined;
    });
    return await this.#keys;
  }

  /** Returns the provider's issuer: as its metadata or a stored client spells it. */
  async issuer(): Promise<string> {
    return (
      this.#server?.metadata.issuer ??
      (await this.#storedClients())[0]?.issuer ??
      (await this.server()).issuer
    );
  }

  /**
   * Asks the provider once, before the first login, whether it knows the app's callback. Throws `redirect_uri_unknown` only
   * if its page says so: any other answer, or none, proves nothing.
   */
  async checkCallback(limitMs: number): Promise<void> {
    if ((await this.#storedClients()).some(({ acceptedAtMs }) => acceptedAtMs !== null)) return;
    const server = await this.serverWithin(limitMs);
    if (server === null) return;
    const { client } = await this.client(server);
    const { redirectUri } = this.settings;
    const parameters = { prompt: "none" };
    const request = await createAuthorizationRequest({
      server,
      // `none` stands alone: a provider refuses it beside another prompt.
      provider: { ...this.provider, authorizeParameters: () => ({}) },
      client,
      redirectUri,
      parameters,
    });
    const answer = await this.#services.egress
      .send({ method: "GET", url: request.url, deadlineMs: limitMs, headers: { accept: "text/html" } })
      .catch(() => null);
    if (answer === null || answer.status < 400 || answer.status > 499) return;
    if (!saysUnknown.test(new TextDecoder().decode(answer.body))) return;
    const provider = this.provider.displayName(server.issuer);
    const kind = this.provider.id;
    throw new ProviderError("redirect_uri_unknown", { provider, kind, redirectUri });
  }

  /** Finds the stored client of the app, or makes it, with the secret of the settings. */
  async client(server: ServerMetadata): Promise<{ readonly client: Client; readonly known?: Client }> {
    const { clientId, clientSecret, redirectUri } = this.settings;
    const known = await this.storedClient(server.issuer);
    const given = { clientId, clientSecret, redirectUri };
    const made = loginClient(server, this.provider, given, known);
    const client = { ...made, overlapSeconds: this.settings.overlapSeconds ?? made.overlapSeconds };
    return { client, ...(known && { known }) };
  }

  /** Finds the stored client of an issuer and this app's client id. */
  async storedClient(issuer: string): Promise<Client | undefined> {
    const clients = await this.#services.store.clients.list();
    return clients.find((row) => row.clientId === this.settings.clientId && row.issuer === issuer);
  }

  /** Adds the secret of the settings to a stored client, whose own may be older. */
  withSecret(client: Client): Client {
    const { clientSecret } = this.settings;
    const { method } = client.authentication;
    const usual = this.provider.authMethod ?? "client_secret_basic";
    const authMethod = clientSecret === null ? "none" : method === "none" ? usual : method;
    return { ...client, authentication: ClientAuthentication.of(authMethod, clientSecret) };
  }

  /**
   * Brings the stored client up to the settings: their secret becomes its next one, which replaces the present one once the
   * provider accepts it, and their overlap becomes its own.
   */
  async updateClient(): Promise<void> {
    const { store } = this.#services;
    const { clientSecret: secret, overlapSeconds } = this.settings;
    for (const row of await this.#storedClients()) {
      if (row.acceptedAtMs === null) continue;
      const { secret: stored } = row.authentication;
      const isSame =
        secret === null || stored === null || store.fingerprint(secret) === store.fingerprint(stored);
      const overlap = overlapSeconds ?? row.overlapSeconds;
      if (isSame && overlap === row.overlapSeconds) continue;
      const nextAuthentication = isSame
        ? row.nextAuthentication
        : ClientAuthentication.of(row.authentication.method, secret);
      await store.clients.change(row, { nextAuthentication, overlapSeconds: overlap });
    }
  }

  /** Lists the stored clients of this app: their issuer may have a final slash that the settings lack. */
  async #storedClients(): Promise<readonly Client[]> {
    const bare = (issuer: string): string => issuer.replace(/\/+$/, "");
    const { clientId, issuer } = this.settings;
    const clients = await this.#services.store.clients.list();
    return clients.filter((row) => row.clientId === clientId && bare(row.issuer) === bare(issuer));
  }

  async #discover(): Promise<ServerMetadata> {
    const { egress } = this.#services;
    const host = this.provider.hostFrom(this.settings.issuer);
    const metadata = await discover(host, (url, init) => egress.fetch(url, init));
    this.#server = { metadata, untilMs: this.#clock.monotonicMs() + metadataLifetimeMs };
    return metadata;
  }
}

/** Makes an id for a session or a login. */
export const newId = (): string => randomUUID();
