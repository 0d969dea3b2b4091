import { AsyncLocalStorage } from "node:async_hooks";
import { createHash, randomBytes as unpredictableBytes } from "node:crypto";

/** Returns `size` bytes. */
export type RandomSource = (size: number) => Buffer;

const sources = new AsyncLocalStorage<RandomSource>();

/**
 * Returns the bytes for a code, token or id. They are unpredictable, unless the current request belongs to an emulator
 * with a seed.
 */
export function randomBytes(size: number): Buffer {
  const source = sources.getStore() ?? unpredictableBytes;
  return source(size);
}

/** Runs `work`, and everything that it starts, with one source of bytes. */
export function withRandomSource<T>(source: RandomSource, work: () => T): T {
  return sources.run(source, work);
}

/** Creates a source that returns the same bytes for the same seed. The seed reveals all of them. */
export function seededRandomSource(seed: number): RandomSource {
  let blocks = 0;
  const nextBlock = () => {
    blocks += 1;
    return createHash("sha256").update(`${seed} ${blocks}`).digest();
  };
  return (size) => {
    const bytes = Array.from({ length: Math.ceil(size / 32) }, nextBlock);
    return Buffer.concat(bytes).subarray(0, size);
  };
}
