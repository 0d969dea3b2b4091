import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { OpenStore } from "./open-store.ts";

/** Contract of owner locks. */
export function ownerLocksContract(open: OpenStore): void {
  describe("owner locks", () => {
    it("are held until they are released", async () => {
      const store = await open();
      const id = randomUUID();
      expect((await store.owners.alive([id])).has(id)).toBe(false);
      const lock = await store.owners.acquire(id);
      expect((await store.owners.alive([id])).has(id)).toBe(true);
      await expect(store.owners.acquire(id)).rejects.toMatchObject({ code: "store_busy" });
      expect((await store.owners.alive([id])).has(id)).toBe(true);
      lock.release();
      lock.release();
      expect((await store.owners.alive([id])).has(id)).toBe(false);
      const again = await store.owners.acquire(id);
      lock.release();
      expect((await store.owners.alive([id])).has(id)).toBe(true);
      again.release();
    });

    it("have ids of hexadecimal digits and hyphens only", async () => {
      const store = await open();
      for (const id of ["", "../key", "a/b", "A", "g", "a".repeat(65), "a\0"]) {
        await expect(store.owners.acquire(id)).rejects.toThrow(TypeError);
        await expect(store.owners.alive([id])).rejects.toThrow(TypeError);
      }
    });
  });
}
