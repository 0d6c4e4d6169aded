/** Finds pages, agents, frameworks and tasks by a few letters, and does it from the keyboard. */
import { effect, signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { base, batches, services } from '../lib/behind';
import { agents, changes, frameworks } from '../lib/cluster';
import { shortId, stateName } from '../lib/format';
import { get } from '../lib/http';
import { searchKey } from '../lib/model';
import { PAGES } from '../lib/pages';
import { go, to } from '../lib/router';
import { wanted } from '../lib/stream';
import { tasks } from '../lib/tasks';
import { toggleTheme } from '../lib/theme';
import { agentName } from './links';

const MAX_OF_A_KIND = 6;

interface Hit {
  kind: string;
  name: string;
  more: string;
  act: () => void;
}

const open = signal(false);
const words = signal('');
const chosen = signal(0);
const help = signal(false);
/** Services and jobs, as they were when the palette was opened. */
const behind = signal<Hit[]>([]);

async function askBehind(): Promise<void> {
  const found = await Promise.all([
    ...(services.value ?? []).map(async (id) => {
      const { apps } = await get<{ apps: { id: string }[] }>(base(id) + '/v2/apps');
      return apps.map((app): Hit => ({ kind: 'Service', name: app.id, more: '', act: () => go(to(['services', id, app.id])) }));
    }),
    ...(batches.value ?? []).map(async (id) => {
      const jobs = await get<{ id: string }[]>(base(id) + '/v1/jobs');
      return jobs.map((job): Hit => ({ kind: 'Job', name: job.id, more: '', act: () => go(to(['jobs', id, job.id])) }));
    }),
  ].map((asked) => asked.catch(() => [])));
  behind.value = found.flat();
}

export function openPalette(): void {
  wanted.value = true;
  words.value = '';
  chosen.value = 0;
  open.value = true;
}

/** Whom to ask may be known a moment after it is opened. */
effect(() => {
  if (open.value && services.value !== null && batches.value !== null) void askBehind();
});

function has(lower: string, words: string[]): boolean {
  return words.every((word) => lower.includes(word));
}

function matches(text: string, words: string[]): boolean {
  return has(text.toLowerCase(), words);
}

function hits(): Hit[] {
  const wanted = words.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const found: Hit[] = [];
  for (const [path, name] of PAGES) {
    if (matches(name, wanted)) found.push({ kind: 'Page', name, more: '', act: () => go('#/' + path) });
  }
  if (matches('Light or dark theme', wanted)) {
    found.push({ kind: 'Do', name: 'Light or dark', more: '', act: toggleTheme });
  }
  for (const id of services.value ?? []) {
    if (matches('New service', wanted)) found.push({ kind: 'Do', name: 'New service', more: frameworks.get(id)?.name ?? '', act: () => go(to(['services', id])) });
  }
  for (const id of batches.value ?? []) {
    if (matches('New job', wanted)) found.push({ kind: 'Do', name: 'New job', more: frameworks.get(id)?.name ?? '', act: () => go(to(['jobs', id])) });
  }
  if (wanted.length > 0) {
    some(found, behind.value, (hit) => matches(hit.name, wanted), (hit) => hit);
    some(found, agents.values(), (a) => has(a.key, wanted), (a) => ({
      kind: 'Agent', name: a.host || a.id, more: shortId(a.id), act: () => go(to(['agents', a.id])),
    }));
    some(found, frameworks.values(), (f) => matches(f.name + ' ' + f.id, wanted), (f) => ({
      kind: 'Framework', name: f.name, more: shortId(f.id), act: () => go(to(['frameworks', f.id])),
    }));
    some(found, tasks.all(), (t) => has(searchKey(t), wanted), (t) => ({
      kind: 'Task', name: t.name, more: `${stateName(t.state)} on ${agentName(t.agent)}`, act: () => go(to(['tasks', t.framework, t.id])),
    }));
  }
  return found;
}

function some<T>(found: Hit[], from: Iterable<T>, fits: (one: T) => boolean, hit: (one: T) => Hit): void {
  let left = MAX_OF_A_KIND;
  for (const one of from) {
    if (fits(one)) {
      found.push(hit(one));
      if (--left === 0) return;
    }
  }
}

export function Palette() {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open.value) box.current?.showModal();
    else box.current?.close();
  }, [open.value]);
  if (open.value) changes.value;
  const found = open.value ? hits() : [];
  const at = Math.min(chosen.value, found.length - 1);
  const act = (hit: Hit | undefined) => {
    open.value = false;
    hit?.act();
  };
  return (
    <dialog class="palette" ref={box} onClose={() => (open.value = false)} aria-label="Search">
      {open.value && (
        <>
          <input
            role="combobox"
            aria-label="Search or jump to"
            aria-expanded="true"
            aria-controls="hits"
            aria-activedescendant={at >= 0 ? 'hit-' + at : undefined}
            placeholder="A page, a service, a job, an agent, a task …"
            autocomplete="off"
            spellcheck={false}
            autofocus
            value={words.value}
            onInput={(event) => {
              words.value = event.currentTarget.value;
              chosen.value = 0;
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') chosen.value = Math.min(at + 1, found.length - 1);
              else if (event.key === 'ArrowUp') chosen.value = Math.max(at - 1, 0);
              else if (event.key === 'Enter') act(found[at]);
              else return;
              event.preventDefault();
            }}
          />
          <ul id="hits" role="listbox" aria-label="Found">
            {found.map((hit, i) => (
              <li key={i} id={'hit-' + i} role="option" aria-selected={i === at} onClick={() => act(hit)}
                onMouseMove={() => (chosen.value = i)}>
                <span class="kind">{hit.kind}</span> <span class="name">{hit.name}</span> <span class="dim">{hit.more}</span>
              </li>
            ))}
          </ul>
          {found.length === 0 && <p class="nothing" role="status">Nothing is called that.</p>}
        </>
      )}
    </dialog>
  );
}

