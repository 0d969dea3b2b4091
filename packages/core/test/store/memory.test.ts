import { describe } from "vitest";
import { openMemory } from "./memory-store.ts";
import { storeContract } from "./contract.ts";

describe("a store in memory", () => {
  storeContract((clock) => openMemory({ clock }));
});
