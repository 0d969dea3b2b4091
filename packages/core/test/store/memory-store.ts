import { createHmac, randomBytes } from "node:crypto";
import type { Clock } from "../../src/clock.ts";
import { StoreError } from "../../src/errors.ts";
import type {
  Attempt,
  BrowserLogin,
  Client,
  Connection,
  ConnectionOwner,
  ConnectionRef,
  Hook,
  Login,
  Session,
} from "../../src/model.ts";
import { ownName } from "../../src/names.ts";
import { Secret } from "../../src/secret.ts";
import {
  applyChange,
  currentTokenOf,
  hasHistory,
  hasSameBinding,
  isForgettable,
  isQueued,
  isShortening,
  isUnsettledOrKept,
  isUnspent,
  keptHistory,
  mayLackToken,
  mergeAttempts,
  presentedLimit,
  refuseKept,
  refuseOtherOwner,
  remembersTokens,
  turnOf,
} from "../../src/store/rules.ts";
import type {
  AccessTokens,
  BrowserLogins,
  Changes,
  ClientAccount,
  Clients,
  ConnectionState,
  Connections,
  CopyDetector,
  Hooks,
  Lease,
  Logins,
  NewConnection,
  Owners,
  Queue,
  RecordedLogin,
  SessionSweep,
  Sessions,
  Store,
  StoreEvent,
  TokenHolder,
  Transition,
  Upkeeps,
} from "../../src/store/store.ts";
import { waitForChange } from "../../src/store/wait-for-change.ts";
import { BrowserLoginRows, SessionRows } from "./memory-sessions.ts";

/** Rows of one connection. Never changed in place, so that a change is all or nothing. */
interface Entry extends Pick<ConnectionState, "connection" | "accessTokens" | "schedule"> {
  readonly attempts: readonly Attempt[];
}

/**
 * Opens a store in memory with the contract of the real ones, for tests and simulations. Nothing is sealed. Handles of
 * simulated processes share one object.
 */
export function openMemory(options: { readonly clock: Clock; readonly workspace?: string }): MemoryStore {
  return new MemoryStore(options.clock, options.workspace ?? "default");
}

/** A store in memory. */
export class MemoryStore implements Store {
  readonly location: string;
  readonly connections: Connections;
  readonly accessTokens: AccessTokens;
  readonly clients: Clients;
  readonly logins: Logins;
  readonly sessions: Sessions;
  readonly browserLogins: BrowserLogins;
  readonly hooks: Hooks;
  readonly queue: Queue;
  readonly upkeeps: Upkeeps;
  readonly owners: Owners;
  readonly changes: Changes;
  /** Set by tests of copied stores. */
  copies: CopyDetector | undefined;
  readonly #clock: Clock;
  readonly #fingerprintKey = randomBytes(32);
  readonly #secretKey = randomBytes(32);
  readonly #clients = new Map<string, Client>();
  readonly #entries = new Map<string, Entry>();
  readonly #logins = new Map<string, Login>();
  readonly #sessions = new SessionRows();
  readonly #browserLogins = new BrowserLoginRows();
  readonly #events = new Map<string, StoreEvent[]>();
  readonly #hooks = new Map<string, readonly Hook[]>();
  #upkeepMs: number | null = null;
  /** Turns in the queue, by the connection's id. */
  readonly #turns = new Map<string, number>();
  readonly #held = new Set<string>();
  readonly #keptTokens = new Set<string>();
  #version = 0;

  constructor(clock: Clock, workspace: string) {
    this.#clock = clock;
    this.location = `memory:${workspace}`;
    this.connections = this.#connectionMethods();
    this.accessTokens = this.#accessTokenMethods();
    this.clients = this.#clientMethods();
    this.logins = this.#loginMethods();
    this.sessions = this.#sessionMethods();
    this.browserLogins = this.#browserLoginMethods();
    this.hooks = this.#hookMethods();
    this.queue = this.#queueMethods();
    this.upkeeps = this.#upkeepMethods();
    this.owners = this.#ownerMethods();
    this.changes = this.#changeMethods();
  }

