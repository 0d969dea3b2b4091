/** How the provider treats refresh tokens. */
export type Mode = "static" | "sliding" | "grace" | "strict";

/** One presentation of a refresh token, as the provider saw it. */
export interface Presentation {
  readonly token: string;
  readonly atMs: number;
  /** `ended`: it had been used before, and now the whole family is over. */
  readonly outcome: "accepted" | "ended" | "dead";
}

/**
 * The response to a token that is sent again within the overlap: the same successor (`none`), or a sibling of it. Older
 * siblings stay `live`, or are a `breach`, as at Auth0: only the newest generation works, and the previous one within
 * the overlap.
 */
export type Siblings = "none" | "live" | "breach";

/** One family of refresh tokens at a provider, and the record of everything that was shown. */
export class ProviderFamily {
  readonly ledger: Presentation[] = [];
  readonly mode: Mode;
  readonly #graceMs: number;
  readonly #siblings: Siblings;
  /** Tokens that work for good. */
  #live: string[] = ["rt0"];
  /** Those that were replaced, with the time, and what replaced them then. */
  readonly #replaced = new Map<string, { readonly atMs: number; readonly by: string }>();
  #count = 0;
  isOver = false;

  constructor(mode: Mode, { siblings, graceMs }: { readonly siblings: Siblings; readonly graceMs: number }) {
    this.mode = mode;
    this.#graceMs = graceMs;
    this.#siblings = siblings;
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
    if (before !== undefined && this.#siblings === "none") return before.by;
    this.#count += 1;
    const next = `rt${this.#count}`;
    if (this.mode !== "sliding" && before === undefined) this.#replace(token, next, nowMs);
    this.#live = [...this.#live, next];
    return next;
  }

  #replace(token: string, by: string, atMs: number): void {
    const gone = this.#siblings === "breach" ? this.#live : [token];
    // What was replaced before the last one is no longer the generation before.
    if (this.#siblings === "breach") this.#replaced.clear();
    for (const one of gone) this.#replaced.set(one, { atMs, by });
    this.#live = this.#live.filter((one) => !gone.includes(one));
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
