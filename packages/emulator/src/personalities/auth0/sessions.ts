import { randomBytes } from "../../random.ts";
import type { AuthorizationRequest } from "./authorization-request.ts";
import type { User } from "./users.ts";

const dayMs = 24 * 3600 * 1000;
const sessionIdleMs = 3 * dayMs;
const sessionAbsoluteMs = 30 * dayMs;
/** @see https://community.auth0.com/t/117674 */
const transactionMs = 3600 * 1000;

/** A session of a browser at a domain. */
export interface Session {
  readonly sid: string;
  readonly user: User;
  readonly loggedInMs: number;
  /** The ids of the apps that used the session. */
  readonly clientIds: Set<string>;
  lastUsedMs: number;
}

/** A login in progress. */
export interface Transaction {
  readonly id: string;
  readonly browser: string;
  readonly request: AuthorizationRequest;
  readonly startedMs: number;
  session: Session | undefined;
  /** Whether a page was shown during the login. */
  shown: boolean;
  consented: boolean;
  /** Whether a second factor was given. */
  verified: boolean;
}

/** The logins in progress and the sessions of one domain. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #transactions = new Map<string, Transaction>();
  readonly #onEnd: (session: Session) => void;

  /** `onEnd` is called with every session that is logged out or has expired. */
  constructor(onEnd: (session: Session) => void) {
    this.#onEnd = onEnd;
  }

  /** Creates an id for a browser. */
  newBrowserId(): string {
    return `CANARY_session_${randomBytes(18).toString("base64url")}`;
  }

  begin(browser: string, request: AuthorizationRequest, nowMs: number): Transaction {
    const id = randomBytes(18).toString("base64url");
    const transaction = {
      id,
      browser,
      request,
      startedMs: nowMs,
      session: undefined,
      shown: false,
      consented: false,
      verified: false,
    };
    this.#transactions.set(id, transaction);
    return transaction;
  }

  /** Finds a login in progress of this browser. */
  transaction(id: string | undefined, browser: string | undefined, nowMs: number): Transaction | undefined {
    const found = this.#transactions.get(id ?? "");
    if (found === undefined || found.browser !== browser) return undefined;
    return nowMs < found.startedMs + transactionMs ? found : undefined;
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

  /** Ends the sessions of a user, as an administrator does, and returns their number. */
  logOutAll(subject: string): number {
    const theirs = [...this.#sessions].filter(([, { user }]) => user.subject === subject);
    for (const [browser] of theirs) this.logOut(browser);
    return theirs.length;
  }

  /**
   * Finds the session of a browser and extends its idle lifetime.
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
