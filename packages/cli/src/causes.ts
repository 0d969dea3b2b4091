import {
  type ConnectionCause,
  type ConnectionStatus,
  hasText,
  type MessageParams,
  sayFor,
} from "@tokenwell/core";
import { type ErrorTextOptions, instantsOf, joined } from "./error-text.ts";

/** One cause for which a connection does not work, in words. */
export interface CauseText {
  readonly cause: string;
  readonly grounds: ConnectionCause["grounds"];
  /** The cause and what our records show of it. */
  readonly why: string;
  /** Steps of the cure, in order. */
  readonly fix: readonly string[];
  /** Whether our records name the cause, and not only the failure. */
  readonly isRecorded: boolean;
}

/** Sentences that say how a failure is known, but not its cause. */
const aboutStates: ReadonlySet<string> = new Set([
  ...["evidence.account", "evidence.interaction"],
  ...["evidence.not_sent", "evidence.busy", "evidence.unanswered"],
]);

/** Describes the causes of a connection, with the sentences of `explain`. */
export async function describeCauses(
  { causes, provider, name }: ConnectionStatus,
  options: Pick<ErrorTextOptions, "language" | "nowMs">,
): Promise<readonly CauseText[]> {
  if (causes.length === 0) return [];
  // The rules are of no use for a connection that works.
  const { describeCause } = await import("@tokenwell/core/explain");
  return causes.map(({ cause, grounds, why, facts }) => {
    const general = describeCause(cause, provider, options.language);
    if (why === null) return { ...general, grounds, isRecorded: false };
    const evidence = sayFor(provider, options.language, why, paramsOf({ ...facts, name }, options));
    if (aboutStates.has(why))
      return { ...general, grounds, why: joined(options.language, general.why, evidence), isRecorded: false };
    return { ...general, grounds, why: evidence, isRecorded: true };
  });
}

function paramsOf(
  facts: MessageParams,
  options: Pick<ErrorTextOptions, "language" | "nowMs">,
): MessageParams {
  const say = (key: string): string =>
    hasText(key) ? sayFor(String(facts.kind), options.language, key, facts) : key;
  return {
    ...facts,
    ...instantsOf(facts, options),
    ...(facts.reason !== undefined && { reason: say(`reason.${facts.reason}`) }),
    ...(facts.how !== undefined && { how: say(String(facts.how)) }),
  };
}

/** Returns the causes for programs: names and instants that are the same in every language, and English sentences. */
export async function causesJson(one: ConnectionStatus, nowMs: number): Promise<readonly object[]> {
  const texts = await describeCauses(one, { language: "en", nowMs });
  return texts.map(({ cause, grounds, why, fix }, index) => {
    const { kind: _, provider: _name, clientId: _id, ...facts } = one.causes[index]?.facts ?? {};
    return { cause, grounds, why, fix, facts: withDates(facts) };
  });
}

function withDates(facts: MessageParams): MessageParams {
  return Object.fromEntries(
    Object.entries(facts).map(([name, fact]) =>
      name.endsWith("Ms") && typeof fact === "number"
        ? [name === "otherMs" ? "otherAt" : name.slice(0, -2), new Date(fact).toISOString()]
        : [name, name === "how" ? String(fact).replace("reason.", "") : fact],
    ),
  );
}
