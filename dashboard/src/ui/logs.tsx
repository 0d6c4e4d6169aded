/** Files of a task as they grow: follows them, finds in them, downloads them. */
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { bytes } from '../lib/format';
import { get } from '../lib/http';
import { Nothing } from './parts';

/** What is fetched at once, and how much of a file is kept in sight. */
const PIECE = 64 * 1024;
const KEPT = 512 * 1024;
const EVERY_MS = 1000;

interface Part {
  offset: number;
  data: string;
}

interface Tail {
  text: string;
  from: number;
  end: number;
  problem: string;
}

const encoder = new TextEncoder();

export function filesUrl(agent: string, call: string, path: string): string {
  return `/agent/${encodeURIComponent(agent)}/files/${call}?path=${encodeURIComponent(path)}`;
}

/** Follows a file from near its end. */
function useTail(agent: string, path: string): { tail: Tail; earlier: () => void } {
  const tail = useSignal<Tail>({ text: '', from: 0, end: -1, problem: '' });
  useEffect(() => {
    const over = new AbortController();
    let timer: number | undefined;
    tail.value = { text: '', from: 0, end: -1, problem: '' };
    const read = async (): Promise<void> => {
      try {
        await follow(agent, path, tail, over.signal);
      } catch (failure) {
        if (over.signal.aborted) return;
        tail.value = { ...tail.value, problem: failure instanceof Error ? failure.message : String(failure) };
      }
      if (!over.signal.aborted) timer = setTimeout(() => void read(), EVERY_MS);
    };
    void read();
    return () => {
      over.abort();
      clearTimeout(timer);
    };
  }, [agent, path]);
  const earlier = () => {
    const { from, text } = tail.value;
    const begin = Math.max(0, from - PIECE);
    void get<Part>(filesUrl(agent, 'read', path) + `&offset=${begin}&length=${from - begin}`).then((part) => {
      tail.value = { ...tail.value, text: part.data + text, from: begin };
    }, () => undefined);
  };
  return { tail: tail.value, earlier };
}

async function follow(agent: string, path: string, tail: { value: Tail }, over: AbortSignal): Promise<void> {
  const url = filesUrl(agent, 'read', path);
  const size = (await get<Part>(url + '&offset=-1', over)).offset;
  let { text, from, end } = tail.value;
  if (end < 0 || size < end) {
    from = end = Math.max(0, size - PIECE); // the first time, or the file was rotated
    text = '';
  }
  while (end < size && !over.aborted) {
    const part = await get<Part>(url + `&offset=${end}&length=${PIECE}`, over);
    if (part.data === '') break;
    text += part.data;
    end += encoder.encode(part.data).length;
    if (text.length > KEPT) {
      const cut = text.length - KEPT;
      from += encoder.encode(text.slice(0, cut)).length;
      text = text.slice(cut);
    }
  }
  if (end !== tail.value.end || tail.value.problem !== '') tail.value = { text, from, end, problem: '' };
}

export function LogView(props: { agent: string; directory: string; names: string[] }) {
  const name = useSignal(props.names[0]!);
  const find = useSignal('');
  const following = useSignal(true);
  const path = props.directory + name.value;
  const { tail, earlier } = useTail(props.agent, path);
  const box = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    if (following.value && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [tail.text, following.value, find.value]);
  const wanted = find.value.toLowerCase();
  const lines = wanted === '' ? null : tail.text.split('\n').filter((line) => line.toLowerCase().includes(wanted));
  return (
    <div class="log">
      <div class="filter">
        {props.names.length > 1 && (
          <span class="tabs" role="group" aria-label="File">
            {props.names.map((one) => (
              <button key={one} type="button" aria-pressed={one === name.value} onClick={() => (name.value = one)}>
                {one.replace(/^\//, '')}
              </button>
            ))}
          </span>
        )}
        <input type="search" aria-label="Find in the file" placeholder="Find lines" value={find.value}
          onInput={(event) => (find.value = event.currentTarget.value)} />
        <label class="check">
          <input type="checkbox" checked={following.value} onChange={(event) => (following.value = event.currentTarget.checked)} /> Follow
        </label>
        <a class="button small" href={filesUrl(props.agent, 'download', path)} download>Download</a>
        <span class="dim" role="status">{tail.end >= 0 && bytes(tail.end)}{lines && `, ${lines.length} lines found${tail.from > 0 ? ` in the last ${bytes(tail.end - tail.from)}` : ''}`}</span>
      </div>
      {tail.problem && tail.end < 0 ? (
        <Nothing>{tail.problem}</Nothing>
      ) : (
        <pre ref={box} tabIndex={0} role="region" aria-label={name.value} onScroll={(event) => {
          const pre = event.currentTarget;
          following.value = pre.scrollHeight - pre.scrollTop - pre.clientHeight < 24;
        }}>
          {tail.from > 0 && <button class="small" type="button" onClick={earlier}>{lines ? 'Find in what is earlier too' : 'Earlier'} ({bytes(tail.from)} more)</button>}
          {lines ? lines.map((line, i) => <Marked key={i} line={line} wanted={wanted} />) : tail.text}
          {tail.end === 0 && <span class="dim">Nothing has been written to it.</span>}
        </pre>
      )}
    </div>
  );
}

function Marked({ line, wanted }: { line: string; wanted: string }) {
  const at = line.toLowerCase().indexOf(wanted);
  return (
    <>
      {line.slice(0, at)}
      <mark>{line.slice(at, at + wanted.length)}</mark>
      {line.slice(at + wanted.length) + '\n'}
    </>
  );
}
