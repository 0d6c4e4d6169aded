/** The lines of two texts, side by side. */

export type Line = [sign: ' ' | '+' | '−', text: string];

/** The shortest way from one text to the other, in lines; of texts of some hundred lines. */
export function difference(before: string, after: string): Line[] {
  const old = before.split('\n');
  const fresh = after.split('\n');
  const same = longestCommon(old, fresh);
  const lines: Line[] = [];
  let i = 0;
  let j = 0;
  while (i < old.length || j < fresh.length) {
    if (i < old.length && j < fresh.length && old[i] === fresh[j]) {
      lines.push([' ', old[i]!]);
      i++;
      j++;
    } else if (j >= fresh.length || (i < old.length && same[i + 1]![j]! >= same[i]![j + 1]!)) {
      lines.push(['−', old[i++]!]);
    } else {
      lines.push(['+', fresh[j++]!]);
    }
  }
  return lines;
}

/** How many lines are common from each pair of lines on. */
function longestCommon(old: string[], fresh: string[]): number[][] {
  const same = Array.from({ length: old.length + 1 }, () => new Array<number>(fresh.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      same[i]![j] = old[i] === fresh[j] ? same[i + 1]![j + 1]! + 1 : Math.max(same[i + 1]![j]!, same[i]![j + 1]!);
    }
  }
  return same;
}

/** Only what has changed, and a few lines around it; null stands for what was left out. */
export function around(lines: Line[], context: number): (Line | null)[] {
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - context), i + context + 1).some(([sign]) => sign !== ' '));
  const out: (Line | null)[] = [];
  lines.forEach((line, i) => {
    if (near[i]) out.push(line);
    else if (out.at(-1) !== null) out.push(null);
  });
  return out;
}
