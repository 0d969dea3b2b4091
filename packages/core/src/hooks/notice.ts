import type { Hook, HookOccasion } from "../model.ts";
import { nameOf } from "../names.ts";
import { displayNameOf } from "../providers/index.ts";
import { sayFor } from "../providers/sentences.ts";
import { clientRefused, failureError, needsLogin, refuseByStatus } from "../refresh/refusals.ts";
import type { ConnectionState } from "../store/store.ts";
import type { HookNotice } from "./environment.ts";

/** Builds what the action of a hook tells about an event, in the language of the hook. */
export function noticeOf(
  { event, language }: Hook,
  occasion: HookOccasion,
  state: ConnectionState,
): HookNotice {
  const name = nameOf(state.connection);
  const facts = { name, provider: displayNameOf(state.client) };
  const notice = { ...occasion, event, name };
  switch (event) {
    case "recovered":
      return { ...notice, why: sayFor(undefined, language, "hook.recovered", facts), renew: null };
    case "expiring": {
      const isIdle = occasion.reason === "idle_life";
      const until = localDay(occasion.untilMs ?? occasion.atMs);
      const key = isIdle ? "hook.expiring.idle_life" : "hook.expiring.max_life";
      const why = sayFor(undefined, language, key, { ...facts, until });
      return { ...notice, why, renew: isIdle ? "tokenwell upkeep" : `tokenwell renew ${name}` };
    }
    case "needs-login":
      return { ...notice, ...brokenNotice(state, name, language) };
  }
}

function brokenNotice(
  state: ConnectionState,
  name: string,
  language: Hook["language"],
): Pick<HookNotice, "why" | "renew"> {
  const { status } = state.connection;
  const error =
    refuseByStatus(state) ??
    (status === "needs_login"
      ? needsLogin(state)
      : status === "suspended"
        ? failureError(state, 0)
        : clientRefused(state));
  const why = sayFor(state.client.provider, language, `error.${error.code}`, error.facts);
  const commands: Readonly<Record<string, string>> = {
    needs_login: `tokenwell renew ${name}`,
    quarantined: `tokenwell renew ${name} --replace-account`,
    client_refused: `tokenwell set ${name} secret`,
  };
  return { why, renew: commands[error.code] ?? `tokenwell status ${name}` };
}

function localDay(instantMs: number): string {
  const date = new Date(instantMs);
  const two = (number: number): string => String(number).padStart(2, "0");
  return [String(date.getFullYear()), two(date.getMonth() + 1), two(date.getDate())].join("-");
}
