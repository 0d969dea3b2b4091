import type { Stage, StagePlan } from "../support/stage.ts";
import type { Rival } from "./rival.ts";

/** How a library did in a situation. */
export type Verdict = "right" | "wrong" | "not applicable";

/** What was seen, in one line. */
export interface Observation {
  readonly verdict: Verdict;
  readonly observed: string;
}

/** Opens the stage of a situation. The caller closes it. */
export type Open = (plan?: StagePlan) => Promise<Stage>;

/** A situation of the report, seen from outside: requests, cookies and the provider's ledger. */
export interface Observed {
  readonly name: string;
  observe(open: Open, rival: Rival): Promise<Observation>;
}

/** What was checked in a situation. */
export class Findings {
  readonly #right: string[] = [];
  readonly #wrong: string[] = [];
  readonly #notes: string[] = [];

  /** Notes what was seen, whatever the verdict. */
  note(words: string): void {
    this.#notes.push(words);
  }

  /** Notes one check with the words for either outcome. */
  check(isRight: boolean, right: string, wrong: string): void {
    (isRight ? this.#right : this.#wrong).push(isRight ? right : wrong);
  }

  /** `right` if every check was. Otherwise what was wrong, then what was right. */
  observation(): Observation {
    const right = this.#right.join("; ");
    const noted = this.#notes.map((note) => `; ${note}`).join("");
    if (this.#wrong.length === 0) return { verdict: "right", observed: `${right}${noted}` };
    const beside = right === "" ? "" : ` (right: ${right})`;
    return { verdict: "wrong", observed: `${this.#wrong.join("; ")}${noted}${beside}` };
  }
}

/** A situation that a library cannot be in. */
export function notApplicable(why: string): Observation {
  return { verdict: "not applicable", observed: why };
}
