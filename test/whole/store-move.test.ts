import { expect, test } from "vitest";
import { freshDatabase } from "../../packages/core/test/support/postgres/database.ts";
import { MovingStore } from "../prove/store-moves.ts";

// Here after two kills, one each way; after each change in `npm run prove`.

test("A move that is killed while another process refreshes shows no token twice", {
  timeout: 60_000,
}, async () => {
  await using database = await freshDatabase();
  await using store = await MovingStore.at(database.url);
  for (const changes of [3, 21])
    expect(await store.moveKilledAfter(changes)).toEqual({ wrong: [], isOver: false });
});
