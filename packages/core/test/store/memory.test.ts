import { describe } from "vitest";
import { storeContract } from "./contract/store-contract.ts";
import { openMemory } from "./memory-store.ts";

describe("a store in memory", () => {
  storeContract((clock) => openMemory({ clock }));
});
