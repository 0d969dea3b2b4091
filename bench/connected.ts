// A home with one connection to the emulator, for the benchmarks: real login, real store.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { visit } from "@tokenwell/emulator";
import { openTokenwell, Secret } from "tokenwell";

const packages = join(import.meta.dirname, "..", "packages");

/** A folder with a connection `acme` whose access token lives for years. */
export interface ConnectedHome {
  readonly home: string;
  close(): Promise<void>;
}

/** Makes one: confidential client, so that reading it costs what it costs. `store`: address of a database. Default: SQLite. */
export async function connectedHome(store?: string): Promise<ConnectedHome> {
  const home = await mkdtemp(join(tmpdir(), "tokenwell-bench-"));
  // Long lives, so that a clock that jumps at each call does not reach the end of the token.
  const options = JSON.stringify({ accessTokenSeconds: 1_000_000_000 });
  const words = [join(packages, "emulator", "bin", "main.js"), "--json-options", options];
  const emulator = spawn(process.execPath, words, { stdio: ["pipe", "pipe", "ignore"] });
  const [ready] = (await once(emulator.stdout, "data")) as [Buffer];
  const { issuer } = JSON.parse(String(ready)) as { issuer: string };
  const tokenwell = await openTokenwell({ home, ...(store && { store }) });
  const clientSecret = Secret.of("CANARY_client_secret_of_web");
  const login = await tokenwell.login(issuer, { clientId: "web", clientSecret, name: "acme" });
  await login.answer(await visit(login.url));
  await tokenwell.close();
  return {
    home,
    close: async () => {
      emulator.stdin.end();
      await once(emulator, "exit");
      await rm(home, { recursive: true });
    },
  };
}

/** The middle of some figures. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
