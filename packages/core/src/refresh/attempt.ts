import type { UnsavedNotice } from "../api/open.ts";
import type { Clock } from "../clock.ts";
import type { Attempt, ClientAuthentication, InstantMs } from "../model.ts";
import { nameOf } from "../names.ts";
import type { Observer } from "../observer.ts";
import { providerOf } from "../providers/index.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import { Secret } from "../secret.ts";
import { isPassing } from "../store/passing.ts";
import { stateAfter } from "../store/rules.ts";
import type { ConnectionState, Store } from "../store/store.ts";
import type { Egress } from "../wire/egress.ts";
import type { AttemptObservation, AttemptStatus } from "./attempt-observation.ts";
import { AttemptTimer, reportEnd } from "./attempt-report.ts";
import { completeAttempt } from "./complete-attempt.ts";
import { type Decision, decide, type RefreshContext } from "./decide.ts";
import { judge, mayBeAboutClient, mayBeAboutScope, type Observation, type Outcome } from "./outcome.ts";
import { type ClockReading, sendRefreshRequest } from "./redeem.ts";
import type { Deadlines } from "./schedule.ts";

/** Dependencies of {@link Attempts}. */
export interface AttemptDependencies {
  readonly store: Store;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly observer: Observer;
  /** Returns a random number in [0, 1). */
  readonly random: () => number;
  /** Asks the provider when an access token expires; `null` if it does not say. Off the critical path. */
  readonly introspectExpiry: (state: ConnectionState, token: Secret) => Promise<InstantMs | null>;
}

type Sending = Extract<Decision, { kind: "send" }>;

/** Result of an attempt of this process. */
export interface AttemptResult {
  readonly status: AttemptStatus;
  readonly outcome: Outcome;
  /** The connection after the response is stored. */
  readonly after: ConnectionState;
}

/** Variant of the token request of one attempt. */
interface RequestVariant {
  /** See {@link AttemptObservation}. */
  readonly nextAuthentication: ClientAuthentication | null;
  /** See {@link AttemptObservation}. */
  readonly namesScope: boolean;
}

/** Result of the token requests of one attempt: that of the last one, and its variant. */
interface TokenRequestResult extends RequestVariant {
  readonly observation: Observation;
  readonly outcome: Outcome;
}

/** Companions of an attempt while it runs: its timer, and the listener for a store that does not take the response. */
interface Progress {
  readonly timer: AttemptTimer;
  readonly onWaiting: ((notice: UnsavedNotice) => void) | undefined;
}

/**
 * Number of concurrent attempts from which on responses with a new refresh token also join a group commit: eight
 * commits in a row take longer than waiting for one turn of the event loop.
 */
const groupCommitThreshold = 8;

/** Milliseconds after which a response is also kept on this machine: a line that loses every packet looks like a slow one. */
const spoolAfterMs = 1_000;

/** The attempts of this process. Each sends one refresh token and stores the response. */
export class Attempts {
  readonly #dependencies: AttemptDependencies;
  readonly #open = new Map<Promise<unknown>, string>();
  readonly #afterwards = new Set<Promise<unknown>>();
  #isWarm = false;

  constructor(parts: AttemptDependencies) {
    this.#dependencies = parts;
  }

