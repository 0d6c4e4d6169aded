/** What happened since this page was opened, and shortly before. */
import { effect, signal } from '@preact/signals';
import type { Happening } from './model';
import { summary } from './stream';

const KEPT = 2000;

/** The newest first. */
export const happenings = signal<Happening[]>([]);
/** How many happened between two looks that were more than a summary tells. */
export const missed = signal(0);

let master = '';

effect(() => {
  const s = summary.value;
  if (!s) return;
  const seen = master === s.master ? (happenings.peek()[0]?.n ?? 0) : 0;
  const fresh = s.happenings.filter((one) => one.n > seen);
  if (fresh.length === 0) return;
  const oldest = fresh.at(-1)!.n;
  missed.value = (master === s.master ? missed.peek() : 0) + (seen > 0 ? oldest - seen - 1 : 0);
  happenings.value = (master === s.master ? fresh.concat(happenings.peek()) : fresh).slice(0, KEPT);
  master = s.master;
});
