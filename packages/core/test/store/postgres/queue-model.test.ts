import { afterAll, test } from "vitest";
import { checkQueue } from "../../work/queue-model.ts";
import { openEmpty, removeSpare } from "./open-store.ts";

afterAll(removeSpare);

/** Histories of one run: few here, many for `npm run prove`. */
const runs = process.env.TOKENWELL_ALL_PAIRS ? 50 : 2;

test("The queue in PostgreSQL has one turn for each connection that a worker can help, whatever happens", async () => {
  await checkQueue(openEmpty, { runs });
}, 600_000);
