import { useSignal } from '@preact/signals';
import { base } from '../lib/behind';
import { at, count, cpus, megabytes, span } from '../lib/format';
import { post, send } from '../lib/http';
import type { Job, Run, Schedule } from '../lib/jobs';
import { conditionOf, jobUrl, newToken, stateOf, whatItRuns } from '../lib/jobs';
import { usePolled } from '../lib/polled';
import { go, to } from '../lib/router';
import { ENDS } from '../lib/workflows';
import { ArrayOf } from '../ui/array';
import { ask } from '../ui/dialog';
import { JsonEditor, jsonProblem } from '../ui/editor';
import { attempt, say } from '../ui/notice';
import { AsCommand, Badge, Card, Facts, Nothing, Title } from '../ui/parts';
import { Table } from '../ui/table';
import { Between, When } from '../ui/when';
import { Workflows } from './job/workflow';

/** Each is asked about by itself. */
const MAX_ARRAYS = 4;

export function JobPage({ path }: { path: string[] }) {
  const [, framework, id] = path as [string, string, string];
  const url = jobUrl(framework, id);
  const job = usePolled<Job>(url + '?embed=activeRuns,schedules,historySummary', 1000);
  const history = usePolled<{ runs: Run[]; cursor?: string }>(url + '/history?limit=100', 2000);
  const one = job.value;
  if (!one) return <Nothing>{job.problem || 'Asking …'} <a href="#/jobs">All jobs</a></Nothing>;
  const [tone, word] = conditionOf(one);
  const active = one.activeRuns ?? [];
  const ended = history.value?.runs ?? [];
  return (
    <>
      <Title badge={<Badge tone={tone}>{word}</Badge>} sub={one.description}
        actions={<><AsCommand command={'job show ' + id} /><Actions framework={framework} job={one} /></>}>
        {id}
      </Title>
      <div class="columns">
        <Card title="Each run"><Facts of={facts(framework, one)} /></Card>
        <Card title="Schedule" aside={one.schedules?.[0] && <Pause url={url} job={id} of={one.schedules[0]} />}>
          <Scheduled url={url} of={one.schedules?.[0]} />
        </Card>
      </div>
      <Workflows framework={framework} job={id} />
      {one.batch?.array && <Arrays framework={framework} active={active} last={ended[0]} />}
      {active.length > 0 && (
        <Card title={`Runs now (${count(active.length)})`}><Runs framework={framework} rows={active} none="" label="Runs now" /></Card>
      )}
      <Card title="Runs that ended" aside={<Totals of={one} />}>
        {ended.length > 0 && <Strip runs={ended} framework={framework} />}
        <Runs framework={framework} rows={ended} none={history.value ? 'None has ended yet.' : 'Asking …'} label="Runs that ended" />
        {history.value?.cursor && <p class="dim">The last 100 are shown; <code>proffer job history {id} -n 1000</code> lists more.</p>}
      </Card>
      <Configuration framework={framework} job={one} />
    </>
  );
}

/** Of the runs that go on; where none does, of the one that ended last. */
function Arrays({ framework, active, last }: { framework: string; active: Run[]; last: Run | undefined }) {
  if (active.length === 0 && !last) return null;
  return (
    <Card title={active.length > 0 ? 'How the indexes fare' : 'How the indexes of the last run fared'}>
      {active.slice(-MAX_ARRAYS).map((run) => <ArrayOf key={run.id} framework={framework} run={run} />)}
      {active.length === 0 && last && <ArrayOf key={last.id} framework={framework} run={last} />}
    </Card>
  );
}

function facts(framework: string, job: Job): [string, preact.ComponentChildren][] {
  const labels = Object.entries(job.labels ?? {});
  return [
    ['Runs', <code key="runs" class="block">{whatItRuns(job)}</code>],
    ...after(framework, job),
    ...(job.batch?.array ? ([['Indexes', <code key="array">{job.batch.array.indexes}</code>]] as [string, preact.ComponentChildren][]) : []),
    ['CPUs', cpus(job.run.cpus)],
    ['Memory', megabytes(job.run.mem)],
    ['When it fails', job.run.restart?.policy === 'ON_FAILURE' ? 'it is tried again' : 'it is not tried again'],
    ...(labels.length > 0
      ? ([['Labels', labels.map(([name, value]) => <code key={name}>{name}={value}</code>)]] as [string, preact.ComponentChildren][])
      : []),
  ];
}

