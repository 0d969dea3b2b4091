import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { openKeys } from "../../../src/tokenwell/keys/keys.ts";
import { filledStore, session } from "../../store/sqlite/filled-store.ts";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const env = { ...process.env, NODE_OPTIONS: "" };

/** Starts a process that uses the store all the time. Resolves once it does; `end` returns what it has done. */
async function startLoad(places: object) {
  const words = [path("load-child.ts"), JSON.stringify(places), session.cookieHash];
  const child = spawn(process.execPath, words, { env, stdio: ["pipe", "pipe", "inherit"] });
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
const rotations = process.env.TOKENWELL_ALL_PAIRS ? 40 : 3;

test("Keys are rotated while other processes refresh and read sessions, and none of them fails, even if it is killed", async () => {
  const places = await filledStore();
  const ends = [await startLoad(places), await startLoad(places)];
  const keys = openKeys({ home: places.folder, env: {} });

  for (let rotation = 0; rotation < rotations; rotation += 1) {
    const killed = spawnSync(
      process.execPath,
      [path("rotate-child.ts"), places.folder, `${3 + (rotation % 6)}`],
      { env },
    );
    expect(killed.signal).toBe("SIGKILL");
    expect(await keys.rotate()).toMatchObject({ result: "done", hasResumed: true, use: { damaged: 0 } });
  }
  for (const end of ends) {
    const { done, failures } = await end();
    expect(failures).toEqual([]);
    expect(done).toBeGreaterThan(rotations);
  }
  expect(await keys.count()).toMatchObject({ earlier: 0, damaged: 0, isRotating: false });
}, 300_000);
