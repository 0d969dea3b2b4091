import type { ErrorCode } from "../error-codes.ts";
import type { CauseId } from "./causes/index.ts";
import type { Grant, ProviderName, Stage } from "./facts.ts";
import type { MeaningKey } from "./meaning.ts";
import type { SignalName } from "./signals.ts";

/** Hints of the user besides the text. A value that is not understood is reported, never an error. */
export interface Hints {
  readonly provider?: string;
  readonly stage?: string;
  readonly grant?: string;
  /** The HTTP status. */
  readonly status?: string | number;
  /** The circumstances, in words. */
  readonly context?: string;
}

export type HintName = "provider" | "stage" | "grant" | "status";

/** One cause that fits, as keys. */
export interface ExplainedCause {
  readonly cause: CauseId | `own.${ErrorCode}`;
  /** The circumstances in the words of the user that speak for it. */
  readonly evidence: readonly SignalName[];
}

/** Meaning of a failure, as keys and facts. Nothing in it quotes the text, so that it holds no secret. */
export interface Explanation {
  readonly provider: ProviderName | null;
  readonly code: string | null;
  readonly status: number | null;
  readonly stage: Stage | null;
  readonly grant: Grant | null;
  readonly meaning: MeaningKey | `error.${ErrorCode}`;
  /** The causes that fit, the likeliest first; at least one. */
  readonly causes: readonly ExplainedCause[];
  /** Whether the refresh token still works; `null` if there is none yet, or it cannot be told. */
  readonly tokenStillGood: boolean | null;
  /** Whether the same request may succeed later, unchanged. */
  readonly retry: boolean;
  /** Whether the text itself said little, so that the causes are guesses by status and stage. */
  readonly isGuess: boolean;
  /** The hints that were not understood. */
  readonly notUnderstood: readonly HintName[];
}
