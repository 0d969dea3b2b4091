import type { Writable } from "node:stream";
import { OutputError } from "./errors.ts";

/**
 * Writes to stdout and resolves when the data was accepted.
 *
 * @throws {OutputError} if stdout does not accept the data.
 */
export async function writeOut(stream: Writable, data: string | Uint8Array): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stream.write(data, (error) => {
      if (error) reject(new OutputError((error as NodeJS.ErrnoException).code ?? error.name));
      else resolve();
    });
  });
}

/** Writes a value as one line of JSON, dates in UTC. JSON is never translated. */
export async function writeJson(stream: Writable, value: unknown): Promise<void> {
  await writeOut(stream, `${JSON.stringify(value)}\n`);
}

/**
 * Writes items as a JSON array on one line, one after the other, so that a long list is never in memory as a whole.
 * An error before the first item leaves stdout empty.
 */
export async function writeJsonArray(
  stream: Writable,
  items: AsyncIterable<object> | Iterable<object>,
): Promise<void> {
  let lead = "[";
  for await (const item of items) {
    await writeOut(stream, lead + JSON.stringify(item));
    lead = ",";
  }
  await writeOut(stream, lead === "[" ? "[]\n" : "]\n");
}

/** Returns `value` with the error in `problem` as its code and English sentence. */
export function withProblemJson<T extends { readonly problem: Error | null }>({
  problem,
  ...rest
}: T): object {
  if (problem === null) return { ...rest, problem };
  return {
    ...rest,
    problem: { code: "code" in problem ? problem.code : null, message: problem.message },
  };
}
