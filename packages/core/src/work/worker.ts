import type { WorkOptions, WorkResult, WorkSummary } from "../api/work.ts";
import type { Clock } from "../clock.ts";
import { refreshPurpose } from "../connections/due.ts";
import { RetryLaterError, StoreError } from "../errors.ts";
import type { InstantMs } from "../model.ts";
import { nameOf } from "../names.ts";
import type { RefreshResult, Snapshot, TokenRequest } from "../refresh/refresher.ts";
import { lastFailure } from "../refresh/refusals.ts";
import type { Deadlines } from "../refresh/schedule.ts";
import { isPassing } from "../store/passing.ts";
import type { ConnectionState, Lease, Store } from "../store/store.ts";
import { type AppLimits, Apps, type Room } from "./apps.ts";
import { nextTurnMs } from "./turn.ts";

/** Dependencies of a {@link Worker}. */
export interface WorkerDependencies {
  readonly store: Store;
  readonly clock: Clock;
  /** Returns a random number in [0, 1). */
  readonly random: () => number;
  /** Refreshes a connection as `Refresher.refresh()` does. */
  readonly refresh: (snapshot: Snapshot, request: TokenRequest) => Promise<RefreshResult>;
  /** Does what is to be done for a connection after a refresh, such as looking for its events. Never throws. */
  readonly afterRefresh: (connectionId: string) => Promise<void>;
  /** Finishes what dead processes have left. Runs about once a minute. */
  readonly sweep: () => Promise<void>;
  readonly limits: AppLimits;
  readonly deadlines: Deadlines;
  readonly on: Pick<WorkOptions, "onResult" | "onStoreError">;
}

/**
 * Milliseconds of a lease. Longer than nearly all refreshes; a longer one is safe, since the attempt in the store keeps
 * every other process from sending. Short, so that what a killed worker has leased comes back before its tokens end.
 */
const leaseMs = 15_000;
/** Milliseconds between two looks at the queue: at least, so that one lease has several connections, and at most. */
const pauseMs = { least: 250, most: 10_000 };
/** Milliseconds of the pauses while the store fails. */
const failurePauseMs = { first: 1_000, most: 30_000 };
const sweepMs = 60_000;
/** Milliseconds after a breaker has ended over which the connections of its client are spread. */
const spreadMs = 30_000;
/** Milliseconds until another try of a connection that fails for a reason of ours, such as a damaged row. */
const brokenPauseMs = 300_000;
/** The same if the store fails, which passes. Less than a lease. */
const storePauseMs = 2_000;

/** A pause of a worker. */
interface Pausing {
  readonly untilMs: InstantMs;
  /** Ids of clients whose connections were left in the queue. */
  readonly exceptClients: readonly string[];
  readonly end: () => void;
}

/**
 * Refreshes the connections of a store when they are due, as long as it runs. Any number of workers share the store's
 * queue and nothing else. Each leases only what it has room for, so the work spreads by itself.
 */
export class Worker {
  readonly #dependencies: WorkerDependencies;
  readonly #apps: Apps;
  readonly #running = new Set<Promise<void>>();
  readonly #count = { refreshed: 0, failed: 0 };
  /** Resolves when a refresh ends. */
  #ended = Promise.withResolvers<void>();
  #pausing: Pausing | undefined;
  #sweptMs = Number.NEGATIVE_INFINITY;
  #isSweeping = false;
  /** Failure that ends the work. */
  #fatal: unknown;

  constructor(dependencies: WorkerDependencies) {
    this.#dependencies = dependencies;
    this.#apps = new Apps(dependencies.limits);
  }

