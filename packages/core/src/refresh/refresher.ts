import { randomBytes } from "node:crypto";
import type { WaitNotice } from "../api/open.ts";
import { ProviderError, RetryLaterError, StoreError, TokenwellError } from "../errors.ts";
import type { AccessToken, Client, InstantMs } from "../model.ts";
import { nameOf } from "../names.ts";
import { displayNameOf, providerOf } from "../providers/index.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import type { Secret } from "../secret.ts";
import { stateAfter } from "../store/rules.ts";
import type { ConnectionState, Stamp } from "../store/store.ts";
import { type AttemptDependencies, type AttemptResult, Attempts } from "./attempt.ts";
import { reportEnd } from "./attempt-report.ts";
import { type Decision, decide, liveToken, type RefreshContext, rejectToken } from "./decide.ts";
import { declareInactive } from "./failed-attempt.ts";
import { unsettledAttempts } from "./kept-answers.ts";
import type { Obstacle } from "./obstacles.ts";
import type { Outcome } from "./outcome.ts";
import { recoverAnswers } from "./recover-answers.ts";
import { failureError, lastFailure } from "./refusals.ts";
import { SingleFlight } from "./single-flight.ts";

/** Request for an access token. */
export interface TokenRequest {
  /** `""` is the default audience. */
  readonly audience: string;
  /** Milliseconds that the access token must live at least. */
  readonly minTtlMs: number;
  /** Whether to refresh even if the token is fine. */
  readonly force: boolean;
  /** Instant since which the access token must have been received, if a refresh is possible. Default: any. */
  readonly receivedSinceMs?: InstantMs;
  /** Milliseconds to wait for another process's refresh. */
  readonly waitMs: number;
  /** Milliseconds to wait if only time makes another try safe. */
  readonly drainWaitMs: number;
  /** Whether to wait for the refresh without a limit: for a process that would exit otherwise. */
  readonly waitForCompletion: boolean;
  /** Whether this process has just made the login, so that no copy of the store can have its token. Default: false. */
  readonly isNew?: boolean;
  readonly onWaiting?: (notice: WaitNotice) => void;
}

/** Dependencies of a {@link Refresher}. */
export interface RefresherDependencies extends AttemptDependencies {
  /** Asks the provider whether a refresh token is active; `null` if it does not say. */
  readonly introspectRefreshToken: (state: ConnectionState, token: Secret) => Promise<boolean | null>;
}

/** A connection as it was read. */
export interface Snapshot {
  readonly state: ConnectionState;
  /** Version of the store, read before the connection; `null` if the engine has none. */
  readonly version: number | null;
  /** Stamp of the connection, read before it. Only a wait needs it. */
  readonly stamp?: Stamp;
}

/** An access token with the state of its connection. */
export interface RefreshResult {
  readonly state: ConnectionState;
  readonly token: AccessToken;
}

/** A decision and its inputs. */
interface Step {
  readonly snapshot: Snapshot;
  readonly context: RefreshContext;
  readonly decision: Decision;
}

/** Progress of one wait. */
interface WaitProgress {
  readonly startedMs: number;
  /** Whether the caller was notified of how long it may wait. */
  isNotified: boolean;
  /** Whether the process that was waited for is most likely gone: time alone will tell, as during drain. */
  isOwnerSilent: boolean;
}

/** Milliseconds that a caller waits for a fresher token if the live one is good enough. */
const liveTokenWaitMs = 3_000;
const noticeAfterMs = 1_000;
/** Milliseconds between two looks at the lock of an attempt that another process works on. */
const ownerProbeMs = 250;
/** Codes of errors after which even a live access token is not handed out. */
const stopped: ReadonlySet<string> = new Set([
  "quarantined",
  "revoked",
  "released",
  "moved",
  "on_its_way",
  "connection_gone",
]);

/**
 * Keeps refresh tokens alive. Every refresh runs through its {@link Attempts}. Safe to use from any number of processes
 * on one store. Executes the decisions of `decide.ts` and `complete-attempt.ts`, and makes none itself.
 */
export class Refresher {
  readonly #dependencies: RefresherDependencies;
  readonly #singleFlight = new SingleFlight();
  readonly #attempts: Attempts;

  constructor(dependencies: RefresherDependencies) {
    this.#dependencies = dependencies;
    this.#attempts = new Attempts(dependencies);
  }

  /** Names of the connections that this process refreshes now. Killing the process could cost their login. */
  get pendingRefreshes(): readonly string[] {
    return this.#attempts.names;
  }

  /** Resolves when no refresh of this process is under way. */
  whenIdle(): Promise<void> {
    return this.#attempts.whenIdle();
  }

