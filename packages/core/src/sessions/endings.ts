import { revoke } from "../connections/revoke.ts";
import { TokenwellError } from "../errors.ts";
import type { LoginServices } from "../login/services.ts";
import type { InstantMs, Session, SessionEndReason } from "../model.ts";
import { hourMs } from "../refresh/schedule.ts";
import type { ConnectionState, SessionSweep } from "../store/store.ts";

/** Number of tries to revoke a grant before it is left to the provider. */
const maxTries = 12;
/** Milliseconds that a process has for one try before another process may try, too. */
const leaseMs = 90_000;
/** Milliseconds for which ended sessions stay, so that their reason can be told. */
const keepEndedMs = 7 * 24 * hourMs;
const sweepLimit = 200;
/** Most rounds of one sweep: 10,000 sessions a minute. */
const maxRounds = 50;

/** A try to revoke a grant that this process has begun. */
interface RevocationTry {
  /** Id of the session. */
  readonly id: string;
  /** Number of tries, with this one. */
  readonly tries: number;
  /** Instant after which another process may begin the next try. */
  readonly untilMs: InstantMs;
}

/**
 * Ends sessions. An end is committed before anything is sent, so it is effective at once in every process, and a grant
 * that cannot be revoked now is revoked by a later sweep of any process.
 */
export class SessionEndings {
  readonly #services: LoginServices;
  readonly #onProblem: (problem: Error) => void;
  readonly #revocations = new Set<Promise<void>>();
  #sweeps: Promise<unknown> = Promise.resolve();

  constructor(services: LoginServices, onProblem: (problem: Error) => void) {
    this.#services = services;
    this.#onProblem = onProblem;
  }

  /** Ends a live session and begins to revoke its grant. Returns whether it was live. */
  async end(id: string, reason: SessionEndReason): Promise<boolean> {
    const nowMs = this.#services.clock.nowMs();
    const wasLive = await this.#services.store.sessions.update(id, (session) =>
      session.endedAtMs === null
        ? {
            change: { endedAtMs: nowMs, endReason: reason, revokeAtMs: nowMs, idToken: null },
            result: true,
          }
        : { change: null, result: false },
    );
    if (!wasLive) return false;
    const revocation = this.#revoke(id)
      .catch((error: unknown) => this.#report(error))
      .finally(() => this.#revocations.delete(revocation));
    this.#revocations.add(revocation);
    return true;
  }

  /** Resolves when no revocation of this process is under way. */
  async whenIdle(): Promise<void> {
    while (this.#revocations.size > 0) await Promise.all(this.#revocations);
  }

  /**
   * Ends the sessions whose time is over, revokes the grants that are due, and removes old rows. `idleMs`: milliseconds
   * without activity; `null` for no limit. `nowMs`: an instant up to which activity is stored. Begins when the sweeps that this
   * process has begun before are over.
   */
  sweep(app: string, idleMs: number | null, nowMs: InstantMs): Promise<void> {
    const sweep = this.#sweeps.then(() => this.#sweep(app, idleMs, nowMs));
    this.#sweeps = sweep.catch(() => undefined);
    return sweep;
  }

  async #sweep(app: string, idleMs: number | null, nowMs: InstantMs): Promise<void> {
    for (let round = 0; round < maxRounds; round += 1) {
      if ((await this.#sweepOnce(app, idleMs, nowMs)) < sweepLimit) return;
      await this.whenIdle();
    }
  }

  /** Handles as many sessions as one transaction may list. Returns the largest number that one list had. */
  async #sweepOnce(app: string, idleMs: number | null, nowMs: InstantMs): Promise<number> {
    const { store } = this.#services;
    const sweep: SessionSweep = {
      app,
      nowMs,
      idleSinceMs: idleMs === null ? null : nowMs - idleMs,
      endedBeforeMs: nowMs - keepEndedMs,
      limit: sweepLimit,
    };
    const overdue = await store.sessions.overdue(sweep);
    await this.#each(overdue, async (id) => {
      const session = await store.sessions.read(id);
      const reason = session && timeoutOf(session, nowMs, idleMs);
      if (reason) await this.end(id, reason);
    });
    const toRevoke = await store.sessions.toRevoke(app, nowMs, sweepLimit);
    await this.#each(toRevoke, (id) => this.#revoke(id));
    return Math.max(overdue.length, toRevoke.length, await store.sessions.removeOld(sweep));
  }

