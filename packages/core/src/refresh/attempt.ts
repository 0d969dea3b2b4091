import type { UnsavedNotice } from "../api/open.ts";
import type { Clock } from "../clock.ts";
import { StoreError } from "../errors.ts";
import type { Attempt, Client, ClientAuthentication, InstantMs } from "../model.ts";
import { nameOf } from "../names.ts";
import { providerOf } from "../providers/index.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import { Secret } from "../secret.ts";
import { stateAfter } from "../store/rules.ts";
import type { ConnectionState, Store } from "../store/store.ts";
import type { Egress } from "../wire/egress.ts";
import { type AttemptObservation, type AttemptStatus, completeAttempt } from "./complete-attempt.ts";
import { type Decision, decide, type RefreshContext } from "./decide.ts";
import { judge, type Observation, type Outcome } from "./outcome.ts";
import { type ClockReading, sendRefreshRequest } from "./redeem.ts";
import type { Deadlines } from "./schedule.ts";

/** What attempts are made with. */
export interface AttemptDependencies {
  readonly store: Store;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  /** In [0, 1). */
  readonly random: () => number;
  /** Asks the provider when an access token ends; `null` when it does not say. Off the critical path. */
  readonly introspectExpiry: (client: Client, token: Secret) => Promise<InstantMs | null>;
}

type Sending = Extract<Decision, { kind: "send" }>;

/** What became of an own attempt. */
export interface AttemptResult {
  readonly status: AttemptStatus;
  readonly outcome: Outcome;
  /** The connection as the answer leaves it. */
  readonly after: ConnectionState;
}

/** What an own request came to. */
interface TokenRequestResult {
  readonly observation: Observation;
  /** See {@link AttemptObservation}. */
  readonly nextAuthentication: ClientAuthentication | null;
}

/**
 * With so many own requests under way an answer with a new token is committed together with others, too: one commit after
 * the other the last of them would wait longer than the turn of the event loop that they wait for together.
 */
const groupCommitThreshold = 8;

/** The attempts of this process: each redeems one refresh token once and stores what came of it. */
export class Attempts {
  readonly #dependencies: AttemptDependencies;
  readonly #open = new Map<Promise<unknown>, string>();
  readonly #afterwards = new Set<Promise<unknown>>();
  #isWarm = false;

  constructor(parts: AttemptDependencies) {
    this.#dependencies = parts;
  }

