import { useSignal } from '@preact/signals';
import { base } from '../lib/behind';
import { frameworks } from '../lib/cluster';
import { send } from '../lib/http';
import { go, to } from '../lib/router';
import { JsonEditor, jsonProblem } from '../ui/editor';
import { say } from '../ui/notice';
import { Card, Title } from '../ui/parts';

const FIRST = `{
  "id": "hello",
  "description": "Says what time it is",
  "run": {
    "cmd": "date; sleep 5",
    "cpus": 0.1,
    "mem": 32,
    "disk": 0
  },
  "schedules": [
    { "id": "default", "cron": "*/5 * * * *", "timezone": "UTC", "enabled": true }
  ]
}`;

export function NewJob({ path }: { path: string[] }) {
  const framework = path[1]!;
  const text = useSignal(FIRST);
  const refused = useSignal('');
  const problem = jsonProblem(text.value);
  const make = async (event: Event) => {
    event.preventDefault();
    const job = JSON.parse(text.value) as { id?: string };
    const why = await send('POST', base(framework) + '/v0/scheduled-jobs', job);
    if (why === null) {
      say(`${job.id} is there`);
      go(to(['jobs', framework, job.id ?? '']));
    } else {
      refused.value = why;
    }
  };
  return (
    <>
      <Title sub={<>to be run by {frameworks.get(framework)?.name}, as Metronome's job JSON; without schedules it runs when you say so</>}>New job</Title>
      <Card>
        <form onSubmit={(event) => void make(event)}>
          <JsonEditor label="Job JSON" text={text.value} problem={problem} onText={(typed) => {
            text.value = typed;
            refused.value = '';
          }} />
          {refused.value && <p class="problem" role="alert">{refused.value}</p>}
          <div class="actions">
            <a class="button" href="#/jobs">Cancel</a>
            <button class="primary" type="submit" disabled={problem !== ''}>Make it</button>
          </div>
        </form>
      </Card>
    </>
  );
}
