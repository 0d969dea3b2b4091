import type { Tokenwell } from "@tokenwell/core";
import type { Context } from "../context.ts";
import { installedFile } from "./install.ts";

/** Milliseconds after which upkeep that runs every hour, or every day, has stopped. */
const silentMs = 2 * 24 * 3_600_000;

/** Whether something runs upkeep. */
export type UpkeepState =
  /** It ran within two days. */
  | { readonly kind: "runs"; readonly lastMs: number }
  /** It is installed, and did not run within two days. */
  | { readonly kind: "stopped"; readonly lastMs: number | null }
  /** No timer is known to run it. */
  | { readonly kind: "silent"; readonly lastMs: number | null };

/** Finds out whether something runs upkeep: by its last run on this store, and the entry of `upkeep install`. */
export async function upkeepOf(context: Context, tokenwell: Tokenwell): Promise<UpkeepState> {
  const lastMs = (await tokenwell.lastUpkeep())?.getTime() ?? null;
  if (lastMs !== null && context.ui.nowMs - lastMs < silentMs) return { kind: "runs", lastMs };
  return { kind: installedFile(context) === null ? "silent" : "stopped", lastMs };
}
