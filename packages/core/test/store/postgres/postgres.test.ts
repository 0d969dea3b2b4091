import { afterAll, describe } from "vitest";
import { storeContract } from "../contract/store-contract.ts";
import { openEmpty, removeSpare } from "./open-store.ts";

afterAll(removeSpare);

describe("a store in PostgreSQL", () => {
  storeContract(openEmpty, { isEmbedded: false });
});
