import { test } from "vitest";
import { openSqlite } from "../../src/store/sqlite/store.ts";
import { freshPlaces } from "../store/sqlite/folder.ts";
import { checkQueue } from "./queue-model.ts";

/** Histories of one run: some here, many for `npm run prove`. */
const runs = process.env.TOKENWELL_ALL_PAIRS ? 300 : 15;

test("The queue has one turn for each connection that a worker can help, and no other, whatever happens", async () => {
  await checkQueue((clock) => openSqlite({ ...freshPlaces(), busyTimeoutMs: 50, clock }), { runs });
}, 600_000);
