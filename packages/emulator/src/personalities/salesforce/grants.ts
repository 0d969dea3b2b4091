import type { EmulatorClock } from "../../clock.ts";
import { randomBytes } from "../../random.ts";
import type { HostName } from "../../serving/hosts.ts";
import type { App } from "./apps.ts";
import type { Org } from "./orgs.ts";

/** How many approvals of one app a user can have. */
const maxApprovals = 5;

/** Who lets which app do what. */
export interface Approval {
  readonly org: Org;
  readonly subject: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** One approval, with its family of refresh tokens. */
export interface Grant extends Approval {
  readonly id: string;
  /** Where the user logged in. */
  readonly host: HostName;
  readonly approvedMs: number;
  readonly lastUsedMs: number;
  /** The refresh token that works now. */
  readonly refreshToken: string | undefined;
  /** Why it is over; nothing while it is not. */
  readonly ended: string | undefined;
}

/** An access token. Whoever approves the same again gets the same one while it lives. */
export interface Session extends Approval {
  readonly accessToken: string;
  readonly startedMs: number;
  readonly endsMs: number;
}

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };
type KeptGrant = Writable<Grant>;
type KeptSession = Writable<Session> & { readonly grantIds: Set<string>; isRevoked: boolean };

/** The approvals of all users, with refresh and access tokens. */
export class Grants {
  readonly #clock: EmulatorClock;
  readonly #sessionMs: number;
  readonly #grants: KeptGrant[] = [];
  readonly #refreshTokens = new Map<string, KeptGrant>();
  readonly #sessions = new Map<string, KeptSession>();

  constructor(clock: EmulatorClock, sessionSeconds: number) {
    this.#clock = clock;
    this.#sessionMs = sessionSeconds * 1000;
  }

  /** Writes an approval down. One too many silently ends the oldest one's refresh token. */
  approve(
    holder: Approval,
    { host, refreshes }: { readonly host: HostName; readonly refreshes: boolean },
  ): Grant {
    const nowMs = this.#clock.nowMs();
    const grant: KeptGrant = {
      ...holder,
      id: randomBytes(9).toString("base64url"),
      host,
      approvedMs: nowMs,
      lastUsedMs: nowMs,
      refreshToken: undefined,
      ended: undefined,
    };
    this.#grants.push(grant);
    if (refreshes) {
      this.#renew(grant);
      const others = this.#grants.filter((other) => isLive(other) && isOfSame(other, holder));
      for (const oldest of others.slice(0, -maxApprovals)) oldest.ended = "evicted by a sixth approval";
    }
    return grant;
  }

  /** The approval that a server acts under: the same each time, without a refresh token. */
  serverGrant(holder: Approval, host: HostName): Grant {
    const same = this.#grants.find(
      (grant) =>
        grant.ended === undefined &&
        grant.refreshToken === undefined &&
        grant.host === host &&
        isOfSame(grant, holder) &&
        isSameSet(grant.scopes, holder.scopes),
    );
    return same ?? this.approve(holder, { host, refreshes: false });
  }

  /** Whether a user approved all these scopes for this app before. */
  hasApproved(holder: Approval): boolean {
    return this.#grants.some(
      (grant) =>
        grant.ended === undefined &&
        isOfSame(grant, holder) &&
        holder.scopes.every((scope) => grant.scopes.includes(scope)),
    );
  }

  /** Whose refresh token this is or was; a spent one is not the grant's `refreshToken`. */
  grantOf(refreshToken: string): Grant | undefined {
    return this.#refreshTokens.get(refreshToken);
  }

  /** Uses a refresh token; gives the one that replaces it under rotation. */
  use(refreshToken: string, rotation: App["switches"]["rotation"]): string | undefined {
    const grant = this.#refreshTokens.get(refreshToken);
    if (grant === undefined) return undefined;
    grant.lastUsedMs = this.#clock.nowMs();
    return rotation === "strict" ? this.#renew(grant) : undefined;
  }

  /** Ends an approval with all its access tokens. Says whether it was alive. */
  end({ id }: Grant, reason: string): boolean {
    const grant = this.#grants.find((kept) => kept.id === id);
    const wasAlive = grant !== undefined && grant.ended === undefined;
    if (wasAlive) grant.ended = reason;
    for (const session of this.#sessions.values()) session.isRevoked ||= session.grantIds.has(id);
    return wasAlive;
  }

  /** Ends every approval of a user. Says how many there were. */
  endAllOf(subject: string, reason: string): number {
    const live = this.#grants.filter((grant) => grant.ended === undefined && grant.subject === subject);
    return live.filter((grant) => this.end(grant, reason)).length;
  }

  /** Lets the refresh token of an approval die; its access tokens live on. */
  evict(id: string): void {
    const grant = this.#grants.find((kept) => kept.id === id);
    if (grant !== undefined) grant.ended ??= "evicted by a sixth approval";
  }

  /** Every approval that is not over. */
  live(): readonly Grant[] {
    return this.#grants.filter(({ ended }) => ended === undefined);
  }

  /** Lets every access token be over now. Says how many there were. */
  expireSessions(): number {
    const live = [...this.#sessions.values()].filter((session) => this.#lives(session));
    for (const session of live) session.endsMs = this.#clock.nowMs();
    return live.length;
  }

  /** The access token of an approval, the live one of the same user, app and scopes if there is one. */
  openSession(grant: Grant): Session {
    const nowMs = this.#clock.nowMs();
    const { clientId, org, scopes, subject } = grant;
    const live = [...this.#sessions.values()].find(
      (session) => this.#lives(session) && isOfSame(session, grant) && isSameSet(session.scopes, scopes),
    );
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
    return session;
  }

  /** What a live access token stands for. */
  sessionOf(accessToken: string): Session | undefined {
    const session = this.#sessions.get(accessToken);
    return session !== undefined && this.#lives(session) ? session : undefined;
  }

  /** Keeps an access token alive: it dies of disuse. */
  touch({ accessToken }: Session): void {
    const session = this.#sessions.get(accessToken);
    if (session !== undefined) session.endsMs = this.#clock.nowMs() + this.#sessionMs;
  }

  /** Ends an access token alone; the refresh token lives on. */
  endSession({ accessToken }: Session): void {
    const session = this.#sessions.get(accessToken);
    if (session !== undefined) session.isRevoked = true;
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

function isOfSame(one: Approval, other: Approval): boolean {
  return one.org === other.org && one.subject === other.subject && one.clientId === other.clientId;
}

function isSameSet(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((member) => other.includes(member));
}
