import type { RefreshTokenPolicy } from "../../src/personalities/salesforce/options.ts";

/** The rules by which refresh tokens live and die at Salesforce, told once more and as short as can be. */
export class Model {
  readonly #policy: RefreshTokenPolicy;
  readonly #families: { tokens: string[]; approvedMs: number; usedMs: number; isOver: boolean }[] = [];

  constructor(policy: RefreshTokenPolicy) {
    this.#policy = policy;
  }

  /** A sixth approval ends the oldest. */
  approve(token: string, nowMs: number): void {
    this.#families.push({ tokens: [token], approvedMs: nowMs, usedMs: nowMs, isOver: false });
    const live = this.#families.filter(({ isOver }) => !isOver);
    for (const oldest of live.slice(0, -5)) oldest.isOver = true;
  }

  /** Whether a token must work now. */
  works(token: string, nowMs: number): boolean {
    const family = this.#familyOf(token);
    return !family.isOver && family.tokens.at(-1) === token && this.#isYoung(family, nowMs);
  }

  /** A token worked; the one that replaces it, under rotation. */
  used(token: string, next: string | undefined, nowMs: number): void {
    const family = this.#familyOf(token);
    family.usedMs = nowMs;
    if (next !== undefined) family.tokens.push(next);
  }

  /** A token was refused: one that was replaced takes its successors along. */
  refused(token: string): void {
    const family = this.#familyOf(token);
    if (family.tokens.at(-1) !== token) family.isOver = true;
  }

  /** Only the newest token revokes. */
  revoked(token: string): void {
    const family = this.#familyOf(token);
    if (family.tokens.at(-1) === token) family.isOver = true;
  }

  #isYoung({ approvedMs, usedMs }: { approvedMs: number; usedMs: number }, nowMs: number): boolean {
    if (this.#policy === "until_revoked") return true;
    if (this.#policy === "immediately") return false;
    return "idleSeconds" in this.#policy
      ? nowMs < usedMs + this.#policy.idleSeconds * 1000
      : nowMs < approvedMs + this.#policy.afterSeconds * 1000;
  }

  #familyOf(token: string) {
    const family = this.#families.find(({ tokens }) => tokens.includes(token));
    if (family === undefined) throw new Error("a token of no family");
    return family;
  }
}
