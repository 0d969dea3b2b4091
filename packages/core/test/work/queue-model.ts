import fc from "fast-check";
import { expect, onTestFinished } from "vitest";
import { mayBeSpent, refreshPurpose } from "../../src/connections/due.ts";
import { applySettings } from "../../src/connections/settings.ts";
import { loginLifetimeOf } from "../../src/diagnose/lives.ts";
import { TokenwellError, WireError } from "../../src/errors.ts";
import type { AccessToken, Client, Connection } from "../../src/model.ts";
import { liveToken, rejectToken } from "../../src/refresh/decide.ts";
import { defaultDeadlines } from "../../src/refresh/schedule.ts";
import { Secret } from "../../src/secret.ts";
import { isQueued } from "../../src/store/rules.ts";
import type { ConnectionState, Store } from "../../src/store/store.ts";
import {
  connectAs,
  named,
  sampleAttempt,
  sampleEvent,
  sampleLogin,
  sampleSession,
  sampleToken,
} from "../support/samples.ts";
import { worldClient, worldConnection } from "../support/world.ts";
import { Farm, FarmClock, type Presentation } from "./farm.ts";

const secondMs = 1_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Longest pause that a connection may have before its next turn although a refresh would help: a suspended account's. */
const longestMs = dayMs;
/** Time in which each connection must have been refreshed that can be, with a day for a suspended account. */
const recoveryMs = 27 * hourMs;
/**
 * Most turns of a connection in that time: an hour of a turn every 15 seconds, while a limit holds that no row tells. More means
 * that a worker goes round in circles.
 */
const mostTurns = 300;

/** Outcomes of a request. */
const troubles = ["none", "lost", "not_sent", "busy", "blocked", "client", "dead", "unexplained"] as const;
type Trouble = (typeof troubles)[number];

const pick = fc.nat({ max: 9 });
const ms = fc.constantFrom(
  0,
  secondMs,
  20 * secondMs,
  100 * secondMs,
  20 * 60 * secondMs,
  5 * hourMs,
  30 * hourMs,
);
const statuses = ["ok", "unsettled", "suspended", "needs_login", "quarantined", "released"] as const;
const idleLives = fc.constantFrom(null, 2 * 3_600, 12 * 3_600, 40 * 86_400);

