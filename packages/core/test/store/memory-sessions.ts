import { StoreError } from "../../src/errors.ts";
import type { BrowserLogin, InstantMs, Session } from "../../src/model.ts";
import type { BrowserLoginLimits, SessionSweep } from "../../src/store/store.ts";

/** Sessions of the store in memory. */
export class SessionRows {
  readonly #rows = new Map<string, Session>();
  readonly #used = new Map<string, InstantMs>();

  read(id: string): Session | undefined {
    return this.#rows.get(id);
  }

  byCookie(cookieHash: string): Session | undefined {
    return this.#all().find((row) => row.cookieHash === cookieHash);
  }

  /** Refuses a new session that the database would not take. */
  check(session: Session): void {
    if (this.#rows.has(session.id)) refuse("session_id_unique");
    this.#checkRow(session);
  }

  insert(session: Session): void {
    this.#rows.set(session.id, session);
  }

  change(id: string, change: Partial<Session>): void {
    const before = this.#rows.get(id);
    if (before === undefined) return;
    const after = { ...before, ...change };
    this.#checkRow(after);
    this.#rows.set(id, after);
  }

  remove(id: string): void {
    this.#rows.delete(id);
  }

  /** Lists live sessions, oldest first. */
  live(isWanted: (session: Session) => boolean): Session[] {
    const rows = this.#all().filter((row) => row.endedAtMs === null && isWanted(row));
    return rows.sort((one, other) => one.createdAtMs - other.createdAtMs);
  }

  /** Lists the live sessions of a browser in the order in which they were stored. */
  ofBrowser(app: string, browserHash: string): Session[] {
    return this.#all().filter(
      (row) => row.endedAtMs === null && row.app === app && row.browserHash === browserHash,
    );
  }

  overdue({ app, nowMs, idleSinceMs, limit }: SessionSweep): string[] {
    const live = this.live((row) => row.app === app);
    const expired = inOrder(live, (row) => row.expiresAtMs, nowMs);
    const idle = idleSinceMs === null ? [] : inOrder(live, (row) => row.touchedAtMs, idleSinceMs);
    return [...new Set([...expired, ...idle])].slice(0, limit);
  }

  toRevoke(app: string, nowMs: InstantMs, limit: number): string[] {
    const ended = this.#all().filter((row) => row.app === app && row.endedAtMs !== null);
    return inOrder(ended, (row) => row.revokeAtMs, nowMs).slice(0, limit);
  }

  old({ app, endedBeforeMs, limit }: SessionSweep): string[] {
    const settled = this.#all().filter((row) => row.app === app && row.revokeAtMs === null);
    return inOrder(settled, (row) => row.endedAtMs, endedBeforeMs - 1).slice(0, limit);
  }

  wasUsed(tokenHash: string): boolean {
    return this.#used.has(tokenHash);
  }

  useOnce(tokenHash: string, untilMs: InstantMs): boolean {
    if (this.#used.has(tokenHash)) return false;
    this.#used.set(tokenHash, untilMs);
    return true;
  }

  removeUsed({ nowMs }: SessionSweep): void {
    for (const [tokenHash, untilMs] of this.#used) if (untilMs <= nowMs) this.#used.delete(tokenHash);
  }

  #all(): Session[] {
    return [...this.#rows.values()];
  }

  #checkRow(session: Session): void {
    const namesake = this.byCookie(session.cookieHash);
    if (namesake !== undefined && namesake.id !== session.id) refuse("session_cookie_unique");
    if ((session.endedAtMs === null) !== (session.endReason === null)) refuse("ended_session_has_reason");
    if (session.endedAtMs === null && session.idToken === null) refuse("live_session_has_id_token");
  }
}

/** Browser logins of the store in memory, in the order in which they were put. */
export class BrowserLoginRows {
  readonly #rows = new Map<string, BrowserLogin>();

  byState(stateHash: string): BrowserLogin | undefined {
    return this.#all().find((row) => row.stateHash === stateHash);
  }

  /** Refuses a browser login that the database would not take. */
  check({ id, stateHash }: BrowserLogin): void {
    if (this.#rows.has(id)) refuse("browser_login_id_unique");
    if (this.byState(stateHash)) refuse("browser_login_state_unique");
  }

  insert(login: BrowserLogin): void {
    this.#rows.set(login.id, login);
  }

  remove(id: string): void {
    this.#rows.delete(id);
  }

  openOf(app: string, browserHash: string): BrowserLogin[] {
    return this.#open(app).filter((row) => row.browserHash === browserHash);
  }

  /** Lists the open logins beyond the limits, which a new one has exceeded. */
  beyond({ app, browserHash }: BrowserLogin, { perBrowser, total }: BrowserLoginLimits): BrowserLogin[] {
    const ofBrowser = allBut(perBrowser, this.openOf(app, browserHash));
    const left = this.#open(app).filter((row) => !ofBrowser.includes(row));
    return [...ofBrowser, ...allBut(total, left)];
  }

  advance(id: string, from: BrowserLogin["phase"], change: Partial<BrowserLogin>): boolean {
    const row = this.#rows.get(id);
    if (row?.phase !== from) return false;
    this.#rows.set(id, { ...row, ...change });
    return true;
  }

  old({ app, nowMs }: SessionSweep, limit: number): BrowserLogin[] {
    const due = this.#all().filter((row) => row.app === app && row.removeAtMs <= nowMs);
    return due.sort((one, other) => one.removeAtMs - other.removeAtMs).slice(0, limit);
  }

  #open(app: string): BrowserLogin[] {
    return this.#all().filter((row) => row.app === app && row.phase === "open");
  }

  #all(): BrowserLogin[] {
    return [...this.#rows.values()];
  }
}

/** Returns all but the last `kept` members. */
const allBut = <T>(kept: number, all: readonly T[]): readonly T[] =>
  all.slice(0, Math.max(0, all.length - kept));

/** Ids of the sessions whose instant is not after `untilMs`, the earliest first. */
function inOrder(
  sessions: readonly Session[],
  instantOf: (session: Session) => InstantMs | null,
  untilMs: InstantMs,
): string[] {
  const due = sessions.flatMap((session) => {
    const atMs = instantOf(session);
    return atMs !== null && atMs <= untilMs ? [{ id: session.id, atMs }] : [];
  });
  return due.sort((one, other) => one.atMs - other.atMs).map(({ id }) => id);
}

function refuse(rule: string): never {
  throw new StoreError("store_conflict", { rule });
}
