import { type Emulator, startEmulator } from "@tokenwell/emulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freshDatabase } from "../../packages/core/test/support/postgres/database.ts";
import { MovingStore } from "../prove/store-moves.ts";
import { Person } from "./person.ts";

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator({ rotation: "strict" });
});
afterAll(() => emulator.close());

// Here after two kills, one each way; after each change in `npm run prove`.
test("A move that is killed while another process refreshes shows no token twice", {
  timeout: 60_000,
}, async () => {
  await using database = await freshDatabase();
  await using store = await MovingStore.at(database.url);
  for (const changes of [3, 21])
    expect(await store.moveKilledAfter(changes)).toEqual({ wrong: [], isOver: false });
});

test("The command moves everything to PostgreSQL and back, and says how to go on", {
  timeout: 60_000,
}, async () => {
  await using database = await freshDatabase();
  const person = await Person.at(emulator);
  const { url } = database;
  const bare = url.replace(/:[^:@/]+@/, "@");
  const { pathname, username, password } = new URL(url);
  const [there, to] = [{ TOKENWELL_STORE: url }, { TOKENWELL_STORE_TO: url }];
  const run = (words: string, env = {}, input = "") => person.run(words.split(" "), { env, input });

  expect((await run("store move", to)).stderr).toContain("no data to move");
  await person.run(["login", emulator.issuer, ...person.app, "--name", "acme"]);
  expect(await run("store --json")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('"connections":1'),
  });
  expect(await run("store move")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("store move file"),
  });
  expect(await run("store mvoe")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("store move WHERE"),
  });
  const refused = await run(`store move ${url}`);
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("command line") });
  expect(refused.stderr).not.toContain(password);

  const done = await run("store move -", {}, `${url}\n`);
  expect(done).toMatchObject({
    code: 0,
    stderr: expect.stringContaining(`export TOKENWELL_STORE='${bare}'`),
  });
  expect(done.stderr + done.stdout).not.toContain(password);
  expect(await run("token acme")).toMatchObject({ code: 1, stderr: expect.stringContaining(pathname) });
  expect(await run("store")).toMatchObject({
    code: 0,
    stderr: expect.stringContaining("moved to postgres://"),
  });
  expect(await run("token acme --refresh", there)).toMatchObject({ code: 0 });
  expect(username).toBe("tokenwell");

  expect((await run("store move file", there)).stderr).toContain("unset TOKENWELL_STORE");
  expect(await run("token acme --refresh")).toMatchObject({ code: 0 });
  expect(await run("token acme", there)).toMatchObject({ code: 1 });
  person.leave();
});