/** One step of processes, users and the provider. `at` picks the connection, or the client. */
const step = fc.oneof(
  fc.record({ kind: fc.constant("connect" as const), at: pick, dueMs: ms }),
  fc.record({ kind: fc.constant("login again" as const), at: pick, dueMs: ms }),
  fc.record({ kind: fc.constant("session" as const), at: pick }),
  fc.record({ kind: fc.constant("call" as const), at: pick, force: fc.boolean() }),
  fc.record({ kind: fc.constant("work" as const), forMs: ms.filter((each) => each <= 100 * secondMs) }),
  fc.record({ kind: fc.constant("leased by a killed worker" as const), limit: fc.constantFrom(1, 10) }),
  fc.record({ kind: fc.constant("sent by a killed worker" as const), at: pick }),
  fc.record({ kind: fc.constant("rejected by the API" as const), at: pick }),
  fc.record({ kind: fc.constant("status" as const), at: pick, status: fc.constantFrom(...statuses) }),
  fc.record({ kind: fc.constant("idle life" as const), at: pick, seconds: idleLives }),
  fc.record({ kind: fc.constant("new version of the client" as const), at: pick }),
  fc.record({ kind: fc.constant("remove" as const), at: pick }),
  fc.record({ kind: fc.constant("provider" as const), trouble: fc.constantFrom(...troubles) }),
  fc.record({ kind: fc.constant("time" as const), byMs: ms }),
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;
type StepOf<K extends Step["kind"]> = Extract<Step, { kind: K }>;

/**
 * Checks the queue of a store by its promise: whatever happens, each connection that a refresh without its user can help has
 * exactly one turn, within a day, and is refreshed soon after what was in the way is gone; no other one has a turn. `seed`:
 * draws the same histories each time.
 */
export async function checkQueue(
  open: (clock: FarmClock) => Promise<Store>,
  { runs, seed }: { readonly runs: number; readonly seed?: number | undefined },
): Promise<void> {
  const clock = new FarmClock();
  const store = await open(clock);
  onTestFinished(() => store.close());
  const steps = fc.array(step, { minLength: 3, maxLength: 18 });
  await fc.assert(
    fc.asyncProperty(steps, fc.integer(), async (all, seed) => {
      const world = new QueueWorld(new Farm(clock, store), seed);
      await world.begin();
      try {
        for (const each of all) {
          await world.take(each);
          await world.checkTurns();
        }
        await world.recover();
      } finally {
        await world.clear();
      }
      expect(await store.queue.nextAtMs()).toBeNull();
    }),
    { numRuns: runs, ...(seed !== undefined && { seed }) },
  );
}

let count = 0;

/** One history of a store. */
class QueueWorld {
  readonly #farm: Farm;
  readonly #clientIds: string[] = [];
  /** Ids of all connections that the history has made. */
  readonly #ids: string[] = [];
  #trouble: Trouble = "none";

  constructor(farm: Farm, seed: number) {
    this.#farm = farm;
    let state = seed >>> 0;
    farm.random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    farm.isReal = true;
    farm.provider.lifeSeconds = 6 * 3_600;
    farm.provider.before = async (presentation) => this.#answer(presentation);
  }

  async begin(): Promise<void> {
    for (const name of ["one", "two"]) {
      const client = worldClient({
        id: `${name}${count}`,
        name: `${name}${count}`,
        clientId: `${name}${count}`,
      });
      await this.#farm.store.clients.put(client);
      this.#clientIds.push(client.id);
    }
    count += 1;
  }

  async take(of: Step): Promise<void> {
    const { clock, store } = this.#farm;
    const nowMs = clock.nowMs();
    switch (of.kind) {
      case "connect":
        return await this.#connect(of);
      case "session":
        return await this.#connectSession(of);
      case "work":
        await this.#farm.work({ forMs: of.forMs });
        return;
      case "leased by a killed worker":
        await store.queue.lease({ nowMs, untilMs: nowMs + 15_000, limit: of.limit, exceptClients: [] });
        return;
      case "provider":
        this.#trouble = of.trouble;
        return;
      case "time":
        clock.advance(of.byMs);
        return;
      case "new version of the client":
        return await this.#move(of);
      default: {
        const state = await this.#stateAt(of.at);
        if (state !== undefined) await this.#change(of, state);
      }
    }
  }

  /** Checks what is in the queue against the rule that says so. */
  async checkTurns(): Promise<void> {
    const { clock, store } = this.#farm;
    const nowMs = clock.nowMs();
    const states = await this.#states();
    const queued = states.filter(({ connection }) => isQueued(connection));
    const depth = async (untilMs: number): Promise<number> => (await store.queue.depth(untilMs)).due;
    expect(await depth(nowMs + 10_000 * dayMs)).toBe(queued.length);
    expect(await depth(nowMs + longestMs)).toBe(queued.length);
    for (const { connection, ...state } of states) {
      const isHelped = refreshPurpose({ connection, ...state }, nowMs) !== null;
      if (isHelped && connection.owner.kind === "named") expect(isQueued(connection)).toBe(true);
    }
  }

  /** Lets the provider and a worker work until each connection that can be has been refreshed. */
  async recover(): Promise<void> {
    this.#trouble = "none";
    const { clock, store } = this.#farm;
    const untilMs = clock.nowMs() + recoveryMs;
    let turns = 0;
    while (clock.nowMs() < untilMs) {
      const nextMs = await store.queue.nextAtMs();
      if (nextMs === null) break;
      clock.advance(Math.max(0, Math.min(nextMs, untilMs) - clock.nowMs()));
      await this.#farm.work({ forMs: 5 * secondMs });
      turns += 1;
      const last = this.#farm.results.slice(-3).map(({ problem }) => problem?.message ?? "refreshed");
      expect(turns, last.join("; ")).toBeLessThan(mostTurns * Math.max(1, this.#ids.length));
    }
    await this.checkTurns();
    const nowMs = clock.nowMs();
    for (const state of await this.#states()) {
      const { connection } = state;
      if (!isQueued(connection)) continue;
      const { owner, status } = connection;
      const isLive = liveToken(state, "", nowMs) !== undefined;
      // A token that may be spent is not sent while the access token lives.
      const mayWait = isLive && mayBeSpent(state);
      const { idleUntil } = loginLifetimeOf(connection, state.client);
      expect({
        ...{ owner, status, isLive },
        isKept: idleUntil === null || idleUntil.getTime() > nowMs || mayWait,
      }).toEqual({ owner, status: mayWait ? "unsettled" : "ok", isLive: true, isKept: true });
    }
    expect(this.#farm.storeErrors).toEqual([]);
  }

  async clear(): Promise<void> {
    for (const id of this.#ids) await this.#farm.store.connections.remove(id, sampleEvent("removed"));
  }

  async #connect({ at, dueMs }: StepOf<"connect">): Promise<void> {
    const { clock, store } = this.#farm;
    const name = this.#name();
    const connection = await this.#new(at, {
      id: name,
      owner: named(name),
      refreshToken: Secret.of(`${name}#1`),
    });
    const nowMs = clock.nowMs();
    await connectAs(store, name, () => ({
      connection,
      accessToken: this.#token(connection, dueMs),
      schedule: { dueAtMs: nowMs + dueMs, failures: 0 },
      event: sampleEvent(),
    }));
    this.#ids.push(name);
  }

  async #connectSession({ at }: StepOf<"session">): Promise<void> {
    const session = sampleSession();
    const connection = await this.#new(at, { id: this.#name(), owner: { kind: "session", id: session.id } });
    await connectAs(this.#farm.store, null, () => ({
      ...{ connection, session, accessToken: sampleToken(connection) },
      schedule: { dueAtMs: this.#farm.clock.nowMs(), failures: 0 },
      event: sampleEvent(),
    }));
    this.#ids.push(connection.id);
  }

  async #change(of: Step, state: ConnectionState): Promise<void> {
    const { clock, store } = this.#farm;
    const { connection } = state;
    const { id } = connection;
    switch (of.kind) {
      case "login again":
        return await this.#loginAgain(of, connection);
      case "call":
        return await this.#call(id, of.force);
      case "sent by a killed worker": {
        if (state.attempts.some(({ phase }) => phase === "open")) return;
        const nowMs = clock.nowMs();
        const times = { createdAtMs: nowMs, drainDeadlineMs: nowMs + 80_000 };
        const attempt = sampleAttempt(connection, times);
        await store.connections.update(id, () => ({ change: { attempts: [attempt] }, result: null }));
        return;
      }
      case "rejected by the API": {
        const report = { audience: "", nowMs: clock.nowMs(), floorMs: defaultDeadlines.floorMs };
        const fingerprint = state.accessTokens[0]?.fingerprint ?? "";
        await store.connections.update(id, (now) => rejectToken(now, { ...report, fingerprint }));
        return;
      }
      case "status": {
        if (connection.refreshToken === null) return;
        const after = { status: of.status, statusReason: null, statusSinceMs: clock.nowMs() };
        await store.connections.update(id, () => ({ change: { connection: after }, result: null }));
        return;
      }
      case "idle life":
        await applySettings(store, { clock, deadlines: defaultDeadlines }, state, {
          idleLifeSeconds: of.seconds,
        });
        return;
      case "remove":
        await store.connections.remove(id, sampleEvent("removed"));
    }
  }

  /** A login beside a connection, which replaces it once it is verified. */
  async #loginAgain(
    { dueMs }: StepOf<"login again">,
    { clientId, generation, id, owner }: Connection,
  ): Promise<void> {
    if (owner.kind !== "named") return;
    const { clock, store } = this.#farm;
    const client = (await store.clients.list()).find((one) => one.id === clientId);
    if (client === undefined) return;
    const loginId = this.#name();
    const token = {
      refreshToken: Secret.of(`${loginId}#1`),
      generation: generation + 1,
      tokenFamilyId: loginId,
    };
    const fresh = worldConnection(clock.nowMs(), {
      ...{ id: loginId, clientId, clientVersion: client.version, ...token },
      owner: { kind: "pending", loginId, replaces: id },
    });
    const schedule = { dueAtMs: clock.nowMs() + dueMs, failures: 0 };
    const event = sampleEvent();
    await store.logins.put(sampleLogin(client, { id: loginId }));
    const pending = { connection: fresh, accessToken: this.#token(fresh, dueMs), schedule, event };
    await store.connections.create(loginId, null, () => pending);
    await this.checkTurns();
    await store.connections.replace(loginId, id, (verified, existing) => {
      const replaced = { ...verified.connection, id, owner, generation: existing.connection.generation + 1 };
      const attempts = existing.attempts.filter(({ phase }) => phase === "open");
      return {
        ...{ connection: replaced, accessToken: this.#token(replaced, dueMs), schedule, event },
        attempts: attempts.map((attempt) => ({ ...attempt, phase: "superseded" as const })),
      };
    });
  }

  async #call(id: string, force: boolean): Promise<void> {
    const times = { minTtlMs: 60_000, waitMs: 0, drainWaitMs: 0 };
    const request = { audience: "", force, waitForCompletion: true, ...times };
    await this.#farm
      .process()
      .getAccessToken(id, request)
      .catch((error: unknown) => {
        if (!(error instanceof TokenwellError)) throw error;
      });
  }

  async #move({ at }: StepOf<"new version of the client">): Promise<void> {
    const { store } = this.#farm;
    const client = await this.#client(at);
    const endpoints = { ...client.endpoints, token: `https://idp.example/token/${client.version + 1}` };
    await store.clients.move({ ...client, endpoints, version: client.version + 1 }, () =>
      sampleEvent("moved"),
    );
  }

  #answer(_: Presentation): Awaited<ReturnType<Farm["provider"]["before"]>> {
    const refused = (status: number, error: string, error_description = "") => ({
      ...{ status, body: { error, error_description } },
    });
    switch (this.#trouble) {
      case "none":
        return undefined;
      case "lost":
        return "lost";
      case "not_sent":
        throw new WireError("unreachable", false, { host: "idp.example", reason: "refused" });
      case "busy":
        return { status: 429, body: {}, headers: { "retry-after": "600" } };
      case "blocked":
        return refused(403, "access_denied", "user is blocked");
      case "client":
        return refused(401, "invalid_client");
      case "dead":
        return refused(400, "invalid_grant");
      case "unexplained":
        return refused(400, "odd");
    }
  }

  async #new(at: number, over: Partial<Connection>): Promise<Connection> {
    const { id: clientId, version: clientVersion } = await this.#client(at);
    const version = { clientId, clientVersion };
    const family = { tokenFamilyId: over.id ?? "", details: { connectedAtMs: this.#farm.clock.nowMs() } };
    return worldConnection(this.#farm.clock.nowMs(), { ...version, ...family, ...over });
  }

  /** Reads the newest version of a client. */
  async #client(at: number): Promise<Client> {
    const id = this.#clientIds[at % this.#clientIds.length];
    const client = (await this.#farm.store.clients.list()).find((one) => one.id === id);
    if (client === undefined) throw new TypeError("no client");
    return client;
  }

  /** Makes an access token that is due in this time, and lives longer. */
  #token(connection: Connection, dueMs: number): AccessToken {
    const receivedAtMs = this.#farm.clock.nowMs();
    const lifeMs = Math.max(6 * hourMs, 2 * dueMs);
    return sampleToken(connection, { receivedAtMs, expiresAtMs: receivedAtMs + lifeMs, idToken: null });
  }

  #name(): string {
    count += 1;
    return `n${count}`;
  }

  async #stateAt(at: number): Promise<ConnectionState | undefined> {
    const states = await this.#states();
    return states[at % Math.max(1, states.length)];
  }

  async #states(): Promise<readonly ConnectionState[]> {
    const states: ConnectionState[] = [];
    for (const id of this.#ids) {
      const state = await this.#farm.store.connections.read({ id });
      if (state !== undefined) states.push(state);
    }
    return states;
  }
}
