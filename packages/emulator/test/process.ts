import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { Emulator } from "../src/index.ts";

/** What moves the `Date` of a process. */
export const preload = fileURLToPath(new URL("../preload.cjs", import.meta.url));
/** The command. */
export const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));

/** Starts an emulator in a process of its own, whose clock can be moved. */
export async function startProcess(options: object) {
  const process_ = spawn(
    process.execPath,
    ["--require", preload, main, "--port", "0", "--json-options", JSON.stringify(options)],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const ended = once(process_, "exit");
  const [line] = await once(createInterface({ input: process_.stdout }), "line");
  const { issuer, hosts }: Pick<Emulator, "issuer" | "hosts"> = JSON.parse(line);
  const advance = async (ms: number): Promise<{ nowMs: number; offsetMs: number }> => {
    const body = JSON.stringify({ advanceMs: ms });
    const response = await fetch(`${issuer}/emulator/clock`, { method: "POST", body });
    return JSON.parse(await response.text());
  };
  const stop = async () => {
    process_.stdin.end();
    return (await ended)[0];
  };
  return { issuer, hosts, advance, stop };
}
