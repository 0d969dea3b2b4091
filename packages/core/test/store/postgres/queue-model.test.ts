import { afterAll, test } from "vitest";
import { checkQueue } from "../../work/queue-model.ts";
import { openEmpty, removeSpare } from "./open-store.ts";

afterAll(removeSpare);

/** Histories of one run: few here, the same ones each time; many others for `npm run prove`. */
const amount = process.env.TOKENWELL_ALL_PAIRS ? { runs: 30 } : { runs: 2, seed: 1 };

test("The queue in PostgreSQL has one turn for each connection that a worker can help, whatever happens", async () => {
  await checkQueue(openEmpty, amount);
}, 600_000);
