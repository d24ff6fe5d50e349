/** Tells which of the known words a user meant, as a remedy. */
export function nearest(received: unknown, known: readonly (string | number)[]): string {
  const word = typeof received === 'string' ? received.toLowerCase() : '';
  const [closest] = known
    .map(String)
    .map(name => ({ name, edits: edits(word, name.toLowerCase()) }))
    .filter(({ name, edits }) => edits <= Math.max(1, Math.floor(name.length / 3)))
    .sort((one, other) => one.edits - other.edits);
  return closest === undefined ? 'remove it or choose one of these' : `write ${closest.name}`;
}

/** How many letters must be added, removed, changed or swapped with their neighbour to make one word of another. */
function edits(from: string, to: string): number {
  let before: number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let line = 1; line <= from.length; line++) {
    const next = [line];
    for (let column = 1; column <= to.length; column++) {
      const same = from[line - 1] === to[column - 1];
      const swapped = from[line - 1] === to[column - 2] && from[line - 2] === to[column - 1];
      next.push(
        Math.min(
          row[column]! + 1,
          next[column - 1]! + 1,
          row[column - 1]! + (same ? 0 : 1),
          swapped ? before[column - 2]! + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = row;
    row = next;
  }
  return row[to.length]!;
}
