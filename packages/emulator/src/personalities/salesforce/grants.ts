import type { EmulatorClock } from "../../clock.ts";
import { randomBytes } from "../../random.ts";
import type { HostName } from "../../serving/hosts.ts";
import type { App } from "./apps.ts";
import type { Org } from "./orgs.ts";

/** The highest number of approvals of one app by one user. */
const maxApprovals = 5;

/** The org, user, app and scopes of an approval. */
export interface Approval {
  readonly org: Org;
  readonly subject: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** One approval, with its family of refresh tokens. */
export interface Grant extends Approval {
  readonly id: string;
  /** The host of the login. */
  readonly host: HostName;
  readonly approvedMs: number;
  readonly lastUsedMs: number;
  /** The current refresh token. */
  readonly refreshToken: string | undefined;
  /** The reason of its end. `undefined` while it is alive. */
  readonly ended: string | undefined;
}

/** An access token. Another approval of the same user, app and scopes receives the same one while it lives. */
export interface Session extends Approval {
  readonly accessToken: string;
  readonly startedMs: number;
  readonly endsMs: number;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };
type KeptGrant = Writable<Grant>;
type KeptSession = Writable<Session> & { readonly grantIds: Set<string>; isRevoked: boolean };

/** The approvals of one app by one user. */
interface OfAccount {
  readonly grants: KeptGrant[];
  sessions: KeptSession[];
}

/** The approvals of all users, with their refresh and access tokens. */
export class Grants {
  readonly #clock: EmulatorClock;
  readonly #sessionMs: number;
  readonly #grants: KeptGrant[] = [];
  readonly #refreshTokens = new Map<string, KeptGrant>();
  readonly #sessions = new Map<string, KeptSession>();
  /** Approvals, and sessions that may live, of each app by each user: there may be many users. */
  readonly #ofAccount = new Map<string, OfAccount>();

  constructor(clock: EmulatorClock, sessionSeconds: number) {
    this.#clock = clock;
    this.#sessionMs = sessionSeconds * 1000;
  }

  /** Adds an approval. The sixth silently ends the oldest one's refresh token. */
  approve(
    approval: Approval,
    { host, refreshes }: { readonly host: HostName; readonly refreshes: boolean },
  ): Grant {
    const nowMs = this.#clock.nowMs();
    const grant: KeptGrant = {
      ...approval,
      id: randomBytes(9).toString("base64url"),
      host,
      approvedMs: nowMs,
      lastUsedMs: nowMs,
      refreshToken: undefined,
      ended: undefined,
    };
    this.#grants.push(grant);
    const { grants } = this.#of(approval);
    grants.push(grant);
    if (refreshes) {
      this.#renew(grant);
      const others = grants.filter(isLive);
      for (const oldest of others.slice(0, -maxApprovals)) oldest.ended = "evicted by a sixth approval";
    }
    return grant;
  }

  /** Returns the approval for a server flow: the same one each time, without a refresh token. */
  serverGrant(approval: Approval, host: HostName): Grant {
    const same = this.#of(approval).grants.find(
      (grant) =>
        grant.ended === undefined &&
        grant.refreshToken === undefined &&
        grant.host === host &&
        isSameSet(grant.scopes, approval.scopes),
    );
    return same ?? this.approve(approval, { host, refreshes: false });
  }

