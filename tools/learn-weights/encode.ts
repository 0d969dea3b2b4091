import type { Known } from "../../packages/core/src/diagnose/learnt/vector.ts";

/** Learnt weights, and a digest of the reports. */
export interface Learnt {
  readonly digest: string;
  readonly causes: readonly string[];
  readonly known: ReadonlyMap<string, Known>;
  /** For each cause, the weight of each place. */
  readonly learnt: readonly Float64Array[];
}

/** Size of a weight that is left out. */
const least = 0.08;
const rarityScale = 20;

/** Writes weights as a module: a byte for each weight, and those near 0 left out. */
export function encoded({ digest, causes, known, learnt }: Learnt): string {
  const largest = learnt.reduce(
    (most, weights) => weights.reduce((m, weight) => Math.max(m, Math.abs(weight)), most),
    0,
  );
  const weightScale = largest / 127;
  const bytes: number[] = [];
  for (let place = 0; place <= known.size; place += 1) {
    const column = learnt.flatMap((weights, cause) => {
      const weight = weights[place] ?? 0;
      return Math.abs(weight) < least ? [] : [[cause, Math.round(weight / weightScale)] as const];
    });
    push(bytes, column.length);
    column.forEach(([cause, weight], index) => {
      push(bytes, cause - (column[index - 1]?.[0] ?? -1));
      bytes.push(weight & 255);
    });
  }
  const rarities = [0, ...[...known.values()].map(({ rarity }) => Math.round(rarity * rarityScale))];
  return `// Made by \`npm run learn\` from the reports ${digest}; not to be edited.

/** Names of the causes, in the order of their places. */
export const causes: string =
  ${JSON.stringify(causes.join(" "))};

/** Names of the features, in the order of their places. */
export const features: string =
  ${JSON.stringify(["", ...known.keys()].join(" "))};

export const rarityScale = ${rarityScale};
/** Rarity of each feature, in base64, a byte each. */
export const rarities: string =
  ${JSON.stringify(base64(rarities))};

export const weightScale = ${weightScale};
/** Weights of each feature, in base64. */
export const columns: string =
  ${JSON.stringify(base64(bytes))};
`;
}

const base64 = (bytes: readonly number[]): string => Buffer.from(bytes).toString("base64");

/** Appends a number in groups of seven bits, the lowest first. */
function push(bytes: number[], value: number): void {
  if (value < 128) bytes.push(value);
  else {
    bytes.push((value & 127) | 128);
    push(bytes, value >> 7);
  }
}
