import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";

/**
 * Returns a value that identifies this machine to one store; `null` if the machine has no id, as in most containers and
 * outside Linux. It is a hash, because the id itself must not leave the machine. A host name would be neither unique
 * nor stable.
 *
 * @see https://www.freedesktop.org/software/systemd/man/latest/machine-id.html
 */
export function machineFor(storeId: string): string | null {
  try {
    const id = readFileSync("/etc/machine-id", "latin1").trim();
    // During a machine's first start the file contains "uninitialized".
    return /^[0-9a-f]{32}$/.test(id) ? createHmac("sha256", id).update(storeId).digest("hex") : null;
  } catch {
    return null;
  }
}
