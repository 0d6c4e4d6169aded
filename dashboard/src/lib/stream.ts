/** The connection to the leading master: one stream for everything, which the browser opens again by itself. */
import { batch, effect, signal } from '@preact/signals';
import type { Batch, Snapshot } from './cluster';
import { apply, isNews, replaceAll, takeUses, uses } from './cluster';
import { stranger } from './login';
import type { Summary } from './model';
import { paced } from './pace';
import type { Columns } from './rows';

const SILENCE_MS = 25_000;
const AGAIN_MS = 2_000;
/** Of a frame; what is left comes with the next. */
const BUDGET_MS = 10;
/** When so many changes wait they are taken at once: a page that nobody sees draws no frame for hours, and is told of all the same. */
const MOST_WAITING = 40;

export type Connection = 'connecting' | 'live' | 'lost' | 'leaderless';

export const summary = signal<Summary | null>(null);
export const connection = signal<Connection>('connecting');
/** When something was last heard, in milliseconds. */
export const heard = signal(Date.now());
/** Whether some page needs more than the summary; once it does it stays so. */
export const wanted = signal(false);

let source: EventSource | null = null;
let sourceOfAll = false;
/** What is told meanwhile waits. */
let loading = false;
let told: { version: number; text: string }[] = [];
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
    if (answer.status === 401) {
      stranger.value = true; // the page is loaded again after the login
      return;
    }
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

async function everything(): Promise<Snapshot> {
  const asked = window.early.everything ?? fetch('/dashboard/snapshot?followed');
  window.early.everything = null;
  const answer = await asked;
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Snapshot;
}

/**
 * Begins anew: with what was asked for when the stream was, unless the stream only tells what came after. What it
 * has told meanwhile is taken then.
 */
async function begin(opened: EventSource, asked: Promise<Snapshot> | null, from: { term: string; version: number }): Promise<void> {
  loading = true;
  try {
    const early = await (asked ?? everything());
    const known = early.term === from.term && early.version >= from.version ? early : await everything();
    if (source !== opened) return;
    replaceAll(known);
    loading = false;
    takeTold();
  } catch {
    if (source === opened) lost();
  }
}

/** Not even read is what everything there is had in it already. */
function take({ version, text }: { version: number; text: string }): void {
  if (isNews(version)) apply(JSON.parse(text) as Batch);
}

/** All that was told since the last frame that had some of it, or as much as there is time for. */
function takeAll(forMs: number): void {
  const end = performance.now() + forMs;
  batch(() => {
    while (told.length > 0 && performance.now() < end) take(told.shift()!);
  });
  if (told.length > 0) takeTold();
}

const takeTold = paced(() => {
  if (!loading) takeAll(BUDGET_MS);
});

function open(): void {
  if (source) return;
  sourceOfAll = wanted.value;
  told = [];
  loading = true;
  let asked = sourceOfAll ? everything() : null;
  asked?.catch(() => undefined); // whoever waits for it hears of it
  const opened = new EventSource('/dashboard/stream' + (sourceOfAll ? '?topics=cluster' : ''));
  source = opened;
  opened.addEventListener('summary', (event) => {
    alive();
    summary.value = JSON.parse(event.data) as Summary;
  });
  opened.addEventListener('delta', (event) => {
    alive();
    const id = event.lastEventId;
    told.push({ version: Number(id.slice(id.lastIndexOf(':') + 1)), text: event.data as string });
    if (loading) return;
    if (told.length < MOST_WAITING) takeTold();
    else takeAll(Infinity);
  });
  opened.addEventListener('measured', (event) => {
    alive();
    takeUses((JSON.parse(event.data) as { uses: Columns }).uses);
  });
  opened.addEventListener('reset', (event) => {
    alive();
    told = [];
    uses.clear();
    void begin(opened, asked, JSON.parse(event.data) as { term: string; version: number });
    asked = null;
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
