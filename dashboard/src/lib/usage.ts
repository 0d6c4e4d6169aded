/** What containers really use now, as their agents measure it: where what agents remember goes on. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get } from './http';

export interface Statistic {
  executor_id: string;
  framework_id: string;
  source?: string;
  statistics: {
    timestamp: number;
    cpus_limit?: number;
    cpus_system_time_secs?: number;
    cpus_user_time_secs?: number;
    mem_rss_bytes?: number;
    mem_total_bytes?: number;
    mem_limit_bytes?: number;
    disk_used_bytes?: number;
  };
}

/** Times in seconds, CPUs, megabytes: columns of equal length. */
export interface Measured {
  at: number[];
  cpus: (number | null)[];
  mem: number[];
  disk: (number | null)[];
  cpusLimit: number;
  memLimit: number;
}

const EVERY_MS = 3000;
/** A minute of them: agents remember the rest. */
const KEPT = 20;
const MAX_SERIES = 2000;
const MB = 1024 * 1024;

const series = new Map<string, Measured & { spent: number }>();
/** Grows with each measurement. */
export const measured = signal(0);

export function keyOf(...parts: string[]): string {
  return parts.join('\u0000');
}

/** Of a task with a container of its own, or of the executor it is part of. */
export function usageOf(framework: string, executor: string, task = executor): Measured | undefined {
  return series.get(keyOf(framework, executor, task)) ?? series.get(keyOf(framework, executor));
}

/** Of all containers of an agent. */
export function usageOfAgent(agent: string): Measured | undefined {
  return series.get(keyOf(agent));
}

function push(key: string, at: number, spent: number, cpus: number | null, mem: number, disk: number | null): Measured & { spent: number } {
  let known = series.get(key);
  if (!known) {
    if (series.size >= MAX_SERIES) series.delete(series.keys().next().value!);
    series.set(key, (known = { at: [], cpus: [], mem: [], disk: [], cpusLimit: 0, memLimit: 0, spent }));
  }
  const last = known.at.at(-1);
  if (last !== undefined && at <= last) return known;
  known.cpus.push(cpus ?? (last === undefined || spent < known.spent ? null : (spent - known.spent) / (at - last)));
  known.at.push(at);
  known.mem.push(mem);
  known.disk.push(disk);
  known.spent = spent;
  if (known.at.length > KEPT) for (const column of [known.at, known.cpus, known.mem, known.disk]) column.shift();
  return known;
}

function keep(agent: string, all: Statistic[]): void {
  const containers = new Map<string, number>();
  for (const one of all) {
    const key = keyOf(one.framework_id, one.executor_id);
    containers.set(key, (containers.get(key) ?? 0) + 1);
  }
  let at = 0;
  let mem = 0;
  let disk = 0;
  let used: number | null = all.length === 0 ? 0 : null;
  for (const one of all) {
    const of = one.statistics;
    const spent = (of.cpus_user_time_secs ?? 0) + (of.cpus_system_time_secs ?? 0);
    const executor = keyOf(one.framework_id, one.executor_id);
    // Tasks of a group have a container each.
    const key = containers.get(executor)! > 1 ? keyOf(executor, one.source ?? '') : executor;
    const memNow = (of.mem_total_bytes ?? of.mem_rss_bytes ?? 0) / MB;
    const diskNow = of.disk_used_bytes === undefined ? null : of.disk_used_bytes / MB;
    const known = push(key, of.timestamp, spent, null, memNow, diskNow);
    known.cpusLimit = of.cpus_limit ?? 0;
    known.memLimit = (of.mem_limit_bytes ?? 0) / MB;
    const rate = known.cpus.at(-1);
    if (typeof rate === 'number') used = (used ?? 0) + rate;
    at = Math.max(at, of.timestamp);
    mem += memNow;
    disk += diskNow ?? 0;
  }
  if (used !== null && at > 0) push(keyOf(agent), at, 0, used, mem, disk);
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
          keep(agent, all);
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
