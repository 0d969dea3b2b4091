import type { Features } from "./features.ts";

/** A feature that the weights know: its place and how telling it is by its rarity. */
export interface Known {
  readonly place: number;
  /** Inverse document frequency. */
  readonly rarity: number;
}

/** Features as numbers, each group of length 1: place and value. */
export function vectorOf(
  { words, facts }: Features,
  known: (feature: string) => Known | undefined,
): readonly (readonly [place: number, value: number])[] {
  return [
    ...normalized([...words].map(([word, count]) => [known(word), 1 + Math.log(count)])),
    ...normalized(facts.map((fact) => [known(fact), 1])),
  ];
}

function normalized(
  group: readonly (readonly [known: Known | undefined, frequency: number])[],
): readonly (readonly [place: number, value: number])[] {
  const weighted = group.flatMap(([known, frequency]) =>
    known === undefined ? [] : [[known.place, known.rarity * frequency] as const],
  );
  const length = Math.hypot(...weighted.map(([, value]) => value));
  return weighted.map(([place, value]) => [place, value / length]);
}
