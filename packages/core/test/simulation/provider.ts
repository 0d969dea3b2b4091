/** How the provider treats refresh tokens. */
export type Mode = "static" | "sliding" | "grace" | "strict";

/** One presentation of a refresh token, as the provider saw it. */
export interface Presentation {
  readonly token: string;
  readonly atMs: number;
  /** `ended`: it had been used before, and now the whole family is over. */
  readonly outcome: "accepted" | "ended" | "dead";
}

/** One family of refresh tokens at a provider, and the record of everything that was shown. */
export class ProviderFamily {
  readonly ledger: Presentation[] = [];
  readonly mode: Mode;
  readonly #graceMs: number;
  readonly #forks: boolean;
  /** Tokens that work for good, and those that were replaced, with the time. */
  #live: string[] = ["rt0"];
  readonly #replaced = new Map<string, { readonly atMs: number; readonly by: string }>();
  #count = 0;
  isOver = false;

  /** `forks`: each use within the overlap gives one more token that works; else the same one again. */
  constructor(mode: Mode, { forks, graceMs }: { readonly forks: boolean; readonly graceMs: number }) {
    this.mode = mode;
    this.#graceMs = graceMs;
    this.#forks = forks;
  }

  /** The tokens that work. */
  get live(): readonly string[] {
    return this.isOver ? [] : this.#live;
  }

  /** The answer's refresh token; `undefined`: refused. */
  present(token: string, nowMs: number): string | undefined {
    const outcome = this.#judge(token, nowMs);
    this.ledger.push({ token, atMs: nowMs, outcome });
    if (outcome !== "accepted") return undefined;
    if (this.mode === "static") return token;
    const before = this.#replaced.get(token);
    if (before !== undefined && !this.#forks) return before.by;
    this.#count += 1;
    const next = `rt${this.#count}`;
    if (this.mode !== "sliding") {
      this.#live = this.#live.filter((one) => one !== token);
      this.#replaced.set(token, { atMs: before?.atMs ?? nowMs, by: next });
    }
    this.#live = [...this.#live, next];
    return next;
  }

  #judge(token: string, nowMs: number): Presentation["outcome"] {
    if (this.isOver) return "dead";
    if (this.#live.includes(token)) return "accepted";
    const before = this.#replaced.get(token);
    const isWithin = before !== undefined && this.mode === "grace" && nowMs - before.atMs < this.#graceMs;
    if (isWithin) return "accepted";
    this.isOver = true;
    return "ended";
  }
}
