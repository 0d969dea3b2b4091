import { randomInt } from "node:crypto";
import type { WorkOptions, WorkResult, WorkSummary } from "../../src/api/work.ts";
import type { Clock } from "../../src/clock.ts";
import { WireError } from "../../src/errors.ts";
import type { Client, Connection, InstantMs } from "../../src/model.ts";
import { silentObserver } from "../../src/observer.ts";
import { Refresher } from "../../src/refresh/refresher.ts";
import { defaultDeadlines } from "../../src/refresh/schedule.ts";
import { Secret } from "../../src/secret.ts";
import type { Store } from "../../src/store/store.ts";
import type { Egress, WireRequest, WireResponse } from "../../src/wire/egress.ts";
import { Worker } from "../../src/work/worker.ts";
import { openMemory } from "../store/memory-store.ts";
import { ManualClock } from "../support/manual-clock.ts";
import { overriding } from "../support/overriding.ts";
import { connectAs, named, sampleToken } from "../support/samples.ts";
import { worldClient, worldConnection } from "../support/world.ts";

/** A request as the provider saw it. */
export interface Presentation {
  readonly clientId: string;
  /** Name of the connection and generation of the token. */
  readonly token: string;
  readonly atMs: InstantMs;
}

type Answer = { readonly status: number; readonly body: object; readonly headers?: Record<string, string> };

/** A token endpoint of any number of connections. Tokens are `<name>#<generation>`, each good for one request. */
export class FarmProvider implements Egress {
  readonly presentations: Presentation[] = [];
  readonly #clock: ManualClock;
  readonly #live = new Map<string, number>();
  /** Seconds of life of each access token. */
  lifeSeconds = 600;
  /** Answers of its own, or waits, for what a test wants to go wrong. */
  before: (presentation: Presentation) => Promise<Answer | "lost" | undefined> = async () => undefined;

  constructor(clock: ManualClock) {
    this.#clock = clock;
  }

  async send(request: WireRequest): Promise<WireResponse> {
    request.beforeWrite?.();
    const form = new URLSearchParams(String(request.body));
    const token = form.get("refresh_token") ?? "";
    const presentation = { clientId: form.get("client_id") ?? "", token, atMs: this.#clock.nowMs() };
    this.presentations.push(presentation);
    const special = await this.before(presentation);
    if (special === "lost") throw new WireError("no_answer", true, { host: "idp.example", reason: "reset" });
    const { status, body, headers } = special ?? this.#redeem(token);
    return {
      status,
      headers: new Headers({ "content-type": "application/json", ...headers }),
      body: new TextEncoder().encode(JSON.stringify(body)),
      complete: true,
      durationMs: 1,
    };
  }

  #redeem(token: string): Answer {
    const [name = "", generation] = token.split("#");
    if ((this.#live.get(name) ?? 1) !== Number(generation))
      return { status: 400, body: { error: "invalid_grant", error_description: "spent" } };
    const next = Number(generation) + 1;
    this.#live.set(name, next);
    const rotated = { access_token: `access-${token}`, refresh_token: `${name}#${next}` };
    return { status: 200, body: { ...rotated, token_type: "Bearer", expires_in: this.lifeSeconds } };
  }

  /** Tokens that were presented more than once. */
  get repeated(): readonly string[] {
    const tokens = this.presentations.map(({ token }) => token);
    return tokens.filter((token, index) => tokens.indexOf(token) < index);
  }

  readonly fetch = async (): Promise<never> => {
    throw new WireError("unreachable", false, { host: "idp.example", reason: "refused" });
  };
  readonly stream = this.fetch;

  async prepare(): Promise<void> {}

  async close(): Promise<void> {}
}

/** A clock that tells when it has moved. */
export class FarmClock extends ManualClock {
  onMoved: () => void = () => undefined;

  override async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    await super.sleep(ms, signal);
    this.onMoved();
  }
}

/** One store, one provider, one clock, many connections, and as many workers as a test wants. */
export class Farm {
  readonly clock: FarmClock;
  readonly store: Store;
  readonly provider: FarmProvider;
  readonly results: WorkResult[] = [];
  readonly storeErrors: Error[] = [];
  /** Whether the store takes real time, so that the clock stands while a refresh is under way. */
  isReal = false;
  /** Returns a random number in [0, 1). */
  random = (): number => randomInt(2 ** 32) / 2 ** 32;
  readonly #endings = new Map<AbortController, InstantMs>();

