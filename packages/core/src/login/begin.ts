import { createHash, randomUUID } from "node:crypto";
import type { KnownApp, LoginOptions, PendingLogin } from "../api.ts";
import type { Clock } from "../clock.ts";
import { checkName } from "../connections/find.ts";
import { InputError, WireError } from "../errors.ts";
import { loopbackRedirectUri } from "../loopback.ts";
import type { Client, Connection, Login, RequestedAccess } from "../model.ts";
import { createAuthorizationRequest } from "../oauth/authorization-code.ts";
import { discover } from "../oauth/metadata.ts";
import { providerAt, providerOf } from "../providers/index.ts";
import type { Provider, ServerMetadata } from "../providers/provider.ts";
import type { Refresher } from "../refresh/refresher.ts";
import type { Deadlines } from "../refresh/schedule.ts";
import type { OwnerLock, Store } from "../store/store.ts";
import type { Egress } from "../wire/egress.ts";
import { LoginCompletion } from "./complete-login.ts";
import { DefaultPendingLogin } from "./pending-login.ts";

/** What logins work with. */
export interface LoginServices {
  readonly store: Store;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly refresher: Refresher;
  readonly deadlines: Deadlines;
  readonly random: () => number;
}

/** Where a login goes. */
export interface LoginServer {
  readonly server: ServerMetadata;
  readonly provider: Provider;
  readonly known: Client | undefined;
}

/** How connections begin. */
export class Logins {
  readonly #parts: LoginServices;
  readonly #connecting: LoginCompletion;

  constructor(services: LoginServices) {
    this.#parts = services;
    this.#connecting = new LoginCompletion(services);
  }

  /** Makes everything that a login needs and stores it, so that a code can be redeemed even after a crash. */
  async begin(address: string, given: LoginOptions): Promise<PendingLogin> {
    const { clock } = this.#parts;
    const { server, provider, known } = await this.find(address, given);
    const options = { ...known?.requested, ...(await this.#askedBefore(given.name)), ...given };
    const redirectUri = readRedirectUri(options.redirectUri ?? loopbackRedirectUri());
    if (options.apiBase !== undefined) readApiBase(options.apiBase);
    await this.#removeAbandoned();
    const client = clientOf(server, provider, { ...options, redirectUri }, known);
    const request = await createAuthorizationRequest({
      server,
      provider,
      client,
      redirectUri,
      ...(options.scope !== undefined && { scope: options.scope }),
      ...(options.audience !== undefined && { audience: options.audience }),
    });
    const nowMs = clock.nowMs();
    const login: Login = {
      id: randomUUID(),
      clientId: client.id,
      clientVersion: client.version,
      name: options.handOver ? null : (options.name ?? provider.nameFor(server.issuer, null)),
      stateHash: createHash("sha256").update(request.state).digest("hex"),
      verifier: request.verifier,
      nonce: request.nonce,
      redirectUri,
      scope: request.scope,
      audience: options.audience ?? "",
      createdAtMs: nowMs,
      expiresAtMs: nowMs + provider.authorizationCodeLifetimeSeconds * 1000,
      phase: "open",
      rawAnswer: null,
    };
    const lock = await this.keep(login, client, known);
    const started = { login, client, server, provider, request, options, hold: lock };
    return new DefaultPendingLogin(this.#parts, this.#connecting, started);
  }

  /** The server at an address, whose ways it has, and the app of that id that was used there before. */
  async find(
    address: string,
    { provider: id, clientId }: Pick<LoginOptions, "provider" | "clientId">,
  ): Promise<LoginServer> {
    const { store, egress } = this.#parts;
    const provider = id === undefined ? providerAt(address) : providerOf(id);
    const host = address === "" ? provider.defaultHost : provider.hostFrom(address);
    if (host === null) throw new InputError("invalid_address", { given: address, kind: provider.id });
    const server = await discover(host, (url, init) => egress.fetch(url, init));
    const known = (await store.clients()).find(
      (row) => row.issuer === server.issuer && row.clientId === clientId,
    );
    return { server, provider, known };
  }

  /** Puts a login and its app into the store. A known app stays as it is until the provider has accepted what is new. */
  async keep(login: Login, client: Client, known: Client | undefined): Promise<OwnerLock> {
    const { store } = this.#parts;
    const lock = store.acquireLock(login.id);
    try {
      if (!known || known.version !== client.version)
        await store.putClient({ ...client, acceptedAtMs: null });
      await store.putLogin(login);
      return lock;
    } catch (error) {
      lock.releaseAndDelete();
      throw error;
    }
  }

  /** A connection that logs in again asks for what it asked for before, unless told otherwise. */
  async #askedBefore(name: string | undefined): Promise<RequestedAccess> {
    if (name === undefined) return {};
    return (await this.#parts.store.family({ name: checkName(name) }))?.connection.details.requested ?? {};
  }

  /** Finishes logins of a name whose answer had come when their process died, and proves those that were stored. */
  async finishAnswered(name: string | undefined): Promise<void> {
    const { store } = this.#parts;
    if (!(await store.hasUnfinished())) return;
    const answered = (await store.logins()).filter(
      (row) => row.phase === "answered" && !store.isLocked(row.id),
    );
    for (const login of answered) {
      if (login.name === null) await store.removeLogin(login.id);
      else if (await this.#mayBe(login, name)) await this.#finish(login);
    }
    await this.#verifyProvisional(name);
  }

  /** Proves second logins of a name whose process died before it had. */
  async #verifyProvisional(name: string | undefined): Promise<void> {
    const { store } = this.#parts;
    const isMeant = ({ details: { replaces }, id }: Connection): boolean =>
      replaces !== undefined &&
      (name === undefined || name === "" || replaces === name) &&
      !store.isLocked(id);
    for (const { id } of (await store.connections()).filter(isMeant)) {
      const lock = store.acquireLock(id);
      // Whatever it came to, the connection of that name is as it was, or better.
      await this.#connecting.verify({ id, replaced: null, isProvisional: true }, {}).catch(() => undefined);
      if (await store.family({ id })) lock.release();
      else lock.releaseAndDelete();
    }
  }

  /** Whether a login may have made the connection of this name: one that nobody named is called after its org. */
  async #mayBe(login: Login, name: string | undefined): Promise<boolean> {
    if (name === undefined || name === "" || login.name === name) return true;
    const client = await this.#clientOf(login);
    return client !== undefined && isDefaultName(login, client);
  }

  async #finish(login: Login): Promise<void> {
    const { store } = this.#parts;
    const client = await this.#clientOf(login);
    const lock = store.acquireLock(login.id);
    try {
      if (client)
        await this.#connecting.complete(login, client, { isDefaultName: isDefaultName(login, client) });
      else await store.removeLogin(login.id);
      lock.releaseAndDelete();
    } catch (error) {
      // A provider out of reach is asked again by the next command.
      if (error instanceof WireError) return lock.release();
      // Its owner is gone: whatever it came to, the next login tells.
      await store.removeLogin(login.id);
      lock.releaseAndDelete();
    }
  }

  async #clientOf(login: Login): Promise<Client | undefined> {
    return (await this.#parts.store.clients()).find(
      (row) => row.id === login.clientId && row.version === login.clientVersion,
    );
  }

