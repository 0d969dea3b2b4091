import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";
import { ProviderError, RetryLaterError, StoreError, TokenwellError } from "../errors.ts";
import type { AccessToken, Attempt, Client, InstantMs } from "../model.ts";
import { providerOf } from "../providers/index.ts";
import { effectiveRotation, rotates } from "../rotation.ts";
import { Secret } from "../secret.ts";
import { familyAfter } from "../store/rules.ts";
import type { Family, Store } from "../store/store.ts";
import type { Egress } from "../wire/egress.ts";
import { judge, type Observation, type Outcome } from "./outcome.ts";
import {
  clientRefused,
  type Decision,
  decide,
  failureError,
  labelOf,
  liveToken,
  nameOf,
  needsLogin,
  refuseByStatus,
  rejectToken,
  unsettledAttempts,
  type Wanted,
} from "./protocol.ts";
import { type Begun, redeem } from "./redeem.ts";
import type { Deadlines } from "./schedule.ts";
import { type Answered, rotationLost, type Settlement, settle } from "./settle.ts";
import { SingleFlight } from "./single-flight.ts";

/** What a person should know while a call takes long. */
export type Notice =
  /** Waiting: `other`: a program works on it, given up at `untilMs`; `drain`: to ask again before could end the login. */
  | {
      readonly kind: "waiting";
      readonly why: "other" | "drain";
      readonly name: string;
      readonly sinceMs: InstantMs;
      readonly untilMs: InstantMs;
    }
  /** The provider answered and the store does not take it; it is tried again until it does. */
  | { readonly kind: "unsaved"; readonly name: string };

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
  readonly patient: boolean;
  /** Of a login just made here: no copy of the store can have its token. Default: false. */
  readonly isNew?: boolean;
  readonly notice?: (notice: Notice) => void;
}

/** What the refresher works with. */
export interface RefresherParts {
  readonly store: Store;
  readonly egress: Egress;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  /** In [0, 1). */
  readonly random: () => number;
  /** Asks the provider when an access token ends; `null` when it does not say. Off the critical path. */
  readonly introspectExpiry: (client: Client, token: Secret) => Promise<InstantMs | null>;
  /** Asks the provider whether a refresh token lives; `null` when it does not say. */
  readonly introspectRefreshToken: (client: Client, token: Secret) => Promise<boolean | null>;
}

/** A connection as it was read. */
export interface Seen {
  readonly family: Family;
  /** The store's, from before that. */
  readonly version: number;
}

/** An access token and the connection as it is with it. */
export interface Drawn {
  readonly family: Family;
  readonly token: AccessToken;
}

type Waiting = Extract<Decision, { kind: "wait" }>;
type Sending = Extract<Decision, { kind: "send" }>;

/** What became of an own attempt. */
interface Settled {
  readonly settlement: Settlement;
  readonly outcome: Outcome;
  /** The connection as the answer leaves it. */
  readonly after: Family;
}

/** What an own request came to. */
interface Redeemed {
  readonly observation: Observation;
  /** See {@link Answered}. */
  readonly nextSecret: Secret | null;
}

/** What one flight knows of its waiting. */
interface Patience {
  readonly begunMs: number;
  /** A person is told once. */
  isTold: boolean;
}

/** Below this a caller with a token that is good enough does not wait for a better one. */
const patienceMs = 3_000;
const noticeAfterMs = 1_000;
/**
 * With so many own requests under way an answer with a new token is committed together with others, too: one commit after
 * the other the last of them would wait longer than the turn of the event loop that they wait for together.
 */
const crowd = 8;
/** Why a live access token is not handed out either. */
const stopped: ReadonlySet<string> = new Set(["quarantined", "revoked", "released", "connection_gone"]);

/**
 * Keeps refresh tokens alive: the one place that redeems them. Safe to use from any number of processes on one
 * store; the decisions are those of `protocol.ts` and `settle.ts`, this class only carries them out.
 */
