import { describe } from "vitest";
import { openSqlite } from "../../src/store/sqlite.ts";
import { storeContract } from "./contract.ts";
import { freshPlaces } from "./folder.ts";

describe("a store in a SQLite file", () => {
  storeContract((clock) => openSqlite({ ...freshPlaces(), busyTimeoutMs: 50, clock }));
});