  /** Whether a user has approved all these scopes for this app. */
  hasApproved(approval: Approval): boolean {
    return this.#of(approval).grants.some(
      (grant) => grant.ended === undefined && approval.scopes.every((scope) => grant.scopes.includes(scope)),
    );
  }

  /** Finds the grant of a current or spent refresh token. */
  grantOf(refreshToken: string): Grant | undefined {
    return this.#refreshTokens.get(refreshToken);
  }

  /** Uses a refresh token. Returns its replacement if the app rotates. */
  use(refreshToken: string, rotation: App["switches"]["rotation"]): string | undefined {
    const grant = this.#refreshTokens.get(refreshToken);
    if (grant === undefined) return undefined;
    grant.lastUsedMs = this.#clock.nowMs();
    return rotation === "strict" ? this.#renew(grant) : undefined;
  }

  /** Ends an approval with all its access tokens. Returns whether it was alive. */
  end({ id }: Grant, reason: string): boolean {
    const grant = this.#grants.find((kept) => kept.id === id);
    const wasAlive = grant !== undefined && grant.ended === undefined;
    if (wasAlive) grant.ended = reason;
    for (const session of this.#sessions.values()) session.isRevoked ||= session.grantIds.has(id);
    return wasAlive;
  }

  /** Ends every approval of a user and returns their number. */
  endAllOf(subject: string, reason: string): number {
    const live = this.#grants.filter((grant) => grant.ended === undefined && grant.subject === subject);
    return live.filter((grant) => this.end(grant, reason)).length;
  }

  /** Ends the refresh token of an approval. Its access tokens live on. */
  evict(id: string): void {
    const grant = this.#grants.find((kept) => kept.id === id);
    if (grant !== undefined) grant.ended ??= "evicted by a sixth approval";
  }

  /** Lists the live approvals. */
  live(): readonly Grant[] {
    return this.#grants.filter(({ ended }) => ended === undefined);
  }

  /** Expires every access token now and returns their number. */
  expireSessions(): number {
    const live = [...this.#sessions.values()].filter((session) => this.#lives(session));
    for (const session of live) session.endsMs = this.#clock.nowMs();
    return live.length;
  }

  /** Opens the session of an approval, or extends the live one of the same user, app and scopes. */
  openSession(grant: Grant): Session {
    const nowMs = this.#clock.nowMs();
    const { clientId, org, scopes, subject } = grant;
    const account = this.#of(grant);
    account.sessions = account.sessions.filter((session) => this.#lives(session));
    const live = account.sessions.find((session) => isSameSet(session.scopes, scopes));
    const session = live ?? {
      ...{ clientId, org, scopes, subject },
      accessToken: `${org.shortId}!AQ4AQCANARY_${randomBytes(48).toString("base64url").replaceAll("-", ".")}`,
      startedMs: nowMs,
      endsMs: 0,
      grantIds: new Set<string>(),
      isRevoked: false,
    };
    session.endsMs = nowMs + this.#sessionMs;
    session.grantIds.add(grant.id);
    this.#sessions.set(session.accessToken, session);
    if (live === undefined) account.sessions.push(session);
    return session;
  }

  /** Finds the session of a live access token. */
  sessionOf(accessToken: string): Session | undefined {
    const session = this.#sessions.get(accessToken);
    return session !== undefined && this.#lives(session) ? session : undefined;
  }

  /** Extends a session, which otherwise ends after a time without use. */
  touch({ accessToken }: Session): void {
    const session = this.#sessions.get(accessToken);
    if (session !== undefined) session.endsMs = this.#clock.nowMs() + this.#sessionMs;
  }

  /** Ends a session alone. The refresh token lives on. */
  endSession({ accessToken }: Session): void {
    const session = this.#sessions.get(accessToken);
    if (session !== undefined) session.isRevoked = true;
  }

  #of({ clientId, org, subject }: Approval): OfAccount {
    const key = JSON.stringify([org.id, clientId, subject]);
    const known = this.#ofAccount.get(key);
    if (known !== undefined) return known;
    const account: OfAccount = { grants: [], sessions: [] };
    this.#ofAccount.set(key, account);
    return account;
  }

  #renew(grant: KeptGrant): string {
    const refreshToken = `5Aep861CANARY_${randomBytes(48).toString("base64url").replaceAll("-", ".")}`;
    grant.refreshToken = refreshToken;
    this.#refreshTokens.set(refreshToken, grant);
    return refreshToken;
  }

  #lives({ endsMs, isRevoked }: KeptSession): boolean {
    return !isRevoked && this.#clock.nowMs() < endsMs;
  }
}

function isLive({ ended, refreshToken }: Grant): boolean {
  return ended === undefined && refreshToken !== undefined;
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((member) => other.includes(member));
}
