import { randomBytes } from "node:crypto";
import { ProviderError, RetryLaterError, StoreError, TokenwellError } from "../errors.ts";
import type { AccessToken, Client, InstantMs } from "../model.ts";
import { providerOf } from "../providers/index.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import type { Secret } from "../secret.ts";
import type { ConnectionState } from "../store/store.ts";
import { type AttemptDependencies, type AttemptResult, Attempts, type UnsavedNotice } from "./attempt.ts";
import { rotationLost } from "./complete-attempt.ts";
import {
  clientRefused,
  type Decision,
  decide,
  failureError,
  labelOf,
  liveToken,
  nameOf,
  needsLogin,
  type RefreshContext,
  refuseByStatus,
  rejectToken,
  unsettledAttempts,
} from "./decide.ts";
import type { Outcome } from "./outcome.ts";
import { SingleFlight } from "./single-flight.ts";

/** What a person should know while a call takes long. */
export type WaitNotice =
  /** Waiting: `other`: a program works on it, given up at `untilMs`; `drain`: to ask again before could end the login. */
  | {
      readonly kind: "waiting";
      readonly why: "other" | "drain";
      readonly name: string;
      readonly sinceMs: InstantMs;
      readonly untilMs: InstantMs;
    }
  | UnsavedNotice;

/** A wish for an access token. */
export interface TokenRequest {
  /** `""` is the default audience. */
  readonly audience: string;
  readonly minTtlMs: number;
  /** Refresh though the token is fine. */
  readonly force: boolean;
  /** How long to wait for another program's refresh. */
  readonly waitMs: number;
  /** How long to wait where only time makes another try safe. */
  readonly drainWaitMs: number;
  /** Wait for an own request however long it takes: a process that would end otherwise. */
  readonly waitForCompletion: boolean;
  /** Of a login just made here: no copy of the store can have its token. Default: false. */
  readonly isNew?: boolean;
  readonly onWaiting?: (notice: WaitNotice) => void;
}

/** What the refresher works with. */
export interface RefresherDependencies extends AttemptDependencies {
  /** Asks the provider whether a refresh token lives; `null` when it does not say. */
  readonly introspectRefreshToken: (client: Client, token: Secret) => Promise<boolean | null>;
}

/** A connection as it was read. */
export interface Snapshot {
  readonly state: ConnectionState;
  /** The store's, from before that. */
  readonly version: number;
}

/** An access token and the connection as it is with it. */
export interface RefreshResult {
  readonly state: ConnectionState;
  readonly token: AccessToken;
}

type Waiting = Extract<Decision, { kind: "wait" }>;

/** What one flight knows of its waiting. */
interface WaitProgress {
  readonly startedMs: number;
  /** A person is told once. */
  isNotified: boolean;
}

/** Below this a caller with a token that is good enough does not wait for a better one. */
const liveTokenWaitMs = 3_000;
const noticeAfterMs = 1_000;
/** Why a live access token is not handed out either. */
const stopped: ReadonlySet<string> = new Set(["quarantined", "revoked", "released", "connection_gone"]);

/**
 * Keeps refresh tokens alive: all that redeems them goes through here, to its {@link Attempts}. Safe to use from any
 * number of processes on one store; the decisions are those of `protocol.ts` and `settle.ts`, which are only carried out.
 */
export class Refresher {
  readonly #dependencies: RefresherDependencies;
  readonly #node = randomBytes(16).toString("hex");
  readonly #singleFlight = new SingleFlight();
  readonly #attempts: Attempts;

  constructor(parts: RefresherDependencies) {
    this.#dependencies = parts;
    this.#attempts = new Attempts(parts);
  }

  /** Names of the connections whose own request is under way: to be killed now could cost their login. */
  get pendingRefreshes(): readonly string[] {
    return this.#attempts.names;
  }

  /** Resolves when no own request is under way any more. */
  whenIdle(): Promise<void> {
    return this.#attempts.whenIdle();
  }

