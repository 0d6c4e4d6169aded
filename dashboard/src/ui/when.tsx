import { at, now, span } from '../lib/format';

/** A time told as text, as how far it is from now. */
export function When({ at: text }: { at: string }) {
  const ms = Date.parse(text);
  const seconds = (ms - now.value) / 1000;
  return <time dateTime={text} title={at(ms)}>{seconds > 0 ? 'in ' + span(seconds) : span(-seconds) + ' ago'}</time>;
}

/** How long it was between two times, the later of which may still come. */
export function Between({ from, until }: { from: string; until?: string | null | undefined }) {
  const end = until ? Date.parse(until) : now.value;
  const ms = Math.max(0, end - Date.parse(from));
  return <>{ms < 1000 && until ? ms + ' ms' : span(ms / 1000)}</>;
}
