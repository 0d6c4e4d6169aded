/** What was measured in the last hour, which those who measure remember; what this page measures goes on from there. */
import { usePolled } from './polled';

type Column = (number | null)[];

/** Columns of equal length; times in seconds, quantities in CPUs and megabytes. */
export interface History<Name extends string> {
  /** Seconds between two samples. */
  every: number;
  /** When whoever remembers began to. */
  since: number;
  at: number[];
  of: Record<Name, Column>;
}

type Told = { every: number; since: number; at: number[] } & Record<string, Column>;

export const HOUR_S = 3600;
const EVERY_MS = 15_000;

/** Null until it has come, and where nobody remembers. */
export function useHistory<Name extends string>(url: string | null, names: readonly Name[]): History<Name> | null {
  const { value } = usePolled<Told>(url, EVERY_MS);
  if (!value) return null;
  const of = Object.fromEntries(names.map((name) => [name, value[name] ?? value.at.map(() => null)])) as Record<Name, Column>;
  return { every: value.every, since: value.since, at: value.at, of };
}

/** The same with later samples behind it: none is older than the last one. */
export function goneOn<Name extends string>(history: History<Name> | null, at: number[], later: Partial<Record<Name, Column>>, names: readonly Name[]): History<Name> {
  const known = history ?? { every: 0, since: at[0] ?? 0, at: [], of: Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Column> };
  const last = known.at.at(-1) ?? 0;
  // A rate needs two measurements: the first of them has none.
  const from = at.findIndex((time, i) => time > last && later[names[0]!]?.[i] !== null);
  if (from < 0) return known;
  const fresh = at.slice(from);
  const of = Object.fromEntries(
    names.map((name) => [name, known.of[name].concat(later[name]?.slice(from) ?? fresh.map(() => null))]),
  ) as Record<Name, Column>;
  return { ...known, at: known.at.concat(fresh), of };
}

export function times(column: Column, factor: number): Column {
  return column.map((value) => (value === null ? null : value * factor));
}

export function sum(a: Column, b: Column): Column {
  return a.map((value, i) => (value === null || b[i] === null ? null : value + b[i]!));
}
