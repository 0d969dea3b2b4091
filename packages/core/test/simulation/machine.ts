import type { Clock } from "../../src/clock.ts";
import { StoreError, WireError } from "../../src/errors.ts";
import { silentObserver } from "../../src/observer.ts";
import { Refresher } from "../../src/refresh/refresher.ts";
import { defaultDeadlines } from "../../src/refresh/schedule.ts";
import type { ConnectionState, OwnerLock, Store, Transition, UpdateHints } from "../../src/store/store.ts";
import { waitForChange } from "../../src/store/wait-for-change.ts";
import type { Egress, WireRequest, WireResponse } from "../../src/wire/egress.ts";
import { overriding } from "../support/overriding.ts";
import type { ProviderFamily } from "./provider.ts";
import type { Scheduler } from "./scheduler.ts";

/** How often something goes wrong, each time that it could. */
export interface Faults {
  /** A process is killed where it may be: before and after each transaction, while it connects, sends and reads. */
  readonly kill: number;
  /** A process stands still for longer than everything that others wait for. */
  readonly pause: number;
  readonly lostRequest: number;
  readonly lostAnswer: number;
  /** Late, but within what the protocol counts on. */
  readonly late: number;
  readonly cutOff: number;
  /** An answer that is no token answer: 500, HTML. */
  readonly nonsense: number;
  readonly busy: number;
  /** A refusal without a reason, and without a look at the token. */
  readonly mute: number;
  /** The store cannot be written for a moment. */
  readonly storeBusy: number;
  /** The machine's wall clock is set an hour on or back, so often in the whole history. */
  readonly steps: number;
}

export const noFaults: Faults = {
  kill: 0,
  pause: 0,
  lostRequest: 0,
  lostAnswer: 0,
  late: 0,
  cutOff: 0,
  nonsense: 0,
  busy: 0,
  mute: 0,
  storeBusy: 0,
  steps: 0,
};

/** What all processes share. */
export interface World {
  readonly scheduler: Scheduler;
  readonly store: Store;
  readonly provider: ProviderFamily;
  faults: Faults;
  /** How far the machine's wall clock was set. */
  wallStepMs: number;
  readonly startMs: number;
  /** Tokens in answers on their way to processes that live, or in their hands and not stored yet. */
  readonly onTheWay: Map<string, Process>;
  /** How long an access token lives, in seconds. */
  readonly lifeSeconds: number;
  /** The provider refuses without a reason. */
  readonly isMute: boolean;
  /** A rule that is switched off: an answer that is cut off is no answer, whatever can be read in it. */
  readonly discardsCutOff: boolean;
  /** What must never be. */
  readonly violations: string[];
}

const never = new Promise<never>(() => undefined);

/** One process: its own refresher on the shared store. Killed, it does nothing any more, and its locks are free. */
export class Process {
  readonly refresher: Refresher;
  isAlive = true;
  #pausedUntilMs = 0;
  readonly #world: World;
  readonly #locks = new Set<OwnerLock>();

  constructor(world: World) {
    this.#world = world;
    const clock = this.#clock();
    this.refresher = new Refresher({
      store: this.#store(),
      egress: this.#egress(),
      clock,
      deadlines: defaultDeadlines,
      observer: silentObserver,
      random: world.scheduler.random,
      introspectExpiry: async () => null,
      introspectRefreshToken: async () => null,
    });
  }

  kill(): void {
    this.isAlive = false;
    for (const lock of this.#locks) lock.release();
  }

  /** A place where the process may be killed, or stopped for a while. Whoever is dead never comes back from it. */
  async #site(): Promise<void> {
    const { faults, scheduler } = this.#world;
    if (this.isAlive && scheduler.chance(faults.kill)) this.kill();
    else if (this.isAlive && scheduler.chance(faults.pause)) this.#pausedUntilMs = scheduler.nowMs + 200_000;
    await this.#awake();
  }

  async #awake(): Promise<void> {
    const { scheduler } = this.#world;
    if (this.#pausedUntilMs > scheduler.nowMs) await scheduler.wait(this.#pausedUntilMs - scheduler.nowMs);
    if (!this.isAlive) await never;
  }

