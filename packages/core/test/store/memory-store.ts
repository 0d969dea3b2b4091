import { createHmac, randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../../src/clock.ts";
import { StoreError } from "../../src/errors.ts";
import type { Attempt, Client, Connection, Login } from "../../src/model.ts";
import type { Secret } from "../../src/secret.ts";
import {
  applyChange,
  checkLockId,
  hasSameBinding,
  isForgettable,
  isUnsettledOrKept,
  mayLackToken,
  mergeAttempts,
  presentedLimit,
} from "../../src/store/rules.ts";
import { asCurrent, type CurrentToken } from "../../src/store/sqlite/current.ts";
import type {
  ConnectionEvent,
  ConnectionState,
  NewConnection,
  OwnerLock,
  Store,
  StoreEvent,
  Transition,
} from "../../src/store/store.ts";

/** What is kept of one connection. Never changed in place, so that a change is all or nothing. */
interface Entry extends Pick<ConnectionState, "connection" | "accessTokens" | "schedule"> {
  readonly attempts: readonly Attempt[];
}

/**
 * A store in memory, with the contract of the real ones: the reference, for tests and simulations.
 * Nothing is sealed. Handles of simulated processes share one object.
 */
export function openMemory(options: { readonly clock: Clock; readonly workspace?: string }): Store {
  return new MemoryStore(options.clock, options.workspace ?? "default");
}

class MemoryStore implements Store {
  readonly storeId = randomUUID();
  readonly location: string;
  readonly #clock: Clock;
  readonly #fingerprintKey = randomBytes(32);
  readonly #clients = new Map<string, Client>();
  readonly #entries = new Map<string, Entry>();
  readonly #logins = new Map<string, Login>();
  readonly #events = new Map<string, StoreEvent[]>();
  readonly #held = new Set<string>();
  #version = 0;

  constructor(clock: Clock, workspace: string) {
    this.#clock = clock;
    this.location = `memory:${workspace}`;
  }

  async clients(): Promise<readonly Client[]> {
    const latest = new Map<string, Client>();
    for (const client of this.#clients.values()) {
      if (client.version >= (latest.get(client.id)?.version ?? 0)) latest.set(client.id, client);
    }
    return [...latest.values()].sort(byName);
  }

  async putClient(client: Client): Promise<void> {
    const before = this.#clients.get(versionKey(client.id, client.version));
    if (before !== undefined && !hasSameBinding(before, client)) {
      const users = [...this.#entries.values()].map((entry) => entry.connection);
      const answered = [...this.#logins.values()].filter((login) => login.phase === "answered");
      if ([...users, ...answered].some(usesVersion(client.id, client.version))) {
        throw new StoreError("client_version_fixed");
      }
      // What they are bound to is gone: their answers could not be trusted to come from the new address.
      for (const login of this.#logins.values()) {
        if (usesVersion(client.id, client.version)(login)) this.#logins.delete(login.id);
      }
    }
    this.#clients.set(versionKey(client.id, client.version), client);
    this.#dropUnusedVersions(client.id);
    this.#version += 1;
  }

  async moveClient(client: Client, decide: (state: ConnectionState) => StoreEvent): Promise<void> {
    const moving = [...this.#entries.values()].filter(({ connection }) => connection.clientId === client.id);
    const events = moving.map((entry) => decide(this.#family(entry)));
    await this.putClient(client);
    for (const [index, entry] of moving.entries()) {
      const { id } = entry.connection;
      const connection = { ...entry.connection, clientVersion: client.version, issuer: client.issuer };
      this.#entries.set(id, { ...entry, connection });
      const event = events[index];
      if (event) this.#record(id, event);
    }
    this.#dropUnusedVersions(client.id);
  }

  async removeClient(clientId: string): Promise<void> {
    const connections = [...this.#entries.values()].map((entry) => entry.connection);
    if ([...connections, ...this.#logins.values()].some((user) => user.clientId === clientId)) return;
    for (const [key, client] of this.#clients) {
      if (client.id === clientId) this.#clients.delete(key);
    }
    this.#version += 1;
  }

  async connections(): Promise<readonly Connection[]> {
    return [...this.#entries.values()].map((entry) => entry.connection).sort(byName);
  }

  async family(
    key: { readonly id: string } | { readonly name: string },
  ): Promise<ConnectionState | undefined> {
    const entry = "id" in key ? this.#entries.get(key.id) : this.#named(key.name);
    return entry && this.#family(entry);
  }

  async current(name: string | undefined, minTtlMs: number): Promise<CurrentToken | undefined> {
    const named = [...this.#entries.values()].filter(({ connection }) => connection.name !== null);
    const entries = name === undefined ? named : named.filter(({ connection }) => connection.name === name);
    const [entry] = entries;
    const token = entry?.accessTokens.find((row) => row.audience === "");
    if (!entry || !token || entries.length > 1) return undefined;
    const { connection, schedule } = entry;
    const nowMs = this.#clock.nowMs();
    const isOver =
      token.rejectedAtMs !== null || token.expiresAtMs - nowMs < minTtlMs || schedule.dueAtMs <= nowMs;
    if (isOver || (connection.status !== "ok" && connection.status !== "unsettled")) return undefined;
    return asCurrent(entry, token);
  }

  async change<T>(connectionId: string, decide: (state: ConnectionState) => Transition<T>): Promise<T> {
    const before = this.#entries.get(connectionId);
    if (before === undefined) throw new StoreError("connection_gone");
    const { change, result } = decide(this.#family(before));
    if (change === null) return result;
    const after = applyChange(before, change);
    this.#put(after, before);
    if (change.client !== undefined) {
      const client = this.#clientOf(after.connection);
      this.#clients.set(versionKey(client.id, client.version), { ...client, ...change.client });
    }
    if (change.event !== undefined) this.#record(connectionId, change.event);
    return result;
  }

  async warmUp(): Promise<void> {}

  async connect(
    loginId: string,
    name: string | null,
    decide: (existing: ConnectionState | undefined) => NewConnection,
  ): Promise<void> {
    if (!this.#logins.has(loginId)) throw new StoreError("login_gone");
    const named = name === null ? undefined : this.#named(name);
    const { connection, accessToken, schedule, attempts, event } = decide(named && this.#family(named));
    const before = this.#entries.get(connection.id);
    const all = mergeAttempts(before?.attempts ?? [], attempts ?? []);
    this.#put(
      { connection, accessTokens: accessToken ? [accessToken] : [], schedule, attempts: all },
      before,
    );
    this.#record(connection.id, event);
    this.#logins.delete(loginId);
    this.#dropUnusedVersions(connection.clientId);
  }

  async replace(
    newId: string,
    connectionId: string,
    decide: (proven: ConnectionState, existing: ConnectionState) => NewConnection,
  ): Promise<void> {
    const [proven, existing] = [this.#entries.get(newId), this.#entries.get(connectionId)];
    if (!proven || !existing) throw new StoreError("connection_gone");
    const created = decide(this.#family(proven), this.#family(existing));
    const { accessToken, attempts = [], connection, event, schedule } = created;
    const own = proven.attempts.map((row): Attempt => ({ ...row, connectionId }));
    const all = mergeAttempts(mergeAttempts(existing.attempts, attempts), own);
    const accessTokens = accessToken ? [accessToken] : [];
    this.#entries.delete(newId);
    this.#put({ connection, accessTokens, schedule, attempts: all }, existing);
    for (const each of this.#events.get(newId) ?? []) this.#record(connectionId, each);
    this.#events.delete(newId);
    this.#record(connectionId, event);
    this.#dropUnusedVersions(connection.clientId);
  }

  async removeConnection(connectionId: string, event: StoreEvent): Promise<void> {
    const entry = this.#entries.get(connectionId);
    if (entry === undefined) return;
    this.#entries.delete(connectionId);
    this.#record(connectionId, event);
    this.#dropUnusedVersions(entry.connection.clientId);
    this.#version += 1;
  }

  async events(connectionId: string): Promise<readonly StoreEvent[]> {
    return [...(this.#events.get(connectionId) ?? [])];
  }

  async history(kind: string): Promise<readonly ConnectionEvent[]> {
    const all = [...this.#events].flatMap(([connectionId, events]) =>
      events.map((event) => ({ ...event, connectionId })),
    );
    return all.filter((event) => event.kind === kind).sort((one, other) => one.atMs - other.atMs);
  }

  async hasUnfinished(): Promise<boolean> {
    return (
      this.#logins.size > 0 || [...this.#entries.values()].some(({ connection }) => connection.name === null)
    );
  }

  async putLogin(login: Login): Promise<void> {
    this.#clientOf(login);
    if (login.phase === "answered" && login.rawAnswer === null) refuse("answered_login_has_answer");
    this.#logins.set(login.id, login);
    this.#version += 1;
  }

  async logins(): Promise<readonly Login[]> {
    return [...this.#logins.values()].sort((one, other) => one.createdAtMs - other.createdAtMs);
  }

  async removeLogin(loginId: string): Promise<void> {
    if (this.#logins.delete(loginId)) this.#version += 1;
  }

  fingerprint(secret: Secret): string {
    return createHmac("sha256", this.#fingerprintKey).update(secret.expose()).digest("hex").slice(0, 16);
  }

  ensureFreeSpace(): void {}

  version(): number {
    return this.#version;
  }

  acquireLock(id: string): OwnerLock {
    checkLockId(id);
    if (this.#held.has(id)) throw new StoreError("store_busy", { place: this.location });
    this.#held.add(id);
    let isLocked = true;
    const release = (): void => {
      if (isLocked) this.#held.delete(id);
      isLocked = false;
    };
    return { release, releaseAndDelete: release };
  }

  isLocked(id: string): boolean {
    checkLockId(id);
    return this.#held.has(id);
  }

  async close(): Promise<void> {}

  #named(name: string): Entry | undefined {
    return [...this.#entries.values()].find((entry) => entry.connection.name === name);
  }

  #clientOf(user: { readonly clientId: string; readonly clientVersion: number }): Client {
    return this.#clients.get(versionKey(user.clientId, user.clientVersion)) ?? refuse("client_exists");
  }

  #family({ connection, accessTokens, attempts, schedule }: Entry): ConnectionState {
    const presented = attempts
      .filter((attempt) => attempt.tokenFamilyId === connection.tokenFamilyId && attempt.phase !== "not_sent")
      .reverse()
      .slice(0, presentedLimit);
    return {
      connection,
      client: this.#clientOf(connection),
      accessTokens,
      attempts: attempts.filter(isUnsettledOrKept),
      presented: [...new Set(presented.map((attempt) => attempt.fingerprint))],
      schedule,
    };
  }

  /** Checks what the database's constraints check, then stores. */
  #put(entry: Entry, before: Entry | undefined): void {
    const { connection, attempts, accessTokens } = entry;
    this.#clientOf(connection);
    const namesake = connection.name === null ? undefined : this.#named(connection.name);
    if (namesake !== undefined && namesake.connection.id !== connection.id) refuse("connection_name_unique");
    if (attempts.filter((attempt) => attempt.phase === "open").length > 1) refuse("one_open_attempt");
    if ([...attempts, ...accessTokens].some((row) => row.connectionId !== connection.id)) {
      refuse("of_this_connection");
    }
    if (connection.refreshToken === null ? !mayLackToken(connection) : !connection.refreshToken.expose()) {
      refuse("refresh_token_kept");
    }
    if (before !== undefined) refuseShrinking(before.connection, connection);
    const nowMs = this.#clock.nowMs();
    const kept = attempts.filter((attempt) => !isForgettable(attempt, connection.generation, nowMs));
    this.#entries.set(connection.id, { ...entry, attempts: kept });
    this.#version += 1;
  }

  #record(connectionId: string, event: StoreEvent): void {
    this.#events.set(connectionId, [...(this.#events.get(connectionId) ?? []), event]);
  }

  #dropUnusedVersions(clientId: string): void {
    const versions = [...this.#clients.values()].filter((client) => client.id === clientId);
    const newest = Math.max(...versions.map((client) => client.version));
    for (const { id, version } of versions) {
      const uses = usesVersion(id, version);
      const attempted = (entry: Entry) =>
        entry.connection.clientId === id && entry.attempts.some((one) => one.clientVersion === version);
      const used =
        [...this.#logins.values()].some(uses) ||
        [...this.#entries.values()].some((entry) => uses(entry.connection) || attempted(entry));
      if (version !== newest && !used) this.#clients.delete(versionKey(id, version));
    }
  }
}

function refuseShrinking(before: Connection, after: Connection): void {
  const grows = after.generation > before.generation;
  if (!grows && (after.generation < before.generation || after.tokenFamilyId !== before.tokenFamilyId)) {
    refuse("generation_grows");
  }
}

function usesVersion(clientId: string, version: number) {
  return (user: { readonly clientId: string; readonly clientVersion: number }): boolean =>
    user.clientId === clientId && user.clientVersion === version;
}

function versionKey(clientId: string, version: number): string {
  return `${version} ${clientId}`;
}

function byName(one: { readonly name: string | null }, other: { readonly name: string | null }): number {
  const [left, right] = [one.name ?? "", other.name ?? ""];
  return left < right ? -1 : left > right ? 1 : 0;
}

function refuse(rule: string): never {
  throw new StoreError("store_conflict", { rule });
}
