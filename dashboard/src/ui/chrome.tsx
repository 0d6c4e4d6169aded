/** What is around every page. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { get } from '../lib/http';
import { now, span } from '../lib/format';
import { logOut, principal } from '../lib/login';
import { place } from '../lib/router';
import { connection, heard, summary } from '../lib/stream';
import { openPalette } from './palette';

export const PAGES: [path: string, name: string, key: string, icon: string][] = [
  ['', 'Overview', 'o', 'M3 12h7V3H3zm11 9h7v-9h-7zM3 21h7v-5H3zM14 3v5h7V3z'],
  ['topology', 'Topology', 'y', 'M4 4h6v6H4zm10 0h6v6h-6zM4 14h6v6H4zm10 0h6v6h-6z'],
  ['agents', 'Agents', 'a', 'M3 4h18v6H3zm0 10h18v6H3zM7 7h.01M7 17h.01'],
  ['frameworks', 'Frameworks', 'f', 'M12 3l9 5-9 5-9-5zM3 13l9 5 9-5'],
  ['services', 'Services', 's', 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18'],
  ['jobs', 'Jobs', 'j', 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 3'],
  ['tasks', 'Tasks', 't', 'M4 6h2M4 12h2M4 18h2M10 6h10M10 12h10M10 18h10'],
  ['offers', 'Offers', 'p', 'M3 12l9-9h9v9l-9 9zM16.5 7.5h.01'],
  ['roles', 'Roles', 'r', 'M12 3v6m0 0H6v6m6-6h6v6M4 15h4v5H4zm12 0h4v5h-4z'],
  ['volumes', 'Volumes', 'v', 'M4 6c0-4 16-4 16 0v12c0 4-16 4-16 0zM4 6c0 4 16 4 16 0M4 12c0 4 16 4 16 0'],
  ['maintenance', 'Maintenance', 'w', 'M14 6a4 4 0 0 0 5 5l-9 9a2.5 2.5 0 0 1-4-4l9-9M18 4l-3 3'],
  ['events', 'Events', 'e', 'M3 12h4l3-8 4 16 3-8h4'],
  ['masters', 'Masters', 'm', 'M4 18h16M5 15l-1-9 5 4 3-6 3 6 5-4-1 9z'],
];

const theme = signal(localStorage.getItem('theme') ?? '');
const menu = signal(false);

function isDark(): boolean {
  return theme.value === '' ? matchMedia('(prefers-color-scheme: dark)').matches : theme.value === 'dark';
}

function applyTheme(): void {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
}

export function toggleTheme(): void {
  theme.value = isDark() ? 'light' : 'dark';
  localStorage.setItem('theme', theme.value);
  applyTheme();
}

applyTheme();
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme);

export function TopBar() {
  const state = connection.value;
  return (
    <header class="top">
      <button class="quiet menu" type="button" aria-expanded={menu.value} aria-controls="navigation"
        onClick={() => (menu.value = !menu.value)}>
        <Icon d="M4 6h16M4 12h16M4 18h16" />
        <span class="hidden">Menu</span>
      </button>
      <a class="brand" href="#/">
        <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
          <rect width="32" height="32" rx="8" class="brand-back" />
          <path d="M9 24V8h8.5a5.5 5.5 0 0 1 0 11H13" class="brand-line" />
          <circle cx="22.5" cy="23.5" r="2.2" class="brand-dot" />
        </svg>
        Proffer
      </a>
      <span class="cluster" title="The cluster's name">{summary.value?.cluster ?? ''}</span>
      <button class="search" type="button" onClick={openPalette}>
        <Icon d="M11 4a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM20 20l-4-4" />
        <span>Search or jump to …</span>
        <kbd>Ctrl K</kbd>
      </button>
      <span class={'pulse ' + state} role="status">
        <i aria-hidden="true" />
        <span>{state === 'live' ? 'Live' : state === 'connecting' ? 'Connecting' : 'Not live'}</span>
      </span>
      <button class="quiet" type="button" onClick={toggleTheme} title="Light or dark">
        <Icon d="M12 3a9 9 0 1 0 9 9c-4 2-11-2-9-9z" />
        <span class="hidden">Light or dark</span>
      </button>
    </header>
  );
}

export function Icon({ d }: { d: string }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="18" height="18" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}

function badgeOf(path: string): string {
  const s = summary.value;
  if (!s) return '';
  const numbers: Record<string, number> = {
    agents: s.agents.connected + s.agents.disconnected,
    frameworks: s.frameworksKnown,
    tasks: s.tasks.TASK_RUNNING ?? 0,
    offers: s.offers,
  };
  return path in numbers ? String(numbers[path]) : '';
}

export function Navigation() {
  const here = place.value.path[0] ?? '';
  useEffect(() => {
    menu.value = false;
  }, [place.value]);
  return (
    <nav id="navigation" class={menu.value ? 'open' : ''} aria-label="Pages">
      <ul>
        {PAGES.map(([path, name, , icon]) => (
          <li key={path}>
            <a href={'#/' + path} aria-current={here === path ? 'page' : undefined}>
              <Icon d={icon} />
              <span>{name}</span>
              {badgeOf(path) !== '' && <span class="number">{badgeOf(path)}</span>}
            </a>
          </li>
        ))}
      </ul>
      {principal.value && (
        <p class="about">
          {principal.value}{' '}
          <button class="quiet" type="button" onClick={() => void logOut()}>Log out</button>
        </p>
      )}
      <p class="about">{summary.value && <>Proffer {summary.value.build}</>}</p>
    </nav>
  );
}

const others = signal<string[]>([]);

/** Says when what is shown may not be true any more, and where else to look. */
export function Banner() {
  const state = connection.value;
  useEffect(() => {
    const ask = () =>
      void get<{ self: string; masters: string[] }>('/dashboard/masters').then(
        (known) => (others.value = known.masters.filter((one) => one !== known.self)),
        () => undefined,
      );
    ask();
    const timer = setInterval(ask, 60_000);
    return () => clearInterval(timer);
  }, []);
  if (state === 'live' || state === 'connecting') return null;
  return (
    <div class="banner" role="alert">
      <strong>{state === 'leaderless' ? 'No master leads at the moment.' : 'The connection to the master is lost.'}</strong>{' '}
      What you see is {span((now.value - heard.value) / 1000)} old; it goes on by itself.
      {others.value.length > 0 && (
        <>
          {' '}
          Other masters:{' '}
          {others.value.map((one) => (
            <a key={one} href={location.protocol + '//' + one + '/' + location.hash}>
              {one}
            </a>
          ))}
        </>
      )}
    </div>
  );
}