  fingerprint(secret: Secret): string {
    return createHmac("sha256", this.#fingerprintKey).update(secret.expose()).digest("hex").slice(0, 16);
  }

  deriveSecret(text: string): Secret {
    return Secret.of(createHmac("sha256", this.#secretKey).update(text).digest("base64url"));
  }

  async close(): Promise<void> {}

  /** Returns the history of a connection, oldest first. */
  eventsOf(connectionId: string): readonly StoreEvent[] {
    return this.#events.get(connectionId) ?? [];
  }

  #connectionMethods(): Connections {
    return {
      read: async (ref) => this.#read(ref),
      readNamed: async (names) =>
        names.flatMap((name) => {
          const state = this.#read({ name });
          return state ? [state] : [];
        }),
      names: async (filter) => this.#names(filter?.clientId).slice(0, filter?.limit),
      ids: async (clientId) =>
        this.#all()
          .filter((connection) => connection.clientId === clientId)
          .map(({ id }) => id)
          .sort((one, other) => (one < other ? -1 : 1)),
      countLogins: async (account) =>
        this.#ofAccount(account).filter(({ status }) => status !== "needs_login" && status !== "revoked")
          .length,
      namesOfAccount: async (account) =>
        this.#ofAccount(account)
          .flatMap((connection) => ownName(connection) ?? [])
          .sort(),
      hasArrived: async (move) => this.#hasArrived(move),
      recordedLogins: async (account) => this.#recordedLogins(account),
      update: async (id, decide, hints) => this.#update(id, decide, hints?.mayHaveSettled),
      warmUp: async () => undefined,
      ensureFreeSpace: () => undefined,
      create: async (loginId, name, decide) => this.#create(loginId, name, decide),
      replace: async (newId, id, decide) => this.#replace(newId, id, decide),
      remove: async (id, event) => this.#remove(id, event),
    };
  }

  #all(): Connection[] {
    return [...this.#entries.values()].map((entry) => entry.connection);
  }

  #names(clientId?: string): string[] {
    const own = this.#all().filter(
      (connection) => clientId === undefined || connection.clientId === clientId,
    );
    return own.flatMap((connection) => ownName(connection) ?? []).sort();
  }

