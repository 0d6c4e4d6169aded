/** What all instances of a service print, line by line as it comes. */
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { agents } from '../../lib/cluster';
import { get } from '../../lib/http';
import type { AppTask } from '../../lib/services';
import { instanceName } from '../../lib/services';
import { filesUrl, type Part } from '../../ui/logs';
import { Card, Nothing } from '../../ui/parts';

const MAX_INSTANCES = 30;
const MAX_LINES = 2000;
/** Of each, when one begins to look. */
const BEFORE = 2048;
const PIECE = 64 * 1024;
const EVERY_MS = 1000;
const TONES = ['info', 'good', 'warn', 'calm', 'bad'];

interface Line {
  n: number;
  task: string;
  text: string;
}

/** One file being followed: how far it was read, and the line that has not ended. */
interface Follower {
  end: number;
  rest: string;
}

let numbered = 0;

async function read(task: AppTask, path: string, follower: Follower, over: AbortSignal): Promise<string[]> {
  const url = filesUrl(task.slaveId, 'read', path);
  if (follower.end < 0) {
    const size = (await get<{ offset: number }>(url + '&offset=-1', over)).offset;
    follower.end = Math.max(0, size - BEFORE);
  }
  const { data, next } = await get<Part>(url + `&offset=${follower.end}&length=${PIECE}`, over);
  follower.end = next;
  const lines = (follower.rest + data).split('\n');
  follower.rest = lines.pop()!;
  return lines;
}

export function MergedLogs({ framework, tasks }: { framework: string; tasks: AppTask[] }) {
  const name = useSignal('stdout');
  const find = useSignal('');
  const paused = useSignal(false);
  const lines = useSignal<Line[]>([]);
  const followers = useRef(new Map<string, Follower>());
  const box = useRef<HTMLPreElement>(null);
  const shown = tasks.filter((task) => agents.get(task.slaveId)?.up === 'connected').slice(0, MAX_INSTANCES);
  const current = useRef(shown);
  current.current = shown;
  useEffect(() => {
    const over = new AbortController();
    let timer: number | undefined;
    followers.current.clear();
    lines.value = [];
    const look = async (): Promise<void> => {
      if (!paused.value && document.visibilityState === 'visible') {
        const fresh = await Promise.all(current.current.map((task) => lookAt(task)));
        const all = fresh.flat();
        if (all.length > 0 && !over.signal.aborted) lines.value = lines.value.concat(all).slice(-MAX_LINES);
      }
      if (!over.signal.aborted) timer = setTimeout(() => void look(), EVERY_MS);
    };
    const lookAt = async (task: AppTask): Promise<Line[]> => {
      let follower = followers.current.get(task.id);
      if (!follower) followers.current.set(task.id, (follower = { end: -1, rest: '' }));
      const path = `/frameworks/${framework}/executors/${task.id}/runs/latest/${name.value}`;
      const found = await read(task, path, follower, over.signal).catch(() => []);
      return found.map((text) => ({ n: ++numbered, task: task.id, text }));
    };
    void look();
    return () => {
      over.abort();
      clearTimeout(timer);
    };
  }, [framework, name.value]);
  useLayoutEffect(() => {
    if (!paused.value && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines.value, find.value]);
  const wanted = find.value.toLowerCase();
  const fitting = wanted === '' ? lines.value : lines.value.filter((line) => line.text.toLowerCase().includes(wanted));
  const order = new Map(shown.map((task, i) => [task.id, i]));
  return (
    <Card title="Output of all instances">
      <div class="log merged">
        <div class="filter">
          <span class="tabs" role="group" aria-label="File">
            {['stdout', 'stderr'].map((one) => (
              <button key={one} type="button" aria-pressed={one === name.value} onClick={() => (name.value = one)}>{one}</button>
            ))}
          </span>
          <input type="search" aria-label="Find in the output" placeholder="Find lines" value={find.value} onInput={(event) => (find.value = event.currentTarget.value)} />
          <button type="button" aria-pressed={paused.value} onClick={() => (paused.value = !paused.value)}>Pause</button>
          <span class="dim">{tasks.length > shown.length ? `${shown.length} of ${tasks.length} instances` : `${shown.length} instances`}</span>
        </div>
        {shown.length === 0 ? <Nothing>No instance is on an agent that can be asked.</Nothing> : (
          <pre ref={box} tabIndex={0} role="region" aria-label="Output of all instances">
            {fitting.map((line) => (
              <span key={line.n} class="line">
                <span class={'who tone-' + TONES[(order.get(line.task) ?? 0) % TONES.length]} title={line.task}>{instanceName(line.task)}</span> {line.text + '\n'}
              </span>
            ))}
            {fitting.length === 0 && <span class="dim">Nothing yet.</span>}
          </pre>
        )}
      </div>
    </Card>
  );
}
