import type { RefreshPolicy } from "../../src/personalities/auth0/refresh-tokens.ts";

const endOf = (seconds: number | null, nowMs: number) => nowMs + (seconds ?? Number.POSITIVE_INFINITY) * 1000;
const newFamily = (api: string, { absoluteSeconds, rotating }: RefreshPolicy, nowMs: number) => {
  return { api, endsMs: endOf(absoluteSeconds, nowMs), reachedMs: [nowMs], rotates: rotating, over: false };
};
type Family = ReturnType<typeof newFamily>;
/** A refresh token: how deep in its family, and until when. */
export type Token = { readonly family: Family; readonly depth: number; idleEndsMs: number; dropped: boolean };
const isNewest = ({ depth, family }: Token) => depth === family.reachedMs.length - 1;
const isYoung = ({ dropped, family, idleEndsMs }: Token, nowMs: number) =>
  !dropped && !family.over && nowMs < Math.min(family.endsMs, idleEndsMs);

/** The rules by which refresh tokens live and die at Auth0, told once more and as short as can be. */
export class Model {
  readonly #tokens: Token[] = [];
  readonly #cap: number;

  constructor(cap: number) {
    this.#cap = cap;
  }

  /** A login. The absolute life is fixed here. */
  begin(api: string, policy: RefreshPolicy, nowMs: number): Token {
    return this.#add(newFamily(api, policy, nowMs), policy, nowMs);
  }

  /** What must become of a token now. One that rotation has replaced takes its family along. */
  judge(token: Token, { overlapSeconds, rotating }: RefreshPolicy, nowMs: number) {
    if (!isYoung(token, nowMs)) return "refused";
    const { depth, family } = token;
    const overlaps = nowMs < endOf(overlapSeconds, family.reachedMs.at(-1) ?? 0);
    const isPrevious = family.rotates && depth === family.reachedMs.length - 2;
    if (isNewest(token) || (isPrevious && overlaps)) return family.rotates || rotating ? "replaced" : "same";
    family.over = family.rotates;
    return "refused";
  }

  /** A token worked. A change of kind ends all else of its API. */
  used(token: Token, policy: RefreshPolicy, nowMs: number): Token {
    const { family } = token;
    const switched = family.rotates !== policy.rotating;
    for (const { family: other } of this.#tokens)
      other.over ||= switched && other !== family && other.api === family.api;
    if (switched || (policy.rotating && isNewest(token))) family.reachedMs.push(nowMs);
    family.rotates = policy.rotating;
    if (switched || policy.rotating) return this.#add(family, policy, nowMs);
    token.idleEndsMs = endOf(policy.idleSeconds, nowMs);
    return token;
  }

  #add(family: Family, { idleSeconds }: RefreshPolicy, nowMs: number): Token {
    const idleEndsMs = endOf(idleSeconds, nowMs);
    const token = { family, depth: family.reachedMs.length - 1, idleEndsMs, dropped: false };
    this.#tokens.push(token);
    const active = this.#tokens.filter((one) => isNewest(one) && isYoung(one, nowMs));
    for (const oldest of active.slice(0, -this.#cap)) oldest.dropped = true;
    return token;
  }
}
