import { randomBytes } from "../../random.ts";
import type { HostName } from "../../serving/hosts.ts";

/** Auth0 keeps so many refresh tokens of one user for one app, and drops the oldest without a word. */
export const maxRefreshTokens = 200;

/** How an app's refresh tokens behave. Lives are seconds; `null` is for ever. */
export interface RefreshPolicy {
  readonly rotating: boolean;
  /** How long the token before the newest one still works. */
  readonly overlapSeconds: number;
  /** From the login on, however often it is used. */
  readonly absoluteSeconds: number | null;
  /** From the last use on. */
  readonly idleSeconds: number | null;
}

/** What a login gave: all refresh tokens that descend from it speak for this. */
export interface Grant {
  readonly clientId: string;
  readonly subject: string;
  /** Of the API; absent when only userinfo was asked for. */
  readonly audience: string | undefined;
  readonly scopes: readonly string[];
  /** The domain that it was issued through, and works at. */
  readonly host: HostName;
}

/** One family of refresh tokens. */
export interface Family extends Grant {
  readonly id: string;
}

/** Why a refresh token does not work. The client is told the same words whatever it was. */
export type Refusal =
  | "unknown"
  | "another client"
  | "another host"
  | "revoked"
  | "dropped by the cap"
  | "absolute life over"
  | "idle life over"
  | "replaced"
  | "reused";

/** What became of one presentation. */
export type Presented =
  | { readonly family: Family; readonly refusal?: undefined; readonly revokedNow?: undefined }
  | { readonly family: Family | undefined; readonly refusal: Refusal; readonly revokedNow: boolean };

interface FamilyState {
  readonly grant: Family;
  /** Fixed at the login: neither use nor another setting moves it. */
  readonly endsMs: number;
  /** Of the newest tokens. */
  generation: number;
  /** When the first token of that generation was issued. */
  generationMs: number;
  rotating: boolean;
  revoked: boolean;
}

interface TokenState {
  readonly value: string;
  readonly family: FamilyState;
  readonly generation: number;
  idleEndsMs: number;
  dropped: boolean;
}

/**
 * The refresh tokens of a tenant: pure state, without HTTP and without a clock of its own.
 *
 * A rotating family counts generations. A token of the newest generation begins the next one; within the overlap a
 * token of the generation before gives one more of the newest, a sibling; anything older, or later, is a breach and
 * ends the family. So a sibling that was left behind is a breach too, although nobody ever used it. A family that does
 * not rotate has one token; what it had before the change of kind is dead, and no breach.
 *
 * @see https://auth0.com/docs/secure/tokens/refresh-tokens/refresh-token-rotation
 */
export class RefreshTokens {
  readonly #tokens = new Map<string, TokenState>();
  readonly #families: FamilyState[] = [];
  readonly #active = new Map<string, Set<TokenState>>();
  readonly #cap: number;

  constructor(cap = maxRefreshTokens) {
    this.#cap = cap;
  }

