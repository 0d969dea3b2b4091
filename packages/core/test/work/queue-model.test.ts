import { test } from "vitest";
import { openSqlite } from "../../src/store/sqlite/store.ts";
import { freshPlaces } from "../store/sqlite/folder.ts";
import { checkQueue } from "./queue-model.ts";

/** Histories of one run: some here, the same ones each time; many others for `npm run prove`. */
const amount = process.env.TOKENWELL_ALL_PAIRS ? { runs: 150 } : { runs: 15, seed: 1 };

test("The queue has one turn for each connection that a worker can help, and no other, whatever happens", async () => {
  await checkQueue((clock) => openSqlite({ ...freshPlaces(), busyTimeoutMs: 50, clock }), amount);
}, 600_000);
