import { readFile } from "node:fs/promises";
import type { Readable } from "node:stream";
import { UsageError } from "./errors.ts";

/** Reads a stream to its end. */
export async function readAll(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/**
 * Reads a file that an option names, or stdin if it is `-`.
 *
 * @throws {UsageError} `file_unreadable`
 */
export async function readInput(path: string, stdin: Readable): Promise<Buffer> {
  if (path === "-") return await readAll(stdin);
  try {
    return await readFile(path);
  } catch (error) {
    throw new UsageError("file_unreadable", { path, reason: (error as NodeJS.ErrnoException).code ?? "?" });
  }
}