  /**
   * Returns an access token of this connection that lives at least `minTtlMs`, and refreshes if need be. While an
   * access token lives, a failing refresh fails no caller (unless `force` asked for one). A caller that has just read
   * the connection passes its snapshot instead of its id.
   *
   * Throws `LoginNeededError`, `RetryLaterError`, `ProviderError` or `StoreError`.
   */
  async getAccessToken(connection: string | Snapshot, request: TokenRequest): Promise<RefreshResult> {
    const snapshot = typeof connection === "string" ? await this.#readSnapshot(connection) : connection;
    const { state } = snapshot;
    const step = await this.#decide(snapshot, request);
    if (step.decision.kind === "fresh") return { state, token: step.decision.token };
    const { audience, force, minTtlMs, receivedSinceMs, waitForCompletion, waitMs } = request;
    const isTimed = receivedSinceMs !== undefined;
    const refresh = this.#shared(step, request);
    const live = liveToken(state, audience, this.#dependencies.clock.nowMs());
    const fallback = force ? undefined : live;
    const isGood = fallback !== undefined && this.#livesMs(fallback) >= minTtlMs && !isTimed;
    try {
      const limitMs = isGood ? liveTokenWaitMs : waitForCompletion ? null : waitMs;
      return await this.#withTimeLimit(refresh, limitMs, state);
    } catch (error) {
      const isStopped = error instanceof TokenwellError && stopped.has(error.code);
      if (fallback && this.#livesMs(fallback) > 0 && !isStopped) return { state, token: fallback };
      throw error;
    }
  }

  /**
   * Refreshes a connection like {@link getAccessToken}, but waits until the refresh has ended, and hides no error behind a
   * live access token. Returns a token of the same generation if no refresh was needed, or one failed.
   */
  async refresh(snapshot: Snapshot, request: TokenRequest): Promise<RefreshResult> {
    const step = await this.#decide(snapshot, request);
    if (step.decision.kind === "fresh") return { state: snapshot.state, token: step.decision.token };
    return await this.#shared(step, request);
  }

  /** Runs a refresh, or shares that of an equal request. */
  #shared(step: Step, request: TokenRequest): Promise<RefreshResult> {
    const { audience, force, receivedSinceMs } = request;
    const { id } = step.snapshot.state.connection;
    return this.#singleFlight.dedupe(`${id} ${force} ${receivedSinceMs !== undefined} ${audience}`, () =>
      this.#singleFlight.enqueue(id, () => this.#refresh(step, request)),
    );
  }

  /** Records a caller's report that the API answered 401 to this access token. Returns whether it was current. */
  async reject(connectionId: string, audience: string, token: Secret): Promise<boolean> {
    const { store, clock, deadlines } = this.#dependencies;
    const fingerprint = store.fingerprint(token);
    const report = { audience, fingerprint, nowMs: clock.nowMs(), floorMs: deadlines.floorMs };
    return await store.connections.update(connectionId, (state) => rejectToken(state, report));
  }

