import type { Facts } from "../facts.ts";
import type { Symptoms } from "../symptoms.ts";
import { featuresOf } from "./features.ts";
import { type Known, vectorOf } from "./vector.ts";
import * as learnt from "./weights.ts";

/** Weights of one feature: for each cause that it speaks for or against, its place and the weight. */
type Column = readonly (readonly [cause: number, weight: number])[];

interface Model {
  readonly causes: readonly string[];
  readonly known: ReadonlyMap<string, Known>;
  readonly columns: readonly Column[];
}

let model: Model | undefined;

/**
 * Compares a failure with the reports that the weights were learnt from, and returns how like it is to those of each cause:
 * about 0 for one that is unlike, 1 or more for one that is like.
 */
export function likenessOf(facts: Facts, symptoms: Symptoms): ReadonlyMap<string, number> {
  model ??= decoded();
  const { causes, known, columns } = model;
  const sums = new Float64Array(causes.length);
  const vector = vectorOf(featuresOf(facts, symptoms), (feature) => known.get(feature));
  for (const [place, value] of [[0, 1] as const, ...vector]) {
    for (const [cause, weight] of columns[place] ?? []) sums[cause] = (sums[cause] ?? 0) + weight * value;
  }
  return new Map(causes.map((cause, index) => [cause, (sums[index] ?? 0) + 1]));
}

/** Reads the weights of the module beside this one, whose form `tools/learn-weights` writes. */
function decoded(): Model {
  const names = learnt.features.split(" ");
  const rarities = bytesOf(learnt.rarities);
  const known = new Map(
    names.map((name, place) => [name, { place, rarity: (rarities[place] ?? 0) / learnt.rarityScale }]),
  );
  return {
    causes: learnt.causes.split(" "),
    known,
    columns: columnsOf(bytesOf(learnt.columns), names.length),
  };
}

/** Each column is the number of its weights, and for each the distance to its cause from the one before, and the weight. */
function columnsOf(bytes: Uint8Array, count: number): readonly Column[] {
  let at = 0;
  const next = (): number => {
    const byte = bytes[at++] ?? 0;
    return byte < 128 ? byte : (byte & 127) | (next() << 7);
  };
  return Array.from({ length: count }, () => {
    let cause = -1;
    return Array.from({ length: next() }, () => {
      cause += next();
      const weight = bytes[at++] ?? 0;
      return [cause, (weight < 128 ? weight : weight - 256) * learnt.weightScale] as const;
    });
  });
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
