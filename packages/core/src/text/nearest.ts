const maxEdits = 2;

/** Finds the most similar candidate: at most two edits away, and fewer than half of its letters. */
export function nearest(given: string, candidates: readonly string[]): string | undefined {
  const close = candidates
    .map((candidate) => ({ candidate, edits: editsBetween(given, candidate) }))
    .filter(({ candidate, edits }) => edits <= maxEdits && edits * 2 < candidate.length)
    .sort((a, b) => a.edits - b.edits);
  return close[0]?.candidate;
}

/** Computes the Levenshtein distance. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, left] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, right] of [...b].entries()) {
      const replaced = (row[j] ?? 0) + (left === right ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
