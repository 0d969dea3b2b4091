import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { openKeys } from "../../packages/core/src/tokenwell/keys/keys.ts";

const program = fileURLToPath(
  new URL("../../packages/core/test/tokenwell/keys/rotate-child.ts", import.meta.url),
);

/** Rotations of the keys of a store, as they went. */
export interface KeyRotations {
  /** Number of rotations that were completed. */
  readonly done: number;
  /** Number of processes that were killed in one. */
  readonly kills: number;
  /** Values that were left under an earlier key, or that no key opens. */
  readonly left: number;
}

/** Steps of a rotation before which its process is killed, one after the other: early, in the first rows, and later. */
const killedBefore = [2, 60, 600];

/**
 * Replaces the keys of a store again and again until `signal` aborts, each time by processes that are killed, and one that
 * completes it. `store`: the address of the store. Default: that of the home.
 */
export async function rotateKeysUnderKills(
  { home, store }: { readonly home: string; readonly store?: string | undefined },
  signal: AbortSignal,
): Promise<KeyRotations> {
  const env = store === undefined ? {} : { TOKENWELL_STORE: store };
  const keys = openKeys({ home, env });
  let [done, kills] = [0, 0];
  while (!signal.aborted) {
    for (const steps of killedBefore) {
      const child = spawn(process.execPath, [program, home, `${steps}`], {
        env: { ...process.env, ...env },
        stdio: "ignore",
      });
      const [, killed] = await once(child, "exit");
      if (killed === "SIGKILL") kills += 1;
    }
    await keys.rotate({ isEverywhere: true });
    done += 1;
  }
  const { damaged, earlier } = await keys.count();
  return { done, kills, left: damaged + earlier };
}
