/** The connection to the leading master: one stream for everything, which the browser opens again by itself. */
import { effect, signal } from '@preact/signals';
import type { Batch } from './cluster';
import { apply, replaceAll } from './cluster';
import type { Summary } from './model';

const SILENCE_MS = 25_000;
const AGAIN_MS = 2_000;

export type Connection = 'connecting' | 'live' | 'lost' | 'leaderless';

export const summary = signal<Summary | null>(null);
export const connection = signal<Connection>('connecting');
/** When something was last heard, in milliseconds. */
export const heard = signal(Date.now());
/** Whether some page needs more than the summary; once it does it stays so. */
export const wanted = signal(false);

let source: EventSource | null = null;
let sourceOfAll = false;
let loading = false;
let queued: Batch[] = [];
let silence: number | undefined;

function alive(): void {
  connection.value = 'live';
  heard.value = Date.now();
  clearTimeout(silence);
  silence = setTimeout(lost, SILENCE_MS);
}

function lost(): void {
  if (connection.value === 'live') connection.value = 'lost';
  source?.close();
  source = null;
  setTimeout(() => void again(), AGAIN_MS);
}

/** Another master may lead by now: then its page is the one to look at. */
async function again(): Promise<void> {
  try {
    const answer = await fetch('/dashboard/masters');
    const masters = (await answer.json()) as { self: string; leader: string };
    if (masters.leader !== '' && masters.leader !== masters.self) {
      location.assign(location.protocol + '//' + masters.leader + '/' + location.hash);
      return;
    }
    if (masters.leader === '') connection.value = 'leaderless';
  } catch {
    connection.value = 'lost';
  }
  open();
}

async function load(): Promise<void> {
  loading = true;
  queued = [];
  try {
    const answer = await fetch('/dashboard/snapshot');
    if (!answer.ok) throw new Error(String(answer.status));
    replaceAll((await answer.json()) as Batch);
    queued.forEach(apply);
  } catch {
    lost();
  } finally {
    loading = false;
    queued = [];
  }
}

function open(): void {
  if (source) return;
  sourceOfAll = wanted.value;
  const opened = new EventSource('/dashboard/stream' + (sourceOfAll ? '?topics=cluster' : ''));
  source = opened;
  opened.addEventListener('summary', (event) => {
    alive();
    summary.value = JSON.parse(event.data) as Summary;
  });
  opened.addEventListener('delta', (event) => {
    alive();
    const delta = JSON.parse(event.data) as Batch;
    if (loading) queued.push(delta);
    else apply(delta);
  });
  opened.addEventListener('reset', () => {
    alive();
    void load();
  });
  opened.addEventListener('heartbeat', alive);
  opened.addEventListener('error', () => {
    if (source !== opened) return;
    if (connection.value === 'live') connection.value = 'lost';
    // The browser tries again unless it was refused.
    if (opened.readyState === EventSource.CLOSED) lost();
  });
}

/** Opens the stream, and a wider one as soon as a page wants it. */
export function connect(): void {
  effect(() => {
    if (wanted.value && !sourceOfAll) {
      source?.close();
      source = null;
    }
    open();
  });
}
