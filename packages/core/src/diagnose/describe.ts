import type { Language, MessageParams } from "../text/say.ts";
import type { Explanation } from "./explanation.ts";
import { type ProviderName, providerNames, stages } from "./facts.ts";
import { addressOf } from "./pages.ts";
import { readProvider } from "./read-hints.ts";
import { hasSentence, sentence } from "./sentences.ts";

/** One cause in words. */
export interface DescribedCause {
  readonly cause: string;
  readonly why: string;
  /** Steps of the cure, in order. */
  readonly fix: readonly string[];
  /** Path and anchor of the cause in the documentation; `null` if it is on no page. */
  readonly page: string | null;
}

/** An {@link Explanation} in words. */
export interface ExplanationText {
  readonly meaning: string;
  readonly causes: readonly DescribedCause[];
  /** Whether the refresh token still works. */
  readonly token: string;
  readonly retry: string;
  /** That it is a guess; `null` if it is none. */
  readonly guess: string | null;
  /** The hints that were not understood, each with the values that it takes. */
  readonly notUnderstood: readonly string[];
}

/** The names of the providers, as they write them. */
export const displayNames: Readonly<Record<Exclude<ProviderName, "oidc">, string>> = {
  salesforce: "Salesforce",
  auth0: "Auth0",
  google: "Google",
  microsoft: "Microsoft",
  okta: "Okta",
  github: "GitHub",
  keycloak: "Keycloak",
  slack: "Slack",
  hubspot: "HubSpot",
};

const theProvider: Readonly<Record<Language, string>> = { en: "The provider", ja: "プロバイダー" };

/** Returns the sentences of an explanation. */
export function describeExplanation(explanation: Explanation, language: Language): ExplanationText {
  const { provider, tokenStillGood, retry, isGuess, notUnderstood, code } = explanation;
  const params = paramsOf(provider, code, language);
  const say = (key: string, more: MessageParams = {}): string =>
    sentence(language, key, provider, { ...params, ...more });
  const token = tokenStillGood === null ? "token.unknown" : tokenStillGood ? "token.good" : "token.dead";
  return {
    meaning: say(explanation.meaning),
    causes: explanation.causes.map(({ cause }) => ({
      ...causeText(cause, say),
      page: addressOf(cause, provider, language),
    })),
    token: say(token),
    retry: say(retry ? "retry.yes" : "retry.no"),
    guess: isGuess ? say("guess") : null,
    notUnderstood: notUnderstood.map((option) => say("not_understood", { option, takes: takenBy[option] })),
  };
}

/** Returns the sentences of one cause at a provider, as `explain` prints them. */
export function describeCause(cause: string, provider: string | null, language: Language): DescribedCause {
  const known = readProvider(provider ?? "") ?? null;
  const params = paramsOf(known, null, language);
  const text = causeText(cause, (key) => sentence(language, key, known, params));
  return { ...text, page: addressOf(cause, known, language) };
}

const takenBy = {
  provider: providerNames.join(", "),
  stage: stages.join(", "),
  grant: "authorization_code, refresh_token, jwt_bearer, client_credentials, device_code, password",
  status: "100-599",
} as const;

function causeText(cause: string, say: (key: string) => string): Omit<DescribedCause, "page"> {
  if (!cause.startsWith("own."))
    return { cause, why: say(`why.${cause}`), fix: stepsOf(say(`fix.${cause}`)) };
  const key = `error.${cause.slice("own.".length)}`;
  const more = hasSentence(`${key}.more`) ? stepsOf(say(`${key}.more`)) : [];
  return { cause, why: say(key), fix: more.length > 0 ? more : stepsOf(say("fix.not_known")) };
}

/** Splits the steps of a remedy. Lines that name what only the moment of the error knows are left out. */
function stepsOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.trim() !== "" && !/\{\w+\}/.test(line));
}

/** The values of placeholders: what an error of ours knew when it was thrown stands here by its kind. */
function paramsOf(provider: ProviderName | null, code: string | null, language: Language): MessageParams {
  const display = provider === null || provider === "oidc" ? theProvider[language] : displayNames[provider];
  return {
    provider: display,
    name: "NAME",
    command: "tokenwell login NAME",
    ...(code !== null && { code }),
    ...Object.fromEntries(unknownFacts.map((fact) => [fact, "…"])),
  };
}

/** Facts of our errors that a pasted code does not tell. */
const unknownFacts = [
  ...[
    "host",
    "path",
    "place",
    "reason",
    "said",
    "status",
    "account",
    "owner",
    "names",
    "suggestion",
    "given",
  ],
  ...["url", "says", "issuer", "what", "port", "minutes", "seconds", "floor", "kilobytes", "mode", "found"],
  ...[
    "known",
    "needed",
    "rule",
    "option",
    "endpoint",
    "from",
    "to",
    "theirs",
    "ours",
    "parameter",
    "options",
  ],
] as const;
