import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

/**
 * Tells this machine from others; `null` where it has no id, as in most containers and elsewhere than on Linux. Never
 * the host's name, which is neither unique nor lasting. Hashed for one store: the id itself must not leave the machine.
 *
 * @see https://www.freedesktop.org/software/systemd/man/latest/machine-id.html
 */
export function machineFor(storeId: string): string | null {
  try {
    const id = readFileSync("/etc/machine-id", "latin1").trim();
    // While a machine starts for the first time the file says "uninitialized".
    return /^[0-9a-f]{32}$/.test(id) ? createHmac("sha256", id).update(storeId).digest("hex") : null;
  } catch {
    return null;
  }
}
