/** How the indexes of a run that is many tasks fare. */
import { count, percent } from '../lib/format';
import type { ArrayState, Run } from '../lib/jobs';
import { runUrl } from '../lib/jobs';
import { usePolled } from '../lib/polled';
import { to } from '../lib/router';

const PARTS: [part: keyof ArrayState & ('succeeded' | 'failed' | 'active' | 'waiting'), tone: string, words: string][] = [
  ['succeeded', 'good', 'succeeded'],
  ['failed', 'bad', 'failed'],
  ['active', 'info', 'have a task'],
  ['waiting', 'warn', 'are tried again'],
];

export function ArrayProgress({ of: array }: { of: ArrayState }) {
  const ended = array.succeeded + array.failed;
  const left = Math.max(0, array.size - ended - array.active - array.waiting);
  return (
    <>
      <div class="stack" role="img" aria-label={`${percent(ended, array.size)} of ${array.size} indexes have ended`}>
        {PARTS.map(([part, tone]) => array[part] > 0 && <span key={part} class={'fill-' + tone} style={{ flexGrow: array[part] }} />)}
        {left > 0 && <span class="fill-none" style={{ flexGrow: left }} />}
      </div>
      <p>
        <strong>{percent(ended, array.size)}</strong> of {count(array.size)} indexes:{' '}
        {PARTS.filter(([part]) => array[part] > 0).map(([part, tone, words]) => (
          <span key={part} class="spaced"><i class={'dot fill-' + tone} aria-hidden="true" /> {count(array[part])} {words}</span>
        ))}
        {left > 0 && <span class="dim">{count(left)} have not begun</span>}
      </p>
      {array.failedIndexes && <p>Failed: <code>{array.failedIndexes}</code></p>}
    </>
  );
}

/** Lists tell it of runs that have ended, and not of those that go on. */
export function ArrayOf({ framework, run }: { framework: string; run: Run }) {
  const known = run.batch?.array;
  const asked = usePolled<Run>(known ? null : runUrl(framework, run.jobId, run.id), 1000).value;
  const array = known ?? asked?.batch?.array;
  return (
    <>
      <h3><a href={to(['jobs', framework, run.jobId, run.id])}>{run.id}</a></h3>
      {array ? <ArrayProgress of={array} /> : <p class="dim">Asking …</p>}
    </>
  );
}