  /** Names of the connections whose attempt is under way. */
  get names(): readonly string[] {
    return [...this.#open.values()];
  }

  /** Resolves when no attempt is under way. */
  async whenIdle(): Promise<void> {
    while (this.#open.size + this.#afterwards.size > 0)
      await Promise.allSettled([...this.#open.keys(), ...this.#afterwards]);
  }

  /**
   * Runs one attempt: transaction 1, the request, transaction 2. Returns `null` if transaction 1 decides otherwise.
   * Calls `onWaiting` if the store cannot save the response yet.
   */
  async run(
    state: ConnectionState,
    context: RefreshContext,
    onWaiting?: (notice: UnsavedNotice) => void,
  ): Promise<AttemptResult | null> {
    const { store, egress } = this.#dependencies;
    // Load modules first: on a busy machine that alone could exceed `sendMs`.
    await egress.prepare();
    if (rotates(effectiveRotation(state.client))) store.connections.ensureFreeSpace();
    await this.#warmUp(state, context);
    // Hold the lock from before transaction 1 until the attempt is closed. A free lock tells other processes that the
    // owner died.
    const lock = await store.owners.acquire(context.attemptId, { isNew: true });
    const work = this.#observed(state, (timer) => this.#attempt(state, context, { timer, onWaiting }));
    this.#open.set(work, nameOf(state.connection));
    try {
      return await work;
    } finally {
      this.#open.delete(work);
      lock.releaseAndDelete();
    }
  }

  /** Runs an attempt, and reports it when all is stored. */
  async #observed(
    { client }: ConnectionState,
    attempt: (timer: AttemptTimer) => Promise<AttemptResult | null>,
  ): Promise<AttemptResult | null> {
    const { clock, observer } = this.#dependencies;
    const timer = new AttemptTimer(clock);
    const observation = observer.beginRefresh(client.provider);
    try {
      const result = await observation.run(() => attempt(timer));
      if (result) observer.clientSeen(result.after.client);
      observation.end(result && timer.ended(result));
      return result;
    } catch (error) {
      observation.end(timer.failed(error));
      throw error;
    }
  }

  async #attempt(
    state: ConnectionState,
    context: RefreshContext,
    { onWaiting, timer }: Progress,
  ): Promise<AttemptResult | null> {
    const { store, clock } = this.#dependencies;
    const startedAt = { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
    const decision = await timer.recording(() =>
      store.connections.update(
        state.connection.id,
        (now) => decide(now, { ...context, nowMs: startedAt.wallMs }),
        // No request is sent yet, so the commit may wait.
        { allowGroupCommit: true },
      ),
    );
    if (decision.kind !== "send") return null;
    const result = await this.#send(state, decision, { startedAt, timer });
    return await this.#complete(state, decision, result, { onWaiting, timer });
  }

  /**
   * Sends the request, and once more each if the provider may refuse the client's authentication, or the scope. Both are
   * checked before the token is used, so a refused request has not spent it.
   */
  async #send(
    state: ConnectionState,
    decision: Sending,
    { startedAt, timer }: { readonly startedAt: ClockReading; readonly timer: AttemptTimer },
  ): Promise<TokenRequestResult> {
    const { client } = state;
    const { scope } = decision.attempt;
    const send = async (variant: RequestVariant): Promise<TokenRequestResult> => {
      const { namesScope, nextAuthentication } = variant;
      const authentication = nextAuthentication ?? client.authentication;
      const request = { ...decision, scope: namesScope ? scope : "" };
      const sender = { ...client, authentication };
      const observation = await timer.request(client.endpoints.token, () =>
        sendRefreshRequest(sender, request, startedAt, this.#dependencies),
      );
      return { ...variant, observation, outcome: this.#interpret(state, decision, observation) };
    };
    const about = ({ observation, outcome }: TokenRequestResult, isAbout: typeof mayBeAboutClient): boolean =>
      isAbout(outcome, observation);
    const namesScope = client.behaviour.demandsScope === true;
    const { nextAuthentication } = client;
    let result = await send({ nextAuthentication: null, namesScope });
    if (nextAuthentication !== null && about(result, mayBeAboutClient))
      result = await send({ nextAuthentication, namesScope });
    return scope !== "" && about(result, mayBeAboutScope)
      ? await send({ ...result, namesScope: !namesScope })
      : result;
  }

  /**
   * Judges and stores a sample response and rolls it back, once per process before the first request. In a new process
   * most of the time between a response and its commit goes into loading and compiling; a kill in that time costs the
   * login.
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
      const headers = new Headers();
      const observation = { kind: "answer", status: 200, headers, body, complete: true } as const;
      return completeAttempt(
        now,
        this.#observe(decision, {
          observation,
          outcome: this.#interpret(now, decision, observation),
          nextAuthentication: null,
          namesScope: false,
        }),
      );
    });
  }

  /** Judges an observation. If judging throws, the outcome is `unjudged`, so that the response is kept. */
  #interpret(state: ConnectionState, { attempt, refreshToken }: Sending, observation: Observation): Outcome {
    try {
      return judge(observation, expectations(state, attempt, refreshToken, this.#dependencies.clock.nowMs()));
    } catch {
      return { kind: "unjudged" };
    }
  }

  #observe(
    sending: Sending,
    { observation, outcome, namesScope, nextAuthentication }: TokenRequestResult,
  ): AttemptObservation {
    const { store, clock, deadlines, random } = this.#dependencies;
    const nowMs = clock.nowMs();
    const answer = observation.kind === "answer" ? observation : null;
    return {
      attempt: sending.attempt,
      outcome,
      nextAuthentication,
      namesScope,
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
    { onWaiting, timer }: Progress,
  ): Promise<AttemptResult> {
    const { observer, store } = this.#dependencies;
    const observed = this.#observe(sending, redeemed);
    const { outcome } = observed;
    // No await between the response and this call: if the response may hold the only copy of the live token, its
    // transaction begins in the same tick.
    const holdsNewRefreshToken =
      outcome.kind === "success" ? outcome.refreshToken !== null : outcome.kind === "unjudged";
    const allowGroupCommit = !holdsNewRefreshToken || this.#open.size >= groupCommitThreshold;
    const { id } = observed.attempt;
    let isSpooled = false;
    let isRepeated = false;
    const refused = (isPassing: boolean) => {
      isRepeated = true;
      if (holdsNewRefreshToken) isSpooled ||= this.#spool(observed);
      if (isPassing) onWaiting?.({ kind: "unsaved", name: nameOf(state.connection) });
    };
    const stored = new AbortController();
    if (holdsNewRefreshToken && store.spool !== undefined)
      void this.#dependencies.clock.sleep(spoolAfterMs, stored.signal).then(
        () => {
          isSpooled ||= this.#spool(observed);
        },
        () => undefined,
      );
    const { status, before, after } = await timer.storing(() =>
      this.#untilStored(refused, () =>
        store.connections.update(
          state.connection.id,
          (before) => {
            const { change, result } = completeAttempt(before, observed);
            const after = change ? stateAfter(before, change) : before;
            return { change, result: { status: result, before, after } };
          },
          { allowGroupCommit, isResponse: true, ...(isRepeated && { mayHaveSettled: id }) },
        ),
      ),
    );
    stored.abort("stored");
    if (isSpooled) store.spool?.drop(id);
    reportEnd(observer, before, after);
    if (status !== "failed" && rotates(effectiveRotation(state.client))) store.copies?.recordRotations();
    if (status === "committed") this.#learnExpiry(state, sending.attempt.audience, outcome);
    return { status, outcome, after };
  }

  /**
   * Repeats a write until the store accepts it: the response may hold the only copy of the live token. Calls `refused` when
   * it does not at first, with whether it may later.
   */
  async #untilStored<T>(refused: (isPassing: boolean) => void, write: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await write();
      } catch (error) {
        if (tries === 0) refused(isPassing(error));
        if (!isPassing(error)) throw error;
        await this.#dependencies.clock.sleep(Math.min(2_000, 100 * 2 ** tries));
      }
    }
  }

  /** Keeps a response on this machine: the process may die before the store takes it. Returns whether it did. */
  #spool({ attempt, httpStatus, rawAnswer }: AttemptObservation): boolean {
    const { spool } = this.#dependencies.store;
    if (rawAnswer === null || spool === undefined) return false;
    try {
      spool.keep({ attempt, httpStatus, rawAnswer });
      return true;
    } catch {
      // The disk is full. The store is asked again all the same.
      return false;
    }
  }

  /** Asks the provider for the expiry of the access token if the response has none. No caller waits for it. */
  #learnExpiry(state: ConnectionState, audience: string, outcome: Outcome): void {
    const { store, clock, introspectExpiry } = this.#dependencies;
    if (outcome.kind !== "success" || !outcome.access || outcome.access.expiresInSeconds !== null) return;
    const { authentication, endpoints, lifetimes } = state.client;
    // RFC 7662 section 2.1: the provider answers only an authenticated client.
    if (lifetimes.accessSeconds !== undefined || !endpoints.introspection) return;
    if (authentication.method === "none") return;
    const { token } = outcome.access;
    const fingerprint = store.fingerprint(token);
    const work = introspectExpiry(state, token)
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
