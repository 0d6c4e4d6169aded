import { signal } from '@preact/signals';

/** The clock that ages are counted by, in milliseconds. */
export const now = signal(Date.now());
setInterval(() => {
  now.value = Date.now();
}, 1000);

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const exact = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

export function count(n: number): string {
  return whole.format(n);
}

export function cpus(n: number): string {
  return exact.format(n);
}

/** As closely as matters of what is of this size. */
function near(n: number): string {
  return (n < 10 ? exact : n < 100 ? tenths : whole).format(n);
}

/** Of megabytes. */
export function megabytes(mb: number): string {
  if (mb === 0) return '0';
  if (mb < 1) return near(mb * 1024) + ' KB';
  if (mb < 1024) return near(mb) + ' MB';
  if (mb < 1024 * 1024) return near(mb / 1024) + ' GB';
  return near(mb / 1024 / 1024) + ' TB';
}

export function bytes(n: number): string {
  return n < 1024 ? n + ' B' : n < 1024 * 1024 ? exact.format(n / 1024) + ' KB' : megabytes(n / 1024 / 1024);
}

export function quantity(name: string, n: number): string {
  return name === 'mem' || name === 'disk' ? megabytes(n) : cpus(n);
}

export const NAMES: Record<string, string> = { cpus: 'CPUs', mem: 'Memory', disk: 'Disk', gpus: 'GPUs' };

const WITHIN: Record<string, string> = { ...NAMES, mem: 'memory', disk: 'disk' };

/** `16 GB memory` */
export function amount(name: string, n: number): string {
  return `${quantity(name, n)} ${WITHIN[name] ?? name}`;
}

export function percent(part: number, of: number): string {
  return of === 0 ? '–' : Math.round((part / of) * 100) + ' %';
}

export function span(seconds: number): string {
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) return s + ' s';
  if (s < 3600) return Math.floor(s / 60) + ' min' + (s < 600 ? ` ${s % 60} s` : '');
  if (s < 86400) return Math.floor(s / 3600) + ' h ' + Math.floor((s % 3600) / 60) + ' min';
  return Math.floor(s / 86400) + ' d ' + Math.floor((s % 86400) / 3600) + ' h';
}

function two(n: number): string {
  return n < 10 ? '0' + n : String(n);
}

/** Written by hand: lists have one in each row, and the browser takes long for its own. */
export function at(ms: number): string {
  if (ms === 0) return '–';
  const date = new Date(ms);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clockTime(ms)}`;
}

export function clockTime(ms: number): string {
  const date = new Date(ms);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** `TASK_GONE_BY_OPERATOR` is `gone by operator`. */
export function stateName(state: string): string {
  return state.replace(/^TASK_/, '').toLowerCase().replaceAll('_', ' ');
}

/** What tells a task from others of its name. */
export function suffix(name: string, id: string): string {
  const instance = /instance-([0-9a-f]{8})/.exec(id);
  if (instance) return instance[1]!;
  const rest = id.startsWith(name + '.') ? id.slice(name.length + 1) : id === name ? '' : id;
  return rest.length > 14 ? '…' + rest.slice(-13) : rest;
}

const TIMES = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;

/** What a framework says, as a sentence with times as they are told elsewhere. */
export function sentence(said: string): string {
  const text = said.replace(TIMES, (time) => at(Date.parse(time)));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The part of an id that tells it from others: Mesos' begin with the master's, which is long. */
export function shortId(id: string): string {
  const cut = /^[0-9a-f]{8}-[0-9a-f-]{27}-(.+)$/.exec(id);
  return cut ? id.slice(0, 8) + '…' + cut[1] : id;
}