function after(framework: string, job: Job): [string, preact.ComponentChildren][] {
  const edges = [...(job.dependencies ?? []).map(({ id }) => ({ id, on: 'ok' })), ...(job.batch?.dependencies ?? [])];
  const unique = [...new Map(edges.map((edge) => [edge.id, edge])).values()];
  return unique.length === 0 ? [] : [['Comes after', unique.map((edge) => <span key={edge.id} class="spaced"><a href={to(['jobs', framework, edge.id])}>{edge.id}</a> {ENDS[edge.on] ?? edge.on}</span>)]];
}

const POLICIES: Record<string, string> = {
  ALLOW: 'runs beside it', FORBID: 'is left out', REPLACE: 'stops it first', QUEUE: 'waits for its turn',
};

/** Of a schedule that is not enabled nothing is due until it is. */
function Pause({ url, job, of: schedule }: { url: string; job: string; of: Schedule }) {
  const { nextRunAt: _, misses: __, ...own } = schedule;
  const enable = (enabled: boolean) => void attempt(async () => {
    const problem = await send('PUT', `${url}/schedules/${encodeURIComponent(schedule.id)}`, { ...own, enabled });
    if (problem === null) say(enabled ? `${job} runs when it is due` : `${job} does not run by itself any more`);
    return problem;
  });
  return <button class="small" type="button" onClick={() => enable(!schedule.enabled)}>{schedule.enabled ? 'Pause' : 'Enable'}</button>;
}

