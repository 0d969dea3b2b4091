import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { openPostgres } from "../../../src/store/postgres/store.ts";
import { openKeys } from "../../../src/tokenwell/keys/keys.ts";
import { fill, filledStore, session } from "../../store/sqlite/filled-store.ts";
import { freshPlaces } from "../../store/sqlite/folder.ts";
import { ManualClock } from "../../support/manual-clock.ts";
import { freshDatabase } from "../../support/postgres/database.ts";
import { startMs } from "../../support/samples.ts";

type Places = Awaited<ReturnType<typeof filledStore>>;
/** Variables that name the store to a process; none for that of its home. */
type Variables = Readonly<Record<string, string>>;

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const environment = (store: Variables) => ({ ...process.env, NODE_OPTIONS: "", ...store });

/** Starts a process that uses the store all the time. Resolves once it does; `end` returns what it has done. */
async function startLoad(places: Places, store: Variables) {
  const words = [path("load-child.ts"), JSON.stringify(places), session.cookieHash];
  const child = spawn(process.execPath, words, {
    env: environment(store),
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout });
  await once(lines, "line");
  return async (): Promise<{ readonly done: number; readonly failures: readonly string[] }> => {
    const said = once(lines, "line");
    child.stdin.end();
    return JSON.parse(String((await said)[0]));
  };
}

/** Rotations of one run: few here, many for `npm run prove`. */
const rotations = process.env.TOKENWELL_ALL_PAIRS ? 40 : 2;

/** Rotates the keys of a store under load again and again; each rotation is killed before another step, and resumed. */
async function rotateUnderLoad(places: Places, store: Variables): Promise<void> {
  const ends = [await startLoad(places, store), await startLoad(places, store)];
  const keys = openKeys({ home: places.folder, env: store });
  for (let rotation = 0; rotation < rotations; rotation += 1) {
    const words = [path("rotate-child.ts"), places.folder, `${3 + (rotation % 6)}`];
    const killed = spawnSync(process.execPath, words, { env: environment(store) });
    expect(killed.signal).toBe("SIGKILL");
    const resumed = await keys.rotate({ isEverywhere: true });
    expect(resumed).toMatchObject({ result: "done", hasResumed: true, use: { damaged: 0 } });
  }
  for (const end of ends) {
    const { done, failures } = await end();
    expect(failures).toEqual([]);
    expect(done).toBeGreaterThan(rotations);
  }
  expect(await keys.count()).toMatchObject({ earlier: 0, damaged: 0, isRotating: false });
}

test("Keys are rotated while other processes refresh and read sessions, and none of them fails, even if it is killed", async () => {
  await rotateUnderLoad(await filledStore(), {});
}, 300_000);

test("Keys of a store in PostgreSQL are rotated under the same load, and killed in the same way", async () => {
  await using database = await freshDatabase();
  const { url } = database;
  const places = freshPlaces();
  const store = await openPostgres({ url, key: places.key, clock: new ManualClock(startMs) });
  await fill(store);
  await store.close();
  await rotateUnderLoad(places, { TOKENWELL_STORE: url });
}, 300_000);