export class Refresher {
  readonly #parts: RefresherParts;
  readonly #node = randomBytes(16).toString("hex");
  readonly #flights = new SingleFlight();
  readonly #open = new Map<Promise<unknown>, string>();
  readonly #afterwards = new Set<Promise<unknown>>();
  #isRehearsed = false;

  constructor(parts: RefresherParts) {
    this.#parts = parts;
  }

  /** Names of the connections whose own request is under way: to be killed now could cost their login. */
  get attempting(): readonly string[] {
    return [...this.#open.values()];
  }

  /** Resolves when no own request is under way any more. */
  async settled(): Promise<void> {
    while (this.#open.size + this.#afterwards.size > 0)
      await Promise.allSettled([...this.#open.keys(), ...this.#afterwards]);
  }

  /**
   * An access token of this connection that lives at least `minTtlMs`, refreshed if need be. While an access
   * token lives, a failing refresh fails nobody (unless `force` asked for one). Who has just read the connection
   * gives it rather than its id.
   *
   * Throws `LoginNeededError`, `RetryLaterError`, `ProviderError` or `StoreError`.
   */
  async draw(connection: string | Seen, request: TokenRequest): Promise<Drawn> {
    const seen = typeof connection === "string" ? await this.#see(connection) : connection;
    const { family } = seen;
    const { id } = family.connection;
    const decision = decide(family, this.#wanted(family, request)).result;
    if (decision.kind === "fresh") return { family, token: decision.token };
    const { audience, force } = request;
    const flight = this.#flights.share(`${id} ${force} ${audience}`, () =>
      this.#flights.serialise(id, () => this.#fly(seen, request)),
    );
    const now = liveToken(family, audience, this.#parts.clock.nowMs());
    const fallback = force ? undefined : now;
    const isGood = fallback !== undefined && this.#livesMs(fallback) >= request.minTtlMs;
    try {
      return await this.#within(
        flight,
        isGood ? patienceMs : request.patient ? null : request.waitMs,
        family,
      );
    } catch (error) {
      const isStopped = error instanceof TokenwellError && stopped.has(error.code);
      if (fallback && this.#livesMs(fallback) > 0 && !isStopped) return { family, token: fallback };
      throw error;
    }
  }

  /** A caller's report that the API answered 401 to this access token. Returns whether it was the current one. */
  async reject(connectionId: string, audience: string, token: Secret): Promise<boolean> {
    const { store, clock, deadlines } = this.#parts;
    const fingerprint = store.fingerprint(token);
    const report = { audience, fingerprint, nowMs: clock.nowMs(), floorMs: deadlines.floorMs };
    return await store.change(connectionId, (family) => rejectToken(family, report));
  }

  async #see(connectionId: string): Promise<Seen> {
    const { store } = this.#parts;
    // Before the read: what is committed after it must end a wait.
    const version = store.version();
    const family = await store.family({ id: connectionId });
    if (!family) throw new StoreError("connection_gone");
    return { family, version };
  }

  #livesMs(token: AccessToken): number {
    return token.expiresAtMs - this.#parts.clock.nowMs();
  }

  #wanted(
    family: Family,
    request: Pick<TokenRequest, "audience" | "minTtlMs" | "force">,
    isAsked = false,
  ): Wanted {
    const { store, clock, deadlines } = this.#parts;
    const silent = unsettledAttempts(family).filter(
      (row) => row.phase !== "ambiguous" && !store.isHeld(row.id),
    );
    return {
      attemptId: randomBytes(16).toString("hex"),
      node: this.#node,
      audience: request.audience,
      minTtlMs: request.minTtlMs,
      force: request.force,
      silent: new Set(silent.map((row) => row.id)),
      mayAsk: !isAsked && canBeAsked(family.client),
      fingerprint: (secret) => store.fingerprint(secret),
      nowMs: clock.nowMs(),
      deadlines,
    };
  }

  async #within(flight: Promise<Drawn>, limitMs: number | null, family: Family): Promise<Drawn> {
    if (limitMs === null) return await flight;
    const timer = new AbortController();
    const late = this.#parts.clock.sleep(limitMs, timer.signal).then(
      () => {
        throw new RetryLaterError("refresh_waiting", 5, { name: nameOf(family.connection) });
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
  async #fly(known: Seen, first: TokenRequest): Promise<Drawn> {
    const { store, clock } = this.#parts;
    const patience: Patience = { begunMs: clock.monotonicMs(), isTold: false };
    let request = first;
    let isAsked = false;
    let seen = known;
    for (;;) {
      if (store.version() !== seen.version) seen = await this.#see(seen.family.connection.id);
      const { family } = seen;
      const wanted = this.#wanted(family, request, isAsked);
      const decision = decide(family, wanted).result;
      if (decision.kind === "fresh") return { family, token: decision.token };
      if (decision.kind === "refuse") throw decision.error;
      this.#refuseCopy(family, request);
      if (decision.kind === "ask") {
        isAsked = true;
        await this.#ask(family, decision.refreshToken);
        continue;
      }
      if (decision.kind === "wait") {
        await this.#wait(seen, decision, request, patience);
        continue;
      }
      const settled = await this.#attempt(family, wanted, request);
      if (settled === null) continue;
      if (settled.settlement !== "stale") {
        const drawn = this.#afterAttempt(settled, request);
        if (drawn) return drawn;
      }
      // One own refresh is what `force` asks for; whatever follows is decided as for any caller.
      request = { ...request, force: false };
    }
  }

  /** Another copy of the store may have replaced a rotating token, and to send a replaced one ends the login. */
  #refuseCopy({ client, connection }: Family, request: TokenRequest): void {
    const { witness, place } = this.#parts.store;
    if (!witness || !rotates(effectiveRotation(client))) return;
    const doubt = witness.doubt();
    if (doubt && !request.isNew) throw new StoreError(`store_${doubt}`, { place, name: nameOf(connection) });
  }

  /** What does not live any more was replaced by an answer that nobody has. No answer: then it is sent, as a last chance. */
  async #ask({ client, connection }: Family, refreshToken: Secret): Promise<void> {
    const { store, clock, introspectRefreshToken } = this.#parts;
    if ((await introspectRefreshToken(client, refreshToken)) !== false) return;
    const { generation } = connection;
    const fingerprint = (secret: Secret): string => store.fingerprint(secret);
    await store.change(connection.id, (now) =>
      rotationLost(now, { generation, fingerprint, nowMs: clock.nowMs() }),
    );
  }