function Scheduled({ url, of: schedule }: { url: string; of: Schedule | undefined }) {
  const next = usePolled<{ next: string[] }>(schedule?.enabled ? `${url}/schedules/${encodeURIComponent(schedule.id)}/next` : null, 5000).value?.next ?? [];
  if (!schedule) return <Nothing>It has none: it runs when somebody says so.</Nothing>;
  const misses = schedule.misses ?? [];
  return (
    <>
      <Facts of={[
        ['When', <span key="cron"><code>{schedule.cron}</code> {schedule.timezone}</span>],
        ['Due next', !schedule.enabled ? <Badge key="off" tone="warn">paused</Badge>
          : schedule.nextRunAt ? <span key="next">{at(Date.parse(schedule.nextRunAt))}, <When at={schedule.nextRunAt} /></span> : 'never again'],
        ...(schedule.enabled && next.length > 1 ? ([['And then', next.slice(1).map((one) => <div key={one}>{at(Date.parse(one))}</div>)]] as [string, preact.ComponentChildren][]) : []),
        ['If one still runs', 'the next one ' + (POLICIES[schedule.concurrencyPolicy] ?? schedule.concurrencyPolicy)],
        ['May begin late by', span(schedule.startingDeadlineSeconds)],
      ]} />
      {misses.length > 0 && (
        <>
          <h3>Times it did not run</h3>
          <ul class="plain">
            {misses.slice(-8).reverse().map((miss) => (
              <li key={miss.first}>{at(Date.parse(miss.first))}{miss.count > 1 && ` and ${miss.count - 1} more until ${at(Date.parse(miss.last))}`}: <span class="dim">{miss.reason}</span></li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Totals({ of: job }: { of: Job }) {
  const { successCount, failureCount } = job.historySummary ?? { successCount: 0, failureCount: 0 };
  return <span class="dim">{count(successCount)} succeeded, {count(failureCount)} failed in all</span>;
}

/** The last runs, the newest at the right: how long they took, and whether they did. */
function Strip({ runs, framework }: { runs: Run[]; framework: string }) {
  const shown = runs.slice(0, 40).reverse();
  const took = (run: Run) => Date.parse(run.completedAt ?? run.createdAt) - Date.parse(run.createdAt);
  const longest = Math.max(1, ...shown.map(took));
  return (
    <div class="strip" aria-hidden="true">
      {shown.map((run) => (
        <a key={run.id} href={to(['jobs', framework, run.jobId, run.id])} tabIndex={-1} title={`${run.id}: ${stateOf(run)[1]} after ${span(took(run) / 1000)}`}>
          <i class={'fill-' + stateOf(run)[0]} style={{ height: Math.max(12, (took(run) / longest) * 100) + '%' }} />
        </a>
      ))}
    </div>
  );
}

export function Runs(props: { framework: string; rows: Run[]; none: string; label: string }) {
  return (
    <Table label={props.label} short={props.rows.length <= 40} rows={props.rows} keyOf={(run) => run.id} none={props.none}
      columns={[
        { name: 'Run', show: (run) => <a href={to(['jobs', props.framework, run.jobId, run.id])}>{run.id}</a> },
        { name: 'State', show: (run) => <Badge tone={stateOf(run)[0]}>{stateOf(run)[1]}</Badge> },
        { name: 'Attempts', right: true, show: (run) => count(run.batch?.attempts?.at(-1)?.attempt ?? 0) },
        { name: 'Where', show: (run) => run.batch?.attempts?.at(-1)?.host ?? <span class="dim">–</span> },
        { name: 'Began', right: true, show: (run) => <When at={run.createdAt} /> },
        { name: 'Took', right: true, show: (run) => <Between from={run.createdAt} until={run.completedAt} /> },
        { name: 'Why', wide: true, show: (run) => run.batch?.message ?? run.batch?.reason ?? '' },
      ]} />
  );
}

function Actions({ framework, job }: { framework: string; job: Job }) {
  const active = job.activeRuns?.length ?? 0;
  const asked = useSignal(false);
  const run = () => {
    const here = location.hash;
    // Whoever got no answer may try again: it is still one run.
    const idempotencyToken = newToken();
    asked.value = true;
    void attempt(async () => {
      const begun = await post<Run>(jobUrl(framework, job.id) + '/runs', { idempotencyToken });
      if (location.hash === here) go(to(['jobs', framework, job.id, begun.id]));
      return null;
    }).finally(() => (asked.value = false));
  };
  return (
    <>
      <button class="primary" type="button" disabled={asked.value} onClick={run}>Run now</button>
      <button class="danger" type="button" onClick={() => ask({
        title: `Remove ${job.id}?`,
        body: <p>{active > 0 && <><strong>{active} runs are stopped</strong>, and </>}its configuration, schedule and history are forgotten. This cannot be undone.</p>,
        typed: job.id,
        doIt: 'Remove',
        act: async () => {
          const problem = await send('DELETE', jobUrl(framework, job.id) + '?stopCurrentJobRuns=true');
          if (problem === null) { say(`${job.id} is removed`); go('#/jobs'); }
          return problem;
        },
      })}>Remove …</button>
    </>
  );
}

function configurationOf(job: Job): string {
  const { activeRuns: _, historySummary: __, ...own } = job;
  const schedules = (own.schedules ?? []).map(({ nextRunAt: _next, misses: _misses, ...schedule }) => schedule);
  return JSON.stringify({ ...own, schedules }, null, 2);
}

function Configuration({ framework, job }: { framework: string; job: Job }) {
  const text = useSignal<string | null>(null);
  const shown = text.value ?? configurationOf(job);
  const problem = jsonProblem(shown);
  const save = () =>
    ask({
      title: `Change ${job.id}?`,
      body: <p>Runs that have begun go on as they are; the next one is of the new configuration.</p>,
      doIt: 'Change', calm: true,
      act: async () => {
        const why = await send('PUT', base(framework) + '/v0/scheduled-jobs/' + encodeURIComponent(job.id), JSON.parse(shown));
        if (why === null) { text.value = null; say(`${job.id} is changed`); }
        return why;
      },
    });
  return (
    <Card title="Configuration" aside={text.value !== null && <button class="quiet small" type="button" onClick={() => (text.value = null)}>Discard changes</button>}>
      <details>
        <summary>Job JSON</summary>
        <JsonEditor label="Configuration" text={shown} problem={problem} onText={(typed) => (text.value = typed)} />
        <div class="actions"><button class="primary" type="button" disabled={text.value === null || problem !== ''} onClick={save}>Change …</button></div>
      </details>
    </Card>
  );
}
