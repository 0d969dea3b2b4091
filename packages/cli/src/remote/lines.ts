import type { Readable } from "node:stream";

/** Bytes of the longest line that one side accepts from the other. */
export const maxLineBytes = 256 * 1024;

/** Thrown when the other side sends a line that is too long. */
export class LineTooLongError extends Error {}

/**
 * Splits a stream into lines. Keeps no more than one line in memory.
 *
 * @throws {LineTooLongError}
 */
export async function* linesOf(stream: Readable): AsyncGenerator<string, void, undefined> {
  let parts: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    let rest = Buffer.from(chunk);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = Buffer.concat([...parts, rest.subarray(0, end)]);
      if (line.length > maxLineBytes) throw new LineTooLongError();
      yield line.toString("utf8");
      parts = [];
      length = 0;
      rest = rest.subarray(end + 1);
    }
    parts.push(rest);
    length += rest.length;
    if (length > maxLineBytes) throw new LineTooLongError();
  }
  if (length > 0) yield Buffer.concat(parts).toString("utf8");
}
