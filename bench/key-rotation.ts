// Measures how long `tokenwell keys rotate` takes, with nothing else at work: in a store of 10,000 connections and in one of
// 100,000. Goal: as long for each. `node bench/key-rotation.ts 1000 10000` for other sizes; `--postgres` for that engine.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator } from "@tokenwell/emulator";
import { openKeys } from "../packages/core/src/tokenwell/keys/keys.ts";
import { PostgresServer } from "../packages/core/test/support/postgres/server.ts";
import { connectMany } from "../test/prove/many-connections.ts";

const words = process.argv.slice(2);
const given = words.filter((word) => /^\d+$/.test(word)).map(Number);
const sizes = given.length > 0 ? given : [10_000, 100_000];
const server = words.includes("--postgres") ? await PostgresServer.start() : undefined;
const emulator = await startEmulator({ personality: "salesforce", rotation: "static" });

try {
  let first: number | undefined;
  for (const count of sizes) {
    const { seconds, values } = await measure(count);
    const each = (seconds / count) * 1000;
    first ??= each;
    console.log(
      `${count} connections   ${seconds.toFixed(1)} s   ${values} values   ${each.toFixed(2)} ms each   ${(each / first).toFixed(2)} ×`,
    );
  }
} finally {
  await emulator.close();
  await server?.[Symbol.asyncDispose]();
}

/** Makes a store of so many connections and rotates its keys. Returns the seconds of that, and the values under the new key. */
async function measure(count: number): Promise<{ readonly seconds: number; readonly values: number }> {
  const home = await mkdtemp(join(tmpdir(), "tokenwell-bench-"));
  const store = server?.url(await server.createDatabase());
  try {
    await connectMany({ home, store, emulator, count, lifeSeconds: 3_600, ages: [0, 1_000] });
    const env = store === undefined ? {} : { TOKENWELL_STORE: store };
    const begunMs = performance.now();
    const { use } = await openKeys({ home, env }).rotate({ isEverywhere: true });
    if (use === null || use.earlier > 0 || use.damaged > 0) throw new Error("values are left");
    return { seconds: (performance.now() - begunMs) / 1000, values: use.newest };
  } finally {
    await rm(home, { recursive: true });
  }
}
