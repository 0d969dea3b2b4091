import { createHash, randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import { InputError, WireError } from "../errors.ts";
import { beginAuthorization } from "../flows/authorization-code.ts";
import type { Client, Login } from "../model.ts";
import { discover } from "../providers/discovery.ts";
import { oidc } from "../providers/oidc.ts";
import type { ServerMetadata } from "../providers/provider.ts";
import type { Refresher } from "../refresh/refresher.ts";
import type { Deadlines } from "../refresh/schedule.ts";
import type { Store } from "../store/store.ts";
import type { Egress } from "../wire/egress.ts";
import type { KnownApp, LoginOptions, PendingLogin } from "./api.ts";
import { Connecting } from "./connecting.ts";
import { checkName } from "./names.ts";
import { WaitingLogin } from "./waiting-login.ts";

/** What logins work with. */
export interface LoginParts {
  readonly store: Store;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly refresher: Refresher;
  readonly deadlines: Deadlines;
  readonly random: () => number;
}

const defaultRedirectUri = "http://localhost:9355/callback";

/** How connections begin. */
export class Logins {
  readonly #parts: LoginParts;
  readonly #connecting: Connecting;

  constructor(parts: LoginParts) {
    this.#parts = parts;
    this.#connecting = new Connecting(parts);
  }

  /** Makes everything that a login needs and stores it, so that a code can be redeemed even after a crash. */
  async begin(issuer: string, given: LoginOptions): Promise<PendingLogin> {
    const { store, egress, clock } = this.#parts;
    const options = { ...(await this.#askedBefore(given.name)), ...given };
    const redirectUri = readRedirectUri(options.redirectUri ?? defaultRedirectUri);
    if (options.apiBase !== undefined) readApiBase(options.apiBase);
    await this.#sweep();
    const server = await discover(issuer, (url, init) => egress.fetch(url, init));
    const known = (await store.clients()).find(
      (row) => row.issuer === server.issuer && row.clientId === options.clientId,
    );
    const client = clientOf(server, options, redirectUri, known);
    const wish = {
      server,
      provider: oidc,
      client,
      redirectUri,
      ...(options.scope !== undefined && { scope: options.scope }),
      ...(options.audience !== undefined && { audience: options.audience }),
    };
    const request = await beginAuthorization(wish);
    const nowMs = clock.nowMs();
    const login: Login = {
      id: randomUUID(),
      clientId: client.id,
      clientVersion: client.version,
      name: options.handOver ? null : (options.name ?? oidc.nameFor(server.issuer)),
      stateHash: createHash("sha256").update(request.state).digest("hex"),
      verifier: request.verifier,
      nonce: request.nonce,
      redirectUri,
      scope: request.scope,
      audience: options.audience ?? "",
      createdAtMs: nowMs,
      expiresAtMs: nowMs + oidc.codeLifeSeconds * 1000,
      phase: "open",
      rawAnswer: null,
    };
    const hold = store.hold(login.id);
    try {
      // A known app stays as it is until the provider has accepted what was typed now.
      if (!known || known.version !== client.version)
        await store.putClient({ ...client, acceptedAtMs: null });
      await store.putLogin(login);
    } catch (error) {
      hold.end();
      throw error;
    }
    return new WaitingLogin(this.#parts, this.#connecting, { login, client, server, request, options, hold });
  }

  /** A connection that logs in again asks for what it asked for before, unless told otherwise. */
  async #askedBefore(
    name: string | undefined,
  ): Promise<{ readonly scope?: string; readonly audience?: string }> {
    if (name === undefined) return {};
    return (await this.#parts.store.family({ name: checkName(name) }))?.connection.facts.asked ?? {};
  }

  /** Finishes logins of a name whose answer had come when their process died. */
  async finishAnswered(name: string | undefined): Promise<void> {
    const { store } = this.#parts;
    const answered = (await store.logins()).filter(
      (row) => row.phase === "answered" && !store.isHeld(row.id),
    );
    for (const login of answered) {
      if (login.name === null) await store.removeLogin(login.id);
      else if (name === undefined || name === "" || login.name === name) await this.#finish(login);
    }
  }

  async #finish(login: Login): Promise<void> {
    const { store } = this.#parts;
    const client = await this.#clientOf(login);
    const hold = store.hold(login.id);
    try {
      if (client) await this.#connecting.connect(login, client, { isDefaultName: false });
      else await store.removeLogin(login.id);
      hold.end();
    } catch (error) {
      // A provider out of reach is asked again by the next command.
      if (error instanceof WireError) return hold.release();
      // Its owner is gone: whatever it came to, the next login tells.
      await store.removeLogin(login.id);
      hold.end();
    }
  }

  async #clientOf(login: Login): Promise<Client | undefined> {
    return (await this.#parts.store.clients()).find(
      (row) => row.id === login.clientId && row.version === login.clientVersion,
    );
  }

  /** Forgets logins that nobody finished, and apps that no provider accepted. */
  async #sweep(): Promise<void> {
    const { store, clock } = this.#parts;
    for (const login of await store.logins()) {
      const isLeft = login.phase === "open" && !store.isHeld(login.id);
      if (isLeft || login.expiresAtMs + 24 * 3_600_000 < clock.nowMs()) await store.removeLogin(login.id);
    }
    for (const client of await store.clients())
      if (client.acceptedAtMs === null) await store.removeClient(client.id);
  }

  /** Apps that a provider has accepted before, the latest first. */
  async apps(): Promise<readonly KnownApp[]> {
    const { store } = this.#parts;
    const connections = await store.connections();
    return (await store.clients())
      .filter((client) => client.acceptedAtMs !== null)
      .sort((a, b) => (b.acceptedAtMs ?? 0) - (a.acceptedAtMs ?? 0))
      .map((client) => ({
        clientId: client.clientId,
        issuer: client.issuer,
        clientSecret: client.secret,
        redirectUri: client.redirectUri,
        usedBy: connections.flatMap((row) =>
          row.clientId === client.id && row.name !== null ? [row.name] : [],
        ),
      }));
  }
}

function clientOf(
  server: ServerMetadata,
  options: LoginOptions,
  redirectUri: string,
  known: Client | undefined,
): Client {
  const secret = options.clientSecret;
  const { issuer, endpoints } = server;
  const moved = known !== undefined && JSON.stringify(known.endpoints) !== JSON.stringify(endpoints);
  return {
    id: known?.id ?? randomUUID(),
    name: known?.name ?? oidc.nameFor(issuer),
    provider: oidc.id,
    version: known ? known.version + (moved ? 1 : 0) : 1,
    issuer,
    endpoints,
    clientId: options.clientId,
    authMethod: secret === null ? "none" : known?.secret ? known.authMethod : "client_secret_basic",
    secret,
    redirectUri,
    rotationSet: known?.rotationSet ?? null,
    rotationSeen: known?.rotationSeen ?? null,
    overlapSeconds: known?.overlapSeconds ?? null,
    lifetimes: known?.lifetimes ?? {},
    breakerUntilMs: null,
    breakerReason: null,
    acceptedAtMs: known?.acceptedAtMs ?? null,
  };
}

function readRedirectUri(given: string): string {
  const url = URL.parse(given);
  if (url?.hash !== "") {
    const takes = "https://login.example.com/, http://localhost:9355/callback";
    throw new InputError("invalid_option", { option: "--callback", given: given.slice(0, 80), takes });
  }
  return given;
}

function readApiBase(given: string): void {
  const url = URL.parse(given);
  if (url?.username !== "" || url.password !== "" || url.search !== "")
    throw new InputError("invalid_option", {
      option: "--api",
      given: given.slice(0, 80),
      takes: "https://api.example.com/",
    });
}