  async #readSnapshot(connectionId: string, withStamp = false): Promise<Snapshot> {
    const { changes, connections } = this.#dependencies.store;
    const ref = { id: connectionId };
    // Read before the connection, so that a commit after it ends a wait.
    const stamp = withStamp ? { stamp: await changes.stamp(ref) } : {};
    const version = changes.version();
    const state = await connections.read(ref);
    if (!state) throw new StoreError("connection_gone");
    return { state, version, ...stamp };
  }

  #livesMs(token: AccessToken): number {
    return token.expiresAtMs - this.#dependencies.clock.nowMs();
  }

  async #decide(snapshot: Snapshot, request: TokenRequest, isIntrospected = false): Promise<Step> {
    const { store, clock, deadlines, observer } = this.#dependencies;
    const { state } = snapshot;
    observer.clientSeen(state.client);
    const context: RefreshContext = {
      attemptId: randomBytes(16).toString("hex"),
      audience: request.audience,
      minTtlMs: request.minTtlMs,
      force: request.force,
      ...(request.receivedSinceMs !== undefined && { receivedSinceMs: request.receivedSinceMs }),
      deadOwners: await this.#deadOwners(state),
      canIntrospect: !isIntrospected && canIntrospect(state.client),
      fingerprint: (secret) => store.fingerprint(secret),
      nowMs: clock.nowMs(),
      deadlines,
    };
    return { snapshot, context, decision: decide(state, context).result };
  }

  /** Returns the ids of unsettled attempts whose owner has died. Call it before a transaction, never in one. */
  async #deadOwners(state: ConnectionState): Promise<ReadonlySet<string>> {
    const asked = unsettledAttempts(state).flatMap(({ id, phase }) => (phase === "ambiguous" ? [] : [id]));
    if (asked.length === 0) return new Set();
    const alive = await this.#dependencies.store.owners.alive(asked);
    return new Set(asked.filter((id) => !alive.has(id)));
  }

  async #withTimeLimit(
    refresh: Promise<RefreshResult>,
    limitMs: number | null,
    state: ConnectionState,
  ): Promise<RefreshResult> {
    if (limitMs === null) return await refresh;
    const timer = new AbortController();
    const late = this.#dependencies.clock.sleep(limitMs, timer.signal).then(
      () => {
        throw new RetryLaterError("refresh_waiting", 5, { name: nameOf(state.connection) });
      },
      () => refresh,
    );
    refresh.catch(() => undefined);
    try {
      return await Promise.race([refresh, late]);
    } finally {
      // A reason of our own: the default one is an error with a stack.
      timer.abort("done");
    }
  }

  /** Decides, waits and sends until there is a token or an error. Concurrent callers share one run. */
  async #refresh(first: Step, firstRequest: TokenRequest): Promise<RefreshResult> {
    const { clock } = this.#dependencies;
    const progress: WaitProgress = {
      startedMs: clock.monotonicMs(),
      isNotified: false,
      isOwnerSilent: false,
    };
    let request = firstRequest;
    let isIntrospected = false;
    for (let step = first; ; step = await this.#decideAgain(step, request, isIntrospected)) {
      if (step === first && this.#hasChanged(first.snapshot)) continue;
      const { context, decision, snapshot } = step;
      const { state } = snapshot;
      if (decision.kind === "fresh") return { state, token: decision.token };
      if (decision.kind === "refuse") throw decision.error;
      this.#refuseCopy(state, request);
      if (decision.kind !== "wait" && (await this.#recovered(context))) continue;
      if (decision.kind === "introspect") {
        isIntrospected = true;
        await this.#introspect(state, decision.refreshToken);
      } else if (decision.kind === "wait") await this.#wait(snapshot, decision, request, progress);
      else {
        const completed = await this.#attempts.run(state, context, request.onWaiting);
        if (completed === null) continue;
        const result = completed.status === "stale" ? null : this.#afterAttempt(completed, request);
        if (result) return result;
        // `force` applies to one refresh. Decide further iterations without it.
        request = { ...request, force: false };
      }
    }
  }

  /** Gives the store what a dead process has kept of its attempts on this machine. Returns whether there was anything. */
  async #recovered({ deadOwners }: RefreshContext): Promise<boolean> {
    const { store, clock } = this.#dependencies;
    if (deadOwners.size === 0 || store.spool === undefined) return false;
    if (!store.spool.kept().some(({ attempt }) => deadOwners.has(attempt.id))) return false;
    await recoverAnswers({ store, clock });
    return true;
  }

  async #decideAgain(
    { decision, snapshot }: Step,
    request: TokenRequest,
    isIntrospected: boolean,
  ): Promise<Step> {
    const isWait = decision.kind === "wait";
    const isSame = !isWait && snapshot.version !== null && !this.#hasChanged(snapshot);
    const now = isSame ? snapshot : await this.#readSnapshot(snapshot.state.connection.id, isWait);
    return await this.#decide(now, request, isIntrospected);
  }

  /** Whether the store says that anything was committed since a snapshot. Transaction 1 decides again in any case. */
  #hasChanged({ version }: Snapshot): boolean {
    return version !== null && this.#dependencies.store.changes.version() !== version;
  }

  /** Throws if another copy of the store may have replaced a rotating token: sending a replaced one ends the login. */
  #refuseCopy({ client, connection }: ConnectionState, request: TokenRequest): void {
    const { copies, location } = this.#dependencies.store;
    if (!copies || !rotates(effectiveRotation(client))) return;
    const evidence = copies.findEvidence();
    if (evidence && !request.isNew)
      throw new StoreError(`store_${evidence}`, { place: location, name: nameOf(connection) });
  }

  /**
   * Asks the provider about a token that may be spent. If it is inactive, marks the connection `needs_login`. If the
   * provider does not say, the token is sent as a last resort.
   */
  async #introspect(state: ConnectionState, refreshToken: Secret): Promise<void> {
    const { store, clock, introspectRefreshToken, observer } = this.#dependencies;
    if ((await introspectRefreshToken(state, refreshToken)) !== false) return;
    const { connection } = state;
    const { generation } = connection;
    const fingerprint = (secret: Secret): string => store.fingerprint(secret);
    const [before, after] = await store.connections.update(connection.id, (now) => {
      const { change } = declareInactive(now, { generation, fingerprint, nowMs: clock.nowMs() });
      return { change, result: [now, change ? stateAfter(now, change) : now] as const };
    });
    reportEnd(observer, before, after);
  }

  #afterAttempt({ status, outcome, after }: AttemptResult, request: TokenRequest): RefreshResult | null {
    const name = nameOf(after.connection);
    const token = after.accessTokens.find((row) => row.audience === request.audience);
    if (status === "committed" && token) {
      if (token.rejectedAtMs !== null) throw new ProviderError("rejected_by_api", { name });
      return { state: after, token };
    }
    if (status === "withheld" && after.connection.status !== "quarantined")
      throw new ProviderError("bad_token_answer", {
        name,
        provider: displayNameOf(after.client),
        ...distrustOf(outcome),
      });
    if (!request.force) return null;
    // Even if an access token still lives.
    throw lastFailure(after, this.#dependencies.clock.nowMs());
  }

  /**
   * Waits until the connection changes, the owner of the attempt dies, or time has made another try safe. Returns at once
   * if the snapshot has no stamp yet.
   */
  async #wait(
    { stamp, state }: Snapshot,
    { attempt, untilMs, why }: Obstacle,
    request: TokenRequest,
    progress: WaitProgress,
  ): Promise<void> {
    const { store, clock } = this.#dependencies;
    if (stamp === undefined) return;
    const ref = { id: state.connection.id };
    for (;;) {
      const limitMs = why === "drain" || progress.isOwnerSilent ? request.drainWaitMs : request.waitMs;
      const pauseMs = this.#pauseMs({ attempt, untilMs, why, kind: "wait" }, progress, limitMs);
      const enteredMs = clock.monotonicMs() - progress.startedMs;
      if (await store.changes.wait(ref, stamp, { timeoutMs: pauseMs, waitedMs: enteredMs })) return;
      const waitedMs = clock.monotonicMs() - progress.startedMs;
      const leftMs = untilMs - clock.nowMs();
      // The drain period is over. Return before checking the wait limit, so a late timer does not fail the caller.
      if (why === "drain" && leftMs <= 0) return;
      const mayWaitOn = waitedMs > limitMs && limitMs < request.drainWaitMs;
      if (mayWaitOn && (await store.owners.silent([attempt.id])).size > 0) {
        progress.isOwnerSilent = true;
        progress.isNotified = false;
        continue;
      }
      if (waitedMs > limitMs || (why === "drain" && waitedMs + leftMs > limitMs)) {
        const seconds = Math.max(1, Math.ceil(leftMs / 1000));
        if (why === "drain" && attempt.phase === "ambiguous") throw failureError(state, seconds);
        throw new RetryLaterError("refresh_waiting", seconds, { name: nameOf(state.connection) });
      }
      if (leftMs <= 0) return;
      if (!progress.isNotified && waitedMs >= noticeAfterMs) {
        progress.isNotified = true;
        const endMs = why === "drain" ? untilMs : clock.nowMs() + limitMs - waitedMs;
        const about = { name: nameOf(state.connection), sinceMs: attempt.createdAtMs, untilMs: endMs };
        request.onWaiting?.({ kind: "waiting", why, ...about });
      }
      if (why === "other" && !(await store.owners.alive([attempt.id])).has(attempt.id)) return;
    }
  }

  /** Returns the milliseconds until a wait must check again. */
  #pauseMs({ untilMs, why }: Obstacle, progress: WaitProgress, limitMs: number): number {
    const { clock } = this.#dependencies;
    const waitedMs = clock.monotonicMs() - progress.startedMs;
    const leftMs = untilMs - clock.nowMs();
    // A drain period that is longer than the caller waits fails at once.
    if (why === "drain" && waitedMs + leftMs > limitMs) return 0;
    const probeMs = why === "other" ? ownerProbeMs : Number.POSITIVE_INFINITY;
    const endMs = limitMs - waitedMs + 1;
    // A living owner may work past the deadline of its attempt. Then only the probe and the wait limit count.
    if (why === "other" && leftMs <= 0) return Math.max(1, Math.min(endMs, probeMs));
    const noticeMs = progress.isNotified ? Number.POSITIVE_INFINITY : noticeAfterMs - waitedMs;
    return Math.max(1, Math.min(leftMs, endMs, noticeMs, probeMs));
  }
}

/**
 * Whether the provider introspects refresh tokens for this client. It answers only an authenticated client.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7662#section-2.1
 */
const canIntrospect = ({ authentication, endpoints, provider }: Client): boolean =>
  providerOf(provider).introspectsRefreshTokens &&
  endpoints.introspection !== undefined &&
  authentication.method !== "none";

function distrustOf(outcome: Outcome): Readonly<Record<string, string>> {
  const distrust = outcome.kind === "success" ? outcome.distrust : null;
  const { what, detail } = distrust ?? { what: "not_an_answer", detail: "" };
  return { what: `trust.${what}`, detail, type: detail };
}