  /** Works on each session. One that fails, such as a row that another program changed, does not stop the others. */
  async #each(ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
    for (const id of ids) await work(id).catch((error: unknown) => this.#report(error));
  }

  #report(error: unknown): void {
    this.#onProblem(error instanceof Error ? error : new Error(String(error)));
  }

  /** Revokes the grant of an ended session, if another process has not just begun to. */
  async #revoke(id: string): Promise<void> {
    const { store } = this.#services;
    const begun = await this.#beginTry(id);
    if (begun === undefined) return;
    const state = await store.connections.read({ session: id });
    const error = state ? await this.#tryRevocation(state) : null;
    if (error === null) await this.#recordSuccess(id);
    else await this.#recordFailure(begun, error, state);
  }

  /** Counts a try and takes its time. Returns `undefined` if none is due, or another process has taken it. */
  async #beginTry(id: string): Promise<RevocationTry | undefined> {
    const { clock, store } = this.#services;
    const nowMs = clock.nowMs();
    const untilMs = nowMs + leaseMs;
    return await store.sessions.update(id, ({ details, revokeAtMs }) => {
      if (revokeAtMs === null || revokeAtMs > nowMs) return { change: null, result: undefined };
      const revokeTries = 1 + (details.revokeTries ?? 0);
      const change = { revokeAtMs: untilMs, details: { ...details, revokeTries } };
      return { change, result: { id, tries: revokeTries, untilMs } };
    });
  }

  async #tryRevocation(state: ConnectionState): Promise<TokenwellError | null> {
    const { refreshToken, status, statusReason } = state.connection;
    // A token that the provider calls dead is not presented again.
    const isDead = status === "needs_login" && statusReason === "provider_revoked";
    try {
      await revoke(this.#services, state, isDead || refreshToken === null);
      return null;
    } catch (error) {
      if (!(error instanceof TokenwellError)) throw error;
      return error;
    }
  }

  async #recordSuccess(id: string): Promise<void> {
    await this.#services.store.sessions.update(id, () => ({
      change: { revokeAtMs: null },
      result: undefined,
    }));
  }

  /** Sets the time of the next try, or gives up, unless the try took so long that another process has begun the next one. */
  async #recordFailure(
    { id, tries, untilMs }: RevocationTry,
    error: TokenwellError,
    state: ConnectionState | undefined,
  ): Promise<void> {
    const { clock, store } = this.#services;
    const isOver = error.code === "no_revocation" || tries >= maxTries;
    if (isOver) {
      if (state) await revoke(this.#services, state, true);
      this.#onProblem(error);
    }
    const pauseMs = Math.min(hourMs, 5_000 * 2 ** tries);
    await store.sessions.update(id, ({ details, revokeAtMs }) => ({
      change:
        revokeAtMs === untilMs
          ? {
              revokeAtMs: isOver ? null : clock.nowMs() + pauseMs,
              ...(isOver && { details: { ...details, notRevoked: error.code } }),
            }
          : null,
      result: undefined,
    }));
  }
}

/** Returns the reason for which the time of a session is over; `null` if it is not. */
export function timeoutOf(
  { details, expiresAtMs, touchedAtMs }: Pick<Session, "details" | "expiresAtMs" | "touchedAtMs">,
  nowMs: number,
  idleMs: number | null,
): SessionEndReason | null {
  if (expiresAtMs !== null && nowMs >= expiresAtMs)
    return details.endsWithIdToken ? "no_refresh_token" : "absolute";
  return idleMs !== null && nowMs - touchedAtMs >= idleMs ? "idle" : null;
}