  #ofAccount({ clientId, subject }: ClientAccount): Connection[] {
    return this.#all().filter((row) => row.clientId === clientId && row.subject === subject);
  }

  #recordedLogins({ clientId, subject }: ClientAccount): RecordedLogin[] {
    const logins = [...this.#events].flatMap(([connectionId, events]) => {
      const connection = this.#entries.get(connectionId)?.connection;
      return events
        .filter(
          ({ kind, detail }) =>
            kind === "connected" && detail.client === clientId && detail.subject === subject,
        )
        .map(({ atMs }) => ({ connectionId, atMs, name: connection ? ownName(connection) : null }));
    });
    return logins.sort((one, other) => one.atMs - other.atMs);
  }

  #hasArrived({ clientId, moveId }: { readonly clientId: string; readonly moveId: string }): boolean {
    const ofMove = [...this.#events.values()].flatMap((events) =>
      events.filter(({ detail }) => detail.move === moveId),
    );
    return ofMove.at(-1)?.kind === "connected" && ofMove.at(-1)?.detail.client === clientId;
  }

  #find(ref: ConnectionRef): Entry | undefined {
    if ("id" in ref) return this.#entries.get(ref.id);
    return [...this.#entries.values()].find(({ connection }) =>
      "name" in ref ? ownName(connection) === ref.name : sessionOf(connection) === ref.session,
    );
  }

  #read(ref: ConnectionRef): ConnectionState | undefined {
    const entry = this.#find(ref);
    return entry && this.#state(entry);
  }

  #state({ connection, accessTokens, attempts, schedule }: Entry): ConnectionState {
    const presented = attempts
      .filter((row) => row.tokenFamilyId === connection.tokenFamilyId && row.phase !== "not_sent")
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

  #update<T>(id: string, decide: (state: ConnectionState) => Transition<T>, attempt?: string): T {
    const before = this.#entries.get(id);
    if (before === undefined) throw new StoreError("connection_gone");
    const state = this.#state(before);
    const own = before.attempts.filter((row) => row.id === attempt);
    const { change, result } = decide({ ...state, attempts: mergeAttempts(state.attempts, own) });
    if (change === null) return result;
    const after = applyChange(before, change);
    this.#put(after, before);
    if (after.connection.status === "released" && after.connection.refreshToken === null)
      this.#unkeep(this.#state(before));
    const { owner } = before.connection;
    if (owner.kind === "pending" && after.connection.owner.kind !== "pending")
      this.#logins.delete(owner.loginId);
    if (change.client !== undefined) {
      const client = this.#clientOf(after.connection);
      this.#clients.set(versionKey(client.id, client.version), { ...client, ...change.client });
    }
    if (change.event !== undefined) this.#record(after.connection, change.event);
    if (isShortening(after.connection, change)) {
      const { id } = after.connection;
      this.#events.set(id, [...keptHistory(this.#events.get(id) ?? [])]);
    }
    return result;
  }

  #create(
    loginId: string,
    name: string | null,
    decide: (existing: ConnectionState | undefined) => NewConnection,
  ): void {
    const login = this.#logins.get(loginId);
    if (login === undefined) throw new StoreError("login_gone");
    const created = decide(name === null ? undefined : this.#read({ name }));
    const { connection, session } = created;
    const { refreshToken } = connection;
    if (session) refuseOtherOwner(connection, session);
    if (session) this.#sessions.check(session);
    if (created.isImported && refreshToken && this.#keptTokens.has(this.fingerprint(refreshToken)))
      refuseKept(this.#nameOfSender(this.fingerprint(refreshToken)));
    const before = this.#entries.get(connection.id);
    this.#putNew(created, mergeAttempts(before?.attempts ?? [], created.attempts ?? []), before);
    if (session) this.#sessions.insert(session);
    this.#record(connection, created.event);
    if (connection.owner.kind === "pending")
      this.#logins.set(loginId, { ...login, phase: "unverified", rawAnswer: null });
    else this.#logins.delete(loginId);
    this.#dropUnusedVersions(connection.clientId);
  }

  #replace(
    newId: string,
    id: string,
    decide: (verified: ConnectionState, existing: ConnectionState) => NewConnection,
  ): void {
    const [verified, existing] = [this.#entries.get(newId), this.#entries.get(id)];
    if (!verified || !existing) throw new StoreError("connection_gone");
    const created = decide(this.#state(verified), this.#state(existing));
    const own = verified.attempts.map((row): Attempt => ({ ...row, connectionId: id }));
    const attempts = mergeAttempts(mergeAttempts(existing.attempts, created.attempts ?? []), own);
    this.#entries.delete(newId);
    this.#logins.delete(newId);
    this.#putNew(created, attempts, existing);
    for (const each of this.#events.get(newId) ?? []) this.#record(created.connection, each);
    this.#events.delete(newId);
    this.#record(created.connection, created.event);
    this.#dropUnusedVersions(created.connection.clientId);
  }

  #putNew(
    { connection, accessToken, schedule }: NewConnection,
    attempts: readonly Attempt[],
    before: Entry | undefined,
  ): void {
    this.#put({ connection, accessTokens: accessToken ? [accessToken] : [], schedule, attempts }, before);
  }

  #remove(id: string, event: StoreEvent): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#unkeep(this.#state(entry));
    this.#entries.delete(id);
    if (entry.connection.owner.kind === "pending") this.#logins.delete(id);
    this.#record(entry.connection, event);
    this.#dropUnusedVersions(entry.connection.clientId);
    this.#version += 1;
  }

  #accessTokenMethods(): AccessTokens {
    const holding = (of: TokenHolder): Entry | undefined => {
      if (typeof of === "string") return this.#find({ name: of });
      if (of !== undefined) return this.#find(of);
      const named = [...this.#entries.values()].filter(({ connection }) => ownName(connection) !== null);
      return named.length === 1 ? named[0] : undefined;
    };
    const stampOf = ({ connection, accessTokens, schedule }: Entry, audience: string): string =>
      JSON.stringify([
        connection.id,
        connection.generation,
        connection.status,
        connection.details,
        schedule.dueAtMs,
        accessTokens
          .filter((row) => row.audience === audience)
          .map(({ generation, expiresAtMs, rejectedAtMs }) => [generation, expiresAtMs, rejectedAtMs]),
      ]);
    return {
      current: async (of, minTtlMs, audience = "") => {
        const entry = holding(of);
        const token = entry?.accessTokens.find((row) => row.audience === audience);
        if (!entry || !token) return undefined;
        const { connection, schedule } = entry;
        const nowMs = this.#clock.nowMs();
        const isOver =
          token.rejectedAtMs !== null || token.expiresAtMs - nowMs < minTtlMs || schedule.dueAtMs <= nowMs;
        if (isOver || (connection.status !== "ok" && connection.status !== "unsettled")) return undefined;
        return { ...currentTokenOf(entry, token), stamp: stampOf(entry, audience) };
      },
      stamp: async (of, audience = "") => {
        const entry = holding(of);
        return entry && stampOf(entry, audience);
      },
    };
  }

  #clientMethods(): Clients {
    return {
      list: async () => {
        const latest = new Map<string, Client>();
        for (const client of this.#clients.values())
          if (client.version >= (latest.get(client.id)?.version ?? 0)) latest.set(client.id, client);
        return [...latest.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
      },
      read: async (id, version) => this.#clients.get(versionKey(id, version)),
      put: async (client) => this.#putClient(client),
      change: async ({ id, version }, change) => {
        const before = this.#clients.get(versionKey(id, version));
        if (before !== undefined) this.#putClient({ ...before, ...change });
      },
      move: async (client, decide) => this.#move(client, decide),
      remove: async (id) => {
        if ([...this.#all(), ...this.#logins.values()].some((user) => user.clientId === id)) return;
        for (const [key, client] of this.#clients) if (client.id === id) this.#clients.delete(key);
        this.#version += 1;
      },
    };
  }

  #putClient(client: Client): void {
    const before = this.#clients.get(versionKey(client.id, client.version));
    if (before !== undefined && !hasSameBinding(before, client)) {
      const isUser = usesVersion(client.id, client.version);
      const answered = [...this.#logins.values()].filter(({ phase }) => phase !== "open");
      if ([...this.#all(), ...answered].some(isUser)) throw new StoreError("client_version_fixed");
      // Their binding is gone: a response could not be trusted to come from the new address.
      for (const login of this.#logins.values()) if (isUser(login)) this.#logins.delete(login.id);
    }
    this.#clients.set(versionKey(client.id, client.version), client);
    this.#dropUnusedVersions(client.id);
    this.#version += 1;
  }

  #move(client: Client, decide: (state: ConnectionState) => StoreEvent): void {
    const moving = [...this.#entries.values()].filter(({ connection }) => connection.clientId === client.id);
    const events = moving.map((entry) => decide(this.#state(entry)));
    this.#putClient(client);
    for (const [index, entry] of moving.entries()) {
      const { id } = entry.connection;
      const connection = { ...entry.connection, clientVersion: client.version, issuer: client.issuer };
      this.#entries.set(id, { ...entry, connection });
      const event = events[index];
      if (event) this.#record(connection, event);
    }
    this.#dropUnusedVersions(client.id);
  }

  #loginMethods(): Logins {
    return {
      put: async (login) => this.#putLogin(login),
      byState: async (stateHash) => this.#byState(stateHash),
      claim: async (stateHash) => {
        const login = this.#byState(stateHash);
        if (login === undefined) return false;
        this.#logins.set(login.id, { ...login, stateHash: "" });
        this.#version += 1;
        return true;
      },
      unfinished: async () =>
        [...this.#logins.values()]
          .filter(isUnfinished)
          .sort((one, other) => one.createdAtMs - other.createdAtMs),
      remove: async (id, phase) => {
        if (phase !== undefined && this.#logins.get(id)?.phase !== phase) return;
        if (this.#logins.delete(id)) this.#version += 1;
      },
    };
  }

  #putLogin(login: Login): void {
    this.#clientOf(login);
    if ((login.phase === "answered") !== (login.rawAnswer !== null)) refuse("answered_login_has_answer");
    const namesake = this.#byState(login.stateHash);
    if (login.phase === "open" && namesake !== undefined && namesake.id !== login.id)
      refuse("login_state_unique");
    this.#logins.set(login.id, login);
    this.#version += 1;
  }

  #byState(stateHash: string): Login | undefined {
    if (stateHash === "") return undefined;
    return [...this.#logins.values()].find(
      (login) => login.stateHash === stateHash && login.phase === "open",
    );
  }

  #sessionMethods(): Sessions {
    const rows = this.#sessions;
    return {
      byCookie: async (cookieHash) => rows.byCookie(cookieHash),
      read: async (id) => rows.read(id),
      update: async (id, decide) => {
        const session = rows.read(id);
        if (session === undefined) return undefined;
        const { change, result } = decide(session);
        if (change !== null) this.#changeSession(id, change);
        return result;
      },
      touch: async (times) => {
        for (const [id, atMs] of times) {
          const session = rows.read(id);
          const isLater = session?.endedAtMs === null && session.touchedAtMs < atMs;
          if (isLater) this.#changeSession(id, { touchedAtMs: atMs });
        }
      },
      ofAccount: async (account) =>
        rows.live(
          (row) =>
            row.app === account.app && row.issuer === account.issuer && row.subject === account.subject,
        ),
      ofProviderSession: async (app, issuer, id) =>
        rows.live((row) => row.app === app && row.issuer === issuer && row.providerSessionId === id),
      ofBrowser: async (app, browserHash) => rows.ofBrowser(app, browserHash),
      overdue: async (sweep) => rows.overdue(sweep),
      toRevoke: async (app, nowMs, limit) => rows.toRevoke(app, nowMs, limit),
      wasUsed: async (tokenHash) => rows.wasUsed(tokenHash),
      useOnce: async (tokenHash, untilMs) => {
        if (!rows.useOnce(tokenHash, untilMs)) return false;
        this.#version += 1;
        return true;
      },
      removeOld: async (sweep) => this.#removeOld(sweep),
    };
  }

  #changeSession(id: string, change: Partial<Session>): void {
    this.#sessions.change(id, change);
    this.#version += 1;
  }

  #removeOld(sweep: SessionSweep): number {
    const ids = this.#sessions.old(sweep);
    for (const id of ids) {
      this.#sessions.remove(id);
      const connection = this.#find({ session: id })?.connection;
      if (connection === undefined) continue;
      this.#entries.delete(connection.id);
      this.#dropUnusedVersions(connection.clientId);
    }
    const logins = this.#browserLogins.old(sweep, sweep.limit - ids.length);
    this.#dropBrowserLogins(logins);
    this.#sessions.removeUsed(sweep);
    const removed = ids.length + logins.length;
    if (removed > 0) this.#version += 1;
    return removed;
  }

  #browserLoginMethods(): BrowserLogins {
    const rows = this.#browserLogins;
    return {
      put: async (browserLogin, login, limits) => {
        if (login.id !== browserLogin.id) refuse("login_of_browser_login");
        rows.check(browserLogin);
        this.#putLogin(login);
        rows.insert(browserLogin);
        this.#dropBrowserLogins(rows.beyond(browserLogin, limits));
      },
      byState: async (stateHash) => rows.byState(stateHash),
      countOpen: async (app, browserHash) => rows.openOf(app, browserHash).length,
      advance: async (id, from, change) => {
        if (!rows.advance(id, from, change)) return false;
        this.#version += 1;
        return true;
      },
    };
  }

  #dropBrowserLogins(browserLogins: readonly BrowserLogin[]): void {
    for (const { id } of browserLogins) {
      this.#browserLogins.remove(id);
      if (this.#logins.get(id)?.phase === "open") this.#logins.delete(id);
    }
  }

  #hookMethods(): Hooks {
    const of = (id: string): readonly Hook[] => (this.#entries.has(id) ? (this.#hooks.get(id) ?? []) : []);
    return {
      of: async (id) => of(id),
      due: async () => [...this.#hooks.keys()].filter((id) => of(id).some(({ due }) => due !== null)),
      update: async (id, decide) => {
        const state = this.#read({ id });
        if (state === undefined) return undefined;
        const { hooks, event, result } = decide(state, of(id));
        if (hooks !== null)
          this.#hooks.set(
            id,
            hooks.toSorted((a, b) => (a.event < b.event ? -1 : 1)),
          );
        if (event !== undefined) this.#record(state.connection, event);
        return result;
      },
    };
  }

  #queueMethods(): Queue {
    const turns = () =>
      [...this.#turns].filter(([id]) => this.#entries.has(id)).sort(([, a], [, b]) => a - b);
    const nextAtMs = () => turns()[0]?.[1] ?? null;
    return {
      lease: async ({ nowMs, untilMs, limit, exceptClients }) => {
        const due = turns()
          .filter(([, atMs]) => atMs <= nowMs)
          .flatMap(([id]) => this.#entries.get(id) ?? [])
          .filter(({ connection }) => !exceptClients.includes(connection.clientId))
          .slice(0, limit);
        return due.map(({ connection: { id, clientId }, schedule: { dueAtMs } }): Lease => {
          this.#turns.set(id, untilMs);
          return { connectionId: id, clientId, dueAtMs, untilMs };
        });
      },
      postpone: async (leases, atMs) => {
        for (const { connectionId, untilMs } of leases)
          if (this.#turns.get(connectionId) === untilMs) this.#turns.set(connectionId, atMs);
      },
      nextAtMs: async () => nextAtMs(),
      depth: async (nowMs) => ({
        due: turns().filter(([, atMs]) => atMs <= nowMs).length,
        nextAtMs: nextAtMs(),
      }),
    };
  }

  #upkeepMethods(): Upkeeps {
    return {
      last: async () => this.#upkeepMs,
      record: async (atMs) => {
        this.#upkeepMs = atMs;
      },
    };
  }

  #ownerMethods(): Owners {
    return {
      acquire: async (id) => {
        checkLockId(id);
        if (this.#held.has(id)) throw new StoreError("store_busy", { place: this.location });
        this.#held.add(id);
        let isHeld = true;
        const release = (): void => {
          if (isHeld) this.#held.delete(id);
          isHeld = false;
        };
        return { release, releaseAndDelete: release };
      },
      alive: async (ids) => {
        ids.forEach(checkLockId);
        return new Set(ids.filter((id) => this.#held.has(id)));
      },
      silent: async () => new Set(),
    };
  }

  #changeMethods(): Changes {
    const stamp = async (ref: ConnectionRef): Promise<string> => {
      const entry = this.#find(ref);
      if (!entry) return "";
      const { connection, accessTokens, attempts, schedule } = entry;
      return JSON.stringify([
        { ...connection, refreshToken: null },
        accessTokens.map(({ expiresAtMs, rejectedAtMs }) => [expiresAtMs, rejectedAtMs]),
        attempts.map(({ id, phase, rawAnswer }) => [id, phase, rawAnswer === null]),
        schedule,
        this.#clientOf(connection).breakerUntilMs,
      ]);
    };
    return {
      version: () => this.#version,
      ownWrites: () => this.#version,
      stamp,
      wait: (ref, since, options) =>
        waitForChange(
          { clock: this.#clock, version: () => this.#version, stamp: () => stamp(ref) },
          since,
          options,
        ),
    };
  }

  #clientOf(user: { readonly clientId: string; readonly clientVersion: number }): Client {
    return this.#clients.get(versionKey(user.clientId, user.clientVersion)) ?? refuse("client_exists");
  }

  /** Checks what the database's constraints check, then stores. */
  #put(entry: Entry, before: Entry | undefined): void {
    const { connection, attempts, accessTokens } = entry;
    this.#clientOf(connection);
    const name = ownName(connection);
    const namesake = name === null ? undefined : this.#find({ name });
    if (namesake !== undefined && namesake.connection.id !== connection.id) refuse("connection_name_unique");
    const others = this.#all().filter(({ id }) => id !== connection.id);
    if (others.some(({ owner }) => isSameOwner(owner, connection.owner))) refuse("connection_owner_unique");
    if (attempts.filter((attempt) => attempt.phase === "open").length > 1) refuse("one_open_attempt");
    if ([...attempts, ...accessTokens].some((row) => row.connectionId !== connection.id))
      refuse("of_this_connection");
    if (connection.refreshToken === null ? !mayLackToken(connection) : !connection.refreshToken.expose())
      refuse("refresh_token_kept");
    if (before !== undefined) refuseShrinking(before.connection, connection);
    const nowMs = this.#clock.nowMs();
    const kept = attempts.filter((attempt) => !isForgettable(attempt, connection.generation, nowMs));
    this.#entries.set(connection.id, { ...entry, attempts: kept });
    this.#setTurn(entry, before);
    this.#keep(connection);
    this.#version += 1;
  }

  #setTurn({ connection, schedule }: Entry, before: Entry | undefined): void {
    const isSame = before?.schedule === schedule && isQueued(before.connection) === isQueued(connection);
    if (isSame) return;
    const atMs = turnOf(connection, schedule, this.#clock.nowMs());
    if (atMs === null) this.#turns.delete(connection.id);
    else this.#turns.set(connection.id, atMs);
  }

  #keep(connection: Connection): void {
    if (connection.refreshToken && remembersTokens(connection))
      this.#keptTokens.add(this.fingerprint(connection.refreshToken));
  }

  #unkeep(state: ConnectionState): void {
    const { refreshToken } = state.connection;
    if (refreshToken && isUnspent(state)) this.#keptTokens.delete(this.fingerprint(refreshToken));
  }

  #nameOfSender(fingerprint: string): string | null {
    const entry = [...this.#entries.values()].find(({ attempts }) =>
      attempts.some((attempt) => attempt.fingerprint === fingerprint),
    );
    return entry ? ownName(entry.connection) : null;
  }

  #record(connection: Connection, event: StoreEvent): void {
    if (!hasHistory(connection)) return;
    this.#events.set(connection.id, [...(this.#events.get(connection.id) ?? []), event]);
  }

  #dropUnusedVersions(clientId: string): void {
    const versions = [...this.#clients.values()].filter((client) => client.id === clientId);
    const newest = Math.max(...versions.map((client) => client.version));
    for (const { id, version } of versions) {
      const uses = usesVersion(id, version);
      const attempted = (entry: Entry) =>
        entry.connection.clientId === id &&
        entry.attempts.some((one) => one.clientVersion === version && isUnsettledOrKept(one));
      const used =
        [...this.#logins.values()].some(uses) ||
        [...this.#entries.values()].some((entry) => uses(entry.connection) || attempted(entry));
      if (version !== newest && !used) this.#clients.delete(versionKey(id, version));
    }
  }
}

function refuseShrinking(before: Connection, after: Connection): void {
  const grows = after.generation > before.generation;
  if (!grows && (after.generation < before.generation || after.tokenFamilyId !== before.tokenFamilyId))
    refuse("generation_grows");
}

/** Refuses an id that the real stores could not make the name of a file from. */
function checkLockId(id: string): void {
  if (!/^[0-9a-f-]{1,64}$/.test(id))
    throw new TypeError('"id" must be 1 to 64 hexadecimal digits and hyphens');
}

/** Returns the id of the session that owns a connection; `null` if it has another owner. */
const sessionOf = ({ owner }: Connection): string | null => (owner.kind === "session" ? owner.id : null);

/** Whether two owners without a name are the same login or session. */
function isSameOwner(one: ConnectionOwner, other: ConnectionOwner): boolean {
  if (one.kind === "session") return other.kind === "session" && one.id === other.id;
  return one.kind === "pending" && other.kind === "pending" && one.loginId === other.loginId;
}

/** Whether a login is work that a process may have left: an open one of a browser is none. */
const isUnfinished = ({ phase, settings }: Login): boolean =>
  phase !== "open" || settings.sessionId === undefined;

function usesVersion(clientId: string, version: number) {
  return (user: { readonly clientId: string; readonly clientVersion: number }): boolean =>
    user.clientId === clientId && user.clientVersion === version;
}

function versionKey(clientId: string, version: number): string {
  return `${version} ${clientId}`;
}

function refuse(rule: string): never {
  throw new StoreError("store_conflict", { rule });
}
