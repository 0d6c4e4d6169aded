import { batches, base } from '../lib/behind';
import { frameworks } from '../lib/cluster';
import { count, cpus, megabytes } from '../lib/format';
import type { Job } from '../lib/jobs';
import { conditionOf, whatItRuns } from '../lib/jobs';
import { usePolled } from '../lib/polled';
import { to } from '../lib/router';
import { Choice, Filter, chosen, searched } from '../ui/filter';
import { AsCommand, Badge, Card, Nothing, Title } from '../ui/parts';
import type { Column } from '../ui/table';
import { Table } from '../ui/table';
import { When } from '../ui/when';

function columns(framework: string): Column<Job>[] {
  return [
    { name: 'Job', by: (job) => job.id, show: (job) => <a href={to(['jobs', framework, job.id])}>{job.id}</a> },
    { name: 'Condition', by: (job) => conditionOf(job)[1], show: (job) => <Badge tone={conditionOf(job)[0]}>{conditionOf(job)[1]}</Badge> },
    { name: 'Runs now', right: true, by: (job) => job.activeRuns?.length ?? 0, show: (job) => count(job.activeRuns?.length ?? 0) },
    { name: 'Schedule', by: (job) => dueAt(job) ?? '~', show: (job) => <Due of={job} /> },
    { name: 'Succeeded', right: true, by: (job) => job.historySummary?.successCount ?? 0, show: (job) => count(job.historySummary?.successCount ?? 0) },
    {
      name: 'Failed', right: true, by: (job) => job.historySummary?.failureCount ?? 0,
      show: (job) => ((job.historySummary?.failureCount ?? 0) > 0 ? <strong class="problem">{count(job.historySummary!.failureCount)}</strong> : '0'),
    },
    { name: 'CPUs', right: true, by: (job) => job.run.cpus, show: (job) => cpus(job.run.cpus) },
    { name: 'Memory', right: true, by: (job) => job.run.mem, show: (job) => megabytes(job.run.mem) },
    { name: 'Runs', wide: true, show: (job) => <code>{whatItRuns(job)}</code> },
  ];
}

function Due({ of: job }: { of: Job }) {
  const schedule = job.schedules?.[0];
  if (!schedule) return <span class="dim">by hand</span>;
  return <><code>{schedule.cron}</code>{schedule.enabled ? schedule.nextRunAt && <span class="dim"><When at={schedule.nextRunAt} /></span> : <Badge tone="warn">paused</Badge>}</>;
}

function dueAt(job: Job): string | undefined {
  return job.schedules?.[0]?.nextRunAt;
}

export function Jobs() {
  const known = batches.value;
  if (known === null) return <Nothing>Asking the frameworks which of them run jobs …</Nothing>;
  if (known.length === 0) {
    return (
      <>
        <Title>Jobs</Title>
        <Nothing>No batch framework is connected. <code>proffer batch --zk …</code> starts one.</Nothing>
      </>
    );
  }
  return <>{known.map((id) => <OfFramework key={id} id={id} />)}</>;
}

function OfFramework({ id }: { id: string }) {
  const { value, problem } = usePolled<Job[]>(base(id) + '/v1/jobs?embed=activeRuns,schedules,historySummary', 1000);
  const fits = searched();
  const condition = chosen('is');
  const jobs = value ?? [];
  const rows = jobs.filter(
    (job) =>
      (condition === '' || conditionOf(job)[1] === condition) &&
      fits(job.id + ' ' + (job.description ?? '') + ' ' + whatItRuns(job) + ' ' + Object.values(job.labels ?? {}).join(' ')),
  );
  return (
    <>
      <Title sub={<>run by <a href={to(['frameworks', id])}>{frameworks.get(id)?.name}</a></>}
        actions={<><AsCommand command="job list" /><a class="button primary" href={to(['jobs', id])}>New job</a></>}>
        Jobs
      </Title>
      {problem && <Card class="warning"><p>{problem}</p></Card>}
      <Filter label="Id, image, command or label" shown={rows.length} of={jobs.length}>
        <Choice name="is" label="Condition" options={[['', 'Any condition'], ['running', 'Running'], ['waiting', 'Waiting'], ['failed last', 'Failed last'], ['done', 'Done'], ['idle', 'Idle']]} />
      </Filter>
      <Table label="Jobs" columns={columns(id)} rows={rows} keyOf={(job) => job.id}
        none={value ? (jobs.length === 0 ? 'There is no job yet.' : 'No job fits.') : 'Asking …'} />
    </>
  );
}
