import type { AddressFact } from "../addresses.ts";
import type { Grant, ProviderName, Stage } from "../facts.ts";
import type { Patterns } from "../patterns.ts";
import type { SignalName } from "../signals.ts";
import type { Symptom } from "../symptoms.ts";

/** The conditions of a piece of evidence; all that are given must hold, and of a list one. */
export interface Condition {
  /** Codes, in lower case. */
  readonly code?: string | readonly string[];
  /** The end of the text keys of a rule in `providers/<id>/refusals.ts`. */
  readonly refusal?: string;
  readonly signal?: SignalName | readonly SignalName[];
  /** Facts from the addresses and parameters in the text. */
  readonly address?: AddressFact | readonly AddressFact[];
  /** Words of the text or the context, in lower case. */
  readonly words?: Patterns;
  /** Words of the pasted text alone, in lower case. */
  readonly text?: Patterns;
  readonly provider?: ProviderName | readonly ProviderName[];
  /** This provider, or one that is unknown. */
  readonly ofProvider?: ProviderName;
  readonly stage?: Stage | readonly Stage[];
  readonly grant?: Grant | readonly Grant[];
  readonly status?: number | readonly number[];
  /** A condition that must not hold, or several. */
  readonly not?: Condition | readonly Condition[];
}

/** A piece of evidence and its weight; a negative one speaks against the cause. */
export type Evidence = readonly [weight: number, condition: Condition];

/** A cause, the symptoms that it explains, and what speaks for it. */
export interface CauseRule<Id extends string = string> {
  readonly id: Id;
  /** Only of this provider. Default: any. */
  readonly provider?: ProviderName;
  /** Whether the refresh token still works: `null` if there is none yet, or it cannot be told. */
  readonly tokenStillGood: boolean | null;
  /** Whether the same request may succeed later, unchanged. Default: `false`. */
  readonly retry?: boolean;
  /** Symptoms that the cause explains, with the weight before any evidence. */
  readonly of?: Readonly<Partial<Record<Symptom, number>>>;
  /** Evidence that counts if one of the symptoms is there. */
  readonly evidence?: readonly Evidence[];
  /** Evidence that is enough without a symptom. Only the heaviest counts. */
  readonly proof?: readonly Evidence[];
  /**
   * The cause of which this one is a case, with a cure of its own. Evidence of more than 40 puts it before that one, which
   * is not named then.
   */
  readonly refines?: string;
  /** Causes that are not named when this one is the likeliest, because their cures would be wrong then. */
  readonly rulesOut?: readonly string[];
}

/** Evidence that a provider's own codes and words give for a cause that any provider may have. */
export type CommonEvidence = readonly [cause: string, ...evidence: Evidence[]];
