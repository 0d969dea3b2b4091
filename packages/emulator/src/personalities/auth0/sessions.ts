import { randomBytes } from "../../random.ts";
import type { AuthorizationRequest } from "./authorization-request.ts";
import type { User } from "./users.ts";

const dayMs = 24 * 3600 * 1000;
const sessionIdleMs = 3 * dayMs;
const sessionAbsoluteMs = 30 * dayMs;
/** @see https://community.auth0.com/t/117674 */
const transactionMs = 3600 * 1000;

/** That a browser is logged in at a domain. */
export interface Session {
  readonly sid: string;
  readonly user: User;
  readonly loggedInMs: number;
  /** Of the apps that it was used for. */
  readonly clientIds: Set<string>;
  lastUsedMs: number;
}

/** A login on its way through the pages. */
export interface Transaction {
  readonly id: string;
  readonly browser: string;
  readonly request: AuthorizationRequest;
  readonly begunMs: number;
  session: Session | undefined;
  /** Whether any page was shown on the way. */
  shown: boolean;
  consented: boolean;
  /** Whether a second factor was given. */
  verified: boolean;
}

/** The logins of one domain: those under way, and what browsers keep of them. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #transactions = new Map<string, Transaction>();
  readonly #onEnd: (session: Session) => void;

  /** `onEnd` is told of every session that is logged out or over. */
  constructor(onEnd: (session: Session) => void) {
    this.#onEnd = onEnd;
  }

  /** Names a browser that has no name yet. */
  nameBrowser(): string {
    return `CANARY_session_${randomBytes(18).toString("base64url")}`;
  }

  begin(browser: string, request: AuthorizationRequest, nowMs: number): Transaction {
    const id = randomBytes(18).toString("base64url");
    const transaction = {
      id,
      browser,
      request,
      begunMs: nowMs,
      session: undefined,
      shown: false,
      consented: false,
      verified: false,
    };
    this.#transactions.set(id, transaction);
    return transaction;
  }

  /** A login of this browser that is still under way. */
  transaction(id: string | undefined, browser: string | undefined, nowMs: number): Transaction | undefined {
    const found = this.#transactions.get(id ?? "");
    if (found === undefined || found.browser !== browser) return undefined;
    return nowMs < found.begunMs + transactionMs ? found : undefined;
  }

  end({ id }: Transaction): void {
    this.#transactions.delete(id);
  }

  logIn(browser: string, user: User, nowMs: number): Session {
    const session = {
      sid: randomBytes(24).toString("base64url"),
      user,
      loggedInMs: nowMs,
      clientIds: new Set<string>(),
      lastUsedMs: nowMs,
    };
    this.#sessions.set(browser, session);
    return session;
  }

  logOut(browser: string | undefined): void {
    const session = this.#sessions.get(browser ?? "");
    if (session === undefined) return;
    this.#sessions.delete(browser ?? "");
    this.#onEnd(session);
  }

  /** As an administrator ends the sessions of a user. Says how many there were. */
  logOutAll(subject: string): number {
    const theirs = [...this.#sessions].filter(([, { user }]) => user.subject === subject);
    for (const [browser] of theirs) this.logOut(browser);
    return theirs.length;
  }

  /**
   * The session that a browser comes with, which its use keeps alive.
   *
   * @see https://auth0.com/docs/manage-users/sessions/session-lifetime-limits
   */
  session(browser: string | undefined, nowMs: number): Session | undefined {
    const session = this.#sessions.get(browser ?? "");
    if (session === undefined) return undefined;
    const isOver =
      nowMs >= session.lastUsedMs + sessionIdleMs || nowMs >= session.loggedInMs + sessionAbsoluteMs;
    if (isOver) {
      this.logOut(browser);
      return undefined;
    }
    session.lastUsedMs = nowMs;
    return session;
  }
}
