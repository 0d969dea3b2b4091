import type { ClientDescription } from "@tokenwell/core";
import type { WordKey } from "../text/en.ts";
import type { Language } from "./language.ts";
import { type ClientRequests, type Step, steps, variablesOf } from "./request.ts";

/** Returns a sentence in the user's language, as the users of a provider know it. */
export type Say = (key: WordKey, facts?: Readonly<Record<string, string | number>>) => string;

/** Facts on which the remarks on a step depend. */
export interface RemarkFacts {
  readonly client: ClientDescription;
  readonly requests: ClientRequests;
  /** Minutes in which the code must be exchanged. */
  readonly codeMinutes: number;
  /** The name of the step's file; `undefined`: it has no file of its own. */
  readonly file: string | undefined;
  /** Names of the software to install. */
  readonly needs: Language["needs"];
}

/** A value that the user must replace, because nothing is known of the app. */
const placeholder = /\bYOUR_[A-Z_]+|\byour-[a-z-]+(?:\.[a-z0-9-]+)*/g;

/** Returns the remarks at the head of a step's code, each a sentence or two. */
export function remarksOn(step: Step, facts: RemarkFacts, say: Say): readonly string[] {
  const { file, needs, requests } = facts;
  const request = step === "authorize" ? { url: requests.authorize, form: [] } : requests[step];
  const literals = request.form.flatMap(([, value]) => (typeof value === "string" ? [value] : []));
  const replaced = [request.url, ...literals].join(" ").match(placeholder) ?? [];
  const variables = step === "authorize" ? [] : variablesOf(requests[step]);
  const isBasic = step !== "authorize" && requests[step].authorization === "basic";
  const all = [step === "authorize" ? needs.authorize : needs.request, isBasic ? needs.basic : undefined];
  const installed = all.filter((need) => need !== undefined);
  const place = { number: steps.indexOf(step) + 1, count: steps.length, what: say(`snippet.${step}`) };
  return [
    say(file === undefined ? "snippet.step" : "snippet.step_file", { ...place, file: file ?? "" }),
    ...(installed.length === 0 ? [] : [say("snippet.needs", { needs: installed.join("  ") })]),
    ...(replaced.length === 0 ? [] : [say("snippet.replace", { names: [...new Set(replaced)].join("  ") })]),
    ...(variables.length === 0 ? [] : [say("snippet.environment", { names: variables.join("  ") })]),
    ...ownRemarks(step, facts, say),
  ];
}

function ownRemarks(step: Step, { client, codeMinutes: minutes }: RemarkFacts, say: Say): string[] {
  const { authMethod, redirectUri } = client;
  const isPublic = authMethod === "none" ? [say("snippet.public")] : [];
  switch (step) {
    case "authorize":
      return [say("snippet.after_allow", { redirectUri }), say("snippet.take_over")];
    case "exchange":
      return [say("snippet.code", { minutes }), ...isPublic, say("snippet.rotation")];
    case "refresh":
      return [...isPublic, say("snippet.rotation_again"), say("snippet.one_refresh")];
    case "call":
      return [say("snippet.renew")];
  }
}
