/** Which masters there are, as the one that is looked at knows. */
import { signal } from '@preact/signals';
import { get } from './http';

export interface Masters {
  self: string;
  leader: string;
  masters: string[];
}

const EVERY_MS = 60_000;

export const masters = signal<Masters | null>(null);

function ask(): void {
  void get<Masters>('/dashboard/masters').then((known) => (masters.value = known), () => undefined);
}

ask();
setInterval(ask, EVERY_MS);
