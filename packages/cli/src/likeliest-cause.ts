import { type ErrorCode, type Language, ProviderError } from "@tokenwell/core";

/** The errors that quote a refusal of the provider, and the stage at which it came. */
const refusedAt: Readonly<Partial<Record<ErrorCode, string>>> = {
  authorization_refused: "authorize",
  token_refused: "token-exchange",
  import_refused: "refresh",
};

/** Claims of an ID token about time: if one does not fit, a clock is wrong. */
const timeClaims: ReadonlySet<unknown> = new Set(["exp", "iat", "nbf"]);

/** Steps of a cure that an error shows. */
const mostSteps = 2;

/**
 * Adds the likeliest cause and its cure to an error of the provider that has none, by the rules of `explain`. A mere guess
 * is not added.
 */
export async function withLikeliestCause(error: unknown, language: Language): Promise<unknown> {
  if (!(error instanceof ProviderError) || error.facts.why !== undefined) return error;
  const { code, facts } = error;
  const provider = String(facts.kind ?? facts.provider ?? "");
  const isClock = code === "bad_token_answer" && timeClaims.has(facts.detail);
  if (refusedAt[code] === undefined && !isClock) return error;
  const { describeCause, explain } = await import("@tokenwell/core/explain");
  const hints = { provider, stage: refusedAt[code] ?? "" };
  const explanation = isClock ? null : explain(String(facts.said ?? ""), hints);
  if (explanation?.isGuess === true) return error;
  const cause = explanation === null ? "id_token_clock" : explanation.causes[0]?.cause;
  if (cause === undefined) return error;
  const { why, fix } = describeCause(cause, provider, language);
  return new ProviderError(code, { ...facts, why, fix: fix.slice(0, mostSteps).join("\n") });
}
