/** What is in a task's sandbox. */
import { useSignal } from '@preact/signals';
import { at, bytes } from '../lib/format';
import { usePolled } from '../lib/polled';
import { filesUrl } from './logs';
import { Nothing } from './parts';
import { Table } from './table';

interface Entry {
  path: string;
  mode: string;
  mtime: number;
  size: number;
  uid: string;
}

export function Files({ agent, root }: { agent: string; root: string }) {
  const below = useSignal<string[]>([]);
  const here = [root, ...below.value].join('/');
  const { value, problem } = usePolled<Entry[]>(filesUrl(agent, 'browse', here), 5000);
  return (
    <>
      <p class="crumbs">
        <button class="quiet small" type="button" onClick={() => (below.value = [])}>Sandbox</button>
        {below.value.map((name, i) => (
          <span key={i}> / <button class="quiet small" type="button" onClick={() => (below.value = below.value.slice(0, i + 1))}>{name}</button></span>
        ))}
      </p>
      {problem ? <Nothing>{problem}</Nothing> : (
        <Table label="Files" short rows={value ?? []} keyOf={(entry) => entry.path} none={value ? 'Nothing is in it.' : 'Asking …'}
          columns={[
            { name: 'Name', by: nameOf, show: (entry) => entry.mode.startsWith('d')
              ? <button class="link" type="button" onClick={() => (below.value = [...below.value, nameOf(entry)])}>{nameOf(entry)}/</button>
              : <a href={filesUrl(agent, 'download', here + '/' + nameOf(entry))} download>{nameOf(entry)}</a> },
            { name: 'Mode', show: (entry) => <code>{entry.mode}</code> },
            { name: 'Owner', show: (entry) => entry.uid },
            { name: 'Size', right: true, by: (entry) => entry.size, show: (entry) => bytes(entry.size) },
            { name: 'Changed', right: true, by: (entry) => entry.mtime, show: (entry) => at(entry.mtime * 1000) },
          ]} />
      )}
    </>
  );
}

function nameOf(entry: Entry): string {
  return entry.path.split('/').pop()!;
}
