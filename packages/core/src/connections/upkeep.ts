import type { UpkeepResult } from "../api/connection.ts";
import type { TokenOptions } from "../api/token.ts";
import type { InstantMs } from "../model.ts";
import { nameOf } from "../names.ts";
import type { ConnectionState } from "../store/store.ts";
import { mayBeSpent, refreshPurpose } from "./due.ts";

/** Refreshes a connection whose login needs it, one at a time. */
export async function keepUp(
  state: ConnectionState,
  nowMs: InstantMs,
  token: (name: string, options: TokenOptions) => Promise<unknown>,
): Promise<UpkeepResult> {
  const name = nameOf(state.connection);
  if (refreshPurpose(state, nowMs) !== "login") return { name, outcome: "not_due", problem: null };
  try {
    // Do not force a refresh if the token may be spent.
    await token(name, { refresh: !mayBeSpent(state) });
    return { name, outcome: "refreshed", problem: null };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { name, outcome: "failed", problem: error };
  }
}
