import type { CauseRule } from "./causes/rule.ts";
import type { Facts } from "./facts.ts";
import type { Symptom, Symptoms } from "./symptoms.ts";

/** The key of the sentence that says what a failure means. */
export type MeaningKey = `meaning.${Symptom}` | "meaning.code_known" | "meaning.unknown";

/** The symptoms from the one that says most. */
const order: readonly Symptom[] = [
  ...(["in_progress", "rate_limit", "bad_assertion", "password_login", "device", "bad_verifier"] as const),
  ...(["redirect", "scope", "audience", "interaction", "grant_type", "forbidden", "bad_request"] as const),
  ...(["bad_code", "dead_refresh", "bad_client", "denied", "token_refused", "no_refresh_token"] as const),
  ...(["server_error", "html", "proxy", "cors", "port", "keychain", "tls", "dns", "connection"] as const),
  ...(["state", "no_callback", "id_token", "revocation"] as const),
];

/** Returns what a failure means: its most telling symptom, or else the one that the likeliest cause explains best. */
export function meaningOf(
  { code, stage }: Facts,
  { found }: Symptoms,
  best: CauseRule | undefined,
): MeaningKey {
  const first = order.find((symptom) => found.has(symptom));
  // A code or token may be meant; the stage decides.
  if (first === "bad_code" && found.has("dead_refresh") && stage !== "token-exchange")
    return "meaning.dead_refresh";
  if (first !== undefined) return `meaning.${first}`;
  const explained = Object.entries(best?.of ?? {}).sort(([, a], [, b]) => b - a)[0]?.[0];
  if (explained !== undefined) return `meaning.${explained as Symptom}`;
  return code === null ? "meaning.unknown" : "meaning.code_known";
}