  #clock(): Clock {
    const world = this.#world;
    const { scheduler } = world;
    return {
      nowMs: () => world.startMs + scheduler.nowMs + world.wallStepMs,
      monotonicMs: () => scheduler.nowMs,
      sleep: async (ms, signal) => {
        await scheduler.wait(ms);
        await this.#awake();
        signal?.throwIfAborted();
      },
    };
  }

  #store(): Store {
    const { store } = this.#world;
    const clock = this.#clock();
    return overriding(store, {
      // A wait takes the time of this process, not that of the shared store.
      changes: {
        wait: (ref, since, options) => {
          const { version, stamp } = store.changes;
          return waitForChange({ clock, version, stamp: () => stamp(ref) }, since, options);
        },
      },
      connections: { update: (id, decide, hints) => this.#update(id, decide, hints) },
      owners: {
        acquire: async (id) => {
          const lock = await store.owners.acquire(id);
          this.#locks.add(lock);
          return lock;
        },
      },
    });
  }

  /** The transaction begins in the tick of the call, also where the process is killed right before or after it. */
  async #update<T>(
    id: string,
    decide: (state: ConnectionState) => Transition<T>,
    hints?: UpdateHints,
  ): Promise<T> {
    const { faults, scheduler, store } = this.#world;
    if (this.isAlive && scheduler.chance(faults.kill)) this.kill();
    if (!this.isAlive) await never;
    if (scheduler.chance(faults.storeBusy)) throw new StoreError("store_busy", { place: "memory" });
    const result = await store.connections.update(id, decide, hints);
    // What it had in its hands is stored now, or not worth it.
    for (const [token, holder] of this.#world.onTheWay)
      if (holder === this) this.#world.onTheWay.delete(token);
    await this.#site();
    return result;
  }

  #egress(): Egress {
    const refuse = async (): Promise<never> => {
      throw new WireError("unreachable", false, { host: "idp.example", reason: "refused" });
    };
    return {
      send: (request) => this.#send(request),
      fetch: refuse,
      stream: refuse,
      prepare: () => this.#site(),
      close: async () => undefined,
    };
  }

  async #send(request: WireRequest): Promise<WireResponse> {
    const world = this.#world;
    const { faults, scheduler } = world;
    const { deadlineMs = 60_000 } = request;
    await scheduler.wait(scheduler.between(1, 300));
    await this.#site();
    request.beforeWrite?.();
    const token = new URLSearchParams(String(request.body)).get("refresh_token") ?? "";
    const answer = Promise.withResolvers<WireResponse>();
    // Behind the write the request goes its own way: a process that dies now takes it back no more.
    const isLate = scheduler.chance(faults.late);
    const answerBeforeMs = scheduler.nowMs + deadlineMs;
    if (!scheduler.chance(faults.lostRequest))
      scheduler.in(
        isLate ? scheduler.between(1_000, deadlineMs + 14_000) : scheduler.between(5, 400),
        () => void this.#arrives(token, { answer, answerBeforeMs }),
      );
    void this.#site();
    const timeout = scheduler.wait(deadlineMs).then(() => {
      throw new WireError("no_answer", true, { host: "idp.example", reason: "timeout" });
    });
    timeout.catch(() => undefined);
    const received = await Promise.race([answer.promise, timeout]);
    await this.#awake();
    this.#mustKeep(new TextDecoder().decode(received.body));
    if (world.discardsCutOff && !received.complete)
      throw new WireError("no_answer", true, { host: "idp.example", reason: "reset" });
    return received;
  }

  /** Whoever has an answer with a token that works in it, and lives, has stored it soon: it may be the only copy. */
  #mustKeep(body: string): void {
    const { provider, scheduler, store, violations } = this.#world;
    const token = provider.live.find((one) => body.includes(`"${one}"`));
    if (token === undefined) return;
    scheduler.in(30_000, async () => {
      const isAwake = this.isAlive && this.#pausedUntilMs + 30_000 < scheduler.nowMs;
      // Where old ones stay good, one is as good as another.
      const isKept =
        provider.mode === "sliding"
          ? await isUsable(this.#world)
          : (await held(store)).some((text) => text.includes(`"${token}"`));
      if (isAwake && provider.live.includes(token) && !isKept)
        violations.push(`${token} works, was received, and is thrown away`);
    });
  }

  /** The provider decides at once; its answer takes its time, or gets lost. */
  async #arrives(token: string, { answer, answerBeforeMs }: Waiting): Promise<void> {
    const { faults, isMute, lifeSeconds, onTheWay, provider, scheduler } = this.#world;
    const delayMs = scheduler.between(5, 400);
    const reply = (status: number, body: string, headers = {}, complete = true): void =>
      scheduler.in(delayMs, () => answer.resolve(answerOf({ status, body, headers, complete })));
    if (scheduler.chance(faults.busy)) return reply(503, "{}", { "retry-after": "20" });
    if (faults.mute > 0 && scheduler.chance(faults.mute)) return reply(400, "");
    const wasUsable = await isUsable(this.#world);
    const next = provider.present(token, scheduler.nowMs);
    if (provider.ledger.at(-1)?.outcome === "ended" && wasUsable)
      this.#world.violations.push(`${token} ends a family that one of us could still have used`);
    if (next === undefined) return reply(400, isMute ? "" : '{"error":"invalid_grant"}');
    if (scheduler.chance(faults.lostAnswer)) return undefined;
    if (scheduler.chance(faults.nonsense)) return reply(500, "<html>");
    const rotated = next === token ? {} : { refresh_token: next };
    const access = `at ${next} ${provider.ledger.length}`;
    const whole = JSON.stringify({
      ...rotated,
      access_token: access,
      token_type: "Bearer",
      expires_in: lifeSeconds,
    });
    const isCut = scheduler.chance(faults.cutOff);
    const body = isCut ? whole.slice(0, scheduler.between(1, whole.length - 1)) : whole;
    const comesInTime = scheduler.nowMs + delayMs < answerBeforeMs;
    if (body.includes(`"${next}"`) && comesInTime) onTheWay.set(next, this);
    return reply(200, body, {}, !isCut);
  }
}

interface Waiting {
  readonly answer: PromiseWithResolvers<WireResponse>;
  /** The client does not wait any longer. */
  readonly answerBeforeMs: number;
}

function answerOf(reply: {
  status: number;
  body: string;
  headers: Record<string, string>;
  complete: boolean;
}): WireResponse {
  const { body, complete, headers, status } = reply;
  return {
    status,
    headers: new Headers(headers),
    body: new TextEncoder().encode(body),
    complete,
    durationMs: 1,
  };
}

/** What the store has of refresh tokens: the present one, and answers that were kept. */
async function held(store: Store): Promise<readonly string[]> {
  const state = await store.connections.read({ id: "n1" });
  const kept = (state?.attempts ?? []).map(({ rawAnswer }) => rawAnswer?.expose() ?? "");
  return [`"${state?.connection.refreshToken?.expose() ?? ""}"`, ...kept];
}

/** Whether a token that works is in the store, in a kept answer, or on its way to a process that lives. */
export async function isUsable({ onTheWay, provider, store }: World): Promise<boolean> {
  const texts = await held(store);
  return provider.live.some(
    (token) => texts.some((text) => text.includes(`"${token}"`)) || onTheWay.get(token)?.isAlive === true,
  );
}
