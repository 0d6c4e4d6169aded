/** The line above a list: a search field, choices, and how many there are. */
import type { ComponentChildren } from 'preact';
import { count } from '../lib/format';
import { place, refine } from '../lib/router';

export function Filter(props: { label: string; shown: number; of: number; children?: ComponentChildren }) {
  return (
    <div class="filter">
      <input
        type="search"
        aria-label={props.label}
        placeholder={props.label}
        value={place.value.query.get('q') ?? ''}
        onInput={(event) => refine({ q: event.currentTarget.value })}
      />
      {props.children}
      <span class="dim" role="status">
        {props.shown === props.of ? count(props.of) : `${count(props.shown)} of ${count(props.of)}`}
      </span>
    </div>
  );
}

/** One of several, kept in the address; the empty one is all. */
export function Choice(props: { name: string; label: string; options: [value: string, text: string][] }) {
  return (
    <select
      aria-label={props.label}
      value={place.value.query.get(props.name) ?? ''}
      onChange={(event) => refine({ [props.name]: event.currentTarget.value })}
    >
      {props.options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  );
}

/** What is searched for, as words that all have to be there, in a text that is in small letters already. */
export function searchedKey(): (lower: string) => boolean {
  const words = (place.value.query.get('q') ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return () => true;
  if (words.length === 1) return (lower) => lower.includes(words[0]!);
  return (lower) => words.every((word) => lower.includes(word));
}

/** The same, in any text. */
export function searched(): (text: string) => boolean {
  const fits = searchedKey();
  return (text) => fits(text.toLowerCase());
}

export function chosen(name: string): string {
  return place.value.query.get(name) ?? '';
}