  /**
   * An access token of this connection that lives at least `minTtlMs`, refreshed if need be. While an access
   * token lives, a failing refresh fails nobody (unless `force` asked for one). Who has just read the connection
   * gives it rather than its id.
   *
   * Throws `LoginNeededError`, `RetryLaterError`, `ProviderError` or `StoreError`.
   */
  async getAccessToken(connection: string | Snapshot, request: TokenRequest): Promise<RefreshResult> {
    const snapshot = typeof connection === "string" ? await this.#readSnapshot(connection) : connection;
    const { state } = snapshot;
    const { id } = state.connection;
    const decision = decide(state, this.#context(state, request)).result;
    if (decision.kind === "fresh") return { state, token: decision.token };
    const { audience, force } = request;
    const flight = this.#singleFlight.dedupe(`${id} ${force} ${audience}`, () =>
      this.#singleFlight.enqueue(id, () => this.#refresh(snapshot, request)),
    );
    const now = liveToken(state, audience, this.#dependencies.clock.nowMs());
    const fallback = force ? undefined : now;
    const isGood = fallback !== undefined && this.#livesMs(fallback) >= request.minTtlMs;
    try {
      return await this.#withTimeLimit(
        flight,
        isGood ? liveTokenWaitMs : request.waitForCompletion ? null : request.waitMs,
        state,
      );
    } catch (error) {
      const isStopped = error instanceof TokenwellError && stopped.has(error.code);
      if (fallback && this.#livesMs(fallback) > 0 && !isStopped) return { state, token: fallback };
      throw error;
    }
  }

  /** A caller's report that the API answered 401 to this access token. Returns whether it was the current one. */
  async reject(connectionId: string, audience: string, token: Secret): Promise<boolean> {
    const { store, clock, deadlines } = this.#dependencies;
    const fingerprint = store.fingerprint(token);
    const report = { audience, fingerprint, nowMs: clock.nowMs(), floorMs: deadlines.floorMs };
    return await store.change(connectionId, (state) => rejectToken(state, report));
  }

  async #readSnapshot(connectionId: string): Promise<Snapshot> {
    const { store } = this.#dependencies;
    // Before the read: what is committed after it must end a wait.
    const version = store.version();
    const state = await store.family({ id: connectionId });
    if (!state) throw new StoreError("connection_gone");
    return { state, version };
  }