  /** Of the connections whose attempt is under way. */
  get names(): readonly string[] {
    return [...this.#open.values()];
  }

  /** Resolves when none is under way any more. */
  async whenIdle(): Promise<void> {
    while (this.#open.size + this.#afterwards.size > 0)
      await Promise.allSettled([...this.#open.keys(), ...this.#afterwards]);
  }

  /**
   * One attempt: transaction 1, the request, transaction 2. `null` when transaction 1 decided otherwise. `notice` is told
   * where the store does not take the answer.
   */
  async run(
    state: ConnectionState,
    context: RefreshContext,
    onWaiting?: (notice: UnsavedNotice) => void,
  ): Promise<AttemptResult | null> {
    const { store, clock, egress } = this.#dependencies;
    // On a busy machine loading alone could use up the time between the attempt's row and its first byte.
    await egress.prepare();
    if (rotates(effectiveRotation(state.client))) store.connections.ensureFreeSpace();
    await this.#warmUp(state, context);
    // From before transaction 1 until the attempt is closed: who finds the lock free knows that we are gone.
    const lock = await store.owners.acquire(context.attemptId);
    const work = (async () => {
      const startedAt = { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
      const decision = await store.connections.update(
        state.connection.id,
        (now) => decide(now, { ...context, nowMs: startedAt.wallMs }),
        // Nothing has been sent yet.
        { allowGroupCommit: true },
      );
      if (decision.kind !== "send") return null;
      const result = await this.#send(state, decision, startedAt);
      return await this.#complete(state, decision, result, onWaiting);
    })();
    this.#open.set(work, nameOf(state.connection));
    try {
      return await work;
    } finally {
      this.#open.delete(work);
      lock.releaseAndDelete();
    }
  }

  /**
   * A client's secret is judged before its token is looked at: where it is refused and another one waits, that one is
   * tried within the same attempt.
   */
  async #send(
    state: ConnectionState,
    decision: Sending,
    startedAt: ClockReading,
  ): Promise<TokenRequestResult> {
    const { client } = state;
    const observation = await sendRefreshRequest(client, decision, startedAt, this.#dependencies);
    const { nextAuthentication } = client;
    if (nextAuthentication === null || this.#interpret(state, decision, observation).kind !== "client")
      return { observation, nextAuthentication: null };
    const next = { ...client, authentication: nextAuthentication };
    return {
      observation: await sendRefreshRequest(next, decision, startedAt, this.#dependencies),
      nextAuthentication,
    };
  }

  /**
   * Once in a process, before the first request: an answer is judged and stored, and taken back. In a process that
   * has just begun most of the time between a rotated answer and its commit is loading and compiling; a kill in that
   * time costs the login.
   */
  async #warmUp(state: ConnectionState, context: RefreshContext): Promise<void> {
    if (this.#isWarm) return;
    this.#isWarm = true;
    const { store } = this.#dependencies;
    const sample = { access_token: "x", token_type: "Bearer", expires_in: 3600, refresh_token: "y" };
    const body = JSON.stringify(sample);
    await store.connections.warmUp(state.connection.id, (now) => {
      const decision = decide(now, { ...context, force: true }).result;
      if (decision.kind !== "send") return { change: null, result: null };
      const observation = { kind: "answer", status: 200, retryAfter: null, body, complete: true } as const;
      return completeAttempt(now, this.#observe(now, decision, { observation, nextAuthentication: null }));
    });
  }

  /** Judging must not lose an answer: where it fails, the answer is kept as it is. */
  #interpret(state: ConnectionState, { attempt, refreshToken }: Sending, observation: Observation): Outcome {
    try {
      return judge(observation, expectations(state, attempt, refreshToken, this.#dependencies.clock.nowMs()));
    } catch {
      return { kind: "unjudged" };
    }
  }

  #observe(
    state: ConnectionState,
    sending: Sending,
    { observation, nextAuthentication }: TokenRequestResult,
  ): AttemptObservation {
    const { store, clock, deadlines, random } = this.#dependencies;
    const nowMs = clock.nowMs();
    const answer = observation.kind === "answer" ? observation : null;
    return {
      attempt: sending.attempt,
      outcome: this.#interpret(state, sending, observation),
      nextAuthentication,
      rawAnswer: answer ? Secret.of(answer.body) : null,
      httpStatus: answer?.status ?? null,
      fingerprint: (secret: Secret) => store.fingerprint(secret),
      nowMs,
      jitter: random(),
      deadlines,
    };
  }

  async #complete(
    state: ConnectionState,
    sending: Sending,
    redeemed: TokenRequestResult,
    onWaiting?: (notice: UnsavedNotice) => void,
  ): Promise<AttemptResult> {
    const { store } = this.#dependencies;
    const observed = this.#observe(state, sending, redeemed);
    const { outcome } = observed;
    // No await between the answer and this call: where the answer may hold the one copy of the live token, its
    // transaction begins in the same tick.
    const holdsNewRefreshToken =
      outcome.kind === "success" ? outcome.refreshToken !== null : outcome.kind === "unjudged";
    const allowGroupCommit = !holdsNewRefreshToken || this.#open.size >= groupCommitThreshold;
    const unsaved = () => onWaiting?.({ kind: "unsaved", name: nameOf(state.connection) });
    const { status, after } = await this.#untilStored(unsaved, () =>
      store.connections.update(
        state.connection.id,
        (now) => {
          const { change, result } = completeAttempt(now, observed);
          return { change, result: { status: result, after: change ? stateAfter(now, change) : now } };
        },
        { allowGroupCommit },
      ),
    );
    if (status !== "failed" && rotates(effectiveRotation(state.client))) store.copies?.recordRotations();
    if (status === "committed") this.#learnExpiry(state, sending.attempt.audience, outcome);
    return { status, outcome, after };
  }

  /** The answer may hold the one copy of the live token: while this process lives, it is tried again. */
  async #untilStored<T>(unsaved: () => void, write: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await write();
      } catch (error) {
        const passing = ["store_busy", "store_full", "store_unwritable"];
        if (!(error instanceof StoreError) || !passing.includes(error.code)) throw error;
        if (tries === 0) unsaved();
        await this.#dependencies.clock.sleep(Math.min(2_000, 100 * 2 ** tries));
      }
    }
  }

  /** Where the answer does not say when the access token ends, the provider may know; nobody waits for it. */
  #learnExpiry(state: ConnectionState, audience: string, outcome: Outcome): void {
    const { store, clock, introspectExpiry } = this.#dependencies;
    if (outcome.kind !== "success" || !outcome.access || outcome.access.expiresInSeconds !== null) return;
    const { authentication, endpoints, lifetimes } = state.client;
    // RFC 7662 section 2.1: who cannot authenticate is not answered.
    if (lifetimes.accessSeconds !== undefined || !endpoints.introspection) return;
    if (authentication.method === "none") return;
    const { token } = outcome.access;
    const fingerprint = store.fingerprint(token);
    const work = introspectExpiry(state.client, token)
      .then(async (expiresAtMs) => {
        if (expiresAtMs === null || expiresAtMs <= clock.nowMs()) return;
        await store.connections.update(state.connection.id, (now) => {
          const row = now.accessTokens.find(
            (one) => one.audience === audience && one.fingerprint === fingerprint,
          );
          if (!row) return { change: null, result: undefined };
          return {
            change: { accessToken: { ...row, expiresAtMs, expiresSource: "introspected" } },
            result: undefined,
          };
        });
      })
      .catch(() => undefined)
      .finally(() => this.#afterwards.delete(work));
    this.#afterwards.add(work);
  }
}

function expectations(
  { connection, client }: ConnectionState,
  attempt: Attempt,
  presented: Secret,
  nowMs: InstantMs,
): Parameters<typeof judge>[1] {
  return {
    clientId: client.clientId,
    issuer: connection.issuer,
    subject: connection.subject,
    requestedScope: attempt.scope,
    presented: presented.expose(),
    nowMs,
    provider: providerOf(client.provider),
  };
}