  #afterAttempt({ settlement, outcome, after: family }: Settled, request: TokenRequest): Drawn | null {
    const name = nameOf(family.connection);
    const token = family.accessTokens.find((row) => row.audience === request.audience);
    if (settlement === "committed" && token) {
      if (token.rejectedAtMs !== null) throw new ProviderError("rejected_by_api", { name });
      return { family, token };
    }
    if (settlement === "withheld" && family.connection.status !== "quarantined")
      throw new ProviderError("bad_token_answer", {
        name,
        provider: labelOf(family),
        ...distrustOf(outcome),
      });
    if (!request.force) return null;
    throw this.#forcedFailure(family);
  }

  /** Why a refresh that was asked for failed, though an access token may still live. */
  #forcedFailure(family: Family): Error {
    const { clock } = this.#parts;
    if (family.connection.status === "needs_login") return needsLogin(family);
    const refused = refuseByStatus(family);
    if (refused) return refused;
    if ((family.client.breakerUntilMs ?? 0) > clock.nowMs()) return clientRefused(family);
    return failureError(family, Math.max(1, Math.ceil((family.schedule.dueAtMs - clock.nowMs()) / 1000)));
  }

  /** Transaction 1, the request, transaction 2. `null` when transaction 1 decided otherwise. */
  async #attempt(family: Family, wanted: Wanted, request: TokenRequest): Promise<Settled | null> {
    const { store, clock, egress } = this.#parts;
    // On a busy machine loading alone could use up the time between the attempt's row and its first byte.
    await egress.prepare();
    if (rotates(effectiveRotation(family.client))) store.checkRoom();
    await this.#rehearse(family, wanted);
    // From before transaction 1 until the attempt is closed: who finds the lock free knows that we are gone.
    const hold = store.hold(wanted.attemptId);
    const work = (async () => {
      const begun = { wallMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
      const decision = await store.change(
        family.connection.id,
        (now) => decide(now, { ...wanted, nowMs: begun.wallMs }),
        // Nothing has been sent yet.
        { mayJoin: true },
      );
      if (decision.kind !== "send") return null;
      const redeemed = await this.#redeem(family, decision, begun);
      return await this.#settle(family, decision, redeemed, request);
    })();
    this.#open.set(work, nameOf(family.connection));
    try {
      return await work;
    } finally {
      this.#open.delete(work);
      hold.end();
    }
  }

  /**
   * A client's secret is judged before its token is looked at: where it is refused and another one waits, that one is
   * tried within the same attempt.
   */
  async #redeem(family: Family, decision: Sending, begun: Begun): Promise<Redeemed> {
    const { client } = family;
    const observation = await redeem(client, decision, begun, this.#parts);
    if (client.nextSecret === null || this.#judged(family, decision, observation).kind !== "client")
      return { observation, nextSecret: null };
    const { nextSecret } = client;
    const next = { ...client, secret: nextSecret };
    return { observation: await redeem(next, decision, begun, this.#parts), nextSecret };
  }

  /**
   * Once in a process, before the first request: an answer is judged and stored, and taken back. In a process that
   * has just begun most of the time between a rotated answer and its commit is loading and compiling; a kill in that
   * time costs the login.
   */
  async #rehearse(family: Family, wanted: Wanted): Promise<void> {
    if (this.#isRehearsed) return;
    this.#isRehearsed = true;
    const { store } = this.#parts;
    const sample = { access_token: "x", token_type: "Bearer", expires_in: 3600, refresh_token: "y" };
    const body = JSON.stringify(sample);
    await store.rehearse(family.connection.id, (now) => {
      const decision = decide(now, { ...wanted, force: true }).result;
      if (decision.kind !== "send") return { change: null, result: null };
      const observation = { kind: "answer", status: 200, retryAfter: null, body, complete: true } as const;
      return settle(now, this.#answered(now, decision, { observation, nextSecret: null }).answered);
    });
  }

  /** Judging must not lose an answer: where it fails, the answer is kept as it is. */
  #judged(family: Family, { attempt, refreshToken }: Sending, observation: Observation): Outcome {
    try {
      return judge(observation, expectations(family, attempt, refreshToken, this.#parts.clock.nowMs()));
    } catch {
      return { kind: "unjudged" };
    }
  }

  #answered(family: Family, sending: Sending, { observation, nextSecret }: Redeemed) {
    const { store, clock, deadlines, random } = this.#parts;
    const nowMs = clock.nowMs();
    const answer = observation.kind === "answer" ? observation : null;
    const outcome = this.#judged(family, sending, observation);
    const answered: Answered = {
      attempt: sending.attempt,
      outcome,
      nextSecret,
      rawAnswer: answer ? Secret.of(answer.body) : null,
      httpStatus: answer?.status ?? null,
      fingerprint: (secret: Secret) => store.fingerprint(secret),
      nowMs,
      jitter: random(),
      deadlines,
    };
    return { answered, outcome };
  }

  async #settle(
    family: Family,
    sending: Sending,
    redeemed: Redeemed,
    request: TokenRequest,
  ): Promise<Settled> {
    const { store } = this.#parts;
    const { answered, outcome } = this.#answered(family, sending, redeemed);
    // No await between the answer and this call: where the answer may hold the one copy of the live token, its
    // transaction begins in the same tick.
    const isPrecious =
      outcome.kind === "success" ? outcome.refreshToken !== null : outcome.kind === "unjudged";
    const mayJoin = !isPrecious || this.#open.size >= crowd;
    const { settlement, after } = await this.#untilStored(request, family, () =>
      store.change(
        family.connection.id,
        (now) => {
          const { change, result } = settle(now, answered);
          return { change, result: { settlement: result, after: change ? familyAfter(now, change) : now } };
        },
        { mayJoin },
      ),
    );
    if (settlement !== "failed" && rotates(effectiveRotation(family.client))) store.witness?.note();
    if (settlement === "committed") this.#learnExpiry(family, sending.attempt.audience, outcome);
    return { settlement, outcome, after };
  }

  /** The answer may hold the one copy of the live token: while this process lives, it is tried again. */
  async #untilStored<T>(request: TokenRequest, family: Family, write: () => Promise<T>): Promise<T> {
    for (let tries = 0; ; tries += 1) {
      try {
        return await write();
      } catch (error) {
        const passing = ["store_busy", "store_full", "store_unwritable"];
        if (!(error instanceof StoreError) || !passing.includes(error.code)) throw error;
        if (tries === 0) request.notice?.({ kind: "unsaved", name: nameOf(family.connection) });
        await this.#parts.clock.sleep(Math.min(2_000, 100 * 2 ** tries));
      }
    }
  }

  /** Where the answer does not say when the access token ends, the provider may know; nobody waits for it. */
  #learnExpiry(family: Family, audience: string, outcome: Outcome): void {
    const { store, clock, introspectExpiry } = this.#parts;
    if (outcome.kind !== "success" || !outcome.access || outcome.access.expiresInSeconds !== null) return;
    const { authMethod, endpoints, lifetimes } = family.client;
    // RFC 7662 section 2.1: who cannot authenticate is not answered.
    if (lifetimes.accessSeconds !== undefined || !endpoints.introspection || authMethod === "none") return;
    const { token } = outcome.access;
    const fingerprint = store.fingerprint(token);
    const work = introspectExpiry(family.client, token)
      .then(async (expiresAtMs) => {
        if (expiresAtMs === null || expiresAtMs <= clock.nowMs()) return;
        await store.change(family.connection.id, (now) => {
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

  /** Waits until the store changes, the owner of the attempt dies, or time has made another try safe. */
  async #wait(seen: Seen, decision: Waiting, request: TokenRequest, patience: Patience): Promise<void> {
    const { store, clock } = this.#parts;
    const { attempt, untilMs, why } = decision;
    const name = nameOf(seen.family.connection);
    const limitMs = why === "drain" ? request.drainWaitMs : request.waitMs;
    const enteredMs = clock.monotonicMs();
    let probedMs = enteredMs;
    for (;;) {
      await clock.sleep(clock.monotonicMs() - enteredMs < 2_000 ? 20 : 100);
      // First of all: the store may have moved on while it was read, and then nothing below is true any more.
      if (store.version() !== seen.version) return;
      const waitedMs = clock.monotonicMs() - patience.begunMs;
      const leftMs = untilMs - clock.nowMs();
      // Waited out to the very end: whoever oversleeps a little is not sent away.
      if (why === "drain" && leftMs <= 0) return;
      if (waitedMs > limitMs || (why === "drain" && waitedMs + leftMs > limitMs))
        throw new RetryLaterError("refresh_waiting", Math.max(1, Math.ceil(leftMs / 1000)), { name });
      if (leftMs <= 0) return;
      if (!patience.isTold && waitedMs >= noticeAfterMs) {
        patience.isTold = true;
        const endMs = why === "drain" ? untilMs : clock.nowMs() + limitMs - waitedMs;
        const facts = { name, sinceMs: attempt.createdAtMs, untilMs: endMs };
        request.notice?.({ kind: "waiting", why, ...facts });
      }
      if (why === "other" && clock.monotonicMs() - probedMs >= 250) {
        probedMs = clock.monotonicMs();
        if (!store.isHeld(attempt.id)) return;
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

function expectations(
  { connection, client }: Family,
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
