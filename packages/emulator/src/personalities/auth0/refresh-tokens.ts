import { randomBytes } from "../../random.ts";
import type { HostName } from "../../serving/hosts.ts";

/** The number of active refresh tokens of one user and one app. Auth0 silently drops the oldest of more. */
export const maxRefreshTokens = 200;

/** The behaviour of an app's refresh tokens. Lifetimes are in seconds; `null` is unlimited. */
export interface RefreshPolicy {
  readonly rotating: boolean;
  /** The seconds for which the previous token still works. */
  readonly overlapSeconds: number;
  /** The lifetime from the login on, regardless of use. */
  readonly absoluteSeconds: number | null;
  /** The lifetime from the last use on. */
  readonly idleSeconds: number | null;
}

/** The result of a login. It applies to all refresh tokens that descend from it. */
export interface Grant {
  readonly clientId: string;
  readonly subject: string;
  /** The identifier of the API. `undefined` if only userinfo was requested. */
  readonly audience: string | undefined;
  readonly scopes: readonly string[];
  /** The domain that issued the tokens and accepts them. */
  readonly host: HostName;
}

/** One family of refresh tokens. */
export interface Family extends Grant {
  readonly id: string;
}

/** The reason why a refresh token does not work. The client receives the same error for each. */
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

/** The result of presenting a token. */
export type Presented =
  | { readonly family: Family; readonly refusal?: undefined; readonly revokedNow?: undefined }
  | { readonly family: Family | undefined; readonly refusal: Refusal; readonly revokedNow: boolean };

interface FamilyState {
  readonly grant: Family;
  /** The absolute end. It is fixed at the login: neither a use nor a setting changes it. */
  readonly endsMs: number;
  /** The generation of the newest tokens. */
  generation: number;
  /** The time at which the first token of that generation was issued. */
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
 * The refresh tokens of a tenant: pure state, without HTTP and without a clock.
 *
 * A rotating family counts generations. A token of the newest generation starts the next one. Within the overlap, a
 * token of the previous generation yields another token of the newest one, a sibling. Any other older token is reuse
 * and ends the family, and so is an unused sibling of an older generation. A family that does not rotate has one token.
 * If it rotated before, its earlier tokens are dead, and presenting one is not reuse.
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

  /** Starts a new family after a login and issues its first token. */
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

  /** Checks a presented token, and ends its family on reuse. Does not use the token up. */
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
    const expired = expiryOf(token, nowMs);
    if (expired !== undefined) return refused(expired);
    if (!family.rotating && token.generation !== family.generation) return refused("replaced");
    if (isReuse(token, policy, nowMs)) {
      family.revoked = true;
      return refused("reused", true);
    }
    return { family: grant };
  }

  /** Uses a token that {@link present} accepted. Returns a new token if the app rotates, otherwise the same one. */
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
      // When rotation is switched, Auth0 ends the other tokens of the same app, API and user at the next exchange.
      this.#end((other) => other !== family && isSibling(other.grant, family.grant));
      family.rotating = policy.rotating;
    }
    if (switched || token.generation === family.generation) {
      family.generation += 1;
      family.generationMs = nowMs;
    }
    return this.#issue(family, policy, nowMs);
  }

  /** Returns the family of a token, whatever its state. */
  familyOf(value: string): Family | undefined {
    return this.#tokens.get(value)?.family.grant;
  }

  /** Lists the families with a working token, the oldest first. */
  live(nowMs: number): readonly Family[] {
    const works = [...this.#tokens.values()].filter(
      (token) => !token.dropped && !token.family.revoked && expiryOf(token, nowMs) === undefined,
    );
    return [...new Set(works.map(({ family }) => family.grant))];
  }

  /** Ends one family. Returns whether it was alive. */
  revokeFamily(familyId: string): boolean {
    return this.#end(({ grant }) => grant.id === familyId) > 0;
  }

  /** Ends all families of the same app, API and user. */
  revokeSiblingsOf(family: Family): void {
    this.#end(({ grant }) => isSibling(grant, family));
  }

  /** Ends every family of a user and returns their number. */
  revokeAllOf(subject: string): number {
    return this.#end(({ grant }) => grant.subject === subject);
  }

  /** Drops all tokens of a family, as the cap does. */
  evict(familyId: string): void {
    for (const token of this.#tokens.values()) token.dropped ||= token.family.grant.id === familyId;
  }

  #end(matches: (family: FamilyState) => boolean): number {
    const ended = this.#families.filter((family) => !family.revoked && matches(family));
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
    // A Set keeps insertion order, so its first element is the oldest.
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

/** Whether a token counts for the cap: it is of the newest generation and works. */
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