  #livesMs(token: AccessToken): number {
    return token.expiresAtMs - this.#dependencies.clock.nowMs();
  }

  #context(
    state: ConnectionState,
    request: Pick<TokenRequest, "audience" | "minTtlMs" | "force">,
    isAsked = false,
  ): RefreshContext {
    const { store, clock, deadlines } = this.#dependencies;
    const silent = unsettledAttempts(state).filter(
      (row) => row.phase !== "ambiguous" && !store.isLocked(row.id),
    );
    return {
      attemptId: randomBytes(16).toString("hex"),
      node: this.#node,
      audience: request.audience,
      minTtlMs: request.minTtlMs,
      force: request.force,
      deadOwners: new Set(silent.map((row) => row.id)),
      canIntrospect: !isAsked && canBeAsked(state.client),
      fingerprint: (secret) => store.fingerprint(secret),
      nowMs: clock.nowMs(),
      deadlines,
    };
  }

  async #withTimeLimit(
    flight: Promise<RefreshResult>,
    limitMs: number | null,
    state: ConnectionState,
  ): Promise<RefreshResult> {
    if (limitMs === null) return await flight;
    const timer = new AbortController();
    const late = this.#dependencies.clock.sleep(limitMs, timer.signal).then(
      () => {
        throw new RetryLaterError("refresh_waiting", 5, { name: nameOf(state.connection) });
      },
      () => flight,
    );
    flight.catch(() => undefined);
    try {
      return await Promise.race([flight, late]);
    } finally {
      timer.abort();
    }
  }

  /** One shared flight: decides, waits and sends until there is a token or a reason why not. */
  async #refresh(known: Snapshot, first: TokenRequest): Promise<RefreshResult> {
    const { store, clock } = this.#dependencies;
    const progress: WaitProgress = { startedMs: clock.monotonicMs(), isNotified: false };
    let request = first;
    let isAsked = false;
    let snapshot = known;
    for (;;) {
      if (store.version() !== snapshot.version)
        snapshot = await this.#readSnapshot(snapshot.state.connection.id);
      const { state } = snapshot;
      const context = this.#context(state, request, isAsked);
      const decision = decide(state, context).result;
      if (decision.kind === "fresh") return { state, token: decision.token };
      if (decision.kind === "refuse") throw decision.error;
      this.#refuseCopy(state, request);
      if (decision.kind === "ask") {
        isAsked = true;
        await this.#introspect(state, decision.refreshToken);
        continue;
      }
      if (decision.kind === "wait") {
        await this.#wait(snapshot, decision, request, progress);
        continue;
      }
      const completed = await this.#attempts.run(state, context, request.onWaiting);
      if (completed === null) continue;
      if (completed.status !== "stale") {
        const result = this.#afterAttempt(completed, request);
        if (result) return result;
      }
      // One own refresh is what `force` asks for; whatever follows is decided as for any caller.
      request = { ...request, force: false };
    }
  }

  /** Another copy of the store may have replaced a rotating token, and to send a replaced one ends the login. */
  #refuseCopy({ client, connection }: ConnectionState, request: TokenRequest): void {
    const { witness, location: place } = this.#dependencies.store;
    if (!witness || !rotates(effectiveRotation(client))) return;
    const evidence = witness.findEvidence();
    if (evidence && !request.isNew)
      throw new StoreError(`store_${evidence}`, { place, name: nameOf(connection) });
  }

  /** What does not live any more was replaced by an answer that nobody has. No answer: then it is sent, as a last chance. */
  async #introspect({ client, connection }: ConnectionState, refreshToken: Secret): Promise<void> {
    const { store, clock, introspectRefreshToken } = this.#dependencies;
    if ((await introspectRefreshToken(client, refreshToken)) !== false) return;
    const { generation } = connection;
    const fingerprint = (secret: Secret): string => store.fingerprint(secret);
    await store.change(connection.id, (now) =>
      rotationLost(now, { generation, fingerprint, nowMs: clock.nowMs() }),
    );
  }

  #afterAttempt(
    { status, outcome, after: state }: AttemptResult,
    request: TokenRequest,
  ): RefreshResult | null {
    const name = nameOf(state.connection);
    const token = state.accessTokens.find((row) => row.audience === request.audience);
    if (status === "committed" && token) {
      if (token.rejectedAtMs !== null) throw new ProviderError("rejected_by_api", { name });
      return { state, token };
    }
    if (status === "withheld" && state.connection.status !== "quarantined")
      throw new ProviderError("bad_token_answer", {
        name,
        provider: labelOf(state),
        ...distrustOf(outcome),
      });
    if (!request.force) return null;
    throw this.#forcedFailure(state);
  }

  /** Why a refresh that was asked for failed, though an access token may still live. */
  #forcedFailure(state: ConnectionState): Error {
    const { clock } = this.#dependencies;
    if (state.connection.status === "needs_login") return needsLogin(state);
    const refused = refuseByStatus(state);
    if (refused) return refused;
    if ((state.client.breakerUntilMs ?? 0) > clock.nowMs()) return clientRefused(state);
    return failureError(state, Math.max(1, Math.ceil((state.schedule.dueAtMs - clock.nowMs()) / 1000)));
  }

  /** Waits until the store changes, the owner of the attempt dies, or time has made another try safe. */
  async #wait(
    snapshot: Snapshot,
    decision: Waiting,
    request: TokenRequest,
    progress: WaitProgress,
  ): Promise<void> {
    const { store, clock } = this.#dependencies;
    const { attempt, untilMs, why } = decision;
    const name = nameOf(snapshot.state.connection);
    const limitMs = why === "drain" ? request.drainWaitMs : request.waitMs;
    const enteredMs = clock.monotonicMs();
    let probedMs = enteredMs;
    for (;;) {
      await clock.sleep(clock.monotonicMs() - enteredMs < 2_000 ? 20 : 100);
      // First of all: the store may have moved on while it was read, and then nothing below is true any more.
      if (store.version() !== snapshot.version) return;
      const waitedMs = clock.monotonicMs() - progress.startedMs;
      const leftMs = untilMs - clock.nowMs();
      // Waited out to the very end: whoever oversleeps a little is not sent away.
      if (why === "drain" && leftMs <= 0) return;
      if (waitedMs > limitMs || (why === "drain" && waitedMs + leftMs > limitMs))
        throw new RetryLaterError("refresh_waiting", Math.max(1, Math.ceil(leftMs / 1000)), { name });
      if (leftMs <= 0) return;
      if (!progress.isNotified && waitedMs >= noticeAfterMs) {
        progress.isNotified = true;
        const endMs = why === "drain" ? untilMs : clock.nowMs() + limitMs - waitedMs;
        const facts = { name, sinceMs: attempt.createdAtMs, untilMs: endMs };
        request.onWaiting?.({ kind: "waiting", why, ...facts });
      }
      if (why === "other" && clock.monotonicMs() - probedMs >= 250) {
        probedMs = clock.monotonicMs();
        if (!store.isLocked(attempt.id)) return;
      }
    }
  }
}

/** RFC 7662 section 2.1: who cannot authenticate is not answered. */
const canBeAsked = ({ authMethod, endpoints, provider }: Client): boolean =>
  providerOf(provider).introspectsRefreshTokens &&
  endpoints.introspection !== undefined &&
  authMethod !== "none";

function distrustOf(outcome: Outcome): Readonly<Record<string, string>> {
  const distrust = outcome.kind === "success" ? outcome.distrust : null;
  const { what, detail } = distrust ?? { what: "not_an_answer", detail: "" };
  return { what: `trust.${what}`, detail, type: detail };
}