  constructor(clock = new FarmClock(), store: Store = openMemory({ clock })) {
    this.clock = clock;
    this.store = store;
    this.provider = new FarmProvider(clock);
    this.clock.onMoved = () => {
      for (const [ending, atMs] of this.#endings) if (this.clock.nowMs() >= atMs) ending.abort();
    };
  }

  /** Connects `count` accounts through a client. All access tokens are due in `dueMs` milliseconds. */
  async connect(
    count: number,
    { client = worldClient(), dueMs = 0, ...over }: FarmConnection = {},
  ): Promise<readonly Connection[]> {
    const { clock, provider, store } = this;
    const nowMs = clock.nowMs();
    await store.clients.put(client);
    const all: Connection[] = [];
    for (let index = 0; index < count; index += 1) {
      const name = `${client.name}-${index}`;
      const connection = worldConnection(nowMs, {
        id: name,
        owner: named(name),
        clientId: client.id,
        refreshToken: Secret.of(`${name}#1`),
        ...over.connection,
      });
      const expiresAtMs = over.expiresAtMs ?? nowMs + provider.lifeSeconds * 1000;
      await connectAs(store, name, () => ({
        connection,
        accessToken: sampleToken(connection, { receivedAtMs: nowMs - 3_600_000, expiresAtMs, idToken: null }),
        schedule: { dueAtMs: nowMs + dueMs, failures: 0 },
        event: { kind: "connected", atMs: nowMs, detail: {} },
      }));
      all.push(connection);
    }
    return all;
  }

  /** One more process on the store. */
  process(store = this.store): Refresher {
    const { clock, provider, random } = this;
    return new Refresher({
      ...{ store, egress: provider, clock, random },
      deadlines: defaultDeadlines,
      observer: silentObserver,
      introspectExpiry: async () => null,
      introspectRefreshToken: async () => null,
    });
  }

  /** Works as one process does, until an instant or the end that a test asks for. */
  async work(
    options: Omit<WorkOptions, "signal"> & {
      readonly forMs?: number;
      readonly ending?: AbortController;
      readonly store?: Store;
    } = {},
  ): Promise<WorkSummary> {
    const { clock, results } = this;
    let running = 0;
    const counted = async <T>(work: Promise<T>): Promise<T> => {
      running += 1;
      return await work.finally(() => {
        running -= 1;
      });
    };
    const sleep: Clock["sleep"] = async (ms, signal) => {
      // At least once: a read may just have ended whose refresh begins in this turn of the event loop.
      if (this.isReal)
        do await new Promise((resolve) => setImmediate(resolve));
        while (running > 0);
      await clock.sleep(ms, signal);
    };
    const { concurrency = 8, concurrencyPerApp = concurrency, ending = new AbortController() } = options;
    const { store = this.store } = options;
    this.#endings.set(ending, clock.nowMs() + (options.forMs ?? 3_600_000));
    const { random } = this;
    const refresher = this.process(store);
    const worker = new Worker({
      store: overriding(store, { connections: { read: (ref) => counted(store.connections.read(ref)) } }),
      clock: { nowMs: () => clock.nowMs(), monotonicMs: () => clock.monotonicMs(), sleep },
      random,
      deadlines: defaultDeadlines,
      refresh: (...request) => counted(refresher.refresh(...request)),
      afterRefresh: async () => undefined,
      sweep: async () => undefined,
      limits: { concurrency, perApp: concurrencyPerApp },
      on: {
        onResult: (result) => {
          results.push(result);
          options.onResult?.(result);
        },
        onStoreError: (error) => this.storeErrors.push(error),
      },
    });
    return await worker.run(ending.signal);
  }
}

/** What a test wants of the connections of {@link Farm.connect}. */
export interface FarmConnection {
  readonly client?: Client;
  /** Milliseconds until they are due. Default: 0. */
  readonly dueMs?: number;
  readonly expiresAtMs?: InstantMs;
  readonly connection?: Partial<Connection>;
}
