/** Files of a task as they grow: follows them, finds in them, downloads them. */
import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { bytes } from '../lib/format';
import { get } from '../lib/http';
import { Nothing } from './parts';

/** What is fetched at once, and how much of a file is kept in sight. */
const PIECE = 64 * 1024;
const KEPT = 512 * 1024;
const EVERY_MS = 1000;

/** As an agent reads a file: what is no UTF-8 is replaced, so only `next` says how far the text goes. */
export interface Part {
  offset: number;
  data: string;
  next: number;
}

/** What is in sight, in the pieces it came in: none of them is cut, as a character may be any number of bytes. */
interface Tail {
  parts: Part[];
  from: number;
  end: number;
  problem: string;
}

const NOTHING_YET: Tail = { parts: [], from: 0, end: -1, problem: '' };

export function filesUrl(agent: string, call: string, path: string): string {
  return `/agent/${encodeURIComponent(agent)}/files/${call}?path=${encodeURIComponent(path)}`;
}

/** Follows a file from near its end. */
function useTail(agent: string, path: string): { tail: Tail; earlier: () => void } {
  const tail = useSignal<Tail>(NOTHING_YET);
  useEffect(() => {
    const over = new AbortController();
    let timer: number | undefined;
    tail.value = NOTHING_YET;
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
    const { from } = tail.value;
    const begin = Math.max(0, from - PIECE);
    void readAll(agent, path, begin, from).then((parts) => {
      const now = tail.value;
      if (now.from === from) tail.value = { ...now, parts: [...parts, ...now.parts], from: begin };
    }, () => undefined);
  };
  return { tail: tail.value, earlier };
}

/** A part of a file may come in pieces: a character that begins in it need not end in it. */
async function readAll(agent: string, path: string, begin: number, end: number): Promise<Part[]> {
  const parts: Part[] = [];
  let at = begin;
  while (at < end) {
    const part = await get<Part>(filesUrl(agent, 'read', path) + `&offset=${at}&length=${end - at}`);
    if (part.next <= at) break;
    parts.push(part);
    at = part.next;
  }
  return parts;
}

async function follow(agent: string, path: string, tail: { value: Tail }, over: AbortSignal): Promise<void> {
  const url = filesUrl(agent, 'read', path);
  const size = (await get<Part>(url + '&offset=-1', over)).offset;
  let { from, end } = tail.value;
  let parts = [...tail.value.parts];
  if (end < 0 || size < end) {
    from = end = Math.max(0, size - PIECE); // the first time, or the file was rotated
    parts = [];
  }
  while (end < size && !over.aborted) {
    const part = await get<Part>(url + `&offset=${end}&length=${PIECE}`, over);
    if (part.next <= end) break; // a character is being written
    parts.push(part);
    end = part.next;
    while (end - parts[0]!.next > KEPT) from = parts.shift()!.next;
  }
  if (end !== tail.value.end || tail.value.problem !== '') tail.value = { parts: merged(parts), from, end, problem: '' };
}

/** Few pieces however slowly a file grows: those that fit into one become one. */
function merged(parts: Part[]): Part[] {
  const fewer: Part[] = [];
  for (const part of parts) {
    const last = fewer[fewer.length - 1];
    if (last && part.next - last.offset <= PIECE) {
      fewer[fewer.length - 1] = { offset: last.offset, data: last.data + part.data, next: part.next };
    } else {
      fewer.push(part);
    }
  }
  return fewer;
}

export function LogView(props: { agent: string; directory: string; names: string[] }) {
  const name = useSignal(props.names[0]!);
  const find = useSignal('');
  const following = useSignal(true);
  const path = props.directory + name.value;
  const { tail, earlier } = useTail(props.agent, path);
  const text = useMemo(() => tail.parts.map((part) => part.data).join(''), [tail.parts]);
  const box = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    if (following.value && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [text, following.value, find.value]);
  const wanted = find.value.toLowerCase();
  const lines = wanted === '' ? null : text.split('\n').filter((line) => line.toLowerCase().includes(wanted));
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
          {lines ? lines.map((line, i) => <Marked key={i} line={line} wanted={wanted} />) : text}
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
