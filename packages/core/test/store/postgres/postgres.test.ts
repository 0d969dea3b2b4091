import { describe } from "vitest";
import { storeContract } from "../contract/store-contract.ts";
import { openFresh } from "./open-store.ts";

describe("a store in PostgreSQL", () => {
  storeContract(openFresh, { isEmbedded: false });
});