/** To the row below, or above: to what it leads to. */
function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main tbody tr')].flatMap((row) => row.querySelector<HTMLElement>('a') ?? []);
  const here = rows.findIndex((link) => link.closest('tr')!.contains(document.activeElement));
  const next = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}

/** Listens for keys, and explains them. */
export function Keys() {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    let after = '';
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      const inField = event.target instanceof HTMLElement && event.target.closest('input, textarea, select, dialog');
      if (inField || event.ctrlKey || event.metaKey || event.altKey) return;
      const page = PAGES.find(([, , key]) => key === event.key);
      if (after === 'g' && page) go('#/' + page[0]);
      else if (event.key === '?') help.value = true;
      else if (event.key === 'j' || event.key === 'k') step(event.key === 'j' ? 1 : -1);
      else if (event.key === '/') {
        event.preventDefault();
        document.querySelector<HTMLInputElement>('main input[type=search]')?.focus();
      }
      after = event.key;
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
  useEffect(() => {
    if (help.value) box.current?.showModal();
    else box.current?.close();
  }, [help.value]);
  return (
    <dialog ref={box} onClose={() => (help.value = false)} aria-labelledby="keys">
      {help.value && (
        <form method="dialog">
          <h2 id="keys">Keys</h2>
          <dl class="facts keys">
            <div><dt><kbd>Ctrl</kbd> <kbd>K</kbd></dt><dd>Search or jump</dd></div>
            <div><dt><kbd>/</kbd></dt><dd>To the filter of the page</dd></div>
            <div><dt><kbd>j</kbd> <kbd>k</kbd></dt><dd>To the row below, or above; <kbd>Enter</kbd> opens it</dd></div>
            {PAGES.map(([path, name, key]) => (
              <div key={path}><dt><kbd>g</kbd> <kbd>{key}</kbd></dt><dd>{name}</dd></div>
            ))}
          </dl>
          <div class="actions"><button type="submit">Close</button></div>
        </form>
      )}
    </dialog>
  );
}
