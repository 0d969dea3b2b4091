const mostEdits = 2;

/** The candidate that was most likely meant: at most two edits away, and less than half of it. */
export function nearest(given: string, candidates: readonly string[]): string | undefined {
  const close = candidates
    .map((candidate) => ({ candidate, edits: editsBetween(given, candidate) }))
    .filter(({ candidate, edits }) => edits <= mostEdits && edits * 2 < candidate.length)
    .sort((a, b) => a.edits - b.edits);
  return close[0]?.candidate;
}

/** Levenshtein's distance. */
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
