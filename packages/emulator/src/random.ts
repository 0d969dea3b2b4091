import { AsyncLocalStorage } from "node:async_hooks";
import { createHash, randomBytes as unpredictableBytes } from "node:crypto";

/** Gives so many bytes. */
export type RandomSource = (size: number) => Buffer;

const sources = new AsyncLocalStorage<RandomSource>();

/**
 * The bytes of every code, token and id that a provider makes: unpredictable, unless the request that is being answered
 * came to an emulator with a seed.
 */
export function randomBytes(size: number): Buffer {
  const draw = sources.getStore() ?? unpredictableBytes;
  return draw(size);
}

/** Does something, and all that follows from it, with the bytes of one generator. */
export function withRandomSource<T>(draw: RandomSource, work: () => T): T {
  return sources.run(draw, work);
}

/** A generator that gives the same bytes for the same seed. Whoever knows the seed knows them all. */
export function seededRandomSource(seed: number): RandomSource {
  let blocks = 0;
  const nextBlock = () => {
    blocks += 1;
    return createHash("sha256").update(`${seed} ${blocks}`).digest();
  };
  return (size) => {
    const drawn = Array.from({ length: Math.ceil(size / 32) }, nextBlock);
    return Buffer.concat(drawn).subarray(0, size);
  };
}
