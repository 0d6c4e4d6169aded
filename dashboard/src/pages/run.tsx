import { useSignal } from '@preact/signals';
import { agents } from '../lib/cluster';
import { at, count, sentence } from '../lib/format';
import { send } from '../lib/http';
import type { Attempt, Run } from '../lib/jobs';
import { isActive, runUrl, stateOf } from '../lib/jobs';
import { usePolled } from '../lib/polled';
import { to } from '../lib/router';
import { ArrayProgress } from '../ui/array';
import { ask } from '../ui/dialog';
import { AgentLink } from '../ui/links';
import { LogView } from '../ui/logs';
import { say } from '../ui/notice';
import { AsCommand, Badge, Card, Copy, Facts, Nothing, State, Title } from '../ui/parts';
import { Table } from '../ui/table';
import { Between, When } from '../ui/when';

export function RunPage({ path }: { path: string[] }) {
  const [, framework, job, id] = path as [string, string, string, string];
  const url = runUrl(framework, job, id);
  const { value: run, problem } = usePolled<Run>(url, 1000);
  const why = usePolled<{ why: string[] }>(run && run.status !== 'ACTIVE' ? url + '/why' : null, 2000).value;
  if (!run) return <Nothing>{problem || 'Asking …'} <a href={to(['jobs', framework, job])}>To the job</a></Nothing>;
  const [tone, word] = stateOf(run);
  const attempts = run.batch?.attempts ?? [];
  const stop = () =>
    ask({
      title: 'Stop this run?',
      body: <p><strong>{run?.batch?.array ? `Its ${count(run.batch.array.active)} tasks are` : 'Its task is'} killed</strong>, and it has failed.</p>,
      doIt: 'Stop',
      act: async () => {
        const refused = await send('POST', url + '/actions/stop');
        if (refused === null) say('The run is stopped');
        return refused;
      },
    });
  return (
    <>
      <Title badge={<Badge tone={tone}>{word}</Badge>}
        sub={<>a run of <a href={to(['jobs', framework, job])}>{job}</a> <Copy text={id} label="Copy id" /></>}
        actions={<><AsCommand command={`job logs ${job} ${id}`} />{isActive(run) && <button class="danger" type="button" onClick={stop}>Stop …</button>}</>}>
        {id}
      </Title>
      {why && why.why.length > 0 && run.status !== 'SUCCESS' && (
        <Card title={isActive(run) ? 'Why it waits' : 'Why it failed'} class={isActive(run) ? 'warning' : 'failure'}>
          <ul class="plain">{why.why.map((line) => <li key={line}>{sentence(line)}</li>)}</ul>
        </Card>
      )}
      {run.batch?.array && (
        <Card title="How the indexes fare" aside={<a href={to(['tasks'], { framework, q: `${job}.${id}` })}>Their tasks</a>}>
          <ArrayProgress of={run.batch.array} />
        </Card>
      )}
      <Card title="What it is"><Facts of={facts(run, framework)} /></Card>
      {!run.batch?.array && <Card title="Attempts"><Attempts framework={framework} run={run} /></Card>}
      {attempts.length > 0 && <Output framework={framework} attempts={attempts} />}
    </>
  );
}

function facts(run: Run, framework: string): [string, preact.ComponentChildren][] {
  const facts: [string, preact.ComponentChildren][] = [
    ['Begun', <span key="begun">{at(Date.parse(run.createdAt))}, <When at={run.createdAt} /></span>],
    [run.completedAt ? 'Took' : 'For', <Between key="took" from={run.createdAt} until={run.completedAt} />],
  ];
  const workflow = run.batch?.workflow;
  if (workflow) facts.push(['Workflow', <a key="workflow" href={to(['jobs', framework, workflow.jobId], { workflow: workflow.id })}>that began with {workflow.jobId}</a>]);
  if (run.batch?.scheduledFor) facts.push(['Due', at(Date.parse(run.batch.scheduledFor))]);
  if (run.batch?.dueAt) facts.push(['Tried again', <When key="again" at={run.batch.dueAt} />]);
  return facts;
}

function Attempts({ framework, run }: { framework: string; run: Run }) {
  const rows = [...(run.batch?.attempts ?? [])].reverse();
  const task = (attempt: Attempt) => run.tasks.find((one) => one.id === attempt.taskId);
  return (
    <Table label="Attempts" short={rows.length <= 20} rows={rows} keyOf={(attempt) => attempt.taskId} none="It has not been launched yet."
      columns={[
        { name: 'Attempt', show: (attempt) => <a href={to(['tasks', framework, attempt.taskId])}>{attempt.attempt}</a> },
        { name: 'State', show: (attempt) => <State of={task(attempt)?.status ?? ''} /> },
        { name: 'Agent', show: (attempt) => <AgentLink id={attempt.agentId} /> },
        { name: 'Took', right: true, show: (attempt) => { const one = task(attempt); return one ? <Between from={one.startedAt} until={one.completedAt} /> : ''; } },
        { name: 'Exit', show: (attempt) => exit(attempt) },
        { name: 'Message', wide: true, show: (attempt) => <span title={attempt.message}>{attempt.message ?? ''}</span> },
      ]} />
  );
}

function exit(attempt: Attempt): preact.ComponentChildren {
  if (attempt.signal !== undefined) return <Badge tone="bad">signal {attempt.signal}</Badge>;
  if (attempt.exitCode === undefined) return <span class="dim">–</span>;
  return <Badge tone={attempt.exitCode === 0 ? 'good' : 'bad'}>{attempt.exitCode}</Badge>;
}

function Output({ framework, attempts }: { framework: string; attempts: Attempt[] }) {
  const wanted = useSignal(0);
  const attempt = attempts.find((one) => one.attempt === wanted.value) ?? attempts.at(-1)!;
  const there = agents.get(attempt.agentId)?.up === 'connected';
  const directory = `/frameworks/${framework}/executors/${attempt.taskId}/runs/latest`;
  return (
    <Card title="Output" aside={attempts.length > 1 && (
      <select aria-label="Attempt" value={String(attempt.attempt)} onChange={(event) => (wanted.value = Number(event.currentTarget.value))}>
        {attempts.map((one) => <option key={one.attempt} value={String(one.attempt)}>attempt {one.attempt}</option>)}
      </select>
    )}>
      {there ? <LogView key={directory} agent={attempt.agentId} directory={directory} names={['/stdout', '/stderr']} />
        : <Nothing>Its agent is not connected; its files are there.</Nothing>}
    </Card>
  );
}
