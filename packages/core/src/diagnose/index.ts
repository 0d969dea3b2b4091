/**
 * Explains the errors of OAuth: why something failed, and how to mend it. Pure, with nothing of Node.
 *
 * @example
 * import { describeExplanation, explain } from "@tokenwell/core/explain";
 *
 * const explanation = explain('{"error":"invalid_grant"}', { provider: "salesforce", stage: "refresh" });
 * const { meaning, causes } = describeExplanation(explanation, "en");
 *
 * @module
 */

export type { CauseId } from "./causes/index.ts";
export { type DescribedCause, describeCause, describeExplanation, type ExplanationText } from "./describe.ts";
export { explain } from "./explain.ts";
export type { ExplainedCause, Explanation, HintName, Hints } from "./explanation.ts";
export { type Grant, type ProviderName, providerNames, type Stage, stages } from "./facts.ts";
export { type Ledger, type RecordedCause, recordedCauses } from "./ledger.ts";
export type { SignalName } from "./signals.ts";
