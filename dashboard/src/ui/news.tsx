/** Something that happened, in a line. */
import { clockTime, shortId, stateName } from '../lib/format';
import type { Happening } from '../lib/model';
import { to } from '../lib/router';
import { toneOf } from './parts';

export const KINDS: Record<string, string> = {
  'agent joined': 'good', 'agent came back': 'good', 'agent disconnected': 'warn', 'agent unreachable': 'bad', 'agent left': 'warn',
  'framework subscribed': 'good', 'framework came back': 'good', 'framework disconnected': 'warn', 'framework ended': 'calm',
  'task launched': 'info', 'task unreachable': 'bad',
};

export function NewsItem({ of: one }: { of: Happening }) {
  const tone = KINDS[one.kind] ?? toneOf(one.state ?? '');
  return (
    <li>
      <time>{clockTime(one.at)}</time>
      <i class={'dot fill-' + tone} aria-hidden="true" />
      <span>
        {one.task ? (
          <>
            Task <a href={to(['tasks', one.framework ?? '', one.task])}>{shortId(one.task)}</a>{' '}
            {one.state ? <>is {stateName(one.state)}</> : 'launched'}
          </>
        ) : one.agent ? (
          <>
            Agent <a href={to(['agents', one.agent])}>{shortId(one.agent)}</a> {one.kind.replace('agent ', '')}
          </>
        ) : (
          <>
            Framework <a href={to(['frameworks', one.framework ?? ''])}>{shortId(one.framework ?? '')}</a>{' '}
            {one.kind.replace('framework ', '')}
          </>
        )}
        {one.message && <span class="dim"> — {one.message}</span>}
      </span>
    </li>
  );
}
