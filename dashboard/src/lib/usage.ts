/** What containers really use, as their agents measure it, kept while this page is open. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get } from './http';

export interface Statistic {
  executor_id: string;
  framework_id: string;
  statistics: {
    timestamp: number;
    cpus_limit?: number;
    cpus_system_time_secs?: number;
    cpus_user_time_secs?: number;
    mem_rss_bytes?: number;
    mem_total_bytes?: number;
    mem_limit_bytes?: number;
  };
}

/** Times in seconds, CPUs, bytes: columns of equal length. */
export interface Measured {
  at: number[];
  cpus: (number | null)[];
  mem: number[];
  cpusLimit: number;
  memLimit: number;
}

const EVERY_MS = 3000;
/** An hour of them. */
const KEPT = 1200;
const MAX_SERIES = 500;

const series = new Map<string, Measured & { spent: number }>();
/** Grows with each measurement. */
export const measured = signal(0);

export function usageKey(framework: string, executor: string): string {
  return framework + '\u0000' + executor;
}

export function usageOf(key: string): Measured | undefined {
  return series.get(key);
}

function keep(one: Statistic): void {
  const key = usageKey(one.framework_id, one.executor_id);
  const { timestamp, cpus_user_time_secs: user = 0, cpus_system_time_secs: system = 0 } = one.statistics;
  const spent = user + system;
  let known = series.get(key);
  if (!known) {
    if (series.size >= MAX_SERIES) series.delete(series.keys().next().value!);
    series.set(key, (known = { at: [], cpus: [], mem: [], cpusLimit: 0, memLimit: 0, spent }));
  }
  const last = known.at.at(-1);
  if (last !== undefined && timestamp <= last) return;
  known.cpus.push(last === undefined || spent < known.spent ? null : (spent - known.spent) / (timestamp - last));
  known.at.push(timestamp);
  known.mem.push(one.statistics.mem_total_bytes ?? one.statistics.mem_rss_bytes ?? 0);
  known.cpusLimit = one.statistics.cpus_limit ?? 0;
  known.memLimit = one.statistics.mem_limit_bytes ?? 0;
  known.spent = spent;
  if (known.at.length > KEPT) for (const column of [known.at, known.cpus, known.mem]) column.shift();
}

/** Measures what runs on an agent, for as long as a page shows it. */
export function useUsage(agent: string | null): void {
  useEffect(() => {
    if (agent === null) return undefined;
    const over = new AbortController();
    const ask = () => {
      if (document.visibilityState !== 'visible') return;
      void get<Statistic[]>('/agent/' + encodeURIComponent(agent) + '/monitor/statistics', over.signal).then(
        (all) => {
          all.forEach(keep);
          measured.value++;
        },
        () => undefined,
      );
    };
    ask();
    const timer = setInterval(ask, EVERY_MS);
    return () => {
      over.abort();
      clearInterval(timer);
    };
  }, [agent]);
}
