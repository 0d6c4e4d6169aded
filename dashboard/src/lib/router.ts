/** Addresses are behind the `#`: the paths before it are the master's APIs. */
import { signal } from '@preact/signals';

export interface Place {
  path: string[];
  query: URLSearchParams;
}

function read(): Place {
  const [path = '', query = ''] = location.hash.replace(/^#\/?/, '').split('?', 2);
  return {
    path: path.split('/').filter((part) => part !== '').map(safeDecode),
    query: new URLSearchParams(query),
  };
}

function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const place = signal<Place>(read());

window.addEventListener('hashchange', () => {
  place.value = read();
});

/** The address of a place; parts are encoded, empty parameters left out. */
export function to(path: string[], query: Record<string, string> = {}): string {
  const kept = Object.entries(query).filter(([, value]) => value !== '');
  const search = kept.length === 0 ? '' : '?' + new URLSearchParams(kept).toString();
  return '#/' + path.map(encodeURIComponent).join('/') + search;
}

export function go(address: string): void {
  location.hash = address;
}

/** Changes parameters of the place without leaving an entry in the history for each letter typed. */
export function refine(changes: Record<string, string>): void {
  const query = new URLSearchParams(place.value.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') query.delete(name);
    else query.set(name, value);
  }
  const search = query.toString();
  history.replaceState(null, '', to(place.value.path) + (search === '' ? '' : '?' + search));
  place.value = read();
}
