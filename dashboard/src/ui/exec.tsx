/** A command inside a task, typed to from here. */
import { useSignal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import type { Task } from '../lib/model';
import { Card, Nothing } from './parts';

type View = FunctionComponent<{ framework: string; task: string; command: string; over: (how: string) => void }>;

export function Exec({ task }: { task: Task }) {
  const view = useSignal<View | null>(null);
  const command = useSignal('sh');
  const running = useSignal('');
  const ended = useSignal('');
  const begin = async () => {
    ended.value = '';
    try {
      const loaded = (await import('./terminal')).default;
      view.value ??= loaded;
      running.value = command.value.trim() || 'sh';
    } catch {
      ended.value = 'The terminal could not be loaded; load the page again.';
    }
  };
  const close = () => {
    running.value = '';
    ended.value = '';
  };
  const View = view.value;
  return (
    <Card title="Terminal" aside={running.value !== '' && <button type="button" class="small" onClick={close}>Close</button>}>
      {running.value !== '' && View ? (
        <>
          <View framework={task.framework} task={task.id} command={running.value} over={(how) => (ended.value = how)} />
          <p class={ended.value === '' ? 'dim' : ''} role="status">{ended.value || 'Shift Tab leaves the terminal.'}</p>
        </>
      ) : (
        <>
          {ended.value !== '' && <p role="status">{ended.value}</p>}
          <form class="inline" onSubmit={(event) => {
            event.preventDefault();
            void begin();
          }}>
            <input aria-label="Command" value={command.value} onInput={(event) => (command.value = event.currentTarget.value)} spellcheck={false} autocomplete="off" />
            <button type="submit">Open a terminal</button>
          </form>
          <Nothing>It runs inside the task, with its files and its limits, until it is closed.</Nothing>
        </>
      )}
    </Card>
  );
}
