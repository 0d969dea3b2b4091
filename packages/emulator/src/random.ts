import { AsyncLocalStorage } from "node:async_hooks";
import { createHash, randomBytes as unpredictableBytes } from "node:crypto";

/** Gives so many bytes. */
export type Draw = (size: number) => Buffer;

const draws = new AsyncLocalStorage<Draw>();

/**
 * The bytes of every code, token and id that a provider makes: unpredictable, unless the request that is being answered
 * came to an emulator with a seed.
 */
export function randomBytes(size: number): Buffer {
  const draw = draws.getStore() ?? unpredictableBytes;
  return draw(size);
}

/** Does something, and all that follows from it, with the bytes of one generator. */
export function drawingFrom<T>(draw: Draw, work: () => T): T {
  return draws.run(draw, work);
}

/** A generator that gives the same bytes for the same seed. Whoever knows the seed knows them all. */
export function seededDraw(seed: number): Draw {
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
