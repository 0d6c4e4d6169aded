import { useSignal } from '@preact/signals';
import { base } from '../lib/behind';
import { frameworks } from '../lib/cluster';
import { send } from '../lib/http';
import { go, to } from '../lib/router';
import { JsonEditor, jsonProblem } from '../ui/editor';
import { say } from '../ui/notice';
import { Card, Title } from '../ui/parts';

const FIRST = `{
  "id": "/hello",
  "cmd": "while :; do date; sleep 1; done",
  "instances": 2,
  "cpus": 0.1,
  "mem": 32
}`;

export function NewService({ path }: { path: string[] }) {
  const framework = path[1]!;
  const text = useSignal(FIRST);
  const refused = useSignal('');
  const problem = jsonProblem(text.value);
  const deploy = async (event: Event) => {
    event.preventDefault();
    const app = JSON.parse(text.value) as { id?: string };
    const id = app.id?.startsWith('/') ? app.id : '/' + (app.id ?? '');
    const why = await send('POST', base(framework) + '/v2/apps', app);
    if (why === null) {
      say(`${id} is being deployed`);
      go(to(['services', framework, id]));
    } else {
      refused.value = why;
    }
  };
  return (
    <>
      <Title sub={<>to be kept by {frameworks.get(framework)?.name}, as Marathon's app JSON</>}>New service</Title>
      <Card>
        <form onSubmit={(event) => void deploy(event)}>
          <JsonEditor label="App JSON" text={text.value} problem={problem} onText={(typed) => {
            text.value = typed;
            refused.value = '';
          }} />
          {refused.value && <p class="problem" role="alert">{refused.value}</p>}
          <div class="actions">
            <a class="button" href="#/services">Cancel</a>
            <button class="primary" type="submit" disabled={problem !== ''}>Deploy</button>
          </div>
        </form>
      </Card>
    </>
  );
}