  /** The first token of a new family: someone has logged in. */
  begin(
    grant: Grant,
    policy: RefreshPolicy,
    nowMs: number,
  ): { readonly token: string; readonly family: Family } {
    const family: FamilyState = {
      grant: { ...grant, id: `grant-${this.#families.length + 1}` },
      endsMs: endMsOf(policy.absoluteSeconds, nowMs),
      generation: 0,
      generationMs: nowMs,
      rotating: policy.rotating,
      revoked: false,
    };
    this.#families.push(family);
    return { token: this.#issue(family, policy, nowMs), family: family.grant };
  }

  /** Judges a token that a client presents, and ends its family when it was reused. Uses nothing up. */
  present(
    value: string,
    { clientId, host }: { readonly clientId: string; readonly host: HostName },
    policy: RefreshPolicy,
    nowMs: number,
  ): Presented {
    const token = this.#tokens.get(value);
    if (token === undefined) return { family: undefined, refusal: "unknown", revokedNow: false };
    const { family } = token;
    const { grant } = family;
    const refused = (refusal: Refusal, revokedNow = false): Presented => ({
      family: grant,
      refusal,
      revokedNow,
    });
    if (grant.clientId !== clientId) return refused("another client");
    if (grant.host !== host) return refused("another host");
    if (family.revoked) return refused("revoked");
    if (token.dropped) return refused("dropped by the cap");
    const lifeOver = expiryOf(token, nowMs);
    if (lifeOver !== undefined) return refused(lifeOver);
    if (!family.rotating && token.generation !== family.generation) return refused("replaced");
    if (isReuse(token, policy, nowMs)) {
      family.revoked = true;
      return refused("reused", true);
    }
    return { family: grant };
  }

  /** Uses a token that {@link present} found good: a new one where the app rotates, else the same again. */
  use(value: string, policy: RefreshPolicy, nowMs: number): string {
    const token = this.#tokens.get(value);
    if (token === undefined) throw new Error("Only a token that was presented can be used.");
    const { family } = token;
    const switched = family.rotating !== policy.rotating;
    if (!policy.rotating && !switched) {
      token.idleEndsMs = endMsOf(policy.idleSeconds, nowMs);
      return value;
    }
    if (switched) {
      // A change of kind ends the other tokens of the same app, API and user at the next exchange.
      this.#end((other) => other !== family && isSibling(other.grant, family.grant));
      family.rotating = policy.rotating;
    }
    if (switched || token.generation === family.generation) {
      family.generation += 1;
      family.generationMs = nowMs;
    }
    return this.#issue(family, policy, nowMs);
  }

  /** The family of a token, whatever its state. */
  familyOf(value: string): Family | undefined {
    return this.#tokens.get(value)?.family.grant;
  }

  /** The families with a token that works, the oldest first. */
  live(nowMs: number): readonly Family[] {
    const works = [...this.#tokens.values()].filter(
      (token) => !token.dropped && !token.family.revoked && expiryOf(token, nowMs) === undefined,
    );
    return [...new Set(works.map(({ family }) => family.grant))];
  }

  /** Ends one family. Says whether it was alive. */
  revokeFamily(familyId: string): boolean {
    return this.#end(({ grant }) => grant.id === familyId) > 0;
  }

  /** Ends all families of the same app, API and user. */
  revokeSiblingsOf(family: Family): void {
    this.#end(({ grant }) => isSibling(grant, family));
  }

  /** Ends every family of a user; says how many there were. */
  revokeAllOf(subject: string): number {
    return this.#end(({ grant }) => grant.subject === subject);
  }

  /** Drops all tokens of a family, as the cap does. */
  evict(familyId: string): void {
    for (const token of this.#tokens.values()) token.dropped ||= token.family.grant.id === familyId;
  }

  #end(isMeant: (family: FamilyState) => boolean): number {
    const ended = this.#families.filter((family) => !family.revoked && isMeant(family));
    for (const family of ended) family.revoked = true;
    return ended.length;
  }

  #issue(family: FamilyState, policy: RefreshPolicy, nowMs: number): string {
    const token: TokenState = {
      value: `v1.MCANARY_rt_${randomBytes(32).toString("base64url")}`,
      family,
      generation: family.generation,
      idleEndsMs: endMsOf(policy.idleSeconds, nowMs),
      dropped: false,
    };
    this.#tokens.set(token.value, token);
    const active = this.#activeOf(family);
    active.add(token);
    for (const each of active) {
      if (!isActive(each, nowMs)) active.delete(each);
    }
    // A Set keeps the order of insertion, so its first is the oldest.
    const [oldest] = active;
    if (active.size > this.#cap && oldest !== undefined) {
      oldest.dropped = true;
      active.delete(oldest);
    }
    return token.value;
  }

  #activeOf({ grant: { clientId, subject } }: FamilyState): Set<TokenState> {
    const key = JSON.stringify([clientId, subject]);
    const active = this.#active.get(key) ?? new Set();
    this.#active.set(key, active);
    return active;
  }
}

function isSibling(one: Grant, { audience, clientId, subject }: Grant): boolean {
  return one.clientId === clientId && one.subject === subject && one.audience === audience;
}

/** What counts for the cap: a newest token that works. */
function isActive(token: TokenState, nowMs: number): boolean {
  const { family, generation } = token;
  return !family.revoked && generation === family.generation && expiryOf(token, nowMs) === undefined;
}

function endMsOf(seconds: number | null, nowMs: number): number {
  return seconds === null ? Number.POSITIVE_INFINITY : nowMs + seconds * 1000;
}

function expiryOf({ family, idleEndsMs }: TokenState, nowMs: number): Refusal | undefined {
  if (nowMs >= family.endsMs) return "absolute life over";
  return nowMs >= idleEndsMs ? "idle life over" : undefined;
}

function isReuse(
  { family, generation }: TokenState,
  { overlapSeconds }: RefreshPolicy,
  nowMs: number,
): boolean {
  if (generation === family.generation) return false;
  const isPrevious = generation === family.generation - 1;
  return !(isPrevious && nowMs < family.generationMs + overlapSeconds * 1000);
}
