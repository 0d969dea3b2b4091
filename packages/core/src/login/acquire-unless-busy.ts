import { StoreError } from "../errors.ts";
import type { OwnerLock, Store } from "../store/store.ts";

/** Takes the owner lock of a login; `undefined` if another process holds it. */
export async function acquireUnlessBusy({ owners }: Store, id: string): Promise<OwnerLock | undefined> {
  try {
    return await owners.acquire(id);
  } catch (error) {
    if (error instanceof StoreError && error.code === "store_busy") return undefined;
    throw error;
  }
}
