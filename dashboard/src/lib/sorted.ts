/** Rows that stay in order while some come and go, without ordering all of them again. */

/** Tells any two rows apart; 0 only for a row and the one that replaces it. */
export type Compare<R> = (a: R, b: R) => number;

/** The first place whose row is not before this one. */
function placeOf<R>(rows: readonly R[], row: R, compare: Compare<R>): number {
  let from = 0;
  let to = rows.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (compare(rows[middle]!, row) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** The rows without those that are gone and with those that have come. It costs what has changed, and a copy. */
export function changed<R>(rows: R[], gone: readonly R[], come: readonly R[], compare: Compare<R>): R[] {
  if (gone.length === 0 && come.length === 0) return rows;
  const out = new Set<number>();
  for (const row of gone) {
    const at = placeOf(rows, row, compare);
    if (rows[at] === row) out.add(at);
  }
  const result: R[] = [];
  let copied = 0;
  const copyUntil = (end: number) => {
    for (; copied < end; copied++) if (!out.has(copied)) result.push(rows[copied]!);
  };
  for (const row of [...come].sort(compare)) {
    copyUntil(placeOf(rows, row, compare));
    result.push(row);
  }
  copyUntil(rows.length);
  return result;
}