  /** Forgets logins that nobody finished, and apps that no provider accepted. */
  async #removeAbandoned(): Promise<void> {
    const { store, clock } = this.#parts;
    for (const login of await store.logins()) {
      const isLeft = login.phase === "open" && !store.isLocked(login.id);
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
        provider: providerOf(client.provider).id,
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

/** Whether nobody gave the name of a login that another process began. */
function isDefaultName({ name }: Login, { provider, issuer }: Client): boolean {
  return name === providerOf(provider).nameFor(issuer, null);
}

/** A client as a login makes it: what is known of it stays, what was typed now goes before it. */
export function clientOf(
  server: ServerMetadata,
  provider: Provider,
  wish: Pick<LoginOptions, "clientId" | "clientSecret"> & { readonly redirectUri: string },
  known: Client | undefined,
): Client {
  const secret = wish.clientSecret;
  const { issuer, endpoints } = server;
  const moved = known !== undefined && JSON.stringify(known.endpoints) !== JSON.stringify(endpoints);
  const usual = provider.authMethod ?? "client_secret_basic";
  return {
    id: known?.id ?? randomUUID(),
    name: known?.name ?? provider.nameFor(issuer, null),
    provider: provider.id,
    version: known ? known.version + (moved ? 1 : 0) : 1,
    issuer,
    endpoints,
    clientId: wish.clientId,
    authMethod: secret === null ? "none" : known?.secret ? known.authMethod : usual,
    secret,
    nextSecret: null,
    redirectUri: wish.redirectUri,
    rotationSet: known?.rotationSet ?? null,
    rotationSeen: known?.rotationSeen ?? null,
    overlapSeconds: known?.overlapSeconds ?? null,
    lifetimes: known?.lifetimes ?? {},
    requested: known?.requested ?? {},
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
