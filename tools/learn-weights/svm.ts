/** A report as numbers: the places of its features, in ascending order, and their values. */
export interface Row {
  readonly places: Int32Array;
  readonly values: Float64Array;
  /** Number of rows that it counts as. */
  readonly count: number;
}

/** Penalty of an example on the wrong side. */
const penalty = 0.5;
const rounds = 30;
/** Largest violation of the optimality conditions at which learning ends. */
const tolerance = 0.02;

/**
 * Learns the weights that tell the rows of one class from all others: a linear support vector machine with squared hinge
 * loss, by dual coordinate descent. The same rows give the same weights.
 *
 * @see https://www.csie.ntu.edu.tw/~cjlin/papers/cddual.pdf
 */
export function learn(
  rows: readonly Row[],
  isOfClass: (row: number) => boolean,
  features: number,
): Float64Array {
  const weights = new Float64Array(features);
  const alphas = new Float64Array(rows.length);
  const diagonals = Float64Array.from(rows, ({ count }) => 1 / (2 * penalty * count));
  const curvatures = Float64Array.from(rows, ({ values }, index) =>
    values.reduce((sum, value) => sum + value * value, diagonals[index] as number),
  );
  const signs = Int8Array.from(rows, (_, index) => (isOfClass(index) ? 1 : -1));
  const order = Int32Array.from(rows, (_, index) => index);
  const random = randomFrom(1);
  for (let round = 0; round < rounds; round += 1) {
    shuffle(order, random);
    let worst = 0;
    for (const index of order) {
      const { places, values } = rows[index] as Row;
      const sign = signs[index] as number;
      const alpha = alphas[index] as number;
      let product = 0;
      for (let i = 0; i < places.length; i += 1)
        product += (weights[places[i] as number] as number) * (values[i] as number);
      const gradient = sign * product - 1 + (diagonals[index] as number) * alpha;
      const projected = alpha === 0 ? Math.min(gradient, 0) : gradient;
      if (Math.abs(projected) < 1e-9) continue;
      worst = Math.max(worst, Math.abs(projected));
      const next = Math.max(alpha - gradient / (curvatures[index] as number), 0);
      alphas[index] = next;
      const step = (next - alpha) * sign;
      for (let i = 0; i < places.length; i += 1) {
        const place = places[i] as number;
        weights[place] = (weights[place] as number) + step * (values[i] as number);
      }
    }
    if (worst < tolerance) break;
  }
  return weights;
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const moved = order[i] as number;
    order[i] = order[j] as number;
    order[j] = moved;
  }
}

/** Returns a generator of the same numbers between 0 and 1 for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