  /**
   * Works until `signal` aborts, and completes what was begun. Throws what no later try can mend: a store that may be a
   * copy, or that cannot be used.
   */
  async run(signal: AbortSignal): Promise<WorkSummary> {
    let failures = 0;
    while (!signal.aborted && this.#fatal === undefined) {
      this.#sweepIfDue();
      try {
        await this.#turn(signal);
        failures = 0;
      } catch (error) {
        if (!isPassing(error)) this.#fatal ??= error;
        else this.#dependencies.on.onStoreError?.(error);
        failures += 1;
        await this.#sleep(Math.min(failurePauseMs.most, failurePauseMs.first * 2 ** (failures - 1)), signal);
      }
    }
    while (this.#running.size > 0) await Promise.all(this.#running);
    if (this.#fatal !== undefined) throw this.#fatal;
    return { ...this.#count };
  }

  /** Leases what there is room for and begins it. Waits if there is no room, or nothing more is due. */
  async #turn(signal: AbortSignal): Promise<void> {
    const { clock, store } = this.#dependencies;
    const nowMs = clock.nowMs();
    const room = this.#apps.room(nowMs);
    if (room === null) {
      await this.#ended.promise;
      return;
    }
    const leases = await store.queue.lease({ nowMs, untilMs: nowMs + leaseMs, ...room });
    const refused = leases.filter(({ clientId }) => this.#apps.refusedUntilMs(clientId) > nowMs);
    for (const lease of leases) if (!refused.includes(lease)) this.#begin(lease);
    for (const [clientId, own] of Map.groupBy(refused, (lease) => lease.clientId))
      await this.#postpone(own, this.#afterBreaker(this.#apps.refusedUntilMs(clientId)));
    if (leases.length < room.limit) await this.#pause(nowMs, room, signal);
  }

  /**
   * Waits until something may be due. Random times let each of several workers find its share. Ends sooner when a client that
   * was full has room again, and when a connection gets a turn before.
   */
  async #pause(nowMs: InstantMs, { exceptClients }: Room, signal: AbortSignal): Promise<void> {
    const nextMs = (await this.#dependencies.store.queue.nextAtMs()) ?? Number.POSITIVE_INFINITY;
    const ms = Math.min(pauseMs.most, Math.max(pauseMs.least, nextMs - nowMs));
    const ending = new AbortController();
    const end = (): void => ending.abort("work");
    this.#pausing = { untilMs: nowMs + ms, exceptClients, end };
    signal.addEventListener("abort", end);
    try {
      await this.#sleep(ms, signal.aborted ? signal : ending.signal);
    } finally {
      signal.removeEventListener("abort", end);
      this.#pausing = undefined;
    }
  }

  /** Moves the turn of leased connections. */
  async #postpone(leases: readonly Lease[], atMs: InstantMs): Promise<void> {
    await this.#dependencies.store.queue.postpone(leases, atMs);
    if (this.#pausing !== undefined && atMs < this.#pausing.untilMs) this.#pausing.end();
  }

  /** Sleeps from a half to three halves of a time, and not after an abort. */
  async #sleep(ms: number, signal: AbortSignal): Promise<void> {
    const { clock, random } = this.#dependencies;
    if (signal.aborted) return;
    await clock.sleep(Math.round(ms * (0.5 + random())), signal).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  }

  #afterBreaker(untilMs: InstantMs): InstantMs {
    return Math.round(untilMs + spreadMs * this.#dependencies.random());
  }

  #sweepIfDue(): void {
    const { clock, on, random, sweep } = this.#dependencies;
    const nowMs = clock.monotonicMs();
    if (this.#isSweeping || nowMs - this.#sweptMs < sweepMs) return;
    this.#isSweeping = true;
    this.#sweptMs = nowMs + (sweepMs / 2) * (random() - 0.5);
    this.#track(
      sweep()
        .catch((error: unknown) => {
          if (error instanceof Error) on.onStoreError?.(error);
        })
        .finally(() => {
          this.#isSweeping = false;
        }),
    );
  }

  #begin(lease: Lease): void {
    const { clientId } = lease;
    this.#apps.begin(clientId);
    this.#track(
      this.#work(lease).finally(() => {
        this.#apps.end(clientId);
        const isAwaited = this.#pausing?.exceptClients.includes(clientId) === true;
        if (isAwaited && this.#apps.hasRoom(clientId)) this.#pausing?.end();
        this.#ended.resolve();
        this.#ended = Promise.withResolvers();
      }),
    );
  }

  #track(work: Promise<void>): void {
    const tracked = work.finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  /** Handles one lease. Never throws: what it cannot do comes back when the lease ends. */
  async #work(lease: Lease): Promise<void> {
    const { on, clock, random } = this.#dependencies;
    let snapshot: Snapshot | undefined;
    try {
      snapshot = await this.#read(lease.connectionId);
      if (snapshot !== undefined) await this.#handle(lease, snapshot);
    } catch (error) {
      if (isGone(error)) return;
      if (isFatal(error)) {
        this.#fatal ??= error;
        return;
      }
      const isStoreAway = isPassing(error);
      if (isStoreAway) on.onStoreError?.(error);
      else this.#report(snapshot?.state, error);
      const waitMs = (isStoreAway ? storePauseMs : brokenPauseMs) * (0.5 + random());
      // If the store does not take this either, the lease ends.
      await this.#postpone([lease], Math.round(clock.nowMs() + waitMs)).catch(() => undefined);
    }
  }

  async #read(id: string): Promise<Snapshot | undefined> {
    const { changes, connections } = this.#dependencies.store;
    // Read the version first, so that a commit after it is noticed.
    const version = changes.version();
    const state = await connections.read({ id });
    return state && { state, version };
  }

  async #handle(lease: Lease, snapshot: Snapshot): Promise<void> {
    const { clock, deadlines, random } = this.#dependencies;
    const { state } = snapshot;
    const { breakerReason, breakerUntilMs } = state.client;
    const nowMs = clock.nowMs();
    this.#apps.observe(lease.clientId, breakerUntilMs);
    if ((breakerUntilMs ?? 0) > nowMs)
      return await this.#postpone([lease], this.#afterBreaker(breakerUntilMs ?? 0));
    const purpose = refreshPurpose(state, nowMs);
    if (purpose === null) return await this.#postpone([lease], nextTurnMs(state, nowMs, deadlines));
    const request = requestFor(purpose === "login" ? nowMs : undefined);
    // Nothing has shown yet that the provider accepts the client again: one request finds out.
    const endProbe = breakerReason === null ? () => undefined : this.#apps.probe(lease.clientId);
    if (endProbe === null) return await this.#postpone([lease], Math.round(nowMs + 5_000 * (1 + random())));
    try {
      await this.#refresh(lease, snapshot, request);
    } finally {
      endProbe();
    }
  }

  async #refresh(lease: Lease, snapshot: Snapshot, request: TokenRequest): Promise<void> {
    const { afterRefresh, clock, deadlines, refresh } = this.#dependencies;
    const { state: before } = snapshot;
    const problem = await refresh(snapshot, request).then(
      ({ state }) => (state.connection.generation > before.connection.generation ? null : undefined),
      (error: unknown) => error,
    );
    if (problem === null) {
      this.#report(before, null);
      return await afterRefresh(lease.connectionId);
    }
    if (isFatal(problem) || isPassing(problem)) throw problem;
    const after = (await this.#read(lease.connectionId))?.state;
    if (after === undefined) return;
    const nowMs = clock.nowMs();
    this.#apps.observe(lease.clientId, after.client.breakerUntilMs);
    const waitMs = problem instanceof RetryLaterError ? problem.retryAfterSeconds * 1000 : 0;
    await this.#postpone([lease], nextTurnMs(after, nowMs, deadlines, waitMs));
    if (!hasFailed(before, after)) return;
    this.#report(after, problem ?? lastFailure(after, nowMs));
    await afterRefresh(lease.connectionId);
  }

  #report(state: ConnectionState | undefined, problem: unknown): void {
    this.#count[problem === null ? "refreshed" : "failed"] += 1;
    if (state === undefined) return;
    const result: WorkResult = {
      name: nameOf(state.connection),
      outcome: problem === null ? "refreshed" : "failed",
      problem: problem === null || problem instanceof Error ? problem : new Error(String(problem)),
    };
    this.#dependencies.on.onResult?.(result);
  }
}

/** Builds the request of a worker. It waits for no other process: the connection gets another turn. */
const requestFor = (receivedSinceMs: InstantMs | undefined): TokenRequest => ({
  audience: "",
  minTtlMs: 60_000,
  force: false,
  ...(receivedSinceMs !== undefined && { receivedSinceMs }),
  waitMs: 0,
  drainWaitMs: 0,
  waitForCompletion: true,
});

/** Whether a refresh without a good end has changed something. One that another process works on has not failed. */
const hasFailed = (before: ConnectionState, after: ConnectionState): boolean =>
  after.schedule.failures > before.schedule.failures ||
  after.connection.status !== before.connection.status ||
  after.connection.generation > before.connection.generation ||
  (after.client.breakerUntilMs ?? 0) > (before.client.breakerUntilMs ?? 0);

/** Whether a failure concerns the store as a whole, and only the user can mend it. */
const isFatal = (error: unknown): boolean =>
  error instanceof StoreError &&
  ["store_copied", "store_restored", "store_closed", "store_moved", "store_newer", "key_wrong"].includes(
    error.code,
  );

const isGone = (error: unknown): boolean => error instanceof StoreError && error.code === "connection_gone";
