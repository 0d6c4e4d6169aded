/** What is around every page. */
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { now, span } from '../lib/format';
import { logOut, principal } from '../lib/login';
import { masters } from '../lib/masters';
import { PAGES } from '../lib/pages';
import { place } from '../lib/router';
import { connection, heard, summary } from '../lib/stream';
import { toggleTheme } from '../lib/theme';
import { openPalette } from './palette';

const menu = signal(false);

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

/** Says when what is shown may not be true any more, and where else to look. */
export function Banner() {
  const state = connection.value;
  if (state === 'live' || state === 'connecting') return null;
  const others = masters.value?.masters.filter((one) => one !== masters.value!.self) ?? [];
  return (
    <div class="banner" role="alert">
      <strong>{state === 'leaderless' ? 'No master leads at the moment.' : 'The connection to the master is lost.'}</strong>{' '}
      What you see is {span((now.value - heard.value) / 1000)} old; it goes on by itself.
      {others.length > 0 && (
        <>
          {' '}
          Other masters:{' '}
          {others.map((one) => (
            <a key={one} href={location.protocol + '//' + one + '/' + location.hash}>
              {one}
            </a>
          ))}
        </>
      )}
    </div>
  );
}
