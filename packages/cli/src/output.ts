import type { Writable } from "node:stream";
import { OutputError } from "./errors.ts";

/** Writes to stdout and returns when it was taken. Throws `OutputError` when it was not. */
export async function writeOut(stream: Writable, data: string | Uint8Array): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stream.write(data, (error) => {
      if (error) reject(new OutputError((error as NodeJS.ErrnoException).code ?? error.name));
      else resolve();
    });
  });
}

/** A value as one line of JSON; dates in UTC. Never translated. */
export async function writeJson(stream: Writable, value: unknown): Promise<void> {
  await writeOut(stream, `${JSON.stringify(value)}\n`);
}
